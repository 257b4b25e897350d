import { describe, expect, it } from 'vitest';
import type { ClockEvent } from './clock.ts';
import { account, at, extend, pause, resume, start, stop } from './clock.fixture.ts';
import { calendarRule } from './clock-spans.ts';
import { toIso } from './instant.ts';

describe('A limit in working days', () => {
  it.each([
    [1, '2026-10-08'],
    [5, '2026-10-13'],
    [7, '2026-10-15'],
  ])('T-CAL-3: %i working days from 2026-09-30 are due at close of business on %s', (workingDays, due) => {
    const { dueAt, provisional } = account([start('2026-09-30 08:00')], '2026-09-30 08:00', {
      limit: { workingDays },
    });
    expect([dueAt, provisional]).toEqual([at(`${due} 17:00`), false]);
  });

  it.each([
    [5, '2026-10-09'],
    [6, '2026-10-10'],
  ])('T-CAL-1, T-CAL-2: of a public notice the first day is one of its %i, which end at close of business on %s', (workingDays, due) => {
    const rule = { limit: { workingDays }, countMode: 'includeStart' } as const;
    const { dueAt, spans } = account([start('2026-09-28 15:00')], '2026-09-29 10:00', rule);
    expect(dueAt).toBe(at(`${due} 17:00`));
    expect(spans.some(({ why }) => why === 'startDay')).toBe(false);
  });

  it('turns yellow when one working day is left and red when the due moment is past', () => {
    const lampAt = (now: string) => account([start('2026-09-30 10:00')], now).lamp;
    expect(account([start('2026-09-30 10:00')], '2026-09-30 10:00').yellowAt).toBe(at('2026-10-12 17:00'));
    expect(lampAt('2026-10-12 16:59')).toBe('green');
    expect(lampAt('2026-10-12 17:00')).toBe('yellow');
    expect(lampAt('2026-10-13 17:00')).toBe('yellow');
    expect(lampAt('2026-10-13 17:01')).toBe('red');
  });

  it('explains itself: which stretch counted, which did not, and under which rule', () => {
    const { spans, spentMinutes } = account([start('2026-10-09 15:00')], '2026-10-12 10:00');
    expect(spans.map(({ from, to, why, counted, minutes, rule: by }) => [toIso(from), toIso(to), why, counted, minutes, by])).toEqual([
      ['2026-10-09T07:00:00.000Z', '2026-10-09T16:00:00.000Z', 'startDay', false, 120, calendarRule],
      ['2026-10-09T16:00:00.000Z', '2026-10-10T01:00:00.000Z', 'outsideHours', false, 0, calendarRule],
      ['2026-10-10T01:00:00.000Z', '2026-10-10T04:00:00.000Z', 'adjustedWorkday', true, 180, calendarRule],
      ['2026-10-10T04:00:00.000Z', '2026-10-10T05:00:00.000Z', 'outsideHours', false, 0, calendarRule],
      ['2026-10-10T05:00:00.000Z', '2026-10-10T09:00:00.000Z', 'adjustedWorkday', true, 240, calendarRule],
      ['2026-10-10T09:00:00.000Z', '2026-10-10T16:00:00.000Z', 'outsideHours', false, 0, calendarRule],
      ['2026-10-10T16:00:00.000Z', '2026-10-11T16:00:00.000Z', 'weekend', false, 0, calendarRule],
      ['2026-10-11T16:00:00.000Z', '2026-10-12T01:00:00.000Z', 'outsideHours', false, 0, calendarRule],
      ['2026-10-12T01:00:00.000Z', '2026-10-12T02:00:00.000Z', 'workingHours', true, 60, 'service.sla.simple'],
    ]);
    expect(spentMinutes).toBe(480);
  });

  it('shows a week of holidays as one line', () => {
    const { spans } = account([start('2026-09-29 15:00')], '2026-10-08 09:00');
    expect(spans.filter(({ why }) => why === 'holiday').map(({ from, to }) => [from, to])).toEqual([
      [at('2026-10-01 00:00'), at('2026-10-08 00:00')],
    ]);
  });

  it('is provisional once it reaches a year that is not loaded, by its due time or by now', () => {
    expect(account([start('2026-12-29 10:00')], '2026-12-29 10:00').missingYears).toEqual([2027]);
    expect(account([start('2026-12-21 10:00')], '2026-12-29 10:00').provisional).toBe(false);
    expect(account([start('2026-12-21 10:00')], '2027-01-04 10:00').missingYears).toEqual([2027]);
  });
});

