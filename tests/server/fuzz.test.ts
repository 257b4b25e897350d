import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { expect, test } from 'vitest';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { columnOf } from '#kernel/contract/field.ts';
import { Problem } from '#kernel/contract/problem.ts';
import { roleNames, type Role } from '#kernel/contract/role.ts';
import { valuesFor, type Schema } from '../harness/absurd.ts';
import { fillRandomly } from '../harness/random-zone.ts';
import { everyRole } from '../harness/routes.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

/**
 * Requests made up from the API's own description, by chance: whatever comes in, the answer is for people, soon, in
 * both languages, and tells nothing of the insides or of another zone.
 *
 *   LIANXIN_FUZZ=50000 LIANXIN_FUZZ_SEED=7 npx vitest run --project server tests/server/fuzz.test.ts
 */
const requests = Number(process.env['LIANXIN_FUZZ'] ?? 2000);
const seed = Number(process.env['LIANXIN_FUZZ_SEED'] ?? 20_261_124);

const secretOfOthers = '外区机密';
const insides =
  /\.ts:\d+|node_modules|\bat \w+ \(|violates|constraint|syntax error|relation "|column "|pg_|ECONN|SELECT\s.+\sFROM\s|TypeError|undefined is not|Cannot read/;

/** Calls that never end or take the ground from under the test. */
const notCalled = ['get /api/events', 'post /api/logout', 'delete /api/me/sessions', 'post /api/example/remove', 'get /api/oidc/start'];

type Parameter = { readonly name: string; readonly in: 'path' | 'query' | 'header'; readonly required: boolean; readonly schema: Schema };
type Operation = {
  readonly 'x-callers': 'everyone' | 'signedIn' | readonly Role[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
};
type Call = {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly role: Role;
};

test(
  `${requests} requests by chance, seed ${seed}`,
  async () => {
    const zone = await startServiceZone();
    const owner = new pg.Client({ connectionString: zone.ownerUrl });
    await owner.connect();
    try {
      const { words, idsOf } = await furnish(zone, owner);
      const clients = await everyRole(zone);
      const description = (await zone.app.fastify.inject({ url: '/api/openapi.json' })).json<{
        paths: Record<string, Record<string, Operation>>;
      }>();
      const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
        Object.entries(methods)
          .filter(([method]) => !notCalled.includes(`${method} ${path}`))
          .map(([method, operation]) => ({ method: method.toUpperCase() as 'GET', path, operation })),
      );
      const each = Math.ceil(requests / operations.length);
      const faults = new Map<string, string>();
      const statuses = new Map<number, number>();
      let sent = 0;
      for (const [index, { method, path, operation }] of operations.entries()) {
        for (const call of fc.sample(callsOf(operation, words, idsOf.get(path.split('/')[2] ?? '') ?? []), {
          numRuns: each,
          seed: seed + index,
        })) {
          zone.clock.now += 250;
          const url = addressOf(path, call);
          const began = performance.now();
          const { status, body } = await clients[call.role].send(
            method,
            url,
            method === 'GET' ? undefined : JSON.stringify(call.body ?? {}),
            {
              'content-type': 'application/json',
              'if-match': '"1"',
            },
          );
          sent += 1;
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          const fault = faultOf(status, body, performance.now() - began, call);
          const key = `${method} ${path}: ${fault?.slice(0, 160)}`;
          if (fault) faults.set(key, faults.get(key) ?? `${fault} — ${url.slice(0, 300)} ${JSON.stringify(call.body)?.slice(0, 600)}`);
          if (path === '/api/security-settings') await owner.query(`UPDATE zones SET settings = settings - 'requireSecondFactor'`);
        }
      }
      process.stdout.write(
        `fuzz: ${sent} requests, seed ${seed}, ${JSON.stringify(Object.fromEntries([...statuses].toSorted(([a], [b]) => a - b)))}\n`,
      );
      expect([...faults].map(([where, what]) => `${where}\n    ${what}`)).toEqual([]);
      // it must have come past the doors often enough to have said something
      expect((statuses.get(200) ?? 0) + (statuses.get(201) ?? 0)).toBeGreaterThan(sent / 20);
    } finally {
      await owner.end();
      await zone.close();
    }
  },
  Math.max(300_000, requests * 30),
);

/** Rows of every kind here and elsewhere, those elsewhere marked; answers words that mean something here, and ids by their noun. */
async function furnish(zone: ServiceZone, owner: pg.Client): Promise<{ words: string[]; idsOf: Map<string, string[]> }> {
  const elsewhere = await zone.newZone('elsewhere');
  const declarations: RecordDeclaration[] = [
    ...[...zone.house.records.values()].map((one) => one.declaration),
    ...[...zone.house.cases.values()].map((one) => one.declaration as RecordDeclaration),
  ];
  const words: string[] = ['2026-06-01', '2026-01-01', '2026-06-03T02:00:00Z', '100000', '12', 'firm', 'id', 'true', '研发', 'x'];
  const idsOf = new Map<string, string[]>();
  for (const zoneId of [elsewhere, zone.zoneId]) {
    await zone.inZone((ask) => (zoneId === elsewhere ? fillRandomly(ask, 'there', 2) : fillRandomly(ask, 'here', 2, 'records')), zoneId);
    for (const { table, path, ...declared } of declarations) {
      // the past of a case made up by chance was never lawful: cases are opened below
      if ('states' in declared) continue;
      const { rows } = await owner.query<{ id: string }>(`SELECT id FROM ${table} WHERE zone_id = $1 ORDER BY id LIMIT 2`, [zoneId]);
      words.push(...rows.map((row) => row.id));
      idsOf.set(
        path,
        rows.map((row) => row.id),
      );
    }
  }
  for (const { table, title, fields } of declarations) {
    const kind = fields[title]?.kind;
    if (kind === 'text' || kind === 'longText')
      await owner.query(`UPDATE ${table} SET ${columnOf(title)} = '${secretOfOthers}' || left(id::text, 8) WHERE zone_id = $1`, [
        elsewhere,
      ]);
  }
  const { dispatcher } = zone.people;
  const opened = async (path: string, body: object) => [(await dispatcher.post<{ row: { id: string } }>(`/api/${path}`, body)).body.row.id];
  const { firmId } = zone;
  idsOf.set('service-requests', [await zone.ask(), await zone.ask()]);
  idsOf.set('promises', await opened('promises', { firmId, what: '承诺', dueOn: '2026-07-01' }));
  idsOf.set('visits', await opened('visits', { firmId, plannedAt: '2026-06-10T01:00:00Z', kind: 'routine' }));
  words.push(firmId, ...['service-requests', 'promises', 'visits'].flatMap((noun) => idsOf.get(noun) ?? []));
  words.push(...[...zone.house.figures.keys()].slice(0, 30), ...zone.house.records.keys());
  return { words, idsOf };
}

function callsOf(operation: Operation, words: readonly string[], ids: readonly string[]): fc.Arbitrary<Call> {
  const named = (where: Parameter['in']) => operation.parameters.filter((one) => one.in === where);
  const shape = (parameters: readonly Parameter[], requiredKeys: string[]) =>
    fc.record(Object.fromEntries(parameters.map((one) => [one.name, valuesFor(one.schema, words)])), { requiredKeys });
  const callers = operation['x-callers'];
  const allowed = typeof callers === 'string' || callers.length === 0 ? roleNames : callers;
  const path = shape(
    named('path'),
    named('path').map((one) => one.name),
  );
  const schema = operation.requestBody?.content['application/json'].schema;
  return fc.record({
    path:
      ids.length === 0
        ? path
        : fc.oneof(
            { weight: 3, arbitrary: fc.tuple(path, fc.constantFrom(...ids)).map(([one, id]) => ({ ...one, id })) },
            { weight: 1, arbitrary: path },
          ),
    query: shape(
      named('query'),
      named('query').flatMap((one) => (one.required ? [one.name] : [])),
    ),
    body: schema ? valuesFor(schema, words) : fc.constant(undefined),
    role: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...allowed) }, { weight: 1, arbitrary: fc.constantFrom(...roleNames) }),
  });
}

