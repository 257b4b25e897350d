import { z } from 'zod';
import { defineEndpoint, fileAnswer, idParams } from '#kernel/contract/endpoint.ts';
import { parseIsoDate } from '#kernel/rules/instant.ts';

export const Said = z.object({ zh: z.string(), en: z.string() });
const day = z.iso.date('日期写成 2026-11-23 这样');
/** all | year | quarter | month, or two days: 2026-01-01..2026-06-30 */
const window = z
  .string()
  .regex(/^(all|year|quarter|month|\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d)$/, '统计期写成 all、year、quarter、month，或 2026-01-01..2026-06-30')
  .refine((value) => !value.includes('..') || value.split('..').every((end) => parseIsoDate(end) !== undefined), '统计期的起止须是有效日期');
/** dimension:key, several separated by commas: chain:0192…,park:0192… */
const filter = z
  .string()
  .max(2000)
  .regex(/^[A-Za-z]+:[^,:]+(,[A-Za-z]+:[^,:]+)*$/, '筛选写成 park:编号,chain:编号');

/** What every question about a figure may say. The day is today when absent, the window the figure's own. */
export const figureQuestion = { asOf: day.optional(), window: window.optional(), filter: filter.optional() };

export const FigureUnitSaid = z.union([z.enum(['share', 'money', 'days', 'hours', 'years']), Said]);

export const FigureInfo = z.object({
  id: z.string(),
  label: Said,
  definition: Said,
  /** the formula in words, made from the definition itself */
  formula: Said,
  unit: FigureUnitSaid,
  owner: Said,
  edition: z.string(),
  feature: z.string(),
  /** the record that its list opens */
  record: z.object({ name: z.string(), label: Said }),
  time: z.enum(['state', 'window']),
  /** the window asked for when nobody says one */
  window: z.enum(['all', 'year', 'quarter', 'month']).nullable(),
  measure: z.string(),
  people: z.boolean(),
  /** what it is found by: names, full pinyin and initials, lower case and without spaces */
  keys: z.array(z.string()),
  rules: z.array(z.string()),
  gap: z.object({ mend: Said, path: z.string() }).nullable(),
  dimensions: z.array(z.object({ key: z.string(), label: Said, record: z.string().nullable() })),
});

export const FigureValue = z.object({
  id: z.string(),
  /** null: nothing to count over, or hidden */
  value: z.number().nullable(),
  /** of a share */
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  /** §12.1: it counts fewer people than may be shown; the page writes <5 */
  hidden: z.boolean(),
  /** it counts only what this reader may see */
  limited: z.boolean(),
  unit: FigureUnitSaid,
  edition: z.string(),
  asOf: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  computedAt: z.string(),
});

const Cell = z.object({
  key: z.string().nullable(),
  label: Said,
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  hidden: z.boolean(),
});

/** The dictionary: every figure whose records the reader may read at least some of. */
export const figureList = defineEndpoint({
  method: 'GET',
  path: '/api/figures',
  summary: 'The dictionary of figures: definition, formula, owner, edition, dimensions',
  callers: 'signedIn',
  answer: z.object({ figures: z.array(FigureInfo) }),
});

/** Many figures at once, sharing one scan a source; `against` adds their values a month or a year before. */
export const figureValues = defineEndpoint({
  method: 'GET',
  path: '/api/figure-values',
  summary: 'Values of many figures as of a day, sharing one scan per source; with earlier values to compare',
  callers: 'signedIn',
  query: z.strictObject({
    ...figureQuestion,
    ids: z.string().max(4000),
    against: z
      .string()
      .regex(/^(month|year)(,(month|year))?$/, '对比写成 month、year')
      .optional(),
  }),
  answer: z.object({
    values: z.array(FigureValue.extend({ monthBefore: z.number().nullable(), yearBefore: z.number().nullable() })),
  }),
});

const idOfFigure = z.strictObject({ id: z.string().max(80) });

/** One figure, cut by a dimension when asked. */
export const figureValue = defineEndpoint({
  method: 'GET',
  path: '/api/figures/:id',
  summary: 'One figure: its definition, its value as of a day or over a window, and its cells by a dimension',
  callers: 'signedIn',
  params: idOfFigure,
  query: z.strictObject({ ...figureQuestion, by: z.string().max(40).optional() }),
  answer: z.object({ figure: FigureInfo, value: FigureValue, cells: z.array(Cell).nullable() }),
});

export const FigureRecord = z.object({
  id: z.string(),
  record: z.string(),
  /** page that opens it: /firms/0192… ; null when the reader may not open it */
  path: z.string().nullable(),
  title: z.string(),
  version: z.number(),
  /** of a sum, a percentile or a distinct count: what this row adds; of a share 1 when it is in the numerator, else 0 */
  amount: z.number().nullable(),
  /** the day or moment by which it was counted */
  at: z.string().nullable(),
  /** the row itself as its own list gives it, sensitive values masked; null when the reader may not see it */
  row: z.record(z.string(), z.unknown()).nullable(),
});

/** Exactly what the figure counts, within the reader's rights: as many rows as it says, or amounts that add up to it. */
export const figureRecords = defineEndpoint({
  method: 'GET',
  path: '/api/figures/:id/records',
  summary: 'The records that a figure counts: as many as its value, or adding up to it',
  callers: 'signedIn',
  params: idOfFigure,
  query: z.strictObject({
    ...figureQuestion,
    /** of a share: those counted, those missing, or all below the line */
    side: z.enum(['above', 'missing', 'below']).optional(),
    after: z.coerce.number().int().min(0).optional(),
    limit: z.coerce.number().int().min(1).max(1000).optional(),
  }),
  answer: z.object({
    total: z.number(),
    value: FigureValue,
    columns: z.array(z.object({ key: z.string(), label: Said })),
    rows: z.array(FigureRecord),
  }),
});

