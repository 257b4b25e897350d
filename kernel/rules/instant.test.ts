import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dateOf,
  daysBetween,
  fromIso,
  instantAt,
  minutesOfDay,
  parseIsoDate,
  startOfDay,
  toIso,
  weekdayOf,
  yearOf,
} from './instant.ts';

const moments = fc.integer({ min: Date.UTC(1801, 0, 1), max: Date.UTC(2199, 0, 1) });
const dates = moments.map((moment) => new Date(moment).toISOString().slice(0, 10));

describe('Legal dates', () => {
  it('are real days written as YYYY-MM-DD, and nothing else', () => {
    for (const good of ['2026-11-23', '2024-02-29', '2000-02-29', '1921-07-01']) expect(parseIsoDate(good)).toBe(good);
    for (const bad of [
      '2025-02-29',
      '1900-02-29',
      '2026-04-31',
      '2026-13-01',
      '2026-00-10',
      '2026-01-00',
      '2026-1-1',
      '26-01-01',
      ' 2026-01-01',
      '2026-01-01T00:00',
      '２０２６-01-01',
      '0000-01-01',
      '1799-12-31',
      '2201-01-01',
      '9999-12-31',
      '',
    ])
      expect(parseIsoDate(bad), bad).toBeUndefined();
  });

  it('follow domain §0: the same day n months later, or that month’s last day', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addMonths('2026-12-15', 1)).toBe('2027-01-15');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
  });

  it('cross leap days and years', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2025-02-28', 1)).toBe('2025-03-01');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2024-01-01', '2025-01-01')).toBe(366);
    expect(yearOf('2026-11-23')).toBe(2026);
  });

  it('agree with the platform’s own calendar on every date', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -50_000, max: 50_000 }), (date, days) => {
        const there = new Date(Date.parse(date) + days * 86_400_000);
        expect(addDays(date, days)).toBe(there.toISOString().slice(0, 10));
        expect(daysBetween(date, addDays(date, days))).toBe(days);
        expect(weekdayOf(date)).toBe(new Date(date).getUTCDay() || 7);
      }),
    );
  });

  it('n months later lie in the n-th month after, on the same day or on its last', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -600, max: 600 }), (date, months) => {
        const result = addMonths(date, months);
        const month = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        expect(month(result) - month(date)).toBe(months);
        const isLastDay = addDays(result, 1).endsWith('-01');
        expect(result.slice(8) === date.slice(8) || (isLastDay && result.slice(8) < date.slice(8))).toBe(true);
      }),
    );
  });

  it('are not reckoned beyond four-digit years', () => {
    expect(() => addDays('2200-12-31', 3_000_000)).toThrow(RangeError);
  });
});

describe('Moments', () => {
  it('fall on the day of Shanghai, eight hours ahead', () => {
    expect(dateOf(Date.UTC(2026, 0, 1, 15, 59, 59, 999))).toBe('2026-01-01');
    expect(dateOf(Date.UTC(2026, 0, 1, 16))).toBe('2026-01-02');
    expect(dateOf(-1)).toBe('1970-01-01');
    expect(instantAt('2026-01-02', '09:30')).toBe(Date.UTC(2026, 0, 2, 1, 30));
    expect(instantAt('2026-01-02', '24:00')).toBe(startOfDay('2026-01-03'));
  });

  it('refuse a time of day that no clock shows', () => {
    for (const bad of ['24:01', '12:60', '9:00', '09:00:00', '', '-1:00']) {
      expect(() => minutesOfDay(bad), bad).toThrow(RangeError);
    }
  });

  it('are written as the platform writes them and read back', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        expect(toIso(moment)).toBe(new Date(moment).toISOString());
        expect(fromIso(toIso(moment))).toBe(moment);
        expect(dateOf(moment)).toBe(new Date(moment + 8 * 3_600_000).toISOString().slice(0, 10));
      }),
    );
  });

  it('are read with any offset, and never without one', () => {
    const moment = Date.UTC(2026, 10, 23, 8, 5);
    for (const text of [
      '2026-11-23T08:05:00Z',
      '2026-11-23T16:05:00+08:00',
      '2026-11-23T16:05+0800',
      '2026-11-23 16:05:00+08',
      '2026-11-23T03:05:00.000-05:00',
      '2026-11-23T08:05:00.000999Z',
    ])
      expect(fromIso(text), text).toBe(moment);
    for (const text of [
      '2026-11-23T08:05:00',
      '2026-11-23',
      '2026-02-29T00:00:00Z',
      '2026-11-23T24:00:00Z',
      '2026-11-23T08:60:00Z',
      '2026-11-23T08:05:60Z',
      '2026-11-23T08:05:00+24:00',
      '2026-11-23T08:05:00.Z',
      'now',
      '',
    ])
      expect(fromIso(text), text).toBeUndefined();
  });
});
