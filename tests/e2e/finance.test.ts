import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRow } from '#kernel/server/records/write.ts';
import { pointsInput } from '#features/finance/points-records.ts';
import { provider } from '#features/registry/records.ts';
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