/** The same list as the officials' ledger, with the figure, its day and its definition in the head. */
export const figureSheet = defineEndpoint({
  method: 'GET',
  path: '/api/figures/:id/sheet',
  summary: 'The records that a figure counts as an Excel ledger',
  callers: 'signedIn',
  params: idOfFigure,
  query: z.strictObject({ ...figureQuestion, side: z.enum(['above', 'missing', 'below']).optional() }),
  answer: fileAnswer,
});

/** The figure over time. */
export const figureTrend = defineEndpoint({
  method: 'GET',
  path: '/api/figures/:id/trend',
  summary: 'A figure month by month, or year by year, up to a day',
  callers: 'signedIn',
  params: idOfFigure,
  query: z.strictObject({ ...figureQuestion, step: z.enum(['month', 'year']).optional(), points: z.coerce.number().int().min(2).max(36).optional() }),
  answer: z.object({ points: z.array(z.object({ asOf: z.string(), value: z.number().nullable(), hidden: z.boolean() })) }),
});

/** Who quotes it: dashboards, briefings, forms, passports. */
export const figureQuotes = defineEndpoint({
  method: 'GET',
  path: '/api/figures/:id/quotes',
  summary: 'Where a figure is quoted, and its editions',
  callers: 'signedIn',
  params: idOfFigure,
  answer: z.object({
    quotes: z.array(z.object({ kind: z.enum(['dashboard', 'briefing', 'form', 'passport']), title: Said, path: z.string(), at: z.string().nullable() })),
    editions: z.array(z.object({ edition: z.string(), firstSeenAt: z.string(), hash: z.string() })),
  }),
});

export const Passport = z.object({
  id: z.string(),
  /** short code printed on paper */
  code: z.string(),
  figureId: z.string(),
  label: Said,
  definition: Said,
  formula: Said,
  edition: z.string(),
  unit: FigureUnitSaid,
  asOf: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** what it was cut down to, in words */
  filter: z.array(z.object({ dimension: Said, label: Said })),
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  records: z.number(),
  hash: z.string(),
  signature: z.string(),
  frozenAt: z.string(),
  frozenBy: z.string(),
  why: z.string().nullable(),
  /** address of its public proof, for a QR code */
  proofPath: z.string(),
});

const Moved = z.object({
  id: z.string(),
  path: z.string().nullable(),
  title: z.string(),
  change: z.enum(['added', 'removed', 'amount', 'edited']),
  before: z.number().nullable(),
  after: z.number().nullable(),
});

/** Freezes a figure: its value, edition, period, the exact record versions and a hash, signed. */
export const freezeFigure = defineEndpoint({
  method: 'POST',
  path: '/api/passports',
  summary: 'Freeze a figure: value, edition, period, exact record versions, hash and signature',
  callers: ['zoneLeader', 'partyWorkOfficer', 'assessmentOfficer', 'dispatcher', 'departmentHandler', 'auditor', 'branchSecretary'],
  body: z.strictObject({ figureId: z.string().max(80), ...figureQuestion, why: z.string().max(200).optional() }),
  answer: Passport,
  effect: 'create',
});

export const passportList = defineEndpoint({
  method: 'GET',
  path: '/api/passports',
  summary: 'Passports issued, newest first, of one figure when asked',
  callers: 'signedIn',
  query: z.strictObject({ figureId: z.string().max(80).optional(), limit: z.coerce.number().int().min(1).max(200).optional() }),
  answer: z.object({ passports: z.array(Passport) }),
});

/** A passport with what has become of it: genuine or not, restated or not, and the records that moved. */
export const passportView = defineEndpoint({
  method: 'GET',
  path: '/api/passports/:id',
  summary: 'A passport: is it genuine, what would the same question give today, and which records moved',
  callers: 'signedIn',
  params: idParams,
  answer: z.object({
    passport: Passport,
    genuine: z.boolean(),
    /** what does not match when it is not genuine */
    faults: z.array(Said),
    /** the same definition, day and records asked again; null when the reader may not ask it */
    now: z.object({ value: z.number().nullable(), restated: z.boolean(), moved: z.array(Moved), movedTotal: z.number() }).nullable(),
  }),
});

/** The records frozen in it, as far as the reader may read them. */
export const passportRecords = defineEndpoint({
  method: 'GET',
  path: '/api/passports/:id/records',
  summary: 'The records frozen in a passport with their versions; those the reader may not see are only counted',
  callers: 'signedIn',
  params: idParams,
  query: z.strictObject({ after: z.coerce.number().int().min(0).optional(), limit: z.coerce.number().int().min(1).max(1000).optional() }),
  answer: z.object({ total: z.number(), unseen: z.number(), rows: z.array(FigureRecord) }),
});

/** What anybody with the paper in hand may learn: that it is genuine, and the count. */
export const passportProof = defineEndpoint({
  method: 'GET',
  path: '/api/proofs/:token',
  summary: 'Is this passport genuine? Answers anybody who holds its link: the number and its definition, never the records',
  callers: 'everyone',
  limit: 'open',
  params: z.strictObject({ token: z.string().max(120) }),
  answer: z.object({
    genuine: z.boolean(),
    zone: z.string(),
    label: Said,
    definition: Said,
    unit: FigureUnitSaid,
    value: z.number().nullable(),
    asOf: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    filter: z.array(z.object({ dimension: Said, label: Said })),
    frozenAt: z.string(),
    edition: z.string(),
    code: z.string(),
    hash: z.string(),
    passportId: z.string(),
  }),
});
