import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays, dateOf, dayMs } from '#kernel/rules/instant.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { firm, provider } from '#features/registry/records.ts';
import type { RadarEntry } from '../../radar-contract.ts';
import { startTestApp, type Client, type TestApp } from '../../../../tests/harness/app.ts';

type Row = { id: string; version: number } & Record<string, unknown>;
type View = { row: Row; status: string; code: string; ids: string[]; requestId: string; timeline: { move: string; actor: string }[] };

let app: TestApp;
const ids = { firm: '', other: '', bank: '', rival: '', loan: '' };
const logins = {
  contact: 'enterpriseContact',
  second: 'enterpriseContact',
  stranger: 'enterpriseContact',
  bank: 'bankOfficer',
  rival: 'bankOfficer',
  leader: 'zoneLeader',
  finance: 'financeOfficer',
} as const;
const people = {} as Record<keyof typeof logins, Client>;
const today = () => dateOf(app.clock.now);
const inDays = (days: number) => addDays(today(), days);
const signIn = async () => {
  for (const name of Object.keys(logins) as (keyof typeof logins)[]) people[name] = await app.signIn(name);
};

beforeAll(async () => {
  app = await startTestApp();
  await app.inZone(async (ask) => {
    ids.firm = (await createRow(ask, firm, { name: '苏和检验', status: 'operating', registeredOn: '2018-01-01' })).id;
    ids.other = (await createRow(ask, firm, { name: '另一家', status: 'operating' })).id;
    ids.bank = (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
    ids.rival = (await createRow(ask, provider, { name: '乙银行', kind: 'bank' })).id;
  });
  const scopes: Record<string, string> = { contact: ids.firm, second: ids.firm, stranger: ids.other, bank: ids.bank, rival: ids.rival };
  for (const [loginName, role] of Object.entries(logins)) {
    const scopeId = scopes[loginName];
    await app.addUser({ loginName, grants: [{ role, ...(scopeId ? { scopeId } : {}) }] });
  }
  await signIn();
}, 60_000);
afterAll(() => app.close());

const owe = (over: object = {}) =>
  people.contact.post<Row>('/api/obligations', {
    firmId: ids.firm,
    kind: 'loan',
    title: '流动资金贷款',
    amount: '500000000',
    dueOn: inDays(70),
    ...over,
  });
beforeEach(async () => {
  ids.loan = (await owe()).body.id;
});
const entryOf = async (who: Client, id: string) =>
  (await who.get<{ entries: RadarEntry[] }>('/api/radar')).body.entries.find((one) => one.id === id);
const move = async (who: Client, path: string, id: string, name: string, input: object = {}) => {
  const { row } = (await who.get<View>(`/api/${path}/${id}`)).body;
  return who.post<View>(`/api/${path}/${id}/moves/${name}`, input, { 'if-match': `"${row?.version ?? 1}"` });
};
const askBoth = async () =>
  (await people.contact.post<View>(`/api/radar/${ids.loan}/inquiries`, { bankIds: [ids.bank, ids.rival], consentUntil: inDays(120) })).body
    .ids;
const offer = { amount: '500000000', rateBp: 340, namedDays: 5 };

test('VIEWERS: who else was let in by consent, a bank is not told', async () => {
  await askBoth();
  const seen = JSON.stringify((await people.bank.get(`/api/obligations/${ids.loan}/viewers`)).body);
  expect(seen).toContain('"bank"');
  expect(seen).not.toContain('"rival"');
});

test('CLOSED: to the bank not chosen it looks like any closing by the firm', async () => {
  const [mine = '', theirs = ''] = await askBoth();
  await move(people.bank, 'bank-inquiries', mine, 'offer', offer);
  await move(people.contact, 'bank-inquiries', mine, 'accept');
  const lost = (await people.rival.get<View>(`/api/bank-inquiries/${theirs}`)).body;
  ids.loan = (await owe()).body.id;
  const [again = ''] = await askBoth();
  await move(people.contact, 'bank-inquiries', again, 'withdraw');
  const withdrawn = (await people.bank.get<View>(`/api/bank-inquiries/${again}`)).body;
  const last = ({ status, timeline }: View) => [status, timeline.at(-1)?.move, timeline.at(-1)?.actor];
  expect(last(lost)).toEqual(last(withdrawn));
});

test('ACCEPT: of two accepted at the same moment one stands', async () => {
  const both = await askBoth();
  await move(people.bank, 'bank-inquiries', both[0] ?? '', 'offer', offer);
  await move(people.rival, 'bank-inquiries', both[1] ?? '', 'offer', offer);
  const answers = await Promise.all(both.map((id) => move(people.contact, 'bank-inquiries', id, 'accept')));
  const states = await Promise.all(both.map(async (id) => (await people.contact.get<View>(`/api/bank-inquiries/${id}`)).body.status));
  expect([answers.map(({ status }) => status).toSorted((a, b) => a - b), states.toSorted()]).toEqual([
    [200, 409],
    ['accepted', 'closed'],
  ]);
});

test('REQUEST: two people of the firm press at once, one request', async () => {
  const pressed = await Promise.all([people.contact, people.second].map((who) => who.post<View>(`/api/radar/${ids.loan}/requests`)));
  expect(new Set(pressed.map(({ body }) => body.requestId)).size).toBe(1);
});

test('ASKED ONCE: two people of the firm ask the same bank at once, one inquiry', async () => {
  const id = (await owe()).body.id;
  const ask = () => people.contact.post(`/api/radar/${id}/inquiries`, { bankIds: [ids.bank], consentUntil: inDays(60) });
  const statuses = (await Promise.all([ask(), ask(), ask()])).map(({ status }) => status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 422, 422]);
  expect((await people.contact.get<{ total: number }>(`/api/bank-inquiries?subjectId=${id}`)).body.total).toBe(1);
});

