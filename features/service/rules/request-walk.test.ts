import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dateOf, type Instant } from '#kernel/rules/instant.ts';
import { minutesPerWorkday } from '#kernel/rules/calendar.ts';
import { exampleCalendar } from '#kernel/rules/calendar.fixture.ts';
import { at, lawfulFrom, openedRequest, people, units, type Mover, type Script } from '../request.fixture.ts';
import { requestClocks, requestTasks } from './request-clocks.ts';
import { foldRequest } from './request-fold.ts';

/**
 * Random walks: random people try random moves at random moments, and what the rules let through becomes
 * history. One attempt of three is anything, one what the inboxes ask for, one what the state allows; these two
 * are made by whoever may, so that walks get far.
 */
const moves = [
  'submit',
  'withdraw',
  'accept',
  'refuse',
  'dispatch',
  'merge',
  'split',
  'childClosed',
  'sign',
  'object',
  'decideObjection',
  'contact',
  'progress',
  'askFirm',
  'supply',
  'resume',
  'waitEnded',
  'askExtension',
  'decideExtension',
  'whistle',
  'reportIn',
  'assistReply',
  'reply',
  'confirmSolved',
  'confirmPartly',
  'acceptExplanation',
  'reportUnsolved',
  'fallSilent',
  'callBack',
  'closeUnanswered',
  'supervise',
  'tellChief',
  'instruct',
  'fileCommonProblem',
  'transferFirm',
  'attach',
  'say',
  'remindFirm',
] as const;
const ends = ['closed', 'refused', 'withdrawn', 'merged'];
const everybody: readonly Mover[] = [...(Object.keys(people) as Mover[]), 'system'];

type Attempt = {
  readonly who: Mover;
  readonly move: string;
  readonly turn: number;
  readonly minutes: number;
  readonly waitDays: number;
  readonly input: Record<string, unknown>;
};

const unit = fc.constantFrom(...Object.values(units));
const attempt: fc.Arbitrary<Attempt> = fc.record({
  who: fc.constantFrom(...everybody),
  move: fc.constantFrom(...moves),
  turn: fc.nat(200),
  minutes: fc.oneof(fc.constant(0), fc.nat(600), fc.nat(6000)),
  waitDays: fc.integer({ min: 0, max: 9 }),
  input: fc.record({
    leadId: fc.option(unit),
    assistIds: fc.uniqueArray(unit, { maxLength: 2 }),
    unitIds: fc.uniqueArray(unit, { minLength: 1, maxLength: 2 }),
    level: fc.constantFrom('urgent', 'simple', 'complex', 'difficult'),
    kind: fc.constantFrom('done', 'cannot'),
    clause: fc.constantFrom('第 17 条', ''),
    reason: fc.constant('paper'),
    days: fc.integer({ min: 1, max: 20 }),
    granted: fc.boolean(),
    sampled: fc.boolean(),
    reached: fc.boolean(),
    rating: fc.constantFrom('satisfied', 'dissatisfied'),
    childIds: fc.constant(['a', 'b']),
    childId: fc.constantFrom('a', 'b'),
    result: fc.constantFrom('resolved', 'partly', 'unconfirmed', 'withdrawn', 'refused', 'merged'),
    intoId: fc.constant('request-2'),
    intoFirmId: fc.constant('firm-1'),
    intoOpen: fc.boolean(),
    commonProblemId: fc.constant('problem-1'),
  }),
});

function walk(
  attempts: readonly Attempt[],
  asDraft: boolean,
  watch: (script: Script, before: ReturnType<typeof foldRequest>) => void,
): Script {
  const script = openedRequest('2026-03-02 09:00', { asDraft });
  let now: Instant = at('2026-03-02 09:00');
  for (const one of attempts) {
    now += one.minutes * 60_000;
    const { status } = script.state;
    const wanted =
      [[], requestTasks(script.state).flatMap((task) => task.moves), moves.filter((move) => lawfulFrom(move, status))][one.turn % 3] ?? [];
    const move = wanted[Math.floor(one.turn / 3) % wanted.length] ?? one.move;
    const movers = wanted.length > 0 ? [one.who, ...everybody] : [one.who];
    const needed = ['dispatch', 'decideObjection'].includes(move) ? { leadId: one.input['leadId'] ?? units.power } : {};
    const input = { ...one.input, ...needed, untilOn: addDays(dateOf(now), one.waitDays) };
    const before = script.state;
    if (movers.some((who) => script.attempt(who, move, input, now) === undefined)) watch(script, before);
  }
  return script;
}

const reached = new Map<string, number>();

