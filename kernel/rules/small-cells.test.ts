import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hiddenCells } from './small-cells.ts';

const least = 5;
const tables = fc
  .array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 })
  .chain((sizes) =>
    fc.tuple(fc.constant(sizes), fc.array(fc.integer({ min: 0, max: 2 }), { minLength: sizes.length, maxLength: sizes.length })),
  );
const groupsBy = (owners: readonly number[]) => [0, 1, 2].map((owner) => owners.flatMap((one, index) => (one === owner ? [index] : [])));

/**
 * What an attacker does: every table with the same cells shown, the same groups and the same totals. A cell that has one value
 * in all of them is known. (That a table must also have led to the same choice is more than most attackers work out.)
 */
function tablesThatFit(sizes: readonly number[], hidden: readonly boolean[], told: readonly (readonly number[])[]): number[][] {
  const sum = (of: readonly number[], group: readonly number[]) => group.reduce((total, index) => total + (of[index] ?? 0), 0);
  const found: number[][] = [];
  const all = sizes.map((_, index) => index);
  const fill = (index: number, made: number[]): void => {
    if (index === sizes.length) {
      if ([all, ...told].every((group) => sum(made, group) === sum(sizes, group))) found.push(made);
      return;
    }
    if (!hidden[index]) return fill(index + 1, [...made, sizes[index] ?? 0]);
    const most = sum(sizes, all);
    for (let size = 1; size <= most; size += 1) if (sum(made, all) + size <= most) fill(index + 1, [...made, size]);
  };
  fill(0, []);
  return found;
}

test('§12.1: no hidden cell can be worked out from those shown, the total and the totals of groups', () => {
  fc.assert(
    fc.property(tables, ([sizes, owners]) => {
      const groups = groupsBy(owners);
      const hidden = hiddenCells(sizes, least, [groups]);
      if (!hidden) return;
      sizes.forEach((size, index) => size < least && expect(hidden[index]).toBe(true));
      const outer = hiddenCells(
        groups.map((group) => group.reduce((total, index) => total + (sizes[index] ?? 0), 0)),
        least,
      );
      const told = groups.filter((_, place) => outer && !outer[place]);
      const fitting = tablesThatFit(sizes, hidden, told);
      hidden.forEach((isHidden, index) => {
        if (isHidden)
          expect(new Set(fitting.map((table) => table[index])).size, JSON.stringify({ sizes, hidden, groups })).toBeGreaterThan(1);
      });
    }),
    { numRuns: 400, seed: 5 },
  );
});

test('nothing is hidden where every cell is large, and little where few are small', () => {
  expect(hiddenCells([5, 9, 30], least)).toEqual([false, false, false]);
  expect(hiddenCells([3, 9, 30, 7], least)).toEqual([true, false, false, true]);
  expect(hiddenCells([3, 3, 30], least)).toEqual([true, true, false]);
});

test('where no choice protects them no cell is told: a total of three in three cells says one each', () => {
  expect(hiddenCells([1, 1, 1], least)).toBeUndefined();
  expect(hiddenCells([3], least)).toBeUndefined();
  expect(hiddenCells([1, 1, 1, 1, 1, 1], least)).toBeUndefined();
});

test('a firm’s members are not what its park’s are without the other firm’s', () => {
  // two firms of one park (17 and 3), one of another (6): the smallest complement overall would leave the park open
  expect(hiddenCells([17, 3, 6], least, [[[0, 1], [2]]])).toEqual([true, true, false]);
});
