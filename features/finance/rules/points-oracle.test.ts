import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scoreOnly } from './points-fast.ts';
import { stages, type PointsScheme, type Stage } from './points-scheme.ts';
import { traceOf } from './points-score.ts';

/** A reckoning of §5.3 of its own: fractions of whole numbers, [top, bottom], never reduced. */
type Fraction = readonly [bigint, bigint];

const fraction = (value: number): Fraction => {
  const [digits = '', exponent = '0'] = String(value).split('e');
  const [whole = '', part = ''] = digits.split('.');
  const places = part.length - Number(exponent);
  const top = BigInt(whole + part);
  return places >= 0 ? [top, 10n ** BigInt(places)] : [top * 10n ** BigInt(-places), 1n];
};
const zero: Fraction = [0n, 1n];
const plus = (a: Fraction, b: Fraction): Fraction => [a[0] * b[1] + b[0] * a[1], a[1] * b[1]];
const less = (a: Fraction, b: Fraction): Fraction => [a[0] * b[1] - b[0] * a[1], a[1] * b[1]];
const times = (a: Fraction, b: Fraction): Fraction => [a[0] * b[0], a[1] * b[1]];
const isUnder = (a: Fraction, b: Fraction) => a[0] * b[1] < b[0] * a[1];
const between = (a: Fraction, most: Fraction) => (isUnder(a, zero) ? zero : isUnder(most, a) ? most : a);
const halfUp = ([top, bottom]: Fraction) => Number((top * 200n + bottom) / (bottom * 2n)) / 100;

/** The latest values by code: null does not apply, undefined is missing. */
type Values = ReadonlyMap<string, number | null>;

function reckoned(scheme: PointsScheme, stage: Stage | null, values: Values) {
  const missing = scheme.indicators.filter(({ code }) => values.get(code) === undefined).length;
  const isVetoed = scheme.vetoes.some(({ code }) => (values.get(code) ?? 0) > 0);
  if (isVetoed || stage === null) return { score: 0, isVetoed, missing };
  const sum = (all: readonly Fraction[]) => all.reduce(plus, zero);
  const whole = sum(scheme.indicators.map(({ weight }) => fraction(weight[stage])));
  const kept = sum(scheme.indicators.filter(({ code }) => values.get(code) !== null).map(({ weight }) => fraction(weight[stage])));
  const shares = scheme.redistributesNotApplicable === true && kept[0] !== 0n;
  const base = scheme.indicators.map(({ code, direction, fullScoreRef, weight }) => {
    const value = values.get(code) ?? null;
    if (value === null) return zero;
    const ref = fraction(fullScoreRef);
    const reached = between(times(fraction(value), [ref[1], ref[0]]), [1n, 1n]);
    const points = times(fraction(weight[stage]), direction === 'NEGATIVE' ? less([1n, 1n], reached) : reached);
    return shares ? times(times(points, whole), [kept[1], kept[0]]) : points;
  });
  const extras = (items: PointsScheme['bonuses']) =>
    sum(items.map(({ code, pointsEach, most }) => between(times(fraction(values.get(code) ?? 0), fraction(pointsEach)), fraction(most))));
  const score = between(less(plus(sum(base), extras(scheme.bonuses)), extras(scheme.penalties)), fraction(scheme.scoreCap));
  return { score: halfUp(score), isVetoed, missing };
}

/** A hundred in as many parts, to two places. */
const hundred = (parts: number) =>
  fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: parts - 1, maxLength: parts - 1 }).map((cuts) => {
    const ends = [0, ...cuts.toSorted((a, b) => a - b), 10_000];
    return ends.slice(1).map((end, index) => (end - (ends[index] ?? 0)) / 100);
  });
const refs = fc.constantFrom(1, 3, 7, 0.03, 15, 30, 333.33, 1000, 10_000, 1e12, 6e-7);
const one = fc.record({
  ref: refs,
  isNegative: fc.boolean(),
  share: fc.oneof(fc.constantFrom(0, 1, 1.3, -0.4), fc.double({ min: 0, max: 1.3, noNaN: true })),
  state: fc.constantFrom('value', 'value', 'value', 'value', 'missing', 'notApplicable'),
});
const extra = fc.record({
  pointsEach: fc.constantFrom(0, 0.5, 2, 7.5, 0.335),
  most: fc.constantFrom(0, 5, 15, 0.005, 200),
  given: fc.nat(8),
});

test('§5.3 by another reckoning: random schemes and firms give the same score, veto and gaps, line by line and fast', () => {
  const drawn = fc.integer({ min: 1, max: 18 }).chain((parts) =>
    fc.record({
      weights: fc.tuple(hundred(parts), hundred(parts), hundred(parts)),
      ones: fc.array(one, { minLength: parts, maxLength: parts }),
      bonus: extra,
      penalty: extra,
      veto: fc.constantFrom(0, 0, 0, 0, 0, 1),
      scoreCap: fc.constantFrom(100, 110, 120, 100.005),
      redistributesNotApplicable: fc.boolean(),
      stage: fc.constantFrom(...stages, ...stages, null),
    }),
  );
  fc.assert(
    fc.property(drawn, ({ weights: [startup, growth, stable], ones, bonus, penalty, veto, stage, ...rest }) => {
      const scheme: PointsScheme = {
        ...rest,
        stageYears: { startupBelow: 3, stableAbove: 8 },
        indicators: ones.map(({ ref, isNegative }, index) => ({
          code: `I${index}`,
          group: 'technical',
          name: '',
          unit: '',
          direction: isNegative ? 'NEGATIVE' : 'POSITIVE',
          fullScoreRef: ref,
          weight: { startup: startup[index] ?? 0, growth: growth[index] ?? 0, stable: stable[index] ?? 0 },
        })),
        bonuses: [{ code: 'B', name: '', pointsEach: bonus.pointsEach, most: bonus.most }],
        penalties: [{ code: 'P', name: '', pointsEach: penalty.pointsEach, most: penalty.most }],
        vetoes: [{ code: 'V', name: '' }],
      };
      const values = new Map<string, number | null>([
        ...ones.flatMap(({ ref, share, state }, index): [string, number | null][] =>
          state === 'missing' ? [] : [[`I${index}`, state === 'value' ? Number((share * ref).toPrecision(6)) : null]],
        ),
        ['B', bonus.given],
        ['P', penalty.given],
        ['V', veto],
      ]);
      const wanted = reckoned(scheme, stage, values);
      const nowhere = { inputId: '', source: '', evidence: null, enteredOn: '2026-01-01' };
      const given = [...values].map(([code, value]) => ({
        code,
        state: value === null ? ('notApplicable' as const) : ('value' as const),
        value,
        ...nowhere,
      }));
      const { score, isVetoed, missing } = traceOf(scheme, stage, given);
      expect({ score, isVetoed, missing }).toEqual(wanted);
      expect(scoreOnly(scheme, stage, values)).toEqual(wanted);
    }),
    { numRuns: 1500 },
  );
});
