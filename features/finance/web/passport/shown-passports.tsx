import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { formatDate } from '#kernel/web/format.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { pointsPassportShowing } from '../../passport-records.ts';
import { words as w } from './passport-messages.ts';

/** The passports that firms show to the reader's house, the newest first. */
export function ShownPassports() {
  const say = useText();
  const { language } = useSpeech();
  const shown = useRead(keyOf(pointsPassportShowing, 'home'), recordEndpoints(pointsPassportShowing).list, { query: { limit: 12 } });
  return (
    <section className="card" aria-label={say(pointsPassportShowing.plural)}>
      <div className="card-head">
        <h2>{say(pointsPassportShowing.plural)}</h2>
        <PageLink to="/points-passport-showings">{say(w.everyOne)} ›</PageLink>
      </div>
      {shown.error && <ProblemNotice error={shown.error} />}
      <ul className="lines">
        {shown.data?.rows.map((row) => (
          <li key={row.id}>
            <PageLink to={`/points-passport-showings/${row.id}`}>{String(row['title'])}</PageLink>
            <span className="quiet">
              {say(w.score)} {Number(row['score']).toFixed(2)} · {say(w.validUntil)} {formatDate(String(row['validUntil']), language)}
            </span>
          </li>
        ))}
      </ul>
      {shown.data?.rows.length === 0 && <p className="quiet">{say(pointsPassportShowing.empty ?? pointsPassportShowing.plural)}</p>}
    </section>
  );
}
