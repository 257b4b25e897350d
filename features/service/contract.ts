import { z } from 'zod';
import { defineEndpoint, fileAnswer, idParams } from '#kernel/contract/endpoint.ts';
import { parseIsoDate } from '#kernel/rules/instant.ts';

const day = z.string().refine((value) => parseIsoDate(value) !== undefined, '不是有效日期，应为 YYYY-MM-DD');
const id = z.uuid('不是有效的记录编号');
const requestReaders = ['dispatcher', 'zoneLeader', 'assessmentOfficer', 'auditor', 'partyWorkOfficer', 'enterpriseContact', 'specialist', 'departmentHandler'] as const;
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
  method: 'GET', path: '/api/service-suggestions', summary: 'Menu items that a text seems to ask for, with the words that say so',
  callers: ['dispatcher', 'enterpriseContact', 'specialist', 'departmentHandler'],
  query: z.strictObject({ text: z.string().min(1).max(2000) }),
  answer: z.object({ suggestions: z.array(Suggestion) }),
});

/** What a dispatcher wants beside a new request: a proposal, and the firm's other open matters. */
export const triage = defineEndpoint({
  method: 'GET', path: '/api/service-requests/:id/triage', summary: "A proposal for triage and the firm's other open requests",
  callers: ['dispatcher'], params: idParams,
  answer: z.object({
    suggestions: z.array(Suggestion),
    similar: z.array(z.object({ id: z.string(), number: z.string(), title: z.string(), status: z.string(), shared: z.array(z.string()) })),
    objections: z.array(z.object({ unit: z.string(), reason: z.string(), at: z.string() })),
  }),
});

const LedgerLine = z.object({
  kind: z.enum(['visit', 'request', 'quiet']),
  id: z.string(), at: z.string(), title: z.string(), who: z.string().nullable(), status: z.string(),
});

/** Every contact with a firm, past and planned, of all bodies (无事不扰). */
export const contactLedger = defineEndpoint({
  method: 'GET', path: '/api/firms/:id/contact-ledger', summary: "A firm's contacts by all bodies, with its quiet weeks",
  callers: firmReaders, params: idParams, query: z.strictObject({ from: day.optional(), to: day.optional() }),
  answer: z.object({ lines: z.array(LedgerLine), visitsThisMonth: z.number(), visitsMost: z.number() }),
});

export const setQuietWeek = defineEndpoint({
  method: 'POST', path: '/api/firms/:id/quiet-weeks', summary: 'Ask to be left alone for some days',
  callers: ['enterpriseContact', 'specialist', 'dispatcher'], params: idParams, effect: 'create',
  body: z.strictObject({ fromOn: day, toOn: day, reason: z.string().trim().max(200).optional() }),
  answer: z.object({ id: z.string() }),
});

export const endQuietWeek = defineEndpoint({
  method: 'DELETE', path: '/api/firms/:id/quiet-weeks/:quietId', summary: 'Take a quiet week back',
  callers: ['enterpriseContact', 'specialist', 'dispatcher'], params: z.strictObject({ id, quietId: id }), answer: z.object({ removed: z.boolean() }),
});

/** Who else is about to visit, and is the firm quiet then? Asked before a visit is planned. */
export const visitClashes = defineEndpoint({
  method: 'GET', path: '/api/firms/:id/visit-clashes', summary: 'What speaks against visiting a firm on a day',
  callers: ['specialist', 'dispatcher', 'zoneLeader', 'departmentHandler', 'partyWorkOfficer'], params: idParams, query: z.strictObject({ on: day }),
  answer: z.object({ clashes: z.array(z.object({ kind: z.enum(['visit', 'quiet', 'tooMany']), says: z.object({ zh: z.string(), en: z.string() }), visitId: z.string().nullable() })) }),
});

const BriefPromise = z.object({ id: z.string(), title: z.string(), dueOn: z.string(), owner: z.string(), status: z.string(), late: z.boolean() });
const BriefRequest = z.object({ id: z.string(), number: z.string(), title: z.string(), status: z.string(), lead: z.string().nullable(), lamp: z.string().nullable(), dueAt: z.string().nullable(), holder: z.string().nullable() });

/** The two-minute brief (走访前简报): promises first, then what is open, what hurt, what not to ask again. */
export const firmBrief = defineEndpoint({
  method: 'GET', path: '/api/firms/:id/brief', summary: 'What to know of a firm before a visit',
  callers: ['specialist', 'dispatcher', 'zoneLeader', 'partyWorkOfficer'], params: idParams,
  answer: z.object({
    firm: z.object({ id: z.string(), name: z.string(), park: z.string().nullable(), employees: z.number().nullable(), contact: z.string().nullable() }),
    promises: z.array(BriefPromise), open: z.array(BriefRequest), complaints: z.array(BriefRequest),
    lastVisit: z.object({ at: z.string(), who: z.string(), notes: z.string().nullable() }).nullable(),
    answered: z.array(z.object({ what: z.string(), on: z.string() })),
  }),
});

