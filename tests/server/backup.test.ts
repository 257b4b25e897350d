import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createZone } from '#features/identity/server/index.ts';
import { department } from '#features/registry/records.ts';
import { createRandom } from '#seeds/random.ts';
import { startTestApp, type TestApp } from '../harness/app.ts';
import { freshDatabase, type FreshDatabase } from '../harness/database.ts';
import { fillTables } from '../harness/random-rows.ts';
import type { Secrets } from '#kernel/server/crypto/provider.ts';
import { chainAudit, verifyAudit } from '#kernel/server/audit/seal.ts';
import { openDatabase, withZone } from '#kernel/server/database/door.ts';
import { appUrlOf, migrate } from '#kernel/server/database/migrate.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { contentOf, settle, startContent } from '#kernel/server/backup/digest.ts';
import { readLines, writeLines, type Line } from '#kernel/server/backup/lines.ts';
import { restore } from '#kernel/server/backup/restore.ts';
import { snapshot } from '#kernel/server/backup/snapshot.ts';
import { inDatabase } from '../../bench/stand/place.ts';

const secretOf = (byte: number): Secrets => ({ keys: [Buffer.alloc(48, byte)], retired: [] });
const secrets = () => secretOf(7);
const folder = mkdtempSync(join(tmpdir(), 'lianxin-backup-'));
const empties: FreshDatabase[] = [];
let filled: FreshDatabase;

/** A database without a table, on the server of the run. */
async function emptyDatabase(): Promise<string> {
  const fresh = await freshDatabase();
  empties.push(fresh);
  await inDatabase(fresh.url, (client) => client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public'));
  return fresh.url;
}

/** Every row of every table as JSON, sorted: an oracle that shares nothing with the backup's own reading and summing. */
const everything = (url: string) =>
  inDatabase(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'schema_migrations' ORDER BY 1`,
    );
    const found: Record<string, string[]> = {};
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${name} t`);
      found[name] = rows.map(({ row }) => row).sort();
    }
    return found;
  });

/** What a migration makes beside tables: columns, keys, references, checks, indices, fences, grants, functions. */
const schemaOf = (url: string) =>
  inDatabase(url, async (client) => {
    const ask = async (text: string) => (await client.query<{ what: string }>(text)).rows.map(({ what }) => what).sort();
    return {
      constraints: await ask(`SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS what FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n'`),
      indexes: await ask(`SELECT indexdef AS what FROM pg_indexes WHERE schemaname = 'public'`),
      grants: await ask(`SELECT relname || coalesce(relacl::text, '') || relrowsecurity AS what FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`),
      policies: await ask(`SELECT tablename || qual || with_check AS what FROM pg_policies`),
      functions: await ask(`SELECT pg_get_functiondef(oid) AS what FROM pg_proc WHERE pronamespace = 'public'::regnamespace`),
      migrations: await ask(`SELECT name || digest AS what FROM schema_migrations`),
    };
  });

