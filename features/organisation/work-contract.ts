import { z } from 'zod';
import { defineEndpoint, idParams } from '#kernel/contract/endpoint.ts';
import { day, organisationReaders, Said } from './contract.ts';

const id = z.uuid('不是有效的记录编号');
const lifeReaders = ['partyWorkOfficer', 'zoneLeader', 'auditor', 'branchSecretary'] as const;
const status = z.enum(['met', 'dueSoon', 'open', 'overdue', 'notRequired', 'waived']);

/** A year of organisation life of one organisation: what was asked, and which record serves it (§2). */
export const organisationLife = defineEndpoint({
  method: 'GET',
  path: '/api/organisations/:id/life',
  summary: 'What a year asks of an organisation and which records serve it',
  callers: lifeReaders,
  params: idParams,
  query: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100).optional() }),
  answer: z.object({
    year: z.number(),
    edition: z.string(),
    rate: z.number().nullable(),
    met: z.number(),
    required: z.number(),
    requirements: z.array(z.object({ kind: z.string(), periodStart: z.string(), periodEnd: z.string(), groupId: z.string().nullable(), rule: z.string(), strength: z.enum(['must', 'normally']), status, eventId: z.string().nullable() })),
  }),
});

/** What is overdue or due soon, organisation by organisation in the order of what is due; no scores and no ranks. */
export const lifeDue = defineEndpoint({
  method: 'GET',
  path: '/api/organisation-life',
  summary: 'Organisation life that is overdue or due soon this year, by organisation',
  callers: ['partyWorkOfficer', 'zoneLeader', 'auditor'],
  query: z.strictObject({ asOf: day.optional(), parkId: id.optional() }),
  answer: z.object({
    asOf: z.string(),
    met: z.number(),
    required: z.number(),
    rate: z.number().nullable(),
    rows: z.array(z.object({ id: z.string(), name: z.string(), overdue: z.number(), dueSoon: z.number(), kinds: z.array(z.string()) })),
  }),
});

/** Whether an alliance meets its rules on a day, who chairs now and next (§7.3). */
export const allianceState = defineEndpoint({
  method: 'GET',
  path: '/api/alliances/:id/state',
  summary: 'Is the alliance active, what does it lack, who chairs now and next, what is unfinished',
  callers: [...organisationReaders, 'branchSecretary'],
  params: idParams,
  query: z.strictObject({ asOf: day.optional() }),
  answer: z.object({
    asOf: z.string(),
    active: z.boolean(),
    lacks: z.array(Said),
    chair: z.object({ id: z.string(), name: z.string() }).nullable(),
    next: z.object({ id: z.string(), name: z.string(), from: z.string() }).nullable(),
    units: z.array(z.object({ id: z.string(), name: z.string(), order: z.number().nullable(), contact: z.string().nullable(), fromOn: z.string() })),
    meetings: z.array(z.object({ id: z.string(), topic: z.string(), heldOn: z.string() })),
    unfinished: z.number(),
  }),
});

export const loadSchemeTemplate = defineEndpoint({
  method: 'POST',
  path: '/api/scheme-templates',
  summary: 'Make a scheme from a template: named parts, editable, marked where they are platform defaults',
  callers: ['partyWorkOfficer'],
  effect: 'create',
  body: z.strictObject({ code: z.string().min(1).max(30), startsOn: day.optional(), endsOn: day.optional() }),
  answer: z.object({ id: z.string() }),
});

export const schemeTree = defineEndpoint({
  method: 'GET',
  path: '/api/schemes/:id/tree',
  summary: 'Parts of a scheme with their tasks, what keeps it from being published, and how far it is',
  callers: [...organisationReaders, 'branchSecretary'],
  params: idParams,
  answer: z.object({
    faults: z.array(Said),
    done: z.number(),
    tasks: z.number(),
    groups: z.array(
      z.object({
        order: z.number(),
        name: z.string(),
        parts: z.array(z.object({ id: z.string(), name: z.string(), isDefault: z.boolean(), done: z.number(), tasks: z.number(), late: z.number() })),
      }),
    ),
  }),
});

/** Publishing checks the counts: 1145 has one, one, four and five parts, or says which group has not. */
export const publishScheme = defineEndpoint({
  method: 'POST',
  path: '/api/schemes/:id/publish',
  summary: 'Publish a scheme whose parts have the shape it declares',
  callers: ['partyWorkOfficer'],
  params: idParams,
  answer: z.object({ status: z.string() }),
});

const Review = z.object({ partId: z.string(), name: z.string(), state: z.enum(['blank', 'submitted', 'done', 'returned']), evidence: z.string().nullable(), clause: z.string().nullable() });

/** One site on one checklist: its parts, what the site says, what the upper organisation says (NPE-01). */
export const siteReview = defineEndpoint({
  method: 'GET',
  path: '/api/organisations/:id/review',
  summary: 'How an organisation stands on the parts of a checklist',
  callers: ['partyWorkOfficer', 'zoneLeader', 'assessmentOfficer', 'auditor', 'branchSecretary'],
  params: idParams,
  query: z.strictObject({ schemeId: id }),
  answer: z.object({ organisation: z.string(), scheme: z.string(), parts: z.array(Review), complete: z.boolean() }),
});

/** The secretary answers the blanks; the officer settles each part, with a clause where it goes back. */
export const reviewParts = defineEndpoint({
  method: 'POST',
  path: '/api/organisations/:id/review',
  summary: "Answer or settle parts of a checklist: the secretary's evidence, the officer's verdict",
  callers: ['partyWorkOfficer', 'branchSecretary'],
  params: idParams,
  body: z.strictObject({
    parts: z
      .array(z.strictObject({ partId: id, evidence: z.string().trim().max(1000).optional(), verdict: z.enum(['done', 'returned']).optional(), clause: z.string().trim().max(300).optional() }))
      .min(1)
      .max(50),
  }),
  answer: z.object({ complete: z.boolean() }),
});
