import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ratio } from './ratio.ts';
import { adviceOf, scoreOf, stageOf, type PointsValue } from './points-score.ts';
import { defaultPointsScheme, schemeRefusals, stages, type PointsScheme } from './points-scheme.ts';

const base = defaultPointsScheme.params;
const value = (code: string, amount: number | null, state: PointsValue['state'] = 'value'): PointsValue => ({
  code,
  state,
  value: amount,
  inputId: code,
  source: '年报',
  evidence: null,
  enteredOn: '2026-03-01',
});
const two = (refs: [number, number]): PointsScheme => ({
  ...base,
  indicators: [40, 60].map((weight, index) => ({
    code: `I${index}`,
    group: 'technical',
    name: `指标${index}`,
    unit: '',
    direction: 'POSITIVE',
    fullScoreRef: refs[index] ?? 1,
    weight: { startup: weight, growth: weight, stable: weight },
  })),
});

test('T-PTS-1: weights 40/60, references 1000 and 20, values 500 and 30 give 80.00', () => {
  expect(scoreOf(two([1000, 20]), '2020-01-01', '2025-12-31', [value('I0', 500), value('I1', 30)]).score).toBe(80);
});

test('T-PTS-2: a scheme whose weights do not add up to 100 is refused, every fault named', () => {
  expect(schemeRefusals(base)).toEqual([]);
  const [first, ...rest] = base.indicators;
  if (!first) throw new Error('no indicators');
  const off = {
    ...base,
    stageYears: { startupBelow: 9, stableAbove: 8 },
    bonuses: [{ code: 'B', name: ' ', pointsEach: 1, most: 1 }],
    indicators: [{ ...first, fullScoreRef: 0, weight: { ...first.weight, growth: first.weight.growth + 0.01 } }, ...rest, rest[0] ?? first],
  };
  const codes = schemeRefusals(off).map(({ code, rule }) => `${code} ${rule}`);
  expect(codes).toContain('WEIGHTS_NOT_100 T-PTS-2');
  expect(codes).toContain('REF_NOT_POSITIVE PTS-SCHEME');
  expect(codes).toContain('CODE_TWICE PTS-SCHEME');
  expect(codes).toContain('NAME_EMPTY PTS-SCHEME');
  expect(codes).toContain('STAGES_CROSSED PTS-SCHEME');
});

test('T-PTS-2: a word by which values are entered means one item, in whatever case it is written', () => {
  const [first, second, ...rest] = base.indicators;
  if (!first || !second) throw new Error('no indicators');
  const faults = (over: Partial<typeof second>) =>
    schemeRefusals({ ...base, indicators: [first, { ...second, ...over }, ...rest] }).map(({ code, message }) => `${code} ${message.zh}`);
  expect(faults({ code: 't1' })).toEqual(['CODE_TWICE 编码“t1”出现两次']);
  expect(faults({ name: first.name })).toEqual([`NAME_TWICE “${first.name}”指向两个项目，请改名`]);
  expect(faults({ name: 'T1' })).toEqual(['NAME_TWICE “T1”指向两个项目，请改名']);
  expect(faults({ name: second.code })).toEqual([]);
});

test('§5.3: the stage turns on the day that three and eight years are full', () => {
  expect(stageOf('2020-02-29', '2023-02-27', base)).toBe('startup');
  expect(stageOf('2020-02-29', '2023-02-28', base)).toBe('growth');
  expect(stageOf('2018-05-01', '2026-05-01', base)).toBe('growth');
  expect(stageOf('2018-05-01', '2026-05-02', base)).toBe('stable');
  expect(stageOf(null, '2026-05-02', base)).toBeNull();
});

test('a missing value gives 0 and says so, a veto gives 0, extras stay within their most, the cap holds', () => {
  const scheme = {
    ...two([1, 1]),
    bonuses: [{ code: 'B', name: '加分', pointsEach: 30, most: 45 }],
    penalties: [{ code: 'P', name: '扣分', pointsEach: 5, most: 10 }],
  };
  const score = (...values: PointsValue[]) => scoreOf(scheme, '2020-01-01', '2025-12-31', values);
  const none = score();
  expect([none.score, none.missing, none.lines[0]?.state]).toEqual([0, 2, 'missing']);
  expect(none.lines.filter(({ state }) => state === 'none').map(({ code }) => code)).toEqual(['B', 'P', 'V1']);
  expect(
    score(value('B', 2, 'notApplicable'), value('V1', 0))
      .lines.slice(2)
      .every(({ state }) => state === 'none'),
  ).toBe(true);
  expect(score(value('I0', 1), value('B', 2), value('P', 9)).score).toBe(75);
  expect(score(value('I0', 9), value('I1', 9), value('B', 9)).score).toBe(120);
  expect(score(value('I0', 9), value('V1', 1))).toMatchObject({ score: 0, isVetoed: true });
  expect(adviceOf(score(value('I0', 0.5)))).toMatchObject([
    { code: 'I1', kind: 'missing', gain: 60 },
    { code: 'I0', kind: 'below', gain: 20 },
  ]);
});

