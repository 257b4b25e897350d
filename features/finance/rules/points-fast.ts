import { traceOf, type ScoreTrace } from './points-score.ts';
import type { PointsScheme, Stage } from './points-scheme.ts';

/** The latest values of a firm by code; null where one does not apply, absent where none was entered. */
export type ValuesByCode = ReadonlyMap<string, number | null>;

/** Below this a reference is so small that a double no longer holds its decimal closely enough. */
const smallestRef = 1e-100;
/** Far more than what a sum of up to a thousand terms can be off in doubles (about 1e-13 of its size). */
const doubt = 1e-10;

/**
 * The same score, veto and gaps as the whole reckoning gives (§5.3), without its lines: for a zone full of firms. Reckoned
 * in doubles; whatever comes so near to the half of a hundredth that doubles cannot tell its side is reckoned exactly.
 */
export function scoreOnly(
  scheme: PointsScheme,
  stage: Stage | null,
  values: ValuesByCode,
): Pick<ScoreTrace, 'score' | 'isVetoed' | 'missing'> {
  let [sum, size, missing, isExactOnly] = [0, 1, 0, false];
  const raised = stage === null ? 1 : raisedBy(scheme, stage, values);
  for (const { code, direction, fullScoreRef, weight } of scheme.indicators) {
    const value = values.get(code);
    if (value === undefined) missing += 1;
    if (value === undefined || value === null || stage === null) continue;
    if (!(fullScoreRef >= smallestRef)) isExactOnly = true;
    const reached = within(value / fullScoreRef, 1);
    const most = weight[stage] * raised;
    sum += most * (direction === 'NEGATIVE' ? 1 - reached : reached);
    size += Math.abs(most);
  }
  const isVetoed = scheme.vetoes.some(({ code }) => (values.get(code) ?? 0) > 0);
  if (isVetoed || stage === null) return { score: 0, isVetoed, missing };
  for (const { code, pointsEach, most } of scheme.bonuses) {
    const points = within((values.get(code) ?? 0) * pointsEach, most);
    sum += points;
    size += points;
  }
  for (const { code, pointsEach, most } of scheme.penalties) {
    const points = within((values.get(code) ?? 0) * pointsEach, most);
    sum -= points;
    size += points;
  }
  const halfUp = within(sum, scheme.scoreCap) * 100 + 0.5;
  const cents = Math.floor(halfUp);
  const margin = 100 * doubt * (size + scheme.scoreCap);
  const isSure = !isExactOnly && halfUp - cents > margin && cents + 1 - halfUp > margin;
  return { score: isSure ? cents / 100 : exactly(scheme, stage, values), isVetoed, missing };
}

/** How many times its own weight an indicator weighs, where what does not apply gives its weight to the others. */
function raisedBy({ indicators, redistributesNotApplicable }: PointsScheme, stage: Stage, values: ValuesByCode): number {
  if (redistributesNotApplicable !== true) return 1;
  let [whole, kept] = [0, 0];
  for (const { code, weight } of indicators) {
    whole += weight[stage];
    if (values.get(code) !== null) kept += weight[stage];
  }
  return kept > 0 ? whole / kept : 0;
}

const within = (value: number, most: number) => (value < 0 ? 0 : value > most ? most : value);

function exactly(scheme: PointsScheme, stage: Stage, values: ValuesByCode): number {
  const nowhere = { inputId: '', source: '', evidence: null, enteredOn: '' };
  const given = [...values].map(([code, value]) => ({
    code,
    state: value === null ? ('notApplicable' as const) : ('value' as const),
    value,
    ...nowhere,
  }));
  return traceOf(scheme, stage, given).score;
}
