import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPartyZone, type PartyZone } from '../harness/party-zone.ts';
import { openStageOver, type Stage, type Visitor } from './browser.ts';
import { seriousFaults } from './axe.ts';

let stage: Stage<PartyZone>;
let me: Visitor;

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

beforeAll(async () => {
  stage = await openStageOver(() => startPartyZone(8, Date.now()));
  const { zone } = stage;
  await zone.create('chain-chiefs', { chainId: zone.chainId, post: 'chief', userId: zone.people.leader.userId, fromOn: '2024-01-01' });
  await zone.create('departments', { name: '招商局', kind: 'functional' });
  for (const index of [0, 1, 2, 3])
    await zone.create('chain-memberships', { firmId: zone.firms[index], nodeId: zone.nodes[1], fromOn: '2024-01-01' });
  for (const [a, b] of [
    [0, 1],
    [1, 2],
    [2, 3],
  ] as const)
    await zone.create('supply-edges', {
      supplierId: zone.firms[a],
      buyerId: zone.firms[b],
      fromOn: '2024-01-01',
      source: 'visit',
      confidence: 80,
    });
  me = await stage.open('leader');
});
afterAll(() => stage.close());

test('the chain map opens in one click, says which node is missing, and the table says the same', async () => {
  await me.home();
  await me.click(me.page.getByRole('link', { name: '产业链图' }).first());
  await me.page.locator('canvas').waitFor();
  await me.page.getByText('✕ 缺失 1').waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
  expect(me.clicks()).toBe(1);
  await me.click(me.page.getByText('表格', { exact: true }));
  const row = me.page.getByRole('row').filter({ hasText: '芯片' });
  await row.getByText('✕ 缺失').waitFor();
  await me.page.getByRole('row').filter({ hasText: '整机' }).getByText('没有规上企业').waitFor();
});

test('by keys alone one walks the nodes, goes into the firms and back', async () => {
  await me.page.goto(`${stage.address}/chains/map`);
  const map = me.page.locator('canvas');
  await map.focus();
  await me.page.keyboard.press('ArrowRight');
  await me.page.getByText('芯片，缺失，0 家企业').waitFor({ state: 'attached' });
  await me.page.keyboard.press('ArrowRight');
  await me.page.getByText('整机，薄弱，4 家企业').waitFor({ state: 'attached' });
  await me.page.keyboard.press('Enter');
  await me.page.locator('[aria-live]').getByText('企业0').waitFor({ state: 'attached' });
  await me.page.keyboard.press('Escape');
  await me.page.getByText('整机，薄弱，4 家企业').waitFor({ state: 'attached' });
});

test('补链 for the missing node is begun from the map in four clicks', async () => {
  const { zone } = stage;
  await me.home();
  await me.click(me.page.getByRole('link', { name: '产业链图' }).first());
  await me.page.locator('canvas').focus();
  await me.page.keyboard.press('ArrowRight');
  await me.click(me.page.getByRole('link', { name: '发起补链 ›' }));
  await me.page.getByLabel('目标').fill('引进一家芯片企业');
  await me.page.getByLabel('责任单位').fill('招商');
  await me.click(me.page.locator('.ant-select-item-option', { hasText: '招商局' }));
  await me.page.getByLabel('期限').fill(day(90));
  await me.page.keyboard.press('Tab');
  await me.click(me.page.getByRole('button', { name: '发起强链补链延链' }));
  await expect
    .poll(async () =>
      (await zone.people.leader.get<{ rows: { target: string }[] }>('/api/chain-actions')).body.rows.map((row) => row.target),
    )
    .toContain('引进一家芯片企业');
  expect(me.clicks()).toBeLessThanOrEqual(4);
});

test('who is hit if a firm stops stands hop by hop with whom to call', async () => {
  await me.page.goto(`${stage.address}/ripple?firmId=${stage.zone.firms[0]}&hops=2`);
  await me.page.getByText('波及 2 家企业').waitFor();
  await me.page.getByText('第 2 层 · 1 家企业').waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
});

test('an application for chain leader that experts have reviewed is approved from the inbox in two clicks', async () => {
  const { zone } = stage;
  const { id } = (
    await zone.open('chain-leaders', { firmId: zone.firms[0], chainId: zone.chainId, revenue: '500000000000', marketShare: '全国前三' })
  ).body.row;
  await zone.move('chain-leaders', id, 'review', { passed: true, opinion: '同意' });
  await me.home();
  const item = me.page.getByRole('button', { name: /企业00/ });
  await item.waitFor();
  if ((await item.getAttribute('aria-expanded')) !== 'true') await me.click(item);
  await me.click(me.page.getByRole('button', { name: '审定', exact: true }));
  await expect
    .poll(async () => (await zone.people.officer.get<{ status: string }>(`/api/chain-leaders/${id}`)).body.status)
    .toBe('approved');
  expect(me.clicks()).toBeLessThanOrEqual(2);
});
