import { z } from 'zod';
import type { OfficialDocument } from '#kernel/contract/document.ts';
import { defineEndpoint, fileAnswer, idParams } from '#kernel/contract/endpoint.ts';
import type { Role } from '#kernel/contract/role.ts';
import { FigureUnitSaid, Said } from './contract.ts';

export const briefingWriters: readonly Role[] = ['partyWorkOfficer', 'assessmentOfficer', 'dispatcher'];
export const briefingReaders: readonly Role[] = [...briefingWriters, 'zoneLeader', 'auditor', 'departmentHandler', 'branchSecretary', 'specialist'];

const Wording = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exact') }),
  z.strictObject({ kind: z.literal('more'), n: z.number() }),
  z.strictObject({ kind: z.literal('near') }),
  z.strictObject({ kind: z.literal('over'), n: z.number() }),
  z.strictObject({ kind: z.literal('thousands') }),
]);

/** A live number in the text. Its day is the briefing's when absent; `seen` is the value that the writer last accepted. */
export const BriefingQuote = z.strictObject({
  figureId: z.string().max(80),
  asOf: z.iso.date().optional(),
  window: z
    .string()
    .regex(/^(all|year|quarter|month|\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d)$/)
    .optional(),
  filter: z.string().max(2000).optional(),
  wording: Wording,
  seen: z.number().nullable(),
});

const Inline = z.union([z.strictObject({ text: z.string().max(20_000), bold: z.boolean().optional() }), z.strictObject({ quote: BriefingQuote })]);
const runs = z.array(Inline).max(500);

export const BriefingBlock = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('heading'), level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]), runs }),
  z.strictObject({ kind: z.literal('paragraph'), runs }),
  z.strictObject({ kind: z.literal('table'), rows: z.array(z.array(runs).max(20)).min(1).max(200) }),
]);

const line = z.string().trim().max(300);

/** What a writer edits; plain text throughout. */
export const BriefingDraft = z.strictObject({
  /** 简报名称, in red */
  mark: z.string().trim().min(1, '请填写简报名称').max(40),
  title: z.string().trim().min(1, '请填写标题').max(120),
  issuer: z.string().trim().max(60),
  /** the day on it, and of its numbers */
  day: z.iso.date('日期写成 2026-11-23 这样'),
  editorNote: z.string().trim().max(2000),
  blocks: z.array(BriefingBlock).max(600),
  report: line,
  send: line,
  issueTo: line,
  copies: z.number().int().min(0).max(100_000).nullable(),
});

const Head = z.object({
  id: z.string(),
  version: z.number(),
  status: z.enum(['draft', 'issued', 'withdrawn']),
  mark: z.string(),
  title: z.string(),
  day: z.string(),
  number: z.number().nullable(),
  changedAt: z.string(),
  changedBy: z.string(),
  issuedAt: z.string().nullable(),
  issuedBy: z.string().nullable(),
});

/** How a quote stands today: its value, what it says, and whether that still holds. */
export const QuoteStanding = z.object({
  label: Said.nullable(),
  unit: FigureUnitSaid.nullable(),
  value: z.number().nullable(),
  /** of the stored wording, today */
  text: z.string(),
  /** the value is the one accepted */
  fresh: z.boolean(),
  /** what is written is still true */
  holds: z.boolean(),
  /** why it cannot be said: unknown figure, not this reader's, too few people */
  fault: Said.nullable(),
});

const Restated = z.object({ passportId: z.string(), label: Said, before: z.string(), after: z.string() });

export const Briefing = Head.extend({
  draft: BriefingDraft,
  /** of each quote, in the order of the text; empty once issued */
  standings: z.array(QuoteStanding),
  /** exactly what was issued; null of a draft */
  issued: z.custom<OfficialDocument>().nullable(),
  passportIds: z.array(z.string()),
  /** numbers of the issued text that would be others today */
  restated: z.array(Restated),
  withdrawnWhy: z.string().nullable(),
  /** public page that proves its numbers; null of a draft */
  proofPath: z.string().nullable(),
});

