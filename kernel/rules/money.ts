import { ok, refuse, type Result } from './result.ts';

export type MoneyUnit = 'yuan' | 'wan' | 'yi';

/** What one unit is worth in 分, with its name. */
const units = {
  yuan: { fen: 100n, zh: '元' },
  wan: { fen: 1_000_000n, zh: '万元' },
  yi: { fen: 10_000_000_000n, zh: '亿元' },
} as const satisfies Record<MoneyUnit, { fen: bigint; zh: string }>;

const multipliers: Readonly<Record<string, bigint>> = { '': 1n, 十: 10n, 百: 100n, 千: 1000n };

/**
 * An amount in 分 as people write it: `1,370万元`. Without a unit the largest of which there is at least one;
 * without `decimals` exactly, with them rounded half away from zero.
 */
export function formatMoney(fen: bigint, options: { readonly unit?: MoneyUnit; readonly decimals?: number } = {}): string {
  const { fen: worth, zh } = units[options.unit ?? largestUnit(fen < 0n ? -fen : fen)];
  return `${written(fen, worth, options.decimals)}${zh}`;
}

function written(fen: bigint, worth: bigint, given?: number): string {
  const size = fen < 0n ? -fen : fen;
  const digits = given ?? String(worth).length - 1;
  const scale = 10n ** BigInt(digits);
  const scaled = (size * scale * 2n + worth) / (worth * 2n);
  const decimals = String(scaled % scale)
    .padStart(digits, '0')
    .slice(0, digits);
  const shown = given === undefined ? decimals.replace(/0+$/, '') : decimals;
  const whole = String(scaled / scale).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0n && scaled > 0n ? '-' : ''}${whole}${shown === '' ? '' : `.${shown}`}`;
}

/** Hundredths of a percent (基点) as a rate: 350 → 3.50% */
export function formatRate(hundredths: number): string {
  return `${(hundredths / 100).toFixed(2)}%`;
}

/** An amount to the 分 in both languages, spaced as tables write it: 1 370 万元, 13.7 million yuan. */
export function moneyText(fen: bigint): { readonly zh: string; readonly en: string } {
  const spaced = (text: string) => text.replaceAll(',', '\u2009');
  return { zh: spaced(formatMoney(fen)).replace(/(\D+)$/, ' $1'), en: spaced(inEnglish(fen)) };
}

function inEnglish(fen: bigint): string {
  const size = fen < 0n ? -fen : fen;
  if (size >= 100_000_000_000n) return `${written(fen, 100_000_000_000n)} billion yuan`;
  return size >= 100_000_000n ? `${written(fen, 100_000_000n)} million yuan` : `${written(fen, 100n)} yuan`;
}

/**
 * The 分 of `1,370万元`, `12.5 亿`, `¥3,000.50`, `3千万`; a bare number is in `unit`. Refused when it is no
 * amount or finer than a 分.
 */
export function parseMoney(text: string, unit: MoneyUnit = 'yuan'): Result<bigint> {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff]/g, '')
    .replace(/^(?:人民币|RMB|CNY)/i, '')
    .replace(/−/g, '-');
  const match = /^(-?)[¥￥]?(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,12}))?(?:([十百千]?)(元|万元?|亿元?))?$/.exec(plain);
  if (!match) {
    return refuse({
      code: 'MONEY_INVALID',
      message: {
        zh: '不是有效的金额，应如“1,370万元”“3,000.50元”',
        en: 'Not an amount; write e.g. 1,370万元 or 3,000.50元',
      },
    });
  }
  const [, sign, whole = '', decimals = '', multiplier = '', name] = match;
  const worth = (name === undefined ? units[unit] : unitNamed(name)).fen * (multipliers[multiplier] ?? 1n);
  const scale = 10n ** BigInt(decimals.length);
  const fen = BigInt(whole.replaceAll(',', '') + decimals) * worth;
  if (fen % scale !== 0n) {
    return refuse({
      code: 'MONEY_TOO_FINE',
      message: {
        zh: '金额最小到分，请检查小数位数和单位',
        en: 'An amount is whole 分 (0.01 元); check the decimals and the unit',
      },
    });
  }
  return ok(sign === '-' ? -(fen / scale) : fen / scale);
}

function largestUnit(size: bigint): MoneyUnit {
  if (size >= units.yi.fen) return 'yi';
  return size >= units.wan.fen ? 'wan' : 'yuan';
}

function unitNamed(name: string): { readonly fen: bigint } {
  if (name.startsWith('亿')) return units.yi;
  return name.startsWith('万') ? units.wan : units.yuan;
}
