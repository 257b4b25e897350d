import { minutesPerWorkday, missingYearsBetween, officeWindows, type CountMode, type WorkCalendar } from './calendar.ts';
import { runTo, spansOf, type Span } from './clock-spans.ts';
import { walkFrom, type Pause } from './clock-walk.ts';
import { dateOf, minuteMs, type Instant } from './instant.ts';

export type { Span } from './clock-spans.ts';

/** Hours run round the clock; working days are worth the calendar's minutes of a working day each. */
export type Limit = { readonly hours: number } | { readonly workingDays: number };

/** What a policy says of one clock. */
export type ClockRule = {
  readonly limit: Limit;
  /** among working days: a deadline leaves the day of the start out, a public notice (公示) counts it; absent: left out */
  readonly countMode?: CountMode;
  /** the rulebook's id or the name of the local rule, and its edition in force when the clock started */
  readonly rule: string;
  readonly edition: string;
  /** what all pauses together may take out of the clock; without it, as much as they ask for */
  readonly pauseBudget?: { readonly workingDays: number };
  /**
   * Yellow when no more than this is left: the larger of the two for a limit in working days, the share
   * alone for one in hours (a day before its end, a limit of two hours has not begun).
   */
  readonly yellow: { readonly workingDays: number; readonly share: number };
};

export type ClockEvent =
  | { readonly kind: 'start'; readonly at: Instant }
  /** stops counting until 'resume', `until`, or the budget is spent, whichever is first */
  | {
      readonly kind: 'pause';
      readonly at: Instant;
      readonly until: Instant;
      readonly reason: string;
    }
  | { readonly kind: 'resume'; readonly at: Instant }
  | { readonly kind: 'extend'; readonly at: Instant; readonly by: Limit }
  | { readonly kind: 'stop'; readonly at: Instant };

export type ClockAccount = {
  readonly rule: string;
  readonly edition: string;
  readonly startedAt: Instant;
  /** the last moment in time: later than this is overdue */
  readonly dueAt: Instant;
  /** from this moment on no longer green */
  readonly yellowAt: Instant;
  readonly stoppedAt: Instant | null;
  readonly state: 'running' | 'paused' | 'stopped';
  /** when the present pause ends by itself; null when none holds */
  readonly pausedUntil: Instant | null;
  /** with the extensions */
  readonly limitMinutes: number;
  readonly extendedMinutes: number;
  /** counted so far, overdue minutes among them */
  readonly spentMinutes: number;
  readonly pausedMinutes: number;
  readonly remainingMinutes: number;
  readonly overdueMinutes: number;
  /** of this moment; of the stop when it has stopped */
  readonly lamp: 'green' | 'yellow' | 'red';
  /** stays after a late stop or a late extension */
  readonly everOverdue: boolean;
  /** the holiday notice of a year between the start and the due time is not loaded */
  readonly provisional: boolean;
  readonly missingYears: readonly number[];
  /** from the start to the stop or to this moment, without gap or overlap, equal neighbours merged */
  readonly spans: readonly Span[];
};

/** A working day in the eyes of a clock that runs round the clock, and the other way round. */
const hoursPerDay = 24;

/**
 * The account of a clock at `now`: a pure function of its events, the calendar and the policy.
 *
 * - A limit in working days excludes the day of the start (开始当日不计入): counting begins at the opening of
 *   the next working day, so N days end at the close of business of the N-th; where `countMode` includes it, it is
 *   the first of them, whole. Pauses take out the working
 *   minutes they cover; on the day of the start they take out nothing.
 * - A limit in hours runs through nights and holidays; pauses take out all minutes they cover. There a working
 *   day (of a pause budget, of an extension) is worth 24 hours; in working days, 24 hours are worth one day.
 * - `dueAt` during a pause is what it will be if the pause runs to its own end.
 * - Events are read in order of time, those of one moment as given. Later than `now`: not yet happened. Before
 *   the start or after the stop, a second start, a pause within a pause or without an end after its beginning,
 *   a resumption without a pause, an extension by nothing: no effect. Once overdue, a pause stops the overdue
 *   minutes from growing; only an extension takes the red lamp away, and `everOverdue` stays.
 * - Milliseconds are exact; limits and warnings are whole minutes, and the minutes reported are complete ones.
 *
 * @throws RangeError when no start is among the events or the calendar has no office hours
 */
