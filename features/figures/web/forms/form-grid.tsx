import type { ReactNode } from 'react';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import type { formView } from '../../form-contract.ts';

type Grid = AnswerOf<typeof formView>['grids'][number];
type Place = { readonly key: string; readonly grid: number; readonly row: number; readonly column: number; readonly gap: number | null };

/** A form as it looks: its cells where they are, its blanks drawn by the page. */
export function FormGrids<P extends Place>(props: {
  readonly grids: readonly Grid[];
  readonly blanks: readonly P[];
  readonly draw: (blank: P) => ReactNode;
}) {
  const at = Map.groupBy(props.blanks, (blank) => `${blank.grid} ${blank.row} ${blank.column}`);
  return props.grids.map((grid, index) => (
    <section key={grid.name} className="form-sheet" aria-label={grid.name}>
      <div className="wide-scroll">
        <table>
          <tbody>
            {Array.from({ length: grid.rows }, (_, row) => (
              <tr key={row}>
                {grid.cells
                  .filter((cell) => cell.row === row)
                  .toSorted((a, b) => a.column - b.column)
                  .map((cell) => {
                    const blanks = at.get(`${index} ${row} ${cell.column}`) ?? [];
                    return (
                      <td
                        key={cell.column}
                        rowSpan={cell.rowSpan}
                        colSpan={cell.colSpan}
                        className={
                          cell.colSpan === grid.columns && row === 0 ? 'form-title' : cell.text.trim() === '' ? 'form-blank' : 'form-label'
                        }
                      >
                        {blanks.some(({ gap }) => gap !== null) ? null : cell.text}
                        {blanks.map((blank) => (
                          <span key={blank.key} className={blank.gap === null ? 'form-place' : 'form-place form-gap'}>
                            {props.draw(blank)}
                          </span>
                        ))}
                      </td>
                    );
                  })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  ));
}
