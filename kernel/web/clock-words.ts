import type { Language } from '#kernel/contract/text.ts';
import { dateOf, startOfDay, type Instant } from '#kernel/rules/instant.ts';
import type { ClockAccount } from '#kernel/rules/clock.ts';
import { formatDay, formatMinutes, formatMinutesByDay, formatTime } from './format.ts';

/** A clock that counts every hour is read in days; one of office hours, whose day is shorter, in hours. */
export function sayMinutes(account: ClockAccount, minutes: number, language: Language): string {
  const aroundTheClock = account.spans.some((span) => span.why === 'roundTheClock');
  return (aroundTheClock ? formatMinutesByDay : formatMinutes)(minutes, language);
}

/** A period in words: 6月4日 周二 09:00–12:00, or 6月8日 周六 – 6月9日 周日 when it is whole days. */
export function sayPeriod(from: Instant, to: Instant, language: Language): string {
  const [first, last] = [dateOf(from), dateOf(Math.max(from, to - 1))];
  const whole = from === startOfDay(first) && to === startOfDay(dateOf(to)) && to > from;
  if (whole) return first === last ? formatDay(first, language) : `${formatDay(first, language)} – ${formatDay(last, language)}`;
  const end = to === startOfDay(dateOf(to)) ? '24:00' : formatTime(to);
  if (first === last) return `${formatDay(first, language)} ${formatTime(from)}–${end}`;
  return `${formatDay(first, language)} ${formatTime(from)} – ${formatDay(last, language)} ${end}`;
}
