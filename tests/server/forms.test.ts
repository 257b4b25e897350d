import ExcelJS from 'exceljs';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { factForm, parkForm, wordForm, type ExampleForm } from '#seeds/forms/example-forms.ts';
import { lintTexts } from '#features/figures/rules/form-lint.ts';
import { startPartyZone, type PartyZone } from '../harness/party-zone.ts';
import { testPassword, type Answer, type Client } from '../harness/app.ts';
import { zipOf } from '../harness/zip-of.ts';

let zone: PartyZone;
let me: Client;
beforeAll(async () => {
  zone = await startPartyZone(12);
  me = zone.people.officer;
  for (const index of [0, 1, 2, 3, 4])
    await zone.create('chain-memberships', { firmId: zone.firms[index], nodeId: zone.nodes[index % 2], fromOn: '2024-01-01' });
  await zone.create('organisations', {
    name: '企业00党支部',
    kind: 'branchIndependent',
    establishedOn: '2020-01-01',
    unitFirmIds: [zone.firms[0]],
  });
});
afterAll(() => zone.close());

type Cell = {
  key: string;
  labels: string[];
  kind: string;
  value: string | null;
  passportId: string | null;
  given: { value: string; source: string | null } | null;
  before: { value: string; form: string; givenBy: string } | null;
  fault: unknown;
};
type Filling = { id: string; version: number; asOf: string; cells: Cell[]; fields: number; prefilled: number; exportedAt: string | null };
type Form = {
  id: string;
  version: number;
  head: Record<string, unknown>;
  cells: { key: string; labels: string[]; mapping: Record<string, unknown> | null; sure: boolean }[];
  code: string;
  fields?: { code: string; path: string }[];
};

/** A Word file of one row, as nobody's office program would write it. */
const wordTable = (cells: string) =>
  zipOf({ 'word/document.xml': strToU8(`<w:document xmlns:w="w"><w:body><w:tbl><w:tr>${cells}</w:tr></w:tbl></w:body></w:document>`) });

function upload(content: Uint8Array, fileName: string, who = me): Promise<Answer<Form>> {
  const edge = 'x-form-edge';
  const head = `content-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: application/octet-stream`;
  const payload = Buffer.concat([Buffer.from(`--${edge}\r\n${head}\r\n\r\n`), content, Buffer.from(`\r\n--${edge}--\r\n`)]);
  return who.post<Form>('/api/forms', payload, { 'content-type': `multipart/form-data; boundary=${edge}` });
}
const register = async (form: ExampleForm) => (await upload(form.content, form.fileName)).body;
const fill = async (id: string, who = me) => (await who.post<Filling>(`/api/forms/${id}/fillings`, {})).body;
const close = (filling: { id: string; version: number }, who = me) =>
  who.post<Filling>(`/api/form-fillings/${filling.id}/export`, {}, { 'if-match': `"${filling.version}"` });
async function fileOf(id: string): Promise<Uint8Array> {
  const login = await zone.app.fastify.inject({
    method: 'POST',
    url: '/api/login',
    payload: { loginName: 'officer', password: testPassword },
  });
  const cookies = Object.fromEntries(login.cookies.map((cookie) => [cookie.name, cookie.value]));
  return new Uint8Array((await zone.app.fastify.inject({ method: 'GET', url: `/api/form-fillings/${id}/file`, cookies })).rawPayload);
}
async function sheetOf(bytes: Uint8Array): Promise<ExcelJS.Worksheet> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes.slice().buffer);
  const sheet = workbook.worksheets[0];
  if (!sheet) throw new Error('no sheet');
  return sheet;
}

test.each([
  ['parks under a merged head of two lines', () => parkForm(['东园', '西园'])],
  ['a sheet of facts', factForm],
  ['a table in Word', wordForm],
] as const)('%s fills itself to four fifths and more, without anybody mapping a cell', async (_name, make) => {
  const form = await register(await make());
  const filling = await fill(form.id);
  expect(filling.prefilled / filling.fields).toBeGreaterThanOrEqual(0.8);
});

