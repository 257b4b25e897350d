import { registerForm } from '#features/figures/server/index.ts';
import { factForm } from '#seeds/forms/example-forms.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '#kernel/contract/endpoint.ts';
import type { Problem } from '#kernel/contract/problem.ts';
import { roleNames, type Role } from '#kernel/contract/role.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { department, firm, place, provider, socialOrganisation, person } from '#features/registry/records.ts';
import { chain, chainMembership, chainNode, cluster, supplyEdge } from '#features/industry/records.ts';
import { clusterAlliance } from '#features/organisation/alliance-records.ts';
import { memberCount, partyMember } from '#features/organisation/people-records.ts';
import { organisationUnit, partyOrganisation } from '#features/organisation/records.ts';
import { lifeRecord, scheme } from '#features/organisation/scheme-records.ts';
import { commonProblem, serviceItem, specialistLink } from '#features/service/records.ts';
import type { Client } from '../harness/app.ts';
import { addressOf, bodyFor, callerOf, everyRole, nameOf } from '../harness/routes.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

/** Calls that never end or take the ground from under the test; refused callers do make them. */
const notForAllowed = ['GET /api/events', 'POST /api/logout', 'DELETE /api/me/sessions', 'POST /api/example/remove'];

let zone: ServiceZone;
let clients: Record<Role, Client>;
let endpoints: readonly Endpoint[];

beforeAll(async () => {
  zone = await startServiceZone();
  clients = await everyRole(zone);
  endpoints = zone.house.endpoints;
});
afterAll(() => zone.close());

