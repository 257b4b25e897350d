import type ExcelJS from 'exceljs';

/** The library is read in at the first workbook: it is six hundred files, and most commands and tests open none. */
export async function newWorkbook(): Promise<ExcelJS.Workbook> {
  const { default: exceljs } = await import('exceljs');
  return new exceljs.Workbook();
}
