import { fuzzyWordings, isTrueOf, wordsOf, type Wording } from './fuzzy.ts';
import { saidInChinese, valueParts } from './said-value.ts';

type Unit = Parameters<typeof saidInChinese>[1];

/** A wording of a quoted value with its unit, and the rule it rests on (rulebook §14, FZ-1..5). */
export type QuoteOption = { readonly wording: Wording; readonly text: string; readonly rule: string };

/** What a quote of a figure says: 126人次, 10余个, 超13亿元. The value is that of the figure: money in 分, shares as 0..1. */
export function quoteText(wording: Wording, value: number | null, unit: Unit): string {
  if (wording.kind === 'exact' || value === null) return saidInChinese(value, unit);
  const size = sizeOf(value, unit);
  if (size === 1) return `${wordsOf(wording, value)}${wordOf(value, unit)}`;
  return wording.kind === 'over' ? `超${trim(wording.n / size)}${wordOf(value, unit)}` : saidInChinese(value, unit);
}

/** Every wording that is true of the value, the plain number first. */
export function quoteOptions(value: number | null, unit: Unit): QuoteOption[] {
  if (value === null) return [];
  const plain: QuoteOption = { wording: { kind: 'exact' }, text: quoteText({ kind: 'exact' }, value, unit), rule: 'FZ-5' };
  const size = sizeOf(value, unit);
  const fuzzy: QuoteOption[] =
    size === 1
      ? fuzzyWordings(value)
          .filter(({ wording }) => wording.kind !== 'exact')
          .map(({ wording, rule }) => ({ wording, rule, text: quoteText(wording, value, unit) }))
      : overOption(value, unit, size);
  return [plain, ...fuzzy];
}

/** Is what was written still true of the value? A plain number is as long as it is written the same. */
export function quoteHolds(wording: Wording, value: number | null, seen: number | null, unit: Unit): boolean {
  if (value === null || seen === null) return value === seen;
  if (wording.kind === 'exact') return saidInChinese(value, unit) === saidInChinese(seen, unit);
  return isTrueOf(wording, value);
}

/** 超13亿元 of 13.7亿元, 超87% of 87.5%: the whole number below, of the unit in which it is said. */
function overOption(value: number, unit: Unit, size: number): QuoteOption[] {
  const n = Math.floor(value / size + 1e-9) * size;
  if (n <= 0 || n >= value) return [];
  const wording: Wording = { kind: 'over', n };
  return [{ wording, text: quoteText(wording, value, unit), rule: 'FZ-3' }];
}

/** What a wording means, for readers of English: over 100 firms, nearly 100 items, thousands of firms. The paper itself stays Chinese. */
export function quoteInEnglish(wording: Wording, value: number, unit: Unit): string {
  const said = (number: number) => {
    const parts = valueParts(number, unit, 'en');
    return parts.unit === '%' ? `${parts.number}%` : `${parts.number} ${parts.unit}`;
  };
  switch (wording.kind) {
    case 'exact':
      return said(value);
    case 'more':
    case 'over':
      return `over ${said(wording.n)}`;
    case 'near':
      return `nearly ${said(100)}`;
    case 'thousands':
      return `thousands of ${valueParts(value, unit, 'en').unit}`;
  }
}

/** How much one of the unit is in which it is said: 亿元 = 10¹⁰ 分, 1 % = 0.01. */
function sizeOf(value: number, unit: Unit): number {
  if (unit === 'share') return 0.01;
  if (unit !== 'money') return 1;
  const yuan = Math.abs(value) / 100;
  return yuan >= 1e8 ? 1e10 : yuan >= 1e4 ? 1e6 : 100;
}

function wordOf(value: number, unit: Unit): string {
  return valueParts(value, unit, 'zh').unit;
}

function trim(value: number): string {
  return String(Math.round(value * 100) / 100);
}
