import { normaliseText } from '#kernel/rules/text.ts';
import { openXlsx } from '#kernel/server/sheets/read-workbook.ts';
import { cellText, columnLetter, type Cell, type Sheet } from '#kernel/server/sheets/sheet.ts';
import { pointsInput } from '../../points-records.ts';
import type { SheetColumns } from './sheet-columns.ts';
import { movedBy, placesBetween } from '../../rules/money-unit.ts';
import type { Item } from '../../rules/points-scheme.ts';
import { faultAt, type Fault } from './sheet-faults.ts';

export type Given = { readonly code: string; readonly state: 'value' | 'notApplicable'; readonly value: number | null };

/** Where the values of a row come from, as far as the row says it itself. */
export type Grounds = { readonly source: string; readonly evidence: string };

export type SheetRow = {
  readonly row: number;
  readonly firm: string;
  readonly uscc: string;
  readonly grounds: Grounds;
  readonly given: readonly Given[];
  readonly faults: readonly Fault[];
};

type Oddity = 'percent' | 'noResult' | 'merged';

/** What a cell is beyond its bare value: shown in percent, a formula without a result, or another cell's by merging; and what nobody sees. */
export type Oddities = {
  readonly cells: ReadonlyMap<string, Oddity>;
  readonly hiddenRows: ReadonlySet<number>;
  readonly hiddenColumns: ReadonlySet<number>;
};

const largest = 1e15;
const totals = /^(合计|总计|小计|共计|累计|平均|汇总|total)/i;
const nothing = /^[-‐-―─/\\]*$/;
const notApplicable = /^(不适用|n\/?a)$/i;
const number = /^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;

