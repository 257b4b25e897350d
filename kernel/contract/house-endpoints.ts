import { z } from 'zod';
import type { Actor } from './access.ts';
import { defineEndpoint, idParams } from './endpoint.ts';

/** Who is signed in: what every page knows of its reader. */
export type Me = { readonly actor: Actor; readonly zoneName: string };

export const meEndpoint = defineEndpoint({
  method: 'GET',
  path: '/api/me',
  summary: 'Who I am and what I may do',
  callers: 'signedIn',
  answer: z.custom<Me>(),
});

/** One line that the search box found; `matched` is the text in which it was found. */
export type SearchHit = {
  readonly record: string;
  readonly id: string;
  readonly title: string;
  readonly matched: string;
};

export const searchEndpoint = defineEndpoint({
  method: 'GET',
  path: '/api/search',
  summary: 'Find anything that I may see by a part of its name, by pinyin or by initials',
  callers: 'signedIn',
  query: z.strictObject({ q: z.string().max(100) }),
  answer: z.object({ hits: z.array(z.custom<SearchHit>()) }),
});

/** Somebody's own name for a list's filters; `query` is what stands after the `?` of its address. */
export const SavedView = z.object({ id: z.string(), name: z.string(), query: z.string() });

export const savedViewEndpoints = {
  list: defineEndpoint({
    method: 'GET',
    path: '/api/saved-views',
    summary: 'My saved views of a list',
    callers: 'signedIn',
    query: z.strictObject({ path: z.string().max(200) }),
    answer: z.object({ views: z.array(SavedView) }),
  }),
  create: defineEndpoint({
    method: 'POST',
    path: '/api/saved-views',
    summary: 'Save a view of a list',
    callers: 'signedIn',
    body: z.strictObject({
      path: z.string().max(200),
      name: z.string().trim().min(1, '请填写名称').max(60),
      query: z.string().max(4000),
    }),
    answer: SavedView,
    effect: 'create',
  }),
  remove: defineEndpoint({
    method: 'DELETE',
    path: '/api/saved-views/:id',
    summary: 'Forget a saved view',
    callers: 'signedIn',
    params: idParams,
    answer: z.object({}),
  }),
};

export const feedbackEndpoint = defineEndpoint({
  method: 'POST',
  path: '/api/feedback',
  summary: 'Tell the people who run the system what is awkward or wrong',
  callers: 'signedIn',
  body: z.strictObject({ page: z.string().max(500), text: z.string().trim().min(1, '请填写').max(2000) }),
  answer: z.object({ id: z.string() }),
  effect: 'create',
});
