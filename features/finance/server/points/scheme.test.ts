import { afterAll, beforeAll, expect, test } from 'vitest';
import { firm } from '#features/registry/records.ts';
import { createRow, insertRows } from '#kernel/server/records/write.ts';
import { pointsInput } from '../../points-records.ts';
import { defaultPointsScheme, type PointsScheme } from '../../rules/points-scheme.ts';
import type { SchemeComparison, SchemeDraft, SchemeEdition } from '../../scheme-contract.ts';
import { startTestApp, type Client, type TestApp } from '../../../../tests/harness/app.ts';

let app: TestApp;
const people = {} as Record<'finance' | 'leader' | 'auditor' | 'contact', Client>;
const firms: Record<string, string> = {};

beforeAll(async () => {
  app = await startTestApp();
  await app.inZone(async (ask) => {
    for (const [name, registeredOn] of [
      ['老企业', '2005-01-01'],
      ['新企业', '2024-06-01'],
      ['无日期', null],
      ['没有数据', '2020-01-01'],
    ] as const)
      firms[name] = (await createRow(ask, firm, { name, status: 'operating', registeredOn })).id;
    const value = (name: string, indicator: string, amount: number) => ({
      firmId: firms[name],
      year: 2025,
      indicator,
      state: 'value',
      value: amount,
      source: '年报',
    });
    await insertRows(ask, pointsInput, [
      value('老企业', 'T1', 500),
      value('老企业', 'A3', 1),
      value('新企业', 'T1', 1000),
      value('无日期', 'T1', 1000),
    ]);
  });
  const roles = { finance: 'financeOfficer', leader: 'zoneLeader', auditor: 'auditor' } as const;
  for (const [loginName, role] of Object.entries(roles)) await app.addUser({ loginName, grants: [{ role }] });
  await app.addUser({ loginName: 'contact', grants: [{ role: 'enterpriseContact', scopeId: firms['老企业'] ?? '' }] });
  for (const name of ['finance', 'leader', 'auditor', 'contact'] as const) people[name] = await app.signIn(name);
}, 60_000);
afterAll(() => app.close());

type Listed = { editions: SchemeEdition[]; drafts: SchemeDraft[] };
type Faults = { code: string; fields?: { code?: string; rule?: string }[] };
const list = async () => (await people.finance.get<Listed>('/api/points-schemes')).body;
const copy = async (edition: string) => (await people.finance.post<{ id: string }>('/api/points-scheme-drafts', { edition })).body.id;
const at = (id: string, rest = '') => `/api/points-scheme-drafts/${id}${rest}`;
const save = (id: string, version: number, body: object, who = people.finance) =>
  who.send<Faults & { version: number }>('PUT', at(id), body, { 'if-match': `"${version}"` });
/** T1 weighs ten more for stable firms and T3 ten less. */
const shifted = (): PointsScheme => ({
  ...defaultPointsScheme.params,
  indicators: defaultPointsScheme.params.indicators.map((one) => ({
    ...one,
    weight: { ...one.weight, stable: one.weight.stable + (one.code === 'T1' ? 6 : one.code === 'T3' ? -6 : 0) },
  })),
});