test('merged cells, styles and widths stay; numbers are numbers and go to their own park', async () => {
  const form = await register(await parkForm(['东园', '西园']));
  const filling = await fill(form.id);
  const closed = (await close(filling)).body;
  expect(closed.exportedAt).not.toBeNull();
  const sheet = await sheetOf(await fileOf(filling.id));
  expect(sheet.getCell('A2').text).toBe('填报单位：测试区');
  expect(sheet.getCell('E2').text).toBe('填报日期：2026年6月3日');
  expect([sheet.getCell('C5').value, sheet.getCell('C6').value, sheet.getCell('E5').value, sheet.getCell('E6').value]).toEqual([
    6, 6, 3, 2,
  ]);
  expect(sheet.getCell('F5').value).toBeCloseTo(16.67, 2);
  expect(sheet.getCell('C3').isMerged).toBe(true);
  expect(sheet.getCell('A1').font.size).toBe(18);
  const frozen = closed.cells.filter((cell) => cell.passportId !== null);
  expect(frozen.length).toBeGreaterThanOrEqual(10);
  expect((await me.get<{ genuine: boolean }>(`/api/passports/${frozen[0]?.passportId}`)).body.genuine).toBe(true);
  // taken away once, it stays byte for byte, whatever changes afterwards
  const before = await fileOf(filling.id);
  await zone.create('firms', { name: '后来的企业', status: 'operating', parkId: zone.parks[0] });
  expect(Buffer.compare(before, await fileOf(filling.id))).toBe(0);
});

test('sums of the form’s own, hidden columns, unknown parks and another year’s columns are left to whom they belong', async () => {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('表');
  sheet.addRow(['园区', '在营企业（家）', '上年同期（家）', '代码']);
  sheet.addRow(['东园', '', '', '']);
  sheet.addRow(['南园', '', '', '']);
  sheet.addRow(['合计', { formula: 'SUM(B2:B3)' }, { formula: 'SUM(C2:C3)' }, '']);
  sheet.getColumn(4).hidden = true;
  const form = (await upload(new Uint8Array(await workbook.xlsx.writeBuffer()), '带公式的表.xlsx')).body;
  const mapped = form.cells.filter((cell) => cell.mapping !== null).map((cell) => cell.labels.join(' '));
  expect(form.cells.map((cell) => cell.labels.join(' '))).toEqual(['东园 在营企业', '东园 上年同期', '南园 在营企业', '南园 上年同期']);
  expect(mapped).toEqual(['东园 在营企业']);
  const filling = await fill(form.id);
  await close(filling);
  const filled = await sheetOf(await fileOf(filling.id));
  expect(filled.getCell('B2').value).toBe(7);
  expect(filled.getCell('B4').formula).toBe('SUM(B2:B3)');
});

test('a Word form is filled in place', async () => {
  const form = await register(await wordForm());
  const filling = await fill(form.id);
  await close(filling);
  const text = strFromU8(unzipSync(await fileOf(filling.id))['word/document.xml'] ?? new Uint8Array());
  expect(text).toContain('测试区');
  expect(text).toContain('2026年6月3日');
  expect(text.match(/<w:vMerge/g)?.length).toBe(4);
});

test('a Word table with senseless spans and entities is read as what it shows, nothing beyond it', async () => {
  const blank = '<w:tc><w:tcPr><w:gridSpan w:val="NaN"/></w:tcPr><w:p/></w:tc>';
  const odd = await upload(
    wordTable(`<w:tc><w:tcPr><w:gridSpan w:val="-5"/></w:tcPr><w:p><w:r><w:t>在营企业</w:t></w:r></w:p></w:tc>${blank}`),
    '怪表.docx',
  );
  expect(odd.body.cells.map((cell) => cell.labels)).toEqual([['在营企业']]);
  const entity = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>';
  const xml = `${entity}<w:document xmlns:w="w"><w:tbl><w:tr><w:tc><w:p><w:r><w:t>职务&secret;</w:t></w:r></w:p></w:tc>${blank}</w:tr></w:tbl></w:document>`;
  const outside = await upload(zipOf({ 'word/document.xml': strToU8(xml) }), '外部实体.docx');
  if (outside.status === 200) expect(outside.body.cells[0]?.labels[0]).toContain('&secret;');
  else expect(outside.status).toBe(422);
});

test('what a person answers is asked once: the next form shows it, by whom, when and where', async () => {
  const first = await register(await factForm());
  const filling = await fill(first.id);
  const practice = filling.cells.find((cell) => cell.labels.includes('特色做法'));
  expect(practice?.value).toBeNull();
  const answers = { [practice?.key ?? '']: { value: '链上联建', source: '党群工作部' } };
  const saved = await me.send<Filling>('PUT', `/api/form-fillings/${filling.id}`, { answers, subjects: {} }, { 'if-match': '"1"' });
  const given = { value: '链上联建', source: '党群工作部' };
  expect(saved.body.cells.find((cell) => cell.key === practice?.key)).toMatchObject({ value: '链上联建', given });
  await close(saved.body);
  const second = await register({ ...(await factForm()), fileName: '另一张表.xlsx' });
  const again = (await fill(second.id)).cells.find((cell) => cell.labels.includes('特色做法'));
  expect(again).toMatchObject({ value: '链上联建', before: { value: '链上联建', form: '基本情况表', givenBy: expect.any(String) } });
});

