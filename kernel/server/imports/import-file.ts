import type { z } from 'zod';
import type { ImportCounts, ImportRow } from '#kernel/contract/import-endpoints.ts';
import type { Ask } from '../house.ts';
import { checkedRows, commit, dryRun, refusedWorkbook, uploadSheet } from './import.ts';

export type ImportedFile = {
  readonly batchId: string;
  readonly counts: z.infer<typeof ImportCounts>;
  /** every refused row, and the first of the others */
  readonly rows: readonly z.infer<typeof ImportRow>[];
  readonly refusedWorkbook: Uint8Array;
};

/** The wizard's steps in one go, with the headers as they are guessed: for the command line. */
export async function importFile(
  ask: Ask,
  record: string,
  bytes: Uint8Array,
  fileName: string,
  how: { readonly dryRun: boolean; readonly onlyGood: boolean },
): Promise<ImportedFile> {
  const { batchId, sheets } = await uploadSheet(ask, record, bytes, fileName);
  const sheet = sheets[0];
  if (!sheet) throw new Error('A readable file has at least one sheet');
  const mapping = Object.fromEntries(sheet.columns.map((column) => [String(column.column), column.field]));
  const { counts } = await dryRun(ask, batchId, { sheet: sheet.name, headerRow: sheet.headerRow, mapping });
  const { rows } = await checkedRows(ask, batchId, counts.refused > 0 ? 'refused' : undefined, 0);
  const { content } = await refusedWorkbook(ask, batchId);
  if (!how.dryRun) await commit(ask, batchId, how.onlyGood);
  return { batchId, counts, rows, refusedWorkbook: content };
}
