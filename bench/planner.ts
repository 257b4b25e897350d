import { parseArgs } from 'node:util';
import loadHighs from 'highs';
import { dealBranches, greedyCounts } from '#features/organisation/rules/branch-deal.ts';
import { modelOf, type PlanFirm } from '#features/organisation/rules/branch-plan.ts';
import { totalsOf } from '#features/organisation/rules/branch-programme.ts';
import { solveBranches } from '#features/organisation/server/plan-solver.ts';
import { createRandom } from '#seeds/random.ts';
import { tableOf } from './stand/table.ts';

/** `node bench/planner.ts [--firms 600,5000] [--json]`: the coverage planner on so many small firms, beside the plan made without a solver. */
const { values } = parseArgs({ options: { firms: { type: 'string', default: '600,5000' }, json: { type: 'boolean', default: false } } });
const worlds = [
  { name: '8 parks × 60 buildings × 5 chains', parks: 8, buildings: 60, chains: 5, several: 0 },
  { name: '60 parks × 5 buildings × 20 chains, 20 % on two chains', parks: 60, buildings: 5, chains: 20, several: 0.2 },
  { name: '1 park, no buildings, 40 chains', parks: 1, buildings: 0, chains: 40, several: 0.1 },
];
const highs = await loadHighs({});

const results = [];
for (const world of worlds) {
  for (const count of values.firms.split(',').map(Number)) {
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
    const { firms: covered, members, coherence, gap, optimal } = solved;
    results.push({
      world: world.name,
      firms: count,
      classes: model.classes.length,
      buckets: model.buckets.length,
      seconds,
      covered,
      members,
      coherence,
      branches: branches.length,
      greedy: greedy.coherence,
      gap,
      optimal,
    });
  }
}
if (values.json) process.stdout.write(`${JSON.stringify({ results }, null, 2)}\n`);
else {
  const head = Object.keys(results[0] ?? {});
  process.stdout.write(
    `${tableOf(
      head,
      results.map((one) =>
        Object.values(one).map((cell) => (typeof cell === 'number' ? String(Math.round(cell * 100) / 100) : String(cell))),
      ),
    )}\n`,
  );
}
