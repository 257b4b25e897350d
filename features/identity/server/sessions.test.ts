import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, testPassword, type TestApp } from '../../../tests/harness/app.ts';
import { hour, minute, second, trailOf, tryLogin } from './visitor.fixture.ts';

let zone: TestApp;
const ids: Record<string, string> = {};
beforeAll(async () => {
  zone = await startTestApp();
  for (const loginName of ['wang', 'li', 'zhao', 'sun'])
    ids[loginName] = await zone.addUser({ loginName, grants: [{ role: 'dispatcher' }] });
  await zone.addUser({ loginName: 'security', grants: [{ role: 'securityAdmin' }] });
});
afterAll(() => zone.close());

const signInFirst = { status: 401, body: { code: 'SIGN_IN_FIRST' } };

test('nobody is anybody without a session, with a made-up one, or with the stored hash of one', async () => {
  const { rows } = await sql<{ token_hash: string }>`SELECT token_hash FROM sessions LIMIT 1`.execute(zone.house.db.kysely);
  for (const token of [undefined, 'x', 'A'.repeat(43), rows[0]?.token_hash]) {
    const reply = await zone.app.fastify.inject({ url: '/api/me', ...(token && { cookies: { lianxin_session: token } }) });
    expect(reply.statusCode).toBe(401);
  }
});

describe('T-SEC: a session ends', () => {
  test('after 15 minutes of doing nothing, not before', async () => {
    const wang = await zone.signIn('wang');
    zone.clock.now += 14 * minute;
    expect(await wang.get('/api/me')).toMatchObject({ status: 200 });
    zone.clock.now += 15 * minute;
    expect(await wang.get('/api/me')).toMatchObject({ status: 200 });
    zone.clock.now += 15 * minute + second;
    expect(await wang.get('/api/me')).toMatchObject(signInFirst);
    zone.clock.now -= 15 * minute;
    expect(await wang.get('/api/me')).toMatchObject(signInFirst);
  });

  test('after 12 hours however busy', async () => {
    const wang = await zone.signIn('wang');
    const began = zone.clock.now;
    while (zone.clock.now < began + 12 * hour) {
      zone.clock.now += 10 * minute;
      expect(await wang.get('/api/me')).toMatchObject({ status: 200 });
    }
    zone.clock.now += second;
    expect(await wang.get('/api/me')).toMatchObject(signInFirst);
  });

  test('by signing out', async () => {
    const wang = await zone.signIn('wang');
    expect(await wang.post('/api/logout')).toMatchObject({ status: 200 });
    expect(await wang.get('/api/me')).toMatchObject(signInFirst);
  });
});

describe('CSRF', () => {
  test('a change without the token of this very session is refused, and nothing is changed', async () => {
    const { cookies } = await tryLogin(zone, 'wang');
    const other = await tryLogin(zone, 'wang');
    const change = (headers: Record<string, string>) =>
      zone.app.fastify.inject({
        method: 'POST',
        url: '/api/me/password',
        cookies,
        headers,
        payload: { current: testPassword, password: 'Changed-pass-26' },
      });
    for (const headers of [{}, { 'x-csrf-token': '' }, { 'x-csrf-token': other.cookies['lianxin_csrf'] ?? '' }] as Record<
      string,
      string
    >[]) {
      const reply = await change(headers);
      expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([403, 'CSRF']);
    }
    expect((await zone.app.fastify.inject({ url: '/api/me', cookies })).statusCode).toBe(200);
    expect(await tryLogin(zone, 'wang')).toMatchObject({ status: 200 });
  });
});

