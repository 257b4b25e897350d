import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRow } from '#kernel/server/records/write.ts';
import { department } from '#features/registry/records.ts';
import { startTestApp, type Answer, type Client, type TestApp } from '../../../tests/harness/app.ts';
import { day, trailOf, tryLogin } from './visitor.fixture.ts';
import { administrators } from '../rules/grants.ts';
import { createUsers } from './accounts.ts';

let zone: TestApp;
let system: Client;
let security: Client;
let audit: Client;
let dispatcher: Client;
let departmentId: string;
let elsewhere: { readonly zoneId: string; readonly userId: string; readonly departmentId: string };

beforeAll(async () => {
  zone = await startTestApp();
  const people = { system: 'systemAdmin', security: 'securityAdmin', audit: 'auditAdmin', dispatcher: 'dispatcher' } as const;
  for (const [loginName, role] of Object.entries(people)) await zone.addUser({ loginName, grants: [{ role }] });
  system = await zone.signIn('system');
  security = await zone.signIn('security');
  audit = await zone.signIn('audit');
  dispatcher = await zone.signIn('dispatcher');
  departmentId = await zone.inZone(async (ask) => (await createRow(ask, department, { name: '经济发展局', kind: 'department' })).id);
  const zoneId = await zone.newZone('elsewhere');
  elsewhere = {
    zoneId,
    userId: await zone.addUser({ loginName: 'far-away', grants: [{ role: 'dispatcher' }] }, zoneId),
    departmentId: await zone.inZone(async (ask) => (await createRow(ask, department, { name: '别区某局', kind: 'department' })).id, zoneId),
  };
});
afterAll(() => zone.close());

let count = 0;
/** Somebody nobody has granted anything yet. */
async function somebody(grants: Parameters<TestApp['addUser']>[0]['grants'] = []): Promise<{ id: string; loginName: string }> {
  count += 1;
  const loginName = `somebody${count}`;
  return { id: await zone.addUser({ loginName, grants }), loginName };
}

const grant = (userId: string, role: string, more: object = {}): Promise<Answer<{ id: string; code: string }>> =>
  security.post('/api/role-grants', { userId, role, ...more });
const fault = (code: string, path: string) => ({
  status: 422,
  body: { fields: [expect.objectContaining({ path })], ...(code && { code }) },
});

describe('T-SEC-1: the three administrators are kept apart (三员分立)', () => {
  test('auditAdmin for a systemAdmin is refused, and nothing is granted', async () => {
    const { id } = await somebody([{ role: 'systemAdmin' }]);
    expect(await grant(id, 'auditAdmin')).toMatchObject(fault('', 'role'));
    expect((await security.get<{ grants: unknown[] }>(`/api/role-grants?userId=${id}`)).body.grants).toHaveLength(1);
  });

  test('an administrator gets no business role, and an officer no administrator’s', async () => {
    expect(await grant((await somebody([{ role: 'securityAdmin' }])).id, 'dispatcher')).toMatchObject(fault('', 'role'));
    expect(await grant((await somebody([{ role: 'dispatcher' }])).id, 'securityAdmin')).toMatchObject(fault('', 'role'));
  });

  test('two such grants at the same moment: one stands', async () => {
    const { id } = await somebody();
    const answers = await Promise.all([grant(id, 'systemAdmin'), grant(id, 'auditAdmin')]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 422]);
  });

  test('a grant withdrawn makes room for another the same day', async () => {
    const { id } = await somebody();
    const first = await grant(id, 'systemAdmin');
    expect(await security.send('DELETE', `/api/role-grants/${first.body.id}`)).toMatchObject({ status: 200 });
    expect(await security.send('DELETE', `/api/role-grants/${first.body.id}`)).toMatchObject({ status: 404 });
    expect(await grant(id, 'auditAdmin')).toMatchObject({ status: 201 });
    expect((await trailOf(zone, id)).slice(-3)).toEqual(['grantRole done', 'revokeRole done', 'grantRole done']);
  });

  test('the command line does not go round it', async () => {
    const person = { name: '某人', loginName: 'both', grants: [{ role: 'systemAdmin' as const }, { role: 'auditAdmin' as const }] };
    const both = zone.inZone(({ tx }) => createUsers(tx, zone.zoneId, [person], zone.clock.now));
    await expect(both).rejects.toMatchObject({ status: 422, fields: [{ path: 'role' }] });
    const weak = zone.inZone(({ tx }) => createUsers(tx, zone.zoneId, [{ ...person, grants: [], password: 'short' }], zone.clock.now));
    await expect(weak).rejects.toMatchObject({ status: 422, fields: [{ path: 'password' }] });
  });

  test('none of them sees business data: no record and no case but people and feedback lets them in', () => {
    const declarations = [...zone.house.records.values(), ...zone.house.cases.values()].map(({ declaration }) => declaration);
    const open = declarations.filter(({ access }) => access.some((rule) => rule.roles.some((role) => administrators.includes(role))));
    expect(open.map(({ name }) => name).sort()).toEqual(['feedback', 'user']);
  });

  test('each does the others’ work not at all', async () => {
    const { id } = await somebody();
    const asked: Record<string, (who: Client) => Promise<Answer>> = {
      grant: (who) => who.post('/api/role-grants', { userId: id, role: 'dispatcher' }),
      unlock: (who) => who.post(`/api/users/${id}/unlock`),
      create: (who) => who.post('/api/users', { name: '新人', loginName: `new-${count}-${who.userId.slice(-4)}` }),
      invite: (who) => who.post(`/api/users/${id}/invitation`),
      trail: (who) => who.get('/api/audit-entries'),
      verify: (who) => who.get('/api/audit/verify'),
    };
    const may = { grant: security, unlock: security, create: system, invite: system, trail: audit, verify: audit } as Record<
      string,
      Client
    >;
    for (const [work, ask] of Object.entries(asked)) {
      for (const who of [system, security, audit, dispatcher]) {
        const { status } = await ask(who);
        expect(`${work}: ${who === may[work] ? status < 300 : status}`).toBe(`${work}: ${who === may[work] ? true : 403}`);
      }
    }
  });
});

