import type { IsoDate } from '#kernel/rules/instant.ts';

/** A cell as it was meant: text, number, yes/no, a calendar date, or empty. */
export type Cell = string | number | boolean | { readonly date: IsoDate } | null;

export type Sheet = {
  readonly name: string;
  /** row 1 is rows[0]; merged areas carry their value in every cell */
  readonly rows: readonly (readonly Cell[])[];
};

/** What a person sees in the cell. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'object') return cell.date;
  return typeof cell === 'number' ? numberText(cell) : typeof cell === 'boolean' ? (cell ? '是' : '否') : cell;
}

/** Codes that a spreadsheet program took for numbers come back without exponent. */
function numberText(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

/** 1 → A, 28 → AB */
export function columnLetter(column: number): string {
  return column <= 26
    ? String.fromCharCode(64 + column)
    : `${columnLetter(Math.floor((column - 1) / 26))}${columnLetter(((column - 1) % 26) + 1)}`;
}
