import { inboxEndpoint } from '#kernel/contract/case-endpoints.ts';
import { findCase, useHouse } from '#kernel/web/house.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { inboxKey, useRead } from '#kernel/web/queries.ts';
import { StatusTag } from '#kernel/web/status-tag.tsx';
import { useText } from '#kernel/web/text.tsx';
import { creditApplication } from '../application-case.ts';
import { bankInquiry } from '../inquiry-case.ts';
import { pointsObjection } from '../objection-case.ts';
import { equityReferral } from '../referral-case.ts';
import { words as w } from './credit/credit-messages.ts';
import { RadarStrip } from './radar/radar-page.tsx';

const ours = [creditApplication, bankInquiry, equityReferral, pointsObjection].map(({ name }) => name);

/** Above a contact's home: what a bank, a fund or the zone waits for, then what falls due. */
export function FirmStrip() {
  return (
    <>
      <FirmTurn />
      <RadarStrip />
    </>
  );
}

function FirmTurn() {
  const say = useText();
  const house = useHouse();
  const inbox = useRead([...inboxKey, 100], inboxEndpoint, { query: { limit: 100 } }, { hasClocks: true });
  const items = (inbox.data?.items ?? []).filter((item) => ours.includes(item.case));
  if (items.length === 0) return null;
  return (
    <section className="card" aria-label={say(w.yourTurn)}>
      <h2>{say(w.yourTurn)}</h2>
      <ul className="lines">
        {items.map((item) => {
          const declaration = findCase(house, item.case)?.declaration;
          return (
            declaration && (
              <li key={`${item.id}/${item.task}`}>
                <div className="line-head">
                  <PageLink to={`/${declaration.path}/${item.id}`}>{item.title}</PageLink>
                  <StatusTag declaration={declaration} status={item.status} />
                </div>
                <span className="quiet">
                  {item.moves
                    .flatMap((move) => declaration.moves[move]?.label ?? [])
                    .map(say)
                    .join(' / ')}
                </span>
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}
