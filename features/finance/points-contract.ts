import { z } from 'zod';
import { defineEndpoint, idParams } from '#kernel/contract/endpoint.ts';
import { parseIsoDate } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import type { Advice, ScoreTrace } from './rules/points-score.ts';
import type { PointsScheme } from './rules/points-scheme.ts';

const day = z.string().refine((value) => parseIsoDate(value) !== undefined, '不是有效日期');
const name = z.string().trim().min(1).max(80);
const points = z.number().min(0).max(1000);

/** The parameters of an edition; a draft's codes and names may still be empty, which its publication refuses. */
const schemeOf = (least: 0 | 1) => {
  const item = { code: z.string().trim().min(least).max(20), name: z.string().trim().min(least).max(80) };
  const extra = z.strictObject({ ...item, pointsEach: points, most: points });
  return z.strictObject({
    stageYears: z.strictObject({ startupBelow: z.int().min(0).max(50), stableAbove: z.int().min(0).max(100) }),
    scoreCap: z.number().min(100).max(1000),
    redistributesNotApplicable: z.boolean().optional(),
    indicators: z
      .array(
        z.strictObject({
          ...item,
          group: z.enum(['technical', 'growth', 'auxiliary']),
          unit: z.string().max(20),
          direction: z.enum(['POSITIVE', 'NEGATIVE']),
          fullScoreRef: z.number().max(1e12),
          weight: z.strictObject({ startup: z.number(), growth: z.number(), stable: z.number() }),
          mayBeNegative: z.boolean().optional(),
        }),
      )
      .min(1)
      .max(60)
      .readonly(),
    bonuses: z.array(extra).max(30).readonly(),
    penalties: z.array(extra).max(30).readonly(),
    vetoes: z.array(z.strictObject(item)).max(30).readonly(),
  });
};

export const Scheme = schemeOf(1);
export const DraftedScheme = schemeOf(0);

const readers = ['enterpriseContact', 'specialist', 'financeOfficer', 'zoneLeader', 'auditor', 'assessmentOfficer', 'bankOfficer', 'fundReviewer'] as const;

export const pointsScheme = defineEndpoint({
  method: 'GET',
  path: '/api/points-scheme',
  summary: 'The scheme of innovation points in force on a day; today when absent',
  callers: readers,
  query: z.strictObject({ on: day.optional() }),
  answer: z.custom<RulePack<PointsScheme>>(),
});

export const publishPointsScheme = defineEndpoint({
  method: 'POST',
  path: '/api/points-schemes',
  summary: 'Publish an edition of the scheme; refused with every fault when it does not add up, and never for days gone by',
  callers: ['financeOfficer'],
  body: z.strictObject({ edition: name, effectiveFrom: day, source: z.string().trim().min(1).max(300), scheme: Scheme }),
  answer: z.object({ edition: z.string() }),
  effect: 'create',
});

export type FirmPoints = {
  readonly firm: string;
  readonly year: number;
  readonly on: string;
  readonly edition: string;
  readonly source: string;
  readonly years: readonly number[];
  readonly trace: ScoreTrace;
  /** reckoned from today's inputs; public: as its round was reckoned; or frozen: then what the ledger holds */
  readonly standing: { readonly kind: 'provisional' } | { readonly kind: 'public'; readonly on: string; readonly roundId: string } | { readonly kind: 'frozen'; readonly on: string; readonly roundId: string; readonly entries: number };
  readonly advice: readonly Advice[];
};

export const firmPoints = defineEndpoint({
  method: 'GET',
  path: '/api/firms/:id/points',
  summary: 'The points of a firm as of a day, with the whole reckoning: under the edition then in force, from what was entered by then',
  callers: readers,
  params: idParams,
  query: z.strictObject({ on: day.optional(), year: z.coerce.number().int().min(2000).max(2100).optional() }),
  answer: z.custom<FirmPoints>(),
});

export const pointsAccount = defineEndpoint({
  method: 'GET',
  path: '/api/firms/:id/points-account',
  summary: "The ledger of a firm's frozen points of a year, last year when absent: every entry, their sum, and whether every seal fits",
  callers: readers,
  params: idParams,
  query: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100).optional() }),
  answer: z.object({
    entries: z.array(
      z.object({
        seq: z.number(),
        kind: z.enum(['frozen', 'reversal', 'correction']),
        points: z.string(),
        on: z.string(),
        roundId: z.string(),
        scoreId: z.string(),
        note: z.string().nullable(),
      }),
    ),
    balance: z.string(),
    isSound: z.boolean(),
  }),
});
