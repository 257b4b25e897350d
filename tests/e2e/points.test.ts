import ExcelJS from 'exceljs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertRows } from '#kernel/server/records/write.ts';
import { firm } from '#features/registry/records.ts';
import { creditFact } from '#features/finance/eligibility-records.ts';
import { pointsInput } from '#features/finance/points-records.ts';
import { seriousFaults } from './axe.ts';
import { openStage, type Stage, type Visitor } from './browser.ts';

let stage: Stage;
let me: Visitor;
const wide = { width: 1440, height: 900 };
const narrow = { width: 360, height: 800 };

beforeAll(async () => {
  stage = await openStage();
  await stage.zone.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  await stage.zone.inZone(async (ask) => {
    const names = ['云杉光电', '白桦软件', '红松精工'];
    const ids = await insertRows(
      ask,
      firm,
      names.map((name) => ({ name, status: 'operating', registeredOn: '2020-01-01' })),
    );
    const value = (firmId: string, indicator: string, amount: number) => ({
      firmId,
      year: 2025,
      indicator,
      state: 'value',
      value: amount,
      source: '年报',
    });
    await insertRows(ask, pointsInput, [
      ...ids.map((id, index) => value(id, 'T1', 300 * (index + 1))),
      value(stage.zone.firmId, 'T1', 500),
      value(stage.zone.firmId, 'V1', 1),
    ]);
  });
  me = await stage.open('finance', wide);
});
afterAll(() => stage.close());

/** Clean for axe and nothing beyond the edge, wide and narrow, in both languages. */
async function isSound(page: Page): Promise<void> {
  for (const other of ['English', '中文']) {
    for (const size of [narrow, wide]) {
      await page.setViewportSize(size);
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
      expect(await seriousFaults(page)).toEqual([]);
    }
    await page.getByRole('button', { name: other, exact: true }).click();
  }
}

const bookOf = async (rows: ExcelJS.CellValue[][]) => {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('积分').addRows(rows);
  return Buffer.from(await book.xlsx.writeBuffer());
};

test('a wide sheet: every bad cell by its address, mended, written in one go', async () => {
  const { page } = me;
  await page.goto(`${stage.address}/points-inputs/sheet`);
  await page.getByLabel('年度').fill('2025');
  await page.getByLabel('数据来源').fill('2025 年报');
  const upload = async (rows: ExcelJS.CellValue[][]) => {
    await page
      .getByLabel('Excel 或 CSV 文件')
      .setInputFiles({ name: '积分.xlsx', mimeType: 'application/octet-stream', buffer: await bookOf(rows) });
    await page.getByRole('button', { name: '核对，不写入' }).click();
  };
  await upload([
    ['企业名称', 'T1', 'T4', '别的'],
    ['云杉光电', 300, '三成', 1],
    ['没有的企业', 1, 1, 1],
    ['白桦软件', 650, '25%', 2],
  ]);
  for (const cell of ['D1', 'C2', 'A3']) await page.getByRole('rowheader', { name: cell, exact: true }).waitFor();
  await isSound(page);
  await upload([
    ['企业名称', 'T1', 'T4'],
    ['云杉光电', 300, 30],
    ['白桦软件', 650, '25%'],
  ]);
  await page.getByRole('button', { name: '写入 3 个数' }).click();
  await page.getByText('已写入：2 家企业，3 个数').waitFor();
});

test('what the zone knows already is looked at and entered by two clicks', async () => {
  const { page } = me;
  const fact = { kind: 'dishonest', value: 'found', fromOn: '2025-03-01', source: '执行信息公开网' };
  await stage.zone.inZone(async (ask) => {
    const [firmId] = await insertRows(ask, firm, [{ name: '银杏精工', status: 'operating', registeredOn: '2020-01-01' }]);
    await insertRows(ask, creditFact, [{ ...fact, firmId }]);
  });
  await page.goto(`${stage.address}/points-inputs/sheet`);
  await page.getByLabel('年度').fill('2025');
  await page.getByRole('button', { name: '看本年度有哪些 · 2025' }).click();
  await page.getByText('银杏精工 · 失信被执行人 · 1 · 尚未录入').waitFor();
  await page.getByText('本区记录：信用核查 · 执行信息公开网，自 2025-03-01').waitFor();
  await isSound(page);
  await page.getByRole('button', { name: '补入 1 个数' }).click();
  await page.getByText('已补入 1 个数').waitFor();
});

test('a scheme is copied, changed with its sums in sight, kept over a reload, compared and published', async () => {
  const { page } = me;
  await page.goto(`${stage.address}/points-schemes`);
  await page.getByText('指标与权重').click();
  await isSound(page);
  await page.getByRole('button', { name: /复制为草稿/ }).click();
  const weight = page.getByLabel('T1 成长期权重');
  await weight.fill('20');
  await page.getByRole('status', { name: '权重合计' }).getByText('110').waitFor();
  await page.getByText(/合计 110，应为 100/).waitFor();
  await page.getByText(/草稿 · 已保存/).waitFor();
  await page.reload();
  expect(await weight.inputValue()).toBe('20');
  await page.getByLabel('T3 成长期权重').fill('0');
  await page.getByText('没有问题，可以发布').waitFor();
  await page.getByLabel('版本名称').fill('本区 2026 版');
  await page.getByLabel('依据').fill('科技局通知');
  await page.getByText(/草稿 · 已保存/).waitFor();
  await page.getByRole('button', { name: '看哪些企业的阶段和得分会变' }).click();
  // 900 of 1,000 for T1, which weighs twenty instead of ten
  await page.getByText('+9.00').waitFor();
  await isSound(page);
  await page.getByLabel('生效日').fill('2099-01-01');
  await page.getByLabel('生效日').press('Enter');
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await page
    .getByRole('tooltip')
    .getByRole('button', { name: /确\s?定/ })
    .click();
  await page.getByRole('heading', { name: '本区 2026 版' }).waitFor();
  await page.getByText('没有草稿').waitFor();
});

test('what was given beyond the indicators stands on the statement; a leader reads the schemes and cannot copy', async () => {
  const firmPage = await stage.open('contact', narrow);
  await firmPage.page.goto(`${stage.address}/points`);
  await firmPage.page.getByText('失信被执行人').waitFor();
  await firmPage.page.getByText(/否决项 · 1 · 年报/).waitFor();
  await isSound(firmPage.page);
  const leader = await stage.open('leader', wide);
  await leader.page.goto(`${stage.address}/points-schemes`);
  await leader.page.getByRole('heading', { name: '本区 2026 版' }).waitFor();
  expect(await leader.page.getByRole('button', { name: /复制为草稿/ }).count()).toBe(0);
});
