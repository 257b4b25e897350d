import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import { seriousFaults } from './axe.ts';
import { openStage, type Stage, type Visitor } from './browser.ts';

let stage: Stage;
let me: Visitor;
beforeAll(async () => {
  stage = await openStage();
  const { zone } = stage;
  await zone.people.leader.post('/api/promises', {
    firmId: zone.firmId,
    what: '协调公交线路',
    dueOn: '2026-01-10',
    ownerDepartmentId: zone.units.economy,
  });
  me = await stage.open('specialist');
});
afterAll(() => stage.close());

test('job 1: promises due and the firms stand on the first screen', async () => {
  await me.home();
  await me.page.getByText('协调公交线路').waitFor();
  await me.page.getByRole('link', { name: '云锦测试科技有限公司' }).first().waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
  expect(me.clicks()).toBe(0);
});

test('job 2: the brief is read, clashes are seen and a visit booked in three clicks', async () => {
  const { zone } = stage;
  await me.home();
  await me.click(me.page.getByRole('link', { name: '走访前简报' }).first());
  await me.page.getByText('协调公交线路').waitFor();
  await me.click(me.page.getByRole('button', { name: '约走访' }));
  await me.page.getByText('没有冲突，可以预约').waitFor();
  await me.click(me.page.getByRole('button', { name: '约走访' }));
  await expect
    .poll(async () => (await zone.people.specialist.get<{ total: number }>(`/api/visits?firmId=${zone.firmId}`)).body.total)
    .toBe(1);
  expect(me.clicks()).toBeLessThanOrEqual(3);
});

test('job 3: the visit is noted and a request filed from a sentence of it in four clicks', async () => {
  const { zone } = stage;
  await me.home();
  const item = me.page.getByRole('button', { name: /云锦测试科技有限公司/ });
  await item.waitFor();
  if ((await item.getAttribute('aria-expanded')) !== 'true') await me.click(item);
  await me.page.getByLabel('纪要').fill('生产正常，订单稳定。宿舍不够，希望增加二十套集宿房源。');
  await me.click(me.page.getByRole('button', { name: '宿舍不够，希望增加二十套集宿房源。' }));
  await me.click(me.page.getByRole('button', { name: '记纪要' }));
  await expect
    .poll(async () =>
      (await zone.people.specialist.get<{ rows: { text: string }[] }>('/api/service-requests')).body.rows.map((row) => row.text),
    )
    .toContain('宿舍不够，希望增加二十套集宿房源。');
  expect(me.clicks()).toBeLessThanOrEqual(4);
});

test('job 4: how a matter stands is answered after one click', async () => {
  await me.home();
  await me.click(me.page.getByRole('link', { name: '走访前简报' }).first());
  await me.page.getByRole('link', { name: /宿舍不够/ }).waitFor();
  await me.page.getByText('服务调度员').waitFor();
  expect(me.clicks()).toBeLessThanOrEqual(2);
});

test('job 5: the firm is asked for its key in one click; the specialist has none', async () => {
  const { zone } = stage;
  const id = await zone.ask('空调外机噪声');
  await zone.move(zone.people.dispatcher, id, 'accept', { level: 'simple', leadId: zone.units.economy });
  await zone.move(zone.people.economy, id, 'reply', { kind: 'done', text: '已移位' });
  await me.home();
  await me.click(me.page.getByRole('button', { name: '请企业评定' }));
  await expect
    .poll(async () => (await zone.people.contact.get<CaseView>(`/api/service-requests/${id}`)).body.timeline.map((entry) => entry.move))
    .toContain('remindFirm');
  expect(await zone.status(id)).toBe('replied');
  expect((await zone.move(zone.people.specialist, id, 'confirmSolved')).status).toBe(403);
  expect(me.clicks()).toBeLessThanOrEqual(2);
});
