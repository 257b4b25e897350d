import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usccCheckCharacter } from '#kernel/rules/uscc.ts';
import { startServiceZone, type ServiceZone } from '../../../tests/harness/service-zone.ts';
import type { Answer } from '../../../tests/harness/app.ts';
import { readWorkbook } from '../sheets/read-workbook.ts';
import { zipOf } from '../../../tests/harness/zip-of.ts';

let zone: ServiceZone;
beforeAll(async () => {
  zone = await startServiceZone();
});
afterAll(() => zone.close());

type Upload = {
  batchId: string;
  sheets: { name: string; headerRow: number; columns: { column: number; header: string; field: string | null; letter: string }[] }[];
};
type DryRun = {
  counts: Record<string, number>;
  rows: {
    row: number;
    outcome: string;
    title: string;
    changes: { field: string; before: string | null; after: string | null }[];
    refusals: { column: string | null; message: { zh: string } }[];
  }[];
};

const code = (number: number) => {
  const first = `91320583MA1X${String(number).padStart(5, '0')}`;
  return first + usccCheckCharacter(first);
};

async function workbook(build: (page: ExcelJS.Worksheet) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  build(book.addWorksheet('名册'));
  return Buffer.from(await book.xlsx.writeBuffer());
}

async function upload(bytes: Uint8Array, fileName: string, record = 'firm', who = zone.people.dispatcher): Promise<Answer<Upload>> {
  const boundary = 'x-lianxin-boundary';
  const payload = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
    ),
    Buffer.from(bytes),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return who.post<Upload>(`/api/imports/${record}`, payload, { 'content-type': `multipart/form-data; boundary=${boundary}` });
}

async function dryRun(batch: Upload): Promise<Answer<DryRun>> {
  const sheet = batch.sheets[0];
  return zone.people.dispatcher.post<DryRun>(`/api/import-batches/${batch.batchId}/dry-run`, {
    sheet: sheet?.name,
    headerRow: sheet?.headerRow,
    mapping: Object.fromEntries((sheet?.columns ?? []).map((column) => [column.column, column.field])),
  });
}

const roster = () =>
  workbook((page) => {
    page.mergeCells('A1:F1');
    page.getCell('A1').value = '高新区企业名册（2026年）';
    page.addRow([]);
    page.addRow(['序号', '统一社会信用代码', '单位名称', '企业状态', '注册日期', '注册资本（万元）']);
    page.addRow([1, code(1), '云锦一号科技有限公司', '在营', '2024.6.3', 500]);
    page.addRow([2, ` ${code(2).toLowerCase()} `, '云锦二号科技有限公司', '在营', '２０２３年１２月１日', '1,200']);
    page.addRow([3, `${code(3).slice(0, 17)}0`, '坏代码有限公司', '在营', '2024-02-30', 'abc']);
    page.addRow([4, code(1), '重复有限公司', '在营', null, null]);
    for (let row = 8; row < 30; row += 1) page.getCell(row, 1).fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEEEEEE' } };
  });

test('a roster with a title, loose dates, units and blank styled rows is understood, and its faults named cell by cell', async () => {
  const uploaded = await upload(await roster(), '名册.xlsx');
  expect(uploaded.status).toBe(200);
  expect(uploaded.body.sheets[0]?.headerRow).toBe(3);
  expect(uploaded.body.sheets[0]?.columns.map((column) => column.field)).toEqual([
    null,
    'uscc',
    'name',
    'status',
    'registeredOn',
    'registeredCapital',
  ]);
  const checked = await dryRun(uploaded.body);
  expect(checked.status).toBe(200);
  expect(checked.body.counts).toEqual({ added: 1, changed: 0, unchanged: 0, refused: 3 });
  const second = checked.body.rows.find((row) => row.row === 5);
  expect(second?.changes).toContainEqual({ field: 'registeredOn', before: null, after: '2023-12-01' });
  expect(second?.changes).toContainEqual({ field: 'registeredCapital', before: null, after: '1200000000' });
  const bad = checked.body.rows.find((row) => row.row === 6);
  expect(bad?.refusals.map((refusal) => refusal.column).sort()).toEqual(['B', 'E', 'F']);
  const doubled = checked.body.rows.filter((row) => row.row === 4 || row.row === 7);
  expect(doubled.map((row) => row.refusals[0]?.message.zh)).toEqual(expect.arrayContaining(['与第 7 行重复', '与第 4 行重复']));
});

test('a commit takes the good rows or none; the refused come back marked; the batch can be undone', async () => {
  const uploaded = await upload(await roster(), '名册.xlsx');
  await dryRun(uploaded.body);
  const whole = await zone.people.dispatcher.post(`/api/import-batches/${uploaded.body.batchId}/commit`, { onlyGood: false });
  expect(whole.status).toBe(409);
  const good = await zone.people.dispatcher.post(`/api/import-batches/${uploaded.body.batchId}/commit`, { onlyGood: true });
  expect(good.status).toBe(200);
  const listed = await zone.people.dispatcher.get<{ rows: { name: string; uscc: string }[] }>('/api/firms?q=二号');
  expect(listed.body.rows.map((row) => row.uscc)).toEqual([code(2)]);

  const reply = await zone.app.fastify.inject({ method: 'GET', url: `/api/import-batches/${uploaded.body.batchId}/refused.xlsx` });
  expect(reply.statusCode).toBe(401);
  const undone = await zone.people.dispatcher.post<{ undone: number }>(`/api/import-batches/${uploaded.body.batchId}/undo`);
  expect(undone.body.undone).toBe(1);
  const gone = await zone.people.dispatcher.get<{ total: number }>('/api/firms?q=二号');
  expect(gone.body.total).toBe(0);
});

