import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { startPartyZone, type PartyZone } from '../harness/party-zone.ts';
import { openStageOver, type Stage } from './browser.ts';
import { seriousFaults } from './axe.ts';

let stage: Stage<PartyZone>;
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

beforeAll(async () => {
  stage = await openStageOver(() => startPartyZone(12, Date.now() - 45 * 86_400_000));
  const { zone } = stage;
  await zone.addUser({ loginName: 'assessor', grants: [{ role: 'assessmentOfficer' }] });
  for (const index of [0, 1, 2, 3, 4])
    await zone.create('chain-memberships', { firmId: zone.firms[index], nodeId: zone.nodes[index % 2], fromOn: '2024-01-01' });
  await zone.create('organisations', {
    name: '企业00党支部',
    kind: 'branchIndependent',
    establishedOn: '2020-01-01',
    unitFirmIds: [zone.firms[0]],
  });
  // the month before has ended since, and its gaps are of that time
  zone.clock.now = Date.now();
});
afterAll(() => stage.close());

/** Clicks the number of a figure in a part of the page and compares it with the list that opens. */
async function drill(page: Page, label: string, record: string): Promise<number> {
  const link = page.getByRole('link', { name: new RegExp(`^${label} .*看记录$`) }).first();
  await link.waitFor();
  const shown = Number((await link.locator('.figure-digits').innerText()).replaceAll(/\s/g, ''));
  await link.click();
  await page.waitForURL(/\/records/);
  await page
    .getByRole('status')
    .filter({ hasText: `${shown} 条${record}` })
    .waitFor();
  expect(await page.locator('.counted tbody tr').count()).toBe(shown);
  await page.goBack();
  return shown;
}

test('a leader checks a number before a speech, how many and which firms, in two clicks', async () => {
  const me = await stage.open('leader');
  await me.home();
  await me.page.getByRole('heading', { name: '待我办理' }).waitFor();
  expect(me.clicks()).toBe(0);
  const strip = me.page.getByRole('navigation', { name: '关键数' });
  await me.click(strip.getByRole('link', { name: /^在链企业 5家/ }));
  await me.page.getByRole('status').filter({ hasText: '5 条企业' }).waitFor();
  expect(await me.page.locator('.counted tbody tr').count()).toBe(5);
  expect(me.clicks()).toBeLessThanOrEqual(2);
});

test('the search box knows figures by their initials', async () => {
  const me = await stage.open('leader');
  await me.home();
  await me.page.getByRole('heading', { name: '待我办理' }).waitFor();
  await me.page.keyboard.press('Control+k');
  await me.page.getByRole('combobox', { name: '搜索' }).fill('zyqy');
  await me.click(me.page.getByRole('option', { name: '在营企业' }).first());
  await me.page.waitForURL(/\/figures\/operatingFirmCount/);
  await me.click(me.page.getByRole('link', { name: /^在营企业 12家/ }));
  await me.page.getByRole('status').filter({ hasText: '12 条企业' }).waitFor();
  expect(me.clicks()).toBeLessThanOrEqual(2);
});

test('on every screen a number opens exactly its records', async () => {
  const me = await stage.open('leader');
  const { page } = me;
  const park = stage.zone.parks[0];
  for (const [path, label, expected] of [
    ['/', '在营企业', 12],
    ['/dashboards', '在营企业', 12],
    ['/dashboards/zone', '党组织', 1],
    [`/dashboards/park?filter=park:${park}`, '在营企业', 6],
    [`/dashboards/chain?filter=chain:${stage.zone.chainId}`, '在链企业', 5],
    ['/dashboards/zone?wall=1', '在链企业', 5],
    [`/dashboards/zone?asOf=${day(-1)}`, '党组织', 1],
    ['/figures', '在链企业', 5],
    ['/figures/chainEnterpriseCount', '在链企业', 5],
  ] as const) {
    await page.goto(`${stage.address}${path}`);
    const record = label === '党组织' ? '党组织' : '企业';
    expect(await drill(page, label, record), path).toBe(expected);
  }
});

test('pictures have table twins whose numbers open their records', async () => {
  const me = await stage.open('leader');
  const { page } = me;
  await page.goto(`${stage.address}/figures/operatingFirmCount`);
  const split = page.getByRole('region', { name: '分布' });
  await split.getByText('园区', { exact: true }).click();
  await split.locator('svg').waitFor();
  await split.getByRole('button', { name: '看表' }).click();
  await split.getByRole('row', { name: /东园/ }).getByRole('link', { name: '6家' }).click();
  await page.getByRole('status').filter({ hasText: '6 条企业' }).waitFor();
  const trend = await page.goto(`${stage.address}/figures/operatingFirmCount`).then(() => page.getByRole('region', { name: '走势' }));
  await trend.getByRole('button', { name: '看表' }).click();
  await trend.getByRole('link', { name: '12家' }).last().click();
  await page.getByRole('status').filter({ hasText: '12 条企业' }).waitFor();
});

