import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessRulesFor, type Actor } from '#kernel/contract/access.ts';
import type { Endpoint } from '#kernel/contract/endpoint.ts';
import { columnOf } from '#kernel/contract/field.ts';
import { Problem } from '#kernel/contract/problem.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { roleNames, type Role } from '#kernel/contract/role.ts';
import type { Client } from '../harness/app.ts';
import { fillRandomly } from '../harness/random-zone.ts';
import { addressOf, bodyFor, callerOf, everyRole, nameOf } from '../harness/routes.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

/**
 * Every endpoint, asked by every role with ids of its own zone, of another zone and of nowhere. What must come is
 * derived from the declarations: callers and sentences of the policy.
 */
type Row = Readonly<Record<string, unknown>> & { readonly id: string };

let zone: ServiceZone;
let clients: Record<Role, Client>;
let actors: Record<Role, Actor>;
let endpoints: readonly Endpoint[];
let declarations: readonly RecordDeclaration[];
let own: ReadonlyMap<string, readonly Row[]>;
let foreign: ReadonlyMap<string, readonly Row[]>;

beforeAll(async () => {
  zone = await startServiceZone();
  endpoints = zone.house.endpoints;
  declarations = [
    ...[...zone.house.records.values()].map((one) => one.declaration),
    ...[...zone.house.cases.values()].map((one) => one.declaration as RecordDeclaration),
  ];
  const elsewhere = await zone.newZone('elsewhere');
  await zone.inZone((ask) => fillRandomly(ask, 'elsewhere', 3), elsewhere);
  await zone.inZone((ask) => fillRandomly(ask, 'here', 3, 'records'));
  own = await rowsOfZone(zone.zoneId);
  foreign = await rowsOfZone(elsewhere);
  clients = await everyRole(zone);
  const told = await Promise.all(roleNames.map((role) => clients[role].get<{ actor: Actor }>('/api/me')));
  actors = Object.fromEntries(roleNames.map((role, index) => [role, told[index]?.body.actor])) as Record<Role, Actor>;
}, 180_000);
afterAll(() => zone.close());

async function rowsOfZone(zoneId: string): Promise<Map<string, Row[]>> {
  return zone.inZone(async ({ tx }) => {
    const found = new Map<string, Row[]>();
    for (const { path, table } of declarations) {
      const { rows } = await sql<Row>`SELECT * FROM ${sql.table(table)} WHERE zone_id = ${zoneId} ORDER BY id LIMIT 6`.execute(tx);
      found.set(path, rows);
    }
    return found;
  }, zoneId);
}

const nounOf = (endpoint: Endpoint) => endpoint.path.split('/')[2] ?? '';
const mayCall = (endpoint: Endpoint, role: Role) => typeof endpoint.callers === 'string' || endpoint.callers.includes(role);
const call = (role: Role, endpoint: Endpoint, id: string) =>
  clients[role].send<Problem>(endpoint.method, addressOf(endpoint, { id }), endpoint.method === 'GET' ? undefined : bodyFor(endpoint), {
    'if-match': '"1"',
  });

/** What the policy's sentences say of a row; undefined where another table decides (links, consents). */
function isSeen(declaration: RecordDeclaration, role: Role, row: Row): boolean | undefined {
  const verdicts = accessRulesFor(declaration.access, actors[role], 'read').map(({ rows }) => {
    if (rows === 'all') return true;
    if ('consent' in rows || 'through' in rows) return actors[role].scope[rows.in].length === 0 ? false : undefined;
    const value = row[columnOf(rows.column)];
    return 'is' in rows ? (value ?? false) === rows.is : actors[role].scope[rows.in].includes(String(value));
  });
  if (verdicts.includes(true)) return true;
  return verdicts.includes(undefined) ? undefined : false;
}

