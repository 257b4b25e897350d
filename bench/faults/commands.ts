import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { settle, type Content } from '#kernel/server/backup/digest.ts';
import { readLines } from '#kernel/server/backup/lines.ts';
import { contentsOf } from '#kernel/server/backup/snapshot.ts';
import { createCryptoProvider } from '#kernel/server/crypto/provider.ts';
import { startEmbedded } from '#kernel/server/database/embedded.ts';
import { layMigrations, listMigrations } from '#kernel/server/database/migrate.ts';
import { withZone } from '#kernel/server/database/door.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { installationSecrets } from '#kernel/server/secret.ts';
import { readSettings } from '#kernel/server/settings.ts';
import { openHouse } from '#apps/server/open-house.ts';
import { department, person } from '#features/registry/records.ts';
import { createRandom, type Random } from '#seeds/random.ts';
import { fillTables } from '../../tests/harness/random-rows.ts';
import { actorOf, makeZone } from './zone.ts';
import { inDatabase } from '../stand/place.ts';

type Contents = Readonly<Record<string, Content>>;
type Ended = { readonly code: number | null; readonly said: string };
type Plan = { readonly rounds: number; readonly seed: string; readonly say: (line: string) => void };

/** An installation to be worked on: a server with databases, a folder with the secret, and a zone with sealed fields in one of them. */
type Bench = {
  readonly folder: string;
  readonly random: Random;
  readonly backup: string;
  /** what the zone's database holds */
  readonly wanted: Contents;
  url(database: string): string;
  make(database: string, template?: string): Promise<string>;
  /** runs a command to its end; or, `within` so many milliseconds, kills it at a moment of chance */
  run(args: readonly string[], env: Readonly<Record<string, string>>, within?: number): Promise<Ended>;
};

const cli = join(import.meta.dirname, '../../apps/server/cli.ts');
const people = 600;

/** Kills each command of an operator at moments of chance, looks at what is there, and lets it go on. @returns what is wrong */
export async function killCommands({ rounds, seed, say }: Plan): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lianxin-commands-'));
  const server = await startEmbedded({ dataFolder: join(folder, 'server') });
  const faults: string[] = [];
  try {
    const bench = await prepare(folder, server.url, createRandom(`commands ${seed}`));
    for (let round = 1; round <= rounds && faults.length === 0; round += 1) {
      for (const [name, work] of Object.entries({ backup, drill, restore, replace, move, rotateKey, migrate, importRows })) {
        const began = Date.now();
        const found = await work(bench, round);
        say(`round ${round}: ${name} ${found.length === 0 ? 'whole' : found.join('; ')} (${Date.now() - began} ms)`);
        faults.push(...found.map((fault) => `round ${round}, ${name}: ${fault}`));
      }
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  }
  return faults;
}

