import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage, type Visitor } from './browser.ts';
import { seriousFaults } from './axe.ts';

let stage: Stage;
let me: Visitor;
beforeAll(async () => {
  stage = await openStage();
  me = await stage.open('dispatcher');
});
afterAll(() => stage.close());

test('job 1: a new request is triaged in two clicks, its department proposed with the reason', async () => {
  const { zone } = stage;
  const id = await zone.ask('车间经常跳闸，需要用电增容');
  await me.home();
  await me.page.getByText('因为提到').first().waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
  await me.click(me.page.getByRole('button', { name: '受理', exact: true }));
  await expect.poll(() => zone.status(id)).toBe('dispatched');
  expect(me.clicks()).toBeLessThanOrEqual(2);
});

test('job 2: a bounced item is decided with both reasons side by side in two clicks', async () => {
  const { zone } = stage;
  const id = await zone.ask('发票额度不够');
  await zone.move(zone.people.dispatcher, id, 'accept', { level: 'simple', leadId: zone.units.economy });
  await zone.move(zone.people.economy, id, 'object', { reason: '发票由税务部门核定' });
  await zone.move(zone.people.dispatcher, id, 'decideObjection', { leadId: zone.units.tax, reason: '请税务分局先看' });
  await zone.move(zone.people.tax, id, 'object', { reason: '额度以外的部分属于扶持政策' });
  await me.home();
  await me.page.getByText('发票由税务部门核定').waitFor();
  await me.page.getByText('额度以外的部分属于扶持政策').waitFor();
  await me.page.getByLabel('裁定由谁主办').fill('税务');
  await me.click(me.page.locator('.ant-select-item-option', { hasText: '税务分局' }));
  await me.page.getByLabel('裁定理由').fill('按职责清单由税务分局主办');
  await me.click(me.page.getByRole('button', { name: '裁定异议' }));
  await expect.poll(() => zone.status(id)).toBe('dispatched');
  expect(me.clicks()).toBeLessThanOrEqual(2);
});

test('job 3: something about to run late is nudged in one click', async () => {
  const { zone } = stage;
  const id = await zone.ask('门口道路积水');
  await zone.move(zone.people.dispatcher, id, 'accept', { level: 'simple', leadId: zone.units.economy });
  await me.home();
  const line = me.page
    .getByRole('listitem')
    .filter({ hasText: '门口道路积水' })
    .filter({ has: me.page.getByRole('button', { name: '督办' }) });
  await me.click(line.getByRole('button', { name: '督办' }));
  await expect
    .poll(
      async () => (await zone.people.dispatcher.get<{ row: { supervised: boolean } }>(`/api/service-requests/${id}`)).body.row.supervised,
    )
    .toBe(true);
  expect(me.clicks()).toBeLessThanOrEqual(2);
});

test('job 4: the sample is drawn in one click and a call-back recorded by one who did not handle it', async () => {
  const { zone } = stage;
  const id = await zone.ask('希望对接高校实验室');
  await zone.move(zone.people.dispatcher2, id, 'accept', { level: 'simple', leadId: zone.units.economy });
  await zone.move(zone.people.economy, id, 'reply', { kind: 'done', text: '已对接' });
  await zone.later(12 * 86_400_000);
  expect(await zone.status(id)).toBe('silent');
  me = await stage.open('dispatcher');
  await me.home();
  await me.click(me.page.getByRole('link', { name: '回访样本' }).last());
  await me.page.getByText('希望对接高校实验室').waitFor();
  expect(me.clicks()).toBe(1);
  await me.home();
  const item = me.page.getByRole('button', { name: /希望对接高校实验室/ });
  await item.waitFor();
  if ((await item.getAttribute('aria-expanded')) !== 'true') await me.click(item);
  await me.page.getByLabel('企业怎么说').fill('企业说已经对接');
  await me.click(me.page.getByRole('button', { name: '回访', exact: true }));
  await expect.poll(() => zone.status(id)).toBe('calledBack');
  expect(me.clicks()).toBeLessThanOrEqual(3);
});

test('job 5: what stays unsolved becomes a common problem in three clicks', async () => {
  const { zone } = stage;
  const id = await zone.ask('夜班公交太少');
  await zone.move(zone.people.dispatcher, id, 'accept', { level: 'simple', leadId: zone.units.economy });
  await zone.move(zone.people.economy, id, 'reply', { kind: 'done', text: '已反映' });
  await zone.move(zone.people.contact, id, 'reportUnsolved', { reason: '仍然没有' });
  await zone.move(zone.people.economy, id, 'reply', { kind: 'cannot', text: '线网由市里统筹', clause: '公交线网规划' });
  await zone.move(zone.people.contact, id, 'reportUnsolved', { reason: '员工仍无法下班' });
  await me.home();
  const item = me.page.getByRole('button', { name: /夜班公交太少/ });
  await item.waitFor();
  if ((await item.getAttribute('aria-expanded')) !== 'true') await me.click(item);
  await me.click(me.page.getByRole('button', { name: '归入共性问题' }));
  await expect
    .poll(async () =>
      (await zone.people.dispatcher.get<{ rows: { title: string }[] }>('/api/common-problems')).body.rows.map((row) => row.title),
    )
    .toContain('夜班公交太少');
  expect(me.clicks()).toBeLessThanOrEqual(3);
});