test('what evidence would add is said as the score would take it: within the cap, and under a veto nothing but its lifting', () => {
  const scheme = { ...two([1, 1]), scoreCap: 100, bonuses: [{ code: 'B', name: '加分', pointsEach: 30, most: 45 }] };
  const score = (...values: PointsValue[]) => scoreOf(scheme, '2020-01-01', '2025-12-31', values);
  expect(adviceOf(score(value('I1', 1), value('B', 1)))).toEqual([{ code: 'I0', name: '指标0', kind: 'missing', gain: 10 }]);
  expect(adviceOf(score(value('I1', 1), value('B', 2)))).toEqual([]);
  expect(adviceOf(score(value('I1', 1), value('V1', 1)))).toEqual([{ code: 'V1', name: '失信被执行人', kind: 'veto', gain: 60 }]);
});

test('§5.3: what does not apply loses its weight, or gives it to the others where the scheme says so; what is missing never does', () => {
  const scheme = (weights: readonly number[], redistributesNotApplicable?: boolean): PointsScheme => ({
    ...two([1, 1]),
    ...(redistributesNotApplicable === undefined ? {} : { redistributesNotApplicable }),
    indicators: weights.map((weight, index) => ({
      code: `I${index}`,
      group: 'growth',
      name: '',
      unit: '%',
      direction: 'POSITIVE',
      fullScoreRef: 10,
      weight: { startup: weight, growth: weight, stable: weight },
    })),
  });
  const score = (one: PointsScheme, ...values: PointsValue[]) => scoreOf(one, '2020-01-01', '2025-12-31', values);
  const out = value('I1', null, 'notApplicable');
  for (const kept of [scheme([30, 50, 20]), scheme([30, 50, 20], false)])
    expect(score(kept, value('I0', 10), out, value('I2', 10)).score).toBe(50);
  const shared = scheme([30, 50, 20], true);
  const trace = score(shared, value('I0', 10), out, value('I2', 5));
  expect([trace.score, trace.missing]).toEqual([80, 0]);
  expect(trace.lines.slice(0, 3).map(({ weight, points, state }) => [weight, points, state])).toEqual([
    [60, 60, 'value'],
    [0, 0, 'notApplicable'],
    [40, 20, 'value'],
  ]);
  expect(adviceOf(trace)).toMatchObject([{ code: 'I2', gain: 20 }]);
  expect(score(shared, value('I0', 10), value('I2', 10))).toMatchObject({ score: 50, missing: 1 });
  // thirds: 100 / 3 and 200 / 3 are rounded at the end only
  expect(score(scheme([25, 50, 25], true), value('I0', 10), value('I1', null, 'notApplicable'), value('I2', 3.333)).score).toBe(66.67);
  expect(score(shared, ...['I0', 'I1', 'I2'].map((code) => value(code, null, 'notApplicable'))).score).toBe(0);
});

test('T-PTS-2: a hair over 100 is not 100', () => {
  const [first, second, ...rest] = base.indicators;
  if (!first || !second) throw new Error('no indicators');
  const add = (one: typeof first, more: number) => ({ ...one, weight: { ...one.weight, stable: one.weight.stable + more } });
  const faults = (more: number) => schemeRefusals({ ...base, indicators: [add(first, more), add(second, -0.00004), ...rest] });
  expect(faults(0.00004)).toEqual([]);
  expect(faults(0.00003)).toMatchObject([{ code: 'WEIGHTS_NOT_100', message: { zh: '稳定期的权重合计 99.99999，应为 100' } }]);
});

test('rounded once, half up, exactly: thirds add up, halves of a hundredth go up', () => {
  const third = ratio(1).over(ratio(3));
  expect(third.plus(third).plus(third).rounded()).toBe(1);
  expect(ratio(1.005).rounded()).toBe(1.01);
  expect(ratio(2.675).rounded()).toBe(2.68);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000_000 }),
      fc.integer({ min: 1, max: 9999 }),
      fc.constantFrom(...stages),
      (cents, ref, stage) => {
        const scheme = two([ref, ref]);
        const registered = { startup: '2025-01-01', growth: '2020-01-01', stable: '2001-01-01' }[stage];
        const trace = scoreOf(scheme, registered, '2025-12-31', [value('I0', cents / 100), value('I1', cents / 100)]);
        // both reach the same share, so the score is 100 times it: in whole numbers, cents of cents
        const [top, bottom] = [BigInt(cents), BigInt(ref) * 100n];
        const exact = top >= bottom ? 10_000n : (top * 20_000n + bottom) / (bottom * 2n);
        expect(trace.score).toBe(Number(exact) / 100);
      },
    ),
    { numRuns: 500 },
  );
});
