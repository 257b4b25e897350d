import type { WorkCalendar } from './calendar.ts';
import { addDays, type IsoDate } from './instant.ts';

/** The State Council's notices for 2025 and 2026 (domain §0); other years are not loaded. */
const daysOff: readonly (readonly [first: IsoDate, last: IsoDate])[] = [
  ['2025-01-01', '2025-01-01'],
  ['2025-01-28', '2025-02-04'],
  ['2025-04-04', '2025-04-06'],
  ['2025-05-01', '2025-05-05'],
  ['2025-05-31', '2025-06-02'],
  ['2025-10-01', '2025-10-08'],
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
];

const workingWeekends: readonly IsoDate[] = [
  '2025-01-26',
  '2025-02-08',
  '2025-04-27',
  '2025-09-28',
  '2025-10-11',
  '2026-01-04',
  '2026-02-14',
  '2026-02-28',
  '2026-05-09',
  '2026-09-20',
  '2026-10-10',
];

/** A zone's calendar for tests: seven hours a day with a break at noon. */
export const exampleCalendar: WorkCalendar = {
  hours: [
    ['09:00', '12:00'],
    ['13:00', '17:00'],
  ],
  exceptions: new Map([
    ...daysOff.flatMap(([first, last]) => datesBetween(first, last).map((date) => [date, false] as const)),
    ...workingWeekends.map((date) => [date, true] as const),
  ]),
  loadedYears: new Set([2025, 2026]),
};

function datesBetween(first: IsoDate, last: IsoDate): IsoDate[] {
  const dates: IsoDate[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) dates.push(date);
  return dates;
}