describe('Extension and stop', () => {
  it('an extension adds its working days to the limit', () => {
    const { dueAt, limitMinutes, extendedMinutes } = account(
      [start('2026-10-12 10:00'), extend('2026-10-16 10:00', 2)],
      '2026-10-16 10:00',
    );
    expect([dueAt, limitMinutes, extendedMinutes]).toEqual([at('2026-10-21 17:00'), 7 * 420, 2 * 420]);
  });

  it('the overdue flag stays after a late stop, and after an extension that came too late', () => {
    const late = [start('2026-10-12 10:00'), stop('2026-10-19 17:30')];
    expect(account(late, '2026-11-20 10:00')).toMatchObject({
      state: 'stopped',
      lamp: 'red',
      everOverdue: true,
      overdueMinutes: 0,
    });
    const extended = [start('2026-10-12 10:00'), extend('2026-10-20 10:00', 5)];
    expect(account(extended, '2026-10-20 11:00')).toMatchObject({
      state: 'running',
      lamp: 'green',
      everOverdue: true,
    });
  });

  it('a stop in time keeps the lamp of that moment for ever', () => {
    const inTime = [start('2026-10-12 10:00'), stop('2026-10-19 17:00')];
    expect(account(inTime, '2027-11-20 10:00')).toMatchObject({
      lamp: 'yellow',
      everOverdue: false,
      remainingMinutes: 0,
      spentMinutes: 2100,
      provisional: false,
    });
  });

  it('what counts after the due time is shown as overdue', () => {
    const { spans, overdueMinutes } = account([start('2026-10-12 10:00')], '2026-10-20 10:00');
    expect(spans.at(-1)).toMatchObject({ why: 'overdue', minutes: 60, counted: true });
    expect(overdueMinutes).toBe(60);
  });
});

describe('A limit in hours', () => {
  it('runs through the night and the holiday, and is never provisional', () => {
    const urgent = { limit: { hours: 2 } };
    const running = account([start('2029-12-31 23:30')], '2030-01-01 00:30', urgent);
    expect(running).toMatchObject({
      dueAt: at('2030-01-01 01:30'),
      lamp: 'green',
      provisional: false,
      spentMinutes: 60,
    });
    expect(running.spans).toMatchObject([{ why: 'roundTheClock', minutes: 60 }]);
    expect(running.yellowAt).toBe(at('2030-01-01 01:06'));
  });
});

describe('Events that do not fit', () => {
  const plain = [start('2026-10-12 10:00'), pause('2026-10-14 09:00', '2026-10-14 12:00')];

  it('before the start, after the stop, doubled or empty: they change nothing', () => {
    const now = '2026-10-16 12:00';
    const noise: ClockEvent[] = [
      pause('2026-10-11 09:00', '2026-10-20 09:00'),
      start('2026-10-13 10:00'),
      resume('2026-10-13 10:00'),
      pause('2026-10-14 10:00', '2026-10-15 12:00'),
      pause('2026-10-15 10:00', '2026-10-15 10:00'),
      { kind: 'pause', at: at('2026-10-15 10:00'), until: Infinity, reason: '' },
      extend('2026-10-15 11:00', -3),
      { kind: 'stop', at: at('2026-10-16 13:00') },
    ];
    expect(account([...noise, ...plain], now)).toEqual(account(plain, now));
    const stopped = [...plain, stop('2026-10-15 10:00')];
    expect(account([extend('2026-10-15 11:00', 3), ...stopped, pause('2026-10-15 11:00', '2026-10-19 10:00')], now)).toEqual(
      account(stopped, now),
    );
  });

  it('a clock read before its start has spent nothing', () => {
    expect(account([start('2026-10-12 10:00')], '2026-10-01 10:00')).toMatchObject({
      spans: [],
      spentMinutes: 0,
      lamp: 'green',
      state: 'running',
    });
  });

  it('without any start there is no clock', () => {
    expect(() => account([stop('2026-10-12 10:00')], '2026-10-12 10:00')).toThrow(RangeError);
  });
});
