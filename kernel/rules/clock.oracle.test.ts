import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorkCalendar } from './calendar.ts';
import { accountOf, type ClockAccount, type ClockEvent, type ClockRule, type Limit } from './clock.ts';
import { liveThrough, minute, type Oracle } from './clock.oracle.ts';
import { addDays, dateOf, daysBetween, instantAt, type Instant } from './instant.ts';

function checkAgainstOracle({ rule, events, calendar, now, tick }: Case): void {
  const account = accountOf(rule, events, calendar, now);
  const oracle = liveThrough(rule, events, calendar, now, tick);
  const perMinute = minute / tick;
  expect({
    startedAt: account.startedAt,
    dueAt: account.dueAt,
    yellowAt: account.yellowAt,
    stoppedAt: account.stoppedAt,
    state: account.state,
    pausedUntil: account.pausedUntil,
    limitMinutes: account.limitMinutes,
    lamp: account.lamp,
    everOverdue: account.everOverdue,
    missingYears: account.missingYears,
    provisional: account.provisional,
    spentMinutes: account.spentMinutes,
    pausedMinutes: account.pausedMinutes,
    remainingMinutes: account.remainingMinutes,
    overdueMinutes: account.overdueMinutes,
  }).toEqual({
    startedAt: oracle.startedAt,
    dueAt: oracle.dueAt,
    yellowAt: oracle.yellowAt,
    stoppedAt: oracle.stoppedAt,
    state: oracle.state,
    pausedUntil: oracle.pausedUntil,
    limitMinutes: oracle.limitMinutes,
    lamp: oracle.lamp,
    everOverdue: oracle.everOverdue,
    missingYears: oracle.missingYears,
    provisional: oracle.missingYears.length > 0,
    spentMinutes: Math.floor(oracle.spentTicks / perMinute),
    pausedMinutes: Math.floor(oracle.pausedTicks / perMinute),
    remainingMinutes: Math.max(0, oracle.limitMinutes - Math.floor(oracle.spentTicks / perMinute)),
    overdueMinutes: Math.max(0, Math.floor(oracle.spentTicks / perMinute) - oracle.limitMinutes),
  });
  checkSpans(account, oracle, tick);
}

/** Spans cover the time without gap or overlap, equal neighbours are one, and each tick is of its span's kind. */
function checkSpans({ spans, spentMinutes, pausedMinutes, startedAt }: ClockAccount, oracle: Oracle, tick: number): void {
  const groups: {
    from: Instant;
    to: Instant;
    counted: boolean;
    why: string;
    note: string | undefined;
    ticks: number;
  }[] = [];
  for (const [index, { counted, why, note, working }] of oracle.ticks.entries()) {
    const last = groups.at(-1);
    const to = startedAt + (index + 1) * tick;
    if (last && last.why === why && last.note === note) Object.assign(last, { to, ticks: last.ticks + Number(working) });
    else groups.push({ from: to - tick, to, counted, why, note, ticks: Number(working) });
  }
  expect(spans.map(({ from, to, counted, why, note }) => ({ from, to, counted, why, note }))).toEqual(
    groups.map(({ from, to, counted, why, note }) => ({ from, to, counted, why, note })),
  );
  let [counted, paused] = [0, 0];
  for (const [index, span] of spans.entries()) {
    if (span.counted) counted += span.minutes;
    if (span.why === 'paused') paused += span.minutes;
    const exact = ((groups[index]?.ticks ?? NaN) * tick) / minute;
    if (Math.abs(span.minutes - exact) >= 1) throw new Error(`span of ${exact} minutes says ${span.minutes}`);
  }
  expect([counted, paused]).toEqual([spentMinutes, pausedMinutes]);
}

type Case = {
  rule: ClockRule;
  events: ClockEvent[];
  calendar: WorkCalendar;
  now: Instant;
  tick: number;
};

const firstDay = '2026-12-10';

