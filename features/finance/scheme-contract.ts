import { z } from 'zod';
import { defineEndpoint, idParams } from '#kernel/contract/endpoint.ts';
import { parseIsoDate, type IsoDate } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { DraftedScheme } from './points-contract.ts';
import type { PointsScheme, Stage } from './rules/points-scheme.ts';

const readers = ['financeOfficer', 'zoneLeader', 'auditor'] as const;
const writers = ['financeOfficer'] as const;

/** An edition in time: `endsOn` is the last day before the next one takes effect. */
export type SchemeEdition = RulePack<PointsScheme> & {
  readonly state: 'past' | 'inForce' | 'toCome';
  readonly endsOn: IsoDate | null;
};

export type SchemeDraft = {
  readonly id: string;
  readonly version: number;
  readonly edition: string;
  readonly effectiveFrom: IsoDate | null;
  readonly source: string;
  readonly scheme: PointsScheme;
  readonly updatedAt: string;
  readonly updatedBy: string;
};

export const listSchemes = defineEndpoint({
  method: 'GET',
  path: '/api/points-schemes',
  summary: 'Every edition of the scheme of innovation points, newest first, and the drafts of the next',
  callers: readers,
  answer: z.custom<{ readonly editions: readonly SchemeEdition[]; readonly drafts: readonly Omit<SchemeDraft, 'scheme'>[] }>(),
});

export const createSchemeDraft = defineEndpoint({
  method: 'POST',
  path: '/api/points-scheme-drafts',
  summary: 'Copy an edition as a draft that nobody but the officers sees',
  callers: writers,
  body: z.strictObject({ edition: z.string().trim().min(1).max(80) }),
  answer: z.object({ id: z.string() }),
  effect: 'create',
});

export const readSchemeDraft = defineEndpoint({
  method: 'GET',
  path: '/api/points-scheme-drafts/:id',
  summary: 'A draft of a scheme',
  callers: readers,
  params: idParams,
  answer: z.custom<SchemeDraft>(),
});

export const saveSchemeDraft = defineEndpoint({
  method: 'PUT',
  path: '/api/points-scheme-drafts/:id',
  summary: 'Keep a draft as it stands, faults and all; refused when somebody else saved it since',
  callers: writers,
  params: idParams,
  body: z.strictObject({
    edition: z.string().max(80),
    effectiveFrom: z
      .string()
      .refine((value) => parseIsoDate(value) !== undefined, '不是有效日期')
      .nullable(),
    source: z.string().max(300),
    scheme: DraftedScheme,
  }),
  answer: z.object({ version: z.number() }),
  effect: 'update',
});

export const dropSchemeDraft = defineEndpoint({
  method: 'DELETE',
  path: '/api/points-scheme-drafts/:id',
  summary: 'Throw a draft away',
  callers: writers,
  params: idParams,
  answer: z.object({}),
});

type Reckoned = { readonly stage: Stage | null; readonly score: number };

export type ScoreChange = { readonly id: string; readonly name: string; readonly before: Reckoned; readonly after: Reckoned };

/** What a draft would do to the zone's scores of a year, over the inputs of today. */
export type SchemeComparison = {
  readonly year: number;
  readonly years: readonly number[];
  readonly edition: string;
  readonly firms: number;
  readonly higher: number;
  readonly lower: number;
  readonly same: number;
  /** firms of another stage than now, whatever their score */
  readonly otherStage: number;
  /** mean scores, two places; null without firms */
  readonly before: number | null;
  readonly after: number | null;
  readonly biggest: readonly ScoreChange[];
};

export const compareSchemeDraft = defineEndpoint({
  method: 'GET',
  path: '/api/points-scheme-drafts/:id/comparison',
  summary: 'Which firms’ stages and scores a draft would change, against the edition in force, over the inputs of today',
  callers: readers,
  params: idParams,
  query: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100).optional() }),
  answer: z.custom<SchemeComparison>(),
});
