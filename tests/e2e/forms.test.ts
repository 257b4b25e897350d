import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { factForm, parkForm } from '#seeds/forms/example-forms.ts';
import { startPartyZone, type PartyZone } from '../harness/party-zone.ts';
import { openStageOver, type Stage } from './browser.ts';
import { seriousFaults } from './axe.ts';

let stage: Stage<PartyZone>;
const folder = mkdtempSync(join(tmpdir(), 'lianxin-forms-'));

beforeAll(async () => {
  stage = await openStageOver(() => startPartyZone(12, Date.now()));
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

test('a form is uploaded and stands mapped; a park’s number is its own', async () => {
  const form = await parkForm(['东园', '西园']);
  const path = join(folder, form.fileName);
  writeFileSync(path, form.content);
  const me = await stage.open('officer');
  const { page } = me;
  await page.goto(`${stage.address}/forms`);
  await page.locator('input[type=file]').setInputFiles(path);
  await page.waitForURL(/\/forms\/[0-9a-f-]{36}/);
  await page.getByText('16 格中 16 格自动填').waitFor();
  await page.getByRole('button', { name: /^东园 企业情况 在营企业/ }).click();
  await page.getByRole('dialog').getByText('在营企业（东园）').first().waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByLabel('要表单位').fill('市委组织部');
  await page.getByRole('button', { name: '保存对应关系' }).click();
  await page.getByText('已保存').first().waitFor();
});

test('an upward form is filled in three clicks: open it, fix its blanks, take it away', async () => {
  const form = await factForm();
  const path = join(folder, form.fileName);
  writeFileSync(path, form.content);
  const me = await stage.open('officer');
  await me.page.goto(`${stage.address}/forms`);
  await me.page.locator('input[type=file]').setInputFiles(path);
  await me.page.waitForURL(/\/forms\/[0-9a-f-]{36}/);
  await me.home();
  await me.click(me.page.getByRole('button', { name: '填报：基本情况表' }));
  await me.page.getByText('还差 3 格').waitFor();
  await me.page.getByLabel('特色做法', { exact: true }).fill('链上联建');
  await me.page.getByLabel('联系电话', { exact: true }).fill('0512-00000000');
  // the firms of this zone rated nothing yet: one blank stays, and the form says so before it goes out
  await me.click(me.page.getByRole('button', { name: '导出并封存' }));
  await me.page.getByText('还有 1 格空着').waitFor();
  const file = me.page.waitForEvent('download');
  await me.click(me.page.getByRole('button', { name: '导出并封存' }).last());
  expect((await file).suggestedFilename()).toBe('基本情况表.xlsx');
  expect(me.clicks()).toBeLessThanOrEqual(3);
  await me.page.getByText('导出封存；数字都有凭证').waitFor();
  await me.page.getByRole('link', { name: '12', exact: true }).first().waitFor();
  await me.page.goto(`${stage.address}/forms/burden`);
  await me.page.getByRole('row', { name: /基本情况表/ }).waitFor();
  expect(await seriousFaults(me.page)).toEqual([]);
});

test('what is typed stays over a reload; the next form shows who answered before; a closed filling is listed', async () => {
  const { page } = await stage.open('officer');
  await page.goto(`${stage.address}/forms`);
  await page.getByRole('link', { name: '基本情况表' }).first().click();
  await page.getByRole('region', { name: '填报记录' }).getByRole('button', { name: '下载' }).waitFor();
  await page.getByRole('button', { name: '填报', exact: true }).click();
  await page
    .getByText(/已在《基本情况表》填过/)
    .first()
    .waitFor();
  await page.getByLabel('特色做法', { exact: true }).fill('链上联建、链上联服');
  await page.getByLabel('特色做法 出处（选填）').fill('党群工作部');
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT');
  await page.getByRole('button', { name: '暂存' }).click();
  expect((await saved).status()).toBe(200);
  await page.reload();
  await expect.poll(() => page.getByLabel('特色做法', { exact: true }).inputValue()).toBe('链上联建、链上联服');
  expect(await page.getByLabel('特色做法 出处（选填）').inputValue()).toBe('党群工作部');
  expect(await seriousFaults(page)).toEqual([]);
});

test('the same on a phone', async () => {
  const phone = await stage.open('officer', { width: 360, height: 780 });
  for (const path of ['/', '/forms', '/forms/burden']) {
    await phone.page.goto(`${stage.address}${path}`);
    await phone.page.waitForLoadState('networkidle');
    expect(await phone.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'), path).toBeLessThanOrEqual(1);
  }
  await phone.page.goto(`${stage.address}/forms`);
  await phone.page.getByRole('link', { name: '基本情况表' }).first().click();
  await phone.page.getByRole('button', { name: /^在营企业：/ }).waitFor();
  expect(await phone.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(1);
  expect(await seriousFaults(phone.page)).toEqual([]);
});
