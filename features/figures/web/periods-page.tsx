import { formatMomentShort, instantOf } from '#kernel/web/format.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { periodList } from '../period-contract.ts';
import { words as w } from './messages.ts';
import './figures.css';

/** Months to be frozen and those that are. */
export function PeriodsPage() {
  const say = useText();
  const { language } = useSpeech();
  const read = useRead(['figures', 'periods'], periodList);
  return (
    <>
      <PageHead title={say(w.periods)} aside={say(w.periodsHint)} />
      {read.error && <ProblemNotice error={read.error} />}
      {read.isPending && <Waiting />}
      {read.data && (
        <div className="periods">
          <section className="card" aria-label={say(w.openPeriods)}>
            <h2>{say(w.openPeriods)}</h2>
            <ul className="lines">
              {read.data.open.map((period) => (
                <li key={period}>
                  <PageLink to={`/figure-periods/${period}`}>{period} ›</PageLink>
                </li>
              ))}
            </ul>
          </section>
          <section className="card" aria-label={say(w.frozenPeriods)}>
            <h2>{say(w.frozenPeriods)}</h2>
            {read.data.frozen.length === 0 && <p className="quiet">—</p>}
            <ul className="lines">
              {read.data.frozen.map((one) => (
                <li key={one.period}>
                  <PageLink to={`/figure-periods/${one.period}`}>{one.period} ›</PageLink>
                  <span className="quiet small">
                    {formatMomentShort(instantOf(one.frozenAt), Date.now(), language)} {one.frozenBy} · {say(w.figuresFrozen(one.figures))}
                    {one.note && ` · ${one.note}`}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        </div>
      )}
    </>
  );
}
