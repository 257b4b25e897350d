import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, dateOf, dayMs } from '#kernel/rules/instant.ts';
import { dayInWords } from '#kernel/server/documents/paper-words.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { firm, provider } from '#features/registry/records.ts';
import type { RadarEntry } from '../../radar-contract.ts';
import { startTestApp, type Client, type TestApp } from '../../../../tests/harness/app.ts';

type Row = { id: string; version: number } & Record<string, unknown>;
type View = { row: Row; status: string; fields?: { path: string; code?: string }[] };

let app: TestApp;
const ids = { firm: '', other: '', bank: '', rival: '' };
const people = {} as Record<'contact' | 'bank' | 'rival' | 'leader', Client>;
const day = () => dateOf(app.clock.now);
const inDays = (days: number) => addDays(day(), days);

beforeAll(async () => {
  app = await startTestApp();
  await app.inZone(async (ask) => {
    ids.firm = (await createRow(ask, firm, { name: '苏和检验', status: 'operating' })).id;
    ids.other = (await createRow(ask, firm, { name: '另一家', status: 'operating' })).id;
    ids.bank = (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
    ids.rival = (await createRow(ask, provider, { name: '乙银行', kind: 'bank' })).id;
  });
  const contact = [ids.firm, ids.other].map((scopeId) => ({ role: 'enterpriseContact' as const, scopeId }));
  await app.addUser({ loginName: 'contact', grants: contact });
  await app.addUser({ loginName: 'bank', grants: [{ role: 'bankOfficer', scopeId: ids.bank }] });
  await app.addUser({ loginName: 'rival', grants: [{ role: 'bankOfficer', scopeId: ids.rival }] });
  await app.addUser({ loginName: 'leader', grants: [{ role: 'zoneLeader' }] });
  await later(0);
}, 60_000);
afterAll(() => app.close());

async function later(days: number): Promise<void> {
  app.clock.now += days * dayMs;
  await app.sweep();
  for (const name of ['contact', 'bank', 'rival', 'leader'] as const) people[name] = await app.signIn(name);
}
const entry = async (id: string) =>
  (await people.leader.get<{ entries: RadarEntry[] }>('/api/radar')).body.entries.find((one) => one.id === id);
const owe = async (values: object = {}) =>
  (
    await people.contact.post<Row>('/api/obligations', {
      firmId: ids.firm,
      kind: 'loan',
      title: '流动资金贷款',
      amount: '500000000',
      dueOn: inDays(40),
      ...values,
    })
  ).body.id;
const askBanks = (id: string, ...bankIds: string[]) =>
  people.contact.post<View & { ids: string[] }>(`/api/radar/${id}/inquiries`, { bankIds, consentUntil: inDays(170) });
async function move(who: Client, path: string, name: string, input: object = {}) {
  const { row } = (await who.get<View>(`/api/${path}`)).body;
  return who.post<View>(`/api/${path}/moves/${name}`, input, { 'if-match': `"${row.version}"` });
}
const requestAbout = async (id: string) => (await people.contact.post<{ requestId: string }>(`/api/radar/${id}/requests`)).body.requestId;

test('RADAR: refused by every bank is asked, and not helped', async () => {
  const id = await owe();
  const [first = '', second = ''] = (await askBanks(id, ids.bank, ids.rival)).body.ids;
  await move(people.bank, `bank-inquiries/${first}`, 'refuse', { reason: '额度已满' });
  expect((await entry(id))?.help).toMatchObject({ asked: 2, isPending: true, isAccepted: false });
  await move(people.rival, `bank-inquiries/${second}`, 'refuse', { reason: '不符合条件' });
  expect((await entry(id))?.help).toMatchObject({ asked: 2, isPending: false, isAccepted: false });
});

test('RADAR: an extended line is due anew: what was done and noticed for its earlier day does not count for the next', async () => {
  const product = { name: '甲贷', bankId: ids.bank, cap: '1000000000', termMonths: 12, spreadBp: 50 };
  const productId = (await people.bank.post<Row>('/api/credit-products', product)).body.id;
  const terms = { firmId: ids.firm, productId, line: '100000000', rateBp: 350, grantedOn: inDays(-10), validUntil: inDays(300) };
  const line = (await people.bank.post<View>('/api/credit-lines', terms)).body.row.id;
  await move(people.bank, `credit-lines/${line}`, 'draw', { amount: '60000000', on: inDays(-5), dueOn: inDays(30), reference: 'D1' });
  await later(1);
  const [inquiry = ''] = (await askBanks(line, ids.bank)).body.ids;
  await move(people.bank, `bank-inquiries/${inquiry}`, 'offer', { amount: '60000000', rateBp: 340, namedDays: 5 });
  await move(people.contact, `bank-inquiries/${inquiry}`, 'accept');
  await move(people.bank, `bank-inquiries/${inquiry}`, 'complete', { rateBp: 340 });
  const request = await requestAbout(line);
  expect((await entry(line))?.help).toMatchObject({ isAccepted: true, requestId: request });
  expect((await move(people.contact, `service-requests/${request}`, 'withdraw', { reason: '已续' })).status).toBe(200);
  expect((await move(people.bank, `credit-lines/${line}`, 'extend', { dueOn: inDays(120), reason: '客户回款在后' })).status).toBe(200);
  await later(31);
  expect(await entry(line)).toMatchObject({
    daysLeft: 89,
    help: { asked: 0, offered: 0, isPending: false, isAccepted: false, requestId: null },
    noticedOn: day(),
  });
  expect(await requestAbout(line)).not.toBe(request);
});

test('a contact of two firms asks for either; banks are asked about loans alone', async () => {
  expect((await askBanks(await owe({ firmId: ids.other }), ids.bank)).status).toBe(201);
  const title = await owe({ kind: 'talentTitle', amount: null, title: '人才称号' });
  expect((await askBanks(title, ids.bank)).body.fields?.[0]).toMatchObject({ path: 'subjectId', code: 'NOT_A_LOAN' });
});

test('RADAR: of a loan past due it is said so; what was given is kept as it is; money cannot have come on a day to come', async () => {
  const id = await owe({ dueOn: inDays(-3) });
  const request = await requestAbout(id);
  const text = (await people.contact.get<View>(`/api/service-requests/${request}`)).body.row['text'];
  expect(text).toContain(`流动资金贷款已于 ${dayInWords(inDays(-3))} 到期`);
  const [inquiry = ''] = (await askBanks(id, ids.bank)).body.ids;
  await move(people.bank, `bank-inquiries/${inquiry}`, 'offer', { amount: '500000000', rateBp: 340, namedDays: 5 });
  await move(people.contact, `bank-inquiries/${inquiry}`, 'accept');
  expect((await move(people.bank, `bank-inquiries/${inquiry}`, 'complete', { rateBp: 435 })).body.row).toMatchObject({ rateBp: 435 });
  const money = { firmId: ids.firm, payer: '某医院', amount: '100', dueOn: inDays(5) };
  const came = (settledOn: string) => people.contact.post<View>('/api/receivables', { ...money, settledOn });
  expect((await came(inDays(1))).body.fields?.[0]).toMatchObject({ path: 'settledOn', code: 'NOT_YET' });
  expect((await came(day())).status).toBe(201);
});

test('a day that is none, or a word that no database keeps, is refused by its field', async () => {
  const id = await owe({ firmId: ids.other });
  for (const [field, value] of [
    ['consentUntil', '2026-13-45'],
    ['consentUntil', ''],
    ['note', 'a\u0000b'],
  ] as const) {
    const body = { bankIds: [ids.rival], consentUntil: inDays(100), [field]: value };
    const refused = await people.contact.post<View>(`/api/radar/${id}/inquiries`, body);
    expect([refused.status, refused.body.fields?.[0]?.path]).toEqual([422, field]);
  }
});

test('what a bank is being asked about is not ended behind its back', async () => {
  const id = await owe();
  const [inquiry = ''] = (await askBanks(id, ids.bank)).body.ids;
  const end = () => people.contact.post<View>(`/api/obligations/${id}/end`, { endedOn: day(), why: '已还清' }, { 'if-match': '"1"' });
  expect((await end()).status).toBe(422);
  await move(people.contact, `bank-inquiries/${inquiry}`, 'withdraw');
  expect((await end()).status).toBe(200);
});
