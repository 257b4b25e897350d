import { addMonths, type IsoDate } from '#kernel/rules/instant.ts';
import { formOf, ratio, type Ratio } from './ratio.ts';
import type { ExtraItem, PointsIndicator, PointsScheme, Stage } from './points-scheme.ts';

/** A value entered for an indicator, bonus, penalty or veto of a year; the latest by the day asked for. */
export type PointsValue = {
  readonly code: string;
  readonly state: 'value' | 'notApplicable';
  readonly value: number | null;
  readonly inputId: string;
  readonly source: string;
  readonly evidence: string | null;
  readonly enteredOn: IsoDate;
};

export type TraceLine = {
  readonly code: string;
  readonly name: string;
  readonly group: PointsIndicator['group'] | 'bonus' | 'penalty' | 'veto';
  readonly unit: string;
  /** 'none': no such bonus, penalty or veto was given, which is no gap */
  readonly state: 'value' | 'missing' | 'notApplicable' | 'none';
  readonly value: number | null;
  /** as it counted for this firm, for showing in two places */
  readonly weight: number;
  readonly fullScoreRef: number | null;
  /** for showing, rounded; the sum is rounded once, at the end */
  readonly points: number;
  readonly inputId: string | null;
  readonly source: string | null;
  readonly evidence: string | null;
  readonly enteredOn: IsoDate | null;
};

/** How a score came about: every line of it. */
export type ScoreTrace = {
  /** null when the day of registration is unknown: then nothing is scored */
  readonly stage: Stage | null;
  readonly lines: readonly TraceLine[];
  readonly base: number;
  readonly bonus: number;
  readonly penalty: number;
  /** no score is above it */
  readonly scoreCap: number;
  readonly score: number;
  readonly isVetoed: boolean;
  readonly missing: number;
};

/** Start-up before three years are full, stable after eight, growth between, the days themselves included (§5.3). */
export function stageOf(registeredOn: IsoDate | null, asOf: IsoDate, { stageYears }: PointsScheme): Stage | null {
  if (registeredOn === null) return null;
  if (asOf < addMonths(registeredOn, stageYears.startupBelow * 12)) return 'startup';
  return asOf > addMonths(registeredOn, stageYears.stableAbove * 12) ? 'stable' : 'growth';
}

/**
 * The score of a firm (§5.3): exact fractions throughout, rounded once, half up, to two places. A missing value gives 0
 * and is marked so; it is never guessed.
 */
export function scoreOf(scheme: PointsScheme, registeredOn: IsoDate | null, asOf: IsoDate, values: readonly PointsValue[]): ScoreTrace {
  return traceOf(scheme, stageOf(registeredOn, asOf, scheme), values);
}

/** The score of a firm whose stage is known, line by line. */
export function traceOf(scheme: PointsScheme, stage: Stage | null, values: readonly PointsValue[]): ScoreTrace {
  const byCode = new Map(values.map((one) => [one.code, one]));
  const weights = weightsOf(scheme, stage, (code) => byCode.get(code)?.state === 'notApplicable');
  const indicators = scheme.indicators.map((one, index) => indicatorLine(one, weights[index] ?? ratio(0), byCode.get(one.code)));
  const bonuses = scheme.bonuses.map((one) => extraLine(one, 'bonus', byCode.get(one.code)));
  const penalties = scheme.penalties.map((one) => extraLine(one, 'penalty', byCode.get(one.code)));
  const vetoes = scheme.vetoes.map((one) => extraLine({ ...one, pointsEach: 0, most: 0 }, 'veto', byCode.get(one.code)));
  const isVetoed = vetoes.some(({ line }) => line.state === 'value');
  const [base, bonus, penalty] = [sumOf(indicators), sumOf(bonuses), sumOf(penalties)];
  const whole = base.plus(bonus).minus(penalty);
  const score = isVetoed || stage === null ? ratio(0) : whole.between(0, scheme.scoreCap);
  return {
    stage,
    lines: [...indicators, ...bonuses, ...penalties, ...vetoes].map(({ line }) => line),
    base: base.rounded(),
    bonus: bonus.rounded(),
    penalty: penalty.rounded(),
    scoreCap: scheme.scoreCap,
    score: score.rounded(),
    isVetoed,
    missing: indicators.filter(({ line }) => line.state === 'missing').length,
  };
}

