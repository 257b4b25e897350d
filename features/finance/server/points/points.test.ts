import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRow } from '#kernel/server/records/write.ts';
import { withZone } from '#kernel/server/database/door.ts';
import { dayMs } from '#kernel/rules/instant.ts';
import { firm, provider } from '#features/registry/records.ts';
import type { FirmPoints } from '../../points-contract.ts';
import { defaultPointsScheme, type PointsScheme } from '../../rules/points-scheme.ts';
import { startTestApp, type Client, type TestApp } from '../../../../tests/harness/app.ts';

let app: TestApp;
let firmId = '';
let bankId = '';
const people = {} as Record<'finance' | 'contact' | 'stranger' | 'bank', Client>;
const names = ['finance', 'contact', 'stranger', 'bank'] as const;
const signIn = async () => {
  for (const name of names) people[name] = await app.signIn(name);
};

beforeAll(async () => {
  app = await startTestApp();
  const other = await app.inZone(async (ask) => {
    firmId = (await createRow(ask, firm, { name: '云杉光电', status: 'operating', registeredOn: '2020-01-01' })).id;
    bankId = (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
    return (await createRow(ask, firm, { name: '另一家', status: 'operating' })).id;
  });
  await app.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  await app.addUser({ loginName: 'contact', grants: [{ role: 'enterpriseContact', scopeId: firmId }] });
  await app.addUser({ loginName: 'stranger', grants: [{ role: 'enterpriseContact', scopeId: other }] });
  await app.addUser({ loginName: 'bank', grants: [{ role: 'bankOfficer', scopeId: bankId }] });
  await signIn();
}, 60_000);
afterAll(() => app.close());

type Faults = { code: string; fields?: { path: string; code?: string; rule?: string }[] };
const enter = (indicator: string, value: number | null, over: object = {}, who = people.finance) =>
  who.post<Faults>('/api/points-inputs', { firmId, year: 2025, indicator, state: 'value', value, source: '年报', ...over });
const pointsOf = async (who: Client, query = '') => (await who.get<FirmPoints>(`/api/firms/${firmId}/points${query}`)).body;
const twoOf = (weights: [number, number]): PointsScheme => ({
  ...defaultPointsScheme.params,
  indicators: [
    {
      code: 'I0',
      group: 'technical',
      name: '研发',
      unit: '万元',
      direction: 'POSITIVE',
      fullScoreRef: 1000,
      weight: { startup: weights[0], growth: weights[0], stable: weights[0] },
    },
    {
      code: 'I1',
      group: 'growth',
      name: '增速',
      unit: '%',
      direction: 'POSITIVE',
      fullScoreRef: 20,
      weight: { startup: weights[1], growth: weights[1], stable: weights[1] },
      mayBeNegative: true,
    },
    {
      code: 'I2',
      group: 'auxiliary',
      name: '平台',
      unit: '个',
      direction: 'POSITIVE',
      fullScoreRef: 1,
      weight: { startup: 0, growth: 0, stable: 0 },
    },
  ],
});

test('T-PTS-2: a scheme that does not add up to 100, or is for days gone by, is not published; every fault is named', async () => {
  const publish = (scheme: PointsScheme, effectiveFrom = '2026-06-04', edition = '本区 2026') =>
    people.finance.post<Faults>('/api/points-schemes', { edition, effectiveFrom, source: '本区核定', scheme });
  const off = await publish(twoOf([40, 59.99]), '2026-06-01');
  expect(off.status).toBe(422);
  expect(off.body.fields?.map(({ rule, code }) => `${rule} ${code}`)).toEqual([
    'T-PTS-2 WEIGHTS_NOT_100',
    'T-PTS-2 WEIGHTS_NOT_100',
    'T-PTS-2 WEIGHTS_NOT_100',
    'PTS-SCHEME EDITION_BACKDATED',
  ]);
  expect((await people.contact.post('/api/points-schemes', {})).status).toBe(403);
  expect((await publish(twoOf([40, 60]))).status).toBe(201);
  expect((await publish(twoOf([50, 50]))).body.fields?.[0]?.code).toBe('EDITION_TAKEN');
  // rounds find their edition by its name: the candidate's is not given away
  expect((await publish(twoOf([50, 50]), '2026-06-04', defaultPointsScheme.edition)).body.fields?.[0]?.code).toBe('EDITION_TAKEN');
});

test('an unknown indicator, a year to come, a negative amount and an empty value are refused by name', async () => {
  expect((await enter('没有', 1)).body.fields?.[0]).toMatchObject({ path: 'indicator', code: 'INDICATOR_UNKNOWN' });
  expect((await enter('T1', 1, { year: 2027 })).body.fields?.[0]).toMatchObject({ path: 'year', code: 'YEAR_TO_COME' });
  expect((await enter('T1', -1)).body.fields?.[0]).toMatchObject({ path: 'value', code: 'VALUE_NEGATIVE' });
  expect((await enter('T1', null)).body.fields?.[0]).toMatchObject({ path: 'value', code: 'VALUE_MISSING' });
  const beside = await enter('T2', 5, { state: 'notApplicable' });
  expect(beside.body.fields?.[0]).toMatchObject({ path: 'value', code: 'VALUE_BESIDE' });
  expect((await enter('T2', -5)).status).toBe(201);
  expect((await enter('研发费用金额', 300, {}, people.contact)).status).toBe(201);
  expect((await enter('T1', 300, {}, people.stranger)).status).toBe(403);
});

test('T-PTS-1 through HTTP; an earlier day gives the earlier edition and the earlier inputs; what is missing is 0 and said so', async () => {
  const before = await pointsOf(people.contact);
  expect(before).toMatchObject({ year: 2025, edition: defaultPointsScheme.edition, trace: { stage: 'growth', score: 3, missing: 16 } });
  app.clock.now += 2 * dayMs;
  await signIn();
  await enter('I0', 900);
  await enter('I0', 500);
  await enter('I1', 30);
  const now = await pointsOf(people.contact);
  expect(now).toMatchObject({ edition: '本区 2026', trace: { score: 80, missing: 1 } });
  expect(now.trace.lines.map((line) => [line.code, line.points, line.state])).toEqual([
    ['I0', 20, 'value'],
    ['I1', 60, 'value'],
    ['I2', 0, 'missing'],
    ['V1', 0, 'none'],
  ]);
  expect((await pointsOf(people.contact, '?on=2026-06-03')).trace).toEqual(before.trace);
  // the first value of the year that runs does not take the place of the year that is over
  expect((await enter('I0', 1, { year: 2026 })).status).toBe(201);
  expect(await pointsOf(people.contact)).toMatchObject({ year: 2025, years: [2026, 2025], trace: { score: 80 } });
  expect(await pointsOf(people.contact, '?year=2026')).toMatchObject({ year: 2026, trace: { score: 0.04 } });
  await expect(withZone(app.house.db, app.zoneId, (tx) => sql`UPDATE points_inputs SET value = 1`.execute(tx))).rejects.toThrow(
    'permission denied',
  );
});

test('a bank reads points by the firm’s consent alone, for as long as it lasts, and the firm sees the look', async () => {
  const read = async (who: Client) => (await who.get(`/api/firms/${firmId}/points`)).status;
  expect([await read(people.stranger), await read(people.bank), await read(people.finance)]).toEqual([404, 404, 200]);
  const consent = { receiverId: bankId, purpose: 'credit', scopes: ['points'], untilOn: '2026-12-31' };
  const given = await people.contact.post<{ row: { id: string } }>('/api/consents', consent);
  expect(await read(people.bank)).toBe(200);
  expect((await people.bank.get<{ total: number }>('/api/points-inputs')).body.total).toBeGreaterThan(3);
  const { total } = (await people.contact.get<{ total: number }>(`/api/firms/${firmId}/consent-looks`)).body;
  expect(total).toBeGreaterThan(3);
  await people.contact.post(`/api/consents/${given.body.row.id}/moves/withdraw`, {}, { 'if-match': '"1"' });
  expect(await read(people.bank)).toBe(404);
  expect((await people.bank.get<{ total: number }>('/api/points-inputs')).body.total).toBe(0);
});
