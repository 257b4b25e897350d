import { execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries, isPassable, openBinaries, serviceAccount, type Account } from './binaries.ts';

export type EmbeddedDatabase = {
  /** the owner's address; `appUrlOf` makes the application's of it */
  readonly url: string;
  /** leaves; the last one to leave stops the server */
  stop(): Promise<void>;
};

type Place = { readonly cluster: string; readonly log: string; readonly users: string; readonly settings: string; readonly bin: string };
type Connection = { readonly port: number; readonly password: string };

/**
 * Runs the PostgreSQL that npm brought, in a data folder. A server that a killed process left behind is
 * adopted; a second process (the CLI beside the server) joins the running one; whoever leaves last stops it.
 * As root the server runs under an unprivileged account, since PostgreSQL refuses root.
 */
export async function startEmbedded(options: {
  readonly dataFolder: string;
  readonly log?: (line: string) => void;
}): Promise<EmbeddedDatabase> {
  const say = options.log ?? (() => undefined);
  const folder = resolve(options.dataFolder);
  mkdirSync(join(folder, 'users'), { recursive: true, mode: 0o700 });
  const place: Place = {
    cluster: join(folder, 'postgres'),
    log: join(folder, 'postgres.log'),
    users: join(folder, 'users'),
    settings: join(folder, 'postgres.json'),
    bin: openBinaries(findBinaries()),
  };
  writeFileSync(join(place.users, String(process.pid)), '');
  const running = livePostmaster(place);
  const known = readConnection(place);
  if (running !== undefined && known && (await answers(known))) {
    say('joining the database that is already running');
    return handle(place, known);
  }
  if (running !== undefined) await stopPostmaster(place, running);
  const connection: Connection = { port: await freePort(), password: known?.password ?? randomBytes(24).toString('hex') };
  if (!existsSync(join(place.cluster, 'PG_VERSION'))) {
    say('creating the database');
    initialise(place, connection.password);
  }
  rmSync(join(place.cluster, 'postmaster.pid'), { force: true });
  writeFileSync(place.settings, JSON.stringify(connection), { mode: 0o600 });
  say('starting the database');
  await launch(place, connection);
  return handle(place, connection);
}

function handle(place: Place, connection: Connection): EmbeddedDatabase {
  return {
    url: urlOf(connection, 'lianxin'),
    async stop() {
      rmSync(join(place.users, String(process.pid)), { force: true });
      const others = readdirSync(place.users).filter((name) => isAlive(Number(name)));
      const postmaster = livePostmaster(place);
      if (others.length === 0 && postmaster !== undefined) await stopPostmaster(place, postmaster);
    },
  };
}

async function launch(place: Place, connection: Connection): Promise<void> {
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
  };
  const child = run(
    place,
    'postgres',
    ['-D', place.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      stdio: ['ignore', log, log],
      detached: true,
    },
  );
  closeSync(log);
  child.unref();
  let ended = false;
  child.once('exit', () => (ended = true));
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (await answers(connection)) return createDatabase(connection);
    if (ended) break;
    await pause(100);
  }
  throw new Error(
    `The embedded PostgreSQL did not start; the last lines of ${place.log}:\n${readFileSync(place.log, 'utf8').split('\n').slice(-6).join('\n')}`,
  );
}

async function createDatabase(connection: Connection): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(connection, 'postgres') });
  await client.connect();
  const { rows } = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'lianxin'`);
  if (rows.length === 0) await client.query('CREATE DATABASE lianxin');
  await client.end();
}

function initialise(place: Place, password: string): void {
  mkdirSync(place.cluster, { recursive: true, mode: 0o700 });
  const file = join(dirname(place.cluster), 'initial-password');
  writeFileSync(file, password, { mode: 0o600 });
  const account = serviceAccount();
  if (account) for (const path of [place.cluster, file]) chownSync(path, account.uid, account.gid);
  try {
    const [command, args] = commandLine(place, 'initdb', [
      '-D',
      place.cluster,
      '-U',
      'lianxin_owner',
      '--pwfile',
      file,
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
    ]);
    execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/', ...identity(place) });
  } catch (error) {
    rmSync(place.cluster, { recursive: true, force: true });
    const detail = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new Error(`The database could not be created in ${place.cluster}: ${detail.trim().split('\n').at(-1)}`, { cause: error });
  } finally {
    rmSync(file, { force: true });
  }
}

async function stopPostmaster(place: Place, pid: number): Promise<void> {
  process.kill(pid, 'SIGINT');
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (livePostmaster(place) === undefined) return;
    await pause(100);
  }
  throw new Error(`The embedded PostgreSQL (process ${pid}) does not stop`);
}

/** The pid in the lock file, if that process lives and is no zombie (a container's PID 1 may never reap). */
function livePostmaster(place: Place): number | undefined {
  const file = join(place.cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return isAlive(pid) && commandOf(pid).includes('postgres') ? pid : undefined;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
}

function commandOf(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) ? readFileSync(file, 'utf8') : 'postgres';
}

async function answers(connection: Connection): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(connection, 'postgres'), connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

function readConnection(place: Place): Connection | undefined {
  return existsSync(place.settings) ? (JSON.parse(readFileSync(place.settings, 'utf8')) as Connection) : undefined;
}

function urlOf({ port, password }: Connection, database: string): string {
  return `postgres://lianxin_owner:${password}@127.0.0.1:${port}/${database}`;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('No free port'))));
    });
  });
}

function run(place: Place, program: string, args: readonly string[], options: SpawnOptions) {
  const [command, all] = commandLine(place, program, args);
  return spawn(command, all, { ...options, cwd: '/', ...identity(place) });
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
