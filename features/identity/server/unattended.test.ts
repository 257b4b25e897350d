import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/harness/app.ts';
import { minute, second, tryLogin } from './visitor.fixture.ts';

let zone: TestApp;
let address: string;
beforeAll(async () => {
  zone = await startTestApp();
  address = await zone.app.fastify.listen({ host: '127.0.0.1', port: 0 });
  await zone.addUser({ loginName: 'wang', grants: [{ role: 'dispatcher' }] });
});
afterEach(() => void vi.useRealTimers());
afterAll(() => zone.close());

async function openStream(): Promise<{ readonly cookies: Record<string, string>; readonly reader: ReadableStreamDefaultReader<string> }> {
  const { cookies } = await tryLogin(zone, 'wang');
  const reply = await fetch(`${address}/api/events`, { headers: { cookie: `lianxin_session=${cookies['lianxin_session']}` } });
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error(`No stream: ${reply.status}`);
  expect((await reader.read()).value).toContain('retry');
  return { cookies, reader };
}

test('T-SEC: what a page reads by itself keeps nobody signed in; 15 minutes after the last touch the screen is locked', async () => {
  const { cookies } = await tryLogin(zone, 'wang');
  const read = async (headers: Record<string, string>) => (await zone.app.fastify.inject({ url: '/api/me', cookies, headers })).statusCode;
  for (let turn = 0; turn < 7; turn += 1) {
    zone.clock.now += 2 * minute;
    expect(await read({ 'x-unattended': '1' })).toBe(200);
  }
  zone.clock.now += minute + second;
  expect(await read({ 'x-unattended': '1' })).toBe(401);
});

test('T-SEC: nor does a stream of changes that is opened again and again', async () => {
  const { cookies, reader } = await openStream();
  await reader.cancel();
  zone.clock.now += 14 * minute;
  const again = await fetch(`${address}/api/events`, { headers: { cookie: `lianxin_session=${cookies['lianxin_session']}` } });
  expect(again.status).toBe(200);
  await again.body?.cancel();
  zone.clock.now += minute + second;
  expect((await zone.app.fastify.inject({ url: '/api/me', cookies })).statusCode).toBe(401);
});

test('a stream of changes goes on while its session does, and ends soon after it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const { reader } = await openStream();
  vi.advanceTimersByTime(25_000);
  expect((await reader.read()).value).toContain('alive');
  await sql`DELETE FROM sessions`.execute(zone.house.db.kysely);
  vi.advanceTimersByTime(25_000);
  expect(await reader.read()).toMatchObject({ done: true });
});