export function accountOf(rule: ClockRule, events: readonly ClockEvent[], calendar: WorkCalendar, now: Instant): ClockAccount {
  const workday = minutesPerWorkday(calendar);
  const minutesOf = (limit: Limit) => minutesIn(limit, rule, workday);
  const { startedAt, stoppedAt, pauses, extensions } = readHistory(events, now);
  const end = Math.max(startedAt, stoppedAt ?? now);
  const limits = [minutesOf(rule.limit)];
  for (const { by } of extensions) limits.push((limits.at(-1) ?? 0) + Math.max(0, minutesOf(by)));
  const limit = limits.at(-1) ?? 0;
  const pieces = walkFrom({
    startedAt,
    pauses,
    pauseBudget: rule.pauseBudget ? minutesOf(rule.pauseBudget) * minuteMs : Infinity,
    calendar,
    windows: 'hours' in rule.limit ? undefined : officeWindows(calendar),
    ...(rule.countMode && { countMode: rule.countMode }),
  });
  const yellowLimit = Math.max(0, limit - warningMinutes(rule, limit, workday));
  const run = runTo(pieces, end, [yellowLimit, ...limits]);
  const reachedAt = (minutes: number) => run.reachedAt.get(minutes) ?? startedAt;
  const [dueAt, yellowAt] = [reachedAt(limit), reachedAt(yellowLimit)];
  const overdueWhenExtended = extensions.some(({ at }, index) => reachedAt(limits[index] ?? 0) < at);
  const missingYears = 'hours' in rule.limit ? [] : missingYearsBetween(calendar, dateOf(startedAt), dateOf(Math.max(dueAt, end)));
  const spans = spansOf(run.pieces, rule.rule);
  const spentMinutes = sumMinutes(spans, (span) => span.counted);
  return {
    rule: rule.rule,
    edition: rule.edition,
    startedAt,
    dueAt,
    yellowAt,
    stoppedAt,
    state: stoppedAt !== null ? 'stopped' : run.pausedUntil !== null ? 'paused' : 'running',
    pausedUntil: stoppedAt !== null ? null : run.pausedUntil,
    limitMinutes: limit,
    extendedMinutes: limit - (limits[0] ?? 0),
    spentMinutes,
    pausedMinutes: sumMinutes(spans, (span) => span.why === 'paused'),
    remainingMinutes: Math.max(0, limit - spentMinutes),
    overdueMinutes: Math.max(0, spentMinutes - limit),
    lamp: end > dueAt ? 'red' : end >= yellowAt ? 'yellow' : 'green',
    everOverdue: end > dueAt || overdueWhenExtended,
    provisional: missingYears.length > 0,
    missingYears,
    spans,
  };
}

type History = {
  startedAt: Instant;
  stoppedAt: Instant | null;
  pauses: Pause[];
  extensions: { at: Instant; by: Limit }[];
};

function readHistory(events: readonly ClockEvent[], now: Instant): History {
  const ordered = [...events].sort((a, b) => a.at - b.at);
  const first = ordered.findIndex(({ kind }) => kind === 'start');
  const start = ordered[first];
  if (!start) throw new RangeError('A clock needs a start among its events');
  const history: History = { startedAt: start.at, stoppedAt: null, pauses: [], extensions: [] };
  for (const event of ordered.slice(first + 1)) {
    if (event.at > now) break;
    const last = history.pauses.at(-1);
    const waiting = last !== undefined && event.at < last.to;
    if (event.kind === 'stop') {
      history.stoppedAt = event.at;
      break;
    }
    if (event.kind === 'extend') history.extensions.push({ at: event.at, by: event.by });
    if (event.kind === 'resume' && waiting) history.pauses.splice(-1, 1, { ...last, to: event.at });
    if (event.kind === 'pause' && !waiting && event.until > event.at && Number.isFinite(event.until)) {
      history.pauses.push({ from: event.at, to: event.until, reason: event.reason });
    }
  }
  return history;
}

function minutesIn(limit: Limit, rule: ClockRule, workday: number): number {
  const days = 'hours' in limit ? limit.hours / hoursPerDay : limit.workingDays;
  return Math.round(days * ('hours' in rule.limit ? hoursPerDay * 60 : workday));
}

function warningMinutes(rule: ClockRule, limit: number, workday: number): number {
  const share = Math.floor(limit * rule.yellow.share);
  return 'hours' in rule.limit ? share : Math.max(share, Math.round(rule.yellow.workingDays * workday));
}

function sumMinutes(spans: readonly Span[], picked: (span: Span) => boolean): number {
  return spans.reduce((sum, span) => (picked(span) ? sum + span.minutes : sum), 0);
}
