import { describe, expect, it, test } from 'vitest';
import { instantAt } from '#kernel/rules/instant.ts';
import {
  formatDate,
  formatDay,
  formatDistance,
  formatDue,
  formatMinutes,
  formatMinutesByDay,
  formatMoment,
  formatMomentShort,
  formatMonth,
  formatMoney,
  moneyText,
  parseMoney,
} from './format.ts';

const at = instantAt;

describe('dates and times', () => {
  it('are written the official way, in the zone’s time wherever the browser is', () => {
    expect(formatDate('2024-06-03', 'zh')).toBe('2024年6月3日');
    expect(formatDate('2024-06-03', 'en')).toBe('3 Jun 2024');
    expect(formatDay('2024-06-03', 'zh')).toBe('6月3日 周一');
    expect(formatMoment(at('2024-06-03', '17:30'), 'zh')).toBe('2024年6月3日 17:30');
  });

  it('leave out what the reader knows: today, this year', () => {
    const now = at('2024-06-03', '18:00');
    expect(formatMomentShort(at('2024-06-03', '09:05'), now, 'zh')).toBe('今天 09:05');
    expect(formatMomentShort(at('2024-01-31', '09:05'), now, 'zh')).toBe('1月31日 09:05');
    expect(formatMomentShort(at('2023-12-31', '09:05'), now, 'zh')).toBe('2023年12月31日 09:05');
  });

  it('say how far a due time is, on either side of now', () => {
    const now = at('2024-06-03', '17:00');
    expect(formatDistance(at('2024-06-03', '17:30'), now).zh).toBe('还有 30 分钟');
    expect(formatDistance(at('2024-06-03', '14:00'), now).zh).toBe('已超 3 小时');
    expect(formatDistance(at('2024-06-07', '09:00'), now).zh).toBe('还有 4 天');
  });

  it('give minutes of work in hours and minutes', () => {
    expect(formatMinutes(0, 'zh')).toBe('0 分钟');
    expect(formatMinutes(200, 'zh')).toBe('3 小时 20 分钟');
    expect(formatMinutes(120, 'en')).toBe('2 h');
  });
});

describe('money', () => {
  it('is shown in the unit of its size and never mixes units', () => {
    expect(formatMoney('12345', 'zh')).toBe('123.45 元');
    expect(formatMoney('500000000', 'zh')).toBe('500 万元');
    expect(formatMoney('137000000000', 'zh')).toBe('13.70 亿元');
    expect(formatMoney('-12345', 'zh')).toBe('−123.45 元');
    expect(formatMoney('0', 'zh')).toBe('0 元');
    expect(formatMoney('137000000000', 'en')).toBe('1.37 billion yuan');
    expect(formatMoney('340000000', 'en')).toBe('3.40 million yuan');
    expect(formatMoney('123456789', 'en')).toBe('1.2346 million yuan');
    expect(formatMoney('1000000', 'en')).toBe('10\u2009000 yuan');
    expect(formatMoney('-12345', 'en')).toBe('−123.45 yuan');
  });

  it('goes to the wire in 分 without losing one', () => {
    expect(parseMoney('0.07', 'yuan')).toBe('7');
    expect(parseMoney('1,234.56', 'yuan')).toBe('123456');
    expect(parseMoney('13.7', 'wan')).toBe('13700000');
    expect(parseMoney('0.001', 'yuan')).toBeUndefined();
    expect(parseMoney('十万', 'wan')).toBeUndefined();
  });

  it('comes back into the field as it was typed', () => {
    expect(moneyText('13700000', 'wan')).toBe('13.7');
    expect(moneyText('-5', 'yuan')).toBe('-0.05');
    expect(moneyText('10000', 'yuan')).toBe('100');
  });
});

describe('a deadline', () => {
  const now = instantAt('2024-06-03', '09:00');

  it('at midnight belongs to the day that it ends, in words and in days left', () => {
    const due = instantAt('2024-06-05', '24:00');
    expect(formatDue(due, 'zh', now)).toBe('6月5日 24:00');
    expect(formatDue(due, 'en')).toBe('5 Jun 2024 24:00');
    expect(formatDistance(due, now).zh).toBe('还有 2 天');
  });

  it('at any other time is that moment', () => {
    expect(formatDue(instantAt('2024-06-05', '17:30'), 'zh', now)).toBe('6月5日 17:30');
  });

  it('of a clock that counts every hour is told in days', () => {
    expect(formatMinutesByDay(62 * 24 * 60 + 5 * 60, 'zh')).toBe('62 天 5 小时');
    expect(formatMinutesByDay(90, 'en')).toBe('1 h 30 min');
    expect(formatMinutesByDay(2 * 24 * 60, 'en')).toBe('2 d');
  });
});

test('a month is written without its day', () => {
  expect([formatMonth('2027-01', 'zh'), formatMonth('2027-01', 'en')]).toEqual(['2027年1月', 'Jan 2027']);
});
