import type { WorkCalendar } from './calendar.ts';
import type { ClockAccount, ClockEvent, ClockRule, Limit } from './clock.ts';
import { addDays, dateOf, instantAt, weekdayOf, yearOf, type Instant } from './instant.ts';

/*
 * The oracle knows no intervals: it lives through every tick of a history, asks of each what it is, and adds
 * it up. It shares with the clock the calendar's data and the arithmetic of dates, nothing else.
 */
export const minute = 60_000;

type Tick = { counted: boolean; why: string; note: string | undefined; working: boolean };

export type Oracle = Pick<
  ClockAccount,
  'dueAt' | 'yellowAt' | 'stoppedAt' | 'state' | 'pausedUntil' | 'limitMinutes' | 'lamp' | 'everOverdue' | 'missingYears'
> & { spentTicks: number; pausedTicks: number; ticks: Tick[]; startedAt: Instant };

export function liveThrough(rule: ClockRule, given: readonly ClockEvent[], calendar: WorkCalendar, now: Instant, tick: number): Oracle {
  const hours = 'hours' in rule.limit;
  const minutesOfDay = openMinutes(calendar);
  const workday = minutesOfDay.filter(Boolean).length;
  const ticksIn = (limit: Limit) => {
    const minutes = hours
      ? 'hours' in limit
        ? limit.hours * 60
        : limit.workingDays * 1440
      : 'hours' in limit
        ? (limit.hours / 24) * workday
        : limit.workingDays * workday;
    return Math.round(minutes) * (minute / tick);
  };
  const events = [...given].sort((a, b) => a.at - b.at);
  while (events[0] && events[0].kind !== 'start') events.shift();
  const startedAt = events[0]?.at ?? NaN;
  events.shift();
  const startDate = dateOf(startedAt);

  const budget = rule.pauseBudget ? ticksIn(rule.pauseBudget) : Infinity;
  let limit = ticksIn(rule.limit);
  let pause: { until: Instant; reason: string } | undefined;
  let [counted, taken] = [0, 0];
  let stoppedAt: Instant | null = null;
  const history = { spentTicks: 0, pausedTicks: 0, ticks: [] as Tick[] };
  let state: 'running' | 'paused' | 'stopped' = 'running';
  let pausedUntil: Instant | null = null;
  let everOverdue = false;
  let date = startDate;
  let kind = '';
  let dayEnd = -Infinity;
  let dayStart = 0;
  /** counted ticks at the end of each tick: the first moment with at least so many is found in it */
  const countedAfter: number[] = [];
  const firstWith = (ticks: number): Instant | undefined => {
    if (ticks <= 0) return startedAt;
    const index = countedAfter.findIndex((after) => after >= ticks);
    return index < 0 ? undefined : startedAt + (index + 1) * tick;
  };
  const end = () => Math.max(startedAt, stoppedAt ?? now);

  for (let at = startedAt; ; at += tick) {
    while (events[0] && events[0].at <= at && events[0].at <= now && stoppedAt === null) {
      const event = events.shift();
      if (event?.kind === 'stop') stoppedAt = event.at;
      if (event?.kind === 'extend') {
        const due = firstWith(limit);
        if (due !== undefined && due < event.at) everOverdue = true;
        limit += Math.max(0, ticksIn(event.by));
      }
      const waiting = pause !== undefined && event !== undefined && event.at < pause.until;
      if (event?.kind === 'resume' && waiting) pause = undefined;
      if (event?.kind === 'pause' && !waiting && event.until > event.at) pause = event;
    }
    if (pause && pause.until <= at) pause = undefined;
    if (at >= dayEnd) {
      date = dateOf(at);
      dayStart = instantAt(date, '00:00');
      dayEnd = dayStart + 86_400_000;
      kind = kindOf(calendar, date);
    }
    const isOpen = kind !== 'weekend' && kind !== 'holiday' && minutesOfDay[Math.floor((at - dayStart) / minute)] === true;
    const working = hours || isOpen;
    const stands = pause !== undefined && budget > taken;

    if (at === end()) {
      state = stoppedAt !== null ? 'stopped' : stands ? 'paused' : 'running';
      if (state === 'paused') pausedUntil = Infinity;
      history.spentTicks = counted;
      history.pausedTicks = taken;
    }
    if (pausedUntil === Infinity && !stands) pausedUntil = at;

    let why: string;
    let note: string | undefined;
    let counts = false;
    if (!hours && date === startDate) why = 'startDay';
    else if (stands) {
      why = 'paused';
      note = pause?.reason;
      if (working) taken += 1;
    } else if (hours) {
      why = 'roundTheClock';
      counts = true;
    } else if (kind === 'weekend' || kind === 'holiday') why = kind;
    else if (!isOpen) why = 'outsideHours';
    else {
      why = kind === 'adjustedWorkday' ? kind : 'workingHours';
      counts = true;
    }
    if (counts && pause && !stands) {
      why = 'pauseBudgetSpent';
      note = pause.reason;
    }
    if (counts) counted += 1;
    countedAfter.push(counted);
    if (at < end()) history.ticks.push({ counted: counts, why, note, working });
    if (at >= end() && counted >= limit && pausedUntil !== Infinity) break;
  }

  const warn = warningTicks(rule, limit, workday, minute / tick);
  const [dueAt, yellowAt] = [firstWith(limit) ?? NaN, firstWith(Math.max(0, limit - warn)) ?? NaN];
  let sum = 0;
  for (const each of history.ticks) {
    if (!each.counted) continue;
    sum += 1;
    if (sum > limit) Object.assign(each, { why: 'overdue', note: undefined });
  }
  const last = dateOf(Math.max(dueAt, end()));
  const years = new Set<number>();
  for (let day = startDate; day <= last; day = addDays(day, 1)) years.add(yearOf(day));
  return {
    ...history,
    startedAt,
    dueAt,
    yellowAt,
    stoppedAt,
    state,
    pausedUntil,
    limitMinutes: limit / (minute / tick),
    lamp: end() > dueAt ? 'red' : end() >= yellowAt ? 'yellow' : 'green',
    everOverdue: everOverdue || end() > dueAt,
    missingYears: hours ? [] : [...years].filter((year) => !calendar.loadedYears.has(year)),
  };
}

function warningTicks(rule: ClockRule, limit: number, workday: number, ticks: number): number {
  const share = Math.floor((limit / ticks) * rule.yellow.share);
  return ('hours' in rule.limit ? share : Math.max(share, Math.round(rule.yellow.workingDays * workday))) * ticks;
}

function openMinutes(calendar: WorkCalendar): boolean[] {
  const clock = (text: string) => Number(text.split(':')[0]) * 60 + Number(text.split(':')[1]);
  return Array.from({ length: 1440 }, (_, index) => calendar.hours.some(([from, to]) => clock(from) <= index && index < clock(to)));
}

function kindOf(calendar: WorkCalendar, date: string): string {
  const weekend = weekdayOf(date) >= 6;
  if (calendar.exceptions.get(date) === false) return 'holiday';
  if (calendar.exceptions.get(date) === true) return weekend ? 'adjustedWorkday' : 'workday';
  return weekend ? 'weekend' : 'workday';
}
