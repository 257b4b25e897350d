import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { zipOf } from '../../../tests/harness/zip-of.ts';
import { openXlsx, readWorkbook } from './read-workbook.ts';
import { guardZip } from './zip-guard.ts';

const roster = (more: string) =>
  zipOf({
    'xl/workbook.xml': Buffer.from('<workbook/>'),
    'xl/worksheets/sheet1.xml': Buffer.from(`<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>${more}</worksheet>`),
  });

// a few kilobytes of each of these end the process, or hold it for minutes, in the library that reads sheets
test.each([
  ['merges a whole sheet', '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'],
  ['merges a whole column', '</sheetData><mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>'],
  ['merges by single quotes and a mark in between', `</sheetData><mergeCells><mergeCell x=">" ref = '$A$1:$XFD$1048576'/></mergeCells>`],
  ['merges by numbers spelled otherwise', '</sheetData><mergeCells><mergeCell ref="A1:&#88;FD1048576"/></mergeCells>'],
  ['merges many small pieces', `</sheetData>${'<mergeCell ref="A1:Z1000"/>'.repeat(20)}`],
  ['has a column of the number two thousand million', '<cols><col min="1" max="2000000000"/></cols></sheetData>'],
  ['has a row of the number two thousand million', '<row r="2000000000"><c r="A2000000000"/></row></sheetData>'],
  ['has a cell in such a row', '<row r="2"><c r="A2000000000"/></row></sheetData>'],
])('a sheet that %s is refused before it is read', async (_what, more) => {
  expect(await readWorkbook(roster(more), '名册.xlsx')).toMatchObject({ ok: false, refusal: { code: 'WORKBOOK_HUGE' } });
});

test('a name for a whole sheet is refused, wherever the part lies', () => {
  const names = '<workbook><definedNames><definedName name="x">Sheet1!$A$1:$XFD$1048576</definedName></definedNames></workbook>';
  expect(guardZip(zipOf({ 'xl/workbook.xml': Buffer.from(names) }))).toMatchObject({ ok: false, refusal: { code: 'WORKBOOK_HUGE' } });
  expect(guardZip(zipOf({ 'a/xl/worksheets/sheet1.xml': Buffer.from('<worksheet><mergeCell ref="A1:XFD9999"/></worksheet>') })).ok).toBe(
    false,
  );
});

test('a roster as offices make it is read: a merged title, filters, a print area, drop-down lists over whole columns', async () => {
  const workbook = new ExcelJS.Workbook();
  const page = workbook.addWorksheet('名册');
  page.mergeCells('A1:Z1');
  page.getCell('A1').value = '企业名册';
  page.addRow(['名称', '类型']);
  page.addRow(['甲', '职能部门']);
  page.autoFilter = 'A2:Z50000';
  page.pageSetup.printArea = 'A1:AZ50000';
  const lists = Reflect.get(page, 'dataValidations') as { add(range: string, rule: ExcelJS.DataValidation): void };
  const bytes = async () => new Uint8Array(await workbook.xlsx.writeBuffer());
  lists.add('B3:B5000', { type: 'list', formulae: ['"职能部门,园区"'] });
  // those of a form that is filled in stay
  expect((await openXlsx(await bytes())).getWorksheet('名册')?.getCell('B4').dataValidation).toMatchObject({ type: 'list' });
  for (const column of ['C', 'D', 'E', 'F']) lists.add(`${column}3:${column}1048576`, { type: 'list', formulae: ['"职能部门,园区"'] });
  const read = await readWorkbook(await bytes(), '名册.xlsx');
  expect(read).toMatchObject({ ok: true, value: [{ name: '名册', rows: [expect.anything(), ['名称', '类型'], ['甲', '职能部门']] }] });
});
