import { addDays, addMonths, minutesOfDay, weekdayOf, yearOf, type IsoDate } from './instant.ts';

/**
 * The working calendar of a zone (domain §0), loaded each year from the State Council's holiday notice.
 * A date without an entry follows Monday to Friday; in a year that is not loaded every result is provisional.
 */
export type WorkCalendar = {
  /** office hours of a working day as `HH:MM` pairs, in order and without overlap */
  readonly hours: readonly (readonly [string, string])[];
  /** date → is a working day: holidays, and the weekends worked for them (调休) */
  readonly exceptions: ReadonlyMap<IsoDate, boolean>;
  readonly loadedYears: ReadonlySet<number>;
};

export type DayKind = 'workday' | 'adjustedWorkday' | 'weekend' | 'holiday';

/** A date reckoned by the calendar. Provisional: the notice of `missingYears` is not loaded yet. */
export type ReckonedDate = {
  readonly date: IsoDate;
  readonly provisional: boolean;
  readonly missingYears: readonly number[];
};

/** Whether the first day counts: 开始当日不计入 for deadlines, counted for public notices (公示). */
export type CountMode = 'excludeStart' | 'includeStart';

/** Minutes after midnight between which work is done. */
export type OfficeWindow = { readonly from: number; readonly to: number };

export function isWorkday(calendar: WorkCalendar, date: IsoDate): boolean {
  return calendar.exceptions.get(date) ?? weekdayOf(date) <= 5;
}

/** A weekend day that belongs to a holiday in the notice is a holiday. */
export function dayKind(calendar: WorkCalendar, date: IsoDate): DayKind {
  const weekend = weekdayOf(date) > 5;
  const exception = calendar.exceptions.get(date);
  if (exception === undefined) return weekend ? 'weekend' : 'workday';
  if (!exception) return 'holiday';
  return weekend ? 'adjustedWorkday' : 'workday';
}

/** The first working day after `date`. */
export function nextWorkday(calendar: WorkCalendar, date: IsoDate): IsoDate {
  return workdayOnOrAfter(calendar, addDays(date, 1));
}

/** `date` itself when it is a working day, otherwise the first one after it. */
export function workdayOnOrAfter(calendar: WorkCalendar, date: IsoDate): IsoDate {
  let day = date;
  while (!isWorkday(calendar, day)) day = addDays(day, 1);
  return day;
}

/**
 * The n-th working day after `start`, or counted from `start` when it is included (T-CAL-1 to T-CAL-3).
 * @throws RangeError when n is not a whole number of at least 1
 */
export function addWorkingDays(calendar: WorkCalendar, start: IsoDate, n: number, mode: CountMode): ReckonedDate {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`Not a number of working days: ${n}`);
  let day = mode === 'includeStart' ? workdayOnOrAfter(calendar, start) : nextWorkday(calendar, start);
  for (let counted = 1; counted < n; counted += 1) day = nextWorkday(calendar, day);
  return reckoned(calendar, start, day);
}

/** Service limit of n calendar days: one that ends on a day off moves to the next working day (domain §0). */
export function serviceDeadlineByDays(calendar: WorkCalendar, start: IsoDate, n: number): ReckonedDate {
  return reckoned(calendar, start, workdayOnOrAfter(calendar, addDays(start, n)));
}

/** Service limit of n months: one that ends on a day off moves to the next working day (domain §0). */
export function serviceDeadlineByMonths(calendar: WorkCalendar, start: IsoDate, n: number): ReckonedDate {
  return reckoned(calendar, start, workdayOnOrAfter(calendar, addMonths(start, n)));
}

/**
 * Limit of n months in a Party procedure: the plain date, never moved; `warning` says when it falls on a day
 * off, so that people finish before it (domain §0).
 */
export function partyDeadlineByMonths(
  calendar: WorkCalendar,
  start: IsoDate,
  n: number,
): ReckonedDate & { readonly warning?: { readonly zh: string; readonly en: string } } {
  const date = addMonths(start, n);
  const plain = reckoned(calendar, start, date);
  if (isWorkday(calendar, date)) return plain;
  return {
    ...plain,
    warning: {
      zh: `期限 ${date} 不是工作日，党内程序期限不顺延，请提前办理`,
      en: `The limit ${date} is a day off; limits of Party procedures do not move, so finish before it`,
    },
  };
}

/** Years from one date to another, both included, whose holiday notice is not loaded. */
export function missingYearsBetween(calendar: WorkCalendar, from: IsoDate, to: IsoDate): number[] {
  const missing: number[] = [];
  for (let year = yearOf(from); year <= yearOf(to); year += 1) {
    if (!calendar.loadedYears.has(year)) missing.push(year);
  }
  return missing;
}

/** Office hours in minutes after midnight. @throws RangeError when they are none, overlap or are out of order */
export function officeWindows(calendar: WorkCalendar): readonly OfficeWindow[] {
  const windows = calendar.hours.map(([from, to]) => ({
    from: minutesOfDay(from),
    to: minutesOfDay(to),
  }));
  let closed = 0;
  for (const [index, { from, to }] of windows.entries()) {
    if (to <= from || (index > 0 && from < closed)) throw new RangeError('Office hours overlap or are out of order');
    closed = to;
  }
  if (windows.length === 0) throw new RangeError('A working day needs office hours');
  return windows;
}

/** What one working day (工作日) is worth in minutes. */
export function minutesPerWorkday(calendar: WorkCalendar): number {
  return officeWindows(calendar).reduce((sum, { from, to }) => sum + to - from, 0);
}

function reckoned(calendar: WorkCalendar, start: IsoDate, date: IsoDate): ReckonedDate {
  const missingYears = missingYearsBetween(calendar, start, date);
  return { date, provisional: missingYears.length > 0, missingYears };
}

/** Working days from one day to another, the first not counted. */
export function workingDaysTaken(calendar: WorkCalendar, from: IsoDate, to: IsoDate): number {
  let days = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkday(calendar, day)) days += 1;
  return days;
}
