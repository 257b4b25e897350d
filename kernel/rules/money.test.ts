import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney, moneyText, parseMoney, type MoneyUnit } from './money.ts';

const outcome = (text: string, unit?: MoneyUnit) => {
  const result = parseMoney(text, unit);
  return result.ok ? result.value : result.refusal.code;
};

describe('Amounts', () => {
  it('are written in the unit that suits them, exactly', () => {
    expect(formatMoney(1_370_000_000n)).toBe('1,370万元');
    expect(formatMoney(125_000_000_000n)).toBe('12.5亿元');
    expect(formatMoney(999_999n)).toBe('9,999.99元');
    expect(formatMoney(1_000_000n)).toBe('1万元');
    expect(formatMoney(123_456_789n)).toBe('123.456789万元');
    expect(formatMoney(0n)).toBe('0元');
    expect(formatMoney(-5_000_000n)).toBe('-5万元');
  });

  it('are rounded half away from zero when decimals are asked for', () => {
    expect(formatMoney(123_456_789n, { unit: 'wan', decimals: 2 })).toBe('123.46万元');
    expect(formatMoney(300_050n, { unit: 'yuan', decimals: 2 })).toBe('3,000.50元');
    expect(formatMoney(1_500_000n, { unit: 'wan', decimals: 0 })).toBe('2万元');
    expect(formatMoney(-1_500_000n, { unit: 'wan', decimals: 0 })).toBe('-2万元');
    expect(formatMoney(-1n, { unit: 'wan', decimals: 2 })).toBe('0.00万元');
  });

  it.each([
    ['1,370万元', 1_370_000_000n],
    ['1370 万', 1_370_000_000n],
    ['１，３７０万元', 1_370_000_000n],
    ['12.5亿', 125_000_000_000n],
    ['¥3,000.50', 300_050n],
    ['人民币3000元', 300_000n],
    ['3千万元', 3_000_000_000n],
    ['5千元', 500_000n],
    ['-5万元', -5_000_000n],
    ['0.000001万元', 1n],
  ])('%s is read', (text, fen) => {
    expect(outcome(text)).toBe(fen);
  });

  it('without a unit are in the unit of the column', () => {
    expect(outcome('1370', 'wan')).toBe(1_370_000_000n);
    expect(outcome('1370')).toBe(137_000n);
  });

  it('that are none, or finer than a 分, are refused', () => {
    for (const text of ['', '万元', '1,37万元', '1.2.3', '约100万元', '1e5', '--5', '100美元']) {
      expect(outcome(text), text).toBe('MONEY_INVALID');
    }
    expect(outcome('0.001元')).toBe('MONEY_TOO_FINE');
  });

  it('are read back as they were written, in every unit', () => {
    const fen = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
    fc.assert(
      fc.property(fen, fc.constantFrom<MoneyUnit | undefined>(undefined, 'yuan', 'wan', 'yi'), (amount, unit) => {
        expect(outcome(formatMoney(amount, unit ? { unit } : {}))).toBe(amount);
      }),
    );
  });

  it('says an amount to the 分 in both languages, spaced as tables are; English counts in millions and billions', () => {
    expect(moneyText(1_370_000_050n).zh).toBe('1\u2009370.00005 万元');
    const said = [0n, 1n, 99_999_999n, 100_000_000n, 1_550_000_000n, 137_000_000_000n, -250_000_050n].map((fen) => moneyText(fen).en);
    expect(said).toEqual([
      '0 yuan',
      '0.01 yuan',
      '999\u2009999.99 yuan',
      '1 million yuan',
      '15.5 million yuan',
      '1.37 billion yuan',
      '-2.5000005 million yuan',
    ]);
  });
});
