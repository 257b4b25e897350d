import { z } from 'zod';
import { defineEndpoint, idParams } from '#kernel/contract/endpoint.ts';

const point = z.number().int('须为整数').min(0, '不能小于 0').max(100, '不能大于 100');

/** What a reviewer judges, each 0 to 100. */
const EquityScores = z.strictObject({ technology: point, market: point, team: point, finance: point, fit: point });

export type ScoreName = keyof z.infer<typeof EquityScores>;

/** `isCounted`: whoever stood aside after scoring counts no more. */
const Scored = z.object({ reviewerId: z.string(), reviewer: z.string(), scores: EquityScores, opinion: z.string(), at: z.string(), isCounted: z.boolean() });

const ScoreSheet = z.object({
  isRevealed: z.boolean(),
  /** may the reader still give theirs? */
  isDue: z.boolean(),
  /** the reader's own; with everybody's once all are in */
  rows: z.array(Scored),
});

export const giveScores = defineEndpoint({
  method: 'POST',
  path: '/api/equity-referrals/:id/scores',
  summary: "Gives the reader's scores, once; nobody else sees them until all are in",
  callers: ['fundReviewer'],
  params: idParams,
  body: z.strictObject({ scores: EquityScores, opinion: z.string().trim().min(1, '请写意见').max(2000, '意见不超过 2000 字') }),
  answer: ScoreSheet,
});

export const readScores = defineEndpoint({
  method: 'GET',
  path: '/api/equity-referrals/:id/scores',
  summary: "The reader's own scores, and everybody's once all are in",
  callers: ['fundReviewer', 'financeOfficer', 'zoneLeader', 'auditor'],
  params: idParams,
  answer: ScoreSheet,
});
