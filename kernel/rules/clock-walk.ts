import { dayKind, type CountMode, type DayKind, type OfficeWindow, type WorkCalendar } from './calendar.ts';
import { addDays, dateOf, dayMs, minuteMs, startOfDay, type Instant } from './instant.ts';

/** Why a stretch of time counts against a limit, or does not. */
export type Why =
  | 'workingHours'
  | 'adjustedWorkday'
  | 'roundTheClock'
  | 'startDay'
  | 'outsideHours'
  | 'weekend'
  | 'holiday'
  | 'paused'
  | 'pauseBudgetSpent'
  | 'overdue';

/** A wait that was asked for: from its beginning to its resumption or, failing that, its announced end. */
export type Pause = { readonly from: Instant; readonly to: Instant; readonly reason: string };

/** Time of one kind. `working`: time of the sort that the limit is made of, whether it counts or not. */
export type Piece = {
  readonly from: Instant;
  readonly to: Instant;
  readonly why: Why;
  readonly counted: boolean;
  readonly working: boolean;
  /** the clock stands still for a pause here, even where it would have stood anyway */
  readonly paused: boolean;
  readonly note?: string;
};

export type Walk = {
  readonly startedAt: Instant;
  /** in time, without overlap */
  readonly pauses: readonly Pause[];
  /** working milliseconds that all pauses together may take out; Infinity for no bound */
  readonly pauseBudget: number;
  readonly calendar: WorkCalendar;
  /** undefined for a limit that runs round the clock */
  readonly windows: readonly OfficeWindow[] | undefined;
  /** whether the day of the start counts, and then from its beginning; only among working days */
  readonly countMode?: CountMode;
};

type Stretch = Pick<Piece, 'from' | 'to' | 'why' | 'counted' | 'working'>;

/** Time from the start onwards, without gap or overlap and without end, cut where its kind changes. */
export function* walkFrom(walk: Walk): Generator<Piece, never> {
  let budget = walk.pauseBudget;
  let next = 0;
  for (const stretch of walk.windows ? officeTime(walk, walk.windows) : roundTheClock(walk.startedAt)) {
    let from = stretch.from;
    while (from < stretch.to) {
      while (next < walk.pauses.length && (walk.pauses[next]?.to ?? 0) <= from) next += 1;
      const pause = walk.pauses[next];
      if (!pause || pause.from > from) {
        const to = Math.min(stretch.to, pause?.from ?? Infinity);
        yield { ...stretch, from, to, paused: false };
        from = to;
        continue;
      }
      let to = Math.min(stretch.to, pause.to);
      if (budget <= 0) {
        const why = stretch.counted ? 'pauseBudgetSpent' : stretch.why;
        yield {
          ...stretch,
          from,
          to,
          why,
          paused: false,
          ...(stretch.counted && { note: pause.reason }),
        };
      } else if (stretch.why === 'startDay') {
        yield { ...stretch, from, to, paused: true };
      } else {
        if (stretch.counted) {
          to = Math.min(to, from + budget);
          budget -= to - from;
        }
        yield {
          ...stretch,
          from,
          to,
          why: 'paused',
          counted: false,
          paused: true,
          note: pause.reason,
        };
      }
      from = to;
    }
  }
  throw new RangeError('Time has ended');
}

function* roundTheClock(startedAt: Instant): Generator<Stretch> {
  yield { from: startedAt, to: Infinity, why: 'roundTheClock', counted: true, working: true };
}

function* officeTime(walk: Walk, windows: readonly OfficeWindow[]): Generator<Stretch, never> {
  const startDate = dateOf(walk.startedAt);
  const isIncluded = walk.countMode === 'includeStart';
  for (const part of isIncluded ? [] : dayParts(dayKind(walk.calendar, startDate), startOfDay(startDate), windows)) {
    const from = Math.max(part.from, walk.startedAt);
    if (from < part.to) yield { ...part, from, why: 'startDay', counted: false };
  }
  for (let date = isIncluded ? startDate : addDays(startDate, 1); ; date = addDays(date, 1)) {
    yield* dayParts(dayKind(walk.calendar, date), startOfDay(date), windows);
  }
}

function* dayParts(kind: DayKind, midnight: Instant, windows: readonly OfficeWindow[]): Generator<Stretch> {
  if (kind === 'weekend' || kind === 'holiday') {
    yield { from: midnight, to: midnight + dayMs, why: kind, counted: false, working: false };
    return;
  }
  const why = kind === 'adjustedWorkday' ? kind : 'workingHours';
  let free = midnight;
  for (const window of windows) {
    const [from, to] = [midnight + window.from * minuteMs, midnight + window.to * minuteMs];
    if (free < from) yield { from: free, to: from, why: 'outsideHours', counted: false, working: false };
    yield { from, to, why, counted: true, working: true };
    free = to;
  }
  const end = midnight + dayMs;
  if (free < end) yield { from: free, to: end, why: 'outsideHours', counted: false, working: false };
}
