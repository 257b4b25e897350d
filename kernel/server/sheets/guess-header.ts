import type { Field, Fields } from '#kernel/contract/field.ts';
import { normaliseText } from '#kernel/rules/text.ts';
import { cellText, columnLetter, type Sheet } from './sheet.ts';

export type GuessedColumn = {
  /** from 1 */
  readonly column: number;
  readonly letter: string;
  readonly header: string;
  readonly field: string | null;
  /** 0 to 1 */
  readonly confidence: number;
};

export type GuessedHeader = {
  /** from 1; of a header in two rows the lower */ readonly row: number;
  readonly columns: readonly GuessedColumn[];
};

const rowsLookedAt = 20;

/** Finds the header under title rows, also one in two rows (联系人 | 姓名, 电话), and the field of each column. */
export function guessHeader(sheet: Sheet, fields: Fields): GuessedHeader {
  const candidates = sheet.rows
    .slice(0, rowsLookedAt)
    .flatMap((_, index) => [headerAt(sheet, fields, index + 1, false), ...(index > 0 ? [headerAt(sheet, fields, index + 1, true)] : [])]);
  const best = candidates.reduce((a, b) => (weight(b) > weight(a) ? b : a), candidates[0] ?? { row: 1, columns: [] });
  return best;
}

/** The columns of a header row that somebody chose. */
export function headerAt(sheet: Sheet, fields: Fields, row: number, twoRows: boolean): GuessedHeader {
  const lower = sheet.rows[row - 1] ?? [];
  const upper = twoRows ? (sheet.rows[row - 2] ?? []) : [];
  const headers = Array.from({ length: Math.max(lower.length, upper.length) }, (_, index) => {
    const above = cellText(upper[index]).trim();
    const here = cellText(lower[index]).trim();
    return above && here && above !== here ? `${above}${here}` : here || above;
  });
  const scored = headers
    .flatMap((header, index) =>
      Object.entries(fields)
        .filter(([, field]) => !field.derived)
        .map(([name, field]) => ({ index, name, score: likeness(header, name, field) })),
    )
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index);
  const taken = new Map<number, { name: string; score: number }>();
  const used = new Set<string>();
  for (const { index, name, score } of scored) {
    if (taken.has(index) || used.has(name)) continue;
    taken.set(index, { name, score });
    used.add(name);
  }
  return {
    row,
    columns: headers.map((header, index) => ({
      column: index + 1,
      letter: columnLetter(index + 1),
      header,
      field: taken.get(index)?.name ?? null,
      confidence: taken.get(index)?.score ?? 0,
    })),
  };
}

function weight(header: GuessedHeader): number {
  return header.columns.reduce((sum, column) => sum + (column.field ? column.confidence : 0), 0) - header.row / 1000;
}

function likeness(header: string, name: string, field: Field): number {
  const asked = bare(header);
  if (asked === '') return 0;
  const words = [field.label.zh, field.label.en, name, ...(field.aliases ?? [])].map(bare);
  if (words.includes(asked)) return 1;
  const near = words.filter((word) => [...word].length >= 2 && (asked.includes(word) || (word.includes(asked) && [...asked].length >= 2)));
  if (near.length === 0) return 0;
  return Math.max(...near.map((word) => 0.4 + (0.4 * Math.min(word.length, asked.length)) / Math.max(word.length, asked.length)));
}

/** beyond this it is no header, whatever it says */
const longestHeader = 200;

/** Without required marks, units and spaces: `*注册资本（万元）` → `注册资本` */
function bare(header: string): string {
  return normaliseText(header.slice(0, longestHeader))
    .toLowerCase()
    .replaceAll(/[(（【[].*?[)）】\]]/g, '')
    .replaceAll(/[*＊\s:：/、_.-]/g, '');
}
