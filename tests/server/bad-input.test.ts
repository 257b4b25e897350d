import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '#kernel/contract/endpoint.ts';
import { Problem } from '#kernel/contract/problem.ts';
import type { Role } from '#kernel/contract/role.ts';
import type { Client } from '../harness/app.ts';
import { addressOf, bodyFor, callerOf, everyRole, nameOf } from '../harness/routes.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

/** Uploads take a file, not a body; the stream of changes never ends; signing out would end the test. */
const takesFile = [
  'POST /api/imports/:record',
  'POST /api/service-requests/:id/attachments',
  'POST /api/hotline-files',
  'POST /api/points-sheets',
];
const notCalled = ['GET /api/events', 'POST /api/logout', 'DELETE /api/me/sessions', 'POST /api/example/remove'];

let zone: ServiceZone;
let clients: Record<Role, Client>;
let endpoints: readonly Endpoint[];
let faults: string[];

beforeAll(async () => {
  zone = await startServiceZone();
  clients = await everyRole(zone);
  endpoints = zone.house.endpoints.filter((one) => !notCalled.includes(nameOf(one)) && callerOf(one, clients) !== undefined);
});
afterAll(() => zone.close());

type Sent = {
  readonly body?: unknown;
  readonly query?: string;
  readonly params?: Record<string, string>;
  readonly headers?: Record<string, string>;
};

