import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { buildApp, type App } from '#apps/server/app.ts';
import { testPassword } from '../harness/app.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

const metricsToken = 'a-token-of-some-length';
let zone: ServiceZone;
let app: App;
let cookies: Record<string, string>;

beforeAll(async () => {
  zone = await startServiceZone();
  app = await buildApp(zone.house, {
    origin: 'https://zone.example',
    oidc: undefined,
    limits: 0,
    ownerUrl: zone.ownerUrl,
    log: 'info',
    metricsToken,
  });
  const { pool } = zone.house.db;
  app.fastify.get('/api/faulty', async () => pool.query(`SELECT 'geheim'::uuid`));
});
afterAll(async () => {
  await app.fastify.close();
  await zone.close();
});
afterEach(() => vi.restoreAllMocks());

/** Everything that is written to standard output and standard error from here on. */
function listen(): string[] {
  const said: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  return said;
}

async function signIn(loginName: string): Promise<void> {
  const reply = await app.fastify.inject({ method: 'POST', url: '/api/login', payload: { loginName, password: testPassword } });
  cookies = Object.fromEntries(reply.cookies.map((cookie) => [cookie.name, cookie.value]));
}

const csrf = () => Object.entries(cookies).find(([name]) => name.includes('csrf'))?.[1] ?? '';

test('a request is one line: its id, pattern, status, time and caller; never a secret, a body, an address or a query', async () => {
  const said = listen();
  await signIn('contact');
  const secrets = ['秘密诉求', '13800138000', '查询词', 'token-of-a-link-that-nobody-knows', randomUUID()];
  const [text, phone, q = '', token, id] = secrets;
  const asked = await app.fastify.inject({
    method: 'POST',
    url: '/api/service-requests',
    cookies,
    headers: { 'x-csrf-token': csrf(), 'idempotency-key': randomUUID(), 'x-request-id': 'given-by-the-proxy' },
    payload: { text: `${text} ${phone}` },
  });
  expect(asked.statusCode).toBe(201);
  const missing = await app.fastify.inject({ method: 'GET', url: `/api/firms/${id}?q=${encodeURIComponent(q)}`, cookies });
  await app.fastify.inject({ method: 'GET', url: `/api/one-time-links/${token}` });
  await app.fastify.inject({ method: 'GET', url: `/api/nothing/${token}?token=${token}` });
  vi.restoreAllMocks();

  const lines = said.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.find((line) => line['requestId'] === 'given-by-the-proxy')).toMatchObject({
    level: 'info',
    method: 'POST',
    route: '/api/service-requests',
    status: 201,
    userId: zone.people.contact.userId,
  });
  expect(asked.headers['x-request-id']).toBe('given-by-the-proxy');
  // the refusal that a person reads names the line of the log
  const requestId = missing.json<{ requestId: string }>().requestId;
  expect(missing.headers['x-request-id']).toBe(requestId);
  expect(lines.find((line) => line['requestId'] === requestId)).toMatchObject({ level: 'warn', route: '/api/firms/:id' });
  const written = said.join('');
  const never = [...secrets, testPassword, 'contact', ...Object.values(cookies), encodeURIComponent(q)];
  expect(never.filter((secret) => written.includes(secret))).toEqual([]);
});

test('a fault of our own is told with its place, and without what the database quotes of the input', async () => {
  const said = listen();
  const answer = await app.fastify.inject({ method: 'GET', url: '/api/faulty' });
  vi.restoreAllMocks();
  expect(answer.json()).toMatchObject({ code: 'OUR_FAULT', requestId: answer.headers['x-request-id'] });
  const fault = said.map((line) => JSON.parse(line) as Record<string, unknown>).find((line) => 'fault' in line);
  expect(fault).toMatchObject({
    requestId: answer.headers['x-request-id'],
    route: '/api/faulty',
    fault: expect.stringMatching(/22P02[^]*at /),
  });
  expect(said.join('')).not.toContain('geheim');
});

