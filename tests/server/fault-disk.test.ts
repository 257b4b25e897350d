import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Problem } from '#kernel/contract/problem.ts';
import { openDatabase } from '#kernel/server/database/door.ts';
import { appUrlOf } from '#kernel/server/database/migrate.ts';
import { installationSecrets } from '#kernel/server/secret.ts';
import { readSettings } from '#kernel/server/settings.ts';
import { buildHouse } from '#apps/server/app.ts';
import { openHouse } from '#apps/server/open-house.ts';
import { checkDerived, checkJournal } from '../../bench/faults/check.ts';
import { freePort, isReady, killDatabase, ownerUrlOf, startServer, type Running } from '../../bench/faults/installation.ts';
import { emptyJournal } from '../../bench/faults/journal.ts';
import { signIn } from '../../bench/faults/person.ts';
import { makeZone } from '../../bench/faults/zone.ts';

/** A small disk of its own, in memory; undefined where that may not be made. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'lianxin-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
}

const disk = smallDisk();
let server: Running | undefined;
afterAll(async () => {
  if (!disk) return;
  await server?.end('SIGKILL');
  killDatabase(join(disk, 'data'));
  execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true });
});

test.skipIf(!disk)(
  'a full disk: refused in words, nothing acknowledged is lost, and all goes on once there is room',
  { timeout: 240_000 },
  async () => {
    const dataFolder = join(disk ?? '', 'data');
    const { DATABASE_URL: _other, ...environment } = process.env;
    const first = await openHouse(readSettings({ ...environment, LIANXIN_DATA: dataFolder }), () => undefined);
    const zone = await makeZone(first.house);
    await first.close();
    const running = startServer(await freePort(), dataFolder);
    server = running;
    await running.ready();
    const dispatcher = await signIn(
      () => running.origin,
      'dispatcher',
      () => undefined,
    );
    const journal = emptyJournal();
    const note = '占'.repeat(900);
    const create = async (number: number) => {
      const values = { name: `满盘 ${number}`, status: 'operating', employees: number, note, address: '路'.repeat(190) };
      const headers = { 'idempotency-key': `disk-full-${number}` };
      const reply = await dispatcher.once('POST', '/api/firms', values, headers);
      if (reply.status === 201) journal.firms.set((reply.body as { id: string }).id, { name: values.name, employees: number, version: 1 });
      return reply;
    };
    expect((await create(0)).status).toBe(201);

    // all the room but a little; what the database then writes takes that too
    const { bavail, bsize } = statfsSync(disk ?? '');
    const ballast = join(disk ?? '', 'ballast');
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 2 * 1024 * 1024)));
    const refused: Problem[] = [];
    let number = 1;
    for (; refused.length < 5; number += 1) {
      const { status, body } = await create(number);
      if (status === 201) continue;
      expect([503, 507]).toContain(status);
      refused.push(body as Problem);
    }
    for (const problem of refused) expect(problem.message.zh).toMatch(/磁盘|数据库|系统繁忙/);

    rmSync(ballast);
    while (!(await isReady(running.origin))) await new Promise((done) => setTimeout(done, 100));
    for (let again = 1; again < number; again += 1) expect((await create(again)).status).toBe(201);

    const db = openDatabase(appUrlOf(ownerUrlOf(dataFolder)), 3);
    const house = await buildHouse(db, installationSecrets(dataFolder, undefined));
    expect(await checkJournal(house, zone, journal)).toEqual([]);
    expect(await checkDerived(house, zone, [])).toEqual([]);
    await house.hub.close();
    await db.close();
    expect(await running.end('SIGTERM'), readFileSync(join(dataFolder, 'postgres.log'), 'utf8').slice(-2000)).toBe(0);
  },
);
