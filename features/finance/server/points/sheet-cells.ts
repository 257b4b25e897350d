import { normaliseText } from '#kernel/rules/text.ts';
import { openXlsx } from '#kernel/server/sheets/read-workbook.ts';
import { cellText, columnLetter, type Cell, type Sheet } from '#kernel/server/sheets/sheet.ts';
import type { SheetColumns } from './sheet-columns.ts';
import { movedBy, placesBetween } from '../../rules/money-unit.ts';
import { faultAt, type Fault } from './sheet-faults.ts';
import type { Item } from './sheet-units.ts';

export type Given = { readonly code: string; readonly state: 'value' | 'notApplicable'; readonly value: number | null };

export type SheetRow = {
  readonly row: number;
  readonly firm: string;
  readonly uscc: string;
  readonly given: readonly Given[];
  readonly faults: readonly Fault[];
};

type Oddity = 'percent' | 'noResult' | 'merged';

/** What a cell is beyond its bare value: shown in percent, a formula without a result, or another cell's by merging; and rows nobody sees. */
export type Oddities = { readonly cells: ReadonlyMap<string, Oddity>; readonly hiddenRows: ReadonlySet<number> };

const largest = 1e15;
const totals = /^(合计|总计|小计|共计|累计|平均|汇总|total)/i;
const nothing = /^[-‐-―─/\\]*$/;
const notApplicable = /^(不适用|n\/?a)$/i;
const number = /^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;

/** Reads what the plain cells do not tell: 12.5 % is stored as 0.125, a broken formula looks empty, a merged cell looks entered twice. */
export async function odditiesOf(bytes: Uint8Array, sheetName: string): Promise<Oddities> {
  const cells = new Map<string, Oddity>();
  const hiddenRows = new Set<number>();
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return { cells, hiddenRows };
  (await openXlsx(bytes)).getWorksheet(sheetName)?.eachRow((row, at) => {
    if (row.hidden) hiddenRows.add(at);
    row.eachCell((cell) => {
      const { value } = cell;
      const result = typeof value === 'object' && value !== null && ('formula' in value || 'sharedFormula' in value) ? value.result : value;
      const isError = typeof result === 'object' && result !== null && 'error' in result;
      if (cell.master.address !== cell.address) cells.set(cell.address, 'merged');
      else if (isError || result === undefined) cells.set(cell.address, 'noResult');
      else if (typeof result === 'number' && /%/.test(cell.numFmt ?? '')) cells.set(cell.address, 'percent');
    });
  });
  return { cells, hiddenRows };
}

/** The rows under the header, each with its values and faults; totals, remarks and empty rows are passed over and named. */
export function rowsOf(sheet: Sheet, columns: SheetColumns, odd: Oddities): { rows: SheetRow[]; passedOver: number[] } {
  const rows: SheetRow[] = [];
  const passedOver: number[] = [];
  for (let row = columns.firstRow; row <= sheet.rows.length; row += 1) {
    const cells = sheet.rows[row - 1] ?? [];
    const word = (column: number | undefined) => (column === undefined ? '' : normaliseText(cellText(cells[column - 1])));
    const [firm, uscc] = [word(columns.firmColumn), word(columns.usccColumn).toUpperCase()];
    const texts = cells.map((cell) => normaliseText(cellText(cell))).filter((text) => text !== '');
    const isRemark = texts.length > 1 && new Set(texts).size === 1;
    if (isRemark || totals.test(firm) || (firm === '' && uscc === '' && texts.some((text) => totals.test(text)))) passedOver.push(row);
    else if (texts.length > 0) rows.push(rowOf(cells, { row, firm, uscc }, columns, odd));
  }
  return { rows, passedOver };
}

/** A row that nobody sees is not taken silently: it is named, and stays out until it is shown or deleted. */
function rowOf(cells: readonly Cell[], name: Pick<SheetRow, 'row' | 'firm' | 'uscc'>, columns: SheetColumns, odd: Oddities): SheetRow {
  const { row, firm, uscc } = name;
  const { given, faults } = cellsOf(cells, row, columns, odd);
  if (!odd.hiddenRows.has(row)) return { ...name, given, faults };
  const column = columns.firmColumn ?? columns.usccColumn ?? 1;
  const hidden = faultAt(
    row,
    column,
    firm || uscc,
    'ROW_HIDDEN',
    '这一行是隐藏的：请取消隐藏，或删去',
    'This row is hidden: show it or delete it',
  );
  return { ...name, given, faults: [hidden, ...faults] };
}

function cellsOf(cells: readonly Cell[], row: number, columns: SheetColumns, odd: Oddities): Pick<SheetRow, 'given' | 'faults'> {
  const given: Given[] = [];
  const faults: Fault[] = [];
  for (const { column, item } of columns.items) {
    const cell = cells[column - 1] ?? null;
    const read = readCell(cell, item, odd.cells.get(`${columnLetter(column)}${row}`), columns.places.get(column) ?? 0);
    if (read === undefined) continue;
    if ('code' in read) given.push(read);
    else faults.push(faultAt(row, column, cellText(cell), read.fault, read.zh, read.en));
  }
  return { given, faults };
}

type Unread = { readonly fault: string; readonly zh: string; readonly en: string };

/** One cell: a value, that it does not apply, nothing entered (undefined), or why it is none of these. */
function readCell(cell: Cell, item: Item, odd: Oddity | undefined, places: number): Given | Unread | undefined {
  const { code, name, unit, mayBeNegative } = item;
  if (odd === 'noResult')
    return { fault: 'FORMULA', zh: '公式没有算出结果：请用表格软件算好存过再传', en: 'The formula has no result: save the file with one' };
  if (odd === 'merged')
    return { fault: 'MERGED', zh: '与别的格合并：一个数不能算给几家或几个指标', en: 'Merged with another cell: one number is not several' };
  const shown = odd === 'percent' && typeof cell === 'number' ? `${Number((cell * 100).toPrecision(15))}%` : cellText(cell);
  const written = normaliseText(shown).replace('−', '-');
  if (nothing.test(written)) return undefined;
  if (notApplicable.test(written)) return { code, state: 'notApplicable', value: null };
  if (written.endsWith('%') && unit !== '%') return { fault: 'NOT_PERCENT', zh: `${name}的单位不是 %`, en: `${code} is not given in %` };
  const value = typeof cell === 'number' && odd !== 'percent' ? movedBy(cell, places) : valueWritten(written, unit, places);
  if (Number.isNaN(value) || typeof cell === 'boolean')
    return { fault: 'NOT_NUMBER', zh: `“${written}”不是数字${unit === '' ? '' : `（单位：${unit}）`}`, en: `“${written}” is not a number` };
  if (Math.abs(value) > largest) return { fault: 'TOO_LARGE', zh: `“${written}”超出范围`, en: `“${written}” is out of range` };
  if (value < 0 && !mayBeNegative) return { fault: 'VALUE_NEGATIVE', zh: `${name}不能为负`, en: `${code} cannot be below zero` };
  return { code, state: 'value', value };
}

/** A number as it is written, with or without its unit; money may stand in any (1.2亿元). NaN when it is none. */
function valueWritten(written: string, unit: string, places: number): number {
  const [, digits = '', word = ''] = /^(-?[\d,.]+)\s*(\D*)$/.exec(written) ?? [];
  const moved = word === '' ? places : word === unit ? 0 : placesBetween(word, unit);
  if (moved === undefined || !number.test(digits)) return Number.NaN;
  return movedBy(Number(digits.replaceAll(',', '')), moved);
}
