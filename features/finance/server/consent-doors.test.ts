import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { withZone } from '#kernel/server/database/door.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { firm, provider } from '#features/registry/records.ts';
import { startTestApp, type Answer, type Client, type TestApp } from '../../../tests/harness/app.ts';

/* Doors by which a consent might be walked around: another purpose, an answer kept for a resend, a number without a row, another name. */

type Row = { readonly id: string; readonly version: number };
type View = { readonly row: Row; readonly code?: string; readonly rule?: string };

let app: TestApp;
const ids = { firm: '', twin: '', bank: '', fund: '', product: '' };
const people = {} as Record<'contact' | 'bank' | 'both' | 'finance' | 'dispatcher', Client>;

beforeAll(async () => {
  app = await startTestApp();
  await app.inZone(async (ask) => {
    ids.firm = (await createRow(ask, firm, { name: '云杉光电', status: 'operating', registeredOn: '2018-01-01' })).id;
    ids.twin = (await createRow(ask, firm, { name: '云杉光电有限公司', status: 'operating', registeredOn: '2018-01-01' })).id;
    ids.bank = (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
    ids.fund = (await createRow(ask, provider, { name: '丙基金', kind: 'fund' })).id;
  });
  const bank = { role: 'bankOfficer', scopeId: ids.bank } as const;
  await app.addUser({
    loginName: 'contact',
    grants: [
      { role: 'enterpriseContact', scopeId: ids.firm },
      { role: 'enterpriseContact', scopeId: ids.twin },
    ],
  });
  await app.addUser({ loginName: 'bank', grants: [bank] });
  await app.addUser({ loginName: 'both', grants: [bank, { role: 'fundReviewer', scopeId: ids.fund }] });
  await app.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  await app.addUser({ loginName: 'dispatcher', grants: [{ role: 'dispatcher' }] });
  for (const name of ['contact', 'bank', 'both', 'finance', 'dispatcher'] as const) people[name] = await app.signIn(name);
  const product = { name: '积分贷', bankId: ids.bank, cap: '1000000000', termMonths: 12, spreadBp: 50 };
  ids.product = (await people.finance.post<Row>('/api/credit-products', product)).body.id;
  for (const indicator of ['T1', 'T3'])
    await people.finance.post('/api/points-inputs', {
      firmId: ids.firm,
      year: 2025,
      indicator,
      state: 'value',
      value: 500,
      source: '年报',
    });
}, 60_000);
afterAll(() => app.close());

beforeEach(async () => {
  const { rows } = (await people.contact.get<{ rows: Row[] }>('/api/consents?status=inForce')).body;
  for (const { id, version } of rows) await people.contact.post(`/api/consents/${id}/moves/withdraw`, {}, { 'if-match': `"${version}"` });
});

const consentTo = async (purpose: string, scopes: readonly string[], receiverId = ids.bank): Promise<Row> =>
  (await people.contact.post<View>('/api/consents', { firmId: ids.firm, receiverId, purpose, scopes, untilOn: '2027-01-01' })).body.row;
const withdraw = ({ id, version }: Row) => people.contact.post(`/api/consents/${id}/moves/withdraw`, {}, { 'if-match': `"${version}"` });
const apply = (over: object = {}): Promise<Answer<View & { fields?: { code?: string; rule?: string }[] }>> =>
  people.contact.post('/api/credit-applications', {
    firmId: ids.firm,
    productId: ids.product,
    amount: '10000000',
    termMonths: 12,
    ...over,
  });
const totalOf = async (path: string, who = people.bank) => (await who.get<{ total: number }>(path)).body.total;
const looks = async (): Promise<number> => (await people.contact.get<{ total: number }>(`/api/firms/${ids.firm}/consent-looks`)).body.total;

test('PIP-05: a consent for one purpose opens nothing for another, asked in the query', async () => {
  const all = ['points', 'application', 'obligations', 'receivables'];
  await consentTo('extension', all);
  // to apply for credit, a consent for extensions is none
  expect((await apply()).body.fields?.[0]).toMatchObject({ code: 'CONSENT_MISSING', rule: 'PIP-05' });
  const consent = await consentTo('credit', all);
  const application = (await apply()).body.row;
  const recommended = await people.finance.post<View>(
    `/api/credit-applications/${application.id}/moves/recommend`,
    { reason: '成长性好' },
    { 'if-match': '"1"' },
  );
  expect(recommended.status).toBe(200);
  expect([await totalOf('/api/credit-applications'), (await people.bank.get(`/api/credit-applications/${application.id}`)).status]).toEqual(
    [1, 200],
  );
  // who, of which house, what, when, and under which consent
  const [look] = (await people.contact.get<{ looks: object[] }>(`/api/firms/${ids.firm}/consent-looks`)).body.looks;
  const said = { record: 'creditApplication', recordId: application.id, scope: 'application', who: 'bank', receiver: '甲银行' };
  expect(look).toMatchObject({ ...said, consentId: consent.id, purpose: 'credit', at: '2026-06-03T02:00:00.000Z' });
  await withdraw(consent);
  expect([await totalOf('/api/credit-applications'), (await people.bank.get(`/api/credit-applications/${application.id}`)).status]).toEqual(
    [0, 404],
  );
  expect(await totalOf('/api/points-inputs')).toBe(2);
});

test('PIP-05: what a fund was let see for an investment, its reviewer does not see as an officer of a bank', async () => {
  const receivable = { firmId: ids.firm, payer: '客户', amount: '100', dueOn: '2026-09-01' };
  expect((await people.contact.post('/api/receivables', receivable)).status).toBe(201);
  await consentTo('investment', ['receivables', 'points'], ids.fund);
  expect([await totalOf('/api/receivables', people.both), await totalOf('/api/points-inputs', people.both)]).toEqual([0, 2]);
});

test('PIP-05: an answer kept for a resend is given again while the consent lasts, as a further look, and not after', async () => {
  const consent = await consentTo('credit', ['application']);
  const application = (await apply()).body.row;
  await people.finance.post(`/api/credit-applications/${application.id}/moves/recommend`, { reason: '成长性好' }, { 'if-match': '"1"' });
  const say = () =>
    people.bank.post<View>(
      `/api/credit-applications/${application.id}/moves/sayYes`,
      { namedDays: 5 },
      { 'if-match': '"2"', 'idempotency-key': 'said-yes-once' },
    );
  const first = await say();
  const before = await looks();
  expect([first.status, (await say()).body, await looks()]).toEqual([200, first.body, before + 1]);
  await withdraw(consent);
  const late = await say();
  expect([late.status, late.body.code, late.body.rule]).toEqual([410, 'CONSENT_ENDED', 'PIP-05']);
  expect(JSON.stringify(late.body)).not.toContain('云杉光电');
  expect(await looks()).toBe(before + 1);
});

test('PIP-05: no number without a look: past the last row a list tells none', async () => {
  await consentTo('credit', ['points']);
  const past = Buffer.from(JSON.stringify(['2000-01-01T00:00:00.000Z', ids.firm])).toString('base64url');
  const before = await looks();
  expect((await people.bank.get(`/api/points-inputs?indicator=T1&after=${past}`)).body).toEqual({ rows: [], next: null, total: 0 });
  expect([await totalOf('/api/points-inputs?indicator=T1&limit=1'), await looks()]).toEqual([1, before + 1]);
});

test('after a merge the firm still sees what was looked at under its earlier name, and still revokes what was issued under it', async () => {
  const { id: passport } = (await people.contact.post<{ id: string }>(`/api/firms/${ids.firm}/points-passports`)).body;
  await consentTo('credit', ['points']);
  await people.bank.get('/api/points-inputs');
  const before = await looks();
  const version = async (id: string) => (await people.dispatcher.get<Row>(`/api/firms/${id}`)).body.version;
  const merged = await people.dispatcher.post(
    `/api/firms/${ids.firm}/merge`,
    { intoId: ids.twin, intoVersion: await version(ids.twin), why: '同一家企业' },
    { 'if-match': `"${await version(ids.firm)}"` },
  );
  expect([merged.status, before > 0]).toEqual([200, true]);
  expect((await people.contact.get<{ total: number }>(`/api/firms/${ids.twin}/consent-looks`)).body.total).toBe(before);
  // whose contact is now the surviving firm's alone
  await app.addUser({ loginName: 'heir', grants: [{ role: 'enterpriseContact', scopeId: ids.twin }] });
  const heir = await app.signIn('heir');
  const { passports } = (await heir.get<{ passports: { id: string; status: string }[] }>(`/api/firms/${ids.twin}/points-passports`)).body;
  expect(passports).toMatchObject([{ id: passport, status: 'valid' }]);
  // shown from now on, it is read under the surviving firm's consent
  const showing = { receiverId: ids.bank, indicators: ['T1'], consent: { purpose: 'credit', untilOn: '2026-12-31' } };
  const shown = (await heir.post<{ id: string }>(`/api/points-passports/${passport}/showings`, showing)).body.id;
  expect((await people.bank.get(`/api/points-passport-showings/${shown}/statement`)).body).toMatchObject({ status: 'valid' });
  expect((await heir.post(`/api/points-passports/${passport}/revoke`)).body).toEqual({ status: 'revoked' });
  // the trail itself stays as it was written
  await withZone(app.house.db, app.zoneId, async (tx) => {
    const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM consent_looks WHERE firm_id = ${ids.firm}`.execute(tx);
    expect(rows).toEqual([{ count: before }]);
  });
});