test('a share opens what counts, what is missing and the whole', async () => {
  const me = await stage.open('leader');
  const { page } = me;
  await page.goto(`${stage.address}/figures/orgCoverageRate/records`);
  await page.getByRole('status').filter({ hasText: '1 条企业' }).waitFor();
  await page.getByText('未计入的', { exact: true }).click();
  await page.getByRole('status').filter({ hasText: '11 条企业' }).waitFor();
  await page.getByText('应计全部', { exact: true }).click();
  await page.getByRole('status').filter({ hasText: '12 条企业' }).waitFor();
});

test('a statistics officer sees missing inputs on the first screen and freezes the month in two clicks; a change is explained in one', async () => {
  const me = await stage.open('assessor');
  await me.home();
  const missing = me.page.getByRole('region', { name: '缺报清单' });
  await missing.getByRole('link', { name: /没有链长的产业链/ }).waitFor();
  await missing.getByText('产业链办公室').first().waitFor();
  expect(me.clicks()).toBeLessThanOrEqual(1);
  await me.click(missing.getByRole('link', { name: /^冻结/ }));
  expect(await seriousFaults(me.page)).toEqual([]);
  await me.click(me.page.getByRole('button', { name: /^冻结/ }));
  await me.page.getByRole('region', { name: '已冻结' }).waitFor();
  expect(me.clicks()).toBeLessThanOrEqual(2);
  // a branch that stood on the frozen day is told late
  const officer = await stage.zone.signIn('officer');
  const late = { name: '企业01党支部', kind: 'branchIndependent', establishedOn: '2021-01-01', unitFirmIds: [stage.zone.firms[1]] };
  expect((await officer.post('/api/organisations', late)).status).toBe(201);
  await me.home();
  const restated = me.page.getByRole('region', { name: '只看有更正的' });
  await restated.getByText('由 1个 更正为 2个').first().waitFor();
  await me.click(restated.getByRole('link', { name: /^党组织/ }).first());
  await me.page.getByRole('region', { name: '变动的记录' }).getByRole('link', { name: '企业01党支部' }).waitFor();
  expect(me.clicks()).toBeLessThanOrEqual(1);
  expect(await seriousFaults(me.page)).toEqual([]);
});

test('an auditor traces a number to its records in two clicks, and anybody proves the paper without seeing records', async () => {
  const me = await stage.open('auditor');
  await me.home();
  await me.click(me.page.getByRole('region', { name: '查一个数' }).getByRole('link', { name: /^在营企业 12家/ }));
  await me.page.getByRole('status').filter({ hasText: '12 条企业' }).waitFor();
  expect(me.clicks()).toBeLessThanOrEqual(2);

  await me.page.goto(`${stage.address}/figures/operatingFirmCount`);
  await me.page.getByRole('textbox', { name: /用途/ }).fill('抽查');
  await me.page.getByRole('button', { name: '固化为凭证' }).click();
  await me.page
    .getByRole('link', { name: /^凭证 / })
    .first()
    .click();
  await me.page.getByText('真实有效').waitFor();
  const proof = await me.page.getByRole('link', { name: /公开核验页/ }).getAttribute('href');
  const anyone = await me.page.context().browser()?.newContext({ locale: 'zh-CN' });
  const page = await anyone?.newPage();
  if (!page) throw new Error('no second browser');
  await page.goto(`${stage.address}${proof}`);
  await page.getByText('真实有效').waitFor();
  await page.getByText('12', { exact: false }).first().waitFor();
  expect(await page.getByText('企业00').count()).toBe(0);
  expect(await seriousFaults(page)).toEqual([]);
});

test('a dashboard prints on one A4', async () => {
  const me = await stage.open('leader');
  await me.page.goto(`${stage.address}/dashboards/zone`);
  await me.page.locator('.dashboard-charts svg').nth(2).waitFor();
  const pdf = await me.page.pdf({ preferCSSPageSize: true, printBackground: true });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length;
  expect(pages).toBe(1);
});

test('every page of figures fits a phone and is read aloud well', async () => {
  const phone = await stage.open('leader', { width: 360, height: 780 });
  for (const path of [
    '/',
    '/dashboards/zone',
    '/figures',
    '/figures/requestSubmittedCount',
    '/figures/operatingFirmCount/records',
    '/passports',
    '/figure-periods',
  ]) {
    await phone.page.goto(`${stage.address}${path}`);
    await phone.page.getByRole('heading', { level: 1 }).first().waitFor();
    await phone.page.waitForLoadState('networkidle');
    expect(await phone.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'), path).toBeLessThanOrEqual(1);
    expect(await seriousFaults(phone.page), path).toEqual([]);
  }
});
