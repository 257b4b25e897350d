import fc from 'fast-check';
import { expect, test } from 'vitest';
import { movedBy, placesBetween } from './money-unit.ts';
import { ratio } from './ratio.ts';

test('an amount moves between units of money exactly; what is no money does not', () => {
  expect([placesBetween('亿元', '万元'), placesBetween('元', '万元'), placesBetween('亿', '万元'), placesBetween('万元', '万元')]).toEqual([
    4, -4, 4, 0,
  ]);
  expect([placesBetween('%', '万元'), placesBetween('万元', '%'), placesBetween('', '万元')]).toEqual([undefined, undefined, undefined]);
  expect([movedBy(1.1, 4), movedBy(12_345_678, -4), movedBy(-0.07, 8), movedBy(1e-7, 4)]).toEqual([11_000, 1234.5678, -7_000_000, 0.001]);
  fc.assert(
    fc.property(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: -4, max: 8 }),
      (n, digits, places) => {
        const value = n / 10 ** digits;
        const exact = ratio(value).times(places < 0 ? ratio(1).over(ratio(10 ** -places)) : ratio(10 ** places));
        expect(movedBy(value, places)).toBe(Number(exact.top) / Number(exact.bottom));
      },
    ),
  );
});
