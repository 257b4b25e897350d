import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { openDatabase } from '#kernel/server/database/door.ts';
import { appUrlOf } from '#kernel/server/database/migrate.ts';
import { installationSecrets } from '#kernel/server/secret.ts';
import { readSettings } from '#kernel/server/settings.ts';
import { buildHouse } from '#apps/server/app.ts';
import { openHouse } from '#apps/server/open-house.ts';
import { createRandom } from '#seeds/random.ts';
import { checkDerived, checkJournal, dueNow } from './check.ts';
import { freePort, isReady, killDatabase, litterOf, ownerUrlOf, startServer, type Running } from './installation.ts';
import { emptyJournal, type Journal } from './journal.ts';
import { startLoad } from './load.ts';
import { signIn } from './person.ts';
import { listen } from './listener.ts';
import { makeZone, plantOverdue } from './zone.ts';

export type Plan = {
  readonly rounds: number;
  readonly seed: string;
  readonly what: 'server' | 'database' | 'both' | 'any';
  readonly clients: number;
  readonly say: (line: string) => void;
};

export type Outcome = {
  readonly kills: number;
  readonly journal: Journal;
  readonly overdue: number;
  /** how long until it served again after a kill, the longest, in ms */
  readonly longestAway: number;
  readonly faults: readonly string[];
};

const fullEvery = 10;

/**
 * Works a real server hard, kills it, its database, or both at a moment of chance, and holds what is there against
 * what was acknowledged; as often as the plan says, or until something is wrong.
 */
export async function drill(plan: Plan): Promise<Outcome> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'lianxin-drill-'));
  const journal = emptyJournal();
  const random = createRandom(`faults ${plan.seed}`);
  const overdue: string[] = [];
  const faults: string[] = [];
  let kills = 0;
  let longestAway = 0;
  const { DATABASE_URL: _other, ...environment } = process.env;
  const first = await openHouse(readSettings({ ...environment, LIANXIN_DATA: dataFolder }), () => undefined);
  const zone = await makeZone(first.house);
  await first.close();
  const port = await freePort();
  let server: Running = startServer(port, dataFolder);
  await server.ready();
  const db = openDatabase(appUrlOf(ownerUrlOf(dataFolder)), 3);
  const house = await buildHouse(db, installationSecrets(dataFolder, undefined));
  const unclean = (what: string) => journal.unclean.push(what);
  const origin = () => server.origin;
  const people = {
    contact: await signIn(origin, 'contact', unclean),
    dispatcher: await signIn(origin, 'dispatcher', unclean),
    handler: await signIn(origin, 'handler', unclean),
    bank: await signIn(origin, 'bank', unclean),
  };
  const randoms = Array.from({ length: plan.clients }, (_, index) => createRandom(`client ${index} ${plan.seed}`));
  const load = startLoad(people, zone, journal, randoms);
  const ear = listen(people.dispatcher);

  /** Kills what the round says and brings back what does not come back by itself. */
  const strike = async (round: number): Promise<void> => {
    const what = plan.what === 'any' ? random.pick(['server', 'database', 'both'] as const) : plan.what;
    if (what !== 'server') killDatabase(dataFolder);
    if (what !== 'database') await server.end('SIGKILL');
    kills += what === 'both' ? 2 : 1;
    const struck = Date.now();
    if (what !== 'database') {
      server = startServer(port, dataFolder);
      if (random.chance(0.2)) {
        // not even its start is left in peace
        await pause(random.int(0, 2000));
        await server.end('SIGKILL');
        kills += 1;
        server = startServer(port, dataFolder);
      }
      await server.ready();
      // a dead server's lease runs out by itself in a quarter of a minute; a round has not the time
      await sql`DELETE FROM job_leases`.execute(house.db.kysely).catch(() => undefined);
    } else {
      for (const until = struck + 60_000; !(await isReady(server.origin)); await pause(50))
        if (Date.now() > until) throw new Error(`round ${round}: not ready a minute after the database was killed`);
    }
    longestAway = Math.max(longestAway, Date.now() - struck);
    plan.say(
      `round ${round}: ${what}, back after ${Date.now() - struck} ms; ${journal.acknowledged} acknowledged, ${journal.unknown} sent again`,
    );
  };

  try {
    for (let round = 1; round <= plan.rounds && faults.length === 0; round += 1) {
      load.go();
      const planted = random.int(1, 4);
      for (let made = 0; made < planted; made += 1) overdue.push(await plantOverdue(house, zone));
      await pause(random.int(50, 1500));
      await strike(round);
      await pause(random.int(100, 600));
      await load.pause();
      faults.push(...journal.unclean, ...(await checkJournal(house, zone, journal)));
      if (round % fullEvery === 0 || round === plan.rounds) {
        if (!(await ear.hears(people.dispatcher))) faults.push('the stream of changes is silent');
        for (const until = Date.now() + 30_000; (await dueNow(house, zone)) > 0 && Date.now() < until;) await pause(100);
        faults.push(...(await checkDerived(house, zone, overdue)), ...litterOf(dataFolder).map((name) => `left lying about: ${name}`));
      }
      if (faults.length > 0) plan.say(`round ${round}, seed ${plan.seed}: ${faults.join('\n  ')}\n${server.said.slice(-20).join('\n')}`);
    }
    await load.end();
  } finally {
    ear.end();
    await server.end('SIGKILL');
    await house.hub.close();
    await db.close();
    killDatabase(dataFolder);
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
  return { kills, journal, overdue: overdue.length, longestAway, faults };
}
