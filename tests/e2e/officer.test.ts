import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPartyZone, type PartyZone } from '../harness/party-zone.ts';
import { openStageOver, type Stage, type Visitor } from './browser.ts';
import { seriousFaults } from './axe.ts';

let stage: Stage<PartyZone>;
let me: Visitor;
let branchId: string;

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

beforeAll(async () => {
  stage = await openStageOver(() => startPartyZone(10, Date.now()));
  const { zone } = stage;
  branchId = (
    await zone.create('organisations', {
      name: '待换届支部',
      kind: 'branchIndependent',
      establishedOn: '2020-01-01',
      unitFirmIds: [zone.firms[0]],
    })
  ).body.id;
  await zone.create('organisation-terms', {
    organisationId: branchId,
    basis: 'election',
    electedOn: day(-1000),
    beginsOn: day(-1000),
    endsOn: day(20),
  });
  for (const index of [2, 3, 4, 5, 6, 7, 8])
    await zone.create('member-counts', { firmId: zone.firms[index], countedOn: day(-30), fullMembers: 1, probationaryMembers: 0 });
  me = await stage.open('officer');
});
afterAll(() => stage.close());

test('job 1: what is due stands on the first screen, worst first, with the next step', async () => {
  await me.home();
  await me.page.getByRole('region', { name: '该换届的' }).getByRole('link', { name: '待换届支部' }).waitFor();
  await me.page.getByText('30 日内届满').waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
  expect(me.clicks()).toBe(0);
});

test('job 2: the papers of a formation are checked and returned with the clause in four clicks', async () => {
  const { zone } = stage;
  const opened = await zone.open('formations', { name: '申请中的支部', kind: 'branchIndependent', unitFirmIds: [zone.firms[1]] });
  const { id } = opened.body.row;
  await zone.move('formations', id, 'apply', { applicationNumber: '申1' });
  await me.home();
  await me.click(me.page.getByRole('link', { name: '申请中的支部' }).first());
  await me.click(me.page.getByRole('button', { name: '退回补充' }).first());
  await me.page.getByLabel('理由和依据').fill('正式党员人数证明缺一份（ORG-01）');
  await me.click(me.page.getByRole('button', { name: '退回补充' }).last());
  await expect.poll(async () => (await zone.people.officer.get<{ status: string }>(`/api/formations/${id}`)).body.status).toBe('planned');
  expect(me.clicks()).toBeLessThanOrEqual(4);
});

test('job 3: the table of the two coverages is filled by itself and taken away in three clicks', async () => {
  await me.home();
  await me.click(me.page.getByRole('link', { name: '两个覆盖' }).first());
  await me.page.getByText('组织覆盖率').first().waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
  const file = me.page.waitForEvent('download');
  await me.click(me.page.getByRole('button', { name: '导出统计表' }));
  expect((await file).suggestedFilename()).toContain('两个覆盖统计表');
  expect(me.clicks()).toBeLessThanOrEqual(3);
});

test('a firm moved into another proposal stays there when the plan is asked again, on a phone too', async () => {
  const phone = await stage.open('officer', { width: 360, height: 780 });
  await phone.page.goto(`${stage.address}/coverage/plan`);
  const cardOf = (firm: string) => phone.page.getByRole('listitem').filter({ hasText: 'ORG-03' }).filter({ hasText: firm }).first();
  await cardOf('企业03').getByRole('listitem').filter({ hasText: '企业03' }).getByRole('button', { name: '移到' }).click();
  await cardOf('企业02').getByRole('button', { name: '放到这里' }).click();
  await phone.page.getByRole('button', { name: '已保留 1 ✕' }).waitFor();
  await phone.page.getByRole('button', { name: '按调整再算' }).click();
  await cardOf('企业02').filter({ hasText: '企业03' }).getByText('已保留').waitFor();
  expect(await cardOf('企业02').getByRole('button', { name: '移到' }).count()).toBe(5);
  expect(await phone.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(1);
  expect(await seriousFaults(phone.page)).toEqual([]);
});

test('job 4: firms for a joint branch are found, and the task is open, in three clicks', async () => {
  const { zone } = stage;
  await me.home();
  await me.click(me.page.getByRole('link', { name: '覆盖规划 ›' }).first());
  const card = me.page.getByRole('listitem').filter({ hasText: '联合党支部' }).first();
  await card.getByText('ORG-03').waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
  await me.click(card.getByRole('checkbox'));
  await me.click(me.page.getByRole('button', { name: '发起组建（1）' }));
  await expect
    .poll(async () =>
      (await zone.people.officer.get<{ rows: { kind: string }[] }>('/api/formations?status=planned')).body.rows.map((row) => row.kind),
    )
    .toContain('branchJoint');
  expect(me.clicks()).toBeLessThanOrEqual(3);
});

test('job 5: one site is reviewed against 五个一 in four clicks', async () => {
  const { zone } = stage;
  const { id } = (await zone.people.officer.post<{ id: string }>('/api/scheme-templates', { code: '五个一' })).body;
  await me.home();
  await me.click(me.page.getByRole('link', { name: '待换届支部' }).first());
  await me.click(me.page.getByRole('tab', { name: '对照检查' }));
  await me.click(me.page.getByRole('button', { name: '其余 5 项全部达标' }));
  await expect
    .poll(
      async () =>
        (await zone.people.officer.get<{ complete: boolean }>(`/api/organisations/${branchId}/review?schemeId=${id}`)).body.complete,
    )
    .toBe(true);
  expect(me.clicks()).toBeLessThanOrEqual(4);
});

test('the tree and the coverage of an earlier day are a date away, also on a phone', async () => {
  const phone = await stage.open('officer', { width: 360, height: 780 });
  await phone.page.goto(`${stage.address}/organisations/tree?asOf=2019-12-31`);
  await phone.page.getByText('0 个党组织').waitFor();
  await phone.page.goto(`${stage.address}/organisations/tree`);
  await phone.page.getByRole('link', { name: '待换届支部' }).first().waitFor();
  const wide = await phone.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  expect(wide).toBeLessThanOrEqual(1);
  expect(await seriousFaults(phone.page)).toEqual([]);
});
