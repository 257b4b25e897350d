import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFaults } from './axe.ts';
import { openStage, type Stage } from './browser.ts';

const day = 86_400_000;
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.zone.addUser({ loginName: 'system', grants: [{ role: 'systemAdmin' }] });
});
afterAll(() => stage.close());

const put = (kind: string, daysAgo: number, good: boolean, fault: string | null = null) => {
  const at = new Date(stage.zone.clock.now - daysAgo * day).toISOString();
  const file = `lianxin-${daysAgo}-days-ago.backup`;
  return sql`INSERT INTO operation_runs (id, kind, began_at, ended_at, good, file, bytes, row_count, fault)
    VALUES (${randomUUID()}, ${kind}, ${at}, ${at}, ${good}, ${file}, 17071863, ${good ? 225_633 : null}, ${fault})`.execute(
    stage.zone.house.db.kysely,
  );
};

test('the system administrator sees whether the backups are good, and red when none was proved for too long', async () => {
  const { page } = await stage.open('system');
  await page.getByRole('link', { name: '运行状况' }).first().click();
  await page.getByText('尚无备份').waitFor();
  await put('backup', 3, true);
  await put('drill', 3, true);
  await page.reload();
  await page.getByText('备份可用').waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await sql`UPDATE operation_runs SET began_at = began_at - interval '9 days'`.execute(stage.zone.house.db.kysely);
  await put('backup', 0, true);
  await put('drill', 0, false, 'The audit chain was broken already then: test: entry changed');
  await page.reload();
  await page.getByText('备份逾期').waitFor();
  await page.getByText(/entry changed/).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await seriousFaults(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
});
