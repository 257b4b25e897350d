import { EmptyState } from '#kernel/web/empty-state.tsx';
import { formatDate, formatMomentShort, instantOf } from '#kernel/web/format.ts';
import { PageLink, usePage } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { passportList } from '../contract.ts';
import { textOf } from './figure-text.ts';
import { words as w } from './messages.ts';
import './figures.css';

/** Numbers that were frozen, newest first; of one figure when the address names it. */
export function PassportsPage() {
  const say = useText();
  const { language } = useSpeech();
  const { query } = usePage();
  const figureId = query['figureId'];
  const read = useRead(['figures', 'passports', figureId], passportList, { query: { ...(figureId && { figureId }), limit: 200 } });
  return (
    <>
      <PageHead title={say(w.passports)} aside={say(w.passportsHint)} />
      {read.error && <ProblemNotice error={read.error} />}
      {read.isPending && <Waiting />}
      {read.data?.passports.length === 0 && <EmptyState title={say(w.noPassports)} hint={say(w.passportsHint)} />}
      {read.data && read.data.passports.length > 0 && (
        <div className="list-body table-scroll counted">
          <table className="list-table">
            <thead>
              <tr>
                <th>{say(w.figure)}</th>
                <th className="number">{say(w.value)}</th>
                <th>{say(w.asOf)}</th>
                <th>{say(w.code)}</th>
                <th>{say(w.frozenAt)}</th>
                <th>{say(w.why)}</th>
              </tr>
            </thead>
            <tbody>
              {read.data.passports.map((one) => (
                <tr key={one.id}>
                  <td>
                    <PageLink to={`/passports/${one.id}`} className="row-link">
                      {say(one.label)}
                      {one.filter.map((part) => ` · ${say(part.label)}`)}
                    </PageLink>
                  </td>
                  <td className="number" data-label={say(w.value)}>
                    {textOf(one.value, one.unit, language)}
                  </td>
                  <td data-label={say(w.asOf)}>{formatDate(one.asOf, language)}</td>
                  <td data-label={say(w.code)} className="code">
                    {one.code}
                  </td>
                  <td
                    data-label={say(w.frozenAt)}
                  >{`${formatMomentShort(instantOf(one.frozenAt), Date.now(), language)} ${one.frozenBy}`}</td>
                  <td data-label={say(w.why)}>{one.why ?? '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
