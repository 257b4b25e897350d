import { dateOf, dayMs, yearOf } from '#kernel/rules/instant.ts';
import { makeMove, openCase } from '#kernel/server/cases/move.ts';
import type { Ask } from '#kernel/server/house.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { pointsInput } from '#features/finance/points-records.ts';
import { pointsRound } from '#features/finance/round-case.ts';
import type { Acting } from './acting.ts';

/** Yearly values of a firm that does well, by indicator of the candidate scheme; one is missing, as it happens. */
const values: readonly (readonly [string, number])[] = [
  ['T1', 860],
  ['T2', 24],
  ['T3', 9.2],
  ['T4', 34],
  ['T5', 8],
  ['T6', 1],
  ['T7', 320],
  ['G1', 4100],
  ['G2', 22],
  ['G3', 130],
  ['G4', 11],
  ['G5', 9300],
  ['G6', 14],
  ['A1', 12],
  ['A2', 1],
  ['A4', 1],
];

/** Indicators that count things: nobody applies for eight tenths of a patent. */
const counted = new Set(['T5', 'T6', 'A1', 'A2', 'A4']);

/** Two years of points of these firms: the earlier frozen in the ledger, the later public now, so that a firm can object. */
export async function layExamplePoints(ask: Ask, acting: Acting, firms: readonly string[]): Promise<void> {
  const year = yearOf(dateOf(ask.now));
  const keeper = (daysAgo: number) => acting('financeOfficer', {}, ask.now - daysAgo * dayMs);
  const gather = (of: number, share: number, daysAgo: number) =>
    insertRows(
      keeper(daysAgo),
      pointsInput,
      firms.flatMap((firmId, index) =>
        values.map(([indicator, value]) => ({
          firmId,
          year: of,
          indicator,
          state: 'value',
          value: rounded(indicator, (value * (1 - 0.15 * index) * share) / 100),
          source: `${of} 年度企业年报`,
          evidence: '审计报告与申报表（示例）',
        })),
      ),
    );
  const publish = async (of: number, daysAgo: number) => {
    const id = await openCase(keeper(daysAgo), pointsRound, { year: of });
    await makeMove(keeper(daysAgo), pointsRound, id, 1, 'score', {});
    await makeMove(keeper(daysAgo), pointsRound, id, 2, 'publish', {});
    return id;
  };
  await gather(year - 2, 88, 330);
  await makeMove(keeper(280), pointsRound, await publish(year - 2, 300), 3, 'freeze', {});
  await gather(year - 1, 100, 120);
  await publish(year - 1, 2);
}

function rounded(indicator: string, value: number): number {
  return counted.has(indicator) ? Math.round(value) : Math.round(value * 100) / 100;
}
