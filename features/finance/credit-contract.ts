import { z } from 'zod';
import { defineEndpoint, idParams } from '#kernel/contract/endpoint.ts';

export const consentLooks = defineEndpoint({
  method: 'GET',
  path: '/api/firms/:id/consent-looks',
  summary: 'Every look that the consents of a firm allowed, the latest first',
  callers: ['enterpriseContact', 'financeOfficer', 'auditor'],
  params: idParams,
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).optional() }),
  answer: z.object({
    total: z.number(),
    looks: z.array(
      z.object({
        id: z.string(),
        at: z.string(),
        receiver: z.string(),
        who: z.string(),
        record: z.string(),
        recordId: z.string(),
        scope: z.string(),
        how: z.enum(['read', 'found', 'passport']),
      }),
    ),
  }),
});

export const consentReceivers = defineEndpoint({
  method: 'GET',
  path: '/api/consent-receivers',
  summary: 'Banks and funds that a firm may let see',
  callers: ['enterpriseContact'],
  answer: z.object({ receivers: z.array(z.object({ id: z.string(), name: z.string(), kind: z.enum(['bank', 'fund']) })) }),
});
