import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, testPassword, type TestApp } from '../../../tests/harness/app.ts';
import { codeAt, day, minute, second, trailOf, tryLogin } from './visitor.fixture.ts';

let zone: TestApp;
beforeAll(async () => {
  zone = await startTestApp();
});
afterAll(() => zone.close());

test('a right password signs in; the cookie is out of reach of scripts and only its hash is stored', async () => {
  const userId = await zone.addUser({ loginName: 'wang', grants: [{ role: 'dispatcher' }] });
  const attempt = await tryLogin(zone, 'Wang');
  expect(attempt).toMatchObject({ status: 200, body: { state: 'signedIn' } });
  expect(attempt.cookieLines.find((line) => line.startsWith('lianxin_session='))).toMatch(/HttpOnly; SameSite=Lax/);
  const token = attempt.cookies['lianxin_session'] ?? '';
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const { rows } = await sql<{ token_hash: string }>`SELECT token_hash FROM sessions WHERE user_id = ${userId}`.execute(
    zone.house.db.kysely,
  );
  expect(rows).toEqual([{ token_hash: createHash('sha256').update(token).digest('hex') }]);
  expect(await trailOf(zone, userId)).toContain('login done');
});

test('an unknown name, a wrong password and somebody without a password get the same answer', async () => {
  await zone.addUser({ loginName: 'li', grants: [] });
  await zone.inZone(({ tx }) =>
    sql`UPDATE users SET password_hash = NULL WHERE zone_id = ${zone.zoneId} AND login_name = 'li'`.execute(tx),
  );
  const known = await tryLogin(zone, 'wang', { password: 'wrong' });
  expect(known).toMatchObject({ status: 401, body: { code: 'LOGIN_WRONG' } });
  // but for the request's own number
  const same = { ...known.body, requestId: expect.any(String) };
  expect((await tryLogin(zone, 'nobody', { password: 'wrong' })).body).toEqual(same);
  expect((await tryLogin(zone, 'li')).body).toEqual(same);
  expect(known.cookieLines).toEqual([]);
});

test('what does not fit is refused with every faulty field', async () => {
  const reply = await zone.app.fastify.inject({
    method: 'POST',
    url: '/api/login',
    payload: { loginName: ' ', code: '12', role: 'systemAdmin' },
  });
  expect(reply.statusCode).toBe(422);
  const { fields } = reply.json<{ fields: { path: string }[] }>();
  expect(fields.map(({ path }) => path).sort()).toEqual(['code', 'loginName', 'password', 'role']);
});

describe('T-SEC: five failures lock for 30 minutes', () => {
  test('the right password does not open before, and does after; each step is on record', async () => {
    const userId = await zone.addUser({ loginName: 'zhao', grants: [{ role: 'dispatcher' }] });
    for (let failure = 1; failure < 5; failure += 1) {
      expect(await tryLogin(zone, 'zhao', { password: 'wrong' })).toMatchObject({ status: 401 });
    }
    expect(await tryLogin(zone, 'zhao', { password: 'wrong' })).toMatchObject({
      status: 423,
      body: { code: 'LOCKED', rule: 'T-SEC-LOCK' },
    });
    expect(await tryLogin(zone, 'zhao')).toMatchObject({ status: 423 });
    expect(await tryLogin(zone, 'wang')).toMatchObject({ status: 200 });
    zone.clock.now += 30 * minute - second;
    expect(await tryLogin(zone, 'zhao')).toMatchObject({ status: 423 });
    zone.clock.now += second;
    expect(await tryLogin(zone, 'zhao')).toMatchObject({ status: 200 });
    expect((await trailOf(zone, userId)).filter((line) => !line.startsWith('create'))).toEqual([
      ...Array<string>(4).fill('login refused wrong'),
      'lockout refused wrong',
      ...Array<string>(2).fill('login refused locked'),
      'login done',
    ]);
  });

  test('a success forgets earlier failures, and a lock that ran out starts the count anew', async () => {
    await zone.addUser({ loginName: 'qian', grants: [{ role: 'dispatcher' }] });
    const fail = async (times: number) => {
      for (let failure = 0; failure < times; failure += 1) await tryLogin(zone, 'qian', { password: 'wrong' });
    };
    await fail(4);
    expect(await tryLogin(zone, 'qian')).toMatchObject({ status: 200 });
    await fail(5);
    zone.clock.now += 30 * minute;
    await fail(4);
    expect(await tryLogin(zone, 'qian')).toMatchObject({ status: 200 });
  });

  test('attempts made at once are all counted', async () => {
    await zone.addUser({ loginName: 'sun', grants: [{ role: 'dispatcher' }] });
    await Promise.all(Array.from({ length: 5 }, () => tryLogin(zone, 'sun', { password: 'wrong' })));
    expect(await tryLogin(zone, 'sun')).toMatchObject({ status: 423 });
  });
});

