import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../tests/harness/database.ts';
import { openDatabase, withZone } from './door.ts';
import { appUrlOf } from './migrate.ts';
import { platformTables } from './platform-tables.ts';

const portableTypes = [
  'uuid',
  'text',
  'integer',
  'bigint',
  'numeric',
  'boolean',
  'date',
  'timestamp with time zone',
  'jsonb',
  'bytea',
  'text[]',
  'uuid[]',
];

let database: FreshDatabase;
let owner: pg.Client;
let app: pg.Client;
let tables: readonly { name: string; zoned: boolean }[];
let zoned: readonly string[];

beforeAll(async () => {
  database = await freshDatabase();
  owner = new pg.Client({ connectionString: database.url });
  app = new pg.Client({ connectionString: appUrlOf(database.url) });
  await Promise.all([owner.connect(), app.connect()]);
  tables = await ask(`SELECT c.relname AS name, EXISTS (SELECT 1 FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attname = 'zone_id' AND NOT a.attisdropped) AS zoned
    FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1`);
  zoned = tables.filter((table) => table.zoned).map(({ name }) => name);
});
afterAll(async () => {
  await Promise.all([owner.end(), app.end()]);
  await database.drop();
});

test('there are tables to look at', () => {
  expect(zoned.length).toBeGreaterThan(20);
});

test('a table without zone_id is one of the few that the platform needs', () => {
  expect(tables.filter((table) => !table.zoned).map(({ name }) => name)).toEqual(Object.keys(platformTables).sort());
});

test('what every node holds is named with its reason', () => {
  const everywhere = Object.entries(platformTables).filter(([, { lives }]) => lives === 'everywhere');
  expect(everywhere.map(([name]) => name)).toEqual(['zones']);
  expect(Object.values(platformTables).filter(({ why }) => why.length < 30)).toEqual([]);
});

test('the fence is up, but not against the owner, under whom Citus copies a table to another node', async () => {
  expect(
    await ask(`SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relforcerowsecurity`),
  ).toEqual([]);
});

test('every zone table is fenced by the one policy, for reading and writing', async () => {
  const fenced = await ask<{ name: string }>(`SELECT c.relname AS name FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
    WHERE c.relrowsecurity AND p.polname = 'zone' AND p.polcmd = '*' AND p.polpermissive
      AND pg_get_expr(p.polqual, c.oid) LIKE '%zone_id = (NULLIF(current_setting(''app.zone_id''%'
      AND pg_get_expr(p.polwithcheck, c.oid) = pg_get_expr(p.polqual, c.oid) ORDER BY 1`);
  expect(fenced.map(({ name }) => name)).toEqual(zoned);
  expect(await ask(`SELECT polrelid::regclass AS name, count(*) FROM pg_policy GROUP BY 1 HAVING count(*) > 1`)).toEqual([]);
});

test('every key of a zone table begins with zone_id', async () => {
  const keys = await ask<{ name: string; columns: string[]; unique: boolean }>(`
    SELECT c.relname AS name, i.relname AS index, array_agg(a.attname::text ORDER BY k.place) AS columns
    FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
      CROSS JOIN unnest(x.indkey::int[]) WITH ORDINALITY k(attnum, place)
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
    WHERE x.indisunique AND c.relnamespace = 'public'::regnamespace GROUP BY 1, 2`);
  const ofZones = keys.filter(({ name }) => zoned.includes(name));
  expect(ofZones.filter(({ columns }) => columns[0] !== 'zone_id')).toEqual([]);
  const keyed = await ask<{ name: string }>(`SELECT conrelid::regclass::text AS name FROM pg_constraint WHERE contype = 'p'`);
  expect(tables.map(({ name }) => name).filter((name) => !keyed.some((key) => key.name === name))).toEqual([]);
});

test('a reference stays inside its zone, cascades nothing to null and is checked at once', async () => {
  await ask(`CREATE FUNCTION pg_temp.zone_place(p_table oid) RETURNS smallint LANGUAGE sql AS
    $$ SELECT attnum FROM pg_attribute WHERE attrelid = p_table AND attname = 'zone_id' $$`);
  const faulty = await ask(`SELECT conrelid::regclass::text AS name, conname FROM pg_constraint f
    WHERE f.contype = 'f' AND (f.condeferrable OR f.confdeltype IN ('n', 'd') OR f.confupdtype <> 'a'
      OR NOT (f.confrelid = 'zones'::regclass OR (pg_temp.zone_place(f.conrelid) = f.conkey[1] AND pg_temp.zone_place(f.confrelid) = f.confkey[1])))`);
  expect(faulty).toEqual([]);
});

