import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries, openBinaries } from '#kernel/server/database/binaries.ts';
import { startEmbedded } from '#kernel/server/database/embedded.ts';
import { freePort, launch, livePostmaster, urlOf, type Connection, type Place } from '#kernel/server/database/postmaster.ts';
import { readSettings } from '#kernel/server/settings.ts';
import { openHouse } from '#apps/server/open-house.ts';
import { startServer, type Running } from '../../bench/faults/installation.ts';
import { makeZone } from '../../bench/faults/zone.ts';
import type { Door } from './door-client.ts';

const shipped = join(import.meta.dirname, '../../deploy/nginx.conf');
const host = 'zone.example.cn';

/** What a zone with heavy reading runs: PostgreSQL, its streaming standby, two servers, nginx before them. */
export type Installation = {
  readonly primary: pg.Client;
  readonly standby: { ask(statement: string): Promise<Record<string, unknown>[]>; kill(): void; start(): Promise<void> };
  /** the servers' own doors, and the one that people use */
  readonly servers: readonly [Door, Door];
  readonly nginx: Door;
  kill(server: 0 | 1): Promise<void>;
  start(server: 0 | 1): Promise<void>;
  close(): Promise<void>;
};

/** Starts all of it, with a zone and its people (bench/faults/zone.ts). */
export async function startBehindNginx(): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'lianxin-many-'));
  const database = await startEmbedded({ dataFolder: join(folder, 'primary') });
  const standbyPort = await freePort();
  const environment = {
    DATABASE_URL: database.url,
    LIANXIN_REPLICA_URL: withPort(database.url, standbyPort),
    LIANXIN_SECRET: '5e'.repeat(32),
    LIANXIN_ORIGIN: `https://${host}`,
    LIANXIN_LIMITS: '0',
    LIANXIN_BACKUP_DAYS: '0',
  };
  const first = await openHouse(readSettings({ ...environment, LIANXIN_DATA: folder }), () => undefined);
  await makeZone(first.house);
  await first.close();
  const primary = new pg.Client({ connectionString: database.url });
  await primary.connect();
  const standby = await copyToStandby(folder, primary, database.url, standbyPort);
  const ports = [await freePort(), await freePort()] as const;
  const run = (server: 0 | 1) => startServer(ports[server], join(folder, `server-${server}`), environment);
  const running: [Running, Running] = [run(0), run(1)];
  await Promise.all(running.map((server) => server.ready()));
  const nginx = await startNginx(folder, ports);
  const door = (port: number): Door => ({ port });
  return {
    primary,
    standby,
    servers: [door(ports[0]), door(ports[1])],
    nginx: nginx.door,
    kill: async (server) => void (await running[server].end('SIGKILL')),
    async start(server) {
      running[server] = run(server);
      await running[server].ready();
    },
    async close() {
      await nginx.end();
      await Promise.all(running.map((server) => server.end('SIGKILL')));
      await primary.end();
      standby.kill();
      await database.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

function withPort(url: string, port: number): string {
  const other = new URL(url);
  other.port = String(port);
  return other.href;
}

/** As pg_basebackup does it, which the package does not bring: the files between start and stop of a backup, the label beside them. */
async function copyToStandby(folder: string, primary: pg.Client, url: string, port: number): Promise<Installation['standby']> {
  const home = join(folder, 'standby');
  const cluster = join(home, 'postgres');
  const { password } = new URL(url);
  const connection: Connection = { port, password };
  const place: Place = {
    cluster,
    log: join(home, 'postgres.log'),
    users: join(home, 'users'),
    settings: join(home, 'postgres.json'),
    bin: openBinaries(findBinaries()),
  };
  mkdirSync(home, { mode: 0o700 });
  await primary.query(`SELECT pg_backup_start('standby', true)`);
  execFileSync('cp', ['-a', join(folder, 'primary/postgres'), cluster]);
  const { rows } = await primary.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
  rmSync(join(cluster, 'postmaster.pid'));
  writeFileSync(join(cluster, 'backup_label'), rows[0]?.labelfile ?? '');
  writeFileSync(join(cluster, 'standby.signal'), '');
  const line = `host=127.0.0.1 port=${new URL(url).port} user=lianxin_owner password=${password}`;
  writeFileSync(join(cluster, 'postgresql.auto.conf'), `primary_conninfo = '${line}'\n`);
  await launch(place, connection);
  return {
    async ask(statement) {
      const client = new pg.Client({ connectionString: urlOf(connection, 'lianxin') });
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(statement)).rows;
      } finally {
        await client.end();
      }
    },
    kill() {
      const pid = livePostmaster(place);
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
    start: () => launch(place, connection),
  };
}

/** The file that we ship, with this machine's ports, certificate and paths in it, and nothing else changed. */
async function startNginx(folder: string, ports: readonly number[]): Promise<{ readonly door: Door; end(): Promise<void> }> {
  const home = join(folder, 'nginx');
  mkdirSync(home);
  const [certificate, key, plain, secure] = [join(home, 'zone.pem'), join(home, 'zone.key'), await freePort(), await freePort()];
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...subject, '-keyout', key, '-out', certificate],
    { stdio: 'ignore' },
  );
  const changes: readonly (readonly [string, string])[] = [
    ['10.0.0.11:8080', `127.0.0.1:${ports[0]}`],
    ['10.0.0.12:8080', `127.0.0.1:${ports[1]}`],
    ['listen 443 ', `listen 127.0.0.1:${secure} `],
    ['listen 80;', `listen 127.0.0.1:${plain};`],
    ['/etc/nginx/zone.example.cn.pem', certificate],
    ['/etc/nginx/zone.example.cn.key', key],
    ['/var/log/nginx/lianxin.log', join(home, 'access.log')],
  ];
  let site = readFileSync(shipped, 'utf8');
  for (const [from, to] of changes) {
    if (!site.includes(from)) throw new Error(`deploy/nginx.conf has no “${from}” any more`);
    site = site.replace(from, to);
  }
  const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${home}/${name};`).join(' ');
  writeFileSync(join(home, 'lianxin.conf'), site);
  writeFileSync(
    join(home, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root; ' : ''}daemon off; pid ${home}/nginx.pid; error_log ${home}/error.log; worker_processes 1;
events { worker_connections 256; }
http { ${own} include ${home}/lianxin.conf; }\n`,
  );
  const child = spawn(
    process.env['NGINX_PATH'] ?? '/usr/sbin/nginx',
    ['-p', home, '-c', join(home, 'nginx.conf'), '-e', join(home, 'error.log')],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  await untilItListens(child, secure, () => said);
  return {
    door: { port: secure, secure: { host, certificate: readFileSync(certificate, 'utf8') } },
    async end() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function untilItListens(child: ChildProcess, port: number, said: () => string): Promise<void> {
  while (child.exitCode === null) {
    const open = await new Promise<boolean>((done) => {
      const probe = createConnection(port, '127.0.0.1', () => done(true)).once('error', () => done(false));
      probe.once('connect', () => probe.end());
    });
    if (open) return;
    await pause(20);
  }
  throw new Error(`nginx did not start: ${said()}`);
}
