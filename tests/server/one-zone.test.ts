import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { columnOf } from '#kernel/contract/field.ts';
import { roleNames } from '#kernel/contract/role.ts';
import { verifyAudit } from '#kernel/server/audit/seal.ts';
import { resealZone } from '#kernel/server/crypto/reseal.ts';
import { fillRandomly } from '../harness/random-zone.ts';
import { reach, situations } from '../harness/request-paths.ts';
import { addressOf, bodyFor, everyRole, nameOf } from '../harness/routes.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';
import { recordStatements, type Committed, type Statement } from '../harness/statements.ts';
import { examine, openParser, type Catalogue } from '../harness/zone-bound.ts';

/**
 * Ready for Citus, shown at the statements: everything that the server sends while every role walks every route, requests
 * go every way they can, and the rounds are made, is bound to one zone.
 */
let zone: ServiceZone;
let catalogue: Catalogue;
let statements: readonly Statement[];
let committed: readonly Committed[];

beforeAll(async () => {
  await openParser();
  zone = await startServiceZone();
  catalogue = await readCatalogue(zone.ownerUrl);
  await zone.inZone((ask) => fillRandomly(ask, 'one zone', 2, 'records'));
  const ids = await idsByNoun();
  const recorder = recordStatements();
  for (const situation of situations) await reach(zone, situation, 1);
  const clients = await everyRole(zone);
  for (const role of roleNames)
    for (const endpoint of zone.house.endpoints) {
      if (nameOf(endpoint) === 'GET /api/events' || nameOf(endpoint) === 'POST /api/example/remove') continue;
      if (endpoint.path === '/api/logout' || nameOf(endpoint) === 'DELETE /api/me/sessions') continue;
      // whoever may not call is told so before anything is asked
      if (typeof endpoint.callers !== 'string' && !endpoint.callers.includes(role)) continue;
      const id = ids.get(endpoint.path.split('/')[2] ?? '');
      const body = endpoint.method === 'GET' ? undefined : bodyFor(endpoint);
      await clients[role].send(endpoint.method, addressOf(endpoint, { zone: zone.zoneId, ...(id && { id }) }), body, { 'if-match': '"1"' });
    }
  for (const role of roleNames)
    for (const address of ['/api/search?q=%E7%A7%91%E6%8A%80', '/api/firms?q=keji', '/api/service-requests?q=%E6%8B%9B%E5%B7%A5'])
      await clients[role].send('GET', address);
  await zone.later(9 * 86_400_000);
  await verifyAudit(zone.house, zone.zoneId);
  await resealZone(zone.house, zone.zoneId);
  recorder.end();
  statements = [...recorder.statements.values()];
  committed = recorder.committed;
}, 240_000);
afterAll(() => zone.close());

test('every statement is bound to one zone at every zone’s table, and asks for nothing that Citus cannot do', () => {
  expect(statements.length).toBeGreaterThan(500);
  const wrong = statements.flatMap(({ text }) => {
    const { faults } = examine(text, catalogue);
    return faults.length > 0 ? [`${faults.join('; ')}: ${text.replaceAll(/\s+/g, ' ')}`] : [];
  });
  expect(wrong).toEqual([]);
});

test('every transaction that changes rows of a record marks that it has changed: what is kept is never stale', () => {
  const declarations = [...zone.house.records.values(), ...zone.house.cases.values()].map(({ declaration }) => declaration);
  const ofTable = new Map(declarations.map((declaration) => [declaration.table, declaration]));
  const unmarked = new Map<string, string>();
  const marked = new Set<string>();
  for (const transaction of committed) {
    const marks = new Set(transaction.filter(({ text }) => text.includes('INTO change_marks')).flatMap(({ values }) => values.flat()));
    for (const { text, rows } of transaction)
      for (const [, table = '', sets = ''] of text.matchAll(
        /\b(?:INSERT INTO|UPDATE|DELETE FROM) "?([a-z_]+)"?( .{0,3}SET [^;]*?(?= FROM | WHERE |$))?/gs,
      )) {
        const declaration = ofTable.get(table);
        // what no list, figure or page knows, such as the failures of a login, is no change of the record
        const shown = Object.keys(declaration?.fields ?? {}).some((name) => new RegExp(`\\b${columnOf(name)}"? =`).test(sets));
        if (!declaration || rows === 0 || (sets !== '' && !shown && !/ended_on|version/.test(sets))) continue;
        const { name } = declaration;
        if (marks.has(name)) marked.add(name);
        else unmarked.set(name, text.replaceAll(/\s+/g, ' '));
      }
  }
  expect(Object.fromEntries(unmarked)).toEqual({});
  expect(marked.size).toBeGreaterThan(15);
});

