import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonOf, dealBranches, greedyCounts } from './branch-deal.ts';
import { coherenceOf, modelOf, type PlanFirm } from './branch-plan.ts';
import { programmeOf } from './branch-programme.ts';

const rules = { leastMembers: 3, mostUnits: 5 };

test('firms of a bucket can be dealt into branches of at most five units with three members each exactly when they have three together', () => {
  for (let ones = 0; ones <= 14; ones += 1) {
    for (let twos = 0; twos <= 14; twos += 1) {
      const whole = ones + twos === 0 || ones + 2 * twos >= 3;
      expect(partitions(ones, twos), `${ones} firms of one member and ${twos} of two`).toBe(whole);
    }
  }
});

const memo = new Map<string, boolean>();

/** Can so many firms of one and of two members be split into groups of two to five units with three members or more? */
function partitions(ones: number, twos: number): boolean {
  if (ones + twos === 0) return true;
  const key = `${ones}_${twos}`;
  const known = memo.get(key);
  if (known !== undefined) return known;
  let found = false;
  for (let a = 0; a <= Math.min(ones, 5) && !found; a += 1)
    for (let b = 0; b <= Math.min(twos, 5 - a) && !found; b += 1) if (a + b > 0 && a + 2 * b >= 3) found = partitions(ones - a, twos - b);
  memo.set(key, found);
  return found;
}

const firm = fc
  .record({
    full: fc.constantFrom(1, 2),
    park: fc.option(fc.constantFrom('p', 'q')),
    house: fc.option(fc.constantFrom('1', '2')),
    chains: fc.subarray(['c', 'd']),
  })
  .map(({ full, park, house, chains }) => ({
    fullMembers: full,
    parkId: park,
    buildingId: park === null || house === null ? null : `${park}${house}`,
    chainIds: chains,
  }));
const anyFirms = fc
  .array(firm, { maxLength: 40 })
  .map((list): PlanFirm[] => list.map((one, index) => ({ ...one, id: `f${index}`, name: `企业${index}` })));

test('whatever is dealt, every branch has at most five units, three members together and a park or a chain in common, and no firm twice', () => {
  fc.assert(
    fc.property(anyFirms, (firms) => {
      const model = modelOf({ firms, branches: [], apart: [], rules });
      const dealt = dealBranches(model, greedyCounts(model));
      const ids = dealt.flatMap((branch) => branch.firms.map((one) => one.id));
      expect(new Set(ids).size).toBe(ids.length);
      for (const branch of dealt) {
        expect(branch.firms.length).toBeLessThanOrEqual(5);
        expect(branch.firms.reduce((sum, one) => sum + one.fullMembers, 0)).toBeGreaterThanOrEqual(3);
        expect(coherenceOf(commonOf(branch.firms, null))).toBeGreaterThan(0);
      }
    }),
  );
});

test('rules under which an even deal could leave a branch too small are refused', () => {
  expect(() => modelOf({ firms: [], branches: [], apart: [], rules: { leastMembers: 4, mostUnits: 5 } })).toThrow(RangeError);
});

test('interchangeable firms are counted, not named: a thousand of one house and chain make two classes at most', () => {
  const firms = Array.from({ length: 1000 }, (_, index): PlanFirm => ({
    id: `f${index}`,
    name: `企业${index}`,
    fullMembers: 1 + (index % 2),
    parkId: 'p',
    buildingId: 'p1',
    chainIds: ['c'],
  }));
  const model = modelOf({ firms, branches: [], apart: [], rules });
  expect(model.classes).toHaveLength(2);
  expect(programmeOf(model, { seeks: 'reach' }, true).length).toBeLessThan(5000);
});
