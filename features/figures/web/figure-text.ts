import type { z } from 'zod';
import type { Language } from '#kernel/contract/text.ts';
import { formatNumber } from '#kernel/web/format.ts';
import type { FigureInfo, FigureUnitSaid, FigureValue } from '../contract.ts';
import { valueParts } from '../rules/said-value.ts';

export type Info = z.infer<typeof FigureInfo>;
export type Value = z.infer<typeof FigureValue>;
export type Unit = z.infer<typeof FigureUnitSaid>;

/** A question as addresses carry it. */
export type FigureAsk = { readonly asOf?: string; readonly window?: string; readonly filter?: string };

/** Number and unit for the page; whole thousands apart from 10 000 on. */
export function partsOf(value: number | null, unit: Unit, language: Language): { number: string; unit: string } {
  const parts = valueParts(value, unit, language);
  const grouped = value !== null && Math.abs(value) >= 10_000 && /^-?\d+$/.test(parts.number);
  return { ...parts, number: grouped ? formatNumber(Number(parts.number)) : parts.number };
}

/** Number and unit in one piece: 13.7亿元, 87.5%, 126家. */
export function textOf(value: number | null, unit: Unit, language: Language): string {
  const { number, unit: word } = partsOf(value, unit, language);
  return language === 'zh' || word === '%' || word === '' ? `${number}${word}` : `${number} ${word}`;
}

/** The signed difference from an earlier value: +3家, −1.2个百分点; null when there is none to say. */
export function differenceOf(value: number | null, before: number | null, unit: Unit, language: Language): string | null {
  if (value === null || before === null) return null;
  const difference = value - before;
  const sign = difference > 0 ? '+' : difference < 0 ? '−' : '';
  if (unit === 'share')
    return `${sign}${valueParts(Math.abs(difference), 'share', language).number}${language === 'zh' ? ' 个百分点' : ' points'}`;
  return `${sign}${textOf(Math.abs(difference), unit, language)}`;
}

/** Only the parts of a filter that the figure can be cut by. */
export function fitting(info: Info | undefined, filter: string | undefined): string | undefined {
  const parts = (filter ?? '').split(',').filter((part) => info?.dimensions.some(({ key }) => part.startsWith(`${key}:`)));
  return parts.length > 0 ? parts.join(',') : undefined;
}

/** The question as this figure understands it: states have no window. */
export function askOf(info: Info | undefined, ask: FigureAsk): FigureAsk {
  const filter = fitting(info, ask.filter);
  return {
    ...(ask.asOf && { asOf: ask.asOf }),
    ...(ask.window && info?.time === 'window' && { window: ask.window }),
    ...(filter && { filter }),
  };
}

/** The question an address carries. */
export function askIn(query: Readonly<Record<string, string>>): FigureAsk {
  const { asOf, window, filter } = query;
  return { ...(asOf && { asOf }), ...(window && { window }), ...(filter && { filter }) };
}

export function partsOfFilter(filter: string | undefined): ReadonlyMap<string, string> {
  return new Map((filter ?? '').split(',').flatMap((part) => (part.includes(':') ? [part.split(':') as [string, string]] : [])));
}

/** A filter with one dimension's key set, or taken away. */
export function filterWith(filter: string | undefined, dimension: string, key: string | null): string {
  const parts = new Map(partsOfFilter(filter));
  if (key === null) parts.delete(dimension);
  else parts.set(dimension, key);
  return [...parts].map(([name, value]) => `${name}:${value}`).join(',');
}
