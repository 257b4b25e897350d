import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request, type ClientRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSettings } from '#kernel/server/settings.ts';
import { openHouse } from '#apps/server/open-house.ts';
import { freePort, killDatabase, startServer, type Running } from '../../bench/faults/installation.ts';
import { signIn, type Person, type Reply } from '../../bench/faults/person.ts';
import { makeZone } from '../../bench/faults/zone.ts';

const { DATABASE_URL: _other, ...environment } = process.env;
const dataFolder = mkdtempSync(join(tmpdir(), 'lianxin-stop-'));
let port: number;
let server: Running;
beforeAll(async () => {
  const open = await openHouse(readSettings({ ...environment, LIANXIN_DATA: dataFolder }), () => undefined);
  await makeZone(open.house);
  await open.close();
  port = await freePort();
});
afterAll(async () => {
  await server.end('SIGKILL');
  killDatabase(dataFolder);
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** A write that the server has in hand but not yet whole: `finish` sends the rest and awaits the answer. */
async function begin(who: Person, path: string, body: string, type = 'application/json'): Promise<{ finish(): Promise<Reply> }> {
  const asked: ClientRequest = request(`${server.origin}${path}`, {
    method: 'POST',
    headers: {
      ...who.headers,
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'idempotency-key': randomUUID(),
      expect: '100-continue',
    },
  });
  const answer = new Promise<Reply>((done, fail) => {
    asked.once('error', fail);
    asked.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => done({ status: response.statusCode ?? 0, body: JSON.parse(text) as unknown }));
      response.once('error', fail);
    });
  });
  answer.catch(() => undefined);
  await new Promise((done) => asked.once('continue', done).flushHeaders());
  const half = Math.floor(body.length / 2);
  asked.write(body.slice(0, half));
  return {
    finish() {
      asked.end(body.slice(half));
      return answer;
    },
  };
}

/** Is anybody let in? */
function isOpen(): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => socket.destroy());
    socket.once('close', (failed) => done(!failed));
    socket.once('error', () => undefined);
  });
}

const isCut = (line: string) => line.includes('cutting off');

async function streamEnds(stream: ReadableStream<Uint8Array>): Promise<void> {
  for await (const _chunk of stream);
}

test(
  'asked to stop, the server finishes what it began, lets nobody in, ends the streams, and leaves with 0',
  { timeout: 120_000 },
  async () => {
    const unclean: string[] = [];
    server = startServer(port, dataFolder);
    await server.ready();
    const dispatcher = await signIn(
      () => server.origin,
      'dispatcher',
      (what) => unclean.push(what),
    );
    const names = Array.from({ length: 8 }, () => `停机前 ${randomUUID()}`);
    const begun = await Promise.all(
      names.map((name) => begin(dispatcher, '/api/departments', JSON.stringify({ name, kind: 'functional' }))),
    );
    const sheet = `--edge\r\ncontent-disposition: form-data; name="file"; filename="units.csv"\r\ncontent-type: text/csv\r\n\r\n部门名称,类型\n导入,职能部门\n\r\n--edge--\r\n`;
    begun.push(await begin(dispatcher, '/api/imports/department', sheet, 'multipart/form-data; boundary=edge'));
    const stream = streamEnds(await dispatcher.stream('/api/events', new AbortController().signal));
    const exported = Promise.allSettled(Array.from({ length: 3 }, () => dispatcher.once('GET', '/api/departments.xlsx')));

    const gone = server.end('SIGTERM');
    while (await isOpen()) await pause(5);
    await stream;
    const answers = await Promise.all(begun.map((one) => one.finish()));
    expect(answers.map((answer) => answer.status)).toEqual([...names.map(() => 201), 200]);
    // an export got in before the door closed, or not at all; never half a workbook
    for (const one of await exported)
      if (one.status === 'fulfilled') expect((one.value.body as Buffer).includes('PK\u0005\u0006')).toBe(true);
    expect(await gone).toBe(0);
    expect(server.said.filter(isCut)).toEqual([]);

    server = startServer(port, dataFolder);
    await server.ready();
    for (const name of names) {
      const found = await dispatcher.once('GET', `/api/departments?q=${encodeURIComponent(name)}`);
      expect((found.body as { rows: unknown[] }).rows).toHaveLength(1);
    }
    expect(unclean).toEqual([]);
  },
);

test('whoever never finishes is cut off, and the server leaves all the same', { timeout: 120_000 }, async () => {
  await server.end('SIGTERM');
  server = startServer(port, dataFolder);
  await server.ready();
  const dispatcher = await signIn(
    () => server.origin,
    'dispatcher',
    () => undefined,
  );
  const begun = await begin(dispatcher, '/api/departments', JSON.stringify({ name: '永远写不完', kind: 'functional' }));
  expect(await server.end('SIGTERM')).toBe(0);
  expect(server.said.filter(isCut)).toHaveLength(1);
  await expect(begun.finish()).rejects.toThrow(/socket hang up|ECONNRESET|EPIPE/);
});
