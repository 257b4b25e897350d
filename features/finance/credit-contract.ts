import { z } from 'zod';
import { defineEndpoint, idParams } from '#kernel/contract/endpoint.ts';
import type { Text } from '#kernel/contract/text.ts';
import type { EligibilityReason } from './rules/eligibility.ts';

export const consentLooks = defineEndpoint({
  method: 'GET',
  path: '/api/firms/:id/consent-looks',
  summary: 'Every look that the consents of a firm allowed, the latest first',
  callers: ['enterpriseContact', 'financeOfficer', 'auditor'],
  params: idParams,
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(500).optional(),
    /** those before this one: the id of the last that was shown */
    before: z.uuid('不是有效的记录编号').optional(),
  }),
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
        /** the consent that allowed it, and what that is for */
        consentId: z.string(),
        purpose: z.string(),
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

/** A product as a firm sees it: what it promises, and whether this firm may have it and why. Money in 分. */
export type ProductForFirm = {
  readonly id: string;
  readonly name: string;
  readonly bankId: string;
  readonly bank: string;
  readonly cap: string;
  readonly termMonths: number;
  readonly rateBp: number;
  readonly answerDays: number;
  readonly isRevolving: boolean;
  readonly papers: string | null;
  readonly qualifications: readonly string[];
  readonly isEligible: boolean;
  readonly reasons: readonly EligibilityReason[];
  readonly suggestedLine: string | null;
};

export const firmEligibility = defineEndpoint({
  method: 'GET',
  path: '/api/firms/:id/eligibility',
  summary: 'Every credit product on offer, whether the firm may have it today, why or why not, and the line suggested',
  callers: ['enterpriseContact', 'financeOfficer', 'zoneLeader', 'auditor'],
  params: idParams,
  answer: z.object({
    day: z.string(),
    edition: z.string(),
    /** said where the central bank's relending for technology may fit the firm */
    relending: z.custom<Text>().nullable(),
    products: z.array(z.custom<ProductForFirm>()),
  }),
});

export const applicationEligibility = defineEndpoint({
  method: 'GET',
  path: '/api/credit-applications/:id/eligibility',
  summary: 'The reasons for and against an application, as they stood on its day',
  callers: ['enterpriseContact', 'financeOfficer', 'zoneLeader', 'auditor', 'assessmentOfficer', 'bankOfficer'],
  params: idParams,
  answer: z.object({ reasons: z.array(z.custom<EligibilityReason>()) }),
});