/** The firm's one page: what the zone owes it, who holds it, how long. */
export const owedToFirm = defineEndpoint({
  method: 'GET', path: '/api/firms/:id/owed', summary: 'What the zone owes a firm, who holds it, how long',
  callers: firmReaders, params: idParams,
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
  method: 'POST', path: '/api/visits/:id/requests', summary: "Raise a request from a visit's notes", callers: ['specialist', 'dispatcher'], params: idParams, effect: 'create',
  body: z.strictObject({ text: z.string().trim().min(1, '必填').max(2000), itemId: id.optional() }),
  answer: z.object({ requestId: z.string() }),
});

const rateParts = z.object({ count: z.number(), base: z.number(), percent: z.number().nullable() });

export const serviceRates = defineEndpoint({
  method: 'GET', path: '/api/service-rates', summary: 'The three rates and the on-time rate of a window, with their parts',
  callers: ['dispatcher', 'zoneLeader', 'assessmentOfficer', 'auditor'],
  query: z.strictObject({ from: day, to: day, countExplained: z.enum(['true', 'false']).optional() }),
  answer: z.object({ responseRate: rateParts, resolutionRate: rateParts, satisfactionRate: rateParts, onTimeRate: rateParts, edition: z.string() }),
});

export const callBackSample = defineEndpoint({
  method: 'GET', path: '/api/call-back-sample', summary: "A month's call-back sample; the seed is shown once the month is over",
  callers: ['dispatcher', 'assessmentOfficer', 'auditor'], query: z.strictObject({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '应为 YYYY-MM') }),
  answer: z.object({
    month: z.string(), digest: z.string(), fixedAt: z.string(), seed: z.string().nullable(), share: z.number(),
    sampled: z.array(z.object({ id: z.string(), number: z.string(), title: z.string(), status: z.string(), calledBack: z.boolean() })),
  }),
});

export const PolicyParams = z.record(z.string(), z.unknown());

export const servicePolicy = defineEndpoint({
  method: 'GET', path: '/api/service-policy', summary: 'Every edition of the service limits, with its source', callers: 'signedIn',
  answer: z.object({ editions: z.array(z.object({ edition: z.string(), effectiveFrom: z.string(), source: z.string(), confidence: z.string(), params: PolicyParams })), inForce: z.string() }),
});

const policyDraft = z.strictObject({ edition: z.string().trim().min(1).max(60), effectiveFrom: day, source: z.string().trim().min(1, '须写明出处').max(300), params: PolicyParams });

const MovedClock = z.object({ requestId: z.string(), number: z.string(), title: z.string(), clock: z.string(), before: z.string(), after: z.string(), lampBefore: z.string(), lampAfter: z.string() });

export const previewPolicy = defineEndpoint({
  method: 'POST', path: '/api/service-policy/preview', summary: 'Which open cases would move under other limits; nothing is saved', callers: ['dispatcher', 'zoneLeader'],
  body: policyDraft, answer: z.object({ looked: z.number(), moved: z.array(MovedClock), turned: z.object({ toRed: z.number(), fromRed: z.number() }) }),
});

export const adoptPolicy = defineEndpoint({
  method: 'POST', path: '/api/service-policy', summary: 'Adopt a new edition of the limits; earlier days keep theirs', callers: ['dispatcher'], effect: 'create',
  body: policyDraft, answer: z.object({ edition: z.string() }),
});

/** A deadline reckoned aloud: for pages, and for anyone who doubts a date. */
export const reckonDeadline = defineEndpoint({
  method: 'GET', path: '/api/work-calendar/deadline', summary: 'The day on which a period ends by the working calendar', callers: 'signedIn',
  query: z.strictObject({ from: day, workingDays: z.coerce.number().int().min(0).max(1000), mode: z.enum(['excludeStart', 'includeStart']).optional() }),
  answer: z.object({ date: z.string(), provisional: z.boolean(), missingYears: z.array(z.number()) }),
});

export const workCalendar = defineEndpoint({
  method: 'GET', path: '/api/work-calendar', summary: 'Loaded years, exceptions and office hours', callers: 'signedIn',
  answer: z.object({ years: z.array(z.object({ year: z.number(), source: z.string() })), entries: z.array(z.object({ date: z.string(), isWorkday: z.boolean(), name: z.string() })), hours: z.array(z.tuple([z.string(), z.string()])) }),
});

