import { strFromU8, unzipSync } from 'fflate';
import { sql } from 'kysely';
import type { Actor } from '#kernel/contract/access.ts';
import type { Endpoint } from '#kernel/contract/endpoint.ts';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { writeSearchEntries } from '#kernel/server/records/search.ts';
import { testPassword } from './app.ts';
import { addressOf, bodyFor, nameOf } from './routes.ts';
import type { ServiceZone } from './service-zone.ts';

export type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** Somebody who asks for everything, and whatever they were told, files unpacked. */
export type Walker = {
  readonly actor: Actor;
  readonly ask: (
    method: Endpoint['method'],
    address: string,
    body?: unknown,
  ) => Promise<{ readonly status: number; readonly text: string }>;
};

export type Told = { readonly name: string; readonly address: string; readonly status: number; readonly text: string };

/** Calls that never end or take the ground from under the walk. */
const never = ['GET /api/events', 'POST /api/logout', 'DELETE /api/me/sessions', 'POST /api/example/remove'];

/** What has an address and is no record, by the noun of its address. */
const undeclared = { passports: 'figure_passports', briefings: 'briefings', forms: 'upward_forms' };

/** Every record and case that the house declares. */
export function declarationsOf({ house }: ServiceZone): readonly RecordDeclaration[] {
  return [...house.records.values(), ...house.cases.values()].map(({ declaration }) => declaration);
}

/** The zone's rows by record, found by the search box as those written through the front door are. */
export async function searchableRows(zone: ServiceZone): Promise<Map<string, readonly Row[]>> {
  return zone.inZone(async ({ tx }) => {
    const found = new Map<string, readonly Row[]>();
    for (const declaration of declarationsOf(zone)) {
      const { rows } = await sql<Row>`SELECT * FROM ${sql.table(declaration.table)} WHERE zone_id = ${zone.zoneId} ORDER BY id`.execute(tx);
      found.set(declaration.name, rows);
      const entries = rows.map((row) => ({
        id: row.id,
        values: Object.fromEntries(Object.keys(declaration.fields).map((name) => [name, row[columnOf(name)]])),
      }));
      await writeSearchEntries(tx, zone.zoneId, declaration, entries);
    }
    for (const [noun, table] of Object.entries(undeclared))
      found.set(noun, (await sql<Row>`SELECT id FROM ${sql.table(table)} WHERE zone_id = ${zone.zoneId}`.execute(tx)).rows);
    return found;
  });
}

export async function walkerOf(zone: ServiceZone, loginName: string): Promise<Walker> {
  const reply = await zone.app.fastify.inject({ method: 'POST', url: '/api/login', payload: { loginName, password: testPassword } });
  const cookies = Object.fromEntries(reply.cookies.map(({ name, value }) => [name, value]));
  const ask: Walker['ask'] = async (method, url, body) => {
    const headers = { 'x-csrf-token': cookies['lianxin_csrf'] ?? '', 'idempotency-key': crypto.randomUUID(), 'if-match': '"1"' };
    const answer = await zone.app.fastify.inject({
      method,
      url,
      cookies,
      headers,
      ...(method === 'GET' ? {} : { payload: (body ?? {}) as Record<string, unknown> }),
    });
    const { rawPayload, statusCode: status } = answer;
    const isZip = rawPayload.subarray(0, 2).toString() === 'PK';
    return {
      status,
      text: isZip
        ? Object.values(unzipSync(rawPayload))
            .map((part) => strFromU8(part))
            .join('\n')
        : answer.body,
    };
  };
  const { actor } = JSON.parse((await ask('GET', '/api/me')).text) as { actor: Actor };
  return { actor, ask };
}

/** Asks every endpoint for every row that its address may mean, every list by each filter and order, every figure by each cut, and the search box for each name. */
export async function walk(zone: ServiceZone, walker: Walker, rows: ReadonlyMap<string, readonly Row[]>): Promise<Told[]> {
  const told: Told[] = [];
  for (const endpoint of zone.house.endpoints) {
    if (endpoint.callers === 'everyone' || never.includes(nameOf(endpoint))) continue;
    const mayCall = endpoint.callers === 'signedIn' || endpoint.callers.some((role) => walker.actor.roles.includes(role));
    const addresses = addressesOf(zone, endpoint, rows);
    // a door that is shut is tried once
    for (const address of mayCall ? addresses : addresses.slice(0, 1)) {
      const answer = await walker.ask(endpoint.method, address, bodyFor(endpoint));
      told.push({ name: nameOf(endpoint), address, ...answer });
    }
  }
  return told;
}

function addressesOf(zone: ServiceZone, endpoint: Endpoint, rows: ReadonlyMap<string, readonly Row[]>): readonly string[] {
  const { path } = endpoint;
  const figures = [...zone.house.figures.values()].map(({ declaration }) => declaration);
  const declarations = declarationsOf(zone);
  if (path === '/api/search')
    return declarations.flatMap(({ name, title }) =>
      (rows.get(name) ?? []).slice(0, 2).flatMap((row) => {
        const q = encodeURIComponent(String(row[columnOf(title)]).slice(0, 100));
        return [`${path}?q=${q}&limit=20`, `${path}?q=${q}&records=${name}`];
      }),
    );
  if (path === '/api/figure-values') return figures.map(({ id }) => `${path}?ids=${id}&against=month`);
  if (path.startsWith('/api/figures/:id'))
    return figures.flatMap(({ id, dimensions }) => {
      const plain = path.replace(':id', id);
      const cuts = path === '/api/figures/:id' ? Object.keys(dimensions ?? {}).map((by) => `${plain}?by=${by}`) : [];
      return [plain, ...cuts];
    });
  const noun = path.split('/')[2] ?? '';
  const declaration = declarations.find((one) => one.path === noun);
  if (path === `/api/${noun}` && endpoint.method === 'GET' && declaration)
    return [path, ...listsOf(declaration, rows.get(declaration.name) ?? [])];
  if (!path.includes(':id')) return [addressOf(endpoint)];
  const own = rows.get(declaration?.name ?? noun) ?? [...rows.values()].flatMap((some) => some.slice(0, 1));
  return own.slice(0, declaration ? 5 : 100).map(({ id }) => addressOf(endpoint, { id }));
}

/** The list by each of its filters, by each order, of those that have ended, and from a cursor of one's own making. */
function listsOf({ path, list, fields, title }: RecordDeclaration, rows: readonly Row[]): readonly string[] {
  const [row] = rows;
  const filters = list.filters.flatMap((name) => {
    const kind = fields[name]?.kind ?? 'text';
    const value = row?.[columnOf(name)] ?? undefined;
    if (kind === 'date' || kind === 'moment') return [`${name}.from=2000-01-01&${name}.to=2099-01-01`];
    if (kind === 'integer' || kind === 'decimal' || kind === 'money') return [`${name}=-999999..99999999999`];
    if (kind === 'flag') return [`${name}=true`, `${name}=false`];
    return value === undefined ? [] : [`${name}=${encodeURIComponent([value].flat().join())}`];
  });
  const orders = [...list.columns, 'createdAt', 'dueAt'].map((name) => `order=-${name}`);
  const cursor = Buffer.from(JSON.stringify(['2100-01-01T00:00:00.000Z', '00000000-0000-0000-0000-000000000000'])).toString('base64url');
  const word = encodeURIComponent(String(row?.[columnOf(title)] ?? 'x').slice(0, 100));
  return [...filters, ...orders, 'ended=all&limit=200', `q=${word}`, `order=-createdAt&after=${cursor}`].map(
    (query) => `/api/${path}?${query}`,
  );
}
