import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '#kernel/contract/access.ts';
import { refusalOfMove } from '#kernel/contract/case.ts';
import type { CaseEvent } from '#kernel/rules/case.ts';
import { addDays, dateOf, startOfDay, type IsoDate } from '#kernel/rules/instant.ts';
import { creditLine } from './line-case.ts';

const first = '2026-01-01';
const calendar = { hours: [], exceptions: new Map(), loadedYears: new Set<number>() };
const bank = { userId: 'u', name: '客户经理', roles: ['bankOfficer'], scope: { providers: ['b'] } } as unknown as Actor;

/** What is tried: days are counted back from the day on which it is done, references come up twice. */
const step = fc.record({
  move: fc.constantFrom('draw', 'draw', 'repay', 'repay', 'reverse', 'extend', 'close', 'revoke', 'wait', 'wait'),
  amount: fc.integer({ min: 1, max: 40 }),
  ago: fc.integer({ min: 0, max: 12 }),
  ahead: fc.integer({ min: -5, max: 60 }),
  reference: fc.integer({ min: 1, max: 15 }),
  seq: fc.integer({ min: 1, max: 9 }),
});

type Unit = { readonly on: IsoDate; readonly seq: number; due: IsoDate };
const isBefore = (a: Unit, b: Unit) => a.on < b.on || (a.on === b.on && a.seq < b.seq);
const byDue = (a: Unit, b: Unit) => (a.due === b.due ? Number(isBefore(b, a)) - 1 : a.due < b.due ? -1 : 1);

/**
 * The line counted by hand, 分 by 分: each one drawn is owed from its day on; each one repaid pays, of those drawn before it, the one
 * due first; where a reversal has left none, the next one drawn.
 */
function owedUnits(events: readonly CaseEvent[]): Unit[] {
  const reversed = new Set(events.flatMap(({ move, input }) => (move === 'reverse' ? [Number(input['seq'])] : [])));
  let [seq, owed, paid] = [1, [] as Unit[], [] as Unit[]];
  for (const { move, input } of events) {
    if (move === 'draw' || move === 'repay' || move === 'reverse') seq += 1;
    if (move === 'extend') for (const unit of owed) if (unit.due < String(input['dueOn'])) unit.due = String(input['dueOn']);
    if (reversed.has(seq) || (move !== 'draw' && move !== 'repay')) continue;
    const unit = { on: String(input['on']), seq, due: String(input['dueOn']) };
    const units = Array.from({ length: Number(input['amount']) }, () => ({ ...unit }));
    if (move === 'draw') owed = [...owed, ...units];
    else paid = [...paid, ...units];
  }
  for (const one of paid.toSorted((a, b) => (isBefore(a, b) ? -1 : 1))) {
    const drawn = owed.filter((unit) => isBefore(unit, one)).toSorted(byDue);
    const next = owed.toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
    const settled = drawn[0] ?? next[0];
    owed = owed.filter((unit) => unit !== settled);
  }
  return owed;
}

test('T-CRD-LEDGER: drawn, repaid, reversed, extended, left to fall due, closed, taken back: in every order what is owed and until when is what counting by hand says', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(fc.boolean(), fc.array(step, { minLength: 3, maxLength: 30 }), (isRevolving, steps) => {
      const opened = { firmId: 'f', productId: 'p', bankId: 'b', line: '100', grantedOn: first, validUntil: '2026-12-31', isRevolving };
      const events: CaseEvent[] = [];
      let now = startOfDay(first);
      const note = (move: string, input: Record<string, unknown>) => events.push({ seq: events.length + 1, move, at: now, actor: { id: 'u', name: '甲', roles: [] }, input });
      note('open', opened);
      for (const { move, amount, ago, ahead, reference, seq } of steps) {
        if (move === 'wait') now += Math.max(1, ahead) * 86_400_000;
        else {
          const on = addDays(dateOf(now), -ago);
          const state = creditLine.fold('l', events);
          // now and then all that is owed is repaid
          const asked = move === 'repay' && amount > 25 ? String(state.balance) : String(amount);
          const input = { amount: asked, on, dueOn: addDays(dateOf(now), ahead), reference: `${move}${reference}`, seq, reason: '更正' };
          const situation = { state, now, packs: [], calendar, actor: bank, input };
          if (!refusalOfMove(creditLine, move, situation)) note(move, input);
        }
        sweep();
        holds();
      }

      /** What the system does once a day: what fell due and is owed is overdue. */
      function sweep(): void {
        const state = creditLine.fold('l', events);
        const situation = { state, now, packs: [], calendar, actor: bank, input: {} };
        const isPast = state.nextDueOn !== null && state.nextDueOn < dateOf(now);
        if (isPast && !refusalOfMove(creditLine, 'fallDue', situation, 'system')) note('fallDue', {});
      }

      function holds(): void {
        const state = creditLine.fold('l', events);
        const open = owedUnits(events);
        const due = open.map((unit) => unit.due).toSorted()[0] ?? null;
        expect([state.balance, state.nextDueOn]).toEqual([BigInt(open.length), due]);
        expect([state.balance >= 0n, (isRevolving ? state.balance : state.drawn) <= 100n]).toEqual([true, true]);
        expect(state.status === 'overdue').toBe(due !== null && due < dateOf(now));
        if (open.length === 0) expect(['granted', 'repaid', 'closed', 'revoked']).toContain(state.status);
        else expect(['drawn', 'extended', 'overdue']).toContain(state.status);
        expect(state.closedOn === null).toBe(state.status !== 'closed');
        expect(state.line).toBe(state.status === 'revoked' ? 0n : 100n);
        reached.add(state.status);
      }
    }),
    { numRuns: 600 },
  );
  expect([...reached].toSorted()).toEqual(['closed', 'drawn', 'extended', 'granted', 'overdue', 'repaid', 'revoked']);
});

test('T-CRD-LEDGER: a closed line whose repayment was a mistake stands open again, is overdue past its day, and can be closed anew', () => {
  const at = startOfDay('2026-06-01');
  const events: CaseEvent[] = [];
  const note = (move: string, input: Record<string, unknown>) => events.push({ seq: events.length + 1, move, at, actor: { id: 'u', name: '甲', roles: [] }, input });
  const make = (move: string, input: Record<string, unknown>) => {
    const situation = { state: creditLine.fold('l', events), now: at, packs: [], calendar, actor: bank, input };
    expect([move, refusalOfMove(creditLine, move, situation)]).toEqual([move, undefined]);
    note(move, input);
    return creditLine.fold('l', events);
  };
  note('open', { firmId: 'f', productId: 'p', bankId: 'b', line: '100', grantedOn: first, validUntil: '2026-12-31' });
  make('draw', { amount: '60', on: '2026-01-05', dueOn: '2026-05-05', reference: 'D' });
  make('repay', { amount: '60', on: '2026-05-05', reference: 'R' });
  expect(make('close', { on: '2026-05-06' })).toMatchObject({ status: 'closed', closedOn: '2026-05-06' });
  expect(make('reverse', { seq: 3, on: '2026-05-07', reason: '记错户' })).toMatchObject({ status: 'drawn', closedOn: null, balance: 60n });
  expect(creditLine.clocks(creditLine.fold('l', events), [])).toHaveLength(1);
  make('repay', { amount: '60', on: '2026-05-20', reference: 'R' });
  expect(make('close', { on: '2026-05-21' })).toMatchObject({ status: 'closed', closedOn: '2026-05-21', balance: 0n });
});
