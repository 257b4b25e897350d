import type ExcelJS from 'exceljs';
import { newWorkbook } from './new-workbook.ts';
import { columnLetter, type Sheet } from './sheet.ts';
import { openXlsx } from './read-workbook.ts';

export type RefusedCell = { readonly column: number | null; readonly reason: string };
export type RefusedRow = { readonly row: number; readonly cells: readonly RefusedCell[] };

export const reasonHeader = '退回原因';

const faulty: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFC7CE' } };

/**
 * The user's own workbook with the refused rows alone: their layout, the faulty cells red with the reason as a
 * note, and the reasons in a last column that a new import passes over. A csv comes back as xlsx.
 */
export async function markRefused(bytes: Uint8Array, sheet: Sheet, headerRow: number, refused: readonly RefusedRow[]): Promise<Uint8Array> {
  const isXlsx = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const workbook = isXlsx ? await openXlsx(bytes) : await workbookOf(sheet);
  const page = workbook.getWorksheet(sheet.name) ?? workbook.worksheets[0];
  if (!page) throw new Error(`The workbook has lost its sheet ${sheet.name}`);
  for (const other of workbook.worksheets) if (other.id !== page.id) workbook.removeWorksheet(other.id);
  unmergeBelow(page, headerRow);
  const width = Math.max(...sheet.rows.map((row) => row.length), 1);
  page.getCell(headerRow, width + 1).value = reasonHeader;
  page.getCell(headerRow, width + 1).font = { bold: true };
  page.getColumn(width + 1).width = 40;
  const byRow = new Map(refused.map((one) => [one.row, one]));
  const wanted = refused.map((one) => one.row).sort((a, b) => a - b);
  for (const number of wanted) {
    const row = page.getRow(number);
    const cells = byRow.get(number)?.cells ?? [];
    for (const { column, reason } of cells) {
      if (column === null) continue;
      const cell = row.getCell(column);
      cell.style = { ...cell.style, fill: faulty };
      cell.note = reason;
    }
    const last = row.getCell(width + 1);
    last.value = cells.map(({ column, reason }) => (column === null ? reason : `${columnLetter(column)} 列：${reason}`)).join('；');
    last.font = { color: { argb: 'FF9C0006' } };
  }
  compact(page, headerRow, wanted, width + 1);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

/** Moves the wanted rows up under the header and empties the rest; cheaper and safer than cutting rows out one by one. */
function compact(page: ExcelJS.Worksheet, headerRow: number, wanted: readonly number[], width: number): void {
  wanted.forEach((from, index) => {
    const target = page.getRow(headerRow + 1 + index);
    const source = page.getRow(from);
    if (target.number === from) return;
    for (let column = 1; column <= width; column += 1) {
      const cell = source.getCell(column);
      const into = target.getCell(column);
      into.value = cell.value;
      into.style = { ...cell.style };
      if (cell.note) into.note = cell.note;
      else if (into.note) into.note = '';
    }
  });
  const first = headerRow + wanted.length + 1;
  const surplus = page.rowCount - first + 1;
  if (surplus > 0) page.spliceRows(first, surplus);
}

function unmergeBelow(page: ExcelJS.Worksheet, headerRow: number): void {
  const merges = (page.model as { merges?: string[] }).merges ?? [];
  for (const range of merges) {
    const lastRow = Number(/(\d+)$/.exec(range)?.[1] ?? 0);
    if (lastRow <= headerRow) continue;
    const [start] = range.split(':');
    const value = page.getCell(start ?? 'A1').value;
    page.unMergeCells(range);
    fill(page, range, value);
  }
}

function fill(page: ExcelJS.Worksheet, range: string, value: ExcelJS.CellValue): void {
  const [, left, top, right, bottom] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(range) ?? [];
  if (!left || !right) return;
  const firstColumn = page.getColumn(left).number;
  const lastColumn = page.getColumn(right).number;
  for (let row = Number(top); row <= Number(bottom); row += 1) {
    for (let column = firstColumn; column <= lastColumn; column += 1) page.getCell(row, column).value = value;
  }
}

async function workbookOf(sheet: Sheet): Promise<ExcelJS.Workbook> {
  const workbook = await newWorkbook();
  const page = workbook.addWorksheet(sheet.name);
  sheet.rows.forEach((row, index) => {
    row.forEach((cell, column) => {
      page.getCell(index + 1, column + 1).value = cell !== null && typeof cell === 'object' ? cell.date : cell;
    });
  });
  return workbook;
}
