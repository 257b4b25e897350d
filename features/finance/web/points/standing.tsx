import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import type { CasePanelProps } from '#kernel/web/feature.ts';
import { formatDate } from '#kernel/web/format.ts';
import { may, useActor } from '#kernel/web/house.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import type { FirmPoints } from '../../points-contract.ts';
import { pointsRound } from '../../round-case.ts';
import { useIsOwn } from '../own-firm.tsx';
import { words as w } from './points-messages.ts';

/** Whether these points still move: frozen, public for objections, or reckoned from what is there today. */
export function Standing({ firmId, points }: { readonly firmId: string; readonly points: FirmPoints }) {
  const say = useText();
  const { language } = useSpeech();
  const actor = useActor();
  const isOwn = useIsOwn(firmId);
  const readsRounds = may(pointsRound, actor, 'read');
  const year = `${points.year}..${points.year}`;
  const query = { status: 'publicity', year, limit: 1 };
  const open = useRead(keyOf(pointsRound, 'public', points.year), caseEndpoints(pointsRound).list, { query }, { enabled: readsRounds });
  const round = open.data?.rows[0];
  if (points.standing.kind === 'frozen')
    return (
      <p className="quiet">
        {say(w.frozen)} {formatDate(points.standing.on, language)}
        {points.standing.entries > 1 && ` · ${say(w.corrected)}`} ·{' '}
        <PageLink to="/points-entries" query={{ firmId, year }} className="in-text">
          {say(w.ledger)} ›
        </PageLink>
        {isOwn && <AskReview firmId={firmId} />}
      </p>
    );
  if (points.standing.kind === 'provisional') return <p className="quiet">{say(w.provisional)}</p>;
  return (
    <p className="quiet">
      {say(w.publicSince(formatDate(points.standing.on, language)))}
      {round && !isOwn && ` · ${say(w.publicNow)}`}
      {round && isOwn && (
        <>
          {` · ${say(w.public)} · `}
          <PageLink to="/points-objections/new" query={{ roundId: round.id, firmId }} className="in-text">
            {say(w.object)} ›
          </PageLink>
        </>
      )}
      {isOwn && !open.isPending && !round && <AskReview firmId={firmId} />}
    </p>
  );
}

/** Once no objection is possible any more, a person still looks into it when asked (PIP-06). */
function AskReview({ firmId }: { readonly firmId: string }) {
  const say = useText();
  return (
    <>
      {' · '}
      <PageLink to="/service-requests/new" query={{ firmId }}>
        {say(w.askReview)} ›
      </PageLink>
    </>
  );
}

/** From a round to its scores and objections. */
export function RoundLinks({ view }: CasePanelProps) {
  const say = useText();
  const query = { roundId: view.row.id };
  return (
    <ul className="lines">
      <li>
        <PageLink to="/points-scores" query={query}>
          {say(w.scores)} ›
        </PageLink>
      </li>
      <li>
        <PageLink to="/points-objections" query={query}>
          {say(w.objections)} ›
        </PageLink>
      </li>
      <li>
        <PageLink to="/points-entries" query={query}>
          {say(w.ledger)} ›
        </PageLink>
      </li>
    </ul>
  );
}
