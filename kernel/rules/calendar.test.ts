import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleCalendar } from './calendar.fixture.ts';
import {
  addWorkingDays,
  dayKind,
  isWorkday,
  minutesPerWorkday,
  missingYearsBetween,
  nextWorkday,
  officeWindows,
  partyDeadlineByMonths,
  serviceDeadlineByDays,
  serviceDeadlineByMonths,
  workdayOnOrAfter,
  type CountMode,
} from './calendar.ts';
import { addDays, addMonths, daysBetween } from './instant.ts';

const dates = fc.integer({ min: 0, max: 729 }).map((days) => addDays('2025-01-01', days));

describe('The working calendar', () => {
  it('T-CAL-1: a public notice of 5 working days from 2026-09-28, that day included, ends 2026-10-09', () => {
    expect(addWorkingDays(exampleCalendar, '2026-09-28', 5, 'includeStart').date).toBe('2026-10-09');
  });

  it('T-CAL-2: one of 6 working days ends on 2026-10-10, a working Saturday', () => {
    expect(addWorkingDays(exampleCalendar, '2026-09-28', 6, 'includeStart').date).toBe('2026-10-10');
    expect(dayKind(exampleCalendar, '2026-10-10')).toBe('adjustedWorkday');
  });

  it.each([
    [1, '2026-10-08'],
    [5, '2026-10-13'],
    [7, '2026-10-15'],
  ])('T-CAL-3: %i working days after 2026-09-30, the start excluded, end on %s', (days, end) => {
    expect(addWorkingDays(exampleCalendar, '2026-09-30', days, 'excludeStart')).toEqual({
      date: end,
      provisional: false,
      missingYears: [],
    });
  });

  it('has 248 working days in 2025 and 2026 each, as the notices have it', () => {
    const count = (year: number) => {
      let days = 0;
      for (let date = `${year}-01-01`; date <= `${year}-12-31`; date = addDays(date, 1)) {
        if (isWorkday(exampleCalendar, date)) days += 1;
      }
      return days;
    };
    expect([count(2025), count(2026)]).toEqual([248, 248]);
  });

  it('tells a holiday from a weekend and a worked weekend from a plain day', () => {
    expect(dayKind(exampleCalendar, '2026-10-01')).toBe('holiday');
    expect(dayKind(exampleCalendar, '2026-10-03')).toBe('holiday');
    expect(dayKind(exampleCalendar, '2026-10-11')).toBe('weekend');
    expect(dayKind(exampleCalendar, '2026-10-12')).toBe('workday');
    const confirmed = { ...exampleCalendar, exceptions: new Map([['2026-10-12', true]]) };
    expect(dayKind(confirmed, '2026-10-12')).toBe('workday');
  });

  it('knows the leap day as the working day it is', () => {
    const calendar = { ...exampleCalendar, loadedYears: new Set([2024]) };
    expect(addWorkingDays(calendar, '2024-02-28', 1, 'excludeStart').date).toBe('2024-02-29');
    expect(serviceDeadlineByMonths(calendar, '2024-01-31', 1).date).toBe('2024-02-29');
  });

  it('marks a result provisional when it crosses into a year whose notice is not loaded', () => {
    expect(addWorkingDays(exampleCalendar, '2026-12-30', 1, 'excludeStart').provisional).toBe(false);
    expect(addWorkingDays(exampleCalendar, '2026-12-30', 2, 'excludeStart')).toEqual({
      date: '2027-01-01',
      provisional: true,
      missingYears: [2027],
    });
    expect(serviceDeadlineByMonths(exampleCalendar, '2026-11-23', 15).missingYears).toEqual([2027, 2028]);
    expect(missingYearsBetween(exampleCalendar, '2024-12-31', '2025-01-01')).toEqual([2024]);
  });

  it('moves a service deadline on a day off to the next working day', () => {
    expect(serviceDeadlineByDays(exampleCalendar, '2026-09-24', 7).date).toBe('2026-10-08');
    expect(serviceDeadlineByDays(exampleCalendar, '2026-09-21', 1).date).toBe('2026-09-22');
    expect(serviceDeadlineByMonths(exampleCalendar, '2026-09-01', 1).date).toBe('2026-10-08');
  });

  it('never moves a Party deadline, but warns when it falls on a day off', () => {
    const onHoliday = partyDeadlineByMonths(exampleCalendar, '2026-09-01', 1);
    expect(onHoliday.date).toBe('2026-10-01');
    expect(onHoliday.warning?.zh).toContain('2026-10-01');
    expect(partyDeadlineByMonths(exampleCalendar, '2026-09-08', 1)).toEqual({
      date: '2026-10-08',
      provisional: false,
      missingYears: [],
    });
  });

  it('refuses a number of days that is none', () => {
    for (const days of [0, -1, 1.5, NaN]) {
      expect(() => addWorkingDays(exampleCalendar, '2026-09-30', days, 'includeStart')).toThrow(RangeError);
    }
  });

  it('refuses office hours that are none, overlap or are out of order', () => {
    expect(minutesPerWorkday(exampleCalendar)).toBe(420);
    expect(officeWindows(exampleCalendar)).toEqual([
      { from: 540, to: 720 },
      { from: 780, to: 1020 },
    ]);
    const withHours = (hours: typeof exampleCalendar.hours) => () => officeWindows({ ...exampleCalendar, hours });
    expect(withHours([])).toThrow(RangeError);
    expect(withHours([['12:00', '09:00']])).toThrow(RangeError);
    expect(
      withHours([
        ['09:00', '12:00'],
        ['11:00', '13:00'],
      ]),
    ).toThrow(RangeError);
    expect(
      withHours([
        ['13:00', '17:00'],
        ['09:00', '12:00'],
      ]),
    ).toThrow(RangeError);
  });
});

describe('For any start and number of days', () => {
  it('the n-th working day is one, and n of them lie between', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 60 }), fc.constantFrom<CountMode>('excludeStart', 'includeStart'), (start, n, mode) => {
        const { date } = addWorkingDays(exampleCalendar, start, n, mode);
        let between = 0;
        for (let day = addDays(start, mode === 'includeStart' ? 0 : 1); day <= date; day = addDays(day, 1)) {
          if (isWorkday(exampleCalendar, day)) between += 1;
        }
        expect([between, isWorkday(exampleCalendar, date)]).toEqual([n, true]);
      }),
    );
  });

  it('a service deadline is a working day, never before the plain one, with only days off between', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 0, max: 24 }), (start, n) => {
        const plain = addMonths(start, n);
        const { date } = serviceDeadlineByMonths(exampleCalendar, start, n);
        expect(date).toBe(workdayOnOrAfter(exampleCalendar, plain));
        for (let day = 0; day < daysBetween(plain, date); day += 1) {
          expect(isWorkday(exampleCalendar, addDays(plain, day))).toBe(false);
        }
        expect(partyDeadlineByMonths(exampleCalendar, start, n).date).toBe(plain);
      }),
    );
  });

  it('the next working day is after the day itself', () => {
    fc.assert(fc.property(dates, (date) => nextWorkday(exampleCalendar, date) > date));
  });
});