test('a filling may be told another day, and its numbers follow', async () => {
  const form = await register(await factForm());
  const filling = await fill(form.id);
  const firms = (of: Filling) => of.cells.find((cell) => cell.labels.includes('在营企业'))?.value;
  const moved = await me.send<Filling>(
    'PUT',
    `/api/form-fillings/${filling.id}`,
    { answers: {}, subjects: {}, asOf: '2001-01-01' },
    { 'if-match': '"1"' },
  );
  expect([filling.asOf, firms(filling), moved.body.asOf, firms(moved.body)]).toEqual(['2026-06-03', '13', '2001-01-01', '0']);
});

test('a mapping to nothing is refused by name, and so is asking people for what is known', async () => {
  const form = await register(await factForm());
  const known = form.cells.find((cell) => cell.labels.includes('在营企业'))?.key ?? '';
  const save = (mapping: Record<string, unknown>) =>
    me.send<Form>(
      'PUT',
      `/api/forms/${form.id}`,
      { head: { title: '表', asker: '市里', document: '', purpose: '', dueOn: null }, mapping },
      { 'if-match': '"1"' },
    );
  for (const [mapping, code] of [
    [{ [known]: { kind: 'figure', figureId: 'nothing' } }, 'MAPPING'],
    [{ [known]: { kind: 'figure', figureId: 'operatingFirmCount', filter: 'nothing:1' } }, 'MAPPING'],
    [{ [known]: { kind: 'field', record: 'firm', field: 'nothing' } }, 'MAPPING'],
    [{ '9.9.9': { kind: 'leave' } }, 'NO_BLANK'],
    [{ [known]: { kind: 'answer' } }, 'KNOWN_ALREADY'],
  ] as const) {
    const answer = await save(mapping);
    expect([answer.status, answer.body.fields?.[0]?.code], JSON.stringify(mapping)).toEqual([422, code]);
  }
  expect((await me.get<Form>(`/api/forms/${form.id}`)).body.version).toBe(1);
});

test('macros, 10,000 columns, damage, duties that are forbidden: named, and nothing kept', async () => {
  const count = async () => (await me.get<{ forms: unknown[] }>('/api/forms')).body.forms.length;
  const before = await count();
  const wide = new ExcelJS.Workbook();
  wide.addWorksheet('宽').getCell(1, 10_000).value = '远';
  const duty = new ExcelJS.Workbook();
  duty.addWorksheet('表').addRow(['党员打卡次数', '']);
  const full = new ExcelJS.Workbook();
  full.addWorksheet('表').addRow(['已填', '满']);
  const bytes = async (workbook: ExcelJS.Workbook) => new Uint8Array(await workbook.xlsx.writeBuffer());
  for (const [content, name, code] of [
    [zipOf({ 'xl/workbook.xml': strToU8('<x/>'), 'xl/vbaProject.bin': strToU8('x') }), '表.xlsx', 'FORM_MACROS'],
    [await bytes(full), '表.xlsm', 'FORM_MACROS'],
    [await bytes(wide), '表.xlsx', 'FORM_WIDE'],
    [strToU8('no zip at all'), '表.xlsx', 'NOT_A_FORM'],
    [zipOf({ 'hello.txt': strToU8('x') }), '表.docx', 'NOT_A_FORM'],
    [zipOf({ 'word/document.xml': strToU8('<w:document') }), '表.docx', 'FORM_BROKEN'],
    [wordTable('<w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p><w:r><w:t>远</w:t></w:r></w:p></w:tc>'), '表.docx', 'FORM_WIDE'],
    [new Uint8Array(6 * 1024 * 1024), '表.xlsx', 'FILE_LARGE'],
    [await bytes(full), '表.xlsx', 'FORM_FULL'],
    [await bytes(duty), '表.xlsx', 'INVALID'],
  ] as const) {
    const answer = await upload(content, name);
    expect([answer.status, answer.body.code], name).toEqual([422, code]);
  }
  expect(await count()).toBe(before);
});

