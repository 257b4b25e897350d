import { z } from 'zod';
import { defineEndpoint } from '#kernel/contract/endpoint.ts';

/** A value that the zone's own records give for a firm's year, beside what was entered: nothing, the same, or another. */
const KnownValue = z.object({
  firmId: z.string(),
  firm: z.string(),
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  value: z.number(),
  source: z.string(),
  evidence: z.string(),
  entered: z.enum(['missing', 'same', 'other']),
});

export type KnownValue = z.infer<typeof KnownValue>;

export const knownPointsValues = defineEndpoint({
  method: 'POST',
  path: '/api/points-inputs/from-records',
  summary: 'What the zone’s records already hold for a year’s indicators, with its source; where nothing was entered it is, if so asked',
  callers: ['financeOfficer'],
  body: z.strictObject({ year: z.int().min(2000).max(2100), write: z.enum(['no', 'missing']) }),
  answer: z.object({ values: z.array(KnownValue), written: z.number() }),
});
