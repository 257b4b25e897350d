import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRow } from '#kernel/server/records/write.ts';
import { addDays, dateOf } from '#kernel/rules/instant.ts';
import { firm, provider } from '#features/registry/records.ts';
import type { Client } from '../harness/app.ts';
import { seriousFaults } from './axe.ts';
import { openStage, type Stage, type Visitor } from './browser.ts';

type View = { row: { id: string; version: number } & Record<string, unknown>; status: string };

let stage: Stage;
let firmId = '';
const people = {} as Record<'finance' | 'bank' | 'fund' | 'fund2' | 'applicant', Client>;
const ids = { bank: '', fund: '', product: '', line: '' };
const today = () => dateOf(stage.zone.clock.now);

beforeAll(async () => {
  stage = await openStage();
  const { zone } = stage;
  await zone.inZone(async (ask) => {
    firmId = (await createRow(ask, firm, { name: '云锦光电有限公司', status: 'operating', registeredOn: '2018-01-01' })).id;
    ids.bank = (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
    ids.fund = (await createRow(ask, provider, { name: '丙基金', kind: 'fund' })).id;
  });
  const add = async (
    name: keyof typeof people,
    role: 'financeOfficer' | 'bankOfficer' | 'fundReviewer' | 'enterpriseContact',
    scopeId?: string,
  ) => {
    await zone.addUser({ loginName: name, grants: [{ role, ...(scopeId ? { scopeId } : {}) }] });
    people[name] = await zone.signIn(name);
  };
  await add('finance', 'financeOfficer');
  await add('bank', 'bankOfficer', ids.bank);
  await add('fund', 'fundReviewer', ids.fund);
  await add('fund2', 'fundReviewer', ids.fund);
  await add('applicant', 'enterpriseContact', firmId);
  const product = { name: '甲积分贷', bankId: ids.bank, cap: '1000000000', termMonths: 12, spreadBp: 50, answerDays: 3 };
  ids.product = (await people.bank.post<{ id: string }>('/api/credit-products', product)).body.id;
  const year = Number(today().slice(0, 4)) - 1;
  const told = (path: string, values: object) => people.finance.post(`/api/${path}`, { firmId, source: '年报', ...values });
  for (const [indicator, value] of [
    ['T1', 1000],
    ['T3', 10],
    ['T4', 30],
    ['T5', 10],
    ['G1', 5000],
    ['G2', 30],
    ['G5', 30_000],
    ['T7', 500],
  ] as const)
    for (const of of [year, year - 1]) await told('points-inputs', { year: of, indicator, state: 'value', value });
  await told('firm-qualifications', { kind: 'highTech', fromOn: `${year}-01-01` });
});
afterAll(() => stage.close());

async function move(who: Client, path: string, id: string, name: string, input: object = {}): Promise<View> {
  const { row } = (await who.get<View>(`/api/${path}/${id}`)).body;
  return (await who.post<View>(`/api/${path}/${id}/moves/${name}`, input, { 'if-match': `"${row.version}"` })).body;
}
const wide = (me: Visitor) => me.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
const lastApplication = async () => (await people.applicant.get<{ rows: View['row'][] }>('/api/credit-applications')).body.rows[0];

test('enterprise contact, job 5: sees what the firm is eligible for and applies with a form filled in, in four clicks on a phone', async () => {
  const me = await stage.open('applicant', { width: 360, height: 800 });
  await me.home();
  await me.click(me.page.getByRole('link', { name: '融资' }).first());
  await me.page.getByText('符合', { exact: true }).waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
  expect(await wide(me)).toBe(0);
  await me.click(me.page.getByRole('button', { name: /申请/ }));
  await me.page.getByRole('button', { name: '提交申请' }).waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
  await me.click(me.page.getByRole('checkbox', { name: /单独授权甲银行/ }));
  await me.click(me.page.getByRole('button', { name: '提交申请' }));
  await me.page.waitForURL(/credit-applications\//);
  expect(await lastApplication()).toMatchObject({ status: 'submitted', isEligible: true, amount: '500000000' });
  expect(me.clicks()).toBeLessThanOrEqual(4);
});

test('bank officer, jobs 1 and 3: leads on the first screen; yes with days in three', async () => {
  const id = (await lastApplication())?.id ?? '';
  await move(people.finance, 'credit-applications', id, 'recommend', {});
  const me = await stage.open('bank');
  await me.home();
  await me.page
    .getByText(/云锦光电有限公司 · 甲积分贷/)
    .first()
    .waitFor();
  expect(me.clicks()).toBe(0);
  expect(await seriousFaults(me.page)).toEqual([]);
  await me.click(me.page.getByRole('button', { name: '初步同意' }));
  await expect.poll(async () => (await lastApplication())?.['status']).toBe('bankReview');
  expect(me.clicks()).toBeLessThanOrEqual(3);
});

test('bank officer, jobs 4 and 5: renewals of 90 days on the first screen; a drawing is reported in two clicks', async () => {
  const id = (await lastApplication())?.id ?? '';
  await move(people.bank, 'credit-applications', id, 'approve', { line: '400000000', rateBp: 350, validUntil: addDays(today(), 300) });
  ids.line = String((await lastApplication())?.['lineId']);
  const me = await stage.open('bank');
  await me.home();
  await me.click(me.page.getByRole('button', { name: /云锦光电有限公司 · 甲积分贷/ }));
  await me.page.getByLabel('金额').fill('200');
  await me.page.getByLabel('到期日').fill(addDays(today(), 60));
  await me.page.getByLabel('银行流水号').fill('FK-1');
  await me.page.keyboard.press('Tab');
  await me.click(me.page.getByRole('button', { name: '放款' }));
  const line = async () => (await people.bank.get<View>(`/api/credit-lines/${ids.line}`)).body.row;
  await expect.poll(async () => (await line())['drawn']).toBe('200000000');
  expect(me.clicks()).toBeLessThanOrEqual(2);
  await me.home();
  await me.page
    .getByRole('region', { name: '90 天内到期' })
    .getByRole('link', { name: /云锦光电/ })
    .waitFor();
  expect(me.clicks()).toBe(0);
});

test('fund reviewer: sees the pool, declares, scores blind, asks one question, reads the decision: 1 · 1 · 3 · 2 · 1', async () => {
  const consent = { receiverId: ids.fund, purpose: 'investment', scopes: ['application', 'points'], untilOn: addDays(today(), 200) };
  await people.applicant.post('/api/consents', consent);
  const asked = { firmId, fundId: ids.fund, askedAmount: '5000000000', caseFor: '成长快' };
  const { id } = (await people.finance.post<View>('/api/equity-referrals', asked)).body.row;
  await move(people.fund, 'equity-referrals', id, 'screen', { reviewerIds: [people.fund.userId, people.fund2.userId] });
  await move(people.fund2, 'equity-referrals', id, 'declareNone');
  const me = await stage.open('fund');
  await me.home();
  await me.page
    .getByRole('region', { name: '本基金的项目' })
    .getByText(/云锦光电有限公司 → 丙基金/)
    .waitFor();
  expect(me.clicks()).toBeLessThanOrEqual(1);
  expect(await seriousFaults(me.page)).toEqual([]);
  await me.click(me.page.getByRole('button', { name: '声明无利害关系' }));
  const read = async () => (await people.finance.get<View>(`/api/equity-referrals/${id}`)).body;
  await expect.poll(async () => (await read()).row['declared']).toBe(2);
  expect(me.clicks()).toBeLessThanOrEqual(1);
  await move(people.fund2, 'equity-referrals', id, 'startDueDiligence');
  await me.home();
  await me.click(me.page.getByRole('region', { name: '本基金的项目' }).getByRole('link', { name: /云锦光电/ }));
  await me.page.getByLabel('意见').waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
  for (const name of ['技术', '市场', '团队', '财务', '契合']) await me.page.getByLabel(new RegExp(name)).first().fill('80');
  await me.page.getByLabel('意见').fill('值得投');
  await me.click(me.page.getByRole('button', { name: '提交评分' }));
  await expect.poll(async () => (await read()).row['scored']).toBe(1);
  expect(me.clicks()).toBeLessThanOrEqual(3);
  await me.page.reload();
  const before = me.clicks();
  await me.click(me.page.getByRole('button', { name: '向企业提问' }));
  await me.page.getByLabel('问题').fill('专利归谁？');
  await me.click(me.page.getByRole('button', { name: '向企业提问' }).last());
  await me.page.getByText('专利归谁？').first().waitFor();
  expect(me.clicks() - before).toBeLessThanOrEqual(2);
  await people.fund2.post(`/api/equity-referrals/${id}/scores`, {
    scores: { technology: 70, market: 70, team: 70, finance: 70, fit: 70 },
    opinion: '可',
  });
  await move(people.fund2, 'equity-referrals', id, 'decide', { decision: 'approved', reason: '团队扎实' });
  await me.home();
  await me.click(me.page.getByRole('region', { name: '本基金的项目' }).getByRole('link', { name: /云锦光电/ }));
  await me.page.getByText('团队扎实').first().waitFor();
  expect(me.clicks()).toBeLessThanOrEqual(1);
});

test('what falls due: the firm asks two banks at once in four clicks on a phone, the consent among them; a bank says yes in three from its first screen', async () => {
  await stage.zone.inZone((ask) => createRow(ask, provider, { name: '乙银行', kind: 'bank' }));
  const due = { firmId, kind: 'loan', title: '设备贷款', amount: '600000000', dueOn: addDays(today(), 52) };
  await people.applicant.post('/api/obligations', due);
  await people.applicant.post('/api/receivables', {
    firmId,
    payer: '某医院',
    amount: '900000000',
    dueOn: addDays(today(), 70),
    isShared: true,
  });
  const me = await stage.open('applicant', { width: 360, height: 800 });
  await me.home();
  await me.click(me.page.getByRole('region', { name: '到期雷达' }).getByRole('link', { name: /去看看/ }));
  await me.page.getByText(/缺口/).first().waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
  const card = me.page.getByRole('article').filter({ hasText: '设备贷款' });
  await me.click(card.getByRole('button', { name: '同时问两家银行' }));
  await card.getByRole('button', { name: '发出询价' }).click();
  await card.getByRole('alert').getByText(/授权/).first().waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
  expect(await wide(me)).toBe(0);
  await me.click(card.getByRole('checkbox', { name: /单独授权/ }));
  await me.click(card.getByRole('button', { name: '发出询价' }));
  const asked = async () => (await people.applicant.get<{ total: number; rows: View['row'][] }>('/api/bank-inquiries')).body;
  await expect.poll(async () => (await asked()).total).toBe(2);
  expect(me.clicks()).toBeLessThanOrEqual(4);

  const bank = await stage.open('bank');
  await bank.home();
  // the first item of an inbox stands open
  await bank.page.getByLabel('利率').fill('3.4');
  await bank.page.getByLabel('多少个工作日办好').fill('5');
  await bank.click(bank.page.getByRole('button', { name: '可以办' }));
  await expect.poll(async () => (await asked()).rows.filter((row) => row['status'] === 'offered').length).toBe(1);
  expect(bank.clicks()).toBeLessThanOrEqual(3);
});

test('the leader reads what falls due by month, who is helped and who is not; each number opens its rows', async () => {
  const me = await stage.open('leader');
  await me.page.goto(`${new URL(me.page.url()).origin}/relief-pool`);
  await me.page.getByRole('button', { name: /600/ }).first().click();
  await me.page.getByRole('article').filter({ hasText: '设备贷款' }).waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
});

test('what a bank asks stands on the first screen of the firm, one click from the answer', async () => {
  const applied = { productId: ids.product, amount: '100000000', termMonths: 6 };
  const { id } = (await people.applicant.post<View>('/api/credit-applications', applied)).body.row;
  await move(people.finance, 'credit-applications', id, 'recommend', {});
  await move(people.bank, 'credit-applications', id, 'ask', { question: '请补近三个月流水' });
  const me = await stage.open('applicant', { width: 360, height: 800 });
  await me.home();
  const turn = me.page.getByRole('region', { name: '融资：等您处理' });
  await turn.getByText('答复银行').waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
  expect(await wide(me)).toBe(0);
  await me.click(turn.getByRole('link', { name: /云锦光电有限公司 · 甲积分贷/ }));
  await me.page.getByRole('button', { name: '答复银行' }).click();
  await me.page.getByLabel('答复').fill('已上传');
  expect(me.clicks()).toBe(1);
});

test('a bank enters a line, a reviewer declares an interest, a firm names its bank: each finds whom it may know, though no register is open to them', async () => {
  const found = async (who: string, path: string, label: string) => {
    const { page } = await stage.open(who);
    await page.goto(`${stage.address}${path}`);
    await page.getByLabel(new RegExp(`^${label}(选填)?$`)).click();
    await page.getByRole('option').first().waitFor({ state: 'attached' });
    return page.locator('.ant-select-item-option').allTextContents();
  };
  expect(await found('bank', '/credit-lines/new', '企业')).toEqual(['云锦光电有限公司']);
  expect(await found('fund', '/reviewer-interests/new', '企业')).toEqual(['云锦光电有限公司']);
  expect((await found('applicant', '/obligations/new', '银行')).toSorted()).toEqual(['丙基金基金', '乙银行银行', '甲银行银行']);
});

test('a leader checks how much credit was granted, and to whom, in two clicks', async () => {
  const me = await stage.open('leader');
  await me.home();
  await me.page.getByRole('heading', { name: '待我办理' }).waitFor();
  await me.page.keyboard.press('Control+k');
  await me.page.getByRole('combobox', { name: '搜索' }).fill('积分贷授信额度');
  await me.click(me.page.getByRole('option', { name: '积分贷授信额度' }).first());
  await me.click(me.page.getByRole('link', { name: /^积分贷授信额度 / }));
  await me.page
    .getByText(/云锦光电/)
    .first()
    .waitFor();
  expect(me.clicks()).toBeLessThanOrEqual(2);
});
