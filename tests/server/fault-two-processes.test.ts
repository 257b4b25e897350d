import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '#kernel/server/database/door.ts';
import { appUrlOf } from '#kernel/server/database/migrate.ts';
import { installationSecrets } from '#kernel/server/secret.ts';
import { readSettings } from '#kernel/server/settings.ts';
import { buildHouse } from '#apps/server/app.ts';
import { openHouse } from '#apps/server/open-house.ts';
import { checkDerived, checkJournal, dueNow } from '../../bench/faults/check.ts';
import { freePort, killDatabase, litterOf, ownerUrlOf, startServer, type Running } from '../../bench/faults/installation.ts';
import { emptyJournal } from '../../bench/faults/journal.ts';
import { startLoad } from '../../bench/faults/load.ts';
import { signIn } from '../../bench/faults/person.ts';
import { makeZone, plantOverdue } from '../../bench/faults/zone.ts';
import { createRandom } from '#seeds/random.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'lianxin-two-'));
const servers: Running[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.end('SIGKILL')));
  killDatabase(dataFolder);
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

test(
  'two servers on one data folder share its database; one is killed, the other goes on; jobs and uploads stay single',
  { timeout: 180_000 },
  async () => {
    const { DATABASE_URL: _other, ...environment } = process.env;
    const first = await openHouse(readSettings({ ...environment, LIANXIN_DATA: dataFolder }), () => undefined);
    const zone = await makeZone(first.house);
    await first.close();
    const [one, two] = [startServer(await freePort(), dataFolder), startServer(await freePort(), dataFolder)];
    servers.push(one, two);
    await Promise.all([one.ready(), two.ready()]);
    const db = openDatabase(appUrlOf(ownerUrlOf(dataFolder)), 3);
    const house = await buildHouse(db, installationSecrets(dataFolder, undefined));
    const journal = emptyJournal();
    let turn = 0;
    let alive = [one, two];
    // every try goes to the next server: a retry after a kill comes to the other, with its key
    const origin = () => alive[turn++ % alive.length]?.origin ?? two.origin;
    const unclean = (what: string) => journal.unclean.push(what);
    const people = {
      contact: await signIn(origin, 'contact', unclean),
      dispatcher: await signIn(origin, 'dispatcher', unclean),
      handler: await signIn(origin, 'handler', unclean),
      bank: await signIn(origin, 'bank', unclean),
    };
    const load = startLoad(people, zone, journal, [createRandom('two 1'), createRandom('two 2'), createRandom('two 3')]);
    load.go();
    const overdue = [await plantOverdue(house, zone), await plantOverdue(house, zone)];
    while (journal.files.size < 2 || journal.imports.size < 1 || journal.lines.size < 1) await pause(50);
    await one.end('SIGKILL');
    const before = journal.acknowledged;
    while (journal.acknowledged < before + 20) {
      alive = [two];
      await pause(20);
    }
    overdue.push(await plantOverdue(house, zone));
    await load.pause();
    while ((await dueNow(house, zone)) > 0) await pause(100);
    expect(journal.unclean).toEqual([]);
    expect(await checkJournal(house, zone, journal)).toEqual([]);
    expect(await checkDerived(house, zone, overdue)).toEqual([]);
    await load.end();
    await house.hub.close();
    await db.close();
    expect(await two.end('SIGTERM')).toBe(0);
    expect(litterOf(dataFolder)).toEqual([]);
  },
);
