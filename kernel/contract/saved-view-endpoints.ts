import { z } from 'zod';
import { defineEndpoint, idParams } from './endpoint.ts';

/** A list as somebody likes to see it: its address with filters, search and order, under a name. */
export const SavedView = z.object({
  id: z.string(),
  path: z.string(),
  name: z.string(),
  query: z.string(),
  createdAt: z.string(),
});

export type SavedView = z.infer<typeof SavedView>;

/** Of the list's address: `/firms`. Opening it never widens rights, for it is only an address. */
const listPath = z.string().regex(/^\/[a-z0-9/-]{1,100}$/, '不是列表地址');

export const savedViewEndpoints = {
  list: defineEndpoint({
    method: 'GET',
    path: '/api/saved-views',
    summary: 'My saved views, of one list or of all',
    callers: 'signedIn',
    query: z.strictObject({ path: listPath.optional() }),
    answer: z.object({ views: z.array(SavedView) }),
  }),
  save: defineEndpoint({
    method: 'POST',
    path: '/api/saved-views',
    summary: 'Save a view; one of the same name on the same list is replaced',
    callers: 'signedIn',
    body: z.strictObject({
      path: listPath,
      name: z.string().trim().min(1, '请给视图起个名字').max(40, '不超过 40 字'),
      query: z.string().max(2000, '筛选条件过长'),
    }),
    answer: SavedView,
    effect: 'create',
  }),
  remove: defineEndpoint({
    method: 'DELETE',
    path: '/api/saved-views/:id',
    summary: 'Remove one of my views',
    callers: 'signedIn',
    params: idParams,
    answer: z.object({}),
  }),
};
