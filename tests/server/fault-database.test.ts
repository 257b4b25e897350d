import { randomUUID } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Problem } from '#kernel/contract/problem.ts';
import { openDatabase } from '#kernel/server/database/door.ts';
import { refusedByDatabase } from '#kernel/server/http/database-faults.ts';
import { buildApp, buildHouse, type App } from '#apps/server/app.ts';
import { listenTo, visit, type Visitor } from '../harness/visitor.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

/** A line to the database that can be cut and mended: what a restart, a failover or a pulled cable looks like from here. */
async function lineTo(url: URL): Promise<{ url: string; cut(): Promise<void>; freeze(): void; mend(): Promise<void> }> {
  const ends = new Set<Socket>();
  let frozen = false;
  const accept = (near: Socket) => {
    const far = connect(Number(url.port), url.hostname);
    for (const [end, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.on('data', (chunk: Buffer) => frozen || to.write(chunk));
      end.on('error', () => to.destroy());
      end.on('close', () => {
        ends.delete(end);
        to.destroy();
      });
    }
  };
  const server = createServer(accept);
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  await listen(0);
  const near = new URL(url);
  near.hostname = '127.0.0.1';
  near.port = String((server.address() as AddressInfo).port);
  const hangUp = () => ends.forEach((end) => end.destroy());
  return {
    url: near.href,
    cut: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        hangUp();
      }),
    freeze() {
      frozen = true;
    },
    async mend() {
      frozen = false;
      hangUp();
      if (!server.listening) await listen(Number(near.port));
    },
  };
}

let zone: ServiceZone;
let line: Awaited<ReturnType<typeof lineTo>>;
let app: App;
let dispatcher: Visitor;
let close: () => Promise<void>;
beforeAll(async () => {
  zone = await startServiceZone();
  line = await lineTo(new URL(zone.house.db.url));
  const db = openDatabase(line.url, 3);
  app = await buildApp(
    await buildHouse(
      db,
      () => ({ keys: [Buffer.alloc(48, 7)], retired: [] }),
      () => zone.clock.now,
    ),
    {
      origin: 'http://localhost',
      oidc: undefined,
      limits: 0,
      ownerUrl: zone.ownerUrl,
    },
  );
  dispatcher = await visit(app, 'dispatcher');
  close = async () => {
    await app.close();
    await db.close();
  };
});
afterAll(async () => {
  await close();
  await line.cut();
  await zone.close();
});

const create = (key: string) =>
  dispatcher.send('POST', '/api/departments', { name: `部门 ${key}`, kind: 'functional' }, { 'idempotency-key': key });

test('a database that goes and comes back: refused in words, not ready, and then all goes on without a restart', async () => {
  const ear = await listenTo(app, dispatcher.cookie);
  await line.cut();
  const key = randomUUID();
  for (const refused of [
    await create(key),
    await dispatcher.send('GET', '/api/firms'),
    await dispatcher.send('GET', '/api/search?q=云锦'),
  ]) {
    expect(refused.status).toBe(503);
    expect((refused.body as Problem).message.zh).toContain('数据库');
  }
  expect(await dispatcher.send('GET', '/api/ready')).toMatchObject({ status: 503, body: { ready: false, database: false } });
  expect(await dispatcher.send('GET', '/api/health')).toMatchObject({ status: 200 });
  await line.mend();
  expect((await create(key)).status).toBe(201);
  expect(await dispatcher.send('GET', '/api/ready')).toMatchObject({ status: 200, body: { ready: true } });
  // pages that were open may have missed something: they are sent back to read anew, and hear again
  await ear.ended;
  const again = await listenTo(app, dispatcher.cookie);
  const made = await create(randomUUID());
  while (!again.heard.includes((made.body as { id: string }).id)) await pause(10);
  again.close();
});

test('a line that breaks between a statement and its answer leaves nothing half done, and the resend is answered', async () => {
  for (let round = 0; round < 10; round += 1) {
    const keys = Array.from({ length: 6 }, () => randomUUID());
    const first = Promise.all(keys.map(create));
    await pause(round * 4);
    await line.mend();
    for (const answer of await first) expect([201, 503]).toContain(answer.status);
    for (const key of keys) expect((await create(key)).status).toBe(201);
    for (const key of keys) {
      const found = await dispatcher.send('GET', `/api/departments?q=${key}`);
      expect((found.body as { rows: unknown[] }).rows).toHaveLength(1);
    }
  }
});

test('a database that says nothing at all is not ready either', async () => {
  line.freeze();
  expect(await dispatcher.send('GET', '/api/ready')).toMatchObject({ status: 503, body: { ready: false } });
  await line.mend();
  while ((await dispatcher.send('GET', '/api/ready')).status !== 200) await pause(50);
});

test.each([
  ['53100', 'could not extend file: No space left on device', 507, 'DISK_FULL'],
  ['58030', 'could not write to file: No space left on device', 507, 'DISK_FULL'],
  ['53300', 'sorry, too many clients already', 503, 'TOO_BUSY'],
  ['57P03', 'the database system is starting up', 503, 'OUTCOME_UNKNOWN'],
  ['', 'Connection terminated unexpectedly', 503, 'OUTCOME_UNKNOWN'],
  ['', 'timeout exceeded when trying to connect', 503, 'TOO_BUSY'],
])('what the database says (%s %s) is answered %i %s', (code, message, status, expected) => {
  const refused = refusedByDatabase(Object.assign(new Error(message), code ? { code } : {}));
  expect([refused?.status, refused?.refusal.code]).toEqual([status, expected]);
});

test('a fault of our own is not blamed on the database', () => {
  expect(refusedByDatabase(new TypeError('x is not a function'))).toBeUndefined();
  expect(refusedByDatabase(Object.assign(new Error('syntax error'), { code: '42601' }))).toBeUndefined();
});
