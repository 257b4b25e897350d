import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRow } from '#kernel/server/records/write.ts';
import { addDays, dateOf } from '#kernel/rules/instant.ts';
import { creditProduct } from '#features/finance/credit-records.ts';
import { pointsInput } from '#features/finance/points-records.ts';
import { firm, provider } from '#features/registry/records.ts';
import { seriousFaults } from './axe.ts';
import { openStage, type Stage, type Visitor } from './browser.ts';

let stage: Stage;
let me: Visitor;
let bankId = '';
beforeAll(async () => {
  stage = await openStage();
  await stage.zone.inZone(async (ask) => {
    const values = { firmId: stage.zone.firmId, year: 2025, indicator: 'T1', state: 'value', value: 500, source: '年报' };
    await createRow({ ...ask, actor: { ...ask.actor, roles: ['financeOfficer'] } }, pointsInput, values);
    bankId = (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
  });
  me = await stage.open('contact', { width: 360, height: 800 });
});
afterAll(() => stage.close());

test('a firm reads its statement of points on a phone: each value with its source, what is missing said so', async () => {
  await me.page.goto(`${new URL(me.page.url()).origin}/points`);
  await me.page.getByText('研发费用金额', { exact: true }).waitFor();
  await me.page.getByText(/500.万元.*年报/).waitFor();
  expect(await me.page.getByText('缺报，记 0 分').count()).toBe(17);
  // without a day of registration there is no stage, no score, and nothing to advise
  await me.page.getByText(/缺成立日期/).waitFor();
  expect(await me.page.getByText('各项都已满分').count()).toBe(0);
  expect(await seriousFaults(me.page)).toEqual([]);
  expect(await me.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
});

test('a consent is withdrawn from its own page in one click; without a line the page says so', async () => {
  const { contact } = stage.zone.people;
  const given = await contact.post<{ row: { id: string } }>('/api/consents', {
    receiverId: bankId,
    purpose: 'credit',
    scopes: ['points'],
    untilOn: '2026-12-31',
  });
  const { id } = given.body.row;
  await me.page.goto(`${new URL(me.page.url()).origin}/consents/${id}`);
  const withdraw = me.page.getByRole('button', { name: '撤回授权' }).first();
  await withdraw.waitFor();
  await me.page.context().setOffline(true);
  await withdraw.click();
  await me.page.getByRole('alert').waitFor();
  await me.page.context().setOffline(false);
  await withdraw.click();
  await expect.poll(async () => (await contact.get<{ status: string }>(`/api/consents/${id}`)).body.status).toBe('withdrawn');
});

test('a contact of two firms chooses whose finances they see, and what they apply for or consent to is that firm’s', async () => {
  const { zone } = stage;
  const names = ['白桦软件有限公司', '云杉光电有限公司'];
  const firms = await zone.inZone(async (ask) => {
    const made = [];
    for (const name of names) made.push((await createRow(ask, firm, { name, status: 'operating', registeredOn: '2018-01-01' })).id);
    const officer = { ...ask, actor: { ...ask.actor, roles: ['financeOfficer' as const] } };
    await createRow(officer, creditProduct, { name: '甲积分贷', bankId, cap: '1000000000', termMonths: 12, spreadBp: 50 });
    return made;
  });
  await zone.addUser({ loginName: 'both', grants: firms.map((scopeId) => ({ role: 'enterpriseContact', scopeId })) });
  const both = await zone.signIn('both');
  const dueOn = addDays(dateOf(zone.clock.now), 30);
  for (const firmId of firms) await both.post('/api/obligations', { firmId, kind: 'land', title: '用地续期', dueOn });
  const own = await stage.open('both', { width: 360, height: 800 });
  const { origin } = new URL(own.page.url());
  await own.page.goto(`${origin}/radar`);
  for (const name of names) await own.page.getByText(name, { exact: true }).waitFor();
  for (const [index, name] of names.entries()) {
    await own.page.goto(`${origin}/finance`);
    await own.page.getByRole('combobox', { name: '企业' }).click();
    await own.page.locator('.ant-select-item-option', { hasText: name }).click();
    await own.page.locator('.firm-choice').getByText(name, { exact: true }).waitFor();
    await own.page.getByRole('button', { name: '申请 甲积分贷' }).click();
    await own.page.getByLabel('申请额度').first().fill('100');
    await own.page.getByRole('checkbox', { name: /单独授权甲银行/ }).click();
    expect(await own.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
    await own.page.getByRole('button', { name: '提交申请' }).click();
    await own.page.waitForURL(/credit-applications\//);
    const { rows } = (await both.get<{ rows: { firmId: string }[] }>('/api/credit-applications')).body;
    expect(rows.map(({ firmId }) => firmId).toSorted()).toEqual(firms.slice(0, index + 1).toSorted());
  }
  const { rows } = (await both.get<{ rows: { firmId: string }[] }>('/api/consents')).body;
  expect(rows.map(({ firmId }) => firmId).toSorted()).toEqual(firms.toSorted());
});