export const briefingList = defineEndpoint({
  method: 'GET',
  path: '/api/briefings',
  summary: 'Briefings, newest first; drafts only for those who write them',
  callers: briefingReaders,
  answer: z.object({ briefings: z.array(Head), templates: z.array(z.object({ key: z.string(), label: Said })) }),
});

export const briefingView = defineEndpoint({
  method: 'GET',
  path: '/api/briefings/:id',
  summary: 'A briefing: of a draft how each number stands today, of an issued one what was restated since',
  callers: briefingReaders,
  params: idParams,
  answer: Briefing,
});

export const briefingCreate = defineEndpoint({
  method: 'POST',
  path: '/api/briefings',
  summary: 'Begin a draft: blank, from a template, or as a copy of an earlier one',
  callers: briefingWriters,
  body: z.strictObject({ template: z.string().max(40).optional(), copyOf: z.uuid().optional() }),
  answer: z.object({ id: z.string(), version: z.number() }),
  effect: 'create',
});

export const briefingSave = defineEndpoint({
  method: 'PUT',
  path: '/api/briefings/:id',
  summary: 'Save a draft; refused when somebody else saved since it was read',
  callers: briefingWriters,
  params: idParams,
  body: BriefingDraft,
  answer: z.object({ version: z.number(), standings: z.array(QuoteStanding) }),
  effect: 'update',
});

export const briefingIssue = defineEndpoint({
  method: 'POST',
  path: '/api/briefings/:id/issue',
  summary: 'Issue a draft: every number is frozen into a passport, the text never changes again',
  callers: briefingWriters,
  params: idParams,
  answer: z.object({ version: z.number(), number: z.number(), passports: z.number() }),
  effect: 'update',
});

export const briefingWithdraw = defineEndpoint({
  method: 'POST',
  path: '/api/briefings/:id/withdraw',
  summary: 'Withdraw an issued briefing with a reason; it stays readable and says so',
  callers: briefingWriters,
  params: idParams,
  body: z.strictObject({ why: z.string().trim().min(2, '请写明撤回理由').max(300) }),
  answer: z.object({ version: z.number() }),
  effect: 'update',
});

export const briefingDiscard = defineEndpoint({
  method: 'DELETE',
  path: '/api/briefings/:id',
  summary: 'Throw a draft away; an issued briefing can only be withdrawn',
  callers: briefingWriters,
  params: idParams,
  answer: z.object({ discarded: z.literal(true) }),
  effect: 'update',
});

export const briefingWord = defineEndpoint({
  method: 'GET',
  path: '/api/briefings/:id/word',
  summary: 'The briefing as Word in the layout of GB/T 9704',
  callers: briefingReaders,
  params: idParams,
  answer: fileAnswer,
});

export const briefingPdf = defineEndpoint({
  method: 'GET',
  path: '/api/briefings/:id/pdf',
  summary: 'The briefing as PDF with its fonts inside',
  callers: briefingReaders,
  params: idParams,
  answer: fileAnswer,
});

/** What anybody with the paper in hand may learn of its numbers. */
export const briefingProof = defineEndpoint({
  method: 'GET',
  path: '/api/briefing-proofs/:token',
  summary: 'Are the numbers of this briefing genuine? Answers anybody who holds its link, never with records',
  callers: 'everyone',
  limit: 'open',
  params: z.strictObject({ token: z.string().max(120) }),
  answer: z.object({
    zone: z.string(),
    mark: z.string(),
    title: z.string(),
    number: z.number().nullable(),
    day: z.string(),
    withdrawn: z.boolean(),
    numbers: z.array(z.object({ place: z.number(), label: Said, value: z.string(), asOf: z.string(), code: z.string(), genuine: z.boolean(), proofPath: z.string() })),
  }),
});
