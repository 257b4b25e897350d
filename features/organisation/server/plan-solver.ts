import type loadHighs from 'highs';
import { greedyCounts } from '../rules/branch-deal.ts';
import { coherenceIn, modelOf, type PlanModel } from '../rules/branch-plan.ts';
import {
  countsOf,
  keepsRules,
  mostReach,
  programmeOf,
  reachWeight,
  totalsOf,
  type Counts,
  type Totals,
} from '../rules/branch-programme.ts';

type Highs = Awaited<ReturnType<typeof loadHighs>>;

/** The columns of a solution with their values, and whether nothing can be better. */
export type Columns = { readonly optimal: boolean; readonly values: readonly (readonly [name: string, value: number])[] };

export type SolvedBranches = {
  readonly counts: Counts;
  readonly firms: number;
  readonly members: number;
  readonly coherence: number;
  /** no plan can be better: every stage was solved to the end */
  readonly optimal: boolean;
  /** how far the plan can be from the best, 0..1, proven by the bounds of both stages */
  readonly gap: number;
};

/**
 * Solves the plan in stages: the most firms and members that can be covered, then the most coherent plan that covers
 * them, then the fewest branches. Out of time it keeps the best it has and says how far off that may be.
 * @param seconds for all stages together
 */
export function solveBranches(highs: Highs, model: PlanModel, seconds: number): SolvedBranches {
  if (model.buckets.length === 0) return { counts: new Map(), firms: 0, members: 0, coherence: 0, optimal: true, gap: 0 };
  const until = performance.now() + seconds * 1000;
  const left = (share: number) => Math.max(0.2, ((until - performance.now()) / 1000) * share);
  const greedy = greedyCounts(model);
  const most = mostReach(model);
  const whole = totalsOf(model, greedy).firms === most.firms && totalsOf(model, greedy).members === most.members;
  const first = whole ? { counts: greedy, optimal: true } : solve(highs, programmeOf(model, { seeks: 'reach' }, true), left(0.4));
  const reached = best(model, [greedy, first.counts]);
  const second = solve(highs, programmeOf(model, { seeks: 'coherence', keeps: totalsOf(model, reached) }, true), left(0.75));
  const coherent = best(model, [reached, second.counts]);
  const third = solve(highs, programmeOf(model, { seeks: 'fewBranches', keeps: totalsOf(model, coherent) }, true), left(0.6));
  const counts = best(model, [coherent, third.counts], third.optimal);
  const totals = totalsOf(model, counts);
  const covers = first.optimal && second.optimal && !model.curtailed;
  const gap = covers ? 0 : gapOf(highs, model, totals, whole || (first.optimal && !model.curtailed));
  return { counts, ...totals, optimal: covers && third.optimal, gap };
}

/** The better of two plans, stage by stage; of equal ones the first, or the last when that has fewer branches. */
function best(model: PlanModel, plans: readonly [Counts, Counts | null], preferLast = false): Counts {
  const [one, other] = plans;
  if (other === null || !keepsRules(model, other)) return one;
  const [a, b] = [totalsOf(model, one), totalsOf(model, other)];
  const ahead = b.firms - a.firms || b.members - a.members || b.coherence - a.coherence;
  return ahead > 0 || (ahead === 0 && preferLast) ? other : one;
}

/** The larger of both stages' distances to what no plan can exceed: the relaxation, with nobody kept apart. */
function gapOf(highs: Highs, asked: PlanModel, totals: Totals & { readonly coherence: number }, reachProven: boolean): number {
  const model = modelOf({ ...asked.question, apart: [] });
  const most = mostReach(model);
  const weight = reachWeight(model, 0);
  const reach = reachProven
    ? 0
    : distance(
        relaxed(highs, programmeOf(model, { seeks: 'reach' }, false)) ?? weight * most.firms + most.members,
        weight * totals.firms + totals.members,
      );
  const coherent = distance(
    relaxed(highs, programmeOf(model, { seeks: 'coherence', keeps: totals }, false)) ?? mostCoherence(model),
    totals.coherence,
  );
  return Math.max(reach, coherent);
}

/** Every firm in the closest bucket that it fits: a bound for when the relaxation takes too long. */
function mostCoherence({ classes, buckets }: PlanModel): number {
  const closest = classes.map(() => 0);
  for (const bucket of buckets) {
    for (const k of bucket.classes) {
      const firmClass = classes[k];
      if (firmClass) closest[k] = Math.max(closest[k] ?? 0, coherenceIn(firmClass, bucket));
    }
  }
  return classes.reduce((sum, { firms }, k) => sum + firms.length * (closest[k] ?? 0), 0);
}

function distance(bound: number, value: number): number {
  return bound <= 0 ? 0 : Math.max(0, (bound - value) / bound);
}

/** The value of a relaxation; undefined when it takes longer than is left of a reader's patience. */
function relaxed(highs: Highs, programme: string): number | undefined {
  const solution = highs.solve(programme, { time_limit: 2 });
  return solution.Status === 'Optimal' ? solution.ObjectiveValue : undefined;
}

function solve(highs: Highs, programme: string, seconds: number): { readonly counts: Counts | null; readonly optimal: boolean } {
  const solution = highs.solve(programme, { time_limit: seconds, mip_rel_gap: 0, mip_abs_gap: 0.5, presolve: 'on' });
  const usable = solution.Status === 'Optimal' || solution.Status === 'Time limit reached';
  if (!usable) return { counts: null, optimal: false };
  const { optimal, values } = columnsOf(solution);
  return { counts: countsOf(values), optimal };
}

/** What a solution says of every column. */
export function columnsOf(solution: ReturnType<Highs['solve']>): Columns {
  return {
    optimal: solution.Status === 'Optimal',
    values: Object.entries(solution.Columns).map(([name, column]) => [name, 'Primal' in column ? column.Primal : 0] as const),
  };
}
