import type { z } from 'zod';
import type { RecordRow } from '#kernel/contract/record.ts';
import { formatDate, formatMomentShort, instantOf } from '#kernel/web/format.ts';
import { findDeclaration, useHouse } from '#kernel/web/house.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { Cell, cellClass, labelOf } from '#kernel/web/list-table.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import type { FigureRecord } from '../contract.ts';
import { textOf, type Unit } from './figure-text.ts';
import { words as w } from './messages.ts';

type Line = z.infer<typeof FigureRecord>;

/** Counted records as a table: what each is, what its own list shows of it, what it adds and by which day. */
export function CountedTable(props: {
  readonly rows: readonly Line[];
  readonly columns: readonly string[];
  readonly record: string;
  readonly unit: Unit;
  /** rows add amounts; otherwise each is one */
  readonly weighed: boolean;
}) {
  const say = useText();
  const { language } = useSpeech();
  const house = useHouse();
  const declaration = findDeclaration(house, props.record);
  const columns = declaration ? props.columns.filter((name) => name !== declaration.title && name in declaration.fields).slice(0, 5) : [];
  const dated = props.rows.some(({ at }) => at !== null);
  return (
    <div className="list-body table-scroll counted">
      <table className="list-table">
        <thead>
          <tr>
            <th>{say(declaration?.label ?? w.records)}</th>
            {columns.map((name) => (
              <th key={name} className={declaration ? cellClass(declaration, name) : ''}>
                {declaration && say(labelOf(declaration, name))}
              </th>
            ))}
            {dated && <th>{say(w.when)}</th>}
            {props.weighed && <th className="number">{say(w.adds1)}</th>}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((line, index) => (
            <tr key={`${line.id} ${index}`}>
              <td>{line.path ? <PageLink to={line.path}>{line.title || '—'}</PageLink> : <span className="quiet">{line.title}</span>}</td>
              {columns.map((name) => (
                <td
                  key={name}
                  data-label={declaration && say(labelOf(declaration, name))}
                  className={declaration ? cellClass(declaration, name) : ''}
                >
                  {declaration && line.row && line.record === props.record ? (
                    <Cell declaration={declaration} name={name} row={line.row as RecordRow} />
                  ) : (
                    <span className="quiet">—</span>
                  )}
                </td>
              ))}
              {dated && (
                <td data-label={say(w.when)}>
                  {line.at === null
                    ? '—'
                    : line.at.length === 10
                      ? formatDate(line.at, language)
                      : formatMomentShort(instantOf(line.at), Date.now(), language)}
                </td>
              )}
              {props.weighed && (
                <td className="number" data-label={say(w.adds1)}>
                  {textOf(line.amount, props.unit, language)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
