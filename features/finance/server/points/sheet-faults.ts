import type { Text } from '#kernel/contract/text.ts';
import { columnLetter } from '#kernel/server/sheets/sheet.ts';

/** What is wrong with one cell, by its address. */
export type Fault = { readonly cell: string; readonly row: number; readonly value: string; readonly code: string; readonly message: Text };

export function faultAt(row: number, column: number, value: string, code: string, zh: string, en: string): Fault {
  return { cell: `${columnLetter(column)}${row}`, row, value, code, message: { zh, en } };
}
