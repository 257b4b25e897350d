import { z } from 'zod';
import { defineEndpoint, fileAnswer, idParams } from '#kernel/contract/endpoint.ts';
import { parseIsoDate } from '#kernel/rules/instant.ts';

const day = z.string().refine((value) => parseIsoDate(value) !== undefined, '不是有效日期，应为 YYYY-MM-DD');
const id = z.uuid('不是有效的记录编号');
const requestReaders = ['dispatcher', 'zoneLeader', 'assessmentOfficer', 'auditor', 'partyWorkOfficer', 'enterpriseContact', 'specialist', 'departmentHandler'] as const;
/** Who takes part in a request, and may put a file to it; the others read. */
export const requestHands = ['dispatcher', 'enterpriseContact', 'specialist', 'departmentHandler'] as const;
const firmReaders = ['dispatcher', 'zoneLeader', 'partyWorkOfficer', 'specialist', 'enterpriseContact'] as const;

/** A proposed menu item with the words of the text that led to it: the reader sees why. */
export const Suggestion = z.object({
  itemId: z.string(),
  name: z.string(),
  category: z.string(),
  level: z.string(),
  departmentId: z.string().nullable(),
  department: z.string().nullable(),
  askedTimes: z.number(),
  solvedTimes: z.number(),
  matched: z.array(z.string()),
  score: z.number(),
});
export type Suggestion = z.infer<typeof Suggestion>;

export const suggestItems = defineEndpoint({
  method: 'GET',
  path: '/api/service-suggestions',
  summary: 'Menu items that a text seems to ask for, with the words that say so',
  callers: ['dispatcher', 'enterpriseContact', 'specialist', 'departmentHandler'],
  query: z.strictObject({ text: z.string().min(1).max(2000) }),
  answer: z.object({ suggestions: z.array(Suggestion) }),
});

/** What a dispatcher wants beside a new request: a proposal, and the firm's other open matters. */
export const triage = defineEndpoint({
  method: 'GET',
  path: '/api/service-requests/:id/triage',
  summary: "A proposal for triage and the firm's other open requests",
  callers: ['dispatcher'],
  params: idParams,
  answer: z.object({
    suggestions: z.array(Suggestion),
    similar: z.array(z.object({ id: z.string(), number: z.string(), title: z.string(), status: z.string(), shared: z.array(z.string()) })),
    objections: z.array(z.object({ unit: z.string(), reason: z.string(), at: z.string() })),
  }),
});

const LedgerLine = z.object({
  kind: z.enum(['visit', 'request', 'quiet']),
  id: z.string(),
  at: z.string(),
  title: z.string(),
  who: z.string().nullable(),
  status: z.string(),
});

/** Every contact with a firm, past and planned, of all bodies (无事不扰). */
export const contactLedger = defineEndpoint({
  method: 'GET',
  path: '/api/firms/:id/contact-ledger',
  summary: "A firm's contacts by all bodies, with its quiet weeks",
  callers: firmReaders,
  params: idParams,
  query: z.strictObject({ from: day.optional(), to: day.optional() }),
  answer: z.object({ lines: z.array(LedgerLine), visitsThisMonth: z.number(), visitsMost: z.number() }),
});

export const setQuietWeek = defineEndpoint({
  method: 'POST',
  path: '/api/firms/:id/quiet-weeks',
  summary: 'Ask to be left alone for some days',
  callers: ['enterpriseContact', 'specialist', 'dispatcher'],
  params: idParams,
  effect: 'create',
  body: z.strictObject({ fromOn: day, toOn: day, reason: z.string().trim().max(200).optional() }),
  answer: z.object({ id: z.string() }),
});

export const endQuietWeek = defineEndpoint({
  method: 'DELETE',
  path: '/api/firms/:id/quiet-weeks/:quietId',
  summary: 'Take a quiet week back',
  callers: ['enterpriseContact', 'specialist', 'dispatcher'],
  params: z.strictObject({ id, quietId: id }),
  answer: z.object({ removed: z.boolean() }),
});

/** Who else is about to visit, and is the firm quiet then? Asked before a visit is planned. */
export const visitClashes = defineEndpoint({
  method: 'GET',
  path: '/api/firms/:id/visit-clashes',
  summary: 'What speaks against visiting a firm on a day',
  callers: ['specialist', 'dispatcher', 'zoneLeader', 'departmentHandler', 'partyWorkOfficer'],
  params: idParams,
  query: z.strictObject({ on: day }),
  answer: z.object({ clashes: z.array(z.object({ kind: z.enum(['visit', 'quiet', 'tooMany']), says: z.object({ zh: z.string(), en: z.string() }), visitId: z.string().nullable() })) }),
});

const BriefPromise = z.object({ id: z.string(), title: z.string(), dueOn: z.string(), owner: z.string(), status: z.string(), late: z.boolean() });
const BriefRequest = z.object({ id: z.string(), number: z.string(), title: z.string(), status: z.string(), lead: z.string().nullable(), lamp: z.string().nullable(), dueAt: z.string().nullable(), holder: z.string().nullable() });

