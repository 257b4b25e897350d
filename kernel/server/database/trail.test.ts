import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../tests/harness/database.ts';
import { openDatabase, withZone, type Db } from './door.ts';
import { appUrlOf } from './migrate.ts';
import { isOutdated, planned } from './planned.ts';
import { leave, writeTrails, type Trail } from './trail.ts';

let database: FreshDatabase;
let db: Db;
let owner: pg.Client;
let zoneId: string;
beforeAll(async () => {
  database = await freshDatabase();
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  db = openDatabase(appUrlOf(database.url), 1);
  zoneId = randomUUID();
  await owner.query(`INSERT INTO zones (id, code, name, created_at) VALUES ('${zoneId}', 'trail', 'trail', now())`);
});
afterAll(async () => {
  await db.close();
  await owner.end();
  await database.drop();
});

type Place = { readonly id: string; readonly name: string };

/** Places as if they were something that is left behind. */
const places: Trail<Place> = {
  keyOf: ({ id }) => id,
  write: (zone, rows) => ({
    places: sql`INSERT INTO places (zone_id, id, version, created_at, updated_at, name, kind)
      SELECT ${zone}::uuid, p.id, 1, now(), now(), p.name, 'park' FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) p(id uuid, name text)`,
  }),
};

const names = async () => (await owner.query<{ name: string }>('SELECT name FROM places ORDER BY name')).rows.map(({ name }) => name);

test('what is left behind is written once before the end, the last of each key, in one statement', async () => {
  const [one, two] = [randomUUID(), randomUUID()];
  const before = db.timing.queries;
  await withZone(db, zoneId, async (tx) => {
    await leave(tx, zoneId, places, [{ id: one, name: 'first' }]);
    await leave(tx, zoneId, places, [
      { id: two, name: 'second' },
      { id: one, name: 'first again' },
    ]);
  });
  expect(await names()).toEqual(['first again', 'second']);
  // begin, the one statement, commit
  expect(db.timing.queries - before).toBe(3);
});

test('work that fails leaves nothing behind; a rest that cannot be written fails the work', async () => {
  const before = await names();
  const failing = withZone(db, zoneId, async (tx) => {
    await leave(tx, zoneId, places, [{ id: randomUUID(), name: 'never' }]);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  const refused = withZone(db, zoneId, (tx) => leave(tx, zoneId, places, [{ id: 'no id', name: 'never' }]));
  await expect(refused).rejects.toThrow(/uuid/);
  expect(await names()).toEqual(before);
});

test('thousands are written on the way, and each once; who reads before the end has them written first', async () => {
  const many = Array.from({ length: 2500 }, (_, index) => ({ id: randomUUID(), name: `many ${index}` }));
  const seen = await withZone(db, zoneId, async (tx) => {
    await leave(tx, zoneId, places, many);
    await writeTrails(tx);
    return tx.selectFrom('places').select('id').where('zone_id', '=', zoneId).where('name', 'like', 'many %').execute();
  });
  expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(many.map(({ id }) => id)));
});

test('a planned statement whose answer a migration has changed says so once, and is planned anew', async () => {
  const ask = () => sql<object>`${planned} SELECT p.* FROM planned_once p WHERE p.id = ${1}`.execute(db.kysely);
  await owner.query('CREATE TABLE planned_once (id int); GRANT SELECT ON planned_once TO lianxin_app; INSERT INTO planned_once VALUES (1)');
  expect((await ask()).rows).toEqual([{ id: 1 }]);
  await owner.query(`ALTER TABLE planned_once ADD COLUMN name text DEFAULT 'new'`);
  const fault = await ask().then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(isOutdated(fault)).toBe(true);
  expect((await ask()).rows).toEqual([{ id: 1, name: 'new' }]);
});
