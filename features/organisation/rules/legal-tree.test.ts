import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closesCircle, parentRefusals, unitsRefusal } from './legal-tree.ts';

const committee = { id: 'p', name: '党委', kind: 'committee', dissolvedOn: null } as const;

test('an organisation cannot stand below itself, however long the way round', () => {
  const parentOf = new Map([
    ['b', 'a'],
    ['c', 'b'],
  ]);
  expect(closesCircle('a', 'c', parentOf)).toBe(true);
  expect(closesCircle('a', 'a', parentOf)).toBe(true);
  expect(closesCircle('c', 'a', parentOf)).toBe(false);
  expect(parentRefusals({ id: 'a', name: '甲', kind: 'committee' }, { ...committee, id: 'c' }, parentOf)).toMatchObject([
    { code: 'TREE_CIRCLE', rule: 'ORG-TREE' },
  ]);
});

test('whatever is allowed one by one, the tree never has a circle', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  fc.assert(
    fc.property(fc.array(fc.tuple(name, name), { maxLength: 25 }), (moves) => {
      const parentOf = new Map<string, string>();
      for (const [id, parent] of moves) if (!closesCircle(id, parent, parentOf)) parentOf.set(id, parent);
      for (const start of parentOf.keys()) {
        const seen = new Set<string>();
        for (let at: string | undefined = start; at !== undefined; at = parentOf.get(at)) {
          expect(seen.has(at)).toBe(false);
          seen.add(at);
        }
      }
    }),
  );
});

test('a branch leads no other organisation, and a dissolved committee none any more', () => {
  expect(
    parentRefusals({ id: null, name: '甲', kind: 'branchJoint' }, { ...committee, kind: 'branchIndependent' }, new Map()),
  ).toMatchObject([{ code: 'PARENT_KIND' }]);
  expect(
    parentRefusals({ id: null, name: '甲', kind: 'branchJoint' }, { ...committee, dissolvedOn: '2025-01-01' }, new Map()),
  ).toMatchObject([{ code: 'PARENT_DISSOLVED', rule: 'ORG-07' }]);
  expect(parentRefusals({ id: null, name: '甲', kind: 'branchJoint' }, committee, new Map())).toEqual([]);
});

test('ORG-03: a joint branch of five units stands, of six does not; an independent one covers a single firm', () => {
  expect(unitsRefusal('branchJoint', 5, 5)).toBeUndefined();
  expect(unitsRefusal('branchJoint', 6, 5)).toMatchObject({ code: 'TOO_MANY_UNITS', rule: 'ORG-03' });
  expect(unitsRefusal('branchIndependent', 2, 5)).toMatchObject({ rule: 'ORG-03' });
  expect(unitsRefusal('committee', 40, 5)).toBeUndefined();
});
