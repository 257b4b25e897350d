import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scoreOnly } from './points-fast.ts';
import { stages, type ExtraItem, type PointsIndicator, type PointsScheme, type Stage } from './points-scheme.ts';
import { traceOf } from './points-score.ts';

const refs = [1, 3, 7, 30, 1000, 10_000, 0.03, 1e12, 1e-9, 1e-99, 1e-120, 5e-324, 1e300];
const weights = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 10_000),
);
const indicator = (index: number) =>
  fc
    .record({ weight: weights, ref: fc.constantFrom(...refs), isNegative: fc.boolean() })
    .map(({ weight, ref, isNegative }): PointsIndicator => ({
      code: `I${index}`,
      group: 'technical',
      name: '',
      unit: '',
      direction: isNegative ? 'NEGATIVE' : 'POSITIVE',
      fullScoreRef: ref,
      weight: { startup: weight, growth: weight / 2, stable: weight },
    }));
const extra = (code: string) =>
  fc
    .record({ pointsEach: fc.constantFrom(0, 0.005, 0.1, 0.333, 2, 1000), most: fc.constantFrom(0, 0.015, 7, 200) })
    .map((item): ExtraItem => ({ code, name: '', ...item }));
const schemes: fc.Arbitrary<PointsScheme> = fc.record({
  stageYears: fc.constant({ startupBelow: 3, stableAbove: 8 }),
  scoreCap: fc.constantFrom(100, 120, 120.005, 119.995),
  redistributesNotApplicable: fc.boolean(),
  indicators: fc.integer({ min: 1, max: 6 }).chain((n) => fc.tuple(...Array.from({ length: n }, (_, index) => indicator(index)))),
  bonuses: fc.tuple(extra('B0'), extra('B1')),
  penalties: fc.tuple(extra('P0')),
  vetoes: fc.constant([{ code: 'V0', name: '' }]),
});

/** A value that puts its points on the half of a hundredth, or a hair's breadth beside it. */
const onEdge = ({ fullScoreRef, weight }: PointsIndicator, stage: Stage, halves: number, hair: number) => {
  const value = ((halves * 2 + 1) / 200 / (weight[stage] || 1)) * fullScoreRef;
  return Number((value * (1 + hair)).toPrecision(15));
};
const anyValue = fc.constantFrom(null, 0, -0, -12.5, 1e-300, 5e-324, 1e300, 0.005, 1, 15, 29.9999, 333.3333, 1e12);

test('§5.3: without its lines the score is the same: on the halves of a hundredth, at caps, below zero, with tiny and huge values', () => {
  let edges = 0;
  fc.assert(
    fc.property(
      schemes,
      fc.constantFrom(...stages, null),
      fc.array(fc.tuple(fc.nat(40), fc.constantFrom(0, 0, 0, 1e-15, -1e-15, 1e-12), fc.nat(3), anyValue), { minLength: 6, maxLength: 6 }),
      fc.tuple(anyValue, anyValue, anyValue, fc.constantFrom(null, 0, 1)),
      (scheme, stage, drawn, [b0, b1, p0, v0]) => {
        const values = new Map<string, number | null>();
        scheme.indicators.forEach((one, index) => {
          const [halves, hair, kind, other] = drawn[index] ?? [0, 0, 0, null];
          const near = onEdge(one, stage ?? 'growth', halves, hair);
          if (kind > 1) values.set(one.code, Number.isFinite(near) ? near : 0);
          else if (kind === 1) values.set(one.code, other);
        });
        for (const [code, value] of Object.entries({ B0: b0, B1: b1, P0: p0, V0: v0 })) if (value !== null) values.set(code, value);
        const given = [...values].map(([code, value]) => ({
          code,
          state: value === null ? ('notApplicable' as const) : ('value' as const),
          value,
          inputId: code,
          source: '',
          evidence: null,
          enteredOn: '2026-01-01',
        }));
        const { score, isVetoed, missing } = traceOf(scheme, stage, given);
        if (score > 0 && score < 100) edges += 1;
        expect(scoreOnly(scheme, stage, values)).toEqual({ score, isVetoed, missing });
      },
    ),
    { numRuns: 3000 },
  );
  expect(edges).toBeGreaterThan(500);
});

test('a sum of decimals that doubles get wrong by a hair is still rounded half up', () => {
  // 1.005 is exactly on the half; its double lies below it
  const indicators = [1.005, 98.995].map((weight, index): PointsIndicator => {
    const each = { startup: weight, growth: weight, stable: weight };
    return { code: `I${index}`, group: 'growth', name: '', unit: '', direction: 'POSITIVE', fullScoreRef: 10, weight: each };
  });
  const scheme = { stageYears: { startupBelow: 3, stableAbove: 8 }, scoreCap: 120, indicators, bonuses: [], penalties: [], vetoes: [] };
  expect(scoreOnly(scheme, 'growth', new Map([['I0', 10]]))).toEqual({ score: 1.01, isVetoed: false, missing: 1 });
  expect(scoreOnly(scheme, 'growth', new Map([['I0', 10 - 1e-9]])).score).toBe(1);
});