/** The two-minute brief (走访前简报): promises first, then what is open, what hurt, what not to ask again. */
export const firmBrief = defineEndpoint({
  method: 'GET',
  path: '/api/firms/:id/brief',
  summary: 'What to know of a firm before a visit',
  callers: ['specialist', 'dispatcher', 'zoneLeader', 'partyWorkOfficer'],
  params: idParams,
  answer: z.object({
    firm: z.object({ id: z.string(), name: z.string(), park: z.string().nullable(), employees: z.number().nullable(), contact: z.string().nullable() }),
    promises: z.array(BriefPromise),
    open: z.array(BriefRequest),
    complaints: z.array(BriefRequest),
    lastVisit: z.object({ at: z.string(), who: z.string(), notes: z.string().nullable() }).nullable(),
    answered: z.array(z.object({ what: z.string(), on: z.string() })),
  }),
});

/** The firm's one page: what the zone owes it, who holds it, how long. */
export const owedToFirm = defineEndpoint({
  method: 'GET',
  path: '/api/firms/:id/owed',
  summary: 'What the zone owes a firm, who holds it, how long',
  callers: firmReaders,
  params: idParams,
  answer: z.object({
    firm: z.object({ id: z.string(), name: z.string() }),
    specialists: z.array(z.object({ id: z.string(), name: z.string() })),
    requests: z.array(BriefRequest.extend({ version: z.number(), since: z.string(), yours: z.boolean() })),
    promises: z.array(BriefPromise.extend({ version: z.number() })),
    visits: z.array(LedgerLine),
    closedThisYear: z.number(),
  }),
});

/** A sentence of a visit's notes becomes a request; note and request stay linked. */
export const raiseFromVisit = defineEndpoint({
  method: 'POST',
  path: '/api/visits/:id/requests',
  summary: "Raise a request from a visit's notes",
  callers: ['specialist', 'dispatcher'],
  params: idParams,
  effect: 'create',
  body: z.strictObject({ text: z.string().trim().min(1, '必填').max(2000), itemId: id.optional() }),
  answer: z.object({ requestId: z.string() }),
});

const rateParts = z.object({ count: z.number(), base: z.number(), percent: z.number().nullable() });

export const serviceRates = defineEndpoint({
  method: 'GET',
  path: '/api/service-rates',
  summary: 'The three rates and the on-time rate of a window, with their parts',
  callers: ['dispatcher', 'zoneLeader', 'assessmentOfficer', 'auditor'],
  query: z.strictObject({ from: day, to: day, countExplained: z.enum(['true', 'false']).optional() }),
  answer: z.object({ responseRate: rateParts, resolutionRate: rateParts, satisfactionRate: rateParts, onTimeRate: rateParts, edition: z.string() }),
});

export const callBackSample = defineEndpoint({
  method: 'GET',
  path: '/api/call-back-sample',
  summary: "A month's call-back sample; the seed is shown once the month is over",
  callers: ['dispatcher', 'assessmentOfficer', 'auditor'],
  query: z.strictObject({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '应为 YYYY-MM') }),
  answer: z.object({
    month: z.string(),
    digest: z.string(),
    fixedAt: z.string(),
    seed: z.string().nullable(),
    share: z.number(),
    sampled: z.array(z.object({ id: z.string(), number: z.string(), title: z.string(), status: z.string(), calledBack: z.boolean() })),
  }),
});

/** A file as the hotline sends it: each row becomes a request; the rows that cannot come back with the reason. */
export const hotlineFile = defineEndpoint({
  method: 'POST',
  path: '/api/hotline-files',
  summary: "Turn a hotline's file into requests; a dry run says what would be",
  callers: ['dispatcher'],
  query: z.strictObject({ dryRun: z.enum(['true', 'false']).optional() }),
  answer: z.object({ opened: z.number(), refused: z.array(z.object({ row: z.number(), reason: z.object({ zh: z.string(), en: z.string() }) })), ids: z.array(z.string()) }),
});

export const attachFile = defineEndpoint({
  method: 'POST',
  path: '/api/service-requests/:id/attachments',
  summary: 'Attach a file to a request',
  callers: requestHands,
  params: idParams,
  answer: z.object({ id: z.string() }),
});

export const listAttachments = defineEndpoint({
  method: 'GET',
  path: '/api/service-requests/:id/attachments',
  summary: 'Files of a request',
  callers: requestReaders,
  params: idParams,
  answer: z.object({ files: z.array(z.object({ id: z.string(), fileName: z.string(), size: z.number(), at: z.string() })) }),
});

export const readAttachment = defineEndpoint({
  method: 'GET',
  path: '/api/service-requests/:id/attachments/:attachmentId',
  summary: 'Download an attachment',
  callers: requestReaders,
  params: z.strictObject({ id, attachmentId: id }),
  answer: fileAnswer,
});