const officeHours = fc.constantFrom<WorkCalendar['hours']>(
  [['09:00', '17:00']],
  [
    ['09:00', '12:00'],
    ['13:30', '17:30'],
  ],
  [
    ['08:30', '11:30'],
    ['13:00', '17:00'],
  ],
  [
    ['00:00', '08:00'],
    ['08:00', '10:07'],
    ['22:00', '24:00'],
  ],
  [
    ['06:00', '06:45'],
    ['12:00', '12:01'],
    ['20:15', '23:59'],
  ],
);

const calendars: fc.Arbitrary<WorkCalendar> = fc.record({
  hours: officeHours,
  exceptions: fc
    .array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean()), { maxLength: 8 })
    .map((days) => new Map(days.map(([day, isWorkday]) => [addDays(firstDay, day), isWorkday]))),
  loadedYears: fc.subarray([2026, 2027]).map((years) => new Set(years)),
});

const limits: fc.Arbitrary<Limit> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(1, 2, 3, 5, 0.5).map((workingDays) => ({ workingDays })),
  },
  { weight: 1, arbitrary: fc.constantFrom(1, 2, 24, 30, 0.25).map((hours) => ({ hours })) },
);

const rules: fc.Arbitrary<ClockRule> = fc.record(
  {
    limit: limits,
    rule: fc.constant('SRV'),
    edition: fc.constant('2026'),
    pauseBudget: fc.record({ workingDays: fc.constantFrom(0, 0.5, 1, 2) }),
    yellow: fc.record({
      workingDays: fc.constantFrom(0, 0.5, 1),
      share: fc.constantFrom(0, 0.2, 0.5),
    }),
  },
  { requiredKeys: ['limit', 'rule', 'edition', 'yellow'] },
);

/** Moments crowd within a few days and, half the time, on the hours of the office, where the edges are. */
function histories(tick: number, days: number): fc.Arbitrary<Case> {
  const moment = fc.oneof(
    fc.integer({ min: 0, max: (days * 86_400_000) / tick }).map((ticks) => instantAt(firstDay, '00:00') + ticks * tick),
    fc
      .tuple(fc.integer({ min: 0, max: days }), fc.constantFrom('00:00', '09:00', '12:00', '13:30', '17:00', '17:30'))
      .map(([day, time]) => instantAt(addDays(firstDay, day), time)),
  );
  const event: fc.Arbitrary<ClockEvent> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('pause' as const),
        at: moment,
        until: moment,
        reason: fc.constantFrom('等材料', '等盖章'),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('resume' as const), at: moment }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('extend' as const), at: moment, by: limits }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('stop' as const), at: moment }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('start' as const), at: moment }) },
  );
  return fc
    .record({
      rule: rules,
      start: moment,
      more: fc.array(event, { maxLength: 6 }),
      calendar: calendars,
      now: moment,
      first: fc.boolean(),
    })
    .map(({ start, more, first, ...rest }) => {
      const begin: ClockEvent = { kind: 'start', at: start };
      return { ...rest, tick, events: first ? [begin, ...more] : [...more, begin] };
    });
}

describe('The clock and a brute-force oracle agree', () => {
  it('on 10,000 random histories lived through minute by minute', () => {
    fc.assert(fc.property(histories(minute, 9), checkAgainstOracle), {
      numRuns: 10_000,
      seed: 20_261_123,
    });
  }, 120_000);

  it('on histories whose events fall between the minutes', () => {
    fc.assert(fc.property(histories(20_000, 4), checkAgainstOracle), {
      numRuns: 500,
      seed: 20_261_124,
    });
  });

  it('however far the history is from its calendar: a limit starting a year that is not loaded', () => {
    const started = instantAt('2029-12-28', '10:00');
    const calendar: WorkCalendar = {
      hours: [['09:00', '17:00']],
      exceptions: new Map(),
      loadedYears: new Set([2029]),
    };
    const rule: ClockRule = {
      limit: { workingDays: 5 },
      rule: 'SRV',
      edition: '2026',
      yellow: { workingDays: 1, share: 0.2 },
    };
    checkAgainstOracle({
      rule,
      calendar,
      events: [{ kind: 'start', at: started }],
      now: started + 86_400_000,
      tick: minute,
    });
    expect(daysBetween('2029-12-28', dateOf(accountOf(rule, [{ kind: 'start', at: started }], calendar, started).dueAt))).toBe(7);
  });
});
