import type { SearchGroup } from '#kernel/contract/search-endpoints.ts';
import type { Language } from '#kernel/contract/text.ts';
import { actionsFor, findDeclaration, type HouseWeb } from './house.tsx';
import type { PageQuery } from './page-query.ts';
import { messages as m } from './messages.ts';
import { menuFor } from './menu.ts';

export type Offer = {
  readonly key: string;
  readonly title: string;
  readonly aside?: string;
  readonly path: string;
  readonly query?: PageQuery;
};
export type OfferGroup = { readonly label: string; readonly offers: readonly Offer[] };

/**
 * What the search box offers: things to do whose words begin the query (the rest of it goes along: "新建诉求
 * 清越"), pages, then what the server found, by kind.
 */
export function offersFor(house: HouseWeb, typed: string, found: readonly SearchGroup[], language: Language): readonly OfferGroup[] {
  const doing = [...actionOffers(house, typed, language), ...pageOffers(house, typed, language)];
  return [
    ...(doing.length > 0 ? [{ label: m.searchDo[language], offers: doing.slice(0, 6) }] : []),
    ...found.flatMap((group) => {
      const declaration = findDeclaration(house, group.record);
      const page = declaration?.path ?? group.path;
      if (!page) return [];
      const offers: Offer[] = group.hits.map(({ id, title, matched }) => ({
        key: `${group.record}/${id}`,
        title,
        ...(matched && matched.text !== title && { aside: `${matched.label[language]}：${matched.text}` }),
        path: `/${page}/${id}`,
      }));
      const rest = { key: `${group.record}/more`, title: m.searchMore[language], path: `/${page}`, query: { q: typed } };
      return [{ label: group.label[language], offers: group.more ? [...offers, rest] : offers }];
    }),
  ];
}

function actionOffers(house: HouseWeb, typed: string, language: Language): Offer[] {
  return actionsFor(house).flatMap((action) => {
    const label = action.label[language];
    const said = [label, action.label.zh, action.label.en, ...(action.words ?? [])].map((word) => word.toLowerCase());
    const [first = '', ...rest] = typed.toLowerCase().split(/\s+/);
    if (!said.some((word) => word.includes(first))) return [];
    const text = rest.length > 0 ? typed.slice(first.length).trim() : '';
    return [{ key: action.path, title: text ? `${label}：${text}` : label, path: action.path, ...(text && { query: { text } }) }];
  });
}

function pageOffers(house: HouseWeb, typed: string, language: Language): Offer[] {
  if (typed === '') return [];
  return menuFor(house.jobs, house.features, house.me.actor.roles)
    .flatMap((group) => group.entries)
    .filter((entry) => entry.label.zh.includes(typed) || entry.label.en.toLowerCase().includes(typed.toLowerCase()))
    .map((entry) => ({ key: entry.path, title: entry.label[language], path: entry.path }));
}
