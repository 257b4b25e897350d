import { z } from 'zod';
import { defineEndpoint, fileAnswer, idParams } from '#kernel/contract/endpoint.ts';
import type { Role } from '#kernel/contract/role.ts';
import { Said } from './contract.ts';

export const formWriters: readonly Role[] = ['partyWorkOfficer', 'assessmentOfficer', 'dispatcher', 'departmentHandler', 'branchSecretary'];
export const formReaders: readonly Role[] = [...formWriters, 'zoneLeader', 'auditor'];

/** Records whose fields a form may ask for: one of each is picked when the form is filled. */
export const formSubjects = ['firm', 'partyOrganisation'] as const;

export const moneyUnits = ['元', '万元', '亿元'] as const;

/** What a blank is filled from, decided once. */
export const FormMapping = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('figure'),
    figureId: z.string().max(80),
    window: z
      .string()
      .regex(/^(all|year|quarter|month|\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d)$/)
      .optional(),
    filter: z.string().max(500).optional(),
    /** money is written in it; 万元 when absent */
    unit: z.enum(moneyUnits).optional(),
  }),
  /** a field of one record, picked when the form is filled */
  z.strictObject({ kind: z.literal('field'), record: z.string().max(60), field: z.string().max(60) }),
  /** 填报单位, 填报日期, 填表人 */
  z.strictObject({ kind: z.literal('known'), what: z.enum(['zone', 'day', 'filler']) }),
  /** asked of a person, kept, and not asked again while valid */
  z.strictObject({ kind: z.literal('answer'), validMonths: z.number().int().min(1).max(36).optional() }),
  z.strictObject({ kind: z.literal('text'), text: z.string().max(500) }),
  z.strictObject({ kind: z.literal('leave') }),
]);

export const FormHead = z.strictObject({
  title: z.string().trim().min(1, '请填写表名').max(120),
  /** 要表单位 */
  asker: z.string().trim().min(1, '请填写要表单位').max(80),
  /** the document by which it is asked */
  document: z.string().trim().max(120),
  purpose: z.string().trim().max(300),
  dueOn: z.iso.date().nullable(),
});

const Grid = z.object({
  name: z.string(),
  rows: z.number(),
  columns: z.number(),
  cells: z.array(z.object({ row: z.number(), column: z.number(), rowSpan: z.number(), colSpan: z.number(), text: z.string() })),
});

const Suggested = z.object({ mapping: FormMapping, label: Said, definition: Said.nullable(), score: z.number() });

const BlankSaid = z.object({
  key: z.string(),
  grid: z.number(),
  row: z.number(),
  column: z.number(),
  gap: z.number().nullable(),
  labels: z.array(z.string()),
  unit: z.string().nullable(),
  mapping: FormMapping.nullable(),
  /** in words what it is filled from */
  from: Said.nullable(),
  suggestions: z.array(Suggested),
  sure: z.boolean(),
});

const Brief = z.object({
  id: z.string(),
  version: z.number(),
  /** who asks may still be open after an upload */
  head: FormHead.extend({ asker: z.string() }),
  expiresOn: z.string(),
  fileName: z.string(),
  blanks: z.number(),
  mapped: z.number(),
  /** blanks that fill themselves, of all */
  selfFilled: z.number(),
  lastExportedAt: z.string().nullable(),
});

export const FormSaid = Brief.extend({ kind: z.enum(['xlsx', 'docx']), grids: z.array(Grid), cells: z.array(BlankSaid) });

export const formList = defineEndpoint({
  method: 'GET',
  path: '/api/forms',
  summary: 'Upward forms on the register: who asks, until when, how much fills itself',
  callers: formReaders,
  answer: z.object({ forms: z.array(Brief) }),
});

export const formUpload = defineEndpoint({
  method: 'POST',
  path: '/api/forms',
  summary: 'Upload an Excel or Word form: its blanks and what each may be filled from',
  callers: formWriters,
  answer: FormSaid,
  effect: 'act',
});

export const formView = defineEndpoint({
  method: 'GET',
  path: '/api/forms/:id',
  summary: 'A form as it looks, its blanks, what each is filled from or may be',
  callers: formReaders,
  params: idParams,
  answer: FormSaid,
});

export const formSave = defineEndpoint({
  method: 'PUT',
  path: '/api/forms/:id',
  summary: 'Register a form and decide what its blanks are filled from; a mapping to nothing is refused',
  callers: formWriters,
  params: idParams,
  body: z.strictObject({
    head: FormHead,
    mapping: z.record(z.string().max(40), FormMapping),
    /** until when it may be asked; beyond twelve months only with a reason */
    expiresOn: z.iso.date().optional(),
    renewWhy: z.string().trim().max(300).optional(),
  }),
  answer: FormSaid,
  effect: 'update',
});