describe.each(roleNames)('a %s', (role) => {
  test("at another zone's id gets what an id of nowhere gets, and neither does anything", async () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const endpoint of endpoints.filter((one) => one.path.includes(':id') && one.callers !== 'everyone')) {
      const theirs = foreign.get(nounOf(endpoint))?.[0]?.id;
      if (!theirs) continue;
      asked += 1;
      const nowhere = await call(role, endpoint, randomUUID());
      const there = await call(role, endpoint, theirs);
      // a reading of something beside the row may say that there is nothing; it may not say more than of nowhere
      const wanted = !mayCall(endpoint, role) ? [403] : endpoint.method === 'GET' ? [404, 200] : [404, 403];
      const fits = wanted.includes(there.status);
      if (!fits || wordsOf(there.body) !== wordsOf(nowhere.body))
        wrong.push(`${nameOf(endpoint)}: ${there.status} ${JSON.stringify(there.body)} / ${JSON.stringify(nowhere.body)}`);
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(150);
  }, 120_000);

  test('reads of its own zone the rows that a sentence of the policy gives, and no other', async () => {
    const wrong: string[] = [];
    for (const [name, { declaration }] of zone.house.records) {
      const read = endpoints.find((one) => nameOf(one) === `GET /api/${declaration.path}/:id`);
      if (!read) continue;
      for (const row of own.get(declaration.path) ?? []) {
        const seen = isSeen(declaration, role, row);
        const { status } = await call(role, read, row.id);
        const wanted = !mayCall(read, role) ? [403] : seen === undefined ? [200, 404] : [seen ? 200 : 404];
        if (!wanted.includes(status)) wrong.push(`${name} ${row.id}: ${status}, expected ${wanted.join(' or ')}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  test('changes in its own zone nothing that the policy does not give', async () => {
    const wrong: string[] = [];
    for (const { declaration } of zone.house.records.values()) {
      const row = own.get(declaration.path)?.[0];
      if (!row) continue;
      for (const endpoint of endpoints.filter((one) => one.method !== 'GET' && one.path.startsWith(`/api/${declaration.path}/:id`))) {
        const { status, body } = await call(role, endpoint, row.id);
        const unseen = isSeen(declaration, role, row) === false;
        const fits = !mayCall(endpoint, role) ? status === 403 : status < 500 && status !== 401 && !(unseen && status < 400);
        if (!fits) wrong.push(`${nameOf(endpoint)}: ${status} ${JSON.stringify(body)}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});

describe('what only the system sets', () => {
  const system = ['id', 'zoneId', 'zone_id', 'version', 'createdAt', 'created_at', 'updatedAt', 'endedOn', 'titles', 'everOverdue'];

  test('is refused by name in every body that declares fields', async () => {
    const wrong: string[] = [];
    for (const declaration of declarations) {
      const derived = Object.entries(declaration.fields).flatMap(([name, field]) => (field.derived ? [name] : []));
      const isCase = 'states' in declaration;
      for (const endpoint of endpoints.filter((one) =>
        [`POST /api/${declaration.path}`, `PATCH /api/${declaration.path}/:id`].includes(nameOf(one)),
      )) {
        const client = callerOf(endpoint, clients);
        if (!client) continue;
        const names = isCase ? [...system, 'status', 'statusSince'] : [...system, ...derived];
        const id = own.get(declaration.path)?.[0]?.id ?? randomUUID();
        const body = Object.fromEntries(names.map((name) => [name, '1']));
        const answer = await client.send<Problem>(endpoint.method, addressOf(endpoint, { id }), body, { 'if-match': '"1"' });
        const named = answer.status === 422 ? answer.body.fields.map((field) => field.path) : [];
        const missed = names.filter((name) => !named.includes(name));
        if (missed.length > 0) wrong.push(`${nameOf(endpoint)}: ${answer.status} takes ${missed.join(', ')}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    ['__proto__', '{"__proto__": {"isAdmin": true, "roles": ["auditAdmin"]}}'],
    ['constructor', '{"constructor": {"prototype": {"isAdmin": true}}}'],
    ['a field called constructor', '{"constructor": 1, "toString": 2, "hasOwnProperty": 3}'],
  ])('no body changes what every object is: %s', async (_what, payload) => {
    const wrong: string[] = [];
    for (const endpoint of endpoints.filter((one) => one.method !== 'GET' && !notForAllowed.includes(nameOf(one)))) {
      const client = callerOf(endpoint, clients) ?? clients.dispatcher;
      const headers = { 'content-type': 'application/json', 'if-match': '"1"' };
      const { status, body } = await client.send<Problem>(endpoint.method, addressOf(endpoint), payload, headers);
      if (status < 400 || status >= 500 || !Problem.safeParse(body).success)
        wrong.push(`${nameOf(endpoint)}: ${status} ${JSON.stringify(body)}`);
    }
    expect(wrong).toEqual([]);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });
});

const notForAllowed = ['POST /api/logout', 'DELETE /api/me/sessions', 'POST /api/example/remove'];

describe('how a request is dressed', () => {
  test('a body in another dress than JSON is read as none, or refused; never as something unchecked', async () => {
    const wrong: string[] = [];
    const boundary = 'x-walls';
    const multipart = `--${boundary}\r\ncontent-disposition: form-data; name="loginName"\r\n\r\na\r\n--${boundary}--\r\n`;
    for (const endpoint of endpoints.filter((one) => one.method !== 'GET' && !notForAllowed.includes(nameOf(one)))) {
      const client = callerOf(endpoint, clients) ?? clients.dispatcher;
      for (const [type, payload] of [
        [`multipart/form-data; boundary=${boundary}`, multipart],
        ['text/plain', JSON.stringify(bodyFor(endpoint))],
        ['application/json; charset=utf-7', '+AHsAfQ-'],
        ['application/x-www-form-urlencoded', 'loginName=a'],
        ['application/json, text/html', '{}'],
      ] as const) {
        const { status, body } = await client.send<Problem>(endpoint.method, addressOf(endpoint), payload, {
          'content-type': type,
          'if-match': '"1"',
        });
        if (status >= 500 || (status >= 400 && !Problem.safeParse(body).success))
          wrong.push(`${nameOf(endpoint)} ${type}: ${status} ${JSON.stringify(body)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('a method is the one in the first line, whatever a header or a parameter says', async () => {
    const feedback = '/api/feedback-entries';
    for (const header of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      expect((await clients.dispatcher.send('GET', feedback, undefined, { [header]: 'DELETE' })).status).toBe(200);
      const said = await clients.securityAdmin.send('POST', `/api/role-grants/${randomUUID()}`, {}, { [header]: 'DELETE' });
      expect(said.status).toBe(404);
    }
    expect((await clients.dispatcher.get(`${feedback}?_method=DELETE`)).status).toBe(422);
  });

  test('HEAD, OPTIONS, TRACE and made-up methods open nothing', async () => {
    for (const method of ['HEAD', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      for (const url of ['/api/firms', '/api/me', '/api/audit-entries']) {
        const answer = await zone.app.fastify.inject({ method: method as 'HEAD', url });
        expect(answer.statusCode, `${method} ${url}`).toBeGreaterThanOrEqual(400);
        expect(answer.body).not.toContain('userId');
      }
    }
  });

  test.each([
    '/%2e%2e/%2e%2e/package.json',
    '/assets/%2e%2e/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/%252e%252e/%252e%252e/package.json',
    '/..%5c..%5cpackage.json',
    '/assets/..;/..;/package.json',
    '//etc/passwd',
    '/%00package.json',
    '/index.html%00.js',
    `/${'a'.repeat(16_000)}`,
    '/api/../package.json',
    '/api/firms/..%2f..%2fme',
    '/api//me',
    '/API/ME',
    '/api/me;x=1',
    '/api/me%2f',
    '/api/firms/%2e%2e/users',
    '/.git/config',
    '/data/secret.key',
  ])('the address %s leads nowhere', async (url) => {
    for (const headers of [{}, { 'x-original-url': '/api/health', 'x-rewrite-url': '/api/health' }]) {
      const answer = await zone.app.fastify.inject({ method: 'GET', url, headers });
      const isPage = answer.statusCode === 200 && (answer.headers['content-type'] ?? '').startsWith('text/html');
      expect(isPage || [400, 401, 403, 404, 414].includes(answer.statusCode), `${answer.statusCode} ${answer.body.slice(0, 200)}`).toBe(
        true,
      );
      expect(answer.body).not.toMatch(/"dependencies"|root:|\[core\]|"loginName"/);
    }
  });
});

describe('a session that is none', () => {
  const everywhere = async (cookie: Record<string, string>, csrf: string) => {
    const wrong: string[] = [];
    for (const endpoint of endpoints.filter((one) => one.callers !== 'everyone')) {
      const answer = await zone.app.fastify.inject({
        method: endpoint.method,
        url: addressOf(endpoint),
        cookies: cookie,
        headers: { 'x-csrf-token': csrf, 'idempotency-key': randomUUID(), 'if-match': '"1"' },
        ...(endpoint.method === 'GET' ? {} : { payload: bodyFor(endpoint) }),
      });
      if (answer.statusCode !== 401) wrong.push(`${nameOf(endpoint)}: ${answer.statusCode}`);
    }
    expect(wrong).toEqual([]);
  };
  const signIn = async () => {
    const reply = await zone.app.fastify.inject({
      method: 'POST',
      url: '/api/login',
      payload: { loginName: 'dispatcher', password: 'Test-pass-2026' },
    });
    const [session = '', csrf = ''] = ['lianxin_session', 'lianxin_csrf'].map(
      (name) => reply.cookies.find((cookie) => cookie.name === name)?.value ?? '',
    );
    return { session, csrf };
  };

  test('a forged cookie opens no door', async () => {
    const { session, csrf } = await signIn();
    const changed = `${session.slice(0, -1)}${session.endsWith('A') ? 'B' : 'A'}`;
    for (const value of [changed, session.slice(0, 20), `${session}x`, '', "' OR '1'='1", 'null', '%00'])
      await everywhere({ lianxin_session: value }, csrf);
  });

  test('one that was signed out opens no door', async () => {
    const { session, csrf } = await signIn();
    const out = await zone.app.fastify.inject({
      method: 'POST',
      url: '/api/logout',
      cookies: { lianxin_session: session },
      headers: { 'x-csrf-token': csrf },
    });
    expect(out.statusCode).toBe(200);
    await everywhere({ lianxin_session: session }, csrf);
  });

  test('one that has run out opens no door, by idling or by age', async () => {
    const { session, csrf } = await signIn();
    zone.clock.now += 16 * 60_000;
    await everywhere({ lianxin_session: session }, csrf);
  });
});

/** An answer's words, without the request's own number. */
function wordsOf(body: unknown): string {
  return JSON.stringify(body).replace(/,?"requestId":"[^"]*"/, '');
}