function addressOf(path: string, { path: params, query }: Call): string {
  const said = (value: unknown) =>
    encodeURIComponent((typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed().slice(0, 4000));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => said(params[name]) || randomUUID());
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${said(value)}`);
  return pairs.length > 0 ? `${filled}?${pairs.join('&')}` : filled;
}

function faultOf(status: number, body: unknown, milliseconds: number, call: Call): string | undefined {
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
  if (status >= 500) return `${status} ${text.slice(0, 300)}`;
  if (milliseconds > 10_000) return `took ${Math.round(milliseconds / 1000)} s`;
  if (text.includes(secretOfOthers)) return `tells of another zone: ${text.slice(Math.max(0, text.indexOf(secretOfOthers) - 200), 400)}`;
  if (status < 400) return undefined;
  const problem = Problem.safeParse(body);
  if (!problem.success) return `no problem document: ${status} ${text.slice(0, 200)}`;
  const messages = [problem.data.message, ...problem.data.fields.map((field) => field.message)];
  const sent = JSON.stringify(call);
  const inside = insides.exec(JSON.stringify(messages))?.[0];
  if (inside && !sent.includes(inside)) return `tells of its insides (${inside}): ${JSON.stringify(messages).slice(0, 300)}`;
  for (const { zh, en } of messages) {
    if (zh.trim() === '' || en.trim() === '') return `says nothing: ${JSON.stringify({ zh, en })}`;
    if (!/\p{Script=Han}/u.test(zh)) return `is not in Chinese: ${zh.slice(0, 120)}`;
    if (/\p{Script=Han}/u.test(withoutQuotes(withoutSent(en, call)))) return `is not in English: ${en.slice(0, 120)}`;
  }
  return undefined;
}

/** What the caller named in the address stands in the message as it came, quotation marks and all. */
const withoutSent = (text: string, { path }: Call) =>
  Object.values(path).reduce<string>(
    (rest, value) => (typeof value === 'string' && value !== '' ? rest.replaceAll(value, '') : rest),
    text,
  );

/** Names and values stand in a message as they are, in quotation marks. */
const withoutQuotes = (text: string) => text.replaceAll(/[“"«][^”"»]*[”"»]/g, '');
