import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../bench/faults/installation.ts';
import { startTestApp, testPassword, type TestApp } from '../harness/app.ts';

/** One journey with marked secrets through a server of its own process, at the most talkative, while its database fails it. */
const secret = randomBytes(48).toString('hex');
const environment = {
  LIANXIN_SECRET: secret,
  LIANXIN_METRICS_TOKEN: 'marked-metrics-token',
  LIANXIN_OIDC_ISSUER: 'http://127.0.0.1:9/',
  LIANXIN_OIDC_CLIENT_ID: 'lianxin',
  LIANXIN_OIDC_CLIENT_SECRET: 'marked-client-secret',
};
// throws where no request is: what Node itself says of it is what is looked at
const crash = `process.on('SIGUSR2', () => { throw Object.assign(new Error('crash'), { detail: 'marked-detail', where: 'marked-where' }) })`;

let app: TestApp;
let owner: pg.Client;
let server: ChildProcess;
let origin: string;
let said = '';

beforeAll(async () => {
  const keys = { keys: [Buffer.from(secret, 'hex')], retired: [] };
  app = await startTestApp({ now: Date.now(), secrets: () => keys });
  for (const role of ['partyWorkOfficer', 'systemAdmin'] as const) await app.addUser({ loginName: role, grants: [{ role }] });
  owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  server = spawn(
    process.execPath,
    [
      '--import',
      `data:text/javascript;base64,${Buffer.from(crash).toString('base64')}`,
      join(import.meta.dirname, '../../apps/server/main.ts'),
    ],
    {
      env: { ...process.env, ...environment, DATABASE_URL: app.ownerUrl, PORT: String(port), LIANXIN_EXAMPLE: 'none', LIANXIN_LOG: 'info' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  await new Promise<void>((ready) => {
    const hear = (text: unknown) => {
      said += String(text);
      if (said.includes('is ready')) ready();
    };
    server.stdout?.on('data', hear);
    server.stderr?.on('data', hear);
  });
}, 120_000);
afterAll(async () => {
  server.kill('SIGKILL');
  await owner.end();
  await app.close();
});

const answers: string[] = [];

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const reply = await fetch(`${origin}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (reply.status >= 400 || path === '/api/metrics') answers.push(text);
  return { status: reply.status, text, cookies: reply.headers.getSetCookie().map((line) => line.split(';')[0] ?? '') };
}

async function signIn(loginName: string) {
  const { cookies } = await ask('POST', '/api/login', { loginName, password: testPassword });
  const token = (name: string) => cookies.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  const [session, csrf] = [token('lianxin_session'), token('lianxin_csrf')];
  return { session, csrf, headers: { cookie: cookies.join('; '), 'x-csrf-token': csrf } };
}

test('no secret leaves by log, error, metrics, crash, trail or table', { timeout: 120_000 }, async () => {
  const wrongPassword = 'Marked-wrong-2026';
  const [phone, idNumber, note] = ['13911112222', '11010519491231002X', '标记的姓名'];
  await ask('POST', '/api/login', { loginName: 'partyWorkOfficer', password: wrongPassword });
  await ask('POST', '/api/login', { loginName: 'marked-unknown-name', password: wrongPassword });
  const officer = await signIn('partyWorkOfficer');
  const admin = await signIn('systemAdmin');
  const factor = await ask('POST', '/api/me/second-factor', { password: testPassword }, officer.headers);
  const { secret: totp } = JSON.parse(factor.text) as { secret: string };
  const user = JSON.parse((await ask('POST', '/api/users', { name: '新人', loginName: 'newcomer' }, admin.headers)).text) as { id: string };
  const invited = await ask('POST', `/api/users/${user.id}/invitation`, {}, admin.headers);
  const link = (JSON.parse(invited.text) as { address: string }).address.split('/').at(-1) ?? '';
  const person = { name: note, phone, idNumber };
  expect((await ask('POST', '/api/people', person, officer.headers)).status).toBe(201);
  await ask('GET', '/api/metrics', undefined, { authorization: `Bearer ${environment.LIANXIN_METRICS_TOKEN}` });
  // the provider is away, which the sign-in page tells
  expect((await ask('GET', '/api/oidc/start')).status).toBeGreaterThanOrEqual(300);

  // refused by the database in its own words, which quote the row; then by a column that is gone; then by no database at all
  const everything = async (statuses: readonly number[]) => {
    const twice = await ask('POST', '/api/people', person, officer.headers);
    const used = await ask('POST', `/api/one-time-links/${link}`, { password: wrongPassword });
    const wrong = await ask('POST', '/api/login', { loginName: 'partyWorkOfficer', password: wrongPassword });
    for (const { status } of [twice, used, wrong]) expect(statuses).toContain(status);
  };
  await owner.query(`ALTER TABLE people ADD CONSTRAINT marked CHECK (name = '') NOT VALID`);
  await everything([200, 401, 404, 409, 500]);
  await owner.query('ALTER TABLE users RENAME COLUMN failures TO misses; ALTER TABLE people RENAME COLUMN phone TO fon');
  await everything([404, 410, 500]);
  await owner.query('ALTER TABLE users RENAME COLUMN misses TO failures; ALTER TABLE people RENAME COLUMN fon TO phone');
  const database = new URL(app.ownerUrl).pathname.slice(1);
  await owner.query(`ALTER DATABASE ${database} CONNECTION LIMIT 0`);
  await owner.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'lianxin_app' AND datname = current_database()`,
  );
  await everything([503]);

  server.kill('SIGUSR2');
  await new Promise((done) => server.once('exit', done));
  expect(server.exitCode).toBe(1);
  expect(said).toMatch(/Error: crash\n\s+at /);

  const secrets = {
    secret,
    token: environment.LIANXIN_METRICS_TOKEN,
    client: environment.LIANXIN_OIDC_CLIENT_SECRET,
    owner: new URL(app.ownerUrl).password,
    password: testPassword,
    wrongPassword,
    unknown: 'marked-unknown-name',
    session: officer.session,
    phone,
    idNumber,
    totp,
    link,
  };
  const leaks = (where: string, text: string, more: Record<string, string> = {}) =>
    Object.entries({ ...secrets, ...more }).flatMap(([name, value]) => (text.includes(value) ? [`${name} in ${where}`] : []));
  expect(said).toMatch(/"fault":"database error 23514[^]*"fault":"database error 42703/);
  const tables = (
    await owner.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    )
  ).rows;
  const found = leaks('log', said, { csrf: officer.csrf, note, detail: 'marked-detail', where: 'marked-where' });
  found.push(...answers.flatMap((text) => leaks(`answer ${text.slice(0, 80)}`, text, { csrf: officer.csrf, note })));
  for (const { name } of tables) {
    const { rows } = await owner.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    found.push(...rows.flatMap(({ row }) => leaks(`table ${name}`, row)));
  }
  expect(found).toEqual([]);
});
