import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { firm } from '#features/registry/records.ts';
import { usccCheckCharacter } from '#kernel/rules/uscc.ts';
import { withZone } from '#kernel/server/database/door.ts';
import { createRow, insertRows } from '#kernel/server/records/write.ts';
import { openXlsx } from '#kernel/server/sheets/read-workbook.ts';
import { writeTemplate } from '#kernel/server/sheets/write-workbook.ts';
import type { SheetAnswer } from '../../points-sheet-contract.ts';
import { defaultPointsScheme, itemsOf } from '../../rules/points-scheme.ts';
import { fieldsOf } from './sheet-columns.ts';
import { startTestApp, type Client, type TestApp } from '../../../../tests/harness/app.ts';

let app: TestApp;
let finance: Client;
let contact: Client;
const uscc = (n: number) => {
  const first = `91320583MA1X${String(n).padStart(5, '0')}`;
  return first + usccCheckCharacter(first);
};

beforeAll(async () => {
  app = await startTestApp();
  const id = await app.inZone(async (ask) => {
    const firms = [
      { name: '云杉光电（集团）有限公司', uscc: uscc(1), formerNames: '旧云杉、老云杉光电' },
      { name: '白桦软件', uscc: uscc(2) },
      { name: '红松精工', uscc: uscc(3), shortName: '红松' },
      { name: '同名甲', uscc: uscc(4), shortName: '同名' },
      { name: '同名乙', uscc: uscc(5), shortName: '同名' },
    ];
    const ids: string[] = [];
    for (const one of firms) ids.push((await createRow(ask, firm, { status: 'operating', registeredOn: '2020-01-01', ...one })).id);
    return ids[0] ?? '';
  });
  await app.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  await app.addUser({ loginName: 'contact', grants: [{ role: 'enterpriseContact', scopeId: id }] });
  finance = await app.signIn('finance');
  contact = await app.signIn('contact');
}, 60_000);
afterAll(() => app.close());

type Answered = z.infer<typeof SheetAnswer> & { code?: string; fields?: { path: string; code?: string }[] };
type Row = readonly ExcelJS.CellValue[];

async function workbook(rows: readonly Row[], shape: (page: ExcelJS.Worksheet) => void = () => undefined): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const page = book.addWorksheet('积分');
  for (const row of rows) page.addRow([...row]);
  shape(page);
  return Buffer.from(await book.xlsx.writeBuffer());
}

