import { addMonths, dateOf, instantAt } from '#kernel/rules/instant.ts';
import { addPack } from '#kernel/server/cases/rules-in-force.ts';
import { makeMove, openCase } from '#kernel/server/cases/move.ts';
import type { Ask } from '#kernel/server/house.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { creditApplication } from '#features/finance/application-case.ts';
import { creditProduct } from '#features/finance/credit-records.ts';
import { creditLine } from '#features/finance/line-case.ts';
import { defaultCreditPack } from '#features/finance/rules/credit-pack.ts';

const wan = (amount: number) => String(BigInt(amount) * 1_000_000n);

/**
 * 87 firms with 13.7亿元 of lines (K11, K12; rulebook §14.3): one firm holds two lines of different products; traps: a
 * renewal that takes an earlier line's place, an application that the bank declined, and a line granted after the day.
 * @param firms at least 88 ids
 * @param banks two providers
 * @param later lays the line that comes after the day
 */
export async function layFinance(
  ask: Ask,
  firms: readonly string[],
  [bank, other]: readonly (string | undefined)[],
  later: boolean,
): Promise<void> {
  const keeper = { ...ask, actor: { ...ask.actor, roles: [...ask.actor.roles, 'financeOfficer' as const] } };
  await addPack(
    ask.tx,
    ask.actor.zoneId,
    {
      ...defaultCreditPack,
      edition: '示例',
      source: '示例：单户上限 3000 万元',
      params: { ...defaultCreditPack.params, productCap: wan(3000) },
    },
    ask.now,
  );
  const [points, research] = await insertRows(keeper, creditProduct, [
    { name: '示例积分贷', bankId: bank, cap: wan(3000), termMonths: 12, spreadBp: 50 },
    { name: '示例研发贷', bankId: other, cap: wan(3000), termMonths: 12, spreadBp: 60 },
  ]);
  const grant = (firmId: string | undefined, productId: string | undefined, amount: number, grantedOn = '2024-06-03') =>
    openCase({ ...keeper, now: Math.max(ask.now, instantAt(grantedOn, '10:00')) }, creditLine, {
      firmId,
      productId,
      line: wan(amount),
      rateBp: 350,
      grantedOn,
      validUntil: `${Number(grantedOn.slice(0, 4)) + 1}${grantedOn.slice(4)}`,
    });
  await grant(firms[0], points, 1000);
  await grant(firms[0], research, 2000);
  await grant(firms[1], points, 800, '2024-03-04');
  await grant(firms[1], points, 2250, '2024-09-02');
  for (const firmId of firms.slice(2, 87)) await grant(firmId, points, 1550);
  await decline(keeper, firms[87], points, bank);
  if (later) await grant(firms[87], research, 500, '2025-02-10');
}

/** The trap of §14.3: another firm applied, the zone recommended, the bank said no. It counts nowhere but among applications. */
async function decline(keeper: Ask, firmId: string | undefined, productId: string | undefined, bank: string | undefined): Promise<void> {
  if (!firmId || !bank) return;
  const { actor } = keeper;
  const scope = { ...actor.scope, firms: [firmId], providers: [bank] };
  const all = {
    ...keeper,
    actor: { ...actor, today: dateOf(keeper.now), roles: [...actor.roles, 'enterpriseContact' as const, 'bankOfficer' as const], scope },
  };
  const id = await openCase(all, creditApplication, {
    productId,
    amount: wan(300),
    termMonths: 12,
    useOfFunds: '流动资金',
    consentScopes: ['application'],
    consentUntil: addMonths(dateOf(keeper.now), 6),
  });
  await makeMove(all, creditApplication, id, 1, 'recommend', { reason: '示例：订单稳定，资质认定中' });
  await makeMove(all, creditApplication, id, 2, 'decline', { reason: '示例：资产负债率过高' });
}
