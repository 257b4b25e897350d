import { afterAll, beforeAll, expect, test } from 'vitest';
import { dateOf, dayMs } from '#kernel/rules/instant.ts';
import { createRow, insertRows } from '#kernel/server/records/write.ts';
import { firm } from '#features/registry/records.ts';
import type { FirmPoints } from '../../points-contract.ts';
import { pointsInput } from '../../points-records.ts';
import { defaultPointsScheme } from '../../rules/points-scheme.ts';
import { startTestApp, type Answer, type Client, type TestApp } from '../../../../tests/harness/app.ts';

type Row = { id: string; version: number } & Record<string, unknown>;
type View = { row: Row; status: string; code: string; rule?: string; fields?: { path: string; code?: string }[] };

let app: TestApp;
const ids = { firm: '', second: '' };
const people = {} as Record<'finance' | 'contact', Client>;

beforeAll(async () => {
  app = await startTestApp();
  await app.inZone(async (ask) => {
    ids.firm = (await createRow(ask, firm, { name: '云杉光电', status: 'operating', registeredOn: '2020-01-01' })).id;
    ids.second = (await createRow(ask, firm, { name: '白桦软件', status: 'operating', registeredOn: '2020-01-01' })).id;
  });
  await app.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  await app.addUser({
    loginName: 'contact',
    grants: [
      { role: 'enterpriseContact', scopeId: ids.firm },
      { role: 'enterpriseContact', scopeId: ids.second },
    ],
  });
  await later(0);
}, 60_000);
afterAll(() => app.close());

async function later(days: number) {
  app.clock.now += days * dayMs;
  await app.sweep();
  for (const name of ['finance', 'contact'] as const) people[name] = await app.signIn(name);
}
const enter = (year: number, indicator: string, value: number, firmId = ids.firm) =>
  people.finance.post<View>('/api/points-inputs', { firmId, year, indicator, state: 'value', value, source: '年报' });
const begin = async (year: number) => (await people.finance.post<View>('/api/points-rounds', { year })).body.row.id;
async function move(who: Client, path: string, id: string, name: string, input: object = {}): Promise<Answer<View>> {
  const { row } = (await who.get<View>(`/api/${path}/${id}`)).body;
  return who.post(`/api/${path}/${id}/moves/${name}`, input, { 'if-match': `"${row?.version ?? 1}"` });
}
const round = (id: string, name: string, input: object = {}) => move(people.finance, 'points-rounds', id, name, input);
const pointsOf = async (year: number, firmId = ids.firm) =>
  (await people.finance.get<FirmPoints>(`/api/firms/${firmId}/points?year=${year}`)).body;

/** A sheet's transaction that stays open until it is let go. */
async function slowly(year: number, indicator: string, value: number): Promise<() => Promise<void>> {
  const begun = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  const written = app.inZone(async (ask) => {
    await insertRows(ask, pointsInput, [{ firmId: ids.firm, year, indicator, state: 'value', value, source: '宽表' }]);
    begun.resolve();
    await letGo.promise;
  });
  await Promise.race([begun.promise, written]);
  return async () => {
    letGo.resolve();
    await written;
  };
}

test('§5.3: what was being written while a round was reckoned is not published unread; a frozen trace adds up to its score', async () => {
  await enter(2021, 'T1', 500);
  const id = await begin(2021);
  app.clock.now += 1000;
  const store = await slowly(2021, 'T3', 10);
  app.clock.now += 1000;
  await round(id, 'score');
  await store();
  expect((await round(id, 'publish')).body.code).toBe('SCORE_STALE');
  await round(id, 'score');
  const storeLate = await slowly(2021, 'T4', 30);
  app.clock.now += 1000;
  await round(id, 'score');
  expect((await round(id, 'publish')).body.status).toBe('publicity');
  await storeLate();
  await later(9);
  expect((await round(id, 'freeze')).body.status).toBe('frozen');
  const { trace, standing } = await pointsOf(2021);
  expect(standing.kind).toBe('frozen');
  expect(trace.lines.filter(({ state }) => state === 'value').map(({ code }) => code)).toEqual(['T1', 'T3']);
  expect(trace.score).toBe(trace.base);
});

test('cancelled after publicity: nobody was late', async () => {
  await enter(2022, 'T1', 500);
  const id = await begin(2022);
  await round(id, 'score');
  await round(id, 'publish');
  await later(9);
  await later(3);
  const cancelled = await round(id, 'cancel', { reason: '方案有误' });
  expect(cancelled.body).toMatchObject({ status: 'cancelled', row: { everOverdue: false } });
});

test('a new edition in force since does not stop an objection on the round’s own edition', async () => {
  await enter(2023, 'T1', 500);
  const id = await begin(2023);
  await round(id, 'score');
  await round(id, 'publish');
  const raised = await people.contact.post<View>('/api/points-objections', { roundId: id, indicator: 'A5', says: '漏报' });
  const { params } = defaultPointsScheme;
  const weightOf = (code: string) => params.indicators.find((one) => one.code === code)?.weight ?? { startup: 0, growth: 0, stable: 0 };
  const [gone, kept] = [weightOf('A5'), weightOf('T1')];
  const weight = { startup: kept.startup + gone.startup, growth: kept.growth + gone.growth, stable: kept.stable + gone.stable };
  const indicators = params.indicators.filter(({ code }) => code !== 'A5').map((one) => (one.code === 'T1' ? { ...one, weight } : one));
  const scheme = { ...params, indicators };
  const day = dateOf(app.clock.now);
  const published = await people.finance.post<View>('/api/points-schemes', {
    edition: '无 A5',
    effectiveFrom: day,
    source: '核定',
    scheme,
  });
  expect(published.status).toBe(201);
  // the statement shows what is public, not what the new edition would make of it
  const { edition, trace } = await pointsOf(2023);
  expect([edition, trace.lines.some(({ code }) => code === 'A5')]).toEqual([defaultPointsScheme.edition, true]);
  const upheld = await move(people.finance, 'points-objections', raised.body.row.id, 'uphold', {
    state: 'value',
    value: 100,
    reason: '属实',
  });
  expect(upheld.status).toBe(200);
});

test('a contact of two firms objects for the one meant', async () => {
  await enter(2024, 'T1', 500);
  await enter(2024, 'T1', 500, ids.second);
  const id = await begin(2024);
  await round(id, 'score');
  await round(id, 'publish');
  const raised = await people.contact.post<View>('/api/points-objections', {
    roundId: id,
    firmId: ids.second,
    indicator: 'T1',
    says: '有误',
  });
  expect(raised.body.row?.['firmId']).toBe(ids.second);
});

test('a round that reckoned nobody is not made public', async () => {
  const id = await begin(2010);
  await round(id, 'score');
  const published = await round(id, 'publish');
  expect(published.status).toBe(409);
});
