import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween, isoDateOf } from './instant.ts';
import { normaliseText, parseLooseDate } from './text.ts';

describe('Text', () => {
  it('comes half-width, with single spaces and none at the ends', () => {
    expect(normaliseText('\u3000昆山　中科　可控（中国）有限公司\n')).toBe('昆山 中科 可控(中国)有限公司');
    expect(normaliseText('ＡＢＣ１２３')).toBe('ABC123');
    expect(normaliseText('a\u200bb\ufeff\t c')).toBe('ab c');
  });

  it('is not changed by a second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(normaliseText(normaliseText(text))).toBe(normaliseText(text));
      }),
    );
  });
});

describe('A date as a roster has it', () => {
  it.each([
    '2024.6.3',
    '2024年6月3日',
    '2024年06月03号',
    '2024/6/3',
    '2024-6-3',
    '20240603',
    '２０２４－６－３',
    '2024 . 6 . 3',
    '2024.06.03.',
    ' 2024/06/03 00:00:00 ',
    '2024-06-03T00:00:00.000',
    '2024–6–3',
    '45446',
    45_446,
    45_446.75,
    20_240_603,
  ])('%s is 3 June 2024', (value) => {
    expect(parseLooseDate(value)).toBe('2024-06-03');
  });

  it.each([
    '',
    '2024',
    2024,
    '24.6.3',
    '2024.6',
    '2024年6月',
    '6/3/2024',
    '2024.13.1',
    '2025-02-29',
    '2024-6/3',
    '长期',
    '99999999',
    -1,
    0,
    NaN,
    Infinity,
    '9999-12-31',
    '123456',
  ])('%s is none, or leaves room for doubt', (value) => {
    expect(parseLooseDate(value)).toBeUndefined();
  });

  it('is the same however it is written', () => {
    const days = fc.record({
      year: fc.integer({ min: 1930, max: 2190 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 31 }),
    });
    fc.assert(
      fc.property(days, ({ year, month, day }) => {
        const date = isoDateOf(year, month, day);
        const two = (part: number) => String(part).padStart(2, '0');
        for (const text of [
          `${year}.${month}.${day}`,
          `${year}年${month}月${day}日`,
          `${year}/${two(month)}/${two(day)}`,
          `${year}${two(month)}${two(day)}`,
        ])
          expect(parseLooseDate(text)).toBe(date);
        if (date) expect(parseLooseDate(daysBetween('1899-12-30', date))).toBe(date);
      }),
    );
  });
});