test('REQUEST AGAIN: one that was withdrawn helps nobody and forbids no other', async () => {
  const first = (await people.contact.post<View>(`/api/radar/${ids.loan}/requests`)).body.requestId;
  await move(people.contact, 'service-requests', first, 'withdraw', { reason: '写错了' });
  expect((await entryOf(people.leader, ids.loan))?.help.requestId).toBeNull();
  expect((await people.contact.post<View>(`/api/radar/${ids.loan}/requests`)).body.requestId).not.toBe(first);
});

test('FIRM FIXED: what is entered for one firm cannot be moved onto another', async () => {
  const owed = (
    await people.contact.post<Row>('/api/receivables', { firmId: ids.firm, payer: '某', amount: '1', dueOn: inDays(3), isShared: true })
  ).body;
  const patched = async (path: string) => (await people.contact.send('PATCH', path, { firmId: ids.other }, { 'if-match': '"1"' })).status;
  expect(
    [await patched(`/api/obligations/${ids.loan}`), await patched(`/api/receivables/${owed.id}`)].every((status) => status >= 400),
  ).toBe(true);
  expect(await entryOf(people.stranger, ids.loan)).toBeUndefined();
});

test('NOTICE OF A NEW DAY: a due day put off begins its warning anew', async () => {
  const began = today();
  expect((await entryOf(people.contact, ids.loan))?.noticedOn).toBe(began);
  app.clock.now += 60 * dayMs;
  await app.sweep();
  await signIn();
  await people.contact.send('PATCH', `/api/obligations/${ids.loan}`, { dueOn: inDays(80) }, { 'if-match': '"1"' });
  expect((await entryOf(people.contact, ids.loan))?.noticedOn).toBe(today());
});

test('LINE TODAY: a drawing that falls due soon is noted on the day it is entered', async () => {
  const product = await people.bank.post<Row>('/api/credit-products', {
    name: `甲贷${today()}`,
    bankId: ids.bank,
    cap: '1000000000',
    termMonths: 12,
    spreadBp: 50,
  });
  const line = (
    await people.bank.post<View>('/api/credit-lines', {
      firmId: ids.firm,
      productId: product.body.id,
      line: '100000000',
      rateBp: 350,
      grantedOn: inDays(-10),
      validUntil: inDays(200),
    })
  ).body.row.id;
  await app.sweep();
  await move(people.bank, 'credit-lines', line, 'draw', { amount: '60000000', on: inDays(-5), dueOn: inDays(50), reference: 'D1' });
  await app.sweep();
  expect((await entryOf(people.contact, line))?.noticedOn).toBe(today());
});

test('PAST: a loan of another century is a slip of the pen', async () => {
  expect((await owe({ dueOn: '1926-06-03' })).status).toBe(422);
});

test('HELPED: a bank that said no is no help', async () => {
  const [mine = ''] = await askBoth();
  const { rows } = (await people.contact.get<{ rows: Row[] }>(`/api/bank-inquiries?subjectId=${ids.loan}`)).body;
  expect(rows).toHaveLength(2);
  for (const { id } of rows) await move(id === mine ? people.bank : people.rival, 'bank-inquiries', id, 'refuse', { reason: '额度已满' });
  expect((await entryOf(people.leader, ids.loan))?.help).toMatchObject({ isPending: false, isAccepted: false });
});
