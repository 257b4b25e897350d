import { sql } from 'kysely';
import { beginBriefing, issueBriefing, registerForm } from '#features/figures/server/index.ts';
import { issueToFirm, showTo } from '#features/finance/server/index.ts';
import { addDays, dateOf } from '#kernel/rules/instant.ts';
import type { Tx } from '#kernel/server/database/door.ts';
import type { Ask, House } from '#kernel/server/house.ts';
import { castOf } from './acting.ts';
import { layFinance } from './article/finance.ts';
import { layExampleCredit } from './example-finance.ts';
import { layExampleInvestment } from './example-investment.ts';
import { layExamplePoints } from './example-points.ts';
import { factForm, parkForm, wordForm } from './forms/example-forms.ts';

/**
 * What the example zone's officers have written: an issued briefing and a draft, and three forms from above, all marked as examples; and
 * what its firms have done about points and finance. @param origin the zone's address, which a points passport bears
 */
export async function layExamplePapers(house: House, tx: Tx, zoneId: string, origin: string): Promise<void> {
  const people = await house.people(tx, zoneId);
  const actor = people.find(({ roles }) => roles.includes('partyWorkOfficer'));
  if (!actor) return;
  const ask: Ask = { house, tx, actor, now: house.now(), ip: '' };
  const { rows: firms } = await sql<{
    id: string;
  }>`SELECT id FROM firms WHERE zone_id = ${zoneId} AND status = 'operating' ORDER BY registered_on IS NULL, id LIMIT 88`.execute(tx);
  const { rows: banks } = await sql<{
    id: string;
  }>`SELECT id FROM providers WHERE zone_id = ${zoneId} AND kind = 'bank' ORDER BY id`.execute(tx);
  // the documented bank officer's bank offers the first product
  const ownBank = people.find(({ roles }) => roles.includes('bankOfficer'))?.scope.providers[0];
  const lenders = banks.map(({ id }) => id).toSorted((a, b) => Number(b === ownBank) - Number(a === ownBank));
  const own = people.find(({ roles }) => roles.includes('enterpriseContact'))?.scope.firms[0];
  const ids = firms.map(({ id }) => id).filter((id) => id !== own);
  // the documented contact's firm is one of the 87
  const holders = own ? [...ids.slice(0, 2), own, ...ids.slice(2, 87)] : ids;
  const acting = castOf(ask, people);
  await layFinance(acting('financeOfficer', {}, ask.now), holders, lenders, false);
  if (own) {
    const known = holders.slice(2, 6);
    await layExamplePoints(ask, acting, known);
    await layExampleCredit(ask, acting, known);
    await layExampleInvestment(
      ask,
      acting,
      known,
      people.filter(({ roles }) => roles.includes('fundReviewer')),
    );
    if (ownBank) {
      const contact = acting('enterpriseContact', { firms: [own] }, ask.now);
      const indicators = ['T1', 'T3', 'T5', 'G1', 'G2', 'G5'];
      const consent = { purpose: 'credit', untilOn: addDays(dateOf(ask.now), 180) } as const;
      await showTo(contact, await issueToFirm(contact, own, origin), { receiverId: ownBank, indicators, consent });
    }
  }
  const issued = await beginBriefing(ask, { template: 'monthly' });
  await issueBriefing(ask, issued.id, issued.version);
  await beginBriefing(ask, { template: 'chain' });
  const { rows } = await sql<{
    name: string;
  }>`SELECT name FROM places WHERE zone_id = ${zoneId} AND kind = 'park' AND ended_on IS NULL ORDER BY name`.execute(tx);
  const forms = [await parkForm(rows.map(({ name }) => name)), await factForm(), await wordForm()];
  for (const [index, form] of forms.entries()) {
    const { fileName, content, ...head } = form;
    await registerForm(ask, content, fileName, { ...head, dueOn: addDays(dateOf(ask.now), 7 * (index + 1)) });
  }
}