describe('sessions are listed and revoked', () => {
  test('one by one: the revoked one is out at its next request, the others stay', async () => {
    const here = await zone.signIn('li');
    const there = await zone.signIn('li');
    const listed = await here.get<{ sessions: { id: string; current: boolean; ip: string; seenAt: string }[] }>('/api/me/sessions');
    expect(listed.body.sessions).toHaveLength(2);
    const other = listed.body.sessions.find((session) => !session.current);
    expect(other).toMatchObject({ ip: '127.0.0.1', seenAt: new Date(zone.clock.now).toISOString() });
    expect(await here.send('DELETE', `/api/me/sessions/${other?.id}`)).toMatchObject({ status: 200, body: { ended: 1 } });
    expect(await there.get('/api/me')).toMatchObject(signInFirst);
    expect(await here.get('/api/me')).toMatchObject({ status: 200 });
  });

  test("not somebody else's, not even by its id", async () => {
    const zhao = await zone.signIn('zhao');
    const sun = await zone.signIn('sun');
    const { sessions } = (await zhao.get<{ sessions: { id: string }[] }>('/api/me/sessions')).body;
    expect(await sun.send('DELETE', `/api/me/sessions/${sessions[0]?.id}`)).toMatchObject({ body: { ended: 0 } });
    expect(await zhao.get('/api/me')).toMatchObject({ status: 200 });
  });

  test('all others at once, by hand and by changing the password', async () => {
    const [one, two, three] = [await zone.signIn('zhao'), await zone.signIn('zhao'), await zone.signIn('zhao')];
    await one.send('DELETE', '/api/me/sessions');
    expect((await two.get('/api/me')).status).toBe(401);
    const four = await zone.signIn('zhao');
    await one.post('/api/me/password', { current: testPassword, password: 'Changed-pass-26' });
    expect([(await one.get('/api/me')).status, (await three.get('/api/me')).status, (await four.get('/api/me')).status]).toEqual([
      200, 401, 401,
    ]);
  });

  test('by the security administrator, on record', async () => {
    const security = await zone.signIn('security');
    const sun = await zone.signIn('sun');
    expect(await sun.send('DELETE', `/api/users/${ids['sun']}/sessions`)).toMatchObject({ status: 403 });
    expect((await security.send<{ ended: number }>('DELETE', `/api/users/${ids['sun']}/sessions`)).body.ended).toBeGreaterThan(0);
    expect(await sun.get('/api/me')).toMatchObject(signInFirst);
    expect(await trailOf(zone, ids['sun'] ?? '')).toContain('endSession done');
  });

  test('many at once, without waiting for one another', async () => {
    const clients = await Promise.all(Array.from({ length: 12 }, () => zone.signIn('sun')));
    const answers = await Promise.all(clients.map((client) => client.send('DELETE', '/api/me/sessions')));
    expect(answers.every(({ status }) => status === 200 || status === 401)).toBe(true);
  }, 20_000);
});

test('a withdrawn role and an ended user count from the very next request', async () => {
  const userId = await zone.addUser({ loginName: 'zhou', grants: [{ role: 'dispatcher' }] });
  const zhou = await zone.signIn('zhou');
  const security = await zone.signIn('security');
  expect(await zhou.get('/api/firms')).toMatchObject({ status: 200 });
  const { grants } = (await security.get<{ grants: { id: string }[] }>(`/api/role-grants?userId=${userId}`)).body;
  await security.send('DELETE', `/api/role-grants/${grants[0]?.id}`);
  expect((await zhou.get('/api/me')).body).toMatchObject({ actor: { roles: [] } });
  expect((await zhou.get('/api/firms')).status).not.toBe(200);
  await zone.inZone(({ tx }) =>
    sql`UPDATE users SET ended_on = '2026-06-01' WHERE zone_id = ${zone.zoneId} AND id = ${userId}`.execute(tx),
  );
  expect(await zhou.get('/api/me')).toMatchObject(signInFirst);
});

test('a zone that requires a second factor opens nothing else until it is set', async () => {
  const other = await zone.newZone('strict');
  await zone.addUser({ loginName: 'strict-security', grants: [{ role: 'securityAdmin' }] }, other);
  await zone.addUser({ loginName: 'strict-wu', grants: [{ role: 'dispatcher' }] }, other);
  const wu = await zone.signIn('strict-wu');
  expect(await wu.send('PUT', '/api/security-settings', { requireSecondFactor: true })).toMatchObject({ status: 403 });
  expect(await (await zone.signIn('strict-security')).send('PUT', '/api/security-settings', { requireSecondFactor: true })).toMatchObject({
    status: 200,
  });
  expect(await wu.get('/api/firms')).toMatchObject({ status: 403, body: { code: 'SECOND_FACTOR_REQUIRED', rule: 'T-SEC-FACTOR' } });
  expect(await wu.get('/api/me')).toMatchObject({ status: 200, body: { duty: 'setSecondFactor' } });
  expect((await (await zone.signIn('wang')).get('/api/firms')).status).toBe(200);
});

test('over https the cookies are the host’s own, and so is their removal', async () => {
  const app = await zone.beside({ origin: 'https://lianxin.example', oidc: undefined });
  const attempt = await tryLogin({ app }, 'wang');
  const line = attempt.cookieLines.find((one) => one.startsWith('__Host-lianxin_session='));
  expect(line).toMatch(/Path=\/; HttpOnly; Secure; SameSite=Lax/);
  expect(line).not.toContain('Domain');
  const out = await app.fastify.inject({
    method: 'POST',
    url: '/api/logout',
    cookies: attempt.cookies,
    headers: { 'x-csrf-token': attempt.cookies['lianxin_csrf'] ?? '' },
  });
  expect([out.headers['set-cookie'] ?? []].flat()[0]).toMatch(/^__Host-lianxin_session=;.*Secure/);
  await app.fastify.close();
});
