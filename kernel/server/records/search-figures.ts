import type { FigureDeclaration } from '#kernel/contract/figure.ts';
import type { SearchGroup } from '#kernel/contract/search-endpoints.ts';
import { normaliseText } from '#kernel/rules/text.ts';
import { seesAny } from '../figures/values.ts';
import type { Ask } from '../house.ts';
import { squeeze } from './search.ts';
import { hasChinese, spellingsOf } from './spelling.ts';

const spelt = new WeakMap<FigureDeclaration, readonly string[]>();

/** Figures whose name, pinyin, initials or id contain every word of the query; those whose name begins with it first. */
export function figureHits(ask: Ask, query: string, limit: number): SearchGroup | undefined {
  const words = normaliseText(query).toLowerCase().split(/\s+/).map(squeeze).filter(Boolean);
  const [first] = words;
  if (first === undefined) return undefined;
  const found = [...ask.house.figures.values()]
    .filter(
      ({ declaration }) =>
        seesAny(ask, declaration.source.record) && words.every((word) => keysOf(declaration).some((key) => key.includes(word))),
    )
    .toSorted((a, b) => Number(begins(b.declaration, first)) - Number(begins(a.declaration, first)));
  if (found.length === 0) return undefined;
  return {
    record: 'figure',
    label: { zh: '指标', en: 'Figures' },
    path: 'figures',
    hits: found.slice(0, limit).map(({ declaration: { id, label } }) => ({ record: 'figure', id, title: label.zh, matched: null })),
    more: found.length > limit,
  };
}

function begins(figure: FigureDeclaration, word: string): boolean {
  return keysOf(figure).some((key) => key.startsWith(word));
}

/** What a figure is found by: its name in both languages, full pinyin and initials, id and rules; lower case, without spaces. */
export function keysOf(figure: FigureDeclaration): readonly string[] {
  const known = spelt.get(figure);
  if (known) return known;
  const name = squeeze(figure.label.zh);
  const spellings = hasChinese(name) ? spellingsOf(name).flatMap(({ full, initials }) => [full, initials]) : [];
  const keys = [
    name,
    squeeze(figure.label.en),
    figure.id.toLowerCase(),
    ...spellings,
    ...(figure.rules ?? []).map((rule) => squeeze(rule)),
  ];
  spelt.set(figure, keys);
  return keys;
}
