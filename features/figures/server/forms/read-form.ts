import { ok, refuse, type Result } from '#kernel/rules/result.ts';
import { guardZip } from '#kernel/server/sheets/zip-guard.ts';
import { openXlsx } from '#kernel/server/sheets/read-workbook.ts';
import type { FormGrid, GridCell } from '../../rules/form-cells.ts';
import { tablesOfWord } from './word-tables.ts';

export type FormKind = 'xlsx' | 'docx';
export type ReadForm = { readonly kind: FormKind; readonly grids: readonly FormGrid[] };

const bytesMost = 5 * 1024 * 1024;
const columnsMost = 100;
const rowsMost = 400;

const no = (code: string, zh: string, en: string): Result<never> => refuse({ code, message: { zh, en } });

/** An uploaded form as grids. What is no form, too large, encrypted or carries macros is refused by name. */
export async function readForm(bytes: Uint8Array, fileName: string): Promise<Result<ReadForm>> {
  if (bytes.length === 0) return no('FILE_EMPTY', '文件是空的', 'The file is empty');
  if (bytes.length > bytesMost) return no('FILE_LARGE', '表格超过 5 MB，不像一张空表', 'The file is over 5 MB: hardly an empty form');
  if (/\.(xlsm|docm|xlsb|xltm|dotm)$/i.test(fileName)) return macros;
  const head = Buffer.from(bytes.subarray(0, 4));
  if (head.length === 4 && head.readUInt32BE(0) === 0xd0cf11e0)
    return no(
      'FORM_OLD',
      '这是旧版（.xls、.doc）或加密的文件，请另存为 .xlsx 或 .docx',
      'An old (.xls, .doc) or encrypted file: save it as .xlsx or .docx',
    );
  if (head.subarray(0, 2).toString('latin1') !== 'PK')
    return no('NOT_A_FORM', '请上传 .xlsx 或 .docx 表格', 'Upload a form as .xlsx or .docx');
  const guarded = guardZip(bytes);
  if (!guarded.ok) return guarded.refusal.code === 'WORKBOOK_MACROS' ? macros : guarded;
  try {
    if (guarded.value.includes('xl/workbook.xml')) return checked('xlsx', await sheetsOf(bytes));
    if (guarded.value.includes('word/document.xml')) return checked('docx', tablesOfWord(bytes));
  } catch {
    return no('FORM_BROKEN', '文件已损坏，请用办公软件另存后再传', 'The file is damaged: save it again and upload');
  }
  return no('NOT_A_FORM', '既不是 Excel 也不是 Word 表格', 'Neither an Excel nor a Word form');
}

const macros = no('FORM_MACROS', '文件含有宏，不能上传；请另存为不含宏的 .xlsx 或 .docx', 'The file carries macros: save it without them');

function checked(kind: FormKind, grids: readonly FormGrid[]): Result<ReadForm> {
  const wide = grids.find((grid) => grid.columns > columnsMost || grid.rows > rowsMost);
  if (wide)
    return no(
      'FORM_WIDE',
      `“${wide.name}”有 ${wide.rows} 行、${wide.columns} 列，超过 ${rowsMost} 行或 ${columnsMost} 列，不像一张要填的表`,
      `“${wide.name}” has ${wide.rows} rows and ${wide.columns} columns, more than ${rowsMost} or ${columnsMost}: hardly a form`,
    );
  const filled = grids.filter((grid) => grid.cells.some((cell) => cell.text.trim() !== ''));
  return filled.length > 0 ? ok({ kind, grids: filled }) : no('FORM_EMPTY', '文件里没有表格', 'There is no table in the file');
}

async function sheetsOf(bytes: Uint8Array): Promise<FormGrid[]> {
  const workbook = await openXlsx(bytes);
  return workbook.worksheets
    .filter((sheet) => sheet.state === 'visible')
    .map((sheet): FormGrid => {
      const cells: GridCell[] = [];
      const [rows, columns] = [sheet.rowCount, sheet.columnCount];
      if (columns > columnsMost || rows > rowsMost) return { name: sheet.name, rows, columns, cells };
      const spans = new Map((sheet.model.merges ?? []).map((range) => [range.split(':')[0] ?? '', range.split(':')[1] ?? '']));
      const isHidden = (row: number, column: number) => sheet.getRow(row + 1).hidden || sheet.getColumn(column + 1).hidden;
      let lastRow = 0;
      for (let row = 1; row <= rows; row += 1)
        for (let column = 1; column <= columns; column += 1) {
          const cell = sheet.getCell(row, column);
          if (cell.isMerged && cell.master.address !== cell.address) continue;
          const end = sheet.getCell(spans.get(cell.address) ?? cell.address);
          // a formula fills itself, and what is hidden is not for people to fill
          const text = cell.formula ? cell.text || '=' : (cell.text ?? '');
          if (text.trim() === '' && isHidden(row - 1, column - 1)) continue;
          const framed = cell.border !== undefined && Object.keys(cell.border).length > 0;
          if (text.trim() === '' && !framed && !spans.has(cell.address)) continue;
          lastRow = Math.max(lastRow, Number(end.row));
          cells.push({
            row: row - 1,
            column: column - 1,
            rowSpan: Number(end.row) - row + 1,
            colSpan: Number(end.col) - column + 1,
            text,
          });
        }
      return { name: sheet.name, rows: lastRow, columns, cells: withPlainBlanks(cells, lastRow, columns, isHidden) };
    });
}

/** In a sheet without frames the empty places beside and under texts are the blanks. */
function withPlainBlanks(
  cells: readonly GridCell[],
  rows: number,
  columns: number,
  isHidden: (row: number, column: number) => boolean,
): GridCell[] {
  if (cells.some((cell) => cell.text.trim() === '')) return [...cells];
  const taken = new Set(
    cells.flatMap((cell) =>
      Array.from(
        { length: cell.rowSpan * cell.colSpan },
        (_, index) => `${cell.row + Math.floor(index / cell.colSpan)} ${cell.column + (index % cell.colSpan)}`,
      ),
    ),
  );
  const blanks = [];
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      if (!taken.has(`${row} ${column}`) && !isHidden(row, column)) blanks.push({ row, column, rowSpan: 1, colSpan: 1, text: '' });
  return [...cells, ...blanks].toSorted((a, b) => a.row - b.row || a.column - b.column);
}
