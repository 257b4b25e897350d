import { z } from 'zod';
import { defineEndpoint, fileAnswer } from '#kernel/contract/endpoint.ts';

const text = z.object({ zh: z.string(), en: z.string() });

/** What is wrong with one cell: `B7`, what stands there, and why it cannot be taken. */
export const SheetFault = z.object({ cell: z.string(), value: z.string(), code: z.string(), message: text });

export const SheetAnswer = z.object({
  sheet: z.string(),
  /** from 1 */
  headerRow: z.number(),
  /** `places`: by how many its numbers were moved into the scheme's unit of money; 亿元 as 万元 is 4 */
  columns: z.array(z.object({ column: z.number(), header: z.string(), code: z.string(), places: z.number() })),
  /** firms of rows without a fault, and what their cells are: not yet there, another value than so far, the same as so far */
  firms: z.number(),
  added: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  /** rows with a fault, which stay out as a whole */
  badRows: z.number(),
  /** rows that are no firm's: totals, remarks */
  passedOver: z.array(z.number()),
  faults: z.array(SheetFault),
  /** all of them, where the list shows the first ones */
  faultCount: z.number(),
  written: z.boolean(),
  /** then these values move nobody's points by themselves: an objection or a correction takes them up */
  isYearPublic: z.boolean(),
});

export const pointsSheet = defineEndpoint({
  method: 'POST',
  path: '/api/points-sheets',
  summary: 'A sheet with a firm a row and an indicator a column: checked, or written in one transaction; values that stand already are not entered again',
  callers: ['financeOfficer'],
  query: z.strictObject({
    year: z.coerce.number().int().min(2000).max(2100),
    source: z.string().trim().min(1).max(100),
    /** `no` is the dry run; `all` is refused while anything is wrong; `good` leaves rows with a fault out */
    write: z.enum(['no', 'all', 'good']),
  }),
  answer: SheetAnswer,
});

export const pointsSheetTemplate = defineEndpoint({
  method: 'GET',
  path: '/api/points-sheets/template.xlsx',
  summary: 'The empty sheet: a firm a row, a column for each indicator of the scheme in force',
  callers: ['financeOfficer'],
  answer: fileAnswer,
});
