/** A legal date, `YYYY-MM-DD`, in the zone's time (Asia/Shanghai). Such strings order by `<`. */
export type IsoDate = string;

/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export const minuteMs = 60_000;
export const dayMs = 86_400_000;

/** Asia/Shanghai has been UTC+8 without summer time since 1992; every date of the product is read so. */
const zoneOffsetMs = 8 * 60 * minuteMs;

/** A year outside is a slip of the pen, and date arithmetic on years inside never leaves four digits. */
const firstYear = 1800;
const lastYear = 2200;

/** The date written as `YYYY-MM-DD`, or undefined when it is no real day of the years 1800 to 2200. */
export function parseIsoDate(text: string): IsoDate | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  return isoDateOf(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** The date of these numbers, or undefined when it is no real day of the years 1800 to 2200. */
export function isoDateOf(year: number, month: number, day: number): IsoDate | undefined {
  const real = year >= firstYear && year <= lastYear && month >= 1 && month <= 12;
  return real && day >= 1 && day <= daysInMonth(year, month) ? format(year, month, day) : undefined;
}

/** The day in Asia/Shanghai on which a moment falls. */
export function dateOf(instant: Instant): IsoDate {
  return dateOfDayNumber(Math.floor((instant + zoneOffsetMs) / dayMs));
}

/** The moment at which a clock in Asia/Shanghai shows `time` (`HH:MM`, up to `24:00`) on `date`. */
export function instantAt(date: IsoDate, time: string): Instant {
  return startOfDay(date) + minutesOfDay(time) * minuteMs;
}

/** Minutes after midnight of `HH:MM`, `00:00` to `24:00`. @throws RangeError for anything else */
export function minutesOfDay(time: string): number {
  const match = /^(\d{2}):(\d{2})$/.exec(time);
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : NaN;
  if (!match || Number(match[2]) > 59 || minutes > 24 * 60) {
    throw new RangeError(`Not a time of day (HH:MM): ${time}`);
  }
  return minutes;
}

/** Midnight in Asia/Shanghai with which `date` begins. */
export function startOfDay(date: IsoDate): Instant {
  return dayNumberOf(date) * dayMs - zoneOffsetMs;
}

/** The moment in UTC as `YYYY-MM-DDTHH:MM:SS.mmmZ`. @throws RangeError outside the years 1 to 9999 */
export function toIso(instant: Instant): string {
  const day = Math.floor(instant / dayMs);
  const ms = instant - day * dayMs;
  const part = (unit: number, size: number, digits: number) => String(Math.floor(ms / unit) % size).padStart(digits, '0');
  const time = `${part(3_600_000, 24, 2)}:${part(60_000, 60, 2)}:${part(1000, 60, 2)}.${part(1, 1000, 3)}`;
  return `${dateOfDayNumber(day)}T${time}Z`;
}

/**
 * The moment of an ISO 8601 date and time with its offset (`Z`, `+08`, `+08:00`); undefined for anything
 * else, an impossible date and a time without an offset among them. Parts of a millisecond are dropped.
 */
export function fromIso(text: string): Instant | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2})(?::?(\d{2}))?)$/.exec(text);
  const date = match ? parseIsoDate(match[1] ?? '') : undefined;
  if (!match || date === undefined) return undefined;
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
  const [offsetHours, offsetMinutes] = [Number(match[7] ?? 0), Number(match[8] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59 || offsetHours > 23 || offsetMinutes > 59) return undefined;
  const ms = Number((match[5] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = (offsetHours * 60 + offsetMinutes) * minuteMs * (match[6] === '-' ? -1 : 1);
  return dayNumberOf(date) * dayMs + (hours * 60 + minutes) * minuteMs + seconds * 1000 + ms - offset;
}

/** The date `days` later (earlier when negative). */
export function addDays(date: IsoDate, days: number): IsoDate {
  return dateOfDayNumber(dayNumberOf(date) + days);
}

/** The same day `months` later, or that month's last day when it has no such day (domain §0, 民法典 202). */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const [year, month, day] = partsOf(date);
  const count = year * 12 + month - 1 + months;
  const newYear = Math.floor(count / 12);
  const newMonth = count - newYear * 12 + 1;
  return format(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/** Days from one date to another; negative when the second is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumberOf(to) - dayNumberOf(from);
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(date: IsoDate): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  const fromMonday = (((dayNumberOf(date) + 3) % 7) + 7) % 7;
  return (fromMonday + 1) as 1 | 2 | 3 | 4 | 5 | 6 | 7;
}

export const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** A day as people read it: 2024年6月3日 / 3 Jun 2024. */
export function dayText(date: IsoDate): { readonly zh: string; readonly en: string } {
  const [year, month, day] = [yearOf(date), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
  return { zh: `${year}年${month}月${day}日`, en: `${day} ${monthNames[month - 1]} ${year}` };
}

export function yearOf(date: IsoDate): number {
  return Number(date.slice(0, 4));
}

function partsOf(date: IsoDate): [year: number, month: number, day: number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

function format(year: number, month: number, day: number): IsoDate {
  if (!(year >= 1 && year <= 9999)) throw new RangeError(`Outside the years 1 to 9999: ${year}`);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/*
 * Days since 1970-01-01 and back, after Howard Hinnant's "days_from_civil": years begin in March, so that the
 * leap day is the last of its year; an era is 400 years, 146,097 days.
 */
function dayNumberOf(date: IsoDate): number {
  const [year, month, day] = partsOf(date);
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function dateOfDayNumber(number: number): IsoDate {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return format(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}
