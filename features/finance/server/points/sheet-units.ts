import { normaliseText } from '#kernel/rules/text.ts';
import { cellText, type Sheet } from '#kernel/server/sheets/sheet.ts';
import { placesBetween } from '../../rules/money-unit.ts';
import type { Item } from '../../rules/points-scheme.ts';
import { faultAt, type Fault } from './sheet-faults.ts';

/** Units that a head may carry beside those of the scheme; any other word in brackets is a remark. */
const otherUnits = ['元', '千元', '万元', '百万元', '千万元', '亿元', '%', '‰', '小数', '人', '万人', '件', '个', '项', '家'];
const ofSheet = /单位[:：]\s*(?:人民币)?\s*(亿元|千万元|百万元|万元|千元|元)/;

type Column = { readonly column: number; readonly header: string; readonly item: Item };

/**
 * In which unit each column is written: the one in its head's brackets, in a row of units below the head, or for money the one said
 * above the table (单位：亿元). Money is brought into the scheme's unit; any other unit than the scheme's is a fault,
 * and its column is not read.
 */
export function unitsOf(
  sheet: Sheet,
  { headerRow, firstRow, nameColumns }: { readonly headerRow: number; readonly firstRow: number; readonly nameColumns: readonly number[] },
  columns: readonly Column[],
): {
  readonly firstRow: number;
  readonly places: ReadonlyMap<number, number>;
  readonly strange: ReadonlySet<number>;
  readonly faults: readonly Fault[];
} {
  const known = new Set([...otherUnits, ...columns.map(({ item }) => normaliseText(item.unit))].filter((unit) => unit !== ''));
  const below = unitRow(sheet, firstRow, nameColumns, known);
  const above = sheet.rows
    .slice(0, headerRow - 1)
    .flat()
    .flatMap((cell) => ofSheet.exec(normaliseText(cellText(cell)))?.slice(1) ?? [])[0];
  const faults: Fault[] = [];
  const places = new Map<number, number>();
  const strange = new Set<number>();
  for (const { column, header, item } of columns) {
    const inHead = [...normaliseText(header).matchAll(/[([【]([^)\]】]*)[)\]】]/g)]
      .map(([, word = '']) => unitIn(word))
      .find((word) => known.has(word));
    const isMoney = placesBetween(item.unit, item.unit) === 0;
    const unit = inHead ?? below?.[column - 1] ?? (isMoney ? above : undefined);
    const moved = unit === undefined || unit === normaliseText(item.unit) ? 0 : placesBetween(unit, item.unit);
    if (moved === undefined) {
      strange.add(column);
      faults.push(
        faultAt(
          headerRow,
          column,
          header,
          'UNIT_DIFFERS',
          `${item.name}的单位是${item.unit === '' ? '个数' : item.unit}，不是${unit}`,
          `${item.code} is in ${item.unit || 'plain numbers'}, not ${unit}`,
        ),
      );
    } else if (moved !== 0) places.set(column, moved);
  }
  return { firstRow: below ? firstRow + 1 : firstRow, places, strange, faults };
}

const unitIn = (word: string) => word.replace(/^单位[:：]?/, '').trim();

/** The units by column, when the row under the head names no firm and holds nothing but units. */
function unitRow(
  sheet: Sheet,
  row: number,
  nameColumns: readonly number[],
  known: ReadonlySet<string>,
): readonly (string | undefined)[] | undefined {
  const words = (sheet.rows[row - 1] ?? []).map((cell) => unitIn(normaliseText(cellText(cell))));
  const isNamed = nameColumns.some((column) => !['', '-', '—', '单位'].includes(words[column - 1] ?? ''));
  const units = words.map((word, index) => (nameColumns.includes(index + 1) || !known.has(word) ? undefined : word));
  const areUnits = words.every((word, index) => nameColumns.includes(index + 1) || /^[-—]?$/.test(word) || known.has(word));
  return !isNamed && areUnits && units.some((unit) => unit !== undefined) ? units : undefined;
}
