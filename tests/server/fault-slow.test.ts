import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, listenTo, visit, type Visitor } from '../harness/visitor.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

let zone: ServiceZone;
let dispatcher: Visitor;
let port: number;
beforeAll(async () => {
  zone = await startServiceZone();
  dispatcher = await visit(zone.app, 'dispatcher');
  port = Number(new URL(await addressOf(zone.app)).port);
});
afterAll(() => zone.close());

/** A client of few words: opens a line and sends what it is told. */
function say(text: string): Promise<Socket> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text, () => done(socket)));
    socket.on('error', () => undefined);
  });
}

test('files that come slowly, and headers that never end, hold nobody else up', async () => {
  const id = await zone.ask();
  const contact = await visit(zone.app, 'contact');
  const head = (path: string, who: Visitor) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nCookie: ${who.cookie}\r\nX-CSRF-Token: ${who.headers['x-csrf-token']}\r\nIdempotency-Key: slow-upload-1\r\n` +
    'Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: 400\r\nExpect: 100-continue\r\n\r\n';
  const part = '--edge\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: text/plain\r\n\r\n';
  // more than there are connections to the database
  const slow = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const path = index % 2 === 0 ? `/api/service-requests/${id}/attachments` : '/api/imports/firm';
      const socket = await say(head(path, index % 2 === 0 ? contact : dispatcher));
      await new Promise((done) => socket.once('data', done)); // 100 Continue: the server has it in hand
      socket.write(part);
      return socket;
    }),
  );
  const hanging = await Promise.all(Array.from({ length: 50 }, () => say('GET /api/health HTTP/1.1\r\nHost: x\r\nX-Slow: ')));
  for (let time = 0; time < 5; time += 1) {
    expect((await dispatcher.send('GET', '/api/firms?limit=5')).status).toBe(200);
    const { rows } = await sql<{ idle: number }>`SELECT count(*)::int AS idle FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'idle in transaction'`.execute(zone.house.db.kysely);
    // others may be at work for a moment; twelve slow files would hold twelve
    expect(rows[0]?.idle).toBeLessThan(slow.length / 2);
  }
  for (const socket of [...slow, ...hanging]) socket.destroy();
  expect((await zone.people.contact.get<{ files: unknown[] }>(`/api/service-requests/${id}/attachments`)).body.files).toEqual([]);
});

test('a page that reads nothing is cut off before it fills the memory; the others hear on', { timeout: 90_000 }, async () => {
  const lines = new Set<Socket>();
  zone.app.fastify.server.on('connection', (socket: Socket) => lines.add(socket));
  const deaf = await say(`GET /api/events HTTP/1.1\r\nHost: x\r\nCookie: ${dispatcher.cookie}\r\n\r\n`);
  deaf.pause();
  while (lines.size === 0) await pause(10);
  const [served] = lines;
  const ear = await listenTo(zone.app, dispatcher.cookie);
  let told = 0;
  let unread = 0;
  // the line's own buffers take some megabytes before the server has anything to keep; 60 MB is far beyond them
  while (served?.destroyed === false && told < 900_000) {
    await sql`SELECT pg_notify('lianxin_changed', json_build_object('zoneId', ${zone.zoneId}::text, 'kind', 'record', 'name', 'firm', 'id', '*', 'n', n)::text)
      FROM generate_series(1, 4000) n`.execute(zone.house.db.kysely);
    told += 4000;
    while (ear.heard.length < told) await pause(20);
    unread = Math.max(unread, served.writableLength);
  }
  expect(served?.destroyed).toBe(true);
  expect(unread).toBeLessThan(2 * 1024 * 1024);
  deaf.destroy();
  ear.close();
});
