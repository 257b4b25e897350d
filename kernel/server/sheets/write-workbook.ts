import type ExcelJS from 'exceljs';
import type { Field, Fields } from '#kernel/contract/field.ts';
import type { Text } from '#kernel/contract/text.ts';
import type { RecordRow } from '#kernel/contract/record.ts';
import { formatMoney } from '#kernel/rules/money.ts';
import { newWorkbook } from './new-workbook.ts';

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export type WrittenColumn = { readonly name: string; readonly label: Text; readonly field?: Field };

export type WrittenSheet = {
  readonly title: string;
  /** under the title: filter, as-of date, who exported it when */
  readonly notes: string;
  readonly columns: readonly WrittenColumn[];
  /** at the head of every printed page of rows about people: who took them out, and when */
  readonly mark?: string;
  /** under the last row, of a ledger that is signed and not read in again: 填表人, 审核人, 填表日期 */
  readonly foot?: string;
};

const red = 'FFC8102E';
const headerFill: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF3F4F6' } };

/**
 * A ledger as offices have it: title over all columns, a line of notes, frozen header, running number, dates as
 * dates. Every text cell is typed as text and marked as quoted, so that no program takes it for a formula.
 */
export async function writeWorkbook(sheet: WrittenSheet, rows: AsyncIterable<RecordRow> | Iterable<RecordRow>): Promise<Uint8Array> {
  const workbook = await newWorkbook();
  const page = workbook.addWorksheet(sheet.title.slice(0, 28).replaceAll(/[\\/?*[\]:]/g, ' '), { views: [{ state: 'frozen', ySplit: 3 }] });
  const width = sheet.columns.length + 1;
  page.mergeCells(1, 1, 1, width);
  page.getCell(1, 1).value = sheet.title;
  page.getCell(1, 1).font = { bold: true, size: 16, name: '宋体' };
  page.getCell(1, 1).alignment = { horizontal: 'center' };
  page.mergeCells(2, 1, 2, width);
  page.getCell(2, 1).value = sheet.notes;
  page.getCell(2, 1).font = { size: 10, color: { argb: 'FF6B7280' } };
  const header = page.getRow(3);
  header.values = ['序号', ...sheet.columns.map((column) => headerOf(column))];
  header.font = { bold: true };
  header.eachCell((cell) => (cell.fill = headerFill));
  page.columns.forEach((column, index) => (column.width = index === 0 ? 6 : widthOf(sheet.columns[index - 1])));
  let number = 0;
  for await (const row of rows) {
    number += 1;
    const line = page.getRow(number + 3);
    line.getCell(1).value = number;
    sheet.columns.forEach((column, index) => writeCell(line.getCell(index + 2), column, row));
  }
  if (sheet.foot !== undefined) {
    page.mergeCells(number + 4, 1, number + 4, width);
    page.getCell(number + 4, 1).value = sheet.foot;
  }
  page.pageSetup = { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, paperSize: 9, printTitlesRow: '3:3' };
  page.headerFooter = { oddFooter: '第 &P 页 共 &N 页', ...(sheet.mark !== undefined && { oddHeader: `&C${printed(sheet.mark)}` }) };
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

/** As a page's head says it: its own signs begin with &, and more than 255 letters break the file. */
function printed(text: string): string {
  return text.slice(0, 100).replaceAll('&', '&&');
}

/** The empty sheet to fill in: header, hints, choices as drop-down lists. */
export async function writeTemplate(title: string, fields: Fields): Promise<Uint8Array> {
  const workbook = await newWorkbook();
  const page = workbook.addWorksheet(title.slice(0, 28), { views: [{ state: 'frozen', ySplit: 1 }] });
  Object.entries(fields)
    .filter(([, field]) => !field.derived)
    .forEach(([name, field], index) => {
      const column = index + 1;
      const cell = page.getCell(1, column);
      cell.value = headerOf({ name, label: field.label, field });
      cell.font = field.required ? { bold: true, color: { argb: red } } : { bold: true };
      cell.fill = headerFill;
      cell.note = [field.required ? '必填' : '选填', field.hint?.zh, field.kind === 'date' ? '日期，例如 2024-06-03' : undefined]
        .filter(Boolean)
        .join('；');
      page.getColumn(column).width = widthOf({ name, label: field.label, field });
      if (field.kind === 'choice' || field.kind === 'flag') {
        const options = field.kind === 'flag' ? ['是', '否'] : Object.values(field.options).map((label) => label.zh);
        const list = `"${options.join(',')}"`;
        if (list.length > 250) return;
        for (let row = 2; row <= 500; row += 1)
          page.getCell(row, column).dataValidation = { type: 'list', allowBlank: true, formulae: [list] };
      }
    });
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function writeCell(cell: ExcelJS.Cell, column: WrittenColumn, row: RecordRow): void {
  const value = row[column.name];
  const title = row.titles[column.name];
  const { field } = column;
  if (value === null || value === undefined) return;
  if (field?.kind === 'integer' && field.isRate) {
    cell.value = Number(value) / 100;
    cell.numFmt = '0.00';
  } else if (field?.kind === 'integer' || field?.kind === 'decimal') cell.value = Number(value);
  else if (field?.kind === 'date') {
    cell.value = new Date(`${String(value)}T00:00:00Z`);
    cell.numFmt = 'yyyy"年"m"月"d"日"';
  } else if (field?.kind === 'money') {
    cell.value = Number(formatMoney(BigInt(String(value)), { unit: 'wan', decimals: 6 }).replaceAll(/[^\d.-]/g, ''));
  } else {
    cell.value = textOf(field, value, title);
    cell.numFmt = '@';
    cell.style = { ...cell.style, quotePrefix: true } as ExcelJS.Style;
  }
}

function textOf(field: Field | undefined, value: unknown, title: string | readonly string[] | undefined): string {
  if (title !== undefined) return typeof title === 'string' ? title : title.join('、');
  if (field?.kind === 'flag') return value === true ? '是' : '否';
  if (field?.kind === 'choice') return field.options[String(value)]?.zh ?? String(value);
  if (field?.kind === 'choices' && Array.isArray(value))
    return value.map((one) => field.options[String(one)]?.zh ?? String(one)).join('、');
  if (field?.kind === 'moment') return new Date(String(value)).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
  return String(value);
}

function headerOf({ label, field }: WrittenColumn): string {
  if (field?.kind === 'money') return `${label.zh}（万元）`;
  if (field?.kind === 'integer' && field.isRate) return `${label.zh}（%）`;
  return field?.kind === 'integer' && field.unit ? `${label.zh}（${field.unit.zh}）` : label.zh;
}

function widthOf(column: WrittenColumn | undefined): number {
  if (column?.field?.kind === 'longText') return 40;
  return Math.max(12, Math.min(36, (column?.label.zh.length ?? 4) * 2 + 8));
}
