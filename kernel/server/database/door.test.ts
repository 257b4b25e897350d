import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../tests/harness/database.ts';
import { openDatabase, withPlatform, withZone, type Db } from './door.ts';
import { appUrlOf } from './migrate.ts';

let database: FreshDatabase;
let db: Db;
let owner: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  db = openDatabase(appUrlOf(database.url), 1);
});
afterAll(async () => {
  await db.close();
  await owner.end();
  await database.drop();
});

test('a backend killed between two statements fails that transaction alone; the process and the next one live on', async () => {
  const work = withPlatform(db, async (tx) => {
    const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(tx);
    await owner.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
    // the dead line's own event comes first, as it does under a timeout
    await new Promise((heard) => setImmediate(heard));
    await sql`SELECT 1`.execute(tx);
  });
  await expect(work).rejects.toThrow(/connection/i);
  expect((await sql<{ one: number }>`SELECT 1 AS one`.execute(db.kysely)).rows).toEqual([{ one: 1 }]);
});

test('what is no zone id never reaches the database', async () => {
  await expect(withZone(db, `${randomUUID()}'; --`, async () => 'in')).rejects.toThrow('Not a zone id');
});
