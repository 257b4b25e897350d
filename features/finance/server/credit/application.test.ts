import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRow } from '#kernel/server/records/write.ts';
import { dayMs } from '#kernel/rules/instant.ts';
import { firm, provider } from '#features/registry/records.ts';
import type { ProductForFirm } from '../../credit-contract.ts';
import { startTestApp, type Answer, type Client, type TestApp } from '../../../../tests/harness/app.ts';

type Row = { id: string; version: number } & Record<string, unknown>;
type View = {
  row: Row;
  status: string;
  code: string;
  fields?: { path: string; code?: string }[];
  moves: { name: string; refusal: unknown }[];
  clocks: { key: string; account: { state: string } }[];
};

let app: TestApp;
const ids = { firm: '', bank: '', rival: '', product: '', strict: '' };
const people = {} as Record<'contact' | 'stranger' | 'bank' | 'rival' | 'finance', Client>;
const scopes = ['application', 'points'];

beforeAll(async () => {
  app = await startTestApp();
  const other = await app.inZone(async (ask) => {
    ids.firm = (await createRow(ask, firm, { name: '云杉光电', status: 'operating', registeredOn: '2018-01-01' })).id;
    ids.bank = (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
    ids.rival = (await createRow(ask, provider, { name: '乙银行', kind: 'bank' })).id;
    return (await createRow(ask, firm, { name: '另一家', status: 'operating' })).id;
  });
  for (const [name, role, scopeId] of [
    ['contact', 'enterpriseContact', ids.firm],
    ['stranger', 'enterpriseContact', other],
    ['bank', 'bankOfficer', ids.bank],
    ['rival', 'bankOfficer', ids.rival],
    ['finance', 'financeOfficer', undefined],
  ] as const)
    await app.addUser({ loginName: name, grants: [{ role, ...(scopeId ? { scopeId } : {}) }] });
  await signIn();
  const product = { bankId: ids.bank, cap: '1000000000', termMonths: 12, spreadBp: 50, answerDays: 3 };
  ids.product = (await people.bank.post<Row>('/api/credit-products', { ...product, name: '甲积分贷' })).body.id;
  ids.strict = (
    await people.bank.post<Row>('/api/credit-products', { ...product, name: '甲专精贷', qualifications: ['specialised'] })
  ).body.id;
  // 12 + 8 + 10 + 6 …: enough of the candidate scheme's points for the second tier
  for (const [indicator, value] of [
    ['T1', 1000],
    ['T2', 30],
    ['T3', 10],
    ['T4', 30],
    ['T5', 10],
    ['G1', 5000],
    ['G2', 30],
    ['G5', 30_000],
    ['T7', 500],
  ] as const)
    await enter('points-inputs', { year: 2025, indicator, state: 'value', value });
  await enter('points-inputs', { year: 2024, indicator: 'G5', state: 'value', value: 20_000 });
  await enter('firm-qualifications', { kind: 'highTech', fromOn: '2024-01-01' });
  await enter('credit-facts', { kind: 'taxGrade', value: 'A', fromOn: '2026-04-01' });
}, 60_000);
afterAll(() => app.close());

const enter = (path: string, values: object) => people.finance.post<View>(`/api/${path}`, { firmId: ids.firm, source: '年报', ...values });
async function signIn(): Promise<void> {
  for (const name of ['contact', 'stranger', 'bank', 'rival', 'finance'] as const) people[name] = await app.signIn(name);
}
const apply = (over: object = {}, who = people.contact): Promise<Answer<View>> =>
  who.post<View>('/api/credit-applications', {
    productId: ids.product,
    amount: '300000000',
    termMonths: 12,
    useOfFunds: '采购',
    consentScopes: scopes,
    consentUntil: '2027-01-01',
    ...over,
  });
async function move(who: Client, id: string, name: string, input: object = {}): Promise<Answer<View>> {
  const { row } = (await who.get<View>(`/api/credit-applications/${id}`)).body;
  return who.post(`/api/credit-applications/${id}/moves/${name}`, input, { 'if-match': `"${row?.version ?? 1}"` });
}
const figure = async (id: string) =>
  (await people.finance.get<{ value: { value: number | null } }>(`/api/figures/${id}`)).body.value?.value;

test('the firm reads for every product yes or no, why, and how much; a stranger and a bank do not', async () => {
  type Answered = { products: ProductForFirm[]; relending: { zh: string } | null };
  const { products, relending } = (await people.contact.get<Answered>(`/api/firms/${ids.firm}/eligibility`)).body;
  expect(relending).toBeNull();
  await app.inZone((ask) => sql`UPDATE firms SET ownership = 'private', scale_class = 'small' WHERE id = ${ids.firm}`.execute(ask.tx));
  const fits = (await people.contact.get<Answered>(`/api/firms/${ids.firm}/eligibility`)).body.relending;
  expect(fits?.zh).toContain('民营中小企业，研发投入强度 10%');
  expect(
    products.map(({ name, isEligible, suggestedLine, rateBp, answerDays }) => ({ name, isEligible, suggestedLine, rateBp, answerDays })),
  ).toEqual([
    { name: '甲专精贷', isEligible: false, suggestedLine: '0', rateBp: 350, answerDays: 3 },
    { name: '甲积分贷', isEligible: true, suggestedLine: '500000000', rateBp: 350, answerDays: 3 },
  ]);
  expect((await people.stranger.get(`/api/firms/${ids.firm}/eligibility`)).status).toBe(404);
  const { rows } = await app.inZone((ask) =>
    sql<Row>`UPDATE firms SET status = 'movedOut' WHERE id = ${ids.firm} RETURNING id`.execute(ask.tx),
  );
  expect(rows).toHaveLength(1);
  const left = (await people.contact.get<{ products: ProductForFirm[] }>(`/api/firms/${ids.firm}/eligibility`)).body.products[1];
  expect([left?.isEligible, left?.suggestedLine, left?.reasons[0]?.says.zh]).toEqual([false, '0', '不在本区经营（迁出）']);
  await app.inZone((ask) => sql`UPDATE firms SET status = 'operating' WHERE id = ${ids.firm}`.execute(ask.tx));
  const unfit = await enter('credit-facts', { kind: 'taxGrade', value: 'red', fromOn: '2026-04-01' });
  expect(unfit.body.fields?.[0]).toMatchObject({ path: 'value', code: 'FINDING_UNFIT' });
  expect((await people.bank.get(`/api/firms/${ids.firm}/eligibility`)).status).toBe(403);
});

test('an application over the cap, over the term, without consent, or made twice is refused by name, and leaves nothing behind', async () => {
  const faulty = await apply({ amount: '1000000001', termMonths: 13 });
  expect(faulty.body.fields?.map(({ path, code }) => [path, code])).toEqual([
    ['amount', 'AMOUNT_OVER_CAP'],
    ['termMonths', 'TERM_OVER_PRODUCT'],
  ]);
  expect((await apply({ amount: '-5' })).body.fields?.[0]).toMatchObject({ path: 'amount', code: 'AMOUNT_NOT_POSITIVE' });
  expect((await apply({ consentScopes: null, consentUntil: null })).body.fields?.[0]).toMatchObject({ code: 'CONSENT_MISSING' });
  expect((await apply({ consentUntil: '2020-01-01' })).body.fields?.[0]).toMatchObject({ path: 'consentUntil', code: 'CONSENT_END' });
  expect((await people.contact.get<{ total: number }>('/api/consents')).body.total).toBe(0);
  expect((await apply({}, people.finance)).status).toBe(403);
});

test('T-CRD: firm → zone → bank → line: the bank sees it only once it is sent, its clock stands while the firm is asked, promised and done stand side by side', async () => {
  const opened = await apply();
  expect(opened.status).toBe(201);
  const { id } = opened.body.row;
  expect(opened.body.row).toMatchObject({
    isEligible: true,
    suggestedLine: '500000000',
    promisedRateBp: 350,
    promisedDays: 3,
    sentToId: null,
  });
  expect((await apply()).body.fields?.[0]).toMatchObject({ path: 'productId', code: 'APPLIED_ALREADY' });
  expect((await people.bank.get(`/api/credit-applications/${id}`)).status).toBe(404);
  expect((await move(people.contact, id, 'recommend')).status).toBe(403);
  expect((await move(people.finance, id, 'recommend')).status).toBe(200);
  expect((await people.rival.get(`/api/credit-applications/${id}`)).status).toBe(404);
  const inbox = (await people.bank.get<{ items: { id: string; moves: string[] }[] }>('/api/inbox')).body.items;
  expect(inbox.find((item) => item.id === id)?.moves).toEqual(['sayYes', 'decline', 'ask']);
  const reasons = (await people.bank.get<{ reasons: { code: string }[] }>(`/api/credit-applications/${id}/eligibility`)).body.reasons;
  expect(reasons.map(({ code }) => code)).toContain('QUALIFICATION');
  expect((await move(people.bank, id, 'ask', { question: '请补订单' })).status).toBe(200);
  expect((await move(people.bank, id, 'sayYes', { namedDays: 5 })).body.code).toBe('QUESTION_OPEN');
  const asked = (await people.contact.get<View>(`/api/credit-applications/${id}`)).body;
  expect(asked.clocks.find(({ key }) => key === 'answer')?.account.state).toBe('paused');
  expect((await move(people.contact, id, 'answer', { answer: '见附件' })).status).toBe(200);
  expect((await move(people.bank, id, 'sayYes', { namedDays: 5 })).status).toBe(200);
  app.clock.now += 2 * dayMs;
  await signIn();
  const granted = { line: '250000000', rateBp: 365, validUntil: '2027-06-04', reference: 'HT-1' };
  expect((await move(people.bank, id, 'approve', { ...granted, line: '300000001' })).body.fields?.[0]).toMatchObject({
    code: 'LINE_OVER_ASKED',
  });
  expect((await move(people.bank, id, 'approve', { ...granted, rateBp: 900 })).body.fields?.[0]).toMatchObject({ code: 'RATE_OVER_MOST' });
  expect((await people.finance.get<{ total: number }>('/api/credit-lines')).body.total).toBe(0);
  expect((await move(people.bank, id, 'approve', granted)).status).toBe(200);
  const { row } = (await people.contact.get<View>(`/api/credit-applications/${id}`)).body;
  // Wednesday to Friday: two working days; the rate given is above the one promised, and both are shown
  expect(row).toMatchObject({ status: 'approved', line: '250000000', rateBp: 365, promisedRateBp: 350, bankDays: 2 });
  const line = (await people.bank.get<View>(`/api/credit-lines/${String(row['lineId'])}`)).body.row;
  expect(line).toMatchObject({ line: '250000000', applicationId: id, reference: 'HT-1' });
  expect(await figure('pointsFinanceEnterpriseCount')).toBe(1);
});

test('§14.3: a declined application counts for no firm and no line; its reason reaches the firm; not recommended can be reviewed by a person', async () => {
  const { id } = (await apply({ productId: ids.strict })).body.row;
  expect((await move(people.finance, id, 'recommend')).body.fields?.[0]).toMatchObject({ path: 'reason', code: 'REASON_NEEDED' });
  expect((await move(people.finance, id, 'notRecommend', { reason: '无专精特新资质' })).status).toBe(200);
  expect((await people.bank.get(`/api/credit-applications/${id}`)).status).toBe(404);
  expect((await move(people.contact, id, 'askReview', { reason: '正在公示' })).status).toBe(200);
  expect((await move(people.finance, id, 'recommend', { reason: '已公示，证书待发' })).status).toBe(200);
  expect((await move(people.bank, id, 'decline', {})).status).toBe(422);
  expect((await move(people.bank, id, 'decline', { reason: '证书未发' })).status).toBe(200);
  expect((await people.contact.get<View>(`/api/credit-applications/${id}`)).body.row).toMatchObject({ decision: 'declined', line: null });
  expect([
    await figure('pointsFinanceEnterpriseCount'),
    await figure('creditApprovalRate'),
    await figure('creditApplicationCount'),
  ]).toEqual([1, 0.5, 2]);
});

test('a veto cannot be recommended over; a consent withdrawn ends what lies before that bank, and no clock runs on', async () => {
  const fact = { firmId: ids.firm, kind: 'taxGrade', value: 'D', fromOn: '2026-05-01', source: '税务局' };
  const { body } = await people.finance.post<Row>('/api/credit-facts', fact);
  const vetoed = (await apply({ productId: ids.strict })).body.row;
  expect((await move(people.finance, vetoed.id, 'recommend', { reason: '还是想推' })).body.code).toBe('VETOED');
  await move(people.contact, vetoed.id, 'withdraw');
  const ended = await people.finance.post(
    `/api/credit-facts/${body.id}/end`,
    { endedOn: '2026-06-05', why: '误录' },
    { 'if-match': '"1"' },
  );
  expect(ended.status).toBe(200);
  const { id } = (await apply()).body.row;
  expect((await move(people.finance, id, 'recommend', { reason: '复核' })).status).toBe(200);
  expect((await people.bank.get(`/api/credit-applications/${id}`)).status).toBe(200);
  const { rows } = (await people.contact.get<{ rows: Row[] }>('/api/consents?status=inForce')).body;
  for (const given of rows) await people.contact.post(`/api/consents/${given.id}/moves/withdraw`, {}, { 'if-match': `"${given.version}"` });
  expect((await people.bank.get(`/api/credit-applications/${id}`)).status).toBe(404);
  const after = (await people.contact.get<View>(`/api/credit-applications/${id}`)).body;
  expect(after.status).toBe('withdrawn');
  expect(after.clocks.every(({ account }) => account.state === 'stopped')).toBe(true);
  expect((await people.bank.get<{ items: { id: string }[] }>('/api/inbox')).body.items.some((item) => item.id === id)).toBe(false);
});
