import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFaults } from './axe.ts';
import { openStage, type Stage, type Visitor } from './browser.ts';

let stage: Stage;
let me: Visitor;
beforeAll(async () => {
  stage = await openStage();
  me = await stage.open('contact', { width: 360, height: 800 });
});
afterAll(() => stage.close());

const lastRequest = async () =>
  (
    await stage.zone.people.contact.get<{
      rows: { id: string; text: string; status: string; itemId: string | null; result: string | null }[];
    }>('/api/service-requests?order=-createdAt')
  ).body.rows[0];

test('job 1: a need is raised in three clicks on a phone, the menu item suggested as one types', async () => {
  await me.home();
  await me.click(me.page.getByRole('button', { name: '提诉求' }));
  await me.page.getByLabel('诉求内容').fill('车间经常跳闸，想申请用电增容');
  await me.click(me.page.getByRole('button', { name: /用电增容/ }));
  expect(await seriousFaults(me.page)).toEqual([]);
  await me.click(me.page.getByRole('button', { name: '提交' }));
  await expect.poll(async () => (await lastRequest())?.text).toBe('车间经常跳闸，想申请用电增容');
  expect((await lastRequest())?.itemId).toBe(stage.zone.itemId);
  expect(me.clicks()).toBeLessThanOrEqual(3);
});

test('job 2: where it is and who holds it stand on the first screen', async () => {
  await me.home();
  await me.page.getByText('车间经常跳闸，想申请用电增容').waitFor();
  await me.page.getByText(/在谁手里：服务调度员/).waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
  const wide = await me.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(wide).toBe(0);
  expect(me.clicks()).toBe(0);
});

test('job 3: only the firm says solved, in one click', async () => {
  const { zone } = stage;
  const id = (await lastRequest())?.id ?? '';
  await zone.move(zone.people.dispatcher, id, 'accept', { level: 'simple', leadId: zone.units.power });
  await zone.move(zone.people.power, id, 'reply', { kind: 'done', text: '已增容' });
  await me.home();
  await me.click(me.page.getByRole('button', { name: '已解决' }));
  await expect.poll(async () => (await lastRequest())?.result).toBe('resolved');
  expect(me.clicks()).toBeLessThanOrEqual(1);
});

test('job 4: who will come is in sight, and a quiet week is set in two clicks', async () => {
  const { zone } = stage;
  await me.home();
  await me.click(me.page.getByText('这段时间请勿走访').first());
  await me.click(me.page.getByRole('button', { name: '这段时间请勿走访' }));
  await me.page.getByText(/免打扰时段：/).waitFor();
  const ledger = await zone.people.specialist.get<{ lines: { kind: string }[] }>(`/api/firms/${zone.firmId}/contact-ledger`);
  expect(ledger.body.lines.map((line) => line.kind)).toContain('quiet');
  expect(me.clicks()).toBeLessThanOrEqual(2);
});

test('job 5: a service is found on the menu and applied for in four clicks', async () => {
  me = await stage.open('contact');
  await me.home();
  await me.click(me.page.getByRole('link', { name: '服务菜单' }));
  await me.click(me.page.getByRole('link', { name: '用电增容' }).first());
  await me.click(me.page.getByRole('button', { name: '提诉求' }));
  await me.page.getByLabel('诉求内容').fill('二号厂房用电增容');
  await me.click(me.page.getByRole('button', { name: '提交' }));
  await expect.poll(async () => (await lastRequest())?.text).toBe('二号厂房用电增容');
  expect((await lastRequest())?.itemId).toBe(stage.zone.itemId);
  expect(me.clicks()).toBeLessThanOrEqual(4);
});
