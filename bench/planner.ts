import loadHighs from 'highs';
import { dealBranches, greedyCounts } from '#features/organisation/rules/branch-deal.ts';
import { modelOf, type PlanFirm } from '#features/organisation/rules/branch-plan.ts';
import { totalsOf } from '#features/organisation/rules/branch-programme.ts';
import { solveBranches } from '#features/organisation/server/plan-solver.ts';
import { createRandom } from '#seeds/random.ts';

/** `node bench/planner.ts`: the coverage planner on 5,000 small firms, beside the plan made without a solver. */
const worlds = [
  { name: '8 parks × 60 buildings × 5 chains', parks: 8, buildings: 60, chains: 5, several: 0 },
  { name: '60 parks × 5 buildings × 20 chains, 20 % on two chains', parks: 60, buildings: 5, chains: 20, several: 0.2 },
  { name: '1 park, no buildings, 40 chains', parks: 1, buildings: 0, chains: 40, several: 0.1 },
];
const highs = await loadHighs({});

process.stdout.write(
  'world | firms | classes | buckets | seconds | covered | members | coherence | branches | greedy coherence | gap | proven\n',
);
for (const world of worlds) {
  for (const count of [600, 5000]) {
    const random = createRandom(`planner ${world.name} ${count}`);
    const firms = Array.from({ length: count }, (_, index): PlanFirm => {
      const park = `p${random.int(1, world.parks)}`;
      const chains = [`c${random.int(1, world.chains)}`, ...(random.chance(world.several) ? [`c${random.int(1, world.chains)}`] : [])];
      return {
        id: `f${index}`,
        name: `企业${index}`,
        fullMembers: random.int(1, 2),
        parkId: park,
        buildingId: world.buildings === 0 ? null : `${park}-${random.int(1, world.buildings)}`,
        chainIds: [...new Set(chains)],
      };
    });
    const began = performance.now();
    const model = modelOf({ firms, branches: [], apart: [], rules: { leastMembers: 3, mostUnits: 5 } });
    const solved = solveBranches(highs, model, 18);
    const seconds = (performance.now() - began) / 1000;
    const branches = dealBranches(model, solved.counts);
    const greedy = totalsOf(model, greedyCounts(model));
    process.stdout.write(
      `${world.name} | ${count} | ${model.classes.length} | ${model.buckets.length} | ${seconds.toFixed(1)} | ${solved.firms} | ${solved.members} | ${solved.coherence} | ${branches.length} | ${greedy.coherence} | ${(solved.gap * 100).toFixed(2)} % | ${solved.optimal ? 'optimal' : 'bound'}\n`,
    );
  }
}
