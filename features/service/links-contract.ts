import { z } from 'zod';
import { defineEndpoint, idParams } from '#kernel/contract/endpoint.ts';

const id = z.uuid('不是有效的记录编号');

const Proposal = z.object({
  firmId: z.string(),
  firm: z.string(),
  specialistId: z.string(),
  specialist: z.string(),
  previousId: z.string().nullable(),
  previous: z.string().nullable(),
  reason: z.object({ zh: z.string(), en: z.string() }),
});

export const planLinks = defineEndpoint({
  method: 'POST',
  path: '/api/specialist-plans',
  summary: 'Propose who looks after which firm; nothing changes until accepted',
  callers: ['dispatcher'],
  body: z.strictObject({
    mostPerSpecialist: z.number().int().min(1).max(500).optional(),
    keepExisting: z.boolean().optional(),
    locked: z
      .array(z.strictObject({ firmId: id, specialistId: id }))
      .max(5000)
      .optional(),
  }),
  answer: z.object({
    changes: z.array(Proposal),
    kept: z.number(),
    loads: z.array(z.object({ specialistId: z.string(), specialist: z.string(), before: z.number(), after: z.number() })),
    cost: z.number(),
    seconds: z.number(),
    optimal: z.boolean(),
  }),
});

export const acceptPlan = defineEndpoint({
  method: 'POST',
  path: '/api/specialist-plans/accept',
  summary: 'Make the accepted changes of a proposal',
  callers: ['dispatcher'],
  body: z.strictObject({
    changes: z
      .array(z.strictObject({ firmId: id, specialistId: id }))
      .min(1)
      .max(5000),
    reason: z.string().trim().max(200).optional(),
  }),
  answer: z.object({ changed: z.number() }),
});

const HandoverItem = z.object({ id: z.string(), firmId: z.string(), firm: z.string(), from: z.string(), to: z.string(), note: z.string().nullable(), state: z.string(), open: z.number(), promises: z.number() });

export const offerHandover = defineEndpoint({
  method: 'POST',
  path: '/api/handovers',
  summary: "Offer a specialist's firms to a successor, each with a note",
  callers: ['dispatcher', 'specialist'],
  effect: 'create',
  body: z.strictObject({
    fromId: id,
    items: z
      .array(z.strictObject({ firmId: id, toId: id, note: z.string().trim().max(1000).optional() }))
      .min(1)
      .max(200),
  }),
  answer: z.object({ offered: z.number() }),
});

export const listHandovers = defineEndpoint({
  method: 'GET',
  path: '/api/handovers',
  summary: 'Handovers offered to me, by me, or all for a dispatcher',
  callers: ['dispatcher', 'specialist'],
  answer: z.object({ items: z.array(HandoverItem) }),
});

export const decideHandover = defineEndpoint({
  method: 'POST',
  path: '/api/handovers/:id/decide',
  summary: 'Accept or decline one firm of a handover',
  callers: ['specialist'],
  params: idParams,
  body: z.strictObject({ accepted: z.boolean(), reason: z.string().trim().max(300).optional() }),
  answer: z.object({ state: z.string() }),
});