/** Reads what the plain cells do not tell: 12.5 % is stored as 0.125, a broken formula looks empty, a merged cell looks entered twice. */
export async function odditiesOf(bytes: Uint8Array, sheetName: string): Promise<Oddities> {
  const cells = new Map<string, Oddity>();
  const hiddenRows = new Set<number>();
  const hiddenColumns = new Set<number>();
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return { cells, hiddenRows, hiddenColumns };
  const page = (await openXlsx(bytes)).getWorksheet(sheetName);
  for (let at = 1; at <= (page?.columnCount ?? 0); at += 1) if (page?.getColumn(at).hidden) hiddenColumns.add(at);
  page?.eachRow((row, at) => {
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
  return { cells, hiddenRows, hiddenColumns };
}

/** What is not seen is not taken: a hidden column is named, and stays out until it is shown or deleted. */
export function withoutHidden(columns: SheetColumns, { hiddenColumns }: Oddities): SheetColumns {
  const hidden = columns.items.filter(({ column }) => hiddenColumns.has(column));
  const zh = '这一列是隐藏的，没有读：请取消隐藏，或删去';
  const en = 'This column is hidden and was not read: show it or delete it';
  return {
    ...columns,
    items: columns.items.filter(({ column }) => !hiddenColumns.has(column)),
    faults: [...columns.faults, ...hidden.map(({ column, header }) => faultAt(columns.headerRow, column, header, 'COLUMN_HIDDEN', zh, en))],
  };
}

/** The rows under the header, each with its values and faults; totals, remarks and empty rows are passed over and named. */
export function rowsOf(sheet: Sheet, columns: SheetColumns, year: number, odd: Oddities): { rows: SheetRow[]; passedOver: number[] } {
  const inPercent = columnsInPercent(sheet, columns, odd);
  const rows: SheetRow[] = [];
  const passedOver: number[] = [];
  for (let row = columns.firstRow; row <= sheet.rows.length; row += 1) {
    const cells = sheet.rows[row - 1] ?? [];
    const word = (column: number | undefined) => (column === undefined ? '' : normaliseText(cellText(cells[column - 1])));
    const [firm, uscc] = [word(columns.firmColumn), word(columns.usccColumn).toUpperCase()];
    const texts = cells.map((cell) => normaliseText(cellText(cell))).filter((text) => text !== '');
    const isRemark = texts.length > 1 && new Set(texts).size === 1;
    if (isRemark || totals.test(firm) || (firm === '' && uscc === '' && texts.some((text) => totals.test(text)))) passedOver.push(row);
    else if (texts.length > 0) {
      const grounds = { source: word(columns.sourceColumn), evidence: word(columns.evidenceColumn) };
      const read = rowOf(cells, { row, firm, uscc, grounds }, columns, odd, inPercent);
      const own = [...yearFaults(row, columns.yearColumn, word(columns.yearColumn), year), ...groundFaults(row, columns, grounds)];
      rows.push({ ...read, faults: [...own, ...read.faults] });
    }
  }
  return { rows, passedOver };
}

/** A row of another year is not this year's. */
function yearFaults(row: number, column: number | undefined, written: string, year: number): Fault[] {
  if (column === undefined || ['', `${year}`, `${year}年`, `${year}年度`].includes(written)) return [];
  return [
    faultAt(
      row,
      column,
      written,
      'YEAR_DIFFERS',
      `这一行写的年度是“${written}”，而这次录入的是 ${year} 年度：请分年度上传`,
      `This row says “${written}”, and this load is for ${year}: upload year by year`,
    ),
  ];
}

/** What a row says of its source and evidence fits the record, or it is said and not cut off. */
function groundFaults(row: number, { sourceColumn, evidenceColumn }: SheetColumns, { source, evidence }: Grounds): Fault[] {
  const long = (column: number | undefined, written: string, most: number) =>
    column === undefined || written.length <= most
      ? []
      : [faultAt(row, column, written, 'TEXT_LONG', `超过 ${most} 字，请写短些`, `Longer than ${most} letters: shorten it`)];
  const { fields } = pointsInput;
  return [...long(sourceColumn, source, fields.source.maxLength), ...long(evidenceColumn, evidence, fields.evidence.maxLength)];
}

/** Columns of which some cell bears a percent sign: there a bare 0.3 may be meant as 30 %. */
function columnsInPercent(sheet: Sheet, columns: SheetColumns, odd: Oddities): ReadonlySet<number> {
  const signed = ({ column }: { readonly column: number }) =>
    sheet.rows.some((cells, index) => {
      const row = index + 1;
      if (row < columns.firstRow) return false;
      return bearsPercent(cells[column - 1] ?? null, odd.cells.get(`${columnLetter(column)}${row}`));
    });
  return new Set(columns.items.flatMap((one) => (one.item.unit === '%' && signed(one) ? [one.column] : [])));
}

/** Shown in percent, or with the sign written in it. */
function bearsPercent(cell: Cell, odd: Oddity | undefined): boolean {
  return odd === 'percent' || normaliseText(cellText(cell)).endsWith('%');
}

/** A row that nobody sees is not taken silently: it is named, and stays out until it is shown or deleted. */
function rowOf(
  cells: readonly Cell[],
  name: Omit<SheetRow, 'given' | 'faults'>,
  columns: SheetColumns,
  odd: Oddities,
  inPercent: ReadonlySet<number>,
): SheetRow {
  const { row, firm, uscc } = name;
  const { given, faults } = cellsOf(cells, row, columns, odd, inPercent);
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

function cellsOf(
  cells: readonly Cell[],
  row: number,
  columns: SheetColumns,
  odd: Oddities,
  inPercent: ReadonlySet<number>,
): Pick<SheetRow, 'given' | 'faults'> {
  const given: Given[] = [];
  const faults: Fault[] = [];
  for (const { column, item } of columns.items) {
    const cell = cells[column - 1] ?? null;
    const oddity = odd.cells.get(`${columnLetter(column)}${row}`);
    const read = readCell(cell, item, oddity, columns.places.get(column) ?? 0);
    if (read === undefined) continue;
    if ('code' in read) {
      const isShare = read.value !== null && read.value !== 0 && Math.abs(read.value) < 1;
      if (isShare && !bearsPercent(cell, oddity) && inPercent.has(column))
        faults.push(faultAt(row, column, cellText(cell), 'PERCENT_UNSURE', percentUnsure.zh, percentUnsure.en));
      else given.push(read);
    } else faults.push(faultAt(row, column, cellText(cell), read.fault, read.zh, read.en));
  }
  return { given, faults };
}

const percentUnsure = {
  zh: '这一列别的格带 %，这一格没有：请写明是 0.3% 还是 30%',
  en: 'Other cells of this column bear %, this one does not: say whether 0.3 % or 30 %',
};

type Unread = { readonly fault: string; readonly zh: string; readonly en: string };

/** One cell: a value, that it does not apply, nothing entered (undefined), or why it is none of these. */
function readCell(cell: Cell, item: Item, odd: Oddity | undefined, places: number): Given | Unread | undefined {
  const { code, name, unit, mayBeNegative, kind } = item;
  if (odd === 'noResult')
    return { fault: 'FORMULA', zh: '公式没有算出结果：请用表格软件算好存过再传', en: 'The formula has no result: save the file with one' };
  if (odd === 'merged')
    return { fault: 'MERGED', zh: '与别的格合并：一个数不能算给几家或几个指标', en: 'Merged with another cell: one number is not several' };
  const shown = odd === 'percent' && typeof cell === 'number' ? `${Number((cell * 100).toPrecision(15))}%` : cellText(cell);
  const written = normaliseText(shown).replace('−', '-');
  if (nothing.test(written)) return undefined;
  if (notApplicable.test(written)) return { code, state: 'notApplicable', value: null };
  if (kind === 'veto' && /^[是否]$/.test(written)) return { code, state: 'value', value: written === '是' ? 1 : 0 };
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