test('metrics count by pattern and status, hold no business data, and are for this machine or the token', async () => {
  const read = (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    app.fastify.inject({ method: 'GET', url: '/api/metrics', headers, remoteAddress });
  await app.fastify.inject({ method: 'GET', url: `/api/firms/${zone.firmId}` });
  const answer = await read();
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toContain('version=0.0.4');
  const lines = answer.body.trimEnd().split('\n');
  expect(
    lines.filter((line) => !/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? (\d[\d.e+-]*|NaN))$/.test(line)),
  ).toEqual([]);
  const value = (name: string) =>
    Number(
      lines
        .find((line) => line.startsWith(`${name} `))
        ?.split(' ')
        .at(-1),
    );
  const refused = 'method="GET",route="/api/firms/:id",status="401"';
  expect(value(`lianxin_http_request_seconds_count{${refused}}`)).toBe(1);
  expect(value(`lianxin_http_request_seconds_bucket{${refused},le="+Inf"}`)).toBe(1);
  expect(value('lianxin_audit_unsealed')).toBeGreaterThan(0);
  expect(value('lianxin_database_queries_total')).toBeGreaterThan(10);
  for (const name of ['lianxin_clocks_due_oldest_seconds', 'lianxin_database_slow_queries_total', 'lianxin_memory_bytes{kind="resident"}'])
    expect(value(name), name).toBeGreaterThanOrEqual(0);
  expect(lines.some((line) => line.startsWith('lianxin_event_loop_lag_seconds{quantile="0.99"}'))).toBe(true);
  expect([zone.firmId, zone.zoneId, '云锦', 'contact'].filter((text) => answer.body.includes(text))).toEqual([]);

  expect((await read({}, '10.0.0.7')).statusCode).toBe(403);
  expect((await read({ 'x-forwarded-for': '127.0.0.1' })).statusCode).toBe(403);
  expect((await read({ authorization: 'Bearer a-token-of-some-lengtH' }, '10.0.0.7')).statusCode).toBe(403);
  expect((await read({ authorization: `Bearer ${metricsToken}` }, '10.0.0.7')).statusCode).toBe(200);
});

test('a stop says at once that it is not ready, finishes what was begun, and then closes the door', async () => {
  const leaving = await buildApp(zone.house, { origin: 'http://127.0.0.1', oidc: undefined, limits: 0, ownerUrl: zone.ownerUrl });
  const address = await leaving.fastify.listen({ host: '127.0.0.1', port: 0 });
  const signedIn = await fetch(`${address}/api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ loginName: 'contact', password: testPassword }),
  });
  const given = signedIn.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  const token = given.find((cookie) => cookie.startsWith('lianxin_csrf='))?.slice('lianxin_csrf='.length) ?? '';
  expect(await (await fetch(`${address}/api/ready`)).json()).toMatchObject({ ready: true, stopping: false });

  const lock = new pg.Client({ connectionString: zone.ownerUrl });
  await lock.connect();
  await lock.query('BEGIN; LOCK TABLE service_requests IN ACCESS EXCLUSIVE MODE');
  const slow = fetch(`${address}/api/service-requests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), 'x-csrf-token': token, cookie: given.join('; ') },
    body: JSON.stringify({ text: '停机时正在提交的诉求' }),
  });
  await expect
    .poll(
      async () => (await lock.query(`SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'service_requests'::regclass`)).rows.length,
    )
    .toBeGreaterThan(0);
  let drained = false;
  const draining = leaving.drain().then(() => (drained = true));
  const asked = await fetch(`${address}/api/ready`);
  expect([asked.status, await asked.json()]).toMatchObject([503, { ready: false, database: true, stopping: true }]);
  expect(drained).toBe(false);
  await lock.query('COMMIT');
  await lock.end();
  expect((await slow).status).toBe(201);
  await draining;
  await leaving.fastify.close();
  await expect(fetch(`${address}/api/health`)).rejects.toThrow(/fetch failed/);
});
