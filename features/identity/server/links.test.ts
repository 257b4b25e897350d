import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, testPassword, type Client, type TestApp } from '../../../tests/harness/app.ts';
import { day, trailOf, tryLogin } from './visitor.fixture.ts';

let zone: TestApp;
beforeAll(async () => {
  zone = await startTestApp();
});
afterAll(() => zone.close());

type Used = {
  readonly loginName: string;
  readonly links: readonly { readonly role: string; readonly loginName: string; readonly address: string }[];
};

const tokenOf = (address: string) => address.split('/').at(-1) ?? '';
async function read(token: string) {
  const reply = await zone.app.fastify.inject({ url: `/api/one-time-links/${token}` });
  return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() };
}
async function use(token: string, payload: object) {
  const reply = await zone.app.fastify.inject({ method: 'POST', url: `/api/one-time-links/${token}`, payload });
  return { status: reply.statusCode, body: reply.json<Used & { code?: string; fields?: { path: string }[] }>() };
}

const gone = { status: 410, body: { code: 'LINK_GONE' } };

describe('a first start without the example zone', () => {
  test('three people each set a password nobody else has seen; the zone gets its name; then nobody can start anew', async () => {
    const stale = await zone.startFirst();
    const link = await zone.startFirst();
    expect(await read(stale?.token ?? '')).toMatchObject(gone);
    const token = link?.token ?? '';
    expect(await read(token)).toMatchObject({ status: 200, body: { purpose: 'setUp', loginName: 'sysadmin' } });
    expect(await use(token, { password: 'short', zoneName: '云锦高新区' })).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'password' }] },
    });
    const first = await use(token, { password: testPassword, zoneName: '云锦高新区' });
    expect(first.body.links.map(({ role }) => role)).toEqual(['securityAdmin', 'auditAdmin']);
    for (const other of first.body.links) {
      expect(await use(tokenOf(other.address), { password: testPassword })).toMatchObject({ status: 200, body: { links: [] } });
    }
    const roles: Record<string, unknown> = {};
    for (const loginName of ['sysadmin', 'secadmin', 'auditadmin']) {
      const me = await (await zone.signIn(loginName)).get<{ actor: { roles: string[] }; zone: { name: string } }>('/api/me');
      expect(me.body.zone.name).toBe('云锦高新区');
      roles[loginName] = me.body.actor.roles;
    }
    expect(roles).toEqual({ sysadmin: ['systemAdmin'], secadmin: ['securityAdmin'], auditadmin: ['auditAdmin'] });
    expect(await use(token, { password: testPassword })).toMatchObject(gone);
    expect(await zone.startFirst()).toBeUndefined();
  });

  test('its zone has a working calendar, so that clocks run from the first day', async () => {
    const { rows } = await sql<{ id: string }>`SELECT id FROM zones WHERE name = '云锦高新区'`.execute(zone.house.db.kysely);
    const zoneId = rows[0]?.id ?? '';
    const years = await zone.inZone(({ tx }) => sql`SELECT year FROM work_calendar_years WHERE zone_id = ${zoneId}`.execute(tx), zoneId);
    expect(years.rows.length).toBeGreaterThan(0);
  });
});

describe('an invitation', () => {
  let system: Client;
  beforeAll(async () => {
    await zone.addUser({ loginName: 'system', grants: [{ role: 'systemAdmin' }] });
    system = await zone.signIn('system');
  });
  const invite = async (loginName: string): Promise<{ id: string; token: string }> => {
    const created = await system.post<{ id: string }>('/api/users', { name: '新来的', loginName });
    const answer = await system.post<{ address: string }>(`/api/users/${created.body.id}/invitation`);
    return { id: created.body.id, token: tokenOf(answer.body.address) };
  };

  test('lets the person set a password and sign in; only its hash is stored; both steps are on record', async () => {
    const { id, token } = await invite('newcomer');
    const { rows } = await sql<{ token_hash: string }>`SELECT token_hash FROM one_time_links WHERE user_id = ${id}`.execute(
      zone.house.db.kysely,
    );
    expect(rows[0]?.token_hash).not.toBe(token);
    expect(await tryLogin(zone, 'newcomer')).toMatchObject({ status: 401 });
    expect(await use(token, { password: testPassword })).toMatchObject({ status: 200, body: { loginName: 'newcomer', links: [] } });
    expect(await tryLogin(zone, 'newcomer')).toMatchObject({ status: 200 });
    expect(await trailOf(zone, id)).toEqual(['create done', 'inviteUser done', 'login refused wrong', 'useLink done', 'login done']);
  });

  test('works once, also when opened twice at the same moment', async () => {
    const { token } = await invite('twice');
    const answers = await Promise.all([use(token, { password: testPassword }), use(token, { password: testPassword })]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 410]);
    expect(await read(token)).toMatchObject(gone);
  });

  test('is worth nothing after a day, after a newer one, or made up', async () => {
    const { id, token } = await invite('late');
    const newer = tokenOf((await system.post<{ address: string }>(`/api/users/${id}/invitation`)).body.address);
    expect(await read(token)).toMatchObject(gone);
    expect(await read(newer)).toMatchObject({ status: 200 });
    expect(await use('A'.repeat(43), { password: testPassword })).toMatchObject(gone);
    const began = zone.clock.now;
    zone.clock.now += day + 1;
    expect(await use(newer, { password: testPassword })).toMatchObject(gone);
    zone.clock.now = began;
  });

  test('names no zone, and gives nobody a role', async () => {
    const { token } = await invite('plain');
    await use(token, { password: testPassword, zoneName: '改了名' });
    const me = await (await zone.signIn('plain')).get('/api/me');
    expect(me.body).toMatchObject({ actor: { roles: [] }, zone: { name: '测试区' } });
  });

  test('that resets a password ends every session that the old one began', async () => {
    const id = await zone.addUser({ loginName: 'careless', grants: [{ role: 'dispatcher' }] });
    const old = await zone.signIn('careless');
    const { address } = (await system.post<{ address: string }>(`/api/users/${id}/invitation`)).body;
    expect(await old.get('/api/me')).toMatchObject({ status: 200 });
    expect(await use(tokenOf(address), { password: 'Another-pass-27' })).toMatchObject({ status: 200 });
    expect(await old.get('/api/me')).toMatchObject({ status: 401 });
  });
});

test('example accounts are told to nobody where the example zone is not loaded', async () => {
  const reply = await zone.app.fastify.inject({ url: '/api/login-hints' });
  expect(reply.json()).toMatchObject({ password: null, accounts: [] });
});