describe('a grant is refused when', () => {
  test('the role is the whole zone’s but a unit is named, or needs one and none is', async () => {
    const { id } = await somebody();
    expect(await grant(id, 'dispatcher', { scopeId: departmentId })).toMatchObject(fault('', 'scopeId'));
    expect(await grant(id, 'departmentHandler')).toMatchObject(fault('', 'scopeId'));
    expect(await grant(id, 'departmentHandler', { scopeId: departmentId })).toMatchObject({ status: 201 });
  });
  test('the unit is none, of another kind, or another zone’s', async () => {
    const { id } = await somebody();
    for (const scopeId of [randomUUID(), id, elsewhere.departmentId]) {
      expect(await grant(id, 'departmentHandler', { scopeId })).toMatchObject(fault('', 'scopeId'));
    }
  });
  test('its end lies before its beginning, or its days are none', async () => {
    const { id } = await somebody();
    expect(await grant(id, 'dispatcher', { fromOn: '2026-07-01', toOn: '2026-06-30' })).toMatchObject(fault('', 'toOn'));
    expect(await grant(id, 'dispatcher', { fromOn: '2026-02-30' })).toMatchObject(fault('', 'fromOn'));
  });
  test('the role, the person or a field does not exist', async () => {
    const { id } = await somebody();
    expect(await grant(id, 'emperor')).toMatchObject(fault('', 'role'));
    expect(await grant(id, 'dispatcher', { forever: true })).toMatchObject(fault('', 'forever'));
    expect(await grant(randomUUID(), 'dispatcher')).toMatchObject({ status: 404 });
  });
});

test('a grant counts from its first day to its last', async () => {
  const { id, loginName } = await somebody();
  await grant(id, 'dispatcher', { fromOn: '2026-06-04', toOn: '2026-06-04' });
  const began = zone.clock.now;
  const roles: unknown[] = [];
  for (const turn of [0, 1, 2]) {
    zone.clock.now = began + turn * day;
    roles.push((await (await zone.signIn(loginName)).get<{ actor: { roles: string[] } }>('/api/me')).body.actor.roles);
  }
  zone.clock.now = began;
  expect(roles).toEqual([[], ['dispatcher'], []]);
});

test('a lock is lifted by the security administrator, on record', async () => {
  const { id, loginName } = await somebody();
  for (let failure = 0; failure < 5; failure += 1) await tryLogin(zone, loginName, { password: 'wrong' });
  expect(await tryLogin(zone, loginName)).toMatchObject({ status: 423 });
  expect(await security.post(`/api/users/${id}/unlock`)).toMatchObject({ status: 200 });
  expect(await tryLogin(zone, loginName)).toMatchObject({ status: 200 });
  expect(await trailOf(zone, id)).toContain('unlockUser done');
});

describe('a login name', () => {
  const create = (loginName: string) => system.post<{ id: string; version: number }>('/api/users', { name: '新人', loginName });

  test('is one of a kind on the whole platform, whatever its case, also against another zone', async () => {
    expect(await create('Unique')).toMatchObject({ status: 201 });
    for (const taken of ['Unique', 'unique', 'FAR-AWAY']) expect(await create(taken)).toMatchObject(fault('', 'loginName'));
    for (const unfit of ['a', '-abc', '王芳', 'a b']) expect(await create(unfit)).toMatchObject(fault('', 'loginName'));
  });

  test('can be changed, also in its case alone; the old one is free again', async () => {
    const created = await create('before');
    const rename = (loginName: string, version: number) =>
      system.send<{ version: number }>('PATCH', `/api/users/${created.body.id}`, { loginName }, { 'if-match': `"${version}"` });
    expect(await rename('Before', created.body.version)).toMatchObject({ status: 200 });
    expect(await rename('after', created.body.version + 1)).toMatchObject({ status: 200 });
    expect(await create('before')).toMatchObject({ status: 201 });
  });
});

