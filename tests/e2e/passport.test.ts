import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRow } from '#kernel/server/records/write.ts';
import { pointsInput } from '#features/finance/points-records.ts';
import { provider } from '#features/registry/records.ts';
import { seriousFaults } from './axe.ts';
import { openStage, type Stage, type Visitor } from './browser.ts';

let stage: Stage;
let firm: Visitor;
let folder = '';
const shot = (page: Page, name: string) =>
  process.env['SHOTS'] ? page.screenshot({ path: join(process.env['SHOTS'], `${name}.png`), fullPage: true }) : undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'passport-'));
  stage = await openStage();
  await stage.zone.inZone(async (ask) => {
    await sql`UPDATE firms SET registered_on = '2020-01-01' WHERE zone_id = ${ask.actor.zoneId}`.execute(ask.tx);
    const keeper = { ...ask, actor: { ...ask.actor, roles: ['financeOfficer' as const] } };
    for (const [indicator, value] of [
      ['T1', 500],
      ['T3', 8.2],
      ['T5', 12],
      ['G5', 6200],
      ['A2', 1],
    ] as const) {
      const values = {
        firmId: stage.zone.firmId,
        year: 2025,
        indicator,
        state: 'value',
        value,
        source: '年报',
        evidence: '2025 年度审计报告，第 12 页',
      };
      await createRow(keeper, pointsInput, values);
    }
    const bankId = (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
    await stage.zone.addUser({ loginName: 'bank', grants: [{ role: 'bankOfficer', scopeId: bankId }] });
  });
  firm = await stage.open('contact');
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stage.close();
});

const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

async function fileOf(codes: string): Promise<string> {
  const { contact } = stage.zone.people;
  const { body } = await contact.post<{ id: string }>(`/api/firms/${stage.zone.firmId}/points-passports`);
  const answer = await contact.get<object>(`/api/points-passports/${body.id}/file?indicators=${encodeURIComponent(codes)}`);
  return JSON.stringify(answer.body);
}

test('the check page finds a good file good and a changed one bad, at 360 px, without sign-in; saved, it works with no network at all', async () => {
  const good = join(folder, 'good.json');
  writeFileSync(good, await fileOf('T1 T3 G5'));
  const browser = firm.page.context().browser();
  if (!browser) throw new Error('no browser');
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'zh-CN' });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${stage.address}/passport-check`);
  const html = await (await fetch(`${stage.address}/passport-check`)).text();
  await page.locator('input[type=file]').setInputFiles(good);
  await page.getByText('真实有效').waitFor();
  expect(await page.getByText('研发费用金额').count()).toBe(1);
  expect(await seriousFaults(page)).toEqual([]);
  expect(await fits(page)).toBe(0);
  await shot(page, 'check-360-zh');
  expect(asked).toEqual([`${stage.address}/passport-check`]);

  const saved = join(folder, 'saved.html');
  writeFileSync(saved, html);
  await context.setOffline(true);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(pathToFileURL(saved).href);
  await page.locator('input[type=file]').setInputFiles(good);
  await page.getByText('真实有效').waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('Genuine and valid').waitFor();
  await shot(page, 'check-1440-en');
  const bad = (await fileOf('T1')).replace('"signature":"', '"signature":"A');
  await page.getByRole('textbox').first().fill(bad);
  await page.getByText('Not to be relied on').waitFor();
  await page.getByText(/The Ed25519 signature does not fit/).waitFor();
  expect(await page.getByText('研发费用金额').count()).toBe(0);
  await shot(page, 'check-1440-en-bad');

  const keyless = join(folder, 'keyless.html');
  writeFileSync(keyless, html.replace(/id="keys">[^<]*</, 'id="keys"><'));
  await page.goto(pathToFileURL(keyless).href);
  await page.locator('input[type=file]').setInputFiles(good);
  await page.getByText(/who signed is not proved/).waitFor();
  await context.close();
});

test('a firm issues a passport in one click, chooses its lines, consents and shows it in one step; the bank opens it with evidence in one click', async () => {
  const { page } = firm;
  await page.goto(`${stage.address}/points`);
  await firm.click(page.getByRole('link', { name: '积分通行证' }).last());
  await firm.click(page.getByRole('button', { name: '开具通行证' }));
  // until then an earlier one stands open
  await page.getByText('已开具').first().waitFor();
  await page.getByText(/已选 0 \/ 19 项/).waitFor();
  await firm.click(page.getByRole('button', { name: '选有数的' }));
  await page.getByText(/已选 5 \/ 19 项/).waitFor();
  await firm.click(page.getByRole('button', { name: '全不选' }));
  await page.getByRole('checkbox', { name: /^研发费用金额/ }).check();
  await page.getByRole('checkbox', { name: /发明专利申请量/ }).check();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载所选' }).click()]);
  expect(file.suggestedFilename()).toMatch(/积分通行证\.json$/);
  await page.getByLabel('出示给').click();
  await page.getByTitle('甲银行').click();
  await page.getByText(/还没有授权这家机构/).waitFor();
  await shot(page, 'firm-1440-zh');
  await firm.click(page.getByRole('button', { name: '授权并出示' }));
  await page.getByText('对方可见').waitFor();
  await page.getByText(/· 研发费用金额、与主营业务相关的发明专利申请量/).waitFor();
  await page.getByText('查看 0 次').waitFor();

  const bank = await stage.open('bank');
  await bank.page.goto(`${stage.address}/points-passport-showings`);
  await bank.page
    .getByText(/2025 积分通行证/)
    .first()
    .waitFor();
  await shot(bank.page, 'bank-list-1440-zh');
  await bank.home();
  await bank.page.getByRole('link', { name: /2025 积分通行证/ }).waitFor();
  await shot(bank.page, 'bank-home-1440-zh');
  await bank.click(bank.page.getByRole('link', { name: /2025 积分通行证/ }));
  await bank.page
    .getByText(/2025 年度审计报告/)
    .first()
    .waitFor();
  expect(bank.clicks()).toBe(1);
  expect(await bank.page.getByText('营业收入', { exact: true }).count()).toBe(0);
  expect(await seriousFaults(bank.page)).toEqual([]);
  await shot(bank.page, 'bank-1440-zh');
  await bank.page.setViewportSize({ width: 360, height: 800 });
  expect(await fits(bank.page)).toBe(0);
  await shot(bank.page, 'bank-360-zh');

  await page.reload();
  await page.getByText(/查看 [1-9]/).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await fits(page)).toBe(0);
  await shot(page, 'firm-360-zh');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate("localStorage.setItem('lianxin.language', 'en')");
  await page.reload();
  await page.getByText('They can see it').waitFor();
  await shot(page, 'firm-1440-en');
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await fits(page)).toBe(0);
  await shot(page, 'firm-360-en');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Revoke' }).first().click();
  await page.getByRole('tooltip').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('Revoked', { exact: true }).waitFor();
  await bank.page.reload();
  await bank.page.getByText(/企业已撤销这张通行证/).waitFor();
});
