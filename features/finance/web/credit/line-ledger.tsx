import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import type { CasePanelProps } from '#kernel/web/feature.ts';
import { FieldValue } from '#kernel/web/field-value.tsx';
import { cellClass, labelOf } from '#kernel/web/list-table.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { creditEntry } from '../../credit-records.ts';
import { creditLine } from '../../line-case.ts';
import { words as w } from './credit-messages.ts';
import { LineBar } from './line-bar.tsx';

const columns = ['seq', 'kind', 'amount', 'enteredOn', 'dueOn', 'rateBp', 'reference', 'note'] as const;

/** The entries whose sums are the line's three amounts, by their numbers: a reversal names one of them. */
export function LineLedger({ view }: CasePanelProps) {
  const say = useText();
  const query = { lineId: view.row.id, order: 'createdAt', limit: 200 };
  const read = useRead(keyOf(creditLine, view.row.id, 'ledger'), recordEndpoints(creditEntry).list, { query });
  if (read.error) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  return (
    <>
      <div className="wide-scroll">
        <table className="grid-table line-ledger">
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col" className={cellClass(creditEntry, name)}>
                  {say(labelOf(creditEntry, name))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {read.data.rows.map((row) => (
              <tr key={row.id}>
                {columns.map((name) => (
                  <td key={name} className={cellClass(creditEntry, name)}>
                    {name === 'seq' ? (
                      <PageLink to={`/credit-entries/${row.id}`}>{String(row['seq'])}</PageLink>
                    ) : (
                      <FieldValue declaration={creditEntry} name={name} row={row} plain />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet small">{say(w.ledgerHint)}</p>
      <PageLink to="/credit-entries" query={{ lineId: view.row.id }}>
        {say(w.ledgerAll)} ›
      </PageLink>
    </>
  );
}

export function LineBarPanel({ view }: CasePanelProps) {
  return <LineBar row={view.row} />;
}
