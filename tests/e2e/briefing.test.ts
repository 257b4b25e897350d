import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPartyZone, type PartyZone } from '../harness/party-zone.ts';
import { openStageOver, type Stage } from './browser.ts';
import { seriousFaults } from './axe.ts';

let stage: Stage<PartyZone>;

beforeAll(async () => {
  stage = await openStageOver(() => startPartyZone(12, Date.now()));
  await stage.zone.addUser({ loginName: 'assessor', grants: [{ role: 'assessmentOfficer' }] });
});
afterAll(() => stage.close());

test('a number is put into the text by typing /, worded truly, and underlined once it has changed', async () => {
  const me = await stage.open('assessor');
  const { page } = me;
  await page.goto(`${stage.address}/briefings`);
  await page.getByRole('button', { name: '起草：空白' }).click();
  await page.waitForURL(/\/briefings\/[0-9a-f-]{36}/);
  await page.getByLabel('标题', { exact: true }).fill('六月情况');
  const text = page.getByRole('textbox', { name: '正文' });
  await text.click();
  await page.keyboard.type('全区在营企业');
  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: '按名称、口径找指标' }).fill('在营企业');
  await page.getByRole('option', { name: /^在营企业\s*12家/ }).waitFor();
  await page.keyboard.press('Enter');
  const quote = text.getByRole('button', { name: '12家' });
  await quote.waitFor();
  await page.keyboard.type('，形势向好。');
  await quote.click();
  await page.getByRole('radio', { name: /10余家/ }).check();
  await page.getByRole('button', { name: '完成' }).click();
  await text.getByRole('button', { name: '10余家' }).waitFor();
  await page.getByRole('status').filter({ hasText: '已保存' }).waitFor();
  expect(await seriousFaults(page)).toEqual([]);

  const { zone } = stage;
  const path = `/api/firms/${zone.firms[11]}`;
  for (const firm of [9, 10, 11]) {
    const row = (await zone.people.officer.get<{ version: number }>(`/api/firms/${zone.firms[firm]}`)).body;
    await zone.people.officer.send('PATCH', `/api/firms/${zone.firms[firm]}`, { status: 'movedOut' }, { 'if-match': `"${row.version}"` });
  }
  expect((await zone.people.officer.get<{ status: string }>(path)).body.status).toBe('movedOut');
  await page.reload();
  await page.getByText('1 个数字已变').waitFor();
  await page.getByRole('button', { name: '签发并下载 Word' }).click();
  await page.getByRole('button', { name: '签发', exact: true }).click();
  await page.getByText('与文中写的不符').waitFor();
  await page.getByRole('button', { name: '全部接受新数' }).click();
  await text.getByRole('button', { name: '9家' }).waitFor();
  await page.getByRole('status').filter({ hasText: '已保存' }).waitFor();
});

test('a prepared draft is issued and in hand as Word in three clicks; its numbers open their passports', async () => {
  const { id } = (await (await stage.zone.signIn('assessor')).post<{ id: string }>('/api/briefings', { template: 'blank' })).body;
  const assessor = await stage.zone.signIn('assessor');
  const seen =
    (await assessor.get<{ values: { value: number }[] }>('/api/figure-values?ids=operatingFirmCount')).body.values[0]?.value ?? 0;
  const quote = { quote: { figureId: 'operatingFirmCount', wording: { kind: 'exact' }, seen } };
  const draft = (await assessor.get<{ draft: Record<string, unknown> }>(`/api/briefings/${id}`)).body.draft;
  const prepared = {
    ...draft,
    title: '待签发的一期',
    blocks: [{ kind: 'paragraph', runs: [{ text: '在营企业' }, quote, { text: '。' }] }],
  };
  expect((await assessor.send('PUT', `/api/briefings/${id}`, prepared, { 'if-match': '"1"' })).status).toBe(200);
  const me = await stage.open('assessor');
  await me.home();
  await me.click(me.page.getByRole('link', { name: '待签发的一期' }));
  await me.click(me.page.getByRole('button', { name: '签发并下载 Word' }));
  const file = me.page.waitForEvent('download');
  await me.click(me.page.getByRole('button', { name: '签发', exact: true }));
  expect((await file).suggestedFilename()).toMatch(/第1期 待签发的一期\.docx$/);
  expect(me.clicks()).toBeLessThanOrEqual(3);
  await me.page.getByRole('link', { name: `${seen}家，凭证` }).click();
  await me.page.getByText('真实有效').waitFor();
});

test('a phone reads, accepts and issues', async () => {
  const phone = await stage.open('officer', { width: 360, height: 780 });
  await phone.page.goto(`${stage.address}/briefings`);
  await phone.page.getByRole('link', { name: '待签发的一期' }).click();
  await phone.page.getByText('在营企业').first().waitFor();
  expect(await phone.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(1);
  expect(await seriousFaults(phone.page)).toEqual([]);
});
