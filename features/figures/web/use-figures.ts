import { useMemo } from 'react';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { useRead } from '#kernel/web/queries.ts';
import { figureList, figureValues } from '../contract.ts';
import type { FigureAsk, Info } from './figure-text.ts';

export type Compared = AnswerOf<typeof figureValues>['values'][number];

/** The dictionary as far as this reader may see it, by id. */
export function useDictionary(): { readonly infos: ReadonlyMap<string, Info> | undefined; readonly error: Error | null } {
  const list = useRead(['figures', 'dictionary'], figureList);
  const infos = useMemo(() => list.data && new Map(list.data.figures.map((info) => [info.id, info])), [list.data]);
  return { infos, error: list.error };
}

/** Values of many figures in one call, those that the reader may see. */
export function useFigures(ids: readonly string[], ask: FigureAsk, compared = false) {
  const wanted = [...new Set(ids)];
  const read = useRead(
    ['figures', 'values', wanted, ask, compared],
    figureValues,
    { query: { ...ask, ids: wanted.join(','), ...(compared && { against: 'month,year' }) } },
    { enabled: wanted.length > 0, keepPrevious: true, hasClocks: true },
  );
  const values = useMemo(() => new Map(read.data?.values.map((value) => [value.id, value])), [read.data]);
  return { ...read, values };
}