beforeAll(async () => {
  filled = await freshDatabase();
  await inDatabase(filled.url, (client) => fillTables(client, 'backup'));
});
afterAll(async () => {
  for (const database of [filled, ...empties]) await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

test('every row of every table comes back as it was, under the same schema, fences and grants', { timeout: 120_000 }, async () => {
  const file = join(folder, 'round-trip.backup');
  await writeLines(file, snapshot(filled.url, secrets), secrets());
  expect(statSync(file).mode & 0o077).toBe(0);
  const url = await emptyDatabase();
  // rows of chance carry no audit chain: what they say of it is kept as it was
  const restored = await restore(url, readLines(file, secrets()), { secrets, keepFaults: true });
  const before = await everything(filled.url);
  expect(Object.values(before).filter((rows) => rows.length === 0)).toEqual([]);
  expect(await everything(url)).toEqual(before);
  expect(await schemaOf(url)).toEqual(await schemaOf(filled.url));
  expect(Object.fromEntries(Object.entries(restored.contents).map(([name, { rows }]) => [name, rows]))).toEqual(
    Object.fromEntries(Object.entries(before).map(([name, rows]) => [name, rows.length])),
  );
});

test('the sum of a table is the same on both sides, and differs for a lost, a doubled and a changed row', async () => {
  const sum = (rows: readonly string[]) => {
    const content = startContent();
    for (const row of rows) content.add(row);
    return content.content();
  };
  const rows = await inDatabase(filled.url, async (client) => {
    await client.query('BEGIN');
    await settle(client);
    const { rows: found } = await client.query<{ row: string }>('SELECT f::text AS row FROM firms f ORDER BY id DESC');
    const lines = found.map(({ row }) => row);
    expect(await contentOf(client, 'firms')).toEqual(sum(lines));
    return lines;
  });
  const [first = '', ...others] = rows;
  const sums = [rows, others, [...rows, first], [`${first.slice(0, -1)} )`, ...others]].map((some) => sum(some).digest);
  expect(new Set(sums).size).toBe(4);
  expect(sum([...rows].reverse())).toEqual(sum(rows));
});

test(
  'a backup is refused by name, and the database left as it was: damaged, cut off, changed, of another secret, of a later version',
  { timeout: 120_000 },
  async () => {
    const file = join(folder, 'whole.backup');
    await writeLines(file, snapshot(filled.url, secrets), secrets());
    await expect(writeLines(file, snapshot(filled.url, secrets), secrets())).rejects.toThrow(/is there already/);
    const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
    const spoiled = (name: string, change: (all: string[]) => string[]) => {
      const path = join(folder, name);
      writeFileSync(path, gzipSync(`${change([...lines]).join('\n')}\n`));
      return path;
    };
    const half = join(folder, 'half.backup');
    writeFileSync(half, readFileSync(file));
    truncateSync(half, Math.floor(statSync(file).size / 2));
    const firm = lines.indexOf('{"table":"firms"}') + 1;
    const url = await emptyDatabase();
    const at = (path: string, own = secrets) => restore(url, readLines(path, own()), { secrets: own, keepFaults: true });
    await expect(at(half)).rejects.toThrow(/no whole backup/);
    await expect(
      at(spoiled('no-row', (all) => all.map((line, index) => (index === firm ? line.replace('(', '(no uuid,') : line)))),
    ).rejects.toThrow(/^The rows of firms cannot be restored: database error \w{5}\. Nothing was kept$/);
    // what is only shown is sealed as well
    await expect(
      at(spoiled('of-another-day', (all) => [(all[0] ?? '').replace(/"createdAt":"\d{4}/, '"createdAt":"1999'), ...all.slice(1)])),
    ).rejects.toThrow(/was changed after it was written/);
    await expect(at(spoiled('two-ends', (all) => [...all, ...all.slice(-2)]))).rejects.toThrow(/was changed after it was written/);
    await expect(at(spoiled('no-end', (all) => all.slice(0, -1)))).rejects.toThrow(/cut off/);
    await expect(at(spoiled('one-less', (all) => all.filter((_, index) => index !== firm)))).rejects.toThrow(/firms \(6 rows backed up, 5/);
    await expect(
      at(spoiled('changed', (all) => all.map((line, index) => (index === firm ? line.replace(':59:59.', ':59:58.') : line)))),
    ).rejects.toThrow(/not what was backed up/);
    await expect(at(spoiled('later', (all) => [(all[0] ?? '').replace('0001-kernel', '0001-other'), ...all.slice(1)]))).rejects.toThrow(
      /another version.*0001-other/,
    );
    await expect(at(file, () => secretOf(8))).rejects.toThrow(/another installation secret/);
    await expect(restore(url, readLines(file, secrets()), { secrets })).rejects.toThrow(/audit chain was broken already/);
    expect(await everything(url)).toEqual({});
    await at(file);
    const kept = await everything(url);
    await expect(at(file)).rejects.toThrow(/not empty: .* hold rows/);
    await expect(restore(url, readLines(half, secrets()), { secrets, keepFaults: true, replace: true })).rejects.toThrow(/no whole backup/);
    expect(await everything(url)).toEqual(kept);
    await inDatabase(url, (client) => client.query('DELETE FROM change_marks'));
    await restore(url, readLines(file, secrets()), { secrets, keepFaults: true, replace: true });
    expect(await everything(url)).toEqual(kept);
  },
);

test('whichever bit of a backup turns over, and wherever it is cut off: it is refused, or nothing of what it holds has changed', async () => {
  const file = join(folder, 'bits.backup');
  await writeLines(file, snapshot(filled.url, secrets), secrets());
  const bytes = readFileSync(file);
  const read = async (path: string) => {
    const found: Line[] = [];
    for await (const line of readLines(path, secrets())) found.push(line);
    return JSON.stringify(found);
  };
  const whole = await read(file);
  const random = createRandom('bits of a backup');
  const other = join(folder, 'other.backup');
  const said = new Set<string>();
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const spoiled = Buffer.from(bytes);
    // the first and the last bytes are gzip's own: those are turned more often than chance would
    const place = attempt < 18 ? attempt : attempt < 36 ? bytes.length - 1 - (attempt - 18) : random.int(0, bytes.length - 1);
    spoiled.writeUInt8((spoiled[place] ?? 0) ^ (1 << random.int(0, 7)), place);
    writeFileSync(other, attempt % 4 === 3 ? bytes.subarray(0, place) : spoiled);
    const answer = await read(other).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    if (typeof answer === 'string') expect(answer === whole, `byte ${place}`).toBe(true);
    else said.add(answer.message.replaceAll(/(its head|the rows of [^)]+)/g, '…').slice(other.length));
  }
  expect(
    [...said].filter(
      (line) => !/^ (is no whole backup: .* \(at …\)|is cut off: it has no end|was changed after it was written)/.test(line),
    ),
  ).toEqual([]);
});

test('a backup from the midst of a change of the secret needs both secrets, and says so', { timeout: 120_000 }, async () => {
  const during = (): Secrets => ({ keys: [Buffer.alloc(48, 9), Buffer.alloc(48, 7)], retired: [] });
  const url = await emptyDatabase();
  const into = (from: () => Secrets, own: () => Secrets) => restore(url, snapshot(filled.url, from), { secrets: own, keepFaults: true });
  for (const one of [7, 9]) await expect(into(during, () => secretOf(one))).rejects.toThrow(/another installation secret/);
  // the secret may change while the snapshot is taken: what seals before and after is what it needs
  let asked = 0;
  const changing = () => ((asked += 1) === 1 ? secretOf(7) : secretOf(9));
  await expect(into(changing, () => secretOf(9))).rejects.toThrow(/another installation secret/);
  // one that was taken as the change began is as good under both
  await into(secrets, during);
});

test('two backups under one name leave one that is whole, and what a killed one has left is cleared away', async () => {
  const file = join(folder, 'twice.backup');
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const left = [`${file}.${dead}-123.partial`, `${file}.${process.pid}-1.partial`];
  for (const path of left) writeFileSync(path, 'half');
  const done = await Promise.allSettled([1, 2].map(() => writeLines(file, snapshot(filled.url, secrets), secrets())));
  expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  for await (const _line of readLines(file, secrets()));
  expect(readdirSync(folder).filter((name) => name.startsWith('twice'))).toEqual(['twice.backup']);
});

test('a database of somebody else, or one in use, is not touched even with --replace', { timeout: 120_000 }, async () => {
  const url = await emptyDatabase();
  const into = () => restore(url, snapshot(filled.url, secrets), { secrets, keepFaults: true, replace: true });
  await inDatabase(url, (client) => client.query('CREATE TABLE payroll (id int)'));
  await expect(into()).rejects.toThrow(/belongs to something else \(it holds payroll\)/);
  await inDatabase(url, (client) => client.query('DROP TABLE payroll'));
  await into();
  const db = openDatabase(appUrlOf(url), 1);
  await withZone(db, '00000000-0000-4000-8000-000000000000', async () => expect(into()).rejects.toThrow(/in use/));
  await db.close();
});

test(
  'a backup taken while many write holds what was acknowledged before it began, and its audit chain is whole',
  { timeout: 120_000 },
  async () => {
    const app: TestApp = await startTestApp();
    try {
      const acknowledged: string[] = [];
      let writing = true;
      const write = async (name: string) => {
        for (let number = 0; writing; number += 1) {
          const { id } = await app.inZone((ask) => createRow(ask, department, { name: `${name}-${number}`, kind: 'department' }));
          acknowledged.push(id);
          if (name === 'a' && number % 7 === 0) await chainAudit(app.house, app.zoneId);
        }
      };
      const writers = ['a', 'b', 'c'].map(write);
      const lines: Line[] = [];
      while (acknowledged.length < 40) await new Promise((next) => setImmediate(next));
      const before = [...acknowledged];
      for await (const line of snapshot(app.ownerUrl, secrets)) {
        lines.push(line);
        // the writers go on between any two lines
        if (lines.length % 50 === 0) await new Promise((next) => setImmediate(next));
      }
      const during = acknowledged.length - before.length;
      writing = false;
      await Promise.all(writers);
      const url = await emptyDatabase();
      await restore(
        url,
        (async function* () {
          yield* lines;
        })(),
        { secrets },
      );
      const kept = new Set(
        (await inDatabase(url, (client) => client.query<{ id: string }>('SELECT id FROM departments'))).rows.map(({ id }) => id),
      );
      expect(during).toBeGreaterThan(0);
      expect(before.filter((id) => !kept.has(id))).toEqual([]);
      expect(kept.size).toBeLessThan(acknowledged.length);
      // the restored house goes on where the chain ended
      const db = openDatabase(appUrlOf(url), 2);
      await chainAudit({ ...app.house, db }, app.zoneId);
      await createZone(db, { code: 'next', name: '新区' }, app.clock.now);
      expect(await verifyAudit({ db, crypto: app.house.crypto }, app.zoneId)).toMatchObject({ faults: [], unsealed: 0 });
      await db.close();
    } finally {
      await app.close();
    }
  },
);

test('an owner who is no superuser restores as well, and starts again afterwards', { timeout: 120_000 }, async () => {
  const url = new URL(await emptyDatabase());
  const role = `plain_owner_${process.pid}`;
  await inDatabase(url.href, (client) =>
    client.query(`CREATE ROLE ${role} LOGIN CREATEROLE PASSWORD '${url.password}'; GRANT lianxin_app TO ${role} WITH ADMIN OPTION;
      ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${role}; ALTER SCHEMA public OWNER TO ${role}`),
  );
  url.username = role;
  await restore(url.href, snapshot(filled.url, secrets), { secrets, keepFaults: true });
  await migrate(url.href);
  expect(await everything(url.href)).toEqual(await everything(filled.url));
  await inDatabase(filled.url, async (client) => {
    await client.query(`DROP DATABASE ${url.pathname.slice(1)} WITH (FORCE)`);
    await client.query(`DROP ROLE ${role}`);
  });
});