const FilledCell = z.object({
  key: z.string(),
  labels: z.array(z.string()),
  unit: z.string().nullable(),
  kind: z.enum(['figure', 'field', 'known', 'answer', 'text', 'leave', 'unmapped']),
  value: z.string().nullable(),
  /** where it comes from, in words */
  source: Said.nullable(),
  /** page that opens it */
  path: z.string().nullable(),
  passportId: z.string().nullable(),
  /** an answer that somebody gave before: in which form, when, until when */
  before: z.object({ value: z.string(), form: z.string(), givenAt: z.string(), givenBy: z.string(), validUntil: z.string() }).nullable(),
  /** what was typed in this filling */
  given: z.object({ value: z.string(), source: z.string().nullable() }).nullable(),
  /** why a value that should fill itself does not */
  fault: Said.nullable(),
});

export const FillingSaid = z.object({
  id: z.string(),
  version: z.number(),
  formId: z.string(),
  title: z.string(),
  asker: z.string(),
  asOf: z.string(),
  exportedAt: z.string().nullable(),
  /** records whose fields the form asks for, and the one picked */
  subjects: z.array(z.object({ record: z.string(), label: Said, id: z.string().nullable() })),
  cells: z.array(FilledCell),
  fields: z.number(),
  prefilled: z.number(),
});

export const fillingOpen = defineEndpoint({
  method: 'POST',
  path: '/api/forms/:id/fillings',
  summary: 'Begin to fill a form as of a day: everything known stands in it already',
  callers: formWriters,
  params: idParams,
  body: z.strictObject({ asOf: z.iso.date().optional() }),
  answer: FillingSaid,
  effect: 'create',
});

export const fillingView = defineEndpoint({
  method: 'GET',
  path: '/api/form-fillings/:id',
  summary: 'A filling: what fills itself with its source, what is asked, what was said before',
  callers: formReaders,
  params: idParams,
  answer: FillingSaid,
});

export const fillingSave = defineEndpoint({
  method: 'PUT',
  path: '/api/form-fillings/:id',
  summary: 'Save the answers of a filling and the records it is about',
  callers: formWriters,
  params: idParams,
  body: z.strictObject({
    answers: z.record(z.string().max(40), z.strictObject({ value: z.string().trim().max(1000), source: z.string().trim().max(200).optional() })),
    subjects: z.record(z.string().max(60), z.uuid()),
    /** another day to fill it as of */
    asOf: z.iso.date().optional(),
  }),
  answer: FillingSaid,
  effect: 'update',
});

export const fillingExport = defineEndpoint({
  method: 'POST',
  path: '/api/form-fillings/:id/export',
  summary: 'Close a filling: every figure is frozen, the file is kept as it was taken away',
  callers: formWriters,
  params: idParams,
  answer: FillingSaid,
  effect: 'update',
});

export const fillingFile = defineEndpoint({
  method: 'GET',
  path: '/api/form-fillings/:id/file',
  summary: 'The filled form: the uploaded file with only its blanks written; once closed, byte for byte the same',
  callers: formReaders,
  params: idParams,
  answer: fileAnswer,
});

const Burden = z.object({ forms: z.number(), fillings: z.number(), fields: z.number(), prefilled: z.number(), minutes: z.number() });

/** Branch secretaries and departments see their own; others all. */
export const fillingList = defineEndpoint({
  method: 'GET',
  path: '/api/forms/:id/fillings',
  summary: 'The fillings of a form, newest first; those closed can be taken away again',
  callers: formReaders,
  params: idParams,
  answer: z.object({
    fillings: z.array(z.object({ id: z.string(), asOf: z.string(), openedAt: z.string(), openedBy: z.string(), exportedAt: z.string().nullable() })),
  }),
});

/** What is asked of the grass roots, by asker and form; never by person. */
export const burdenMeter = defineEndpoint({
  method: 'GET',
  path: '/api/forms/burden',
  summary: 'The burden meter: fields asked, share filled by itself, minutes, by asker and by form; never by person',
  callers: formReaders,
  answer: z.object({
    askers: z.array(Burden.extend({ asker: z.string() })),
    forms: z.array(Burden.extend({ id: z.string(), title: z.string(), asker: z.string() })),
  }),
});
