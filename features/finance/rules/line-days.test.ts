import { expect, test } from 'vitest';
import type { CaseEvent } from '#kernel/rules/case.ts';
import { startOfDay } from '#kernel/rules/instant.ts';
import { guardDraw, guardRepay, guardReverse } from './line-guards.ts';
import { foldLine } from './line-state.ts';

const actor = { id: 'a', name: '甲', roles: [] };
const ask = { now: startOfDay('2026-10-01'), packs: [] };
const history = (...moves: readonly (readonly [string, string, Record<string, unknown>])[]): CaseEvent[] =>
  moves.map(([move, day, input], index) => ({ seq: index + 1, move, at: startOfDay(day), actor, input }));
const opened = [
  'open',
  '2026-06-01',
  { line: '100000', grantedOn: '2026-06-01', validUntil: '2027-06-01', isRevolving: true, termMonths: 12 },
] as const;
const draw = (on: string, dueOn: string, reference = 'D1') => ['draw', on, { amount: '100', on, dueOn, reference }] as const;
const repay = (on: string, reference = 'R1') => ['repay', on, { amount: '100', on, reference }] as const;

test('an extension is of what was drawn until then; a repayment pays what was drawn by its day', () => {
  const state = foldLine(
    'l',
    history(
      opened,
      draw('2026-06-01', '2026-06-10'),
      ['extend', '2026-06-05', { dueOn: '2026-12-31', rateBp: 340 }],
      repay('2026-06-06'),
      draw('2026-06-07', '2026-09-01', 'D2'),
    ),
  );
  expect(state).toMatchObject({ nextDueOn: '2026-09-01', rateBp: 340 });
  const both = foldLine(
    'l',
    history(
      opened,
      draw('2026-06-01', '2026-06-10'),
      ['extend', '2026-06-05', { dueOn: '2026-12-31' }],
      draw('2026-06-07', '2026-09-01', 'D2'),
    ),
  );
  expect(both.nextDueOn).toBe('2026-09-01');
});

test('on no past day may more be repaid than was drawn: entries dated before what they answer are refused', () => {
  const state = foldLine('l', history(opened, draw('2026-08-01', '2026-12-10')));
  expect(guardRepay({ ...ask, state, input: { amount: '100', on: '2026-06-02', reference: 'R1' } })?.code).toBe('REPAID_BEFORE_DRAWN');
  expect(guardReverse({ ...ask, state, input: { seq: 2, on: '2026-06-02', reason: '误' } })?.code).toBe('REVERSAL_EARLY');
  const repaid = foldLine('l', history(opened, draw('2026-08-01', '2026-12-10'), repay('2026-08-20')));
  const full = { amount: '100000', on: '2026-08-10', dueOn: '2026-12-10', reference: 'D9' };
  expect(guardDraw({ ...ask, state: repaid, input: full })?.code).toBe('OVER_LINE_THAT_DAY');
  expect(guardDraw({ ...ask, state: repaid, input: { ...full, on: '2026-08-21' } })).toBeUndefined();
});

test('a reversed entry can be made again under the bank’s own number; a term over the product, a rate over the most is refused', () => {
  const state = foldLine(
    'l',
    history(opened, draw('2026-08-01', '2026-12-10'), ['reverse', '2026-08-02', { seq: 2, on: '2026-08-02', reason: '误' }]),
  );
  const again = { amount: '90', on: '2026-08-01', dueOn: '2026-12-10', reference: 'D1' };
  expect(guardDraw({ ...ask, state, input: again })).toBeUndefined();
  expect(guardDraw({ ...ask, state, input: { ...again, dueOn: '2027-08-02' } })?.code).toBe('TERM_OVER_PRODUCT');
  expect(guardDraw({ ...ask, state, input: { ...again, rateBp: 381 } })?.code).toBe('RATE_OVER_MOST');
  expect(guardDraw({ ...ask, state, input: { ...again, rateBp: 380 } })).toBeUndefined();
});

test('a line entered late takes its place from its own day: on every day one line counts, and a closed one stays closed', () => {
  const state = foldLine(
    'l',
    history(
      opened,
      ['close', '2026-07-01', { on: '2026-07-01' }],
      ['replaced', '2026-09-01', { byId: 'c', on: '2026-09-01' }],
      ['replaced', '2026-09-02', { byId: 'b', on: '2026-08-01' }],
    ),
  );
  const on = (day: string) =>
    state.entries.reduce((sum, entry) => (entry.book === 'line' && entry.on <= day ? sum + entry.amount : sum), 0n);
  expect([on('2026-05-31'), on('2026-07-31'), on('2026-08-01'), on('2026-09-01'), on('2027-01-01')]).toEqual([0n, 100000n, 0n, 0n, 0n]);
  expect(state).toMatchObject({ status: 'closed', replacedById: 'b', line: 0n });
});
