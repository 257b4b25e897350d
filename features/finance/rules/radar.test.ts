import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '#kernel/rules/instant.ts';
import { bandOf, defaultRadarPack, gapAt } from './radar.ts';

const day = '2026-06-03';
const params = defaultRadarPack.params;

test('RADAR-BANDS: a bound belongs to its band; a day past is overdue, later than the widest is not looked at', () => {
  const at = (days: number) => bandOf(day, addDays(day, days), params);
  expect([91, 90, 61, 60, 31, 30, 0, -1].map(at)).toEqual([
    null,
    'within90',
    'within90',
    'within60',
    'within60',
    'within30',
    'within30',
    'overdue',
  ]);
});

test('RADAR-GAP: the loan that falls due before the customers pay, and the day on which they have', () => {
  const loan = { id: 'l', amount: 500n, dueOn: addDays(day, 40) };
  const gap = gapAt(
    day,
    loan.dueOn,
    [loan],
    [
      { amount: 200n, dueOn: addDays(day, 10) },
      { amount: 900n, dueOn: addDays(day, 55) },
      { amount: 999n, dueOn: addDays(day, -1) },
    ],
  );
  expect(gap).toEqual({ owed: 500n, incoming: 200n, short: 300n, coveredOn: addDays(day, 55) });
});

test('RADAR-GAP: equals a count day by day, whatever the portfolio', () => {
  const money = fc.record({ amount: fc.bigInt(1n, 900n), on: fc.integer({ min: -20, max: 120 }) });
  fc.assert(
    fc.property(
      fc.array(money, { maxLength: 12 }),
      fc.array(money, { maxLength: 12 }),
      fc.integer({ min: 0, max: 90 }),
      (loans, paid, on) => {
        const dues = loans.map((one, index) => ({ id: String(index), amount: one.amount, dueOn: addDays(day, one.on) }));
        const incoming = paid.map((one) => ({ amount: one.amount, dueOn: addDays(day, one.on) }));
        const got = gapAt(day, addDays(day, on), dues, incoming);
        let [owed, come] = [0n, 0n];
        let covered: string | null = null;
        for (let at = -20; at <= 120; at += 1) {
          for (const one of loans) if (one.on === at && at <= on) owed += one.amount;
          for (const one of paid) if (one.on === at && at >= 0 && at <= on) come += one.amount;
        }
        let later = come;
        for (let at = on + 1; at <= 120 && covered === null && come < owed; at += 1) {
          for (const one of paid) if (one.on === at) later += one.amount;
          if (later >= owed) covered = addDays(day, at);
        }
        expect(got).toEqual({ owed, incoming: come, short: owed > come ? owed - come : 0n, coveredOn: covered });
      },
    ),
  );
});
