import { z } from 'zod';
import { defineEndpoint } from '#kernel/contract/endpoint.ts';
import { FigureUnitSaid, Said } from './contract.ts';

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份写成 2026-10 这样');

const Missing = z.object({
  figureId: z.string(),
  label: Said,
  owner: Said,
  /** how many inputs are missing; its records open at /figures/:id/records */
  value: z.number().nullable(),
  mend: Said,
  path: z.string(),
});

const FrozenFigure = z.object({
  figureId: z.string(),
  label: Said,
  unit: FigureUnitSaid,
  passportId: z.string(),
  frozen: z.number().nullable(),
  /** the same question today; null where this reader may not ask it */
  now: z.number().nullable(),
  restated: z.boolean(),
});

/** The months that are frozen, newest first, and those that can be. */
export const periodList = defineEndpoint({
  method: 'GET',
  path: '/api/figure-periods',
  summary: 'Frozen months, and finished ones that are not frozen yet',
  callers: ['assessmentOfficer', 'zoneLeader', 'partyWorkOfficer', 'auditor', 'dispatcher'],
  answer: z.object({
    frozen: z.array(z.object({ period: z.string(), frozenAt: z.string(), frozenBy: z.string(), note: z.string().nullable(), figures: z.number() })),
    open: z.array(z.string()),
  }),
});

/** A month: before freezing the checklist of what is missing and whose it is; afterwards what was frozen and what has moved since. */
export const periodView = defineEndpoint({
  method: 'GET',
  path: '/api/figure-periods/:period',
  summary: 'A month: missing inputs with their owners; once frozen, every figure then and now',
  callers: ['assessmentOfficer', 'zoneLeader', 'partyWorkOfficer', 'auditor', 'dispatcher'],
  params: z.strictObject({ period: month }),
  answer: z.object({
    period: z.string(),
    asOf: z.string(),
    over: z.boolean(),
    frozen: z.object({ frozenAt: z.string(), frozenBy: z.string(), note: z.string().nullable(), missingThen: z.array(Missing), figures: z.array(FrozenFigure) }).nullable(),
    missing: z.array(Missing),
  }),
});

/** Freezes every figure of a finished month; once. What is missing then is written down with it. */
export const freezePeriod = defineEndpoint({
  method: 'POST',
  path: '/api/figure-periods',
  summary: 'Freeze a finished month: a passport for every figure, and what was missing',
  callers: ['assessmentOfficer'],
  body: z.strictObject({ period: month, note: z.string().max(300).optional() }),
  answer: z.object({ period: z.string(), figures: z.number(), missing: z.number() }),
  effect: 'create',
});
