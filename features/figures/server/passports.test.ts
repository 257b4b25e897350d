import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPartyZone, type PartyZone } from '../../../tests/harness/party-zone.ts';
import type { Client } from '../../../tests/harness/app.ts';

let zone: PartyZone;
let statistics: Client;
beforeAll(async () => {
  zone = await startPartyZone(8);
  await zone.addUser({ loginName: 'statistics', grants: [{ role: 'assessmentOfficer' }] });
  statistics = await zone.signIn('statistics');
});
afterAll(() => zone.close());

type Value = { value: number | null; limited: boolean; asOf: string };
type Passport = { id: string; value: number; records: number; hash: string; code: string; proofPath: string };
type View = {
  passport: Passport;
  genuine: boolean;
  faults: { zh: string }[];
  now: {
    value: number | null;
    restated: boolean;
    moved: { title: string; change: string; path: string | null }[];
    movedTotal: number;
  } | null;
};

const day = 86_400_000;
const brand = (name: string, over: Record<string, unknown> = {}) =>
  zone.create('party-brands', { name, ownerKind: 'cluster', clusterId: cluster, launchedOn: '2026-01-10', ...over });
let cluster = '';

async function frozen(figureId: string, asked: Record<string, unknown> = {}): Promise<Passport> {
  const answer = await statistics.post<Passport>('/api/passports', { figureId, ...asked });
  expect(answer.status).toBe(201);
  return answer.body;
}

test('a frozen figure keeps its number; what comes later is told as restated, with the records that moved', async () => {
  cluster = (await zone.create('clusters', { name: '先进计算集群', foundedOn: '2025-01-01' })).body.id;
  for (const name of ['核酸青甜', '芯火相传']) await brand(name);
  const closed = (await brand('星辰')).body;
  const passport = await frozen('clusterPartyBrandCount', { asOf: '2026-05-31' });
  expect(passport).toMatchObject({ value: 3, records: 3 });
  await brand('迟报的品牌', { launchedOn: '2026-05-20' });
  await zone.people.officer.send('PATCH', `/api/party-brands/${closed.id}`, { closedOn: '2026-05-01' }, { 'if-match': '"1"' });
  await brand('六月的品牌', { launchedOn: '2026-06-02' });
  const view = (await statistics.get<View>(`/api/passports/${passport.id}`)).body;
  expect(view).toMatchObject({ genuine: true, faults: [], passport: { value: 3 }, now: { value: 3, restated: true, movedTotal: 2 } });
  expect(view.now?.moved.map((one) => [one.title, one.change])).toEqual([
    ['迟报的品牌', 'added'],
    ['星辰', 'removed'],
  ]);
  expect((await statistics.get<Value>('/api/figures/clusterPartyBrandCount?asOf=2026-06-03')).body).toMatchObject({ value: { value: 4 } });
});

test('an edit that changes no number is told as edited, not as restated', async () => {
  const named = (await brand('改名前')).body;
  const passport = await frozen('clusterPartyBrandCount');
  await zone.people.officer.send('PATCH', `/api/party-brands/${named.id}`, { name: '改名后' }, { 'if-match': '"1"' });
  const view = (await statistics.get<View>(`/api/passports/${passport.id}`)).body;
  expect(view.now).toMatchObject({ restated: false, moved: [{ title: '改名后', change: 'edited' }] });
});

test('whoever holds the paper learns that it is genuine, and the count, without signing in; a bent link nothing', async () => {
  const passport = await frozen('clusterPartyBrandCount');
  const open = (path: string) => zone.app.fastify.inject({ method: 'GET', url: path.replace('/p/', '/api/proofs/') });
  const proof = await open(passport.proofPath);
  expect(proof.statusCode).toBe(200);
  expect(proof.json()).toMatchObject({ genuine: true, value: passport.value, code: passport.code, hash: passport.hash });
  expect(proof.body).not.toContain('核酸青甜');
  expect((await open(`${passport.proofPath.slice(0, -1)}x`)).statusCode).toBe(404);
  expect((await open('/p/nothing')).statusCode).toBe(404);
});

