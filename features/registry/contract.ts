import { z } from 'zod';
import { defineEndpoint, idParams } from '#kernel/contract/endpoint.ts';
import { callersFor } from '#kernel/contract/record-endpoints.ts';
import type { RecordRow } from '#kernel/contract/record.ts';
import type { LikenessReason } from './rules/duplicates.ts';
import { firm } from './records.ts';

const mergers = callersFor(firm, 'merge');
const why = z.string().trim().min(1, '请说明理由').max(500, '不超过 500 字');

/** A row that may be the same firm: how likely (0 to 100), and what speaks for it. */
export type DuplicateCandidate = { readonly firm: RecordRow; readonly score: number; readonly reasons: readonly LikenessReason[] };

export type DuplicatePair = {
  readonly a: RecordRow;
  readonly b: RecordRow;
  readonly score: number;
  readonly reasons: readonly LikenessReason[];
};

export type FirmMerge = {
  readonly id: string;
  readonly from: { readonly id: string; readonly name: string };
  readonly into: { readonly id: string; readonly name: string };
  readonly at: string;
  readonly by: string;
  readonly why: string;
  /** cases and other records that went over */
  readonly moved: { readonly cases: number; readonly records: number };
  readonly undone: { readonly at: string; readonly by: string; readonly why: string } | null;
};

const Merge = z.custom<FirmMerge>();

export const registryEndpoints = {
  duplicatesOf: defineEndpoint({
    method: 'GET',
    path: '/api/firms/:id/duplicates',
    summary: 'Rows that may be the same firm',
    callers: mergers,
    params: idParams,
    answer: z.object({ candidates: z.array(z.custom<DuplicateCandidate>()) }),
  }),
  duplicates: defineEndpoint({
    method: 'GET',
    path: '/api/firm-duplicates',
    summary: 'Pairs of firms worth a look, most likely first',
    callers: mergers,
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).optional() }),
    answer: z.object({ pairs: z.array(z.custom<DuplicatePair>()), total: z.number() }),
  }),
  tellApart: defineEndpoint({
    method: 'POST',
    path: '/api/firm-duplicates/told-apart',
    summary: 'Say that two rows are two firms; the pair is not offered again',
    callers: mergers,
    body: z.strictObject({ aId: z.uuid('不是有效的记录编号'), bId: z.uuid('不是有效的记录编号') }),
    answer: z.object({}),
  }),
  merge: defineEndpoint({
    method: 'POST',
    path: '/api/firms/:id/merge',
    summary: 'Merge this firm into another: every case and record goes over, and it can be undone',
    callers: mergers,
    params: idParams,
    body: z.strictObject({
      intoId: z.uuid('不是有效的记录编号'),
      /** version of the other firm as it was read; this one's is in If-Match */
      intoVersion: z.int().min(1),
      /** whose value survives, by field; where nothing is chosen the other firm's, or this one's where that is blank */
      choose: z.record(z.string().max(60), z.enum(['from', 'into'])).optional(),
      why,
    }),
    answer: Merge,
    effect: 'update',
  }),
  merges: defineEndpoint({
    method: 'GET',
    path: '/api/firm-merges',
    summary: 'Merges made, newest first',
    callers: mergers,
    query: z.strictObject({ firmId: z.uuid('不是有效的记录编号').optional() }),
    answer: z.object({ merges: z.array(Merge) }),
  }),
  undoMerge: defineEndpoint({
    method: 'POST',
    path: '/api/firm-merges/:id/undo',
    summary: 'Undo a merge: both firms, their cases and records are as before',
    callers: mergers,
    params: idParams,
    body: z.strictObject({ why }),
    answer: z.object({ merge: Merge, left: z.array(z.string()) }),
  }),
};