test('all that a statement compares with a zone_id is the caller’s zone, and so is that of rows written as JSON', () => {
  const wrong: string[] = [];
  let compared = 0;
  let written = 0;
  for (const { text, values } of statements) {
    const { zoneParams, fromJson } = examine(text, catalogue);
    const rows = fromJson ? (JSON.parse(String(values[0])) as { zone_id: string }[]) : [];
    const zones = [...zoneParams.map((place) => values[place - 1]), ...rows.map((row) => row.zone_id)];
    compared += zoneParams.length;
    written += rows.length;
    if (zones.some((id) => id !== zone.zoneId)) wrong.push(text);
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(500);
  expect(written).toBeGreaterThan(5);
});

test('of the platform’s tables, one statement with a zone’s names only those that every node holds', () => {
  expect([...new Set(statements.flatMap(({ text }) => examine(text, catalogue).joined))].sort()).toEqual(['zones']);
});

test.each([
  ['SELECT 1 FROM firms WHERE id = $1', 'firms is not bound'],
  ['SELECT 1 FROM firms f JOIN visits v ON v.firm_id = f.id WHERE f.zone_id = $1', 'visits is not bound'],
  ['SELECT 1 FROM firms WHERE zone_id = $1 OR id = $2', 'firms is not bound'],
  ['SELECT 1 FROM firms WHERE zone_id = ANY($1)', 'firms is not bound'],
  ['SELECT 1 FROM firms f WHERE zone_id = $1 AND EXISTS (SELECT 1 FROM visits v WHERE v.firm_id = f.id)', 'visits is not bound'],
  ['WITH c AS (SELECT id FROM visits) SELECT 1 FROM firms f JOIN c ON c.id = f.id WHERE f.zone_id = $1', 'visits is not bound'],
  ['INSERT INTO firms (id) VALUES ($1)', 'without naming zone_id'],
  ['UPDATE firms SET zone_id = $2 WHERE zone_id = $1', 'zone_id is changed'],
  ['UPDATE firms SET updated_at = clock_timestamp() WHERE zone_id = $1', 'clock_timestamp() in what is set'],
  ['UPDATE firms SET id = gen_random_uuid() WHERE zone_id = $1', 'gen_random_uuid() in what is set'],
  ['DELETE FROM firms WHERE zone_id = $1 AND random() < 0.5', 'random() in a change'],
  ['UPDATE firms SET name = to_char(created_at, $2) WHERE zone_id = $1', 'to_char() of a column in a change'],
  ['UPDATE firms SET updated_at = coalesce($2, now()) WHERE zone_id = $1', 'now() within CASE or COALESCE in a change'],
  ['INSERT INTO firms (zone_id, id) SELECT zone_id, firm_id FROM visits WHERE zone_id = $1', 'INSERT of a query'],
  ['SELECT 1 FROM firms WHERE zone_id = $1 AND id IN (SELECT search_ids($2, $3, $4, 9))', 'search_ids() beside a zone’s table'],
  [
    'WITH RECURSIVE r AS (SELECT id FROM places UNION SELECT p.id FROM places p JOIN r ON p.parent_id = r.id) TABLE r',
    'places is not bound',
  ],
  ['SELECT status, count(*) FROM service_requests GROUP BY GROUPING SETS ((status), ())', 'service_requests is not bound'],
  ['SELECT 1 FROM case_clocks ORDER BY look_at LIMIT 9 FOR UPDATE SKIP LOCKED', 'case_clocks is not bound'],
  [`SELECT set_config('app.zone_id', $1, true)`, 'set_config'],
  ['MERGE INTO firms USING visits ON false WHEN MATCHED THEN DELETE', 'MERGE'],
  [
    'DELETE FROM firms WHERE zone_id = $1 AND id IN (SELECT id FROM firms WHERE zone_id = $1 LIMIT 3 FOR UPDATE SKIP LOCKED)',
    'SKIP LOCKED',
  ],
])('would be found: %s', (text, fault) => {
  expect(examine(text, catalogue).faults.join()).toContain(fault);
});

test.each([
  'SELECT 1 FROM firms f JOIN visits v ON v.zone_id = f.zone_id AND v.firm_id = f.id WHERE v.zone_id = $1',
  'SELECT 1 FROM firms f WHERE f.zone_id = $1 AND EXISTS (SELECT 1 FROM visits v WHERE v.zone_id = f.zone_id AND v.firm_id = f.id)',
  'WITH c AS MATERIALIZED (SELECT id FROM firms WHERE zone_id = $1 LIMIT 3 FOR UPDATE SKIP LOCKED) DELETE FROM firms f USING c WHERE f.zone_id = $1 AND f.id = c.id',
  'INSERT INTO firms (zone_id, id) SELECT zone_id, firm_id FROM visits WHERE zone_id = $1 RETURNING id',
  'SELECT search_ids($1, $2, $3, 9)',
  'INSERT INTO firms (zone_id, id) VALUES ($1, $2) ON CONFLICT (zone_id, id) DO UPDATE SET updated_at = now() WHERE firms.zone_id = $1',
])('is bound: %s', (text) => {
  expect(examine(text, catalogue).faults).toEqual([]);
});

async function idsByNoun(): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const all = [...zone.house.records.values(), ...zone.house.cases.values()];
  for (const { declaration } of all) {
    const [row] = await zone.inZone(async ({ tx }) => {
      const { rows } = await sql<{
        id: string;
      }>`SELECT id FROM ${sql.table(declaration.table)} WHERE zone_id = ${zone.zoneId} ORDER BY id LIMIT 1`.execute(tx);
      return rows;
    });
    if (row) ids.set(declaration.path, row.id);
  }
  return ids;
}

async function readCatalogue(ownerUrl: string): Promise<Catalogue> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const names = async (text: string) => new Set((await client.query<{ name: string }>(text)).rows.map(({ name }) => name));
  const tables = (isZoned: boolean) => `SELECT c.relname AS name FROM pg_class c
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND ${isZoned ? '' : 'NOT'} EXISTS (
      SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'zone_id' AND NOT a.attisdropped)`;
  const found: Catalogue = {
    zoned: await names(tables(true)),
    platform: await names(tables(false)),
    volatile: await names(`SELECT proname::text AS name FROM pg_proc WHERE provolatile = 'v'`),
    mutable: await names(`SELECT proname::text AS name FROM pg_proc GROUP BY 1 HAVING bool_and(provolatile <> 'i')`),
    reading: await names(`SELECT proname::text AS name FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace`),
  };
  await client.end();
  return found;
}
