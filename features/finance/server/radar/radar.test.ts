import { strFromU8, unzipSync } from 'fflate';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, dateOf, dayMs } from '#kernel/rules/instant.ts';
import { dayInWords } from '#kernel/server/documents/paper-words.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { firm, provider } from '#features/registry/records.ts';
import { serviceItem, specialistLink } from '#features/service/records.ts';
import { department } from '#features/registry/records.ts';
import type { RadarEntry } from '../../radar-contract.ts';
import { startTestApp, testPassword, type Answer, type Client, type TestApp } from '../../../../tests/harness/app.ts';

type Row = { id: string; version: number } & Record<string, unknown>;
type View = { row: Row; status: string; code: string; fields?: { path: string; code?: string }[]; timeline: { actor: string }[] };

let app: TestApp;
const ids = { firm: '', other: '', bank: '', rival: '', loan: '', line: '' };
const people = {} as Record<'contact' | 'stranger' | 'bank' | 'rival' | 'finance' | 'leader' | 'specialist', Client>;
const day = () => dateOf(app.clock.now);
const inDays = (days: number) => addDays(day(), days);

beforeAll(async () => {
  app = await startTestApp();
  const grants: [keyof typeof people, string, string | undefined][] = [];
  await app.inZone(async (ask) => {
    ids.firm = (await createRow(ask, firm, { name: '苏和检验', status: 'operating', registeredOn: '2018-01-01' })).id;
    ids.other = (await createRow(ask, firm, { name: '另一家', status: 'operating' })).id;
    ids.bank = (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
    ids.rival = (await createRow(ask, provider, { name: '乙银行', kind: 'bank' })).id;
    const unit = (await createRow(ask, department, { name: '财政局', kind: 'department' })).id;
    await createRow(ask, serviceItem, {
      code: 'JR-03',
      name: '续贷过桥支持',
      category: 'finance',
      level: 'urgent',
      departmentId: unit,
      keywords: '续贷',
    });
    grants.push(
      ['contact', 'enterpriseContact', ids.firm],
      ['stranger', 'enterpriseContact', ids.other],
      ['bank', 'bankOfficer', ids.bank],
    );
    grants.push(['rival', 'bankOfficer', ids.rival], ['finance', 'financeOfficer', undefined], ['leader', 'zoneLeader', undefined]);
  });
  for (const [loginName, role, scopeId] of grants)
    await app.addUser({ loginName, grants: [{ role: role as 'auditor', ...(scopeId ? { scopeId } : {}) }] });
  const specialistId = await app.addUser({ loginName: 'specialist', grants: [{ role: 'specialist' }] });
  await app.inZone((ask) => createRow(ask, specialistLink, { specialistId, firmId: ids.firm, fromOn: '2024-01-01' }));
  await later(0);
}, 60_000);
afterAll(() => app.close());

async function later(days: number): Promise<void> {
  app.clock.now += days * dayMs;
  await app.sweep();
  for (const name of ['contact', 'stranger', 'bank', 'rival', 'finance', 'leader', 'specialist'] as const)
    people[name] = await app.signIn(name);
}
const radarOf = async (who: Client) => (await who.get<{ entries: RadarEntry[] }>('/api/radar')).body.entries;
const owe = (values: object, who = people.contact) =>
  who.post<Row & View>('/api/obligations', {
    firmId: ids.firm,
    kind: 'loan',
    title: '流动资金贷款',
    amount: '500000000',
    dueOn: inDays(95),
    ...values,
  });
async function move(who: Client, id: string, name: string, input: object = {}): Promise<Answer<View>> {
  const { row } = (await who.get<View>(`/api/bank-inquiries/${id}`)).body;
  return who.post(`/api/bank-inquiries/${id}/moves/${name}`, input, { 'if-match': `"${row?.version ?? 1}"` });
}
const noticed = async () =>
  app.inZone(async (ask) =>
    (
      await sql<{
        band: string;
        noticed_on: string;
      }>`SELECT band, noticed_on FROM maturity_notices WHERE subject_id = ${ids.loan} ORDER BY noticed_on`.execute(ask.tx)
    ).rows.map(({ band, noticed_on }) => `${band} ${noticed_on}`),
  );

test('RADAR: speaks 90, 60 and 30 days before, once for each band whatever restarts; a loan needs an amount above zero', async () => {
  expect((await owe({ amount: null })).body.fields?.[0]).toMatchObject({ path: 'amount', code: 'AMOUNT_MISSING' });
  expect((await owe({ amount: '-1' })).body.fields?.[0]).toMatchObject({ path: 'amount', code: 'AMOUNT_NOT_POSITIVE' });
  expect((await owe({}, people.stranger)).status).toBe(403);
  ids.loan = (await owe({})).body.id;
  expect(await radarOf(people.contact)).toEqual([]);
  const began = day();
  for (let passed = 0; passed < 66; passed += 5) await later(5);
  await later(0);
  expect(await noticed()).toEqual([`within90 ${addDays(began, 5)}`, `within60 ${addDays(began, 35)}`, `within30 ${addDays(began, 65)}`]);
  expect((await radarOf(people.contact)).map(({ id, band, daysLeft, noticedOn }) => ({ id, band, daysLeft, noticedOn }))).toEqual([
    { id: ids.loan, band: 'within30', daysLeft: 25, noticedOn: addDays(began, 5) },
  ]);
});

test('RADAR-GAP: from receivables the firm shares; what it does not share the zone does not see; lines of 积分贷 are there by themselves', async () => {
  const expect_ = (values: object) =>
    people.contact.post('/api/receivables', { firmId: ids.firm, payer: '某医院', amount: '200000000', dueOn: inDays(10), ...values });
  await expect_({ isShared: true });
  await expect_({ amount: '900000000', dueOn: inDays(40), isShared: true });
  await expect_({ amount: '700000000', dueOn: inDays(5), isShared: false });
  const gapOf = async (who: Client) => (await radarOf(who)).find(({ id }) => id === ids.loan)?.gap;
  expect(await gapOf(people.finance)).toEqual({ owed: '500000000', incoming: '200000000', short: '300000000', coveredOn: inDays(40) });
  expect(await gapOf(people.contact)).toMatchObject({ incoming: '900000000', short: '0' });
  expect(await gapOf(people.leader)).toBeNull();
  expect((await people.finance.get<{ total: number }>('/api/receivables')).body.total).toBe(2);
  expect((await radarOf(people.specialist)).map(({ id }) => id)).toEqual([ids.loan]);
  expect(await radarOf(people.stranger)).toEqual([]);
  const product = await people.bank.post<Row>('/api/credit-products', {
    name: '甲贷',
    bankId: ids.bank,
    cap: '1000000000',
    termMonths: 12,
    spreadBp: 50,
  });
  const line = {
    firmId: ids.firm,
    productId: product.body.id,
    line: '100000000',
    rateBp: 350,
    grantedOn: inDays(-10),
    validUntil: inDays(200),
  };
  ids.line = (await people.bank.post<View>('/api/credit-lines', line)).body.row.id;
  await people.bank.post(
    `/api/credit-lines/${ids.line}/moves/draw`,
    { amount: '60000000', on: inDays(-5), dueOn: inDays(80), reference: 'D1' },
    { 'if-match': '"1"' },
  );
  expect((await radarOf(people.bank)).map(({ id, amount, band }) => ({ id, amount, band }))).toEqual([
    { id: ids.line, amount: '60000000', band: 'within90' },
  ]);
  expect((await radarOf(people.leader)).map(({ id }) => id)).toEqual([ids.loan, ids.line]);
});

test('two banks are asked at once by the firm’s consent; neither learns of the other; promised and given stand side by side', async () => {
  const ask = (body: object, who = people.contact) => who.post<View & { ids: string[] }>(`/api/radar/${ids.loan}/inquiries`, body);
  expect((await ask({ bankIds: [ids.bank, ids.rival] })).body.fields?.[0]).toMatchObject({ path: 'consentUntil', code: 'CONSENT_MISSING' });
  expect((await people.contact.get<{ total: number }>('/api/bank-inquiries')).body.total).toBe(0);
  expect((await ask({ bankIds: [ids.bank] }, people.stranger)).status).toBe(404);
  const aimed = { subjectId: ids.loan, bankId: ids.bank, consentUntil: inDays(120) };
  expect((await people.stranger.post<View>('/api/bank-inquiries', aimed)).body.fields?.[0]).toMatchObject({ code: 'SUBJECT_UNKNOWN' });
  const sent = await ask({ bankIds: [ids.bank, ids.rival], note: '客户回款在后', consentUntil: inDays(120) });
  expect(sent.status).toBe(201);
  const [mine = '', theirs = ''] = sent.body.ids;
  expect((await ask({ bankIds: [ids.bank] })).body.fields?.[0]).toMatchObject({ code: 'ASKED_ALREADY' });
  // each bank's every door shows its own inquiry, and no trace of the other's
  const doors = async (who: Client, own: string, foreign: string, otherBank: string, otherOfficer: string) => {
    const answers = await Promise.all(
      [
        '/api/bank-inquiries',
        '/api/inbox',
        `/api/search?q=${encodeURIComponent('苏和')}`,
        '/api/radar',
        `/api/bank-inquiries/${own}`,
        `/api/bank-inquiries/${own}/history`,
        `/api/bank-inquiries/${own}/viewers`,
        `/api/obligations/${ids.loan}/viewers`,
      ].map(async (path) => JSON.stringify((await who.get(path)).body)),
    );
    const foreigns = await Promise.all(
      ['', '/history', '/viewers'].map(async (door) => (await who.get(`/api/bank-inquiries/${foreign}${door}`)).status),
    );
    return {
      ownSeen: answers[0]?.includes(own),
      leaks: answers.some((text) => text.includes(foreign) || text.includes(otherBank) || text.includes(otherOfficer)),
      foreigns,
    };
  };
  const shut = { ownSeen: true, leaks: false, foreigns: [404, 404, 404] };
  expect(await doors(people.bank, mine, theirs, '乙银行', people.rival.userId)).toEqual(shut);
  expect(await doors(people.rival, theirs, mine, '甲银行', people.bank.userId)).toEqual(shut);
  expect((await people.finance.get(`/api/bank-inquiries/${mine}`)).status).toBe(200);
  expect((await move(people.bank, mine, 'offer', { amount: '500000000', rateBp: 900, namedDays: 5 })).body.fields?.[0]).toMatchObject({
    code: 'RATE_OVER_MOST',
  });
  expect((await move(people.bank, mine, 'offer', { amount: '500000000', rateBp: 340, namedDays: 5 })).status).toBe(200);
  expect((await move(people.rival, theirs, 'offer', { amount: '300000000', rateBp: 350, namedDays: 8 })).status).toBe(200);
  expect((await radarOf(people.leader)).find(({ id }) => id === ids.loan)?.help).toMatchObject({ asked: 2, offered: 2, isAccepted: false });
  expect((await move(people.contact, mine, 'accept')).status).toBe(200);
  const closed = (await people.rival.get<View>(`/api/bank-inquiries/${theirs}`)).body;
  expect(closed.status).toBe('closed');
  expect(await doors(people.rival, theirs, mine, '甲银行', people.bank.userId)).toEqual(shut);
  await later(2);
  expect((await move(people.bank, mine, 'complete', { rateBp: 355 })).status).toBe(200);
  const { row } = (await people.contact.get<View>(`/api/bank-inquiries/${mine}`)).body;
  expect(row).toMatchObject({ status: 'completed', offeredRateBp: 340, rateBp: 355, namedDays: 5 });
});

/** The drafted file as text: a paragraph or a row of a table each, its cells parted by `|`. */
async function paperOf(id: string): Promise<string[]> {
  const login = await app.app.fastify.inject({
    method: 'POST',
    url: '/api/login',
    payload: { loginName: 'contact', password: testPassword },
  });
  const cookies = Object.fromEntries(login.cookies.map(({ name, value }) => [name, value]));
  const { rawPayload } = await app.app.fastify.inject({ url: `/api/radar/${id}/extension-file`, cookies });
  const xml = strFromU8(unzipSync(new Uint8Array(rawPayload))['word/document.xml'] ?? new Uint8Array());
  const textOf = (part: string) => [...part.matchAll(/<w:t[^>]*>([^<]*)/g)].map(([, text]) => text ?? '').join('');
  return [...xml.matchAll(/<w:tr[ >].*?<\/w:tr>|<w:p[ >].*?<\/w:p>/gs)].map(([part]) =>
    part.startsWith('<w:tr') ? [...part.matchAll(/<w:tc>.*?<\/w:tc>/gs)].map(([cell]) => textOf(cell)).join('|') : textOf(part),
  );
}

test('one button opens a service request on the service clock, once; the extension file is drafted from the records', async () => {
  const open = () => people.contact.post<{ requestId: string }>(`/api/radar/${ids.loan}/requests`);
  const { requestId } = (await open()).body;
  expect((await open()).body.requestId).toBe(requestId);
  const request = (await people.contact.get<View & { clocks: unknown[] }>(`/api/service-requests/${requestId}`)).body;
  expect(request.clocks.length).toBeGreaterThan(0);
  expect(String(request.row['text'])).toContain('流动资金贷款');
  expect(request.row['category']).toBe('finance');
  const said = await paperOf(ids.loan);
  expect(said).toContain('续贷（展期）申请书');
  for (const row of ['借款人 苏和检验', '到期金额 500万元', `到期日 ${dayInWords(inDays(23))}`, '某医院 900万元', '某医院 700万元'])
    expect(said.map((cells) => cells.replaceAll('|', ' '))).toContainEqual(expect.stringContaining(row));
  expect(said.find((cells) => cells.includes('延至'))).toContain('金额 ＿＿＿＿＿＿');
  const line = await paperOf(ids.line);
  for (const row of ['授信额度 100万元', '累计放款 60万元', '未还余额 60万元', '年利率 3.50%', '已展期 0 次'])
    expect(line.map((cells) => cells.replaceAll('|', ' '))).toContainEqual(expect.stringContaining(row));
  const licence = (await owe({ kind: 'licence', title: '检测资质', amount: null, dueOn: inDays(20) })).body.id;
  expect((await people.contact.get(`/api/radar/${licence}/extension-file`)).body).toMatchObject({ code: 'NOT_A_LOAN' });
  await people.contact.post(`/api/obligations/${licence}/end`, { endedOn: day(), why: '已换证' }, { 'if-match': '"1"' });
  const elsewhere = (await owe({ title: '设备贷款', counterparty: '外地银行', dueOn: inDays(1) })).body.id;
  expect(await paperOf(elsewhere)).toContain('贷款银行|外地银行');
  await people.contact.post(`/api/obligations/${elsewhere}/end`, { endedOn: day(), why: '已还' }, { 'if-match': '"1"' });
  expect((await people.stranger.get(`/api/radar/${ids.loan}/extension-file`)).status).toBe(404);
});

test('consent to obligations and receivables opens and shuts every door of a bank, and closes what it was asked', async () => {
  const doors = async () => ({
    radar: (await radarOf(people.rival)).length,
    list: (await people.rival.get<{ total: number }>('/api/obligations')).body.total,
    row: (await people.rival.get(`/api/obligations/${ids.loan}`)).status,
    history: (await people.rival.get(`/api/obligations/${ids.loan}/history`)).status,
    search: JSON.stringify((await people.rival.get(`/api/search?q=${encodeURIComponent('流动资金')}`)).body).includes(ids.loan),
    export: (await people.rival.get('/api/obligations.xlsx')).status,
    receivables: (await people.rival.get<{ total: number }>('/api/receivables')).body.total,
    counted: (await people.rival.get<{ value: { value: number } }>('/api/figures/maturitiesIn90Days')).body.value?.value ?? 0,
  });
  expect(await doors()).toEqual({ radar: 1, list: 1, row: 200, history: 200, search: true, export: 403, receivables: 0, counted: 0 });
  const { ids: asked } = (await people.contact.post<{ ids: string[] }>(`/api/radar/${ids.line}/inquiries`, { bankIds: [ids.rival] })).body;
  const { rows } = (await people.contact.get<{ rows: Row[] }>(`/api/consents?status=inForce&receiverId=${ids.rival}`)).body;
  for (const given of rows) await people.contact.post(`/api/consents/${given.id}/moves/withdraw`, {}, { 'if-match': `"${given.version}"` });
  expect(await doors()).toEqual({ radar: 0, list: 0, row: 404, history: 404, search: false, export: 403, receivables: 0, counted: 0 });
  expect((await people.contact.get<View>(`/api/bank-inquiries/${asked[0]}`)).body.status).toBe('closed');
});
