import { useActor } from '#kernel/web/house.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { radar } from '../../radar-contract.ts';
import { DueCard } from './due-card.tsx';
import { radarKey } from './radar-key.ts';
import { words as w } from './radar-messages.ts';
import './radar.css';

const order = ['overdue', 'within30', 'within60', 'within90'] as const;

/** What falls due, nearest first. */
export function RadarPage() {
  const say = useText();
  const { firms } = useActor().scope;
  // of several, the form asks which
  const firmId = firms.length === 1 ? firms[0] : undefined;
  const read = useRead([...radarKey, 'mine'], radar, {}, { hasClocks: true });
  if (read.error) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  const { entries, day } = read.data;
  return (
    <>
      <PageHead
        title={say(w.radar)}
        aside={
          firms.length > 0 && (
            <>
              <PageLink to="/obligations/new" query={{ ...(firmId && { firmId }) }}>
                {say(w.addDue)} ›
              </PageLink>{' '}
              <PageLink to="/receivables/new" query={{ ...(firmId && { firmId }) }}>
                {say(w.addMoney)} ›
              </PageLink>
            </>
          )
        }
      />
      {entries.length === 0 && <p className="quiet">{say(w.empty)}</p>}
      {order.map((band) => {
        const within = entries.filter((entry) => entry.band === band);
        return (
          within.length > 0 && (
            <section key={band} className="maturity-band" aria-label={say(w.bands[band])}>
              <h2>
                {say(w.bands[band])} <span className="count">{within.length}</span>
              </h2>
              {within.map((entry) => (
                <DueCard key={entry.id} entry={entry} day={day} />
              ))}
            </section>
          )
        );
      })}
    </>
  );
}

/** Above a home: that something falls due, and whether the money will be there. */
export function RadarStrip() {
  const say = useText();
  const read = useRead([...radarKey, 'mine'], radar, {}, { hasClocks: true });
  const entries = read.data?.entries ?? [];
  if (entries.length === 0) return null;
  const short = entries.filter((entry) => entry.gap !== null && entry.gap.short !== '0').length;
  return (
    <section className="card radar-strip" aria-label={say(w.radar)}>
      <strong>{say(w.soon(entries.length))}</strong>
      {short > 0 && <span className="verdict-no">{say(w.soonShort(short))}</span>}
      <PageLink to="/radar">{say(w.open)} ›</PageLink>
    </section>
  );
}
