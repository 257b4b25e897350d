import { z } from 'zod';
import { defineEndpoint, fileAnswer } from '#kernel/contract/endpoint.ts';

const id = z.uuid('不是有效的记录编号');
const subject = z.strictObject({ id });

/** Something that falls due, or is overdue; amounts in 分 as decimal text. */
export const RadarEntry = z.object({
  id: z.string(),
  source: z.enum(['obligation', 'creditLine']),
  firmId: z.string(),
  firm: z.string(),
  kind: z.enum(['loan', 'licence', 'land', 'talentTitle']),
  title: z.string(),
  bankId: z.string().nullable(),
  amount: z.string().nullable(),
  dueOn: z.string(),
  daysLeft: z.number(),
  band: z.enum(['overdue', 'within30', 'within60', 'within90']),
  /** of a loan, as far as the reader sees receivables; null where none was shared */
  gap: z.object({ owed: z.string(), incoming: z.string(), short: z.string(), coveredOn: z.string().nullable() }).nullable(),
  /** for this due day; `isPending`: a bank has yet to answer, or its yes waits for the firm; the request while it is open */
  help: z.object({
    asked: z.number(),
    offered: z.number(),
    isPending: z.boolean(),
    isAccepted: z.boolean(),
    requestId: z.string().nullable(),
  }),
  noticedOn: z.string().nullable(),
});
export type RadarEntry = z.infer<typeof RadarEntry>;

export const radar = defineEndpoint({
  method: 'GET',
  path: '/api/radar',
  summary: 'What falls due within the widest band, or is overdue, the earliest first, as far as the reader may see it',
  callers: ['enterpriseContact', 'specialist', 'financeOfficer', 'zoneLeader', 'auditor', 'bankOfficer'],
  query: z.strictObject({ firmId: id.optional() }),
  answer: z.object({ day: z.string(), edition: z.string(), bands: z.array(z.number()), entries: z.array(RadarEntry) }),
});

export const askBanks = defineEndpoint({
  method: 'POST',
  path: '/api/radar/:id/inquiries',
  summary: 'Ask several banks at once about one due thing; none of them learns of the others',
  callers: ['enterpriseContact'],
  params: subject,
  body: z.strictObject({
    bankIds: z.array(id).min(1, '请选择银行').max(5, '一次至多问五家'),
    note: z.string().trim().max(1000).optional(),
    /** gives the consent in the same step to those banks that have none yet */
    consentUntil: z.iso.date('日期写成 2026-11-23 这样').optional(),
  }),
  answer: z.object({ ids: z.array(z.string()) }),
  effect: 'create',
});

export const openExtensionRequest = defineEndpoint({
  method: 'POST',
  path: '/api/radar/:id/requests',
  summary: 'Open a service request (LOAN_EXTENSION) about a due thing, on the service clock',
  callers: ['enterpriseContact', 'specialist'],
  params: subject,
  answer: z.object({ requestId: z.string() }),
  effect: 'create',
});

export const extensionFile = defineEndpoint({
  method: 'GET',
  path: '/api/radar/:id/extension-file',
  summary: 'A draft of the extension file as Word, from the records: the loan, the cash gap, the points of today',
  callers: ['enterpriseContact', 'specialist', 'financeOfficer'],
  params: subject,
  answer: fileAnswer,
});
