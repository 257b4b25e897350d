import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseEvent } from '#kernel/rules/case.ts';
import { addDays, startOfDay } from '#kernel/rules/instant.ts';
import { guardClose, guardDraw, guardRepay, guardReverse } from './line-guards.ts';
import { foldLine } from './line-state.ts';

const day = '2026-06-01';
const now = startOfDay(addDays(day, 300));
const actor = { id: 'a', name: '甲', roles: [] };
const opened = (isRevolving: boolean): CaseEvent => ({
  seq: 1,
  move: 'open',
  at: startOfDay(day),
  actor,
  input: { firmId: 'f', productId: 'p', bankId: 'b', line: '100000', grantedOn: day, validUntil: addDays(day, 365), isRevolving },
});

/** A move that is tried: by number, so that references come up twice. */
const step = fc.record({
  kind: fc.constantFrom('draw', 'repay', 'reverse'),
  amount: fc.integer({ min: -10, max: 60_000 }),
  on: fc.integer({ min: -3, max: 320 }),
  reference: fc.integer({ min: 1, max: 12 }),
  seq: fc.integer({ min: 1, max: 12 }),
});

test('T-CRD-LEDGER: after any moves the three amounts are what a plain count says, and keep their order', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(step, { maxLength: 40 }), (isRevolving, steps) => {
      const events = [opened(isRevolving)];
      const plain = { drawn: new Map<number, number>(), repaid: new Map<number, number>() };
      for (const one of steps) {
        const state = foldLine('l', events);
        const on = addDays(day, one.on);
        const input = {
          amount: String(one.amount),
          on,
          dueOn: addDays(on, 90),
          reference: `${one.kind}-${one.reference}`,
          seq: one.seq,
          reason: '更正',
        };
        const guard = { draw: guardDraw, repay: guardRepay, reverse: guardReverse }[one.kind as 'draw'];
        if (guard({ state, now, packs: [], input })) continue;
        events.push({ seq: events.length + 1, move: one.kind, at: now, actor, input });
        const entry = state.entries.length + 1;
        if (one.kind === 'draw') plain.drawn.set(entry, one.amount);
        if (one.kind === 'repay') plain.repaid.set(entry, one.amount);
        if (one.kind === 'reverse') {
          plain.drawn.delete(one.seq);
          plain.repaid.delete(one.seq);
        }
      }
      const state = foldLine('l', events);
      const total = (book: Map<number, number>) => BigInt([...book.values()].reduce((sum, amount) => sum + amount, 0));
      expect(state.drawn).toBe(total(plain.drawn));
      expect(state.repaid).toBe(total(plain.repaid));
      expect(state.balance).toBe(state.drawn - state.repaid);
      expect(state.balance >= 0n).toBe(true);
      expect((isRevolving ? state.balance : state.drawn) <= state.line).toBe(true);
      expect(state.nextDueOn === null).toBe(state.balance === 0n);
      expect(guardClose({ state, now, packs: [] }) === undefined).toBe(state.balance === 0n);
      expect(state.entries.map((entry) => entry.seq)).toEqual(state.entries.map((_, index) => index + 1));
    }),
    { numRuns: 400 },
  );
});

test('each refusal says its own name', () => {
  const events = [opened(false)];
  const draw = (over: object = {}) => ({ amount: '60000', on: addDays(day, 1), dueOn: addDays(day, 91), reference: 'D1', ...over });
  const code = (guard: typeof guardDraw, input: Record<string, unknown>) =>
    guard({ state: foldLine('l', events), now, packs: [], input })?.code;
  expect(code(guardDraw, draw({ amount: '-1' }))).toBe('AMOUNT_NOT_POSITIVE');
  expect(code(guardDraw, draw({ amount: '100001' }))).toBe('DRAWDOWN_OVER_LINE');
  expect(code(guardDraw, draw({ amount: '100000' }))).toBeUndefined();
  expect(code(guardDraw, draw({ on: addDays(day, -1) }))).toBe('DRAWDOWN_OUTSIDE');
  expect(code(guardDraw, draw({ on: addDays(day, 301) }))).toBe('NOT_YET');
  events.push({ seq: 2, move: 'draw', at: now, actor, input: draw() });
  expect(code(guardDraw, draw({ amount: '1' }))).toBe('DRAWDOWN_TWICE');
  expect(code(guardRepay, { amount: '60001', on: addDays(day, 2), reference: 'R1' })).toBe('REPAYMENT_OVER_BALANCE');
  events.push({ seq: 3, move: 'repay', at: now, actor, input: { amount: '60000', on: addDays(day, 2), reference: 'R1' } });
  expect(code(guardRepay, { amount: '1', on: addDays(day, 2), reference: 'R1' })).toBe('REPAYMENT_TWICE');
  expect(code(guardReverse, { seq: 2, on: addDays(day, 3), reason: '误' })).toBe('REVERSAL_UNDER_ZERO');
  expect(code(guardReverse, { seq: 1, on: addDays(day, 3), reason: '误' })).toBe('ENTRY_UNKNOWN');
  expect(code(guardClose, { on: addDays(day, 1) })).toBe('CLOSED_EARLY');
  expect(code(guardClose, { on: addDays(day, 301) })).toBe('NOT_YET');
  expect(code(guardClose, { on: addDays(day, 2) })).toBeUndefined();
});