describe('zones are walls', () => {
  test('another zone’s people are not listed, not read, not granted, not invited, not unlocked, not thrown out', async () => {
    const far = elsewhere.userId;
    const people = await system.get<{ rows: { id: string }[] }>('/api/users');
    expect(people.body.rows.map(({ id }) => id)).not.toContain(far);
    expect((await system.get(`/api/users/${far}`)).status).toBe(404);
    expect((await grant(far, 'zoneLeader')).status).toBe(404);
    expect((await system.post(`/api/users/${far}/invitation`)).status).toBe(404);
    expect((await security.post(`/api/users/${far}/unlock`)).status).toBe(404);
    const theirs = await zone.signIn('far-away');
    expect((await security.send('DELETE', `/api/users/${far}/sessions`)).status).toBe(404);
    expect(await theirs.get('/api/me')).toMatchObject({ status: 200, body: { actor: { zoneId: elsewhere.zoneId } } });
    expect((await security.get<{ grants: unknown[] }>(`/api/role-grants?userId=${far}`)).body.grants).toEqual([]);
  });

  test('requiring a second factor here requires it nowhere else', async () => {
    await zone.addUser({ loginName: 'far-security', grants: [{ role: 'securityAdmin' }] }, elsewhere.zoneId);
    const far = await zone.signIn('far-security');
    await far.send('PUT', '/api/security-settings', { requireSecondFactor: true });
    expect(await security.get('/api/security-settings')).toMatchObject({
      body: { requireSecondFactor: false, params: { failuresMost: 5, lockMinutes: 30 } },
    });
  });
});

describe('the trail', () => {
  test('is read in pages that neither repeat nor lose an entry, newest first', async () => {
    const read = async (after?: string) =>
      (await audit.get<{ entries: { id: string }[]; next: string | null }>(`/api/audit-entries?limit=7${after ? `&after=${after}` : ''}`))
        .body;
    const ids: string[] = [];
    for (let page = await read(); ; page = await read(page.next ?? '')) {
      ids.push(...page.entries.map(({ id }) => id));
      if (page.next === null) break;
    }
    expect(ids.length).toBeGreaterThan(14);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
  });

  test('is filtered by who, what and when; a day that is none is refused', async () => {
    const read = async (query: string) =>
      (await audit.get<{ entries: { actor: string; action: string; at: string }[] }>(`/api/audit-entries?${query}`)).body.entries;
    const grants = await read('action=grantRole&actor=security');
    expect(grants.length).toBeGreaterThan(0);
    expect(new Set(grants.map(({ actor, action }) => `${actor} ${action}`))).toEqual(new Set(['security grantRole']));
    expect(await read('to=2026-06-02')).toEqual([]);
    expect((await read('from=2026-06-03&to=2026-06-03&limit=200')).length).toBeGreaterThan(14);
    expect((await audit.get('/api/audit-entries?from=2026-02-30')).status).toBe(422);
  });

  test('T-SEC-2: is whole, and says so', async () => {
    await zone.sweep();
    expect(await audit.get('/api/audit/verify')).toMatchObject({ status: 200, body: { unsealed: 0, faults: [] } });
  });
});

test('banks, funds, firms, branches and providers list no accounts but their own and those of their institution', async () => {
  const institution = randomUUID();
  const listed: Record<string, number> = {};
  for (const role of ['enterpriseContact', 'talent', 'branchSecretary', 'bankOfficer', 'fundReviewer', 'provider'] as const) {
    const isInstitution = role === 'bankOfficer' || role === 'fundReviewer' || role === 'provider';
    const scope = role === 'talent' ? {} : { scopeId: isInstitution ? institution : randomUUID() };
    const own = await zone.addUser({ loginName: `guest-${role}`, grants: [{ role, ...scope }] });
    await zone.addUser({ loginName: `other-${role}`, grants: [{ role, ...(role === 'talent' ? {} : { scopeId: randomUUID() }) }] });
    const guest = await zone.signIn(`guest-${role}`);
    const { rows } = (await guest.get<{ rows: { id: string }[] }>('/api/users')).body;
    expect(rows.map(({ id }) => id)).toContain(own);
    listed[role] = rows.length;
    expect((await guest.get(`/api/users/${system.userId}`)).status).toBe(404);
    expect(JSON.stringify((await guest.get('/api/search?q=system')).body)).not.toContain(system.userId);
  }
  // the last three share one institution, which each joins after the one before
  expect(listed).toEqual({ enterpriseContact: 1, talent: 1, branchSecretary: 1, bankOfficer: 1, fundReviewer: 2, provider: 3 });
});