test('a name that nobody has, one that ended and one without a password answer and lock as anybody’s does', async () => {
  for (const loginName of ['known', 'ended', 'invited']) await zone.addUser({ loginName, grants: [{ role: 'dispatcher' }] });
  await zone.inZone(({ tx }) =>
    sql`UPDATE users SET password_hash = CASE WHEN login_name = 'ended' THEN password_hash END, ended_on = CASE WHEN login_name = 'ended' THEN DATE '2020-01-01' END
      WHERE zone_id = ${zone.zoneId} AND login_name IN ('ended', 'invited')`.execute(tx),
  );
  const names = ['known', 'Unknown', 'ended', 'invited'];
  const answers = async (password: string) => {
    const all = [];
    for (const loginName of names) {
      const { status, body, cookieLines } = await tryLogin(zone, loginName, { password });
      all.push(JSON.stringify({ status, body: { ...body, requestId: '' }, cookieLines }));
    }
    expect(new Set(all).size, all.join('\n')).toBe(1);
    return JSON.parse(all[0] ?? '') as { status: number };
  };
  const statuses = async (times: number) => {
    const all: number[] = [];
    for (let attempt = 0; attempt < times; attempt += 1) all.push((await answers('wrong')).status);
    return all;
  };
  expect(await statuses(6)).toEqual([401, 401, 401, 401, 423, 423]);
  zone.clock.now += 30 * minute - second;
  expect((await answers(testPassword)).status).toBe(423);
  zone.clock.now += second;
  expect(await statuses(5)).toEqual([401, 401, 401, 401, 423]);
  const attempts = await Promise.all(Array.from({ length: 5 }, () => tryLogin(zone, 'nobody-at-once', { password: 'wrong' })));
  expect(attempts.map(({ status }) => String(status)).sort()).toEqual(['401', '401', '401', '401', '423']);
  // what was typed for a name may be a password: it is nowhere
  const { rows } = await zone.inZone(({ tx }) =>
    sql<{ row: string }>`SELECT u::text AS row FROM unknown_logins u WHERE zone_id = ${zone.zoneId}`.execute(tx),
  );
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.filter(({ row }) => /unknown|nobody/i.test(row))).toEqual([]);
});

test('who has ended cannot sign in; who ends tomorrow still can', async () => {
  const end = (loginName: string, on: string) =>
    zone.inZone(({ tx }) =>
      sql`UPDATE users SET ended_on = ${on}::date WHERE zone_id = ${zone.zoneId} AND login_name = ${loginName}`.execute(tx),
    );
  await zone.addUser({ loginName: 'gone', grants: [{ role: 'dispatcher' }] });
  await zone.addUser({ loginName: 'going', grants: [{ role: 'dispatcher' }] });
  await end('gone', '2026-06-03');
  await end('going', '2026-06-04');
  expect(await tryLogin(zone, 'gone')).toMatchObject({ status: 401, body: { code: 'LOGIN_WRONG' } });
  expect(await tryLogin(zone, 'going')).toMatchObject({ status: 200 });
});

