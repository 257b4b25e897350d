import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, dateOf } from '#kernel/rules/instant.ts';
import { password } from '../../bench/faults/zone.ts';
import { startBehindNginx, type Installation } from '../harness/behind-nginx.ts';
import { signInAt, type Caller, type Door } from '../harness/door-client.ts';

/**
 * A zone with heavy reading: PostgreSQL and a streaming standby, two servers that read there, the nginx of deploy/
 * before them. Whatever is paused or killed, nobody reads less than what was acknowledged.
 */
let many: Installation;
let dispatcher: Caller;

beforeAll(async () => {
  many = await startBehindNginx();
  dispatcher = await signInAt(many.nginx, 'dispatcher', password);
});
afterAll(() => many.close());

type Place = { readonly id: string; readonly version: number; readonly name: string };
type Reads = Readonly<Record<'replica' | 'behind' | 'writes' | 'away' | 'fault', number>>;

const make = (door: Door, name: string) => dispatcher.ask<Place>(door, 'POST', '/api/places', { name, kind: 'park' });

/** Who answered the reads of both servers so far. */
async function reads(): Promise<Reads> {
  const sums = { replica: 0, behind: 0, writes: 0, away: 0, fault: 0 };
  for (const server of many.servers) {
    const { body } = await dispatcher.ask<string>(server, 'GET', '/api/metrics');
    for (const [, because, count] of body.matchAll(/^lianxin_replica_reads_total\{answered="\w+",because="(\w*)"\} (\d+)$/gm))
      sums[(because || 'replica') as keyof Reads] += Number(count);
  }
  return sums;
}

/** Writes at one door and at once reads at the other: by id, in the list, in the search, after a change. @returns what was not as written */
async function writeAndRead(here: Door, there: Door): Promise<string[]> {
  const name = `园 ${randomUUID()}`;
  const made = await make(here, name);
  const { id, version } = made.body;
  const path = `/api/places/${id}`;
  const read = await dispatcher.ask<Place>(there, 'GET', path);
  const list = await dispatcher.ask<{ rows: Place[] }>(there, 'GET', '/api/places?order=-createdAt&limit=200');
  const changed = await dispatcher.ask<Place>(there, 'PATCH', path, { name: `${name} 改` }, { 'if-match': `"${version}"` });
  const again = await dispatcher.ask<Place>(here, 'GET', path);
  return [
    ...(made.status === 201 ? [] : [`made: ${made.status}`]),
    ...(read.body.name === name ? [] : [`read: ${read.status} ${JSON.stringify(read.body)}`]),
    ...(list.body.rows.some((row) => row.id === id) ? [] : [`not in the list: ${name}`]),
    ...(changed.status === 200 && again.body.name === `${name} 改`
      ? []
      : [`changed: ${changed.status}, then read ${JSON.stringify(again.body)}`]),
  ];
}

/** So many times, with several at work at once: between the two servers both ways, and through nginx. */
async function pairs(each: number): Promise<string[]> {
  const [one, two] = many.servers;
  const ways: readonly (readonly [Door, Door])[] = [
    [one, two],
    [two, one],
    [many.nginx, many.nginx],
    [many.nginx, two],
  ];
  const wrong = await Promise.all(
    ways.map(async ([here, there]) => {
      const found: string[] = [];
      for (let round = 0; round < each; round += 1) found.push(...(await writeAndRead(here, there)));
      return found;
    }),
  );
  return wrong.flat();
}

test('who signs in through nginx is known at both servers; metrics do not pass it', async () => {
  for (const server of many.servers) expect((await dispatcher.ask(server, 'GET', '/api/me')).status).toBe(200);
  expect((await dispatcher.ask(many.nginx, 'GET', '/api/metrics')).status).toBe(404);
});

test('what was written at one server is read at the other at once, hundreds of times, and mostly from the replica', async () => {
  const before = await reads();
  expect(await pairs(40)).toEqual([]);
  const after = await reads();
  expect(after.fault + after.away).toBe(before.fault + before.away);
  expect(after.replica - before.replica).toBeGreaterThan(after.behind - before.behind);
});

test('a standby that stands still answers nothing that it has not seen; once it goes on, it answers again', async () => {
  await many.standby.ask('SELECT pg_wal_replay_pause()');
  while ((await many.standby.ask('SELECT pg_get_wal_replay_pause_state() AS state'))[0]?.['state'] !== 'paused') await pause(10);
  try {
    await make(many.servers[0], `园 ${randomUUID()}`);
    const before = await reads();
    expect(await pairs(8)).toEqual([]);
    const after = await reads();
    expect(after.replica).toBe(before.replica);
    expect(after.behind - before.behind).toBeGreaterThanOrEqual(8 * 4 * 3);
  } finally {
    await many.standby.ask('SELECT pg_wal_replay_resume()');
  }
  const before = await reads();
  while ((await reads()).replica === before.replica) expect((await dispatcher.ask(many.servers[0], 'GET', '/api/places')).status).toBe(200);
});

