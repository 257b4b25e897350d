import { parse as parseCsv } from 'csv-parse/sync';
import type ExcelJS from 'exceljs';
import { parseIsoDate } from '#kernel/rules/instant.ts';
import { ok, refuse, type Result } from '#kernel/rules/result.ts';
import { newWorkbook } from './new-workbook.ts';
import type { Cell, Sheet } from './sheet.ts';
import { hasWideLists } from './sheet-guard.ts';
import { guardZip } from './zip-guard.ts';

export const fileMost = 20 * 1024 * 1024;
const rowsMost = 200_000;
const columnsMost = 500;

const no = (code: string, zh: string, en: string): Result<never> => refuse({ code, message: { zh, en } });

/** Reads xlsx, csv and tsv as offices send them. What cannot be read is refused with what to do about it. */
export async function readWorkbook(bytes: Uint8Array, fileName: string): Promise<Result<readonly Sheet[]>> {
  if (bytes.length > fileMost) return no('FILE_LARGE', '文件超过 20 MB，请拆分后再导入', 'The file is larger than 20 MB; split it');
  if (bytes.length === 0) return no('FILE_EMPTY', '文件是空的', 'The file is empty');
  const head = Buffer.from(bytes.subarray(0, 8));
  if (head.readUInt32BE(0) === 0xd0cf11e0) {
    return no(
      'WORKBOOK_OLD',
      '这是旧版 .xls 或加密的文件，请用表格软件打开后另存为 .xlsx',
      'This is an old .xls or an encrypted file; open it and save it as .xlsx',
    );
  }
  const sheets = head.subarray(0, 2).toString('latin1') === 'PK' ? await readXlsx(bytes) : readText(bytes, fileName);
  if (!sheets.ok) return sheets;
  const filled = sheets.value.filter((sheet) => sheet.rows.length > 0);
  if (filled.length === 0) return no('SHEET_EMPTY', '表格里没有内容', 'There is nothing in the sheet');
  if (filled.some((sheet) => sheet.rows.length > rowsMost))
    return no('SHEET_LONG', `超过 ${rowsMost} 行，请拆分后再导入`, `More than ${rowsMost} rows; split the file`);
  return ok(filled);
}

/** Opens a workbook that was guarded; without its drop-down lists where they are wide, for the library makes one for every cell. */
export async function openXlsx(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = await newWorkbook();
  await workbook.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer, {
    ignoreNodes: hasWideLists(bytes) ? ['dataValidations'] : [],
  });
  return workbook;
}

async function readXlsx(bytes: Uint8Array): Promise<Result<readonly Sheet[]>> {
  const guarded = guardZip(bytes);
  if (!guarded.ok) return guarded;
  if (!guarded.value.includes('xl/workbook.xml'))
    return no('NOT_A_WORKBOOK', '不是 Excel 工作簿，请上传 .xlsx 或 .csv', 'Not an Excel workbook; upload .xlsx or .csv');
  try {
    const workbook = await openXlsx(bytes);
    if (workbook.worksheets.some((sheet) => sheet.columnCount > columnsMost && sheet.actualColumnCount > columnsMost)) {
      return no('SHEET_WIDE', `超过 ${columnsMost} 列，不像一张名册`, `More than ${columnsMost} columns`);
    }
    return ok(workbook.worksheets.filter((sheet) => sheet.state === 'visible').map(sheetOf));
  } catch {
    return no(
      'WORKBOOK_BROKEN',
      '文件已损坏或加密，请用表格软件另存为 .xlsx 后再试',
      'The file is damaged or encrypted; save it again as .xlsx',
    );
  }
}

function sheetOf(sheet: ExcelJS.Worksheet): Sheet {
  const rows: Cell[][] = [];
  sheet.eachRow({ includeEmpty: false }, (row, number) => {
    const cells: Cell[] = [];
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      if (column <= columnsMost) cells[column - 1] = cellOf(cell.value);
    });
    for (let index = 0; index < cells.length; index += 1) cells[index] ??= null;
    while (cells.length > 0 && cells.at(-1) === null) cells.pop();
    // styled rows without content are no rows
    if (cells.length > 0) rows[number - 1] = cells;
  });
  for (let index = 0; index < rows.length; index += 1) rows[index] ??= [];
  return { name: sheet.name, rows };
}

function cellOf(value: ExcelJS.CellValue): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) {
    const date = Number.isNaN(value.getTime()) ? undefined : parseIsoDate(value.toISOString().slice(0, 10));
    return date ? { date } : null;
  }
  if ('richText' in value) return cellOf(value.richText.map((part) => part.text).join(''));
  if ('text' in value) return cellOf(value.text);
  if ('result' in value) return cellOf(value.result ?? null);
  return null;
}

function readText(bytes: Uint8Array, fileName: string): Result<readonly Sheet[]> {
  const text = decode(bytes);
  if (text === undefined || text.includes('\u0000'))
    return no('NOT_A_SHEET', '不是表格文件，请上传 .xlsx 或 .csv', 'Not a sheet; upload .xlsx or .csv');
  const delimiter = guessDelimiter(text);
  try {
    const rows = parseCsv(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      bom: true,
      trim: true,
      to: rowsMost + 1,
    });
    const cells = rows.map((row) => {
      const values = row.slice(0, columnsMost).map((value): Cell => (value === '' ? null : value));
      while (values.length > 0 && values.at(-1) === null) values.pop();
      return values;
    });
    while (cells.length > 0 && cells.at(-1)?.length === 0) cells.pop();
    return ok([{ name: fileName.replace(/\.\w+$/, '') || 'csv', rows: cells }]);
  } catch {
    return no('CSV_BROKEN', 'csv 无法解读，请用表格软件另存为 .xlsx 后再试', 'The csv cannot be read; save it as .xlsx');
  }
}

/** UTF-8 with or without mark, UTF-16 with mark, else GB18030, which Chinese offices' programs write. */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // the next encoding may fit
    }
  }
  return undefined;
}

function guessDelimiter(text: string): string {
  const lines = text.split('\n', 20);
  const counts = [',', '\t', ';', '，'].map((delimiter) => ({
    delimiter,
    count: lines.reduce((sum, line) => sum + line.split(delimiter).length - 1, 0),
  }));
  return counts.sort((a, b) => b.count - a.count)[0]?.delimiter ?? ',';
}
