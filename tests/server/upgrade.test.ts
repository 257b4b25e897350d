import { isDeepStrictEqual } from 'node:util';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type pg from 'pg';
import { expect, inject, test } from 'vitest';
import { roleNames } from '#kernel/contract/role.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { openDatabase, withZone } from '#kernel/server/database/door.ts';
import { appUrlOf, layMigrations, listMigrations, migrate, pendingMigrations } from '#kernel/server/database/migrate.ts';
import { listRows } from '#kernel/server/records/list.ts';
import { present } from '#kernel/server/records/present.ts';
import { buildHouse } from '#apps/server/app.ts';
import { fillTables } from '../harness/random-rows.ts';
import { inDatabase } from '../../bench/stand/place.ts';

/**
 * From every version that ever was, with rows in every table it had, to the present one. A migration that drops or
 * rewrites a column on purpose says so here, by name, with its reason.
 */
const changedOnPurpose: Readonly<Record<string, Readonly<Record<string, string>>>> = {};

type Rows = Map<string, Record<string, unknown>>;

test('from every earlier version, with data: nothing is lost, and every list opens', { timeout: 600_000 }, async () => {
  const migrations = (await listMigrations()).map(({ name }) => name);
  const base = `lianxin_upgrade_${process.pid}`;
  await onServer(`CREATE DATABASE ${base}`);
  try {
    for (const [index, name] of migrations.entries()) {
      await inDatabase(urlOf(base), (client) => lay(client, urlOf(base), name));
      const copy = `${base}_${index}`;
      await onServer(`CREATE DATABASE ${copy} TEMPLATE ${base}`);
      try {
        await upgrade(urlOf(copy), name, migrations.slice(0, index + 1));
      } finally {
        await onServer(`DROP DATABASE ${copy} WITH (FORCE)`);
      }
    }
  } finally {
    await onServer(`DROP DATABASE ${base} WITH (FORCE)`);
  }
});

async function lay(client: pg.Client, url: string, name: string): Promise<void> {
  await client.query('BEGIN');
  await layMigrations(client, url, [name]);
  await client.query('COMMIT');
}

async function upgrade(url: string, version: string, applied: readonly string[]): Promise<void> {
  const before = await inDatabase(url, async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name');
    expect(rows.map((row) => row.name)).toEqual(applied);
    await fillTables(client, `upgrade ${version}`, 2, 2);
    return rowsOf(client);
  });
  expect([...before].filter(([, rows]) => rows.size < 2)).toEqual([]);
  await migrate(url);
  expect(await pendingMigrations(url)).toEqual([]);
  const after = await inDatabase(url, rowsOf);
  expect(lossesOf(before, after), `from ${version}`).toEqual([]);
  await openLists(url, version);
}

/** Rows that are gone, and columns whose value is another now. */
function lossesOf(before: ReadonlyMap<string, Rows>, after: ReadonlyMap<string, Rows>): string[] {
  return [...before].flatMap(([table, rows]) =>
    [...rows].flatMap(([key, row]) => {
      const now = after.get(table)?.get(key);
      if (!now) return [`${table}: the row ${key} is gone`];
      return Object.entries(row)
        .filter(([column, value]) => !isDeepStrictEqual(now[column], value) && changedOnPurpose[table]?.[column] === undefined)
        .map(([column]) => `${table}.${column}: ${JSON.stringify(row[column])} became ${JSON.stringify(now[column])}`);
    }),
  );
}

/** Every row by the values of its primary key. */
async function rowsOf(client: pg.Client): Promise<Map<string, Rows>> {
  const { rows: tables } = await client.query<{ name: string; key: string[] }>(
    `SELECT i.indrelid::regclass::text AS name, array_agg(a.attname::text ORDER BY a.attname) AS key
     FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
     JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
     WHERE i.indisprimary AND c.relname <> 'schema_migrations' GROUP BY 1`,
  );
  const found = new Map<string, Rows>();
  for (const { name, key } of tables) {
    const { rows } = await client.query<{ row: Record<string, unknown> }>(`SELECT to_jsonb(t) AS row FROM ${name} t`);
    found.set(name, new Map(rows.map(({ row }) => [key.map((column) => String(row[column])).join(' '), row])));
  }
  return found;
}

/** The house of today reads every record and case of both zones, as the application's role. */
async function openLists(url: string, version: string): Promise<void> {
  const db = openDatabase(appUrlOf(url), 2);
  const secrets = { keys: [Buffer.alloc(48, 7)], retired: [] };
  const house = await buildHouse(db, () => secrets);
  try {
    const zones = await db.kysely.selectFrom('zones').select('id').execute();
    const declarations = [
      ...[...house.records.values()].map((one) => one.declaration),
      ...[...house.cases.values()].map((one) => one.declaration as unknown as RecordDeclaration),
    ];
    let read = 0;
    for (const { id: zoneId } of zones) {
      await withZone(db, zoneId, async (tx) => {
        const now = house.now();
        const scope = { users: [], firms: [], departments: [], providers: [], organisations: [], linkedFirms: [] };
        const actor = { userId: randomUUID(), name: '升级', zoneId, today: dateOf(now), roles: roleNames, scope };
        for (const declaration of declarations) {
          const ask = { house, tx, now, ip: 'test', actor };
          const { rows } = await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(declaration.table)}`.execute(tx);
          const { total } = await listRows(ask, declaration, { ended: 'all' });
          expect((await present(ask, declaration, rows)).length).toBeGreaterThanOrEqual(total);
          read += total;
        }
      });
    }
    if (version >= '0004') expect(read, `rows in the lists from ${version}`).toBeGreaterThan(10);
  } finally {
    await house.hub.close();
    await db.close();
  }
}

function urlOf(database: string): string {
  const url = new URL(inject('ownerUrl'));
  url.pathname = `/${database}`;
  return url.href;
}

const onServer = (statement: string) => inDatabase(inject('ownerUrl'), (client) => client.query(statement));