test('a reading that writes is done by the primary, once, and asked of it at once the next time', async () => {
  const exported = async () =>
    (await many.primary.query<{ n: number }>(`SELECT count(*)::int AS n FROM audit_entries WHERE action = 'export'`)).rows[0]?.n;
  const take = async (server: Door) => expect((await dispatcher.ask(server, 'GET', '/api/places.xlsx')).status).toBe(200);
  const [fault, entries] = [(await reads()).fault, (await exported()) ?? 0];
  let taken = 0;
  // a standby that is still behind is not asked, and so does not yet say that it cannot
  for (const server of many.servers) {
    const { writes } = await reads();
    do {
      await take(server);
      taken += 1;
    } while ((await reads()).writes === writes);
  }
  const learned = await reads();
  for (const server of many.servers) await take(server);
  const after = await reads();
  expect(after.writes - learned.writes).toBe(many.servers.length);
  expect(after.replica).toBe(learned.replica);
  expect(after.fault).toBe(fault);
  expect(await exported()).toBe(entries + taken + many.servers.length);
});

test('PIP-05: a bank reads at either server until the consent is withdrawn at the other, the standby being there; each look is on record', async () => {
  const [contact, bank] = [await signInAt(many.nginx, 'contact', password), await signInAt(many.nginx, 'bank', password)];
  const [one, two] = many.servers;
  const me = (await contact.ask<{ actor: { scope: { firms: string[] } } }>(one, 'GET', '/api/me')).body.actor;
  const firmId = me.scope.firms[0] ?? '';
  const receivers = (await contact.ask<{ receivers: { id: string }[] }>(one, 'GET', '/api/consent-receivers')).body.receivers;
  const due = { firmId, kind: 'loan', title: '流贷', amount: '100', dueOn: '2099-01-01' };
  expect((await contact.ask(one, 'POST', '/api/obligations', due)).status).toBe(201);
  const given = {
    firmId,
    receiverId: receivers[0]?.id,
    purpose: 'credit',
    scopes: ['obligations'],
    untilOn: addDays(dateOf(Date.now()), 30),
  };
  const totals: number[] = [];
  const look = async (server: Door) => totals.push((await bank.ask<{ total: number }>(server, 'GET', '/api/obligations')).body.total);
  for (let round = 0; round < 10; round += 1) {
    const { row } = (await contact.ask<{ row: { id: string } }>(one, 'POST', '/api/consents', given)).body;
    await look(two);
    await look(one);
    await contact.ask(two, 'POST', `/api/consents/${row.id}/moves/withdraw`, {}, { 'if-match': '"1"' });
    await look(one);
    await look(two);
  }
  expect(totals).toEqual(Array(10).fill([1, 1, 0, 0]).flat());
  expect((await contact.ask<{ total: number }>(one, 'GET', `/api/firms/${firmId}/consent-looks`)).body.total).toBe(20);
});

test('an open page hears, through nginx, of what is written at either server, and reads it at either at once', async () => {
  const page = await dispatcher.listen(many.nginx);
  for (let round = 0; round < 10; round += 1)
    for (const server of many.servers) {
      const { id } = (await make(server, `听 ${randomUUID()}`)).body;
      while (!page.heard.has(id)) await pause(2);
      for (const other of many.servers) expect((await dispatcher.ask(other, 'GET', `/api/places/${id}`)).status).toBe(200);
    }
  page.close();
});

test('one server is killed: nginx goes on with the other, and nothing acknowledged is lost or doubled', async () => {
  const acknowledged: string[] = [];
  const isReady = async (server: Door) => (await dispatcher.ask(server, 'GET', '/api/ready').catch(() => undefined))?.status === 200;
  let killed = false;
  const clients = Array.from({ length: 4 }, async () => {
    for (let after = 0; after < 10; after += killed ? 1 : 0) {
      const name = `存 ${randomUUID()}`;
      const made = await dispatcher.settle<Place>(many.nginx, 'POST', '/api/places', { name, kind: 'park' });
      expect(made.status).toBe(201);
      acknowledged.push(name);
      if (!killed && acknowledged.length >= 12) {
        killed = true;
        await many.kill(0);
      }
    }
  });
  await Promise.all(clients);
  expect(await isReady(many.servers[0])).toBe(false);
  const { rows } = await many.primary.query<{ name: string }>('SELECT name FROM places WHERE name = ANY($1)', [acknowledged]);
  expect(rows.map(({ name }) => name).sort()).toEqual([...acknowledged].sort());
  expect(acknowledged.length).toBeGreaterThanOrEqual(40);
  await many.start(0);
});

test('the standby is killed: reads go on, all of them; when it is back, it answers again', async () => {
  many.standby.kill();
  expect(await pairs(3)).toEqual([]);
  const during = await reads();
  expect(during.away + during.fault).toBeGreaterThan(0);
  await many.standby.start();
  while ((await reads()).replica === during.replica) {
    expect((await dispatcher.ask(many.servers[0], 'GET', '/api/places')).status).toBe(200);
    await pause(50);
  }
});
