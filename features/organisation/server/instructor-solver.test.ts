import fc from 'fast-check';
import loadHighs from 'highs';
import { expect, test } from 'vitest';
import {
  dealGuides,
  familiarity,
  guideModel,
  guideProgramme,
  instructorsMissing,
  urgency,
  type Guide,
  type UnguidedFirm,
} from '../rules/instructor-plan.ts';

const highs = await loadHighs({});
const park = fc.constantFrom('p', 'q', null);
const anyFirms = fc
  .array(fc.record({ parkId: park, chainIds: fc.subarray(['c', 'd']), fullMembers: fc.nat(1), employees: fc.constantFrom(5, 80) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((list): UnguidedFirm[] => list.map((one, index) => ({ ...one, id: `f${index}`, name: `企业${index}` })));
const anyGuides = fc
  .array(fc.record({ room: fc.nat(2), parks: fc.subarray(['p', 'q']), chains: fc.subarray(['c', 'd']) }), { minLength: 1, maxLength: 3 })
  .map((list): Guide[] =>
    list.map((one, index) => ({
      id: `g${index}`,
      name: `指导员${index}`,
      room: one.room,
      parks: new Set(one.parks),
      chains: new Set(one.chains),
    })),
  );

test('instructors go where they are needed most and know their way, as if every assignment had been tried', () => {
  fc.assert(
    fc.property(anyFirms, anyGuides, (firms, guides) => {
      const model = guideModel(firms, guides);
      const solution = highs.solve(guideProgramme(model));
      const pairs = dealGuides(
        model,
        Object.entries(solution.Columns).map(([name, column]) => [name, 'Primal' in column ? column.Primal : 0] as const),
      );
      expect(new Set(pairs.map(({ firm }) => firm.id)).size).toBe(pairs.length);
      for (const guide of guides) expect(pairs.filter((pair) => pair.guide === guide).length).toBeLessThanOrEqual(guide.room);
      expect(pairs.reduce((sum, { firm, guide }) => sum + urgency(firm) * 4 + familiarity(guide, firm), 0)).toBe(bestOf(firms, guides));
    }),
    { numRuns: 300 },
  );
}, 60_000);

function bestOf(firms: readonly UnguidedFirm[], guides: readonly Guide[]): number {
  const room = guides.map((guide) => guide.room);
  const place = (index: number): number => {
    const firm = firms[index];
    if (!firm) return 0;
    let best = place(index + 1);
    guides.forEach((guide, g) => {
      if ((room[g] ?? 0) === 0) return;
      room[g] = (room[g] ?? 0) - 1;
      best = Math.max(best, urgency(firm) * 4 + familiarity(guide, firm) + place(index + 1));
      room[g] = (room[g] ?? 0) + 1;
    });
    return best;
  };
  return place(0);
}

test('eleven firms left in a park want two more instructors at ten firms each', () => {
  const left = Array.from({ length: 11 }, (_, index): UnguidedFirm => ({
    id: `f${index}`,
    name: '',
    parkId: 'p',
    chainIds: [],
    fullMembers: 0,
    employees: 1,
  }));
  expect(instructorsMissing(left, 10)).toEqual(new Map([['p', 2]]));
});