test.each([
  ['the value', `UPDATE figure_passports SET answer = jsonb_set(answer, '{value}', '99') WHERE id = $1`],
  ['a line', `UPDATE figure_passport_records SET version = version + 1 WHERE passport_id = $1 AND place = 0`],
  ['a line taken out', `DELETE FROM figure_passport_records WHERE passport_id = $1 AND place = 0`],
  ['the signature', `UPDATE figure_passports SET signature = 'AAAA' WHERE id = $1`],
])('a passport of which the database owner changes %s is no longer genuine', async (_what, statement) => {
  const passport = await frozen('clusterPartyBrandCount');
  const owner = new pg.Client({ connectionString: zone.ownerUrl });
  await owner.connect();
  await owner.query(statement, [passport.id]);
  await owner.end();
  const view = (await statistics.get<View>(`/api/passports/${passport.id}`)).body;
  expect(view.genuine).toBe(false);
  expect(view.faults.length).toBeGreaterThan(0);
});

test('the application itself cannot change a passport', async () => {
  const passport = await frozen('clusterPartyBrandCount');
  await expect(zone.inZone(({ tx }) => sql`UPDATE figure_passports SET code = 'x' WHERE id = ${passport.id}`.execute(tx))).rejects.toThrow(
    /permission denied/,
  );
});

test('a passport opens its records to those who read them, and only its count to others', async () => {
  const member = { name: '钱同志', firmId: zone.firms[0], joinedOn: '2020-01-01' };
  for (let one = 0; one < 6; one += 1) await zone.create('party-members', { ...member, name: `党员${one}` });
  const issued = (await zone.people.officer.post<Passport>('/api/passports', { figureId: 'partyMemberCount' })).body;
  expect(issued.value).toBe(6);
  const list = (who: Client) => who.get<{ total: number; unseen: number; rows: unknown[] }>(`/api/passports/${issued.id}/records`);
  expect((await list(zone.people.officer)).body).toMatchObject({ total: 6, unseen: 0 });
  expect((await list(statistics)).status).toBe(404);
});

test('a month is frozen once, after it is over, with what was missing and whose it is', async () => {
  zone.clock.now += 40 * day;
  statistics = await zone.signIn('statistics');
  const officer = await zone.signIn('officer');
  const checklist = (await statistics.get<{ missing: { figureId: string; value: number; path: string }[] }>('/api/figure-periods/2026-06'))
    .body;
  expect(checklist.missing.find((one) => one.figureId === 'firmsWithoutScale')).toMatchObject({ value: 8, path: '/firms' });
  expect((await statistics.post('/api/figure-periods', { period: '2026-07' })).status).toBe(409);
  const done = await statistics.post<{ figures: number; missing: number }>('/api/figure-periods', { period: '2026-06', note: '半年' });
  expect(done.status).toBe(201);
  expect(done.body.figures).toBeGreaterThan(20);
  expect((await statistics.post('/api/figure-periods', { period: '2026-06' })).body).toMatchObject({ code: 'PERIOD_FROZEN' });
  await officer.post('/api/party-brands', { name: '补报', ownerKind: 'cluster', clusterId: cluster, launchedOn: '2026-06-20' });
  const view = (
    await statistics.get<{ frozen: { figures: { figureId: string; frozen: number; now: number; restated: boolean }[] } }>(
      '/api/figure-periods/2026-06',
    )
  ).body;
  const brands = view.frozen.figures.find((one) => one.figureId === 'clusterPartyBrandCount');
  expect(brands).toMatchObject({ frozen: 5, now: 6, restated: true });
  expect(view.frozen.figures.filter((one) => one.restated).map((one) => one.figureId)).toEqual(['clusterPartyBrandCount']);
  expect((await officer.post('/api/figure-periods', { period: '2026-06' })).status).toBe(403);
});
