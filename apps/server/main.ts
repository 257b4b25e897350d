import { createServer } from 'node:net';
import { sql } from 'kysely';
import { startDrills } from '#kernel/server/backup/drill.ts';
import { briefFaultOf, faultOf } from '#kernel/server/http/log.ts';
import { startRounds } from '#kernel/server/jobs/rounds.ts';
import { readSettings, SettingsError, type Settings } from '#kernel/server/settings.ts';
import { createFirstAdministrator } from '#features/identity/server/index.ts';
import { exampleAccounts, examplePassword } from '#seeds/example-accounts.ts';
import { loadExample } from '#seeds/example.ts';
import { layExamplePapers } from '#seeds/example-papers.ts';
import { buildApp, furnishZone } from './app.ts';
import { drillPlanOf } from './backup-commands.ts';
import { openHouse } from './open-house.ts';

/** How long (ms) a stop waits for the answers that are under way. */
const longestLeave = 10_000;

const signals = ['SIGINT', 'SIGTERM'] as const;
const began = performance.now();
const say = (line: string) => process.stdout.write(`${`[${((performance.now() - began) / 1000).toFixed(1)} s]`.padEnd(10)}${line}\n`);

/** Boot order, top to bottom: settings, database, example zone or first administrator, doors, rounds. */
async function main(): Promise<void> {
  // as a container's first process it would not even hear a signal for which nobody listens; what was begun, the next start takes up
  const giveUp = () => process.exit(1);
  for (const signal of signals) process.on(signal, giveUp);
  const settings = readSettings(process.env);
  await guardPort(settings);
  const open = await openHouse(settings, say);
  const { house } = open;
  const people = await sql<{ found: boolean }>`SELECT EXISTS (SELECT 1 FROM logins) AS found`.execute(house.db.kysely);
  const isNew = !people.rows[0]?.found;
  if (isNew && settings.example === 'load')
    await loadExample(house, { say, papers: (tx, zoneId) => layExamplePapers(house, tx, zoneId, settings.origin) });
  const app = await buildApp(house, { ...settings, ownerUrl: open.ownerUrl });
  await app.fastify.listen({ host: settings.host, port: settings.port });
  const endRounds = startRounds(house, say);
  const endDrills = startDrills(house, drillPlanOf(settings, open.ownerUrl), say);
  say(`链心 Lianxin is ready: ${settings.origin}`);
  if (settings.example === 'load') await sayExample(house);
  else await sayFirstLink(house, settings.origin);

  let leaving = false;
  const leave = async () => {
    if (leaving) return;
    leaving = true;
    say('stopping');
    // new callers are refused at once, those who are served get their answer; whoever does not finish is cut off
    const cut = setTimeout(() => {
      say('cutting off who has not finished');
      app.fastify.server.closeAllConnections();
    }, longestLeave);
    try {
      await Promise.all([app.drain(), app.fastify.close(), endRounds(), endDrills()]);
      await open.close();
    } catch (error) {
      say(`stopped, not without a fault: ${briefFaultOf(error)}`);
      process.exit(1);
    }
    clearTimeout(cut);
    process.exit(0);
  };
  for (const signal of signals) process.off(signal, giveUp).on(signal, () => void leave());
}

/** A port that is taken is said before a minute of work, not after it. */
function guardPort({ host, port }: Settings): Promise<void> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(port, host, () => probe.close(() => done()));
  });
}

async function sayExample(house: Awaited<ReturnType<typeof openHouse>>['house']): Promise<void> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM zones WHERE is_example`.execute(house.db.kysely);
  if (!rows[0]) return;
  process.stdout.write(`\n  示例高新区 ${rows[0].name}（全部为虚构）; every account has the password  ${examplePassword}\n\n`);
  for (const account of exampleAccounts) process.stdout.write(`    ${account.loginName.padEnd(13)}${account.who.zh}\n`);
  process.stdout.write('\n');
}

async function sayFirstLink(house: Awaited<ReturnType<typeof openHouse>>['house'], origin: string): Promise<void> {
  const link = await createFirstAdministrator(house.db, house.now(), furnishZone);
  if (link)
    process.stdout.write(
      `\n  First start: open this link once, within a day, to set the administrator's password\n    ${origin}/welcome/${link.token}\n\n`,
    );
}

// Node itself would print every property of an error: the database's quote what was entered
process.on('uncaughtException', (error) => {
  process.stderr.write(`${faultOf(error)}\n`);
  process.exit(1);
});

main().catch((error: unknown) => {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  process.stderr.write(`${isTaken ? 'The port is in use: stop what uses it, or choose another with PORT' : briefFaultOf(error)}\n`);
  process.exit(error instanceof SettingsError ? 2 : 1);
});
