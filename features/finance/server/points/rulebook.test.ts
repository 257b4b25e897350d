import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRow } from '#kernel/server/records/write.ts';
import { firm } from '#features/registry/records.ts';
import type { FirmPoints } from '../../points-contract.ts';
import type { PointsIndicator, PointsScheme } from '../../rules/points-scheme.ts';
import { startTestApp, type Client, type TestApp } from '../../../../tests/harness/app.ts';

let app: TestApp;
let finance: Client;
const firms = new Map<string, string>();
const even = (weight: number) => ({ startup: weight, growth: weight, stable: weight });
const one = (
  code: string,
  group: PointsIndicator['group'],
  weight: PointsIndicator['weight'],
  over: Partial<PointsIndicator> = {},
): PointsIndicator => ({
  code,
  group,
  name: `指标${code}`,
  unit: '',
  direction: 'POSITIVE',
  fullScoreRef: 3,
  weight,
  ...over,
});
const scheme: PointsScheme = {
  stageYears: { startupBelow: 3, stableAbove: 8 },
  scoreCap: 110,
  indicators: [
    one('X1', 'technical', { startup: 50, growth: 40, stable: 30 }),
    one('X2', 'growth', { startup: 20, growth: 30, stable: 40 }, { mayBeNegative: true, fullScoreRef: 30, unit: '%' }),
    one('X3', 'auxiliary', even(30), { direction: 'NEGATIVE', fullScoreRef: 7 }),
  ],
  bonuses: [{ code: 'B1', name: '单项冠军', pointsEach: 7.5, most: 15 }],
  penalties: [{ code: 'P1', name: '一般处罚', pointsEach: 4, most: 10 }],
  vetoes: [{ code: 'V9', name: '严重失信' }],
};

beforeAll(async () => {
  app = await startTestApp({ now: Date.UTC(2026, 5, 3, 2, 0) });
  await app.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  finance = await app.signIn('finance');
  const body = { edition: '本区一', effectiveFrom: '2026-06-03', source: '核定' };
  await finance.post('/api/points-schemes', { ...body, scheme });
}, 60_000);
afterAll(() => app.close());

/** The points of a firm of its own, registered on a day, with these values of 2025; 'N/A' where one does not apply. */
async function pointsOf(
  name: string,
  values: Readonly<Record<string, number | 'N/A'>>,
  registeredOn: string | null = '2020-01-01',
): Promise<FirmPoints> {
  const firmId =
    firms.get(name) ?? (await app.inZone(async (ask) => (await createRow(ask, firm, { name, status: 'operating', registeredOn })).id));
  firms.set(name, firmId);
  for (const [indicator, value] of Object.entries(values)) {
    const given = value === 'N/A' ? { state: 'notApplicable' } : { state: 'value', value };
    expect((await finance.post('/api/points-inputs', { firmId, year: 2025, indicator, source: '年报', ...given })).status).toBe(201);
  }
  return (await finance.get<FirmPoints>(`/api/firms/${firmId}/points?year=2025`)).body;
}

test('§5.3: exact thirds are rounded once, half up; over the reference is the whole weight, under zero is nothing', async () => {
  // 40/3 + 30·(1/30) + 30·(1 − 2/7) = 13.3333… + 1 + 21.428571… = 35.761904…
  expect((await pointsOf('三分之一', { X1: 1, X2: 1, X3: 2 })).trace.score).toBe(35.76);
  // 40·0.1875/3 + 30·0.0025/30… : 2.5 + 0.005 is on the half of a hundredth, and goes up
  expect((await pointsOf('半分', { X1: 0.1875, X2: 0.005, X3: 7 })).trace.score).toBe(2.51);
  expect((await pointsOf('超满分', { X1: 99, X2: 300, X3: 0 })).trace.score).toBe(100);
  expect((await pointsOf('负增长', { X1: 0, X2: -80, X3: 70 })).trace).toMatchObject({ score: 0, missing: 0 });
});

test('§5.3: what is missing is 0 and said so, also where less is better; what does not apply is neither', async () => {
  const { trace, advice } = await pointsOf('缺报', { X1: 3, X2: 'N/A' });
  expect([trace.score, trace.missing]).toEqual([40, 1]);
  expect(trace.lines.slice(0, 3).map(({ state, points }) => [state, points])).toEqual([
    ['value', 40],
    ['notApplicable', 0],
    ['missing', 0],
  ]);
  expect(advice).toEqual([{ code: 'X3', name: '指标X3', kind: 'missing', gain: 30 }]);
});