test('a draft is kept as it stands, faults and all, for officers alone; nobody overwrites what another saved', async () => {
  const id = await copy(defaultPointsScheme.edition);
  const drafted = { edition: '', effectiveFrom: null, source: '', scheme: { ...shifted(), vetoes: [{ code: '', name: '' }] } };
  expect((await save(id, 1, drafted)).body).toEqual({ version: 2 });
  expect(await save(id, 1, drafted)).toMatchObject({ status: 409, body: { code: 'STALE_VERSION' } });
  expect((await people.finance.get<SchemeDraft>(at(id))).body).toMatchObject({ version: 2, updatedBy: 'finance', ...drafted });
  expect((await people.finance.get<Faults>(at(id, '/comparison'))).body.fields?.map(({ code }) => code)).toEqual(['NAME_EMPTY']);
  expect([
    (await people.leader.get(at(id))).status,
    (await people.auditor.get(at(id))).status,
    (await people.contact.get(at(id))).status,
  ]).toEqual([200, 200, 403]);
  expect((await people.contact.get('/api/points-schemes')).status).toBe(403);
  expect([(await save(id, 2, drafted, people.leader)).status, (await people.auditor.send('DELETE', at(id))).status]).toEqual([403, 403]);
  expect((await people.finance.post('/api/points-scheme-drafts', { edition: '没有这版' })).status).toBe(404);
  const elsewhere = await app.newZone('elsewhere');
  await app.addUser({ loginName: 'finance2', grants: [{ role: 'financeOfficer' }] }, elsewhere);
  const stranger = await app.signIn('finance2');
  expect([(await stranger.get(at(id))).status, (await stranger.send('DELETE', at(id))).status]).toEqual([404, 404]);
  expect((await people.finance.send('DELETE', at(id))).status).toBe(200);
  expect((await list()).drafts).toEqual([]);
});

test('which firms’ scores would change: both reckoned over the inputs of today, nothing written', async () => {
  const id = await copy(defaultPointsScheme.edition);
  await save(id, 1, { edition: '新版', effectiveFrom: '2026-07-01', source: '核定', scheme: shifted() });
  const { body } = await people.leader.get<SchemeComparison>(at(id, '/comparison'));
  // T1 500 of 1000: 12 × ½ + A3 2 = 8, then 18 × ½ + 2 = 11; the new firm 8 both times; without a day of registration 0
  expect(body).toEqual({
    year: 2025,
    years: [2025],
    edition: defaultPointsScheme.edition,
    firms: 3,
    higher: 1,
    lower: 0,
    same: 2,
    otherStage: 0,
    before: 5.33,
    after: 6.33,
    biggest: [{ id: firms['老企业'], name: '老企业', before: { stage: 'stable', score: 8 }, after: { stage: 'stable', score: 11 } }],
  });
  expect((await people.leader.get<SchemeComparison>(at(id, '/comparison?year=2024'))).body).toMatchObject({
    firms: 0,
    before: null,
    biggest: [],
  });
  // every weight the same in all stages: who is stable later changes the stage and nothing else
  const even = shifted().indicators.map((one) => ({
    ...one,
    weight: { ...one.weight, growth: one.weight.stable, startup: one.weight.stable },
  }));
  const stages = await copy(defaultPointsScheme.edition);
  const scheme = { ...shifted(), indicators: even, stageYears: { startupBelow: 3, stableAbove: 30 } };
  await save(stages, 1, { edition: '晚稳定', effectiveFrom: '2026-07-01', source: '核定', scheme });
  const later = (await people.leader.get<SchemeComparison>(at(stages, '/comparison'))).body;
  expect(later.otherStage).toBe(1);
  expect(later.biggest.find(({ name }) => name === '老企业')).toMatchObject({ before: { stage: 'stable' }, after: { stage: 'growth' } });
});

test('editions stand in time: the candidate until the day before, the one in force, the one to come', async () => {
  const publish = (edition: string, effectiveFrom: string) =>
    people.finance.post('/api/points-schemes', { edition, effectiveFrom, source: '本区核定', scheme: shifted() });
  expect((await publish('本区一版', '2026-06-03')).status).toBe(201);
  expect((await publish('本区二版', '2027-01-01')).status).toBe(201);
  expect((await list()).editions.map(({ edition, state, effectiveFrom, endsOn }) => [edition, state, effectiveFrom, endsOn])).toEqual([
    ['本区二版', 'toCome', '2027-01-01', null],
    ['本区一版', 'inForce', '2026-06-03', '2026-12-31'],
    [defaultPointsScheme.edition, 'past', '2000-01-01', '2026-06-02'],
  ]);
});