type Reckoned = { readonly line: TraceLine; readonly points: Ratio };

/** What each indicator weighs: its own weight or, where the scheme says so, its share of what does not apply as well (§5.3). */
function weightsOf(scheme: PointsScheme, stage: Stage | null, isOut: (code: string) => boolean): Ratio[] {
  const own = scheme.indicators.map((one) => ratio(stage === null ? 0 : one.weight[stage]));
  if (scheme.redistributesNotApplicable !== true) return own;
  const sum = (weights: readonly Ratio[]) => weights.reduce((total, one) => total.plus(one), ratio(0));
  const left = own.map((weight, index) => (isOut(scheme.indicators[index]?.code ?? '') ? ratio(0) : weight));
  const [whole, kept] = [sum(own), sum(left)];
  return kept.top === 0n ? left : left.map((weight) => weight.times(whole).over(kept));
}

function indicatorLine(one: PointsIndicator, weight: Ratio, given: PointsValue | undefined): Reckoned {
  const entered = given?.state === 'value' ? given.value : null;
  const reached = entered === null ? ratio(0) : ratio(entered).over(ratio(one.fullScoreRef)).between(0, 1);
  const share = one.direction === 'NEGATIVE' && entered !== null ? ratio(1).minus(reached) : reached;
  const points = share.times(weight);
  const shown = { unit: one.unit, weight: weight.rounded(), fullScoreRef: one.fullScoreRef, points: points.rounded() };
  return { points, line: { ...lineOf(one, one.group, given), ...shown } };
}

function extraLine(one: ExtraItem, group: 'bonus' | 'penalty' | 'veto', given: PointsValue | undefined): Reckoned {
  const entered = given?.state === 'value' ? given.value : null;
  const points = entered === null ? ratio(0) : ratio(entered).times(ratio(one.pointsEach)).between(0, one.most);
  const line = { ...lineOf(one, group, given), unit: '', weight: one.most, fullScoreRef: null, points: points.rounded() };
  return { points, line: entered !== null && entered > 0 ? line : { ...line, state: 'none' } };
}

function lineOf(one: { readonly code: string; readonly name: string }, group: TraceLine['group'], given: PointsValue | undefined) {
  const state: TraceLine['state'] = given === undefined || (given.state === 'value' && given.value === null) ? 'missing' : given.state;
  return {
    code: one.code,
    name: one.name,
    group,
    state,
    value: given?.value ?? null,
    inputId: given?.inputId ?? null,
    source: given?.source ?? null,
    evidence: given?.evidence ?? null,
    enteredOn: given?.enteredOn ?? null,
  };
}

function sumOf(lines: readonly Reckoned[]): Ratio {
  return lines.reduce((sum, { points }) => sum.plus(points), ratio(0));
}

export type Advice = {
  readonly code: string;
  readonly name: string;
  readonly kind: 'missing' | 'below' | 'veto';
  /** what it alone would add to the score, within the cap */
  readonly gain: number;
};

/**
 * What would change the score, from evidence alone: what is missing, and what stands below its reference; nearest first.
 * Under a veto nothing else does, so it stands alone, with the score that it keeps back.
 */
export function adviceOf({ lines, base, bonus, penalty, scoreCap, isVetoed }: ScoreTrace): readonly Advice[] {
  const whole = base + bonus - penalty;
  const scored = (points: number) => Math.min(Math.max(points, 0), scoreCap);
  if (isVetoed)
    return lines
      .filter(({ group, state }) => group === 'veto' && state === 'value')
      .map(({ code, name }) => ({ code, name, kind: 'veto', gain: formOf(scored(whole)) }));
  return lines
    .filter((line) => line.fullScoreRef !== null && line.state !== 'notApplicable')
    .map((line) => ({
      code: line.code,
      name: line.name,
      kind: line.state === 'missing' ? ('missing' as const) : ('below' as const),
      gain: formOf(scored(whole + line.weight - line.points) - scored(whole)),
    }))
    .filter((one) => one.gain > 0)
    .toSorted((a, b) => b.gain - a.gain || (a.code < b.code ? -1 : 1));
}