test('the burden meter sums by asker and form, and knows no person', async () => {
  const meter = (
    await me.get<{ askers: { asker: string; fields: number; prefilled: number; minutes: number }[]; forms: Record<string, unknown>[] }>(
      '/api/forms/burden',
    )
  ).body;
  expect(meter.askers.reduce((sum, one) => sum + one.fields, 0)).toBeGreaterThan(0);
  expect(meter.askers.every((one) => one.prefilled <= one.fields && one.minutes >= 0)).toBe(true);
  expect(JSON.stringify(meter)).not.toContain('officer');
});

test('readers look, others are kept out; a secretary sees only fillings of their own', async () => {
  const form = await register(await factForm());
  const filling = await fill(form.id);
  expect((await zone.people.leader.get(`/api/forms/${form.id}`)).status).toBe(200);
  expect((await zone.people.leader.post(`/api/forms/${form.id}/fillings`, {})).status).toBe(403);
  expect((await zone.people.contact.get('/api/forms')).status).toBe(403);
  await zone.addUser({ loginName: 'secretary', grants: [{ role: 'branchSecretary', scopeId: zone.firms[0] ?? '' }] });
  const secretary = await zone.signIn('secretary');
  expect((await secretary.get(`/api/form-fillings/${filling.id}`)).status).toBe(404);
  const own = await fill(form.id, secretary);
  const listed = async (who: Client) =>
    (await who.get<{ fillings: { id: string }[] }>(`/api/forms/${form.id}/fillings`)).body.fillings.map(({ id }) => id);
  expect(await listed(secretary)).toEqual([own.id]);
  expect((await listed(zone.people.leader)).toSorted()).toEqual([filling.id, own.id].toSorted());
});

test('nothing that the house itself asks of people is among what it refuses of others', () => {
  const texts = [...zone.house.records.values(), ...zone.house.cases.values()].flatMap(({ declaration }) => [
    declaration.label.zh,
    ...Object.values(declaration.fields).flatMap((field) => [field.label.zh, ...(field.hint ? [field.hint.zh] : [])]),
    ...('moves' in declaration
      ? Object.values(declaration.moves as Record<string, { label: { zh: string } }>).map((move) => move.label.zh)
      : []),
  ]);
  const figures = [...zone.house.figures.values()].flatMap(({ declaration }) => [declaration.label.zh, declaration.definition.zh]);
  expect(lintTexts([...texts, ...figures])).toEqual([]);
});

test('a form that has expired is filled no more until it is renewed with a reason', async () => {
  const form = await register(await factForm());
  await zone.inZone(({ tx }) => sql`UPDATE upward_forms SET expires_on = '2026-06-02' WHERE id = ${form.id}`.execute(tx));
  const expired = await me.post<{ code: string }>(`/api/forms/${form.id}/fillings`, {});
  expect([expired.status, expired.body.code]).toEqual([409, 'FORM_EXPIRED']);
  const head = { title: '表', asker: '市里', document: '', purpose: '', dueOn: null };
  const renew = (expiresOn: string, why?: string) =>
    me.send<Form>('PUT', `/api/forms/${form.id}`, { head, mapping: {}, expiresOn, ...(why && { renewWhy: why }) }, { 'if-match': '"1"' });
  expect((await renew('2027-06-01')).status).toBe(422);
  expect((await renew('2030-01-01', '年度报表继续报送')).status).toBe(422);
  expect((await renew('2027-06-01', '年度报表继续报送')).status).toBe(200);
  expect((await me.post(`/api/forms/${form.id}/fillings`, {})).status).toBe(201);
});

test('an answer that no longer holds is asked again', async () => {
  const then = zone.clock.now;
  const form = await register(await factForm());
  const key = form.cells.find((cell) => cell.labels.includes('联系电话'))?.key ?? '';
  const head = { title: '月报', asker: '市里', document: '', purpose: '', dueOn: null };
  const mapping = { [key]: { kind: 'answer', validMonths: 1 } };
  expect((await me.send('PUT', `/api/forms/${form.id}`, { head, mapping }, { 'if-match': '"1"' })).status).toBe(200);
  const filling = await fill(form.id);
  const phone = (of: Filling) => of.cells.find((cell) => cell.key === key);
  const answers = { [key]: { value: '0512-00000000' } };
  await close((await me.send<Filling>('PUT', `/api/form-fillings/${filling.id}`, { answers, subjects: {} }, { 'if-match': '"1"' })).body);
  expect(phone(await fill(form.id))).toMatchObject({ value: '0512-00000000', before: { value: '0512-00000000' } });
  zone.clock.now += 40 * 86_400_000;
  const later = await zone.signIn('officer');
  expect(phone(await fill(form.id, later))).toMatchObject({ value: null, before: null });
  zone.clock.now = then;
});