function send(bytes: Buffer, write: 'no' | 'all' | 'good', over: { year?: number; who?: Client; name?: string } = {}) {
  const head = `--b\r\ncontent-disposition: form-data; name="file"; filename="${over.name ?? 'points.xlsx'}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  const query = new URLSearchParams({ year: String(over.year ?? 2025), source: '2025 年报', write });
  return (over.who ?? finance).post<Answered>(
    `/api/points-sheets?${query.toString()}`,
    Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--b--\r\n')]),
    { 'content-type': 'multipart/form-data; boundary=b' },
  );
}

const sheet = async (rows: readonly Row[], write: 'no' | 'all' | 'good' = 'no', shape?: (page: ExcelJS.Worksheet) => void) =>
  (await send(await workbook(rows, shape), write)).body;
const faultsOf = (answer: Answered) => answer.faults.map(({ cell, code }) => `${cell} ${code}`);
const inputs = () =>
  withZone(app.house.db, app.zoneId, async (tx) => {
    const { rows } = await sql<{ name: string; indicator: string; value: string | null; state: string }>`
      SELECT f.name, indicator, value, state FROM points_inputs p JOIN firms f ON f.id = p.firm_id ORDER BY p.created_at, p.id`.execute(tx);
    return rows.map(({ name, indicator, value, state }) => `${name.slice(0, 2)} ${indicator} ${value ?? state}`);
  });

test('every bad cell is named by its address, all of them at once; nothing is written by looking, nor by a load that would lose some', async () => {
  const rows: Row[] = [
    ['企业名称', 'T1', '营业收入增长率', '没有的指标', 'G5（万元）', '研发费用'],
    ['白桦软件', '一百', 3, 1, -1, 1],
    ['没有这家', 5, 3, null, 10, null],
    ['同名', 5, null, null, null, null],
    ['红松', new Date(Date.UTC(2025, 0, 1)), '12元', null, '5%', null],
    ['红松精工', 7, -3, null, true, null],
    [null, 7, null, null, null, null],
  ];
  const wrong = [
    'D1 INDICATOR_UNKNOWN',
    'F1 INDICATOR_UNKNOWN',
    'B2 NOT_NUMBER',
    'E2 VALUE_NEGATIVE',
    'A3 FIRM_UNKNOWN',
    'A4 FIRM_AMBIGUOUS',
    'A5 FIRM_TWICE',
    'B5 NOT_NUMBER',
    'C5 NOT_NUMBER',
    'E5 NOT_PERCENT',
    'A6 FIRM_TWICE',
    'E6 NOT_NUMBER',
    'A7 FIRM_MISSING',
  ];
  const looked = await sheet(rows);
  expect(faultsOf(looked)).toEqual(wrong);
  expect(looked.faults[1]?.message.zh).toContain('研发费用金额');
  expect(looked).toMatchObject({ firms: 0, badRows: 6, written: false, faultCount: 13 });
  const load = await send(await workbook(rows), 'all');
  expect(load.status).toBe(409);
  expect(load.body.fields?.map(({ path, code }) => `${path} ${code}`)).toEqual(wrong);
  expect((await send(await workbook(rows), 'no', { year: 2027 })).body.fields?.[0]).toMatchObject({ code: 'YEAR_TO_COME' });
  expect((await send(await workbook(rows), 'no', { who: contact })).status).toBe(403);
  expect(await inputs()).toEqual([]);
});

test('numbers as people write them; empty and dashes enter nothing; formulas give their result, a broken one is a fault', async () => {
  const answer = await sheet(
    [
      ['统一社会信用代码', 'T1', 'T2', 'T3', 'T7', 'G1', 'G2', 'G4', 'G5'],
      [uscc(1).toLowerCase(), '１２.5', '12.5%', 0.125, '1,234.5', '—', ' ', '－3.5', { formula: 'B2*2', result: 25 }],
      [uscc(2), '1,2', '－－', '不适用', '500万元', '/', { formula: '1/0', result: { error: '#DIV/0!' } }, null, null],
    ],
    'good',
    (page) => (page.getCell('D2').numFmt = '0.0%'),
  );
  expect(faultsOf(answer)).toEqual(['B3 NOT_NUMBER', 'G3 FORMULA']);
  expect(answer).toMatchObject({ firms: 1, added: 6, badRows: 1, written: true });
  expect(await inputs()).toEqual(['云杉 T1 12.5', '云杉 T2 12.5', '云杉 T3 12.5', '云杉 T7 1234.5', '云杉 G4 -3.5', '云杉 G5 25']);
});

test('merged titles, a header in two rows, remarks and totals are no firms; what stands already is not entered again', async () => {
  const before = (await inputs()).length;
  const shape = (page: ExcelJS.Worksheet) => {
    for (const range of ['A1:D1', 'A2:A3', 'B2:C2', 'A8:D8']) page.mergeCells(range);
  };
  const rows: Row[] = [
    ['2025 年度创新积分数据'],
    ['企业名称', '技术创新', null, '成长经营'],
    [null, 'T1 研发费用金额（万元）', '研发费用增速', 'G5'],
    ['老云杉光电', '12.50', 13, 25],
    ['云杉光电(集团)有限公司', null, null, null],
    ['白桦软件', '500万元', '不适用', null],
    ['合计', 512.5, null, 25],
    ['注：金额单位万元'],
  ];
  const twice = await sheet(rows, 'no', shape);
  expect(faultsOf(twice)).toEqual(['A4 FIRM_TWICE', 'A5 FIRM_TWICE']);
  const single = rows.filter((_, index) => index !== 4);
  const mend = (page: ExcelJS.Worksheet) => ['A1:D1', 'A2:A3', 'B2:C2', 'A7:D7'].forEach((range) => page.mergeCells(range));
  const loaded = await sheet(single, 'all', mend);
  expect(loaded).toMatchObject({ headerRow: 3, firms: 2, added: 2, changed: 1, unchanged: 2, passedOver: [6, 7], faultCount: 0 });
  expect((await inputs()).slice(before)).toEqual(['白桦 T1 500', '白桦 T2 notApplicable', '云杉 T2 13']);
  expect(await sheet(single, 'all', mend)).toMatchObject({ added: 0, changed: 0, unchanged: 5 });
  expect((await inputs()).length).toBe(before + 3);
});

test('money is read in the unit of its head, of the row below it, of the sheet or of the cell, and brought into the scheme’s; another unit is a fault', async () => {
  const given = async (rows: readonly Row[]) => {
    const before = (await inputs()).length;
    const answer = await sheet(rows, 'good');
    return { answer, entered: (await inputs()).slice(before) };
  };
  const heads = await given([
    ['企业名称', 'T1 研发费用金额（亿元）', '技术合同成交额(元)', 'G1【万元】', 'G5（2025 年）', 'T4（‰）', 'A1（万元）'],
    ['红松精工', 1.23, 7_000_001, 8, '0.5亿元', 3, 1],
    ['白桦软件', '500万元', '5亿', '90元', '1，234.5 千元', null, null],
  ]);
  expect(faultsOf(heads.answer)).toEqual(['F1 UNIT_DIFFERS', 'G1 UNIT_DIFFERS']);
  expect(heads.answer.columns.map(({ code, places }) => [code, places])).toEqual([
    ['T1', 4],
    ['T7', -4],
    ['G1', 0],
    ['G5', 0],
  ]);
  expect(heads.entered).toEqual([
    '红松 T1 12300',
    '红松 T7 700.0001',
    '红松 G1 8',
    '红松 G5 5000',
    '白桦 T7 50000',
    '白桦 G1 0.009',
    '白桦 G5 123.45',
  ]);
  const below = await given([
    ['2025 年数据', null, '单位：亿元'],
    ['企业名称', '研发费用金额', '营业收入', 'T4'],
    [null, '元', null, '%'],
    ['红松精工', 50_000, 2, 5],
  ]);
  expect(below.answer).toMatchObject({ faultCount: 0, firms: 1 });
  expect(below.entered).toEqual(['红松 T4 5', '红松 T1 5', '红松 G5 20000']);
});

test('a merged value is nobody’s twice, a hidden row is not taken unseen, a wrong code is named by its check character', async () => {
  const wrong = `${uscc(2).slice(0, 17)}${uscc(2).endsWith('0') ? '1' : '0'}`;
  const rows: Row[] = [
    ['企业名称', '统一社会信用代码', 'T5', 'T6'],
    ['红松精工', null, 4, 1],
    ['白桦软件', null, null, 1],
    ['同名甲', null, 9, 9],
    [null, wrong, 9, 9],
    [null, uscc(77), 9, 9],
  ];
  const before = (await inputs()).length;
  const answer = await sheet(rows, 'good', (page) => {
    page.mergeCells('C2:C3');
    page.getRow(4).hidden = true;
  });
  expect(faultsOf(answer)).toEqual(['C3 MERGED', 'A4 ROW_HIDDEN', 'B5 USCC_CHECK_CHARACTER', 'B6 FIRM_UNKNOWN']);
  expect((await inputs()).slice(before)).toEqual(['红松 T5 4', '红松 T6 1']);
});

test('nothing is taken unseen or for another year: a second sheet, a hidden column, a bare 0.3 among percents, a row of 2024', async () => {
  const page = (rows: readonly Row[]) => rows.map((row) => [...row]);
  const book = new ExcelJS.Workbook();
  book.addWorksheet('填报说明').addRows(page([['请填“数据”页']]));
  const data = book.addWorksheet('数据');
  data.addRows(
    page([
      ['企业名称', '年度', 'T3', 'T4(小数)', 'T5', 'V1', '数据来源', '佐证材料'],
      ['云杉光电（集团）有限公司', 2025, '31%', 0.3, 1, '否', '2025 审计', '审计报告第 3 页'],
      ['白桦软件', '2024年', '30%', null, 2, null, null, null],
      ['红松精工', '2025年度', 0.3, null, 3, null, null, null],
      ['同名甲', null, 30, null, 4, '是', null, '佐'.repeat(501)],
    ]),
  );
  data.getColumn(5).hidden = true;
  book.addWorksheet('去年').addRows(
    page([
      ['企业名称', 'T1'],
      ['白桦软件', 1],
    ]),
  );
  const bytes = Buffer.from(await book.xlsx.writeBuffer());
  const before = (await inputs()).length;
  const { body } = await send(bytes, 'good');
  expect(faultsOf(body)).toEqual([
    'D1 UNIT_DIFFERS',
    '去年!A1 SHEET_MORE',
    'E1 COLUMN_HIDDEN',
    'B3 YEAR_DIFFERS',
    'C4 PERCENT_UNSURE',
    'H5 TEXT_LONG',
  ]);
  expect((await inputs()).slice(before).toSorted()).toEqual(['云杉 T3 31', '云杉 V1 0']);
  const { rows } = (await finance.get<{ rows: { source: string; evidence: string }[] }>('/api/points-inputs?indicator=V1')).body;
  expect(rows).toMatchObject([{ source: '2025 审计', evidence: '审计报告第 3 页' }]);
});

test('a sheet without firms or indicators, a doubled column, a csv and the template are read for what they are', async () => {
  expect(
    faultsOf(
      await sheet([
        ['甲', '乙'],
        [1, 2],
      ]),
    ),
  ).toEqual(['A1 INDICATOR_UNKNOWN', 'B1 INDICATOR_UNKNOWN', 'A1 FIRM_COLUMN', 'A1 NO_INDICATOR']);
  expect(
    faultsOf(
      await sheet([
        ['企业名称', 'T1', '研发费用金额'],
        ['白桦软件', 1, 2],
      ]),
    ),
  ).toEqual(['C1 COLUMN_TWICE']);
  const csv = await send(Buffer.from('企业名称,T1\n白桦软件,600\n'), 'no', { name: '积分.csv' });
  expect(csv.body).toMatchObject({ firms: 1, changed: 1 });
  expect((await send(Buffer.from('PK这不是工作簿'), 'no')).status).toBe(422);
  const template = await openXlsx(await writeTemplate('积分数据', fieldsOf(itemsOf(defaultPointsScheme.params))));
  template.worksheets[0]?.addRow(['白桦软件', uscc(2), 601]);
  const filled = await send(Buffer.from(await template.xlsx.writeBuffer()), 'no');
  expect(filled.body).toMatchObject({ firms: 1, changed: 1, faultCount: 0 });
  expect(filled.body.columns.length).toBe(19);
});

test('1,000 firms by 18 indicators are written in one transaction', async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `批量企业${index}`);
  await app.inZone((ask) =>
    insertRows(
      ask,
      firm,
      names.map((name) => ({ name, status: 'operating' })),
    ),
  );
  const codes = ['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'A1', 'A2', 'A3', 'A4', 'A5'];
  const rows = [['企业名称', ...codes], ...names.map((name, row) => [name, ...codes.map((_, column) => row + column)])];
  const before = (await inputs()).length;
  expect(await sheet(rows, 'all')).toMatchObject({ firms: 1000, added: 18_000, faultCount: 0, written: true });
  expect((await inputs()).length).toBe(before + 18_000);
}, 120_000);

test('5,000 firms below their head are one sheet; one more is too many', async () => {
  const rows = (n: number): Row[] => [
    ['2025 年度'],
    ['企业名称', 'T1'],
    ...Array.from({ length: n }, (_, row): Row => [`未登记企业${row}`, row]),
  ];
  expect(await sheet(rows(5000))).toMatchObject({ firms: 0, badRows: 5000, faultCount: 5000 });
  expect((await send(await workbook(rows(5001)), 'no')).body.fields?.[0]).toMatchObject({ code: 'SHEET_LONG' });
}, 60_000);
