import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../tests/harness/database.ts';
import { installStandIn } from './citus-stand-in.fixture.ts';
import { distribute, planDistribution } from './distribute.ts';
import { appUrlOf } from './migrate.ts';
import { platformTables } from './platform-tables.ts';

/** On a stand-in for Citus that refuses what Citus refuses; Citus itself is not part of the suite. */
let database: FreshDatabase;
let owner: pg.Client;

beforeEach(async () => {
  database = await freshDatabase();
  owner = await connect(database.url);
});
afterEach(async () => {
  await owner.end();
  await database.drop();
});

test('without the extension it says what to do, and changes nothing', async () => {
  const before = await schema();
  await expect(distribute(database.url, () => undefined)).rejects.toThrow(
    /no Citus, and nothing was changed[^]*CREATE EXTENSION citus[^]*--print/,
  );
  expect(await schema()).toEqual(before);
});

test('every zone’s table is spread by zone_id beside one, zones is on every node, the rest stays; the references are as before', async () => {
  await installStandIn(owner);
  const zone = await plantZone();
  const before = await schema();
  await distribute(database.url, () => undefined);
  const spread = await ask<{ name: string; method: string; beside: string | null }>(
    `SELECT logicalrelid::text AS name, partmethod AS method, colocated_with AS beside FROM pg_dist_partition ORDER BY 1`,
  );
  const zoned = await ask<{ name: string }>(
    `SELECT attrelid::regclass::text AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE attname = 'zone_id' AND relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  expect(zoned.length).toBeGreaterThan(90);
  expect(spread.filter(({ method }) => method === 'h').map(({ name }) => name)).toEqual(zoned.map(({ name }) => name));
  expect(new Set(spread.filter(({ method }) => method === 'h').map(({ beside }) => beside))).toEqual(
    new Set(['none', `public.${zoned[0]?.name}`]),
  );
  const everywhere = Object.entries(platformTables).flatMap(([name, { lives }]) => (lives === 'everywhere' ? [name] : []));
  expect(spread.filter(({ method }) => method === 'n').map(({ name }) => name)).toEqual(everywhere.sort());
  expect((await schema()).references).toEqual(before.references);
  expect(await ask(`SELECT id FROM nodes.zones`)).toEqual([{ id: zone }]);
  expect(await ask(`SELECT 1 FROM zones UNION ALL SELECT 1 FROM places`)).toEqual([]);
  const [setting] = await ask<{ config: string[] }>(
    `SELECT setconfig AS config FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE datname = current_database()`,
  );
  expect(setting?.config).toEqual(['citus.propagate_set_commands=local']);
});

test('called again it says what stands and issues nothing', async () => {
  await installStandIn(owner);
  const first = await distribute(database.url, () => undefined);
  const again = await distribute(database.url, () => undefined);
  expect(first.done).toEqual([]);
  expect(again.statements).toEqual([]);
  expect(again.done.join('; ')).toMatch(
    /^lianxin_app: citus.propagate_set_commands=local; on every node: 1 tables; spread by zone_id: (\d+) of \1 tables; on every node: search_rank/,
  );
});

test.each(['everywhere zones', 'spread firms', 'spread visits', 'emptied places', 'function search_rank(text,text)'])(
  'killed at "%s", the next call completes it',
  async (what) => {
    await installStandIn(owner);
    await plantZone();
    const before = await schema();
    await ask(`INSERT INTO nodes.dies VALUES ('${what}')`);
    await expect(distribute(database.url, () => undefined)).rejects.toThrow(/terminat/i);
    expect((await schema()).references).not.toEqual(before.references);
    await ask('DELETE FROM nodes.dies');
    await distribute(database.url, () => undefined);
    expect((await schema()).references).toEqual(before.references);
    expect(await ask(`SELECT 1 FROM pg_namespace WHERE nspname = 'distribution'`)).toEqual([]);
    // nothing was issued twice: what a kill undid was undone with its note
    const calls = (await ask<{ what: string }>('SELECT what FROM nodes.calls')).map((call) => call.what);
    expect(calls.length).toBe(new Set(calls).size);
  },
);

test('killed while references are put back, the next call puts back the rest', async () => {
  await installStandIn(owner);
  const before = await schema();
  let put = 0;
  const dieAtTenth = (statement: string) => {
    if (statement.includes('ADD CONSTRAINT') && statement.startsWith('BEGIN;\nALTER') && ++put === 10) throw new Error('killed');
  };
  await expect(distribute(database.url, dieAtTenth)).rejects.toThrow('killed');
  expect((await schema()).references.length).toBe(9);
  await distribute(database.url, () => undefined);
  expect((await schema()).references).toEqual(before.references);
});

test('what is printed is what would be issued, works by itself, and changes nothing', async () => {
  await plantZone();
  const before = await schema();
  const printed = (await planDistribution(owner)).statements;
  expect(await schema()).toEqual(before);
  await installStandIn(owner);
  expect((await planDistribution(owner)).statements).toEqual(printed);
  await owner.query(printed.join(';\n'));
  expect((await planDistribution(owner)).statements).toEqual([]);
  expect((await schema()).references).toEqual(before.references);
});

test('a table that nobody gave a place, a key without its zone, a schema not current, or a server at work is refused', async () => {
  await installStandIn(owner);
  const app = await connect(appUrlOf(database.url));
  await expect(distribute(database.url, () => undefined)).rejects.toThrow('stop every server first');
  await app.end();
  await ask(`UPDATE schema_migrations SET name = 'later-' || name WHERE name LIKE '0001%'`);
  await expect(distribute(database.url, () => undefined)).rejects.toThrow('1 migrations are missing');
  await ask(`UPDATE schema_migrations SET name = replace(name, 'later-', '')`);
  await ask('CREATE TABLE strays (id uuid PRIMARY KEY)');
  await expect(distribute(database.url, () => undefined)).rejects.toThrow('strays has no zone_id');
  await ask('DROP TABLE strays; CREATE TABLE strays (zone_id uuid, id uuid PRIMARY KEY)');
  await expect(distribute(database.url, () => undefined)).rejects.toThrow('unique index without zone_id');
});

test('the stand-in refuses as Citus does: the whole schema with its references cannot be spread', async () => {
  await installStandIn(owner);
  await expect(ask(`SELECT create_distributed_table('firms', 'zone_id')`)).rejects.toThrow('cannot create foreign key constraint');
  await expect(ask(`SELECT create_reference_table('zones')`)).rejects.toThrow('cannot create foreign key constraint');
});

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function ask<Row extends pg.QueryResultRow>(statement: string): Promise<Row[]> {
  return (await owner.query<Row>(statement)).rows;
}

/** Tables and references as the catalogue has them. */
async function schema(): Promise<{ tables: unknown[]; references: unknown[] }> {
  return {
    tables: await ask(`SELECT nspname, relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
      WHERE relkind = 'r' AND nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema' ORDER BY 1, 2`),
    references: await ask(`SELECT conrelid::regclass::text AS holder, conname, pg_get_constraintdef(oid) AS means, convalidated
      FROM pg_constraint WHERE contype = 'f' ORDER BY 1, 2`),
  };
}

async function plantZone(): Promise<string> {
  const id = randomUUID();
  await ask(`INSERT INTO zones (id, code, name, created_at) VALUES ('${id}', 'mine', 'mine', now())`);
  await ask(`INSERT INTO places (zone_id, id, version, created_at, updated_at, name, kind)
    VALUES ('${id}', '${randomUUID()}', 1, now(), now(), 'Park', 'park')`);
  return id;
}