const walks = (
  property: (script: Script) => void,
  watch: (script: Script, before: ReturnType<typeof foldRequest>) => void = () => undefined,
) =>
  fc.assert(
    fc.property(fc.array(attempt, { minLength: 25, maxLength: 50 }), fc.boolean(), (attempts, asDraft) => {
      const script = walk(attempts, asDraft, watch);
      for (const event of script.events) reached.set(event.move, (reached.get(event.move) ?? 0) + 1);
      property(script);
    }),
    { numRuns: 400 },
  );

test('no path reaches "solved" but by the word of the asking firm, or of its parts', () => {
  walks(({ events, state }) => {
    if (state.result !== 'resolved') return;
    const said = events.filter((event) => event.move === 'confirmSolved');
    if (state.childIds.length > 0) {
      expect(state.closedChildren.map((child) => child.result)).toContain('resolved');
      expect(state.closedChildren.every((child) => ['resolved', 'withdrawn'].includes(child.result))).toBe(true);
    } else {
      expect(said.at(-1)?.actor).toMatchObject({ id: people.contact.userId, roles: ['enterpriseContact'] });
    }
  });
});

test('silence never becomes solved: a silent request has no result, and only the firm gives it one', () => {
  walks(
    () => undefined,
    ({ events, state }, before) => {
      if (state.status === 'silent') expect([state.result, state.closedAt]).toEqual([null, null]);
      if (before.status !== 'silent' || state.result === null) return;
      const last = events.at(-1);
      if (last?.move === 'closeUnanswered') expect(state.result).toBe('unconfirmed');
      else expect(last?.actor.id).toBe(people.contact.userId);
    },
  );
});

test('an ended request bears no further handling: no move changes its status, result or time', () => {
  walks(
    () => undefined,
    ({ events, state }, before) => {
      if (!ends.includes(before.status)) return;
      expect(['fileCommonProblem', 'transferFirm']).toContain(events.at(-1)?.move);
      expect([state.status, state.result, state.closedAt, state.spans]).toEqual([
        before.status,
        before.result,
        before.closedAt,
        before.spans,
      ]);
    },
  );
});

test('what has stopped stays: no later move changes a stopped clock, and a reopening keeps the earlier spans', () => {
  walks(
    () => undefined,
    (script, before) => {
      const now = script.events.at(-1)?.at ?? 0;
      const after = new Map(requestClocks(script.state, []).map((clock) => [clock.key, clock.events]));
      for (const clock of requestClocks(before, [])) {
        if (!clock.events.some((event) => event.kind === 'stop' && event.at < now)) continue;
        const later = after.get(clock.key);
        if (later) expect(later, `${clock.key} after ${script.events.at(-1)?.move}`).toEqual(clock.events);
      }
      expect(script.state.spans.slice(0, before.spans.length).map((span) => span.openedAt)).toEqual(
        before.spans.map((span) => span.openedAt),
      );
      expect(script.state.spans.filter((span) => span.redo).length).toBeLessThanOrEqual(1);
    },
  );
});

test('somebody is always expected to act, and every expectation is of a move that the state allows', () => {
  walks(
    () => undefined,
    ({ state }) => {
      const tasks = requestTasks(state);
      if (![...ends, 'splitUp'].includes(state.status)) expect(tasks.length, state.status).toBeGreaterThan(0);
      for (const task of tasks) {
        for (const move of task.moves) expect(lawfulFrom(move, state.status), `${task.key}: ${move} of ${state.status}`).toBe(true);
      }
    },
  );
});

test('nobody of the handling line makes the call-back', () => {
  walks(
    () => undefined,
    ({ events }, before) => {
      const last = events.at(-1);
      if (last?.move === 'callBack' || last?.move === 'closeUnanswered') expect(before.handlerIds).not.toContain(last.actor.id);
    },
  );
});

test('the objections are two at most, and the waiting is five working days beside the day it is asked on', () => {
  walks((script) => {
    const { state, events } = script;
    expect(state.objections.length).toBeLessThanOrEqual(2);
    const now = (events.at(-1)?.at ?? 0) + 100 * 86_400_000;
    const waited = state.spans
      .map((_span, index) => script.clock(`close#${index + 1}`, now).pausedMinutes)
      .reduce((sum, one) => sum + one, 0);
    expect(waited).toBeLessThanOrEqual(6 * minutesPerWorkday(exampleCalendar));
  });
});

test('the fold is deterministic: the same history, stored and read back, is the same state', () => {
  walks(({ events, state }) => {
    expect(foldRequest('request-1', JSON.parse(JSON.stringify(events)))).toEqual(JSON.parse(JSON.stringify(state)));
    expect(foldRequest('request-1', events)).toEqual(state);
  });
});

test('the walks get everywhere: every move was made', () => {
  walks(() => undefined);
  expect(moves.filter((move) => !reached.has(move))).toEqual([]);
});