async function prepare(folder: string, serverUrl: string, random: Random): Promise<Bench> {
  const url = (database: string) => Object.assign(new URL(serverUrl), { pathname: `/${database}` }).href;
  const make = async (database: string, template?: string) => {
    await inDatabase(serverUrl, (client) => client.query(`CREATE DATABASE ${database}${template ? ` TEMPLATE ${template}` : ''}`));
    return url(database);
  };
  const run: Bench['run'] = (args, env, within) =>
    new Promise((done) => {
      const { DATABASE_URL: _other, ...rest } = process.env;
      const child = spawn(process.execPath, [cli, ...args], { env: { ...rest, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
      if (within !== undefined) setTimeout(() => child.kill('SIGKILL'), random.int(0, within));
      child.once('close', (code) => done({ code, said }));
    });
  const home = join(folder, 'home');
  const open = await openHouse(readSettings({ LIANXIN_DATA: home, DATABASE_URL: await make('source') }), () => undefined);
  const { zoneId } = await makeZone(open.house);
  await withZone(open.house.db, zoneId, async (tx) => {
    const now = open.house.now();
    const ask = { house: open.house, tx, now, ip: 'drill', actor: actorOf(zoneId, { roles: ['dispatcher', 'partyWorkOfficer'] }, now) };
    const rows = Array.from({ length: people }, (_, index) => ({ name: `人员${index}`, phone: `138${10_000_000 + index}` }));
    await insertRows(ask, person, rows);
    await insertRows(
      ask,
      department,
      rows.map(({ name }) => ({ name: `${name}的单位`, kind: 'department' })),
    );
  });
  await open.close();
  const file = join(folder, 'first.backup');
  const { code, said } = await run(['backup', file], { LIANXIN_DATA: home, DATABASE_URL: url('source') });
  if (code !== 0) throw new Error(said);
  const migrations = (await listMigrations()).map(({ name }) => name);
  await inDatabase(await make('earlier'), async (client) => {
    await client.query('BEGIN');
    await layMigrations(client, url('earlier'), migrations.slice(0, Math.floor(migrations.length / 2)));
    await client.query('COMMIT');
    await fillTables(client, 'commands');
  });
  return { folder, random, backup: file, wanted: await contentsIn(url('source')), url, make, run };
}

const homeOf = ({ folder }: Bench) => join(folder, 'home');
const envOf = (bench: Bench, url: string) => ({ LIANXIN_DATA: homeOf(bench), DATABASE_URL: url });

async function backup(bench: Bench, round: number): Promise<string[]> {
  const own = join(bench.folder, `backup-${round}`);
  mkdirSync(own);
  const file = join(own, 'zone.backup');
  const env = envOf(bench, bench.url('source'));
  await bench.run(['backup', file], env, 2000);
  const faults = existsSync(file) ? await faultsOf(bench, file) : [];
  if (!existsSync(file)) faults.push(...unless(await bench.run(['backup', file], env), /^Wrote/), ...(await faultsOf(bench, file)));
  const left = readdirSync(own).filter((name) => name !== 'zone.backup');
  return left.length > 0 ? [...faults, `left: ${left.join()}`] : faults;
}

/** The server's own backup with its proof, by hand. */
async function drill(bench: Bench): Promise<string[]> {
  const env = envOf(bench, bench.url('source'));
  await bench.run(['drill'], env, 6000);
  const faults = unless(await bench.run(['drill'], env), /all equal, audit chain whole/);
  const backups = join(homeOf(bench), 'backups');
  for (const name of readdirSync(backups)) {
    if (!name.endsWith('.backup')) faults.push(`left in backups: ${name}`);
    else faults.push(...(await faultsOf(bench, join(backups, name))));
  }
  const alive = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(pid).includes(`${backups}/`));
  return alive.length > 0 ? [...faults, `still running: ${alive.map(commandOf).join()}`] : faults;
}

async function restore(bench: Bench, round: number): Promise<string[]> {
  const url = await bench.make(`restored_${round}`);
  await bench.run(['restore', bench.backup], envOf(bench, url), 4000);
  const faults = whole(bench, await contentsIn(url), {});
  const again = await untilFree(() => bench.run(['restore', bench.backup], envOf(bench, url)));
  faults.push(...unless(again, /audit chain is whole|The database is not empty/));
  return [...faults, ...whole(bench, await contentsIn(url))];
}

/** Over a database that holds something else. */
async function replace(bench: Bench, round: number): Promise<string[]> {
  const url = await bench.make(`replaced_${round}`, 'source');
  await inDatabase(url, (client) => client.query(`INSERT INTO job_leases VALUES ('marker', gen_random_uuid(), now())`));
  const before = await contentsIn(url);
  const args = ['restore', bench.backup, '--replace'];
  await bench.run(args, envOf(bench, url), 4000);
  const faults = whole(bench, await contentsIn(url), before);
  faults.push(...unless(await untilFree(() => bench.run(args, envOf(bench, url))), /audit chain is whole/));
  return [...faults, ...whole(bench, await contentsIn(url))];
}

async function move(bench: Bench, round: number): Promise<string[]> {
  const data = join(bench.folder, `embedded-${round}`);
  mkdirSync(data);
  cpSync(join(homeOf(bench), 'secret.key'), join(data, 'secret.key'));
  const env = { LIANXIN_DATA: data };
  // into the folder itself, killed too
  await bench.run(['restore', bench.backup], env, 6000);
  const faults = unless(await untilFree(() => bench.run(['restore', bench.backup], env)), /audit chain is whole|The database is not empty/);
  const url = await bench.make(`moved_${round}`);
  const args = ['move', '--to', url];
  await bench.run(args, env, 5000);
  const isMarked = existsSync(join(data, 'moved.txt'));
  faults.push(...whole(bench, await contentsIn(url), isMarked ? undefined : {}));
  if (!isMarked) {
    const again = await untilFree(() => bench.run(args, env));
    if (again.code !== 0) faults.push(...unless(await bench.run([...args, '--replace'], env), /Now set DATABASE_URL/));
  }
  faults.push(...whole(bench, await contentsIn(url)));
  const embedded = await startEmbedded({ dataFolder: data });
  faults.push(...whole(bench, await contentsIn(embedded.url)).map((fault) => `what was moved from: ${fault}`));
  await embedded.stop();
  rmSync(data, { recursive: true, force: true, maxRetries: 20 });
  return faults;
}

async function rotateKey(bench: Bench, round: number): Promise<string[]> {
  const url = await bench.make(`rotated_${round}`, 'source');
  const data = join(bench.folder, `secret-${round}`);
  mkdirSync(data);
  cpSync(join(homeOf(bench), 'secret.key'), join(data, 'secret.key'));
  const env = { LIANXIN_DATA: data, DATABASE_URL: url };
  const looked = async (current: boolean) => {
    const crypto = createCryptoProvider(installationSecrets(data, undefined));
    const { rows } = await inDatabase(url, (client) => client.query<{ phone: string }>('SELECT phone FROM people ORDER BY created_at, id'));
    const lost = rows.filter(({ phone }) => !/^138\d{8}$/.test(crypto.open(phone)) || (current && !crypto.isCurrent(phone)));
    return lost.length > 0 || rows.length !== people ? [`${lost.length} of ${rows.length} telephones are lost`] : [];
  };
  await bench.run(['rotate-key'], env, 4000);
  const faults = await looked(false);
  faults.push(...unless(await untilFree(() => bench.run(['rotate-key'], env)), /Done\./), ...(await looked(true)));
  const lines = readFileSync(join(data, 'secret.key'), 'utf8').trim().split('\n');
  return lines.filter((line) => !line.startsWith('retired:')).length === 1 ? faults : [...faults, 'the earlier secret still opens'];
}

async function migrate(bench: Bench, round: number): Promise<string[]> {
  const [killed, calm] = [await bench.make(`upgraded_${round}`, 'earlier'), await bench.make(`straight_${round}`, 'earlier')];
  await bench.run(['migrate'], envOf(bench, killed), 3000);
  const faults: string[] = [];
  for (const url of [killed, calm]) faults.push(...unless(await bench.run(['migrate'], envOf(bench, url)), /current/));
  const [after, straight] = [await contentsIn(killed), await contentsIn(calm)];
  return isDeepStrictEqual(after, straight) ? faults : [...faults, `differs from a straight upgrade: ${differing(after, straight)}`];
}

async function importRows(bench: Bench, round: number): Promise<string[]> {
  const url = await bench.make(`imported_${round}`, 'source');
  const file = join(bench.folder, `import-${round}.csv`);
  const most = 800;
  writeFileSync(file, ['名称,类型', ...Array.from({ length: most }, (_, index) => `新单位${index},职能部门`)].join('\n'));
  const count = () =>
    inDatabase(url, async (client) => {
      const { rows } = await client.query<{ made: number; told: number; batches: number }>(`SELECT
        (SELECT count(*)::int FROM departments WHERE name LIKE '新单位%') AS made,
        (SELECT count(*)::int FROM audit_entries WHERE subject_kind = 'department' AND action = 'create' AND after->>'name' LIKE '新单位%') AS told,
        (SELECT count(*)::int FROM import_batches) AS batches`);
      return rows[0] ?? { made: 0, told: 0, batches: 0 };
    });
  await bench.run(['import', 'department', file], envOf(bench, url), 4000);
  const half = await count();
  const faults = half.made === half.told && (half.made === 0 || half.made === most) ? [] : [`half imported: ${JSON.stringify(half)}`];
  faults.push(...unless(await bench.run(['import', 'department', file], envOf(bench, url)), /refused 0/));
  const all = await count();
  return all.made === most && all.told === most ? faults : [...faults, `not all imported: ${JSON.stringify(all)}`];
}

/** A backup that says it is one is whole to its seal. */
async function faultsOf(bench: Bench, file: string): Promise<string[]> {
  try {
    let lines = 0;
    for await (const _line of readLines(file, installationSecrets(homeOf(bench), undefined)())) lines += 1;
    return lines > people ? [] : [`${file} has ${lines} lines`];
  } catch (error) {
    return [String(error)];
  }
}

function whole({ wanted }: Bench, found: Contents, or?: Contents): string[] {
  return isDeepStrictEqual(found, wanted) || (or && isDeepStrictEqual(found, or)) ? [] : [`half-written: ${differing(found, wanted)}`];
}

function differing(found: Contents, wanted: Contents): string {
  return Object.keys({ ...found, ...wanted })
    .filter((name) => !isDeepStrictEqual(found[name], wanted[name]))
    .join();
}

const unless = ({ code, said }: Ended, fitting: RegExp): string[] =>
  fitting.test(said) ? [] : [`ended with ${code}: ${said.slice(-500)}`];

/** A killed command's last statement may still be under way in the database: the next one is told so, and waits. */
async function untilFree(work: () => Promise<Ended>): Promise<Ended> {
  for (;;) {
    const ended = await work();
    if (!/is at work|is in use/.test(ended.said)) return ended;
    await pause(200);
  }
}

async function contentsIn(url: string): Promise<Contents> {
  return inDatabase(url, async (client) => {
    await client.query('BEGIN');
    await settle(client);
    return contentsOf(client);
  });
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' } } });
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const faults = await killCommands({ rounds: Number(values.rounds), seed: values.seed, say });
  say(`\nhalf-written, lost or left behind  ${faults.length}\n${faults.join('\n')}`);
  process.exit(faults.length > 0 ? 1 : 0);
}
