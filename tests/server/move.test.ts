import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../harness/database.ts';

/** Everything here goes through the command line, from an embedded database to the server of the run (in CI also PostgreSQL 15). */
const folder = mkdtempSync(join(tmpdir(), 'lianxin-move-'));
const writer = join(import.meta.dirname, 'writer.fixture.ts');
const cli = join(import.meta.dirname, '../../apps/server/cli.ts');
const { DATABASE_URL: _other, LIANXIN_SECRET: _secret, ...rest } = process.env;
const settings = (name: string, more: NodeJS.ProcessEnv = {}) => ({
  ...rest,
  LIANXIN_DATA: join(folder, name),
  KIND: 'department',
  ...more,
});

function lianxin(args: readonly string[], env: NodeJS.ProcessEnv): { status: number | null; said: string } {
  const done = spawnSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' });
  return { status: done.status, said: `${done.stdout}${done.stderr}` };
}

let target: FreshDatabase;
let child: ChildProcess;
const told: string[] = [];

beforeAll(async () => {
  target = await freshDatabase();
  const client = new pg.Client({ connectionString: target.url });
  await client.connect();
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await client.end();
  child = spawn(process.execPath, [writer], { env: settings('first'), stdio: ['ignore', 'pipe', 'inherit'] });
  const enough = new Promise<void>((done) => {
    createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
      told.push(line);
      if (told.length === 25) done();
    });
  });
  await enough;
});
afterAll(async () => {
  child.kill('SIGKILL');
  await target.drop();
  rmSync(folder, { recursive: true, force: true });
});

const listed = (env: NodeJS.ProcessEnv) =>
  JSON.parse(spawnSync(process.execPath, [writer, 'list'], { env, encoding: 'utf8' }).stdout) as { ids: string[]; faults: unknown[] };

test(
  'backup beside a server, restore elsewhere, move to another PostgreSQL: nothing acknowledged is lost',
  { timeout: 120_000 },
  async () => {
    const file = join(folder, 'first.backup');
    const before = [...told];
    expect(lianxin(['backup', file], settings('first'))).toMatchObject({ status: 0 });
    expect(lianxin(['move', '--to', target.url], settings('first'))).toMatchObject({ status: 1, said: expect.stringMatching(/in use/) });

    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;

    mkdirSync(join(folder, 'second'));
    expect(lianxin(['restore', file], settings('second'))).toMatchObject({
      status: 1,
      said: expect.stringMatching(/no installation secret/),
    });
    expect(lianxin(['restore', file], settings('second', { LIANXIN_SECRET: 'ab'.repeat(32) })).said).toMatch(/another installation secret/);
    cpSync(join(folder, 'first/secret.key'), join(folder, 'second/secret.key'));
    expect(lianxin(['restore', file], settings('second'))).toMatchObject({
      status: 0,
      said: expect.stringMatching(/audit chain is whole/),
    });
    const second = listed(settings('second'));
    expect(second.faults).toEqual([]);
    expect(before.filter((id) => !second.ids.includes(id))).toEqual([]);

    // itself under another name is no target
    const { port, password } = JSON.parse(readFileSync(join(folder, 'first/postgres.json'), 'utf8')) as { port: number; password: string };
    const itself = `postgres://lianxin_owner:${password}@localhost:${port}/lianxin`;
    expect(lianxin(['move', '--to', itself, '--replace'], settings('first'))).toMatchObject({
      status: 1,
      said: expect.stringMatching(/the very one that is moved/),
    });

    const moved = lianxin(['move', '--to', target.url], settings('first'));
    expect(moved).toMatchObject({ status: 0, said: expect.stringMatching(/on both sides: equal[^]*Now set DATABASE_URL/) });
    expect(moved.said).not.toContain(new URL(target.url).password);
    const third = listed(settings('first', { DATABASE_URL: target.url }));
    expect(third.faults).toEqual([]);
    expect(told.filter((id) => !third.ids.includes(id))).toEqual([]);
    // whoever forgets the setting is told, instead of going on in what was left
    expect(lianxin(['doctor'], settings('first'))).toMatchObject({ status: 1, said: expect.stringMatching(/was moved[^]*DATABASE_URL/) });
  },
);
