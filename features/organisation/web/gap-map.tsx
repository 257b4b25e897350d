import Button from 'antd/es/button';
import { useState } from 'react';
import { PageLink } from '#kernel/web/link.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { coverageFirms, gapGrid } from '../contract.ts';
import { partyOrganisation } from '../records.ts';
import { words as w } from './messages.ts';

const gaps = ['ownBranch', 'jointBranch', 'instructor'] as const;
type Cell = { readonly parkId: string; readonly chainId: string | null; readonly gap: (typeof gaps)[number] };

/** Where organisation is missing: parks across chains, in each cell how many firms owe what. */
export function GapMap({ asked }: { readonly asked: Record<string, string> }) {
  const say = useText();
  const [cell, setCell] = useState<Cell>();
  const grid = useRead(keyOf(partyOrganisation, 'gaps', asked), gapGrid, { query: asked }, { keepPrevious: true });
  const firms = useRead(
    keyOf(partyOrganisation, 'gap-firms', asked, cell),
    coverageFirms,
    {
      query: {
        ...asked,
        measure: 'workCoverageRate',
        side: 'below',
        limit: 60,
        ...(cell && { parkId: cell.parkId, gap: cell.gap, ...(cell.chainId && { chainId: cell.chainId }) }),
      },
    },
    { enabled: cell !== undefined },
  );
  if (!grid.data) return null;
  const most = Math.max(1, ...grid.data.cells.map((one) => one.ownBranch + one.jointBranch));
  const at = new Map(grid.data.cells.map((one) => [`${one.parkId}|${one.chainId ?? ''}`, one]));
  const columns = [...grid.data.chains, { id: null, name: '—' }];
  return (
    <section className="gap-map" aria-label={say(w.gaps)}>
      <h2>{say(w.gaps)}</h2>
      <p className="quiet">{say(w.gapsHint)}</p>
      <div className="wide-scroll">
        <table className="grid-table gap-table">
          <thead>
            <tr>
              <th>{say(w.park)}</th>
              {columns.map((chain) => (
                <th key={chain.id ?? 'none'}>{chain.name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.data.parks.map((park) => (
              <tr key={park.id}>
                <th scope="row">{park.name}</th>
                {columns.map((chain) => {
                  const own = at.get(`${park.id}|${chain.id ?? ''}`);
                  return (
                    <td
                      key={chain.id ?? 'none'}
                      style={{ '--heat': String(own ? (own.ownBranch + own.jointBranch) / most : 0) } as React.CSSProperties}
                    >
                      {own &&
                        gaps
                          .filter((gap) => own[gap] > 0)
                          .map((gap) => (
                            <button
                              key={gap}
                              type="button"
                              className={`gap-chip gap-${gap}`}
                              onClick={() => setCell({ parkId: park.id, chainId: chain.id, gap })}
                            >
                              <span className="unseen">
                                {park.name} {chain.name}{' '}
                              </span>
                              {say(w.gap[gap])} {own[gap]}
                            </button>
                          ))}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {cell && firms.data && (
        <section className="card coverage-firms" aria-label={say(w.openFirms)}>
          <div className="card-head">
            <strong>
              {grid.data.parks.find((one) => one.id === cell.parkId)?.name} · {columns.find((one) => one.id === cell.chainId)?.name} ·{' '}
              {say(w.gap[cell.gap])} {say(w.firmsInCell(firms.data.total))}
            </strong>
            <Button size="small" type="text" onClick={() => setCell(undefined)}>
              {say(w.close)}
            </Button>
          </div>
          <ul className="lines">
            {firms.data.rows.map((firm) => (
              <li key={firm.id}>
                <PageLink to={`/firms/${firm.id}`}>{firm.name}</PageLink> <span className="quiet">{say(firm.why)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}
