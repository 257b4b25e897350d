import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertRows } from '#kernel/server/records/write.ts';
import { pointsInput } from '#features/finance/points-records.ts';
import { seriousFaults } from './axe.ts';
import { openStage, type Stage } from './browser.ts';

let stage: Stage;
const narrow = { width: 360, height: 800 };

beforeAll(async () => {
  stage = await openStage();
  await stage.zone.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  const value = { year: 2025, indicator: 'T1', state: 'value', value: 500, source: '年报' };
  await stage.zone.inZone((ask) => insertRows(ask, pointsInput, [{ ...value, firmId: stage.zone.firmId }]));
});
afterAll(() => stage.close());

async function isSound(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  expect(await seriousFaults(page)).toEqual([]);
}

test('a round is reckoned and made public; the firm objects from its own statement on a phone and reads the answer', async () => {
  const { page } = await stage.open('finance');
  await page.goto(`${stage.address}/points-rounds/new`);
  await page.getByLabel('年度').fill('2025');
  await page.getByRole('button', { name: '开始一个年度' }).click();
  for (const name of ['计分', '开始公示']) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByText(`已办理：${name}`).waitFor();
  }
  await isSound(page);

  const firm = await stage.open('contact', narrow);
  await firm.page.goto(`${stage.address}/points`);
  await firm.page.getByText('正在公示，可以提出异议').waitFor();
  await firm.page.getByRole('link', { name: '提出异议' }).click();
  await firm.page.getByLabel('指标').fill('T1');
  await firm.page.getByLabel('异议内容').fill('审计报告为 1000 万元');
  await isSound(firm.page);
  await firm.page.getByRole('button', { name: '提出异议' }).click();
  await firm.page.getByText('待核实').first().waitFor();

  await page.goto(`${stage.address}/points-objections`);
  await page
    .getByRole('link', { name: /云锦测试科技/ })
    .first()
    .click();
  await page.getByRole('button', { name: '异议不成立' }).click();
  await page.getByLabel('核实情况与理由').fill('与年报一致');
  await page.locator('form').getByRole('button', { name: '异议不成立' }).click();
  await page.getByText('已办理：异议不成立').waitFor();

  await firm.page.reload();
  await firm.page.getByText('与年报一致').first().waitFor();
  await isSound(firm.page);
});
