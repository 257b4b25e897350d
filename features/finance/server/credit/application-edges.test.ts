import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayMs } from '#kernel/rules/instant.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { firm, provider } from '#features/registry/records.ts';
import { startTestApp, type Answer, type Client, type TestApp } from '../../../../tests/harness/app.ts';

type Row = { id: string; version: number } & Record<string, unknown>;
type View = { row: Row; status: string; code: string; fields?: { path: string; code?: string }[] };

let app: TestApp;
const ids = { first: '', second: '', foreign: '', bank: '', product: '' };
const people = {} as Record<'contact' | 'bank' | 'finance', Client>;

beforeAll(async () => {
  app = await startTestApp();
  await app.inZone(async (ask) => {
    const make = async (name: string) => (await createRow(ask, firm, { name, status: 'operating', registeredOn: '2018-01-01' })).id;
    [ids.first, ids.second, ids.foreign] = [await make('云杉光电'), await make('白桦软件'), await make('别人家')];
    ids.bank = (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
  });
  await app.addUser({
    loginName: 'contact',
    grants: [
      { role: 'enterpriseContact', scopeId: ids.first },
      { role: 'enterpriseContact', scopeId: ids.second },
    ],
  });
  await app.addUser({ loginName: 'bank', grants: [{ role: 'bankOfficer', scopeId: ids.bank }] });
  await app.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  for (const name of ['contact', 'bank', 'finance'] as const) people[name] = await app.signIn(name);
  const product = { name: '甲积分贷', bankId: ids.bank, cap: '1000000000', termMonths: 12, spreadBp: 50, answerDays: 3 };
  ids.product = (await people.bank.post<Row>('/api/credit-products', product)).body.id;
}, 60_000);
afterAll(() => app.close());

const apply = (firmId: string): Promise<Answer<View>> =>
  people.contact.post<View>('/api/credit-applications', {
    firmId,
    productId: ids.product,
    amount: '300000000',
    termMonths: 12,
    consentScopes: ['application'],
    consentUntil: '2027-01-01',
  });
async function move(who: Client, id: string, name: string, input: object = {}): Promise<Answer<View>> {
  const { row } = (await who.get<View>(`/api/credit-applications/${id}`)).body;
  return who.post(`/api/credit-applications/${id}/moves/${name}`, input, { 'if-match': `"${row.version}"` });
}

test('a contact of two firms applies for the one meant, and for nobody else’s', async () => {
  const opened = await apply(ids.second);
  expect([opened.status, opened.body.row['firmId']]).toEqual([201, ids.second]);
  const consents = (await people.contact.get<{ rows: Row[] }>('/api/consents')).body.rows;
  expect(consents.map((row) => row['firmId'])).toEqual([ids.second]);
  expect((await apply(ids.foreign)).status).toBe(403);
});

test('CRD-ONCE: one sent back for review is under way again, and not beside another of the same product', async () => {
  const first = (await apply(ids.first)).body.row.id;
  expect((await move(people.finance, first, 'notRecommend', { reason: '资质未到' })).status).toBe(200);
  const second = (await apply(ids.first)).body.row.id;
  const review = await move(people.contact, first, 'askReview', { reason: '已公示' });
  expect([review.status, review.body.code]).toEqual([409, 'APPLIED_ALREADY']);
  await move(people.contact, second, 'withdraw');
  expect((await move(people.contact, first, 'askReview', { reason: '已公示' })).body.status).toBe('submitted');
});

test('PIP-05: nothing is sent to a bank that the firm no longer lets see it', async () => {
  const id = (await people.contact.get<{ rows: Row[] }>('/api/credit-applications?status=submitted')).body.rows[0]?.id ?? '';
  const { row } = (await people.contact.get<View>(`/api/credit-applications/${id}`)).body;
  const consents = (await people.contact.get<{ rows: Row[] }>(`/api/consents?status=inForce&firmId=${String(row['firmId'])}`)).body.rows;
  expect(consents.length).toBeGreaterThan(0);
  for (const given of consents)
    await people.contact.post(`/api/consents/${given.id}/moves/withdraw`, {}, { 'if-match': `"${given.version}"` });
  const refused = await move(people.finance, id, 'recommend', { reason: '订单充足' });
  expect([refused.status, refused.body.code]).toEqual([409, 'CONSENT_MISSING']);
  const anew = { firmId: row['firmId'], receiverId: ids.bank, purpose: 'credit', scopes: ['application'], untilOn: '2027-01-01' };
  expect((await people.contact.post('/api/consents', anew)).status).toBe(201);
});

test('T-CRD-2: a tax grade D that came to light after the application cannot be recommended over', async () => {
  const { rows } = (await people.contact.get<{ rows: Row[] }>('/api/credit-applications?status=submitted')).body;
  const id = rows.find((row) => row['firmId'] === ids.second)?.id ?? '';
  await people.finance.post('/api/credit-facts', {
    firmId: ids.second,
    kind: 'taxGrade',
    value: 'D',
    fromOn: '2026-06-01',
    source: '税务局',
  });
  const refused = await move(people.finance, id, 'recommend', { reason: '订单充足' });
  expect([refused.status, refused.body.code]).toEqual([409, 'VETOED']);
  expect((await people.bank.get<{ total: number }>('/api/credit-applications')).body.total).toBe(0);
  expect((await move(people.finance, id, 'notRecommend', { reason: '纳税信用 D 级' })).status).toBe(200);
});

test('CRD-DAYS: the bank’s first answer and its decision each stand beside what it said, without the days that the firm took', async () => {
  // Wednesday 3 June; asked on Thursday and answered on Monday, yes on Tuesday, granted on Thursday
  const { rows } = (await people.contact.get<{ rows: Row[] }>('/api/credit-applications?status=submitted')).body;
  const id = rows.find((row) => row['firmId'] === ids.first)?.id ?? '';
  const later = async (days: number) => {
    app.clock.now += days * dayMs;
    for (const name of ['contact', 'bank', 'finance'] as const) people[name] = await app.signIn(name);
  };
  const days = async () => {
    const { row } = (await people.contact.get<View>(`/api/credit-applications/${id}`)).body;
    return [row['promisedDays'], row['answerDays'], row['namedDays'], row['bankDays']];
  };
  await move(people.finance, id, 'recommend', { reason: '订单充足' });
  await later(1);
  await move(people.bank, id, 'ask', { question: '请补订单' });
  await later(4);
  await move(people.contact, id, 'answer', { answer: '见附件' });
  await later(1);
  expect(await days()).toEqual([3, null, null, null]);
  await move(people.bank, id, 'sayYes', { namedDays: 1 });
  expect(await days()).toEqual([3, 2, 1, null]);
  await later(2);
  const granted = { line: '300000000', rateBp: 350, validUntil: '2027-06-01' };
  expect((await move(people.bank, id, 'approve', granted)).status).toBe(200);
  expect(await days()).toEqual([3, 2, 1, 4]);
});