/** Sends it as somebody who may, and notes what no bad input may bring about: a fault of ours, or no problem document. */
async function send(
  endpoint: Endpoint,
  { body, query = '', params = {}, headers = {} }: Sent,
  what: string,
): Promise<{ status: number; body: Problem }> {
  const client = callerOf(endpoint, clients) ?? clients.dispatcher;
  const address = `${addressOf(endpoint, params)}${query}`;
  const answer = await client.send<Problem>(endpoint.method, address, endpoint.method === 'GET' ? undefined : (body ?? bodyFor(endpoint)), {
    'if-match': '"1"',
    ...headers,
  });
  if (endpoint.path === '/api/security-settings' && answer.status === 200) await openAgain();
  const isProblem = answer.status < 400 || Problem.safeParse(answer.body).success;
  if (answer.status >= 500 || !isProblem)
    faults.push(`${nameOf(endpoint)} ${what}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
  return answer;
}

/** A second factor required of all, which a well-typed body may bring about, would shut everybody out. */
async function openAgain(): Promise<void> {
  const owner = new pg.Client({ connectionString: zone.ownerUrl });
  await owner.connect();
  await owner.query(`UPDATE zones SET settings = settings - 'requireSecondFactor'`);
  await owner.end();
}

const keysOf = (schema: unknown): string[] => {
  const shape = typeof schema === 'object' && schema !== null && 'shape' in schema ? schema.shape : {};
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
};

const nasty: readonly (readonly [what: string, value: unknown])[] = [
  ['NUL', 'a\u0000b'],
  ['half a character', 'a\ud800b'],
  ['a million letters', 'x'.repeat(900_000)],
  ['nothing', null],
  ['a huge number', 1e308],
  ['a negative number', -1],
  ['a fraction', 1.5],
  ['true', true],
  ['a list', []],
  ['an object', {}],
  ['a list in a list', [[[]]]],
  ['an impossible date', '2026-02-30'],
  ['a date of no calendar', '0000-00-00'],
  ['SQL', "'; DROP TABLE firms; --"],
  ['markup', '<script>alert(1)</script>'],
  ['an id that is none', 'not-a-uuid'],
  ['blank', '   '],
  ['a number as text', '12'],
];
const unkeepable = new Set(['NUL', 'half a character']);

const withBody = () => endpoints.filter((one) => one.method !== 'GET' && !takesFile.includes(nameOf(one)));
const check = async (work: () => Promise<void>) => {
  faults = [];
  await work();
  // what was sent may have been taken; the house must still stand as before, or the next lines would prove nothing
  const standing = await zone.move(zone.people.dispatcher, await zone.ask(), 'accept', { level: 'simple' });
  expect([faults, standing.status]).toEqual([[], 200]);
};

test('a field that nobody knows is named, and nothing is done', () =>
  check(async () => {
    for (const endpoint of withBody().filter((one) => !one.path.endsWith('/moves/:move'))) {
      const { status, body } = await send(endpoint, { body: { ...bodyFor(endpoint), noSuchField: 1 } }, 'with an unknown field');
      if (status !== 422 || !body.fields.some((field) => field.path === 'noSuchField'))
        faults.push(`${nameOf(endpoint)}: ${status} ${JSON.stringify(body)}`);
    }
  }));

test('a parameter of the address that nobody knows is named too', () =>
  check(async () => {
    for (const endpoint of endpoints.filter((one) => one.method === 'GET' && one.path !== '/api/oidc/callback')) {
      const separator = addressOf(endpoint).includes('?') ? '&' : '?';
      const { status, body } = await send(endpoint, { query: `${separator}noSuchParameter=1` }, 'with an unknown parameter');
      if (status !== 422 || !body.fields.some((field) => field.path === 'query.noSuchParameter'))
        faults.push(`${nameOf(endpoint)}: ${status} ${JSON.stringify(body)}`);
    }
  }));

test.each(nasty)(
  'every field holding %s: an answer for people, never a fault',
  (what, value) =>
    check(async () => {
      for (const endpoint of withBody()) {
        const keys = keysOf(endpoint.body);
        const all = Object.fromEntries(keys.map((key) => [key, value]));
        const { status, body } = await send(endpoint, { body: all }, `all fields ${what}`);
        if (!unkeepable.has(what) || keys.length === 0) continue;
        const named = new Set(status === 422 ? body.fields.map((field) => field.path) : []);
        if (!keys.every((key) => named.has(key)))
          faults.push(`${nameOf(endpoint)} ${what}: ${status} names ${[...named].join(', ')} of ${keys.join(', ')}`);
      }
    }),
  120_000,
);

test(
  'one field of each kind at a time, beside ones that fit',
  () =>
    check(async () => {
      for (const endpoint of withBody()) {
        for (const key of keysOf(endpoint.body)) {
          for (const [what, value] of nasty.filter(([name]) => name !== 'a million letters')) {
            await send(endpoint, { body: { ...bodyFor(endpoint), [key]: value } }, `${key} ${what}`);
          }
        }
      }
    }),
  240_000,
);

test(
  'any JSON at all as the body',
  () =>
    check(async () => {
      for (const endpoint of withBody()) {
        const keys = keysOf(endpoint.body);
        const bodies = fc.sample(
          fc.oneof(fc.object({ maxDepth: 3 }), fc.dictionary(fc.constantFrom(...keys, '__proto__', 'constructor', 'id'), fc.jsonValue())),
          { numRuns: 8, seed: 20_261_123 },
        );
        for (const body of bodies)
          await send(endpoint, { body: JSON.parse(JSON.stringify(body)) as unknown }, JSON.stringify(body).slice(0, 120));
      }
    }),
  240_000,
);

test.each([
  ['no JSON', '{"text": "a', 'application/json', 400],
  ['JSON that is no object', '[]', 'application/json', 422],
  ['JSON that is a text', '"text"', 'application/json', 422],
  ['JSON that is null', 'null', 'application/json', 422],
  ['a number that is none', '{"text": 1e999}', 'application/json', 422],
  ['a prototype', '{"__proto__": {"admin": true}, "text": "a"}', 'application/json', 400],
  ['ten thousand brackets', '['.repeat(10_000) + ']'.repeat(10_000), 'application/json', 422],
  ['two megabytes', JSON.stringify({ text: 'x'.repeat(2_000_000) }), 'application/json', 413],
  ['XML', '<text>a</text>', 'application/xml', 415],
  ['a form', 'text=a', 'application/x-www-form-urlencoded', 415],
])('a body that is %s', (_what, payload, type, status) =>
  check(async () => {
    for (const path of ['/api/service-requests', '/api/feedback', '/api/firms']) {
      const answer = await clients.dispatcher.send<Problem>('POST', path, payload, { 'content-type': type });
      expect(answer.status, path).toBe(status);
      expect(Problem.safeParse(answer.body).success, path).toBe(true);
    }
  }),
);

test(
  'every parameter of every address, each holding what it cannot',
  () =>
    check(async () => {
      const texts = [
        '%00',
        '%ED%A0%80',
        '',
        'x'.repeat(3000),
        '-1',
        '1e9',
        '2026-02-30',
        '9999-99-99',
        "'",
        '%25',
        '%E4%B8',
        '[object Object]',
        'null',
        '999999999999999999999',
      ];
      for (const endpoint of endpoints.filter((one) => one.method === 'GET' && one.path !== '/api/oidc/callback')) {
        const separator = addressOf(endpoint).includes('?') ? '&' : '?';
        for (const key of keysOf(endpoint.query)) {
          await Promise.all(texts.map((text) => send(endpoint, { query: `${separator}${key}=${text}` }, `${key}=${text.slice(0, 30)}`)));
          const twice = await send(endpoint, { query: `${separator}${key}=a&${key}=b` }, `${key} twice`);
          if (twice.status < 400) faults.push(`${nameOf(endpoint)} takes ${key} twice`);
        }
      }
    }),
  240_000,
);

test(
  'every id of every address that is none',
  () =>
    check(async () => {
      for (const endpoint of endpoints.filter((one) => one.path.includes(':'))) {
        for (const id of [
          '1',
          'null',
          '%00',
          '%ED%A0%80',
          "'",
          '..%2f..%2fetc',
          'x'.repeat(150),
          '00000000-0000-0000-0000-00000000000g',
          '%E4%B8%AD',
        ]) {
          const params = { id, quietId: id, attachmentId: id, record: id, move: id, year: id, token: id };
          const { status } = await send(endpoint, { params }, `id ${id.slice(0, 40)}`);
          if (status < 400) faults.push(`${nameOf(endpoint)} answers ${status} to the id ${id.slice(0, 40)}`);
        }
      }
    }),
  120_000,
);

describe('all that is wrong is said at once', () => {
  test('of a firm: a name that is missing, a code with a wrong check character, a number and a date that cannot be', async () => {
    const answer = await clients.dispatcher.post<Problem>('/api/firms', {
      uscc: '91110000600037341X',
      employees: -3,
      foundedOn: '2026-02-30',
      status: 'sleeping',
      noSuch: 1,
    });
    expect(answer.status).toBe(422);
    expect(answer.body.fields.map((field) => field.path).sort()).toEqual(['employees', 'foundedOn', 'name', 'noSuch', 'status', 'uscc']);
    for (const field of answer.body.fields) expect(field.message.zh.length * field.message.en.length).toBeGreaterThan(0);
  });

  test('of a move: unknown fields and missing ones together', async () => {
    const id = await zone.ask();
    const answer = await zone.move(zone.people.dispatcher, id, 'refuse', { reasons: '…' });
    expect(answer).toMatchObject({ status: 422 });
    expect((answer.body as unknown as Problem).fields.map((field) => field.path).sort()).toEqual(['advice', 'reason', 'reasons']);
    expect(await zone.status(id)).toBe('submitted');
  });

  test('of a whistle that calls nobody', async () => {
    const id = await zone.ask();
    await zone.move(zone.people.dispatcher, id, 'accept', { level: 'simple' });
    const answer = await zone.move(zone.people.dispatcher, id, 'whistle', { unitIds: [], topic: '会商' });
    expect((answer.body as unknown as Problem).fields.map((field) => field.path)).toEqual(['unitIds']);
  });

  test('of an address that does not exist', async () => {
    for (const [method, url] of [
      ['GET', '/api/nowhere'],
      ['POST', '/api/firms/x/y/z'],
      ['DELETE', '/api/firms'],
      ['GET', '/api/%'],
    ] as const) {
      const answer = await clients.dispatcher.send<Problem>(method, url);
      expect(answer.status, url).toBeGreaterThanOrEqual(400);
      expect(answer.status, url).toBeLessThan(500);
      expect(Problem.safeParse(answer.body).success, `${url} ${JSON.stringify(answer.body)}`).toBe(true);
    }
  });
});

test.each(['𠮷野智能科技有限公司', '𬭚电子有限公司', '😀企业有限公司', '𐐺𞢹有限公司'])(
  'a name with a rare character (%s) is kept and found',
  async (name) => {
    const made = await clients.dispatcher.post<{ id: string }>('/api/firms', { name, status: 'operating' });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const found = await clients.dispatcher.get<{ rows: { id: string }[] }>(`/api/firms?q=${encodeURIComponent(name)}`);
    expect(found.body.rows.map((row) => row.id)).toContain(made.body.id);
  },
);

test('an order or a cursor that no list gave is refused by name', async () => {
  const id = '0190a000-0000-7000-8000-000000000000';
  const cursor = (value: unknown, of: unknown = id) => Buffer.from(JSON.stringify([value, of])).toString('base64url');
  for (const query of [
    'order=constructor',
    'order=__proto__',
    'order=-toString',
    ...['createdAt', '-updatedAt', 'employees', 'foundedOn'].flatMap((order) =>
      ['yesterday', '9999999999', '2026-99-99', '1e999999999', ''].map((value) => `order=${order}&after=${cursor(`x${value}`)}`),
    ),
    `order=createdAt&after=${cursor('2026-02-31T25:00')}`,
    `after=${cursor('x', '-'.repeat(36))}`,
    `after=${cursor(1)}`,
  ]) {
    const { status, body } = await clients.dispatcher.get<Problem>(`/api/firms?${query}`);
    expect(status, `${query} ${JSON.stringify(body)}`).toBe(422);
    expect(body.fields[0]?.path, query).toMatch(/^query\.(order|after)$/);
  }
});
