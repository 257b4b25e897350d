import { execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { isPassable, serviceAccount, type Account } from './binaries.ts';
import { commandOf, endAllIn, isAlive } from './processes.ts';
import { opens } from './opens.ts';

/** Where a data folder's embedded PostgreSQL lives, and with which programs it runs. */
export type Place = {
  readonly cluster: string;
  readonly log: string;
  readonly users: string;
  readonly settings: string;
  readonly bin: string;
};
export type Connection = { readonly port: number; readonly password: string };

/** Starts the server and waits until it answers. Throws the last lines of its log when it does not. */
export async function launch(place: Place, connection: Connection): Promise<void> {
  for (const until = Date.now() + 60_000; ;) {
    disown(place);
    const postmaster = runPostmaster(place, connection);
    while (!postmaster.ended() && Date.now() < until) {
      if (await answers(connection)) return createDatabase(connection);
      await pause(100);
    }
    const said = readFileSync(place.log, 'utf8').split('\n').slice(-6).join('\n');
    // backends of a postmaster that was killed end by themselves as soon as their statement does
    const isOccupied = postmaster.ended() && /shared memory block/.test(said);
    if (!isOccupied || Date.now() > until)
      throw new Error(`The embedded PostgreSQL did not start; the last lines of ${place.log}:\n${said}`);
    await pause(200);
  }
}

function runPostmaster(place: Place, connection: Connection): { ended(): boolean } {
  const log = openSync(place.log, 'a');
  const settings = {
    port: String(connection.port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '60',
    shared_buffers: '256MB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    timezone: 'Asia/Shanghai',
    log_timezone: 'Asia/Shanghai',
    jit: 'off',
    // what failed is answered to whoever asked; here it would quote what people entered, and a new role's password
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
  };
  const child = run(
    place,
    'postgres',
    ['-D', place.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  child.unref();
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  return { ended: () => ended };
}

/**
 * Says in a dead server's lock file that it was started by us, which PostgreSQL takes for "nobody has it": the number
 * may be another program's by now. The rest stays, since by it PostgreSQL sees whether backends of the dead server
 * still have its memory; with the file gone, two servers could write the same cluster.
 */
function disown(place: Place): void {
  const file = join(place.cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [pid, ...rest] = readFileSync(file, 'utf8').split('\n');
  if (Number(pid) > 0 && rest.length >= 7) writeFileSync(file, [process.pid, ...rest].join('\n'));
  else rmSync(file);
}

/** Makes the product's database in the cluster, unless it is there, or is being made for somebody who was killed meanwhile. */
export async function createDatabase(connection: Connection): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(connection, 'postgres') });
  await client.connect();
  try {
    const { rows } = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'lianxin'`);
    if (rows.length === 0) await client.query('CREATE DATABASE lianxin');
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && ['42P04', '23505'].includes(String(error.code));
    if (!isThere) throw error;
  } finally {
    await client.end();
  }
}

/** Where clusters are made: the beginning of their names. */
const unfinished = (place: Pick<Place, 'cluster'>) => `${place.cluster}.new-`;

/**
 * Takes away the clusters that killed starts have begun. What was making one outlives whoever asked for it, and would write on
 * under the hands of who clears up: it is ended first.
 */
export function clearUnfinished(place: Pick<Place, 'cluster'>): void {
  const left = readdirSync(dirname(place.cluster)).filter((name) => name.startsWith(basename(unfinished(place))));
  for (const path of left.map((name) => join(dirname(place.cluster), name))) {
    endAllIn(path);
    for (let attempt = 0; existsSync(path) && attempt < 20; attempt += 1) rmSync(path, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** Makes the cluster beside its place and moves it there when it is whole: a kill on the way leaves none. */
export function initialise(place: Place, password: string): void {
  const folder = dirname(place.cluster);
  const whole = `${unfinished(place)}${randomUUID()}`;
  const file = join(folder, 'initial-password');
  mkdirSync(whole, { mode: 0o700 });
  writeFileSync(file, password, { mode: 0o600 });
  const account = serviceAccount();
  if (account) for (const path of [whole, file]) chownSync(path, account.uid, account.gid);
  try {
    const options = ['-D', whole, '-U', 'lianxin_owner', '--pwfile', file, '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C.UTF-8'];
    const [command, args] = commandLine(place, 'initdb', options);
    execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/', env: withoutSecrets(), ...identity(place) });
    renameSync(whole, place.cluster);
  } catch (error) {
    rmSync(whole, { recursive: true, force: true });
    const detail = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new Error(`The database could not be created in ${place.cluster}: ${detail.trim().split('\n').at(-1)}`, { cause: error });
  } finally {
    rmSync(file, { force: true });
  }
}

export async function stopPostmaster(place: Pick<Place, 'cluster'>, pid: number): Promise<void> {
  process.kill(pid, 'SIGINT');
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (livePostmaster(place) === undefined) return;
    await pause(100);
  }
  throw new Error(`The embedded PostgreSQL (process ${pid}) does not stop`);
}

/** The pid in the lock file, if that process lives and is no zombie (a container's PID 1 may never reap). */
export function livePostmaster(place: Pick<Place, 'cluster'>): number | undefined {
  const file = join(place.cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return isAlive(pid) && /(^|\/)postgres$/.test(commandOf(pid, 'postgres').split('\0')[0] ?? '') ? pid : undefined;
}

export function answers(connection: Connection): Promise<boolean> {
  return opens(urlOf(connection, 'postgres'), 2000);
}

export function urlOf({ port, password }: Connection, database: string): string {
  return `postgres://lianxin_owner:${password}@127.0.0.1:${port}/${database}`;
}

export function freePort(): Promise<number> {
  return listenOnce(0);
}

export async function isFree(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

function listenOnce(port: number): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('No free port'))));
    });
  });
}

function run(place: Place, program: string, args: readonly string[], options: SpawnOptions) {
  const [command, all] = commandLine(place, program, args);
  return spawn(command, all, { ...options, cwd: '/', env: withoutSecrets(), ...identity(place) });
}

/** The database needs none of our settings; what stands in its environment, others of its account can read. */
function withoutSecrets(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(LIANXIN_|DATABASE_URL$|PG)/.test(name)));
}

/** Below a folder closed to others (a clone in /root, a mktemp folder), setpriv lets the account pass through it. */
function commandLine(place: Place, program: string, args: readonly string[]): [string, string[]] {
  const path = join(place.bin, program);
  const account = serviceAccount();
  if (!account || isOpen(place)) return [path, [...args]];
  return [
    'setpriv',
    [
      `--reuid=${account.uid}`,
      `--regid=${account.gid}`,
      '--clear-groups',
      '--inh-caps=+dac_override,+dac_read_search',
      '--ambient-caps=+dac_override,+dac_read_search',
      path,
      ...args,
    ],
  ];
}

function identity(place: Place): Partial<Account> {
  const account = serviceAccount();
  return account && isOpen(place) ? account : {};
}

function isOpen(place: Place): boolean {
  return isPassable(place.bin) && isPassable(dirname(place.cluster));
}