const isOpen = (endpoint: Endpoint) => endpoint.callers === 'everyone';
const call = (client: Client, endpoint: Endpoint, params: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  client.send<Problem>(endpoint.method, addressOf(endpoint, params), endpoint.method === 'GET' ? undefined : bodyFor(endpoint), {
    'if-match': '"1"',
    ...headers,
  });

test('there are endpoints to look at, each served once', () => {
  const names = endpoints.map(nameOf);
  expect(names.length).toBeGreaterThan(150);
  expect(new Set(names).size).toBe(names.length);
});

test('without a session everything but the open door says 401', async () => {
  const wrong: string[] = [];
  for (const endpoint of endpoints.filter((one) => !isOpen(one))) {
    const answer = await zone.app.fastify.inject({
      method: endpoint.method,
      url: addressOf(endpoint),
      ...(endpoint.method === 'GET' ? {} : { payload: {} }),
    });
    if (answer.statusCode !== 401 || answer.json<Problem>().code !== 'SIGN_IN_FIRST')
      wrong.push(`${nameOf(endpoint)}: ${answer.statusCode}`);
  }
  expect(wrong).toEqual([]);
});

test('what is open to everyone is the door and the signs of life, and nothing else', () => {
  expect(endpoints.filter(isOpen).map(nameOf).sort()).toEqual([
    'GET /api/briefing-proofs/:token',
    'GET /api/health',
    'GET /api/login-hints',
    'GET /api/one-time-links/:token',
    'GET /api/openapi.json',
    'GET /api/points-passport-keys',
    'GET /api/proofs/:token',
    'GET /api/ready',
    'GET /api/zones/:zone/points-passports/:id/status',
    'POST /api/login',
    'POST /api/one-time-links/:token',
  ]);
});

describe.each(roleNames)('a %s', (role) => {
  test('is refused where the role is not among the callers, and meets no fault where it is', async () => {
    const wrong: string[] = [];
    for (const endpoint of endpoints.filter((one) => !isOpen(one))) {
      const may = endpoint.callers === 'signedIn' || (endpoint.callers as readonly Role[]).includes(role);
      if (may && notForAllowed.includes(nameOf(endpoint))) continue;
      const { status, body } = await call(clients[role], endpoint);
      const fits = may ? status !== 401 && status < 500 : status === 403 && body.code === 'FORBIDDEN';
      if (!fits) wrong.push(`${nameOf(endpoint)}: ${status} ${JSON.stringify(body)}`);
    }
    expect(wrong).toEqual([]);
  });
});

test('the three administrators read and write no business data', async () => {
  const business = endpoints.filter((one) =>
    /^\/api\/(firms|people|places|departments|providers|social-organisations|service-|visits|promises|specialist-|common-|firm-|hotline|handovers)/.test(
      one.path,
    ),
  );
  expect(business.length).toBeGreaterThan(80);
  for (const endpoint of business) {
    if (typeof endpoint.callers === 'string') continue;
    for (const role of ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const)
      expect(endpoint.callers, nameOf(endpoint)).not.toContain(role);
  }
});

describe('every change', () => {
  test.each([
    ['no', ''],
    ["another's", 'not-the-token-of-this-session'],
  ])('with %s CSRF token is refused', async (_whose, token) => {
    const wrong: string[] = [];
    for (const endpoint of endpoints.filter((one) => one.method !== 'GET' && !isOpen(one))) {
      for (const client of [clients.dispatcher, clients.systemAdmin]) {
        const { status, body } = await call(client, endpoint, {}, { 'x-csrf-token': token });
        if (status !== 403 || body.code !== 'CSRF') wrong.push(`${nameOf(endpoint)}: ${status} ${body.code}`);
      }
    }
    expect(wrong).toEqual([]);
    expect((await clients.dispatcher.get('/api/me')).status).toBe(200);
  });

  test.each([
    ['create', 'an Idempotency-Key', 'idempotency-key', ['', 'short', 'with a blank', 'x'.repeat(101)], 400, 'IDEMPOTENCY_KEY_REQUIRED'],
    ['update', 'the version it was read at', 'if-match', ['', '3', '"x"', '*', '"-1"', '"1234567890"'], 428, 'VERSION_REQUIRED'],
  ] as const)('that is of the kind "%s" needs %s', async (effect, _what, header, values, status, code) => {
    const wrong: string[] = [];
    for (const endpoint of endpoints.filter((one) => one.effect === effect)) {
      const client = callerOf(endpoint, clients);
      for (const value of client ? values : []) {
        const answer = client && (await call(client, endpoint, {}, { [header]: value }));
        if (answer?.status !== status || answer.body.code !== code)
          wrong.push(`${nameOf(endpoint)} with "${value}": ${answer?.status} ${answer?.body.code}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe("another zone's rows", () => {
  let foreign: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const zoneId = await zone.newZone('elsewhere');
    const userId = await zone.addUser({ loginName: 'elsewhere', grants: [{ role: 'dispatcher' }] }, zoneId);
    const other = await zone.signIn('elsewhere');
    const ids = await zone.inZone(async (ask) => {
      const make = async (...[declaration, values]: [Parameters<typeof createRow>[1], Record<string, unknown>]) =>
        (await createRow(ask, declaration, values)).id;
      const firms = await make(firm, { name: '外区企业有限公司', status: 'operating' });
      const buyer = await make(firm, { name: '外区客户有限公司', status: 'operating' });
      const chains = await make(chain, { name: '外区产业链' });
      const nodes = await make(chainNode, { name: '外区环节', chainId: chains, segment: 'upstream' });
      const organisations = await make(partyOrganisation, { name: '外区党委', kind: 'committee', establishedOn: '2020-01-01' });
      return {
        firms,
        users: userId,
        places: await make(place, { name: '外区园区', kind: 'park' }),
        departments: await make(department, { name: '外区部门', kind: 'department' }),
        people: await make(person, { name: '外区某人', phone: '13800138000' }),
        providers: await make(provider, { name: '外区银行', kind: 'bank' }),
        'social-organisations': await make(socialOrganisation, { name: '外区协会', kind: 'association', status: 'active' }),
        'service-items': await make(serviceItem, { code: 'S001', name: '外区事项', category: 'utilities', level: 'simple' }),
        'specialist-links': await make(specialistLink, { firmId: firms, specialistId: userId, fromOn: '2026-01-01' }),
        'common-problems': await make(commonProblem, { title: '外区共性问题', state: 'open' }),
        chains,
        'chain-nodes': nodes,
        'chain-memberships': await make(chainMembership, { firmId: firms, nodeId: nodes, fromOn: '2026-01-01' }),
        'supply-edges': await make(supplyEdge, {
          supplierId: firms,
          buyerId: buyer,
          fromOn: '2026-01-01',
          source: 'visit',
          confidence: 60,
        }),
        clusters: await make(cluster, { name: '外区集群' }),
        organisations,
        'organisation-units': await make(organisationUnit, { organisationId: organisations, firmId: firms, fromOn: '2026-01-01' }),
        'party-members': await make(partyMember, { name: '外区党员', joinedOn: '2020-01-01' }),
        'member-counts': await make(memberCount, { firmId: firms, countedOn: '2026-01-01', fullMembers: 3, probationaryMembers: 0 }),
        alliances: await make(clusterAlliance, { name: '外区联盟' }),
        schemes: await make(scheme, { name: '外区体系', code: '外', kind: 'checklist' }),
        'life-records': await make(lifeRecord, {
          topic: '外区党课',
          organisationId: organisations,
          kinds: ['lecture'],
          heldOn: '2026-01-01',
          state: 'draft',
        }),
      };
    }, zoneId);
    const opened = async (path: string, body: unknown) => (await other.post<{ row: { id: string } }>(`/api/${path}`, body)).body.row.id;
    const forms = await zone.inZone(async (ask) => registerForm(ask, (await factForm()).content, '外区表.xlsx'), zoneId);
    foreign = {
      ...ids,
      'service-requests': await opened('service-requests', { text: '外区诉求', firmId: ids.firms }),
      visits: await opened('visits', { firmId: ids.firms, plannedAt: '2026-06-10T01:00:00Z', kind: 'routine' }),
      promises: await opened('promises', { firmId: ids.firms, what: '外区承诺', dueOn: '2026-07-01' }),
      forms,
      'form-fillings': (await other.post<{ id: string }>(`/api/forms/${forms}/fillings`, {})).body.id,
      briefings: (await other.post<{ id: string }>('/api/briefings', {})).body.id,
      passports: (await other.post<{ id: string }>('/api/passports', { figureId: 'operatingFirmCount' })).body.id,
      'saved-views': (await other.post<{ id: string }>('/api/saved-views', { path: '/firms', name: '外区视图', query: '' })).body.id,
    };
  });

  test('are 404 at every address with an id, whoever asks, whatever for', async () => {
    const wrong: string[] = [];
    const looked: string[] = [];
    for (const endpoint of endpoints.filter((one) => one.path.includes(':id') && !one.path.startsWith('/api/me/'))) {
      const noun = endpoint.path.split('/')[2] ?? '';
      const id = foreign[noun];
      if (id) looked.push(noun);
      const client = callerOf(endpoint, clients);
      if (!client) continue;
      const { status, body } = await call(client, endpoint, { id: id ?? randomUUID() });
      if (status !== 404) wrong.push(`${nameOf(endpoint)}: ${status} ${JSON.stringify(body)}`);
    }
    expect(wrong).toEqual([]);
    expect(new Set(looked)).toEqual(new Set(Object.keys(foreign)));
  });

  test('are no rows that one could point at either', async () => {
    for (const [path, body] of [
      ['service-requests', { text: '指向外区', firmId: foreign['firms'] }],
      ['service-requests', { text: '指向外区', firmId: zone.firmId, itemId: foreign['service-items'] }],
      ['visits', { firmId: foreign['firms'], plannedAt: '2026-06-10T01:00:00Z', kind: 'routine' }],
      ['promises', { firmId: foreign['firms'], what: '…', dueOn: '2026-07-01' }],
      ['specialist-links', { firmId: zone.firmId, specialistId: foreign['users'], fromOn: '2026-01-01' }],
      ['firms', { name: '指向外区的企业', status: 'operating', parkId: foreign['places'] }],
      ['supply-edges', { supplierId: zone.firmId, buyerId: foreign['firms'], fromOn: '2026-01-01', source: 'visit', confidence: 60 }],
      ['chain-nodes', { name: '指向外区的环节', chainId: foreign['chains'], segment: 'upstream' }],
    ] as const) {
      expect((await clients.dispatcher.post(`/api/${path}`, body)).status, path).toBe(422);
    }
    const [mine] = (await clients.dispatcher.get<{ rows: { specialistId: string }[] }>('/api/specialist-links')).body.rows;
    for (const item of [
      { firmId: zone.firmId, toId: foreign['users'] },
      { firmId: zone.firmId, toId: zone.people.contact.userId },
    ]) {
      const offered = await clients.dispatcher.post('/api/handovers', { fromId: mine?.specialistId, items: [item] });
      expect(offered).toMatchObject({ status: 422, body: { fields: [{ path: 'items.0.toId' }] } });
      const planned = await clients.dispatcher.post('/api/specialist-plans/accept', {
        changes: [{ firmId: zone.firmId, specialistId: item.toId }],
      });
      expect(planned.status).toBe(422);
    }
  });

  test('show in no list, search, inbox or home', async () => {
    for (const noun of Object.keys(foreign).filter((one) => one !== 'users' && one !== 'saved-views' && one !== 'people')) {
      const { body } = await clients.dispatcher.get(`/api/${noun}?limit=200`);
      expect(JSON.stringify(body), noun).not.toContain('外区');
    }
    expect(JSON.stringify((await clients.dispatcher.get(`/api/search?q=${encodeURIComponent('外区')}`)).body)).not.toContain(
      foreign['firms'],
    );
    expect(JSON.stringify((await clients.dispatcher.get('/api/inbox?limit=200')).body)).not.toContain(foreign['service-requests']);
  });
});
