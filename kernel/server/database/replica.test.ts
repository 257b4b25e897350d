import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../tests/harness/database.ts';
import { openDatabase, type Db, type Tx } from './door.ts';
import { appUrlOf } from './migrate.ts';
import { openReplica, withReading, type Replica } from './replica.ts';

/** What a replica that is none must never do; with a real standby it is shown in tests/server/many.test.ts. */
let database: FreshDatabase;
let db: Db;
const opened: Replica[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(appUrlOf(database.url), 2);
});
afterAll(async () => {
  await Promise.all([db, ...opened.map((replica) => replica.db)].map((one) => one.close()));
  await database.drop();
});

const replicaAt = (url: string) => {
  const replica = openReplica(url, 1);
  opened.push(replica);
  return replica;
};
const read = { zoneId: randomUUID(), name: '/api/firms dispatcher', position: '0/1' };
const whoAnswers = async (tx: Tx) => (await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(tx)).rows[0]?.pid;

test('a database that is no standby answers nothing, though it has every row', async () => {
  const itself = replicaAt(appUrlOf(database.url));
  expect(await withReading(db, itself, read, whoAnswers)).toBeGreaterThan(0);
  expect(itself.reads).toMatchObject({ answered: 0, passed: { behind: 1 } });
});

test('one that nobody finds is left alone for a while, and the primary answers', async () => {
  const nowhere = replicaAt('postgres://lianxin_app:x@127.0.0.1:1/lianxin');
  const before = performance.now();
  for (let time = 0; time < 3; time += 1) expect(await withReading(db, nowhere, read, whoAnswers)).toBeGreaterThan(0);
  expect(nowhere.reads).toMatchObject({ answered: 0, passed: { away: 3 } });
  expect(nowhere.awayUntil).toBeGreaterThan(before);
});

test('where nobody said how far the primary has written, the replica is not asked', async () => {
  const itself = replicaAt(appUrlOf(database.url));
  await withReading(db, itself, { ...read, position: null }, whoAnswers);
  expect(itself.reads).toMatchObject({ answered: 0, passed: { behind: 0, away: 0 } });
});
