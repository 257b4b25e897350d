import { useQueries } from '@tanstack/react-query';
import { call } from '#kernel/web/api.ts';
import { figureValues } from '../../contract.ts';
import { questionKey, type Quote } from './briefing-doc.ts';
import type { Live } from './quote-node.tsx';
import { useDictionary } from '../use-figures.ts';

/** Today's value of every quote, quotes of the same day, window and cells in one call. */
export function useLiveQuotes(quotes: readonly Quote[], day: string): ReadonlyMap<string, Live> {
  const { infos } = useDictionary();
  const known = infos ? quotes.filter(({ figureId }) => infos.has(figureId)) : [];
  const groups = [...Map.groupBy(known, (quote) => JSON.stringify([quote.asOf ?? day, quote.window ?? '', quote.filter ?? '']))];
  const reads = useQueries({
    queries: groups.map(([key, some]) => {
      const [asOf = day, window = '', filter = ''] = JSON.parse(key) as string[];
      const ids = [...new Set(some.map(({ figureId }) => figureId))];
      return {
        queryKey: ['figures', 'quotes-live', key, ids],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          call(figureValues, { query: { ids: ids.join(','), asOf, ...(window && { window }), ...(filter && { filter }) }, signal }),
      };
    }),
  });
  const live = new Map<string, Live>();
  groups.forEach(([, some], index) => {
    const read = reads[index];
    const values = new Map(read?.data?.values.map((value) => [value.id, value]));
    for (const quote of some) {
      const value = values.get(quote.figureId);
      if (value) {
        const fault = value.hidden ? { zh: '少于 5 人，不能写进简报', en: 'Fewer than 5 people: not to be printed' } : null;
        live.set(questionKey(quote), { label: infos?.get(quote.figureId)?.label ?? null, unit: value.unit, value: value.value, fault });
      } else if (read?.error) {
        live.set(questionKey(quote), { label: null, unit: null, value: null, fault: { zh: read.error.message, en: read.error.message } });
      }
    }
  });
  if (infos) {
    for (const quote of quotes)
      if (!infos.has(quote.figureId))
        live.set(questionKey(quote), {
          label: null,
          unit: null,
          value: null,
          fault: {
            zh: `没有“${quote.figureId}”这个指标，或您无权查看`,
            en: `There is no figure “${quote.figureId}”, or it is not for you to see`,
          },
        });
  }
  return live;
}
