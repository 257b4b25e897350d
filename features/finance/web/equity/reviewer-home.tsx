import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import { roles } from '#kernel/contract/role.ts';
import { Inbox } from '#kernel/web/inbox.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { equityReferral } from '../../referral-case.ts';
import { words as w } from './equity-messages.ts';

/** What waits for the reviewer (declare, score, decide), and the fund's pool beside it. */
export function ReviewerHome() {
  const say = useText();
  const pool = useRead(keyOf(equityReferral, 'pool'), caseEndpoints(equityReferral).list, { query: { limit: 12 } });
  return (
    <div className="home-grid">
      <div>
        <h1 className="unseen">{say(roles.fundReviewer)}</h1>
        <Inbox />
      </div>
      <aside>
        <section className="card" aria-label={say(w.pool)}>
          <div className="card-head">
            <h2>{say(w.pool)}</h2>
            <PageLink to="/reviewer-interests/new">{say(w.interests)} ›</PageLink>
          </div>
          {pool.error && <ProblemNotice error={pool.error} />}
          <ul className="lines">
            {pool.data?.rows.map((row) => (
              <li key={row.id}>
                <PageLink to={`/equity-referrals/${row.id}`}>{String(row['title'])}</PageLink>{' '}
                <span className="quiet">{say(equityReferral.states[String(row['status'])]?.label ?? w.scores)}</span>
              </li>
            ))}
          </ul>
          {pool.data?.rows.length === 0 && <p className="quiet">{say(w.empty)}</p>}
        </section>
      </aside>
    </div>
  );
}
