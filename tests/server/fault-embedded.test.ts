import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installationSecrets } from '#kernel/server/secret.ts';

const fixture = join(import.meta.dirname, 'embedded.fixture.ts');

let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianxin-embedded-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map(leave));
  const pid = postmaster();
  if (pid) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** A process on the folder; `url` is the address it prints, undefined when it ends before. */
function use(more: NodeJS.ProcessEnv = {}): { child: ChildProcess; url: Promise<string | undefined> } {
  const child = spawn(process.execPath, [fixture], {
    env: { ...process.env, LIANXIN_DATA: folder, ...more },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  started.push(child);
  const url = new Promise<string | undefined>((done) => {
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /^postgres:.*$/m.exec(said);
      if (found) done(found[0]);
    });
    child.once('exit', () => done(undefined));
  });
  return { child, url };
}

async function leave(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.stdin?.end();
  await gone;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await gone;
}

/** Asks until the database answers; what it answers. */
async function ask(url: string, query: string): Promise<unknown> {
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<{ answer: unknown }>(query)).rows[0]?.answer;
    } catch {
      await pause(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

function postmaster(): number | undefined {
  const file = join(folder, 'postgres/postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
}

const left = () => readdirSync(folder).sort((a, b) => (a < b ? -1 : 1));

test(
  'of three that start at once on a new folder one makes the database and all use it; the last to leave stops it',
  { timeout: 90_000 },
  async () => {
    const users = [use(), use(), use()];
    const urls = await Promise.all(users.map(({ url }) => url));
    expect(urls[0]).toBeDefined();
    expect(new Set(urls).size).toBe(1);
    const [one, two, three] = users.map(({ child }) => child);
    if (one) await kill(one);
    if (two) await leave(two);
    expect(await ask(urls[0] ?? '', 'SELECT 1 AS answer')).toBe(1);
    if (three) await leave(three);
    expect(postmaster()).toBeUndefined();
    expect(readdirSync(join(folder, 'users'))).toEqual([]);
    expect(left()).toEqual(['postgres', 'postgres.json', 'postgres.log', 'users']);
  },
);

test('a first start that is killed at any moment hinders the next in nothing', { timeout: 120_000 }, async () => {
  for (const after of [350, 700, 1100, 1600]) {
    const { child } = use();
    await pause(after);
    await kill(child);
  }
  const { url } = use();
  const address = await url;
  expect(address).toBeDefined();
  expect(await ask(address ?? '', 'SELECT 1 AS answer')).toBe(1);
  expect(left().filter((name) => name.startsWith('postgres.new') || name === 'initial-password')).toEqual([]);
});

test('a database that is killed is back under the same address by itself, with what was committed', { timeout: 90_000 }, async () => {
  const url = (await use().url) ?? '';
  await ask(url, 'CREATE TABLE kept AS SELECT 7 AS answer');
  const before = postmaster();
  process.kill(before ?? 0, 'SIGKILL');
  expect(await ask(url, 'SELECT answer FROM kept')).toBe(7);
  expect(postmaster()).not.toBe(before);
});

test('while a backend of the killed database still has its memory, no second one is let at the files', { timeout: 90_000 }, async () => {
  const url = (await use().url) ?? '';
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const backend = rows[0]?.pid ?? 0;
  process.kill(backend, 'SIGSTOP');
  const before = postmaster();
  process.kill(before ?? 0, 'SIGKILL');
  while (!/shared memory block.*still in use/.test(readFileSync(join(folder, 'postgres.log'), 'utf8'))) await pause(50);
  process.kill(backend, 'SIGCONT');
  expect(await ask(url, 'SELECT 1 AS answer')).toBe(1);
});

test('a secret that is there but no secret stops the start, and is not written over', () => {
  const file = join(folder, 'secret.key');
  const made = installationSecrets(folder, undefined)();
  expect(made.keys[0]?.length).toBe(48);
  expect(installationSecrets(folder, undefined)()).toEqual(made);
  for (const broken of ['', 'abc', `${'a'.repeat(40)}\n`]) {
    writeFileSync(file, broken);
    expect(() => installationSecrets(folder, undefined)()).toThrow(file);
    expect(readFileSync(file, 'utf8')).toBe(broken);
  }
});

test('the database is told none of the settings, and its log quotes nothing of what fails', { timeout: 60_000 }, async () => {
  const url = await use({ LIANXIN_SECRET: 'ab'.repeat(40), LIANXIN_METRICS_TOKEN: 'marked-metrics-token' }).url;
  expect(readFileSync(`/proc/${postmaster()}/environ`, 'utf8')).not.toMatch(/LIANXIN_|DATABASE_URL/);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE TABLE people (id text PRIMARY KEY, phone text CHECK (length(phone) < 5))');
  for (const faulty of [
    `SELECT 'marked-input'::uuid`,
    `INSERT INTO people VALUES ('marked-key', 'marked-phone')`,
    `CREATE ROLE postgres PASSWORD 'marked-word'; SELECT 1/0`,
  ])
    await expect(client.query(faulty)).rejects.toThrow(/invalid input|violates|division|already exists/);
  await client.end();
  const log = readFileSync(join(folder, 'postgres.log'), 'utf8');
  expect(log).toContain('ready to accept connections');
  expect(log).not.toContain('marked');
});
