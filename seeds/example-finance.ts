import { sql } from 'kysely';
import { addDays, addMonths, dateOf, dayMs, yearOf } from '#kernel/rules/instant.ts';
import { makeMove, openCase } from '#kernel/server/cases/move.ts';
import type { Ask } from '#kernel/server/house.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { creditApplication } from '#features/finance/application-case.ts';
import { creditFact, firmQualification } from '#features/finance/eligibility-records.ts';
import { bankInquiry } from '#features/finance/inquiry-case.ts';
import { creditLine } from '#features/finance/line-case.ts';
import { obligation, receivable } from '#features/finance/obligation-records.ts';
import type { Acting } from './acting.ts';

type Product = { readonly id: string; readonly bank_id: string };

const wan = (amount: number) => String(BigInt(amount) * 1_000_000n);

/**
 * Firms with qualifications and checks, and their applications at every stage: one granted and drawn, one that the
 * bank looks at, leads that wait for it, one before the zone. The grant renews a line of the same size, so that the article's
 * sum stands. @param firms four that hold a line of 1,550 万元, the documented contact's first
 */
export async function layExampleCredit(ask: Ask, acting: Acting, firms: readonly string[]): Promise<void> {
  const keeper = acting('financeOfficer', {}, ask.now);
  const year = yearOf(dateOf(ask.now));
  const [, , equipmentLoan] = await insertRows(acting('financeOfficer', {}, ask.now - 30 * dayMs), obligation, [
    {
      firmId: firms[0],
      kind: 'loan',
      title: '流动资金贷款（示例）',
      amount: wan(600),
      dueOn: addDays(dateOf(ask.now), 52),
      counterparty: '示例商业银行',
    },
    { firmId: firms[0], kind: 'licence', title: '检验检测资质（示例）', dueOn: addDays(dateOf(ask.now), 84) },
    {
      firmId: firms[1],
      kind: 'loan',
      title: '设备贷款（示例）',
      amount: wan(300),
      dueOn: addDays(dateOf(ask.now), 21),
      counterparty: '示例商业银行',
    },
    { firmId: firms[2], kind: 'land', title: '用地续期（示例）', dueOn: addDays(dateOf(ask.now), 75) },
  ]);
  await insertRows(keeper, receivable, [
    { firmId: firms[0], payer: '示例客户甲', amount: wan(260), dueOn: addDays(dateOf(ask.now), 30), isShared: true },
    { firmId: firms[0], payer: '示例客户乙', amount: wan(900), dueOn: addDays(dateOf(ask.now), 71), isShared: true },
  ]);
  const told = firms.map((firmId) => ({ firmId, source: '示例：主管部门公示名单' }));
  await insertRows(
    keeper,
    firmQualification,
    told.map((one) => ({ ...one, kind: 'highTech', number: 'GR-示例', fromOn: `${year - 1}-12-01`, untilOn: `${year + 2}-11-30` })),
  );
  await insertRows(
    keeper,
    creditFact,
    told.flatMap((one) => [
      { ...one, kind: 'taxGrade', value: 'A', fromOn: `${year}-04-01` },
      { ...one, kind: 'dishonest', value: 'none', fromOn: `${year}-06-01` },
    ]),
  );
  const { rows: products } = await sql<Product>`SELECT id, bank_id FROM credit_products
    WHERE zone_id = ${ask.actor.zoneId} ORDER BY name DESC`.execute(ask.tx);
  const [points, research] = products;
  if (!points || !research) return;
  const apply = (firmId: string | undefined, product: Product, amount: number, daysAgo: number) =>
    openCase(acting('enterpriseContact', { firms: firmId ? [firmId] : [] }, ask.now - daysAgo * dayMs), creditApplication, {
      firmId,
      productId: product.id,
      amount: wan(amount),
      termMonths: 12,
      useOfFunds: '采购原材料与研发投入',
      consentScopes: ['application', 'points', 'qualifications', 'creditFacts'],
      consentUntil: addMonths(dateOf(ask.now - daysAgo * dayMs), 12),
    });
  const recommend = (id: string, daysAgo: number) =>
    makeMove(acting('financeOfficer', {}, ask.now - daysAgo * dayMs), creditApplication, id, 1, 'recommend', {
      reason: '经营正常，订单充足',
    });
  const bank = (product: Product, daysAgo: number) => acting('bankOfficer', { providers: [product.bank_id] }, ask.now - daysAgo * dayMs);
  await grantedAndDrawn(await apply(firms[0], points, 1600, 60), points.bank_id);
  const looked = await apply(firms[0], research, 600, 9);
  await recommend(looked, 7);
  await makeMove(bank(research, 6), creditApplication, looked, 2, 'sayYes', { namedDays: 8, rateBp: 345, note: '拟上门尽调' });
  await recommend(await apply(firms[1], points, 300, 5), 3);
  await recommend(await apply(firms[2], points, 200, 3), 1);
  await apply(firms[3], points, 150, 1);
  await extended(equipmentLoan, firms[1], points, research);

  /** Two banks asked about what falls due, one of them taken at its word: in the relief pool it is helped. */
  async function extended(subjectId: string | undefined, firmId: string | undefined, one: Product, other: Product): Promise<void> {
    const contact = (daysAgo: number) => acting('enterpriseContact', { firms: firmId ? [firmId] : [] }, ask.now - daysAgo * dayMs);
    const consentUntil = addMonths(dateOf(ask.now), 6);
    const askBank = (bankId: string) => openCase(contact(8), bankInquiry, { subjectId, bankId, note: '客户回款晚一个月', consentUntil });
    const [answered] = [await askBank(one.bank_id), await askBank(other.bank_id)];
    await makeMove(bank(one, 5), bankInquiry, answered, 1, 'offer', {
      amount: wan(300),
      rateBp: 348,
      namedDays: 5,
      note: '续贷十二个月',
    });
    await makeMove(contact(4), bankInquiry, answered, 2, 'accept', {});
  }

  async function grantedAndDrawn(id: string, bankId: string): Promise<void> {
    await recommend(id, 58);
    await makeMove(acting('bankOfficer', { providers: [bankId] }, ask.now - 54 * dayMs), creditApplication, id, 2, 'approve', {
      line: wan(1550),
      rateBp: 362,
      validUntil: addMonths(dateOf(ask.now - 54 * dayMs), 12),
      reference: '示例-HT-0001',
      note: '信用方式',
    });
    const { rows } = await sql<{ line_id: string }>`SELECT line_id FROM credit_applications
      WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
    const lineId = rows[0]?.line_id ?? '';
    const on = (daysAgo: number) => addDays(dateOf(ask.now), -daysAgo);
    const hand = (daysAgo: number) => acting('bankOfficer', { providers: [bankId] }, ask.now - daysAgo * dayMs);
    await makeMove(hand(50), creditLine, lineId, 1, 'draw', {
      amount: wan(800),
      on: on(50),
      dueOn: on(-62),
      reference: '示例-FK-0001',
      rateBp: 362,
    });
    await makeMove(hand(10), creditLine, lineId, 2, 'repay', { amount: wan(160), on: on(10), reference: '示例-HK-0001' });
  }
}
