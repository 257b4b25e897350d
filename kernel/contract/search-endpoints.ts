import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import type { Text } from './text.ts';

/** One row that the search box found, and why. */
export type SearchHit = {
  readonly record: string;
  readonly id: string;
  readonly title: string;
  /** the field that contains the query with the piece around it; null when its pinyin does */
  readonly matched: { readonly field: string; readonly label: Text; readonly text: string } | null;
};

/** Hits of one record or case, best first. */
export type SearchGroup = {
  readonly record: string;
  readonly label: Text;
  readonly hits: readonly SearchHit[];
  /** there are more; the record's own list shows them all */
  readonly more: boolean;
  /** where its pages are, of what is no record: figures */
  readonly path?: string;
};

export const searchEndpoint = defineEndpoint({
  method: 'GET',
  path: '/api/search',
  summary: 'Find anything by a piece of its Chinese name, its pinyin or its initials',
  callers: 'signedIn',
  limit: 'search',
  query: z.strictObject({
    q: z.string().max(100, '不超过 100 字'),
    /** hits a group */
    limit: z.coerce.number().int().min(1).max(20).optional(),
    /** only these records, by name, separated by commas: for pickers */
    records: z.string().max(500).optional(),
  }),
  answer: z.object({ groups: z.array(z.custom<SearchGroup>()) }),
});