test('§5.3: bonus and penalty stay within their most, the cap holds over both, a veto gives 0; a corrected veto takes it back', async () => {
  expect((await pointsOf('加分', { X1: 3, X2: 30, X3: 0, B1: 1 })).trace).toMatchObject({ base: 100, bonus: 7.5, score: 107.5 });
  expect((await pointsOf('加分', { B1: 9 })).trace).toMatchObject({ bonus: 15, score: 110 });
  // clamp(100 + 15 − 10, 0, 110): the penalty comes off before the cap
  expect((await pointsOf('加分', { P1: 50 })).trace).toMatchObject({ penalty: 10, score: 105 });
  expect((await pointsOf('扣分', { X1: 0, P1: 2 })).trace).toMatchObject({ penalty: 8, score: 0 });
  expect((await pointsOf('加分', { V9: 1 })).trace).toMatchObject({ isVetoed: true, score: 0 });
  expect((await pointsOf('加分', { V9: 0 })).trace).toMatchObject({ isVetoed: false, score: 105 });
});

test('PTS-INPUT: a firm enters its indicators, and neither lifts its own veto nor gives itself a bonus', async () => {
  await pointsOf('自填', { X1: 3, V9: 1, P1: 1 });
  const firmId = firms.get('自填') ?? '';
  await app.addUser({ loginName: 'contact', grants: [{ role: 'enterpriseContact', scopeId: firmId }] });
  const contact = await app.signIn('contact');
  const enter = async (indicator: string, value: number) => {
    const body = { firmId, year: 2025, indicator, state: 'value', value, source: '自报' };
    return (await contact.post<{ fields?: { code?: string }[] }>('/api/points-inputs', body)).body.fields?.[0]?.code;
  };
  for (const [indicator, value] of [
    ['V9', 0],
    ['严重失信', 0],
    ['P1', 0],
    ['B1', 2],
  ] as const)
    expect(await enter(indicator, value)).toBe('ZONE_ENTERS');
  expect(await enter('X2', 30)).toBeUndefined();
  const { trace } = (await contact.get<FirmPoints>(`/api/firms/${firmId}/points?year=2025`)).body;
  expect([trace.isVetoed, trace.bonus, trace.penalty, trace.base]).toEqual([true, 0, 4, 70]);
  expect(trace.lines[1]).toMatchObject({ code: 'X2', source: '企业填报：自报' });
});

test('§5.3: the stage turns on the very day, a leap day’s firm on the last of February; without a day nothing is scored', async () => {
  const stageOf = async (registeredOn: string | null) => {
    const { trace } = await pointsOf(`设立于${registeredOn ?? '不明'}`, { X1: 3 }, registeredOn);
    return [trace.stage, trace.score];
  };
  expect(await stageOf('2023-01-01')).toEqual(['startup', 50]);
  expect(await stageOf('2022-12-31')).toEqual(['growth', 40]);
  expect(await stageOf('2017-12-31')).toEqual(['growth', 40]);
  expect(await stageOf('2017-12-30')).toEqual(['stable', 30]);
  expect(await stageOf('2024-02-29')).toEqual(['startup', 50]);
  expect(await stageOf(null)).toEqual([null, 0]);
});

test('§5.3: a zone’s edition in which the weight of what does not apply goes to the others, from its day on', async () => {
  const before = await pointsOf('分权', { X1: 3, X2: 'N/A', X3: 7 });
  expect(before.trace.score).toBe(40);
  const body = { edition: '本区二', effectiveFrom: '2026-06-04', source: '核定' };
  expect((await finance.post('/api/points-schemes', { ...body, scheme: { ...scheme, redistributesNotApplicable: true } })).status).toBe(
    201,
  );
  const at = async (on: string) => (await finance.get<FirmPoints>(`/api/firms/${firms.get('分权') ?? ''}/points?year=2025&on=${on}`)).body;
  expect((await at('2026-06-03')).trace).toEqual(before.trace);
  // 40 of the 70 that are left, by 100
  const after = await at('2026-06-04');
  expect([after.edition, after.trace.score, after.trace.lines[0]?.weight]).toEqual(['本区二', 57.14, 57.14]);
});

test('T-PTS-2: each stage by itself, exactly 100; a scheme with no group left empty; nothing published of a refused one', async () => {
  const publish = (part: Partial<PointsScheme>) =>
    finance.post<{ fields?: { code?: string; message?: { zh: string } }[] }>('/api/points-schemes', {
      edition: '不成立',
      effectiveFrom: '2026-07-01',
      source: '核定',
      scheme: { ...scheme, ...part },
    });
  const [, ...rest] = scheme.indicators;
  const off = await publish({ indicators: [one('X1', 'technical', { startup: 50, growth: 40, stable: 30.001 }), ...rest] });
  expect([off.status, off.body.fields?.map(({ code }) => code)]).toEqual([422, ['WEIGHTS_NOT_100']]);
  expect(off.body.fields?.[0]?.message?.zh).toBe('稳定期的权重合计 100.001，应为 100');
  const empty = await publish({ indicators: scheme.indicators.map((item) => ({ ...item, group: 'growth' as const })) });
  expect(empty.body.fields?.map(({ message }) => message?.zh)).toEqual(['一级指标“技术创新”没有下级指标', '一级指标“辅助”没有下级指标']);
  const { editions } = (await finance.get<{ editions: { edition: string }[] }>('/api/points-schemes')).body;
  expect(editions.map(({ edition }) => edition)).not.toContain('不成立');
});
