import type { Actor } from '#kernel/contract/access.ts';
import { addDays, addMonths, dateOf, dayMs } from '#kernel/rules/instant.ts';
import { makeMove, openCase } from '#kernel/server/cases/move.ts';
import type { Ask } from '#kernel/server/house.ts';
import { consent } from '#features/finance/consent-case.ts';
import { equityReferral } from '#features/finance/referral-case.ts';
import { scoreReferral } from '#features/finance/server/index.ts';
import type { Acting } from './acting.ts';

const wan = (amount: number) => String(BigInt(amount) * 1_000_000n);
const judged = (technology: number, market: number, opinion: string) => ({
  scores: { technology, market, team: 80, finance: 72, fit: 78 },
  opinion,
});

/**
 * Three firms before the fund (积分投): one invested in, with a milestone to report; one whose scores wait for the documented
 * reviewer; one just referred, where that reviewer has to declare first.
 */
export async function layExampleInvestment(ask: Ask, acting: Acting, firms: readonly string[], reviewers: readonly Actor[]): Promise<void> {
  const [reviewer, colleague] = reviewers;
  const fundId = reviewer?.scope.providers[0];
  if (!reviewer || !colleague || !fundId) return;
  const by = (actor: Actor, daysAgo: number): Ask => {
    const now = ask.now - daysAgo * dayMs;
    return { ...ask, now, actor: { ...actor, today: dateOf(now) } };
  };
  const move = (actor: Actor, daysAgo: number, id: string, version: number, name: string, input: Readonly<Record<string, unknown>> = {}) =>
    makeMove(by(actor, daysAgo), equityReferral, id, version, name, input);
  const referred = async (firmId: string | undefined, amount: number, caseFor: string, daysAgo: number) => {
    const now = ask.now - daysAgo * dayMs;
    const own = acting('enterpriseContact', { firms: firmId ? [firmId] : [] }, now);
    const untilOn = addMonths(dateOf(now), 18);
    await openCase(own, consent, { firmId, receiverId: fundId, purpose: 'investment', scopes: ['application', 'points'], untilOn });
    const asked = { firmId, fundId, askedAmount: wan(amount), caseFor };
    const id = await openCase(acting('financeOfficer', {}, now), equityReferral, asked);
    await move(colleague, daysAgo, id, 1, 'screen', { reviewerIds: [reviewer.userId, colleague.userId] });
    await move(colleague, daysAgo, id, 2, 'declareNone');
    return id;
  };

  const invested = await referred(firms[1], 2000, '示例：工艺领先，客户稳定，拟扩建产线', 200);
  await move(reviewer, 195, invested, 3, 'declareNone');
  await move(reviewer, 195, invested, 4, 'startDueDiligence');
  await scoreReferral(by(reviewer, 180), invested, judged(86, 78, '示例：技术有壁垒，注意客户集中度'));
  await scoreReferral(by(colleague, 178), invested, judged(82, 74, '示例：估值合理'));
  await move(reviewer, 170, invested, 8, 'decide', { decision: 'approved', reason: '示例：同意首期投资，按里程碑追加' });
  await move(reviewer, 150, invested, 9, 'close', { invested: wan(1200), sharePercent: 6.5, on: dateOf(ask.now - 150 * dayMs) });
  await move(reviewer, 149, invested, 10, 'addMilestone', { title: '示例：新产线投产', dueOn: addDays(dateOf(ask.now), 12) });

  const waiting = await referred(firms[2], 800, '示例：两项发明专利转化', 12);
  await move(reviewer, 11, waiting, 3, 'declareNone');
  await move(colleague, 10, waiting, 4, 'startDueDiligence');
  await scoreReferral(by(colleague, 6), waiting, judged(75, 69, '示例：建议先看订单'));

  await referred(firms[0], 3000, '示例：在手订单充足，拟开展下一代产品研发', 2);
}
