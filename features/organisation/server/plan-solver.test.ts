import fc from 'fast-check';
import loadHighs from 'highs';
import { expect, test } from 'vitest';
import { commonOf, dealBranches } from '../rules/branch-deal.ts';
import { coherenceOf, modelOf, sharedWith, type PlanFirm, type PlanQuestion, type RoomyBranch } from '../rules/branch-plan.ts';
import { keepsRules, reachWeight } from '../rules/branch-programme.ts';
import { solveBranches } from './plan-solver.ts';

const highs = await loadHighs({});
/** As long as it takes: what is found must not hang on how busy the machine is. */
const unhurried = 3600;
const rules = { leastMembers: 3, mostUnits: 5 };

const firm = fc
  .record({
    full: fc.constantFrom(1, 2),
    park: fc.option(fc.constantFrom('p', 'q'), { freq: 6 }),
    house: fc.option(fc.constantFrom('1', '2')),
    chains: fc.subarray(['c', 'd']),
  })
  .map(({ full, park, house, chains }) => ({
    fullMembers: full,
    parkId: park,
    buildingId: park === null || house === null ? null : park + house,
    chainIds: chains,
  }));
const branch = fc.record({ room: fc.integer({ min: 1, max: 2 }), parkId: fc.constantFrom('p', null), chainIds: fc.subarray(['c']) });
const anyQuestion = fc
  .record({
    firms: fc.array(firm, { minLength: 1, maxLength: 7 }),
    branches: fc.array(branch, { maxLength: 1 }),
    apart: fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 2 }),
  })
  .map(({ firms, branches, apart }): PlanQuestion => ({
    firms: firms.map((one, index) => ({ ...one, id: `f${index}`, name: `企业${index}` })),
    branches: branches.map((one, index) => ({ ...one, id: `b${index}`, name: `支部${index}`, buildingId: null, unitIds: [] })),
    apart: apart.filter(([a, b]) => a !== b && a < firms.length && b < firms.length).map(([a, b]) => [`f${a}`, `f${b}`] as const),
    rules,
  }));

type Value = readonly [firms: number, members: number, coherence: number, fewer: number];

test('the plan covers the most firms, then the most members, then is the most coherent with the fewest branches: as if every plan had been tried', () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      const model = modelOf(question);
      const solved = solveBranches(highs, model, unhurried);
      const dealt = dealBranches(model, solved.counts);
      expect(solved.optimal).toBe(true);
      for (const one of dealt) {
        const ids = one.firms.map(({ id }) => id);
        expect(question.apart.some(([a, b]) => ids.includes(a) && ids.includes(b))).toBe(false);
        if (one.joins === null) {
          expect(one.firms.length).toBeLessThanOrEqual(rules.mostUnits);
          expect(one.firms.reduce((sum, { fullMembers }) => sum + fullMembers, 0)).toBeGreaterThanOrEqual(rules.leastMembers);
          expect(coherenceOf(commonOf(one.firms, null))).toBeGreaterThan(0);
        } else expect(one.firms.length).toBeLessThanOrEqual(one.joins.room);
      }
      const fewer = 0 - dealt.filter((one) => one.joins === null).length;
      expect([solved.firms, solved.members, solved.coherence, fewer]).toEqual(bestOf(question));
    }),
    { numRuns: 400 },
  );
}, 240_000);

test('out of time, the plan still keeps every rule and the stated gap holds what was missed', () => {
  const outOfTime = {
    ...highs,
    solve: (...[programme, options]: Parameters<typeof highs.solve>) => {
      const solution = highs.solve(programme, options);
      if (!programme.includes('\nGeneral\n')) return solution;
      // as HiGHS answers when its time is up before it has a plan: columns that keep no row
      const columns = Object.entries(solution.Columns).map(([name, column]) => [name, { ...column, Primal: 9 }] as const);
      return { ...solution, Status: 'Time limit reached', Columns: Object.fromEntries(columns) } as typeof solution;
    },
  };
  fc.assert(
    fc.property(anyQuestion, (question) => {
      const model = modelOf(question);
      const solved = solveBranches(outOfTime, model, unhurried);
      expect(keepsRules(model, solved.counts)).toBe(true);
      const [firms, members, coherence] = bestOf(question);
      const reach = ([f, m]: readonly [number, number]) => reachWeight(model, 0) * f + m;
      expect(reach([solved.firms, solved.members])).toBeGreaterThanOrEqual((1 - solved.gap) * reach([firms, members]) - 1e-6);
      if (solved.firms === firms && solved.members === members)
        expect(solved.coherence).toBeGreaterThanOrEqual((1 - solved.gap) * coherence - 1e-6);
    }),
    { numRuns: 100 },
  );
}, 120_000);

test('more firms kept apart than there are copies of their bucket: no plan is called the best', () => {
  const firms = Array.from({ length: 27 }, (_, index): PlanFirm => ({
    id: `f${index}`,
    name: `企业${index}`,
    fullMembers: 1,
    parkId: 'p',
    buildingId: null,
    chainIds: [],
  }));
  const apart = firms.slice(0, 9).flatMap((a, at) => firms.slice(at + 1, 9).map((b) => [a.id, b.id] as const));
  const solved = solveBranches(highs, modelOf({ firms, branches: [], apart, rules }), unhurried);
  expect(solved.optimal).toBe(false);
  expect(solved.firms).toBe(26);
  expect(solved.gap).toBeGreaterThanOrEqual(1 / 27);
}, 60_000);

/** The oracle: every way to leave firms out, let them join, or put them into groups. */
function bestOf(question: PlanQuestion): Value {
  let best: Value = [0, 0, 0, 0];
  const groups: PlanFirm[][] = [];
  const joined = new Map<RoomyBranch, PlanFirm[]>(question.branches.map((one) => [one, []]));
  const place = (index: number) => {
    const next = question.firms[index];
    if (!next) {
      const value = valueOf(question, groups, joined);
      if (value && isBetter(value, best)) best = value;
      return;
    }
    place(index + 1);
    for (const own of [...groups, ...joined.values()]) {
      own.push(next);
      place(index + 1);
      own.pop();
    }
    groups.push([next]);
    place(index + 1);
    groups.pop();
  };
  place(0);
  return best;
}

function valueOf(question: PlanQuestion, groups: readonly PlanFirm[][], joined: ReadonlyMap<RoomyBranch, PlanFirm[]>): Value | undefined {
  let [firms, members, coherence] = [0, 0, 0];
  const clash = (own: readonly PlanFirm[]) =>
    question.apart.some(([a, b]) => own.some(({ id }) => id === a) && own.some(({ id }) => id === b));
  for (const own of groups) {
    const full = own.reduce((sum, one) => sum + one.fullMembers, 0);
    const score = coherenceOf(commonOf(own, null));
    if (own.length > rules.mostUnits || full < rules.leastMembers || score === 0 || clash(own)) return undefined;
    firms += own.length;
    members += full;
    coherence += own.length * score;
  }
  for (const [one, own] of joined) {
    if (own.length > one.room || clash(own)) return undefined;
    for (const each of own) {
      const shared = sharedWith(each, one);
      if (shared === null) return undefined;
      firms += 1;
      members += each.fullMembers;
      coherence += coherenceOf(shared);
    }
  }
  return [firms, members, coherence, 0 - groups.length];
}

function isBetter(a: Value, b: Value): boolean {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
}
