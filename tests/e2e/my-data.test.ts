import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFaults } from './axe.ts';
import { openStage, type Stage } from './browser.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('anybody finds what is held about them from the account menu: what for, how long, and a copy to take away', async () => {
  const { page } = await stage.open('contact');
  await page.getByRole('button', { name: /^账户/ }).click();
  await page.getByText('我的数据').click();
  await page.getByRole('heading', { name: '登录与识别身份' }).waitFor();
  await page.getByRole('cell', { name: 'contact', exact: true }).first().waitFor();
  await page.getByRole('cell', { name: '企业联系人' }).waitFor();
  await page.getByText('最后使用后 1 天').waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  const copy = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载副本' }).click();
  expect((await copy).suggestedFilename()).toBe('lianxin-my-data.json');
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await seriousFaults(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
});
