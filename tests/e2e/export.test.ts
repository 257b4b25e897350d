import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertRows } from '#kernel/server/records/write.ts';
import { person } from '#features/registry/records.ts';
import { seriousFaults } from './axe.ts';
import { openStage, type Stage } from './browser.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.zone.addUser({ loginName: 'officer', grants: [{ role: 'partyWorkOfficer' }] });
  await stage.zone.inZone((ask) =>
    insertRows(
      ask,
      person,
      Array.from({ length: 60 }, (_, index) => ({ name: `人员${index}` })),
    ),
  );
});
afterAll(() => stage.close());

test('sixty people leave in a file after a second person has said so: asked from the list, decided from the inbox', async () => {
  const { page } = await stage.open('officer');
  await page.goto(`${stage.address}/people`);
  await page.getByRole('button', { name: '导出' }).click();
  await page.waitForURL(/export-approvals\/new/);
  await page.getByLabel('用途').fill('年度统计');
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('button', { name: '申请导出' }).click();
  await page.getByText('待批准').first().waitFor();

  const second = await stage.open('leader');
  await second.page.getByRole('button', { name: /导出人员（60 条）/ }).waitFor();
  await second.page.getByRole('button', { name: '批准', exact: true }).click();
  await second.page.getByRole('button', { name: /导出人员（60 条）/ }).waitFor({ state: 'detached' });
  expect(await seriousFaults(second.page)).toEqual([]);

  await page.goto(`${stage.address}/people`);
  const copy = page.waitForEvent('download');
  await page.getByRole('button', { name: '导出' }).click();
  expect((await copy).suggestedFilename()).toMatch(/^人员-.*\.xlsx$/);
});
