import { z } from 'zod';
import { defineEndpoint, fileAnswer, idParams } from './endpoint.ts';

/** One column of an uploaded sheet and the field it seems to carry; `field` null = left out. */
export const SheetColumn = z.object({
  column: z.number(),
  letter: z.string(),
  header: z.string(),
  field: z.string().nullable(),
  confidence: z.number(),
  samples: z.array(z.string()),
});

export const UploadedSheet = z.object({ name: z.string(), headerRow: z.number(), rows: z.number(), columns: z.array(SheetColumn) });

const text = z.object({ zh: z.string(), en: z.string() });

export const ImportRow = z.object({
  /** as the spreadsheet program numbers it */
  row: z.number(),
  outcome: z.enum(['added', 'changed', 'unchanged', 'refused']),
  title: z.string(),
  /** cell by cell, personal values masked */
  changes: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
  refusals: z.array(
    z.object({
      column: z.string().nullable(),
      header: z.string().nullable(),
      value: z.string().nullable(),
      message: text,
      rule: z.string().nullable(),
    }),
  ),
});

export const ImportCounts = z.object({ added: z.number(), changed: z.number(), unchanged: z.number(), refused: z.number() });

export const ImportBatch = z.object({
  id: z.string(),
  record: z.string(),
  fileName: z.string(),
  state: z.enum(['uploaded', 'checked', 'committed', 'undone']),
  by: z.string(),
  at: z.string(),
  counts: ImportCounts.nullable(),
  /** until when a committed batch can be undone */
  undoUntil: z.string().nullable(),
});

/** Anyone signed in may call; the `import` action of the record's policy decides. */
export const uploadSheet = defineEndpoint({
  method: 'POST',
  path: '/api/imports/:record',
  summary: 'Upload a workbook or csv as it is; answers the guessed headers',
  callers: 'signedIn',
  params: z.strictObject({ record: z.string().max(60) }),
  answer: z.object({ batchId: z.string(), sheets: z.array(UploadedSheet) }),
});

export const dryRunImport = defineEndpoint({
  method: 'POST',
  path: '/api/import-batches/:id/dry-run',
  summary: 'What would be added, changed cell by cell, and refused; writes nothing',
  callers: 'signedIn',
  params: idParams,
  body: z.strictObject({
    sheet: z.string().max(200),
    headerRow: z.number().int().min(1).max(1000),
    /** column number → field */
    mapping: z.record(z.string().regex(/^\d{1,3}$/), z.string().max(60).nullable()),
  }),
  answer: z.object({ counts: ImportCounts, rows: z.array(ImportRow) }),
});

export const listImportRows = defineEndpoint({
  method: 'GET',
  path: '/api/import-batches/:id/rows',
  summary: 'The rows of a checked batch, page by page',
  callers: 'signedIn',
  params: idParams,
  query: z.strictObject({
    outcome: z.enum(['added', 'changed', 'unchanged', 'refused']).optional(),
    from: z.coerce.number().int().min(0).optional(),
  }),
  answer: z.object({ rows: z.array(ImportRow), total: z.number() }),
});

export const commitImport = defineEndpoint({
  method: 'POST',
  path: '/api/import-batches/:id/commit',
  summary: 'Import the good rows, all of them or none',
  callers: 'signedIn',
  params: idParams,
  body: z.strictObject({ onlyGood: z.boolean() }),
  answer: ImportBatch,
});

export const refusedRows = defineEndpoint({
  method: 'GET',
  path: '/api/import-batches/:id/refused.xlsx',
  summary: 'The refused rows in the same workbook, each faulty cell marked with its reason',
  callers: 'signedIn',
  params: idParams,
  answer: fileAnswer,
});

export const undoImport = defineEndpoint({
  method: 'POST',
  path: '/api/import-batches/:id/undo',
  summary: 'Take a batch back, within 30 days',
  callers: 'signedIn',
  params: idParams,
  answer: z.object({ batch: ImportBatch, undone: z.number(), kept: z.array(z.object({ title: z.string(), message: text })) }),
});

export const listImports = defineEndpoint({
  method: 'GET',
  path: '/api/imports',
  summary: 'Past imports of a record',
  callers: 'signedIn',
  query: z.strictObject({ record: z.string().max(60) }),
  answer: z.object({ batches: z.array(ImportBatch) }),
});
