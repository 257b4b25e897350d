import { describe, expect, test } from 'vitest';
import { exampleCalendar } from '#kernel/rules/calendar.fixture.ts';
import type { CaseEvent } from '#kernel/rules/case.ts';
import { accountOf } from '#kernel/rules/clock.ts';
import { instantAt } from '#kernel/rules/instant.ts';
import { foldPromise, promiseClocks, promiseTasks } from './promise-state.ts';
import { foldVisit, visitTasks } from './visit-state.ts';

const at = (text: string) => instantAt(text.slice(0, 10), text.slice(11));

function history(...moves: readonly (readonly [move: string, when: string, input?: Record<string, unknown>])[]): CaseEvent[] {
  return moves.map(([move, when, input], index) => ({
    seq: index + 1,
    move,
    at: at(when),
    actor: { id: 'user-1', name: '王明', roles: ['specialist'] },
    input: input ?? {},
  }));
}

describe('a promise', () => {
  const opened = [
    'open',
    '2026-06-01 10:00',
    { what: '六月底前通电', firmId: 'firm-1', dueOn: '2026-06-30', ownerDepartmentId: 'unit-power' },
  ] as const;
  const clockAt = (events: CaseEvent[], when: string) => {
    const [clock] = promiseClocks(foldPromise('promise-1', events));
    if (!clock) throw new Error('A promise has a clock');
    return { holder: clock.holder, ...accountOf(clock.rule, clock.events, exampleCalendar, at(when)) };
  };

  test('SRV-PROMISE: it runs to the end of the day it names, weekends and all, and is red from the next', () => {
    expect(clockAt(history(opened), '2026-06-30 23:59')).toMatchObject({
      lamp: 'yellow',
      holder: { kind: 'department', id: 'unit-power' },
    });
    expect(clockAt(history(opened), '2026-07-01 00:00').lamp).toBe('red');
  });

  test('it is kept when the firm says so, not when its owner does', () => {
    const reported = foldPromise('promise-1', history(opened, ['reportKept', '2026-06-20 10:00']));
    expect(reported).toMatchObject({ status: 'reportedKept', settledAt: null });
    expect(promiseTasks(reported)).toMatchObject([{ holder: { kind: 'firm', id: 'firm-1' }, moves: ['confirmKept', 'denyKept'] }]);
    const kept = foldPromise('promise-1', history(opened, ['reportKept', '2026-06-20 10:00'], ['confirmKept', '2026-06-21 10:00']));
    expect(kept).toMatchObject({ status: 'kept', settledAt: at('2026-06-21 10:00') });
    expect(promiseTasks(kept)).toEqual([]);
  });

  test('"not kept" sets the clock running as if nothing had been reported', () => {
    const denied = history(opened, ['reportKept', '2026-06-20 10:00'], ['denyKept', '2026-06-21 10:00', { reason: '仍未通电' }]);
    expect(foldPromise('promise-1', denied)).toMatchObject({ status: 'made', keptAt: null });
    expect(clockAt(denied, '2026-07-01 00:00')).toMatchObject({ state: 'running', lamp: 'red' });
  });

  test("a promise of nobody in particular is the dispatcher's to keep", () => {
    const orphan = foldPromise('promise-1', history(['open', '2026-06-01 10:00', { what: '…', firmId: 'firm-1', dueOn: '2026-06-30' }]));
    expect(promiseTasks(orphan)).toMatchObject([{ holder: { kind: 'role', id: 'dispatcher' } }]);
  });
});

describe('a visit', () => {
  const opened = [
    'open',
    '2026-06-01 10:00',
    { title: '2026-06-05 云锦', firmId: 'firm-1', plannedAt: '2026-06-05T01:00:00.000Z', kind: 'routine', companionIds: ['user-2'] },
  ] as const;

  test("it waits in its visitor's inbox until the notes are written, and is over with them", () => {
    const planned = foldVisit('visit-1', history(opened));
    expect(visitTasks(planned)).toMatchObject([{ holder: { kind: 'user', id: 'user-1' }, moves: ['note', 'postpone', 'cancel'] }]);
    const held = foldVisit('visit-1', history(opened, ['note', '2026-06-05 12:00', { notes: '需要招工。' }]));
    expect(held).toMatchObject({ status: 'held', heldAt: at('2026-06-05 12:00'), notes: '需要招工。' });
    expect(visitTasks(held)).toEqual([]);
  });

  test('notes are added to, never replaced, and a postponement keeps the visit', () => {
    const events = history(
      opened,
      ['postpone', '2026-06-02 10:00', { plannedAt: '2026-06-08T01:00:00.000Z' }],
      ['note', '2026-06-08 12:00', { notes: '甲' }],
      ['amend', '2026-06-09 12:00', { notes: '乙' }],
    );
    expect(foldVisit('visit-1', events)).toMatchObject({ status: 'held', plannedAt: at('2026-06-08 09:00'), notes: '甲\n乙' });
  });
});
