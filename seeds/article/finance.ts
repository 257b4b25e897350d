import { addPack } from '#kernel/server/cases/rules-in-force.ts';
import { openCase } from '#kernel/server/cases/move.ts';
import { instantAt } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { creditProduct } from '#features/finance/credit-records.ts';
import { creditLine } from '#features/finance/line-case.ts';
import { defaultCreditPack } from '#features/finance/rules/credit-pack.ts';

const wan = (amount: number) => String(BigInt(amount) * 1_000_000n);

/**
 * 87 firms with 13.7亿元 of lines (K11, K12; rulebook §14.3): one firm holds two lines of different products; traps: a
 * renewal that takes an earlier line's place, and a line granted after the day. @param firms at least 88 ids
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
  if (later) await grant(firms[87], research, 500, '2025-02-10');
}