test('the schema keeps to what every PostgreSQL and Citus can do', async () => {
  expect(await ask(`SELECT tgname FROM pg_trigger WHERE NOT tgisinternal`)).toEqual([]);
  expect(await ask(`SELECT typname FROM pg_type WHERE typtype = 'e' AND typnamespace = 'public'::regnamespace`)).toEqual([]);
  // views that could be written, rules, other kinds of tables, exclusion constraints, computed columns
  expect(
    await ask(`SELECT relname FROM pg_class WHERE relkind IN ('v', 'm', 'f', 'p') AND relnamespace = 'public'::regnamespace
      UNION ALL SELECT inhrelid::regclass::name FROM pg_inherits i JOIN pg_class c ON c.oid = inhrelid AND c.relkind = 'r'
      UNION ALL SELECT conname FROM pg_constraint WHERE contype = 'x'
      UNION ALL SELECT attname FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid AND relnamespace = 'public'::regnamespace WHERE attgenerated <> ''`),
  ).toEqual([]);
  // ids and moments come from the application; the migrator's list alone says by itself when
  expect(
    await ask(`SELECT adrelid::regclass::text AS of, pg_get_expr(adbin, adrelid) AS means FROM pg_attrdef
      WHERE pg_get_expr(adbin, adrelid) ~ '\\('`),
  ).toEqual([{ of: 'schema_migrations', means: 'now()' }]);
  expect(await ask(`SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace`)).toEqual([]);
  const columns = await ask<{
    name: string;
    type: string;
  }>(`SELECT c.relname || '.' || a.attname AS name, format_type(a.atttypid, NULL) AS type
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped`);
  expect(columns.filter(({ type }) => !portableTypes.includes(type))).toEqual([]);
});

test('the application signs in as a role that owns nothing and cannot pass the fence', async () => {
  const [role] = await ask<{
    oid: number;
    super: boolean;
    bypass: boolean;
    member: boolean;
  }>(`SELECT oid, rolsuper AS super, rolbypassrls AS bypass,
      EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid) AS member
    FROM pg_roles r WHERE rolname = 'lianxin_app'`);
  expect(role).toMatchObject({ super: false, bypass: false, member: false });
  expect(await ask(`SELECT relname FROM pg_class WHERE relowner = 'lianxin_app'::regrole`)).toEqual([]);
  expect((await app.query<{ who: string }>('SELECT current_user AS who')).rows).toEqual([{ who: 'lianxin_app' }]);
});

test('who names no zone sees no row; who names one sees its rows alone', async () => {
  const [mine, theirs] = [await plantZone('mine'), await plantZone('theirs')];
  expect(await countVisible()).toEqual([]);
  await expect(insertPlace(randomUUID(), mine)).rejects.toThrow(/row-level security/);
  const db = openDatabase(appUrlOf(database.url), 1);
  const seen = await withZone(db, mine, (tx) => tx.selectFrom('places').select('zone_id').execute());
  await db.close();
  expect(seen).toEqual([{ zone_id: mine }]);
  expect((await ask<{ n: number }>(`SELECT count(*)::int AS n FROM places WHERE zone_id = '${theirs}'`))[0]?.n).toBe(1);
});

test("the functions that look past the fence look into the caller's own zone alone, or that of a session whose token is known", async () => {
  const definers = await ask<{
    name: string;
    body: string;
    path: string[] | null;
  }>(`SELECT proname AS name, prosrc AS body, proconfig AS path
    FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace`);
  for (const { name, body, path } of definers) {
    if (name === 'session_of') expect(body.match(/\b(\w+\.)?zone_id = s\.zone\b|\bid = s\.zone\b/g)).toHaveLength(4);
    else expect(body).toContain('app.zone_id');
    expect(path?.some((setting) => setting.startsWith('search_path='))).toBe(true);
  }
});

test('what is append-only refuses to be changed or deleted', async () => {
  const appendOnly = await ask<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND obj_description(oid) = 'appendOnly' ORDER BY 1`,
  );
  expect(appendOnly.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['audit_entries', 'audit_seals', 'call_back_seeds', 'case_events', 'rule_packs']),
  );
  for (const { name } of appendOnly) {
    await expect(app.query(`UPDATE ${name} SET zone_id = zone_id`)).rejects.toThrow(/permission denied/);
    await expect(app.query(`DELETE FROM ${name}`)).rejects.toThrow(/permission denied/);
    await expect(app.query(`TRUNCATE ${name}`)).rejects.toThrow(/permission denied/);
  }
});

async function ask<T extends object>(text: string): Promise<T[]> {
  return (await owner.query<T>(text)).rows;
}

/** A zone with a row in a table that nothing else fills. */
async function plantZone(code: string): Promise<string> {
  const id = randomUUID();
  await owner.query(`INSERT INTO zones (id, code, name, created_at) VALUES ('${id}', '${code}', '${code}', now())`);
  await owner.query(placeRow(id, id));
  return id;
}

function insertPlace(id: string, zoneId: string): Promise<unknown> {
  return app.query(placeRow(id, zoneId));
}

function placeRow(id: string, zoneId: string): string {
  return `INSERT INTO places (zone_id, id, version, created_at, updated_at, name, kind) VALUES ('${zoneId}', '${id}', 1, now(), now(), '${id}', 'park')`;
}

/** Zone tables of which the application sees a row without having named a zone. */
async function countVisible(): Promise<string[]> {
  const visible: string[] = [];
  for (const name of zoned) if ((await app.query(`SELECT 1 FROM ${name} LIMIT 1`)).rows.length > 0) visible.push(name);
  return visible;
}
