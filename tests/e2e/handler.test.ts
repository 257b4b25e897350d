import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFaults } from './axe.ts';
import { openStage, type Stage, type Visitor } from './browser.ts';

let stage: Stage;
let me: Visitor;
beforeAll(async () => {
  stage = await openStage();
  me = await stage.open('power');
});
afterAll(() => stage.close());

/** A request dispatched to the power company, opened in its inbox. */
async function dispatched(text: string): Promise<string> {
  const { zone } = stage;
  const id = await zone.ask(text);
  await zone.move(zone.people.dispatcher, id, 'accept', { level: 'simple', leadId: zone.units.power });
  return id;
}

async function openItem(text: string): Promise<void> {
  const item = me.page.getByRole('button', { name: new RegExp(text) });
  await item.waitFor();
  if ((await item.getAttribute('aria-expanded')) !== 'true') await me.click(item);
}

test('job 1: an item is taken in one click, with everything needed in sight', async () => {
  const id = await dispatched('配电房漏水');
  await me.home();
  await openItem('配电房漏水');
  await me.page.getByText('云锦测试科技有限公司').first().waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
  await me.click(me.page.getByRole('button', { name: '签收', exact: true }));
  await expect.poll(() => stage.zone.status(id)).toBe('signed');
  expect(me.clicks()).toBeLessThanOrEqual(1);
});

test('job 2: a missing paper is asked for in two clicks, and the clock pauses with its reason', async () => {
  const { zone } = stage;
  const id = await dispatched('申请临时用电');
  await zone.move(zone.people.power, id, 'contact', { how: 'phone' });
  await me.home();
  await openItem('申请临时用电');
  const before = me.clicks();
  await me.click(me.page.getByRole('button', { name: '请企业补充' }));
  await me.page.getByLabel('请企业提供').fill('营业执照复印件');
  await me.click(me.page.locator('form').getByRole('button', { name: '请企业补充' }));
  await expect.poll(() => zone.status(id)).toBe('waitingEnterprise');
  expect(me.clicks() - before).toBeLessThanOrEqual(2);
});

test('job 3: an answer is given in one click, a "cannot" in three with its clause', async () => {
  const { zone } = stage;
  const id = await dispatched('更换变压器');
  await zone.move(zone.people.power, id, 'contact', { how: 'phone' });
  await me.home();
  await openItem('更换变压器');
  const before = me.clicks();
  await me.click(me.page.getByText('不能办', { exact: true }));
  await me.page.getByLabel('答复内容').fill('该线路列入明年改造');
  await me.page.getByLabel('依据条款').fill('配网改造计划第 3 条');
  await me.click(me.page.locator('form').getByRole('button', { name: '答复企业' }));
  await expect.poll(() => zone.status(id)).toBe('replied');
  expect(me.clicks() - before).toBeLessThanOrEqual(3);
});

test('job 4: a wrong item is contested in two clicks; its clock is in sight', async () => {
  const { zone } = stage;
  const id = await dispatched('招聘技术工人');
  await me.home();
  await openItem('招聘技术工人');
  const before = me.clicks();
  await me.click(me.page.getByRole('button', { name: '提出异议' }));
  await me.page.getByLabel('理由').fill('属人社部门职责');
  await me.click(me.page.locator('form').getByRole('button', { name: '提出异议' }));
  await expect.poll(() => zone.status(id)).toBe('objected');
  expect(me.clicks() - before).toBeLessThanOrEqual(2);
});

test('job 5: a menu item is put right in three clicks', async () => {
  await me.home();
  await me.click(me.page.getByRole('link', { name: '用电增容' }));
  await me.click(me.page.getByRole('button', { name: /修改 怎么申请|编辑 怎么申请/ }));
  await me.page.getByLabel('所需材料').fill('营业执照、用电申请表');
  await me.click(me.page.getByRole('button', { name: '保存', exact: true }));
  await expect
    .poll(async () => (await stage.zone.people.power.get<{ papers: string }>(`/api/service-items/${stage.zone.itemId}`)).body.papers)
    .toBe('营业执照、用电申请表');
  expect(me.clicks()).toBeLessThanOrEqual(3);
});