describe('a second factor', () => {
  /** Somebody who has just set one, half a minute ago. */
  const withFactor = async (loginName: string): Promise<string> => {
    await zone.addUser({ loginName, grants: [{ role: 'dispatcher' }] });
    const person = await zone.signIn(loginName);
    const { secret } = (await person.post<{ secret: string }>('/api/me/second-factor', { password: testPassword })).body;
    await person.post('/api/me/second-factor/confirm', { code: codeAt(secret, zone.clock.now) });
    zone.clock.now += 30 * second;
    return secret;
  };

  test('is set by password, scan and a first code; until that code signing in asks for none', async () => {
    await zone.addUser({ loginName: 'zhou', grants: [{ role: 'dispatcher' }] });
    const zhou = await zone.signIn('zhou');
    expect(await zhou.post('/api/me/second-factor', { password: 'wrong' })).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'password' }] },
    });
    const started = await zhou.post<{ secret: string }>('/api/me/second-factor', { password: testPassword });
    expect(started.body).toMatchObject({
      uri: expect.stringMatching(/^otpauth:\/\/totp\//),
      picture: expect.stringMatching(/^data:image\/png;base64,/),
    });
    expect(await zhou.post('/api/me/second-factor/confirm', { code: '000000' })).toMatchObject({ status: 422 });
    expect(await tryLogin(zone, 'zhou')).toMatchObject({ body: { state: 'signedIn' } });
    const code = codeAt(started.body.secret, zone.clock.now);
    expect(await zhou.post('/api/me/second-factor/confirm', { code })).toMatchObject({ status: 200 });
    expect(await tryLogin(zone, 'zhou')).toMatchObject({ status: 200, body: { state: 'secondFactorNeeded' }, cookieLines: [] });
    const { rows } = await zone.inZone(({ tx }) =>
      sql<{ sealed: string }>`SELECT totp_sealed AS sealed FROM users WHERE zone_id = ${zone.zoneId} AND login_name = 'zhou'`.execute(tx),
    );
    expect(rows[0]?.sealed).not.toContain(started.body.secret);
  });

  test('opens with the code of now, once: one seen over a shoulder is worth nothing', async () => {
    const secret = await withFactor('chen');
    const code = codeAt(secret, zone.clock.now);
    expect(await tryLogin(zone, 'chen', { code, password: 'wrong' })).toMatchObject({ status: 401 });
    expect(await tryLogin(zone, 'chen', { code })).toMatchObject({ status: 200, body: { state: 'signedIn' } });
    expect(await tryLogin(zone, 'chen', { code })).toMatchObject({ status: 401 });
    zone.clock.now += 30 * second;
    expect(await tryLogin(zone, 'chen', { code })).toMatchObject({ status: 401 });
    expect(await tryLogin(zone, 'chen', { code: codeAt(secret, zone.clock.now) })).toMatchObject({ status: 200 });
  });

  test('does not open with a code of five minutes ago, and wrong codes lock like wrong passwords', async () => {
    const secret = await withFactor('chu');
    const old = codeAt(secret, zone.clock.now);
    zone.clock.now += 5 * minute;
    for (let failure = 1; failure < 5; failure += 1) expect(await tryLogin(zone, 'chu', { code: old })).toMatchObject({ status: 401 });
    expect(await tryLogin(zone, 'chu', { code: old })).toMatchObject({ status: 423 });
  });

  test('goes only by password and code together', async () => {
    const secret = await withFactor('wei');
    const { cookies } = await tryLogin(zone, 'wei', { code: codeAt(secret, zone.clock.now) });
    zone.clock.now += 30 * second;
    const code = codeAt(secret, zone.clock.now);
    const headers = { 'x-csrf-token': cookies['lianxin_csrf'] ?? '' };
    const remove = async (payload: object) =>
      (await zone.app.fastify.inject({ method: 'DELETE', url: '/api/me/second-factor', cookies, headers, payload })).statusCode;
    expect(await remove({ password: 'wrong', code })).toBe(422);
    expect(await remove({ password: testPassword, code: '000000' })).toBe(422);
    expect(await remove({ password: testPassword, code })).toBe(200);
    expect(await tryLogin(zone, 'wei')).toMatchObject({ body: { state: 'signedIn' } });
  });
});

test('a password 91 days old must be changed before anything else', async () => {
  await zone.addUser({ loginName: 'wu', grants: [{ role: 'dispatcher' }] });
  zone.clock.now += 91 * day;
  const wu = await zone.signIn('wu');
  expect(await wu.get('/api/me')).toMatchObject({ status: 200, body: { duty: 'changePassword' } });
  expect(await wu.get('/api/firms')).toMatchObject({ status: 403, body: { code: 'PASSWORD_EXPIRED', rule: 'T-SEC-PASSWORD' } });
  expect(await wu.post('/api/me/password', { current: 'wrong', password: 'Another-pass-27' })).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'current' }] },
  });
  expect(await wu.post('/api/me/password', { current: testPassword, password: 'short' })).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'password' }] },
  });
  expect(await wu.post('/api/me/password', { current: testPassword, password: testPassword })).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'password' }] },
  });
  expect(await wu.post('/api/me/password', { current: testPassword, password: 'Another-pass-27' })).toMatchObject({ status: 200 });
  expect(await wu.get('/api/firms')).toMatchObject({ status: 200 });
});

test('the last five passwords do not come back; the sixth last may', async () => {
  await zone.addUser({ loginName: 'zheng', grants: [{ role: 'dispatcher' }] });
  const zheng = await zone.signIn('zheng');
  const passwords = [testPassword, ...[1, 2, 3, 4, 5].map((turn) => `Turning-pass-${turn}`)];
  for (const [index, password] of passwords.slice(1).entries()) {
    expect(await zheng.post('/api/me/password', { current: passwords[index], password })).toMatchObject({ status: 200 });
  }
  const current = passwords.at(-1);
  expect(await zheng.post('/api/me/password', { current, password: passwords[1] })).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'password' }] },
  });
  expect(await zheng.post('/api/me/password', { current, password: passwords[0] })).toMatchObject({ status: 200 });
});