export const loadCalendarYear = defineEndpoint({
  method: 'PUT', path: '/api/work-calendar/:year', summary: "Load a year's State Council notice", callers: ['dispatcher', 'systemAdmin'],
  params: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100) }),
  body: z.strictObject({ source: z.string().trim().min(1).max(200), entries: z.array(z.strictObject({ date: day, isWorkday: z.boolean(), name: z.string().max(60) })).max(366) }),
  answer: z.object({ year: z.number(), entries: z.number() }),
});

/** A file as the hotline sends it: each row becomes a request; the rows that cannot come back with the reason. */
export const hotlineFile = defineEndpoint({
  method: 'POST', path: '/api/hotline-files', summary: "Turn a hotline's file into requests; a dry run says what would be", callers: ['dispatcher'],
  query: z.strictObject({ dryRun: z.enum(['true', 'false']).optional() }),
  answer: z.object({ opened: z.number(), refused: z.array(z.object({ row: z.number(), reason: z.object({ zh: z.string(), en: z.string() }) })), ids: z.array(z.string()) }),
});

const Proposal = z.object({
  firmId: z.string(), firm: z.string(), specialistId: z.string(), specialist: z.string(), previousId: z.string().nullable(), previous: z.string().nullable(),
  reason: z.object({ zh: z.string(), en: z.string() }),
});

export const planLinks = defineEndpoint({
  method: 'POST', path: '/api/specialist-plans', summary: 'Propose who looks after which firm; nothing changes until accepted', callers: ['dispatcher'],
  body: z.strictObject({ mostPerSpecialist: z.number().int().min(1).max(500).optional(), keepExisting: z.boolean().optional(), locked: z.array(z.strictObject({ firmId: id, specialistId: id })).max(5000).optional() }),
  answer: z.object({ changes: z.array(Proposal), kept: z.number(), loads: z.array(z.object({ specialistId: z.string(), specialist: z.string(), before: z.number(), after: z.number() })), cost: z.number(), seconds: z.number(), optimal: z.boolean() }),
});

export const acceptPlan = defineEndpoint({
  method: 'POST', path: '/api/specialist-plans/accept', summary: 'Make the accepted changes of a proposal', callers: ['dispatcher'],
  body: z.strictObject({ changes: z.array(z.strictObject({ firmId: id, specialistId: id })).min(1).max(5000), reason: z.string().trim().max(200).optional() }),
  answer: z.object({ changed: z.number() }),
});

const HandoverItem = z.object({ id: z.string(), firmId: z.string(), firm: z.string(), from: z.string(), to: z.string(), note: z.string().nullable(), state: z.string(), open: z.number(), promises: z.number() });

export const offerHandover = defineEndpoint({
  method: 'POST', path: '/api/handovers', summary: "Offer a specialist's firms to a successor, each with a note", callers: ['dispatcher', 'specialist'], effect: 'create',
  body: z.strictObject({ fromId: id, items: z.array(z.strictObject({ firmId: id, toId: id, note: z.string().trim().max(1000).optional() })).min(1).max(200) }),
  answer: z.object({ offered: z.number() }),
});

export const listHandovers = defineEndpoint({
  method: 'GET', path: '/api/handovers', summary: 'Handovers offered to me, by me, or all for a dispatcher', callers: ['dispatcher', 'specialist'],
  answer: z.object({ items: z.array(HandoverItem) }),
});

export const decideHandover = defineEndpoint({
  method: 'POST', path: '/api/handovers/:id/decide', summary: 'Accept or decline one firm of a handover', callers: ['specialist'], params: idParams,
  body: z.strictObject({ accepted: z.boolean(), reason: z.string().trim().max(300).optional() }), answer: z.object({ state: z.string() }),
});

export const attachFile = defineEndpoint({
  method: 'POST', path: '/api/service-requests/:id/attachments', summary: 'Attach a file to a request', callers: requestReaders, params: idParams, answer: z.object({ id: z.string() }),
});

export const listAttachments = defineEndpoint({
  method: 'GET', path: '/api/service-requests/:id/attachments', summary: 'Files of a request', callers: requestReaders, params: idParams,
  answer: z.object({ files: z.array(z.object({ id: z.string(), fileName: z.string(), size: z.number(), at: z.string() })) }),
});

export const readAttachment = defineEndpoint({
  method: 'GET', path: '/api/service-requests/:id/attachments/:attachmentId', summary: 'Download an attachment', callers: requestReaders, params: z.strictObject({ id, attachmentId: id }), answer: fileAnswer,
});