test('a second import changes cell by cell, and an empty cell erases nothing', async () => {
  const first = await workbook((page) => {
    page.addRow(['信用代码', '企业名称', '经营状态', '员工人数']);
    page.addRow([code(40), '云锦四十号有限公司', '在营', '35人']);
  });
  const uploaded = await upload(first, 'a.xlsx');
  await dryRun(uploaded.body);
  await zone.people.dispatcher.post(`/api/import-batches/${uploaded.body.batchId}/commit`, { onlyGood: true });
  const again = await workbook((page) => {
    page.addRow(['信用代码', '企业名称', '经营状态', '员工人数']);
    page.addRow([code(40), null, '停业', null]);
  });
  const second = await upload(again, 'b.xlsx');
  const checked = await dryRun(second.body);
  expect(checked.body.rows[0]).toMatchObject({
    outcome: 'changed',
    title: '云锦四十号有限公司',
    changes: [{ field: 'status', before: '在营', after: '停业' }],
  });
});

test('a csv in GB18030 reads as well as one in UTF-8', async () => {
  const text = `企业名称,统一社会信用代码,经营状态\n青甜“生物”有限公司,${code(50)},在营\n`;
  for (const bytes of [iconv.encode(text, 'gb18030'), Buffer.from(`\ufeff${text}`), Buffer.from(text)]) {
    const uploaded = await upload(bytes, '企业.csv');
    const checked = await dryRun(uploaded.body);
    expect(checked.body.counts['added']).toBe(1);
  }
});

test('an export opens no formula and can be imported again unchanged', async () => {
  const evil = await workbook((page) => {
    page.addRow(['信用代码', '企业名称', '经营状态', '地址']);
    page.addRow([code(60), '=cmd|calc 有限公司', '在营', '@SUM(A1)']);
  });
  const uploaded = await upload(evil, 'e.xlsx');
  await dryRun(uploaded.body);
  await zone.people.dispatcher.post(`/api/import-batches/${uploaded.body.batchId}/commit`, { onlyGood: true });
  const cookie = (
    await zone.app.fastify.inject({ method: 'POST', url: '/api/login', payload: { loginName: 'dispatcher', password: 'Test-pass-2026' } })
  ).cookies;
  const file = await zone.app.fastify.inject({
    method: 'GET',
    url: '/api/firms.xlsx',
    cookies: Object.fromEntries(cookie.map((one) => [one.name, one.value])),
  });
  expect(file.statusCode).toBe(200);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(
    file.rawPayload.buffer.slice(file.rawPayload.byteOffset, file.rawPayload.byteOffset + file.rawPayload.byteLength) as ArrayBuffer,
  );
  book.worksheets[0]?.eachRow((row) => row.eachCell((cell) => expect(cell.type).not.toBe(ExcelJS.ValueType.Formula)));
  const back = await upload(file.rawPayload, '导出.xlsx');
  const checked = await dryRun(back.body);
  expect(checked.body.rows.filter((row) => row.outcome !== 'unchanged')).toEqual([]);
});

test('files that are no roster are refused with what to do', async () => {
  const bomb = zipOf({ 'xl/workbook.xml': Buffer.from('<workbook/>'), 'xl/worksheets/sheet1.xml': Buffer.alloc(200 * 1024 * 1024, 32) });
  const macros = zipOf({ 'xl/workbook.xml': Buffer.from('<workbook/>'), 'xl/vbaProject.bin': Buffer.from('x') });
  const cases: [Uint8Array, string, string][] = [
    [bomb, 'bomb.xlsx', 'WORKBOOK_HUGE'],
    [macros, 'm.xlsm', 'WORKBOOK_MACROS'],
    [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0]), 'old.xls', 'WORKBOOK_OLD'],
    [Buffer.from('PK\u0003\u0004 nothing'), 'x.xlsx', 'WORKBOOK_BROKEN'],
    [Buffer.alloc(0), 'x.csv', 'FILE_EMPTY'],
    [Buffer.alloc(21 * 1024 * 1024, 65), 'x.csv', 'FILE_LARGE'],
  ];
  for (const [bytes, name, expected] of cases) {
    const read = await readWorkbook(bytes, name);
    expect(read.ok ? 'read' : read.refusal.code).toBe(expected);
  }
  expect((await upload(macros, 'm.xlsm')).status).toBe(422);
});

test('only those whom the policy lets import may', async () => {
  expect((await upload(Buffer.from('a,b\n'), 'a.csv', 'firm', zone.people.contact)).status).toBe(403);
  expect((await upload(Buffer.from('a,b\n'), 'a.csv', 'nothing')).status).toBe(404);
});

test('rows that name one another come in together, in whatever order they stand; what names nothing is refused, and the dry run says so without writing', async () => {
  const bytes = Buffer.from('场所名称,类型,所在园区\n互引 1 号楼,楼宇,互引园\n互引园,园区,\n互引 2 号楼,楼宇,没有的园\n');
  const batch = (await upload(bytes, '园区.csv', 'place')).body;
  const tried = await dryRun(batch);
  expect(tried.body.counts).toMatchObject({ added: 2, refused: 1 });
  const places = async () =>
    (await zone.people.dispatcher.get<{ rows: { name: string }[] }>(`/api/places?q=${encodeURIComponent('互引')}`)).body.rows
      .map((row) => row.name)
      .sort();
  expect(await places()).toEqual([]);
  const whole = await zone.people.dispatcher.post(`/api/import-batches/${batch.batchId}/commit`, { onlyGood: false });
  expect(whole.status).toBe(409);
  expect(await places()).toEqual([]);
  expect((await zone.people.dispatcher.post(`/api/import-batches/${batch.batchId}/commit`, { onlyGood: true })).status).toBe(200);
  expect(await places()).toEqual(['互引 1 号楼', '互引园']);
});
