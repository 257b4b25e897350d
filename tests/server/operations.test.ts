import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { z } from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backupAndDrill, drillIfDue } from '#kernel/server/backup/drill.ts';
import type { readOperations } from '#kernel/contract/operations-endpoints.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';
import type { Client } from '../harness/app.ts';

const day = 86_400_000;
let zone: ServiceZone;
let admin: Client;
const folder = mkdtempSync(join(tmpdir(), 'lianxin-drill-'));
const plan = () => ({
  ownerUrl: zone.ownerUrl,
  secrets: () => ({ keys: [Buffer.alloc(48, 7)], retired: [] }),
  folder,
  everyDays: 7,
  kept: 2,
});
const look = async () => (await admin.get<z.infer<(typeof readOperations)['answer']>>('/api/operations')).body;

beforeAll(async () => {
  zone = await startServiceZone(Date.now());
  await zone.addUser({ loginName: 'system', grants: [{ role: 'systemAdmin' }] });
  admin = await zone.signIn('system');
});
afterAll(async () => {
  await zone.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a backup is proved by a restore, and the administrator sees when, what and how old', { timeout: 120_000 }, async () => {
  expect((await look()).backup).toMatchObject({ everyDays: 7, lastProvedAt: null, late: false, runs: [] });
  for (const old of ['lianxin-20200101T000000-aaaa.backup', 'lianxin-20200102T000000-bbbb.backup']) writeFileSync(join(folder, old), '');
  // two servers look at the same moment: one does it, and afterwards it is not due
  const both = await Promise.all([drillIfDue(zone.house, plan()), drillIfDue(zone.house, plan())]);
  const [done, ...more] = both.filter((one) => one !== undefined);
  if (!done) throw new Error('neither took a backup');
  expect(more).toEqual([]);
  expect(done.fault).toBeUndefined();
  expect(await drillIfDue(zone.house, plan())).toBeUndefined();
  const names = readdirSync(folder);
  expect(names.sort()).toEqual(['lianxin-20200102T000000-bbbb.backup', done.file.split('/').at(-1)]);
  const seen = await look();
  expect(seen.backup).toMatchObject({ late: false, lastProvedAt: new Date(zone.clock.now).toISOString() });
  expect(seen.backup.runs.map(({ kind, good }) => [kind, good])).toEqual([
    ['drill', true],
    ['backup', true],
  ]);
  expect(seen.backup.runs[0]?.rows).toBe(done.rows);
  expect(done.rows).toBeGreaterThan(50);
});

test(
  'a trail that was tampered with is found by the drill, kept on record, and red once the last proof is old',
  { timeout: 120_000 },
  async () => {
    const client = new pg.Client({ connectionString: zone.ownerUrl });
    await client.connect();
    await zone.sweep();
    await client.query(`UPDATE audit_entries SET actor_name = 'nobody' WHERE id = (SELECT min(id::text)::uuid FROM audit_entries)`);
    await client.end();
    zone.clock.now += 1000;
    const { fault } = await backupAndDrill(zone.house, plan());
    expect(fault).toMatch(/audit chain was broken already.*entry changed/);
    const runs = (await look()).backup.runs;
    expect(runs[0]).toMatchObject({ kind: 'drill', good: false, fault: expect.stringMatching(/entry changed/) });
    zone.clock.now += 8 * day + 60_000;
    admin = await zone.signIn('system');
    expect((await look()).backup.late).toBe(true);
  },
);

test('what waits for the rounds is counted with its age, and nobody but the system administrator reads it', async () => {
  await zone.sweep();
  admin = await zone.signIn('system');
  const calm = await look();
  expect(calm.clocks).toEqual({ due: 0, oldestSeconds: 0 });
  await zone.signIn('contact').then(async (contact) => {
    await contact.post('/api/service-requests', { text: '车间经常跳闸' });
    expect((await contact.get('/api/operations')).status).toBe(403);
  });
  expect((await look()).audit.unsealed).toBeGreaterThan(0);
  zone.clock.now += 30 * day;
  admin = await zone.signIn('system');
  const late = await look();
  expect(late.clocks.due).toBeGreaterThan(0);
  expect(late.clocks.oldestSeconds).toBeGreaterThan(86_400);
});
