import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rippleFrom, type RippleDirection, type RippleEdge } from './ripple.ts';

const edge = (supplierId: string, buyerId: string, confidence = 80): RippleEdge => ({ supplierId, buyerId, confidence });

test('a firm that stops hits its buyers, then theirs, each at its fewest hops', () => {
  const edges = [edge('a', 'b'), edge('b', 'c'), edge('a', 'c', 40), edge('c', 'd'), edge('x', 'a')];
  expect(rippleFrom(['a'], edges, 2, 'supply')).toEqual([
    { firmId: 'b', hop: 1, viaId: 'a', confidence: 80 },
    { firmId: 'c', hop: 1, viaId: 'a', confidence: 40 },
    { firmId: 'd', hop: 2, viaId: 'c', confidence: 40 },
  ]);
  expect(rippleFrom(['a'], edges, 1, 'orders').map((hit) => hit.firmId)).toEqual(['x']);
});

test('a circle ends, and what stopped is not hit', () => {
  expect(rippleFrom(['a', 'b'], [edge('a', 'b'), edge('b', 'c'), edge('c', 'a')], 6, 'both').map((hit) => hit.firmId)).toEqual(['c']);
});

test('ripple equals every path walked one by one', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(name, name, fc.nat(100)), { maxLength: 14 }),
      fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom<RippleDirection>('supply', 'orders', 'both'),
      (pairs, stopped, hops, direction) => {
        const edges = pairs.filter(([from, to]) => from !== to).map(([from, to, sure]) => edge(from, to, sure));
        const walked = walkEveryPath(stopped, edges, hops, direction);
        const found = rippleFrom(stopped, edges, hops, direction).map(({ firmId, hop, confidence }) => ({ firmId, hop, confidence }));
        expect(new Map(found.map((hit) => [hit.firmId, hit]))).toEqual(walked);
      },
    ),
    { numRuns: 1500 },
  );
});

/** The oracle: all simple paths up to `hops`, the shortest of each firm, among those the one whose weakest edge is surest. */
function walkEveryPath(stopped: readonly string[], edges: readonly RippleEdge[], hops: number, direction: RippleDirection) {
  const best = new Map<string, { firmId: string; hop: number; confidence: number }>();
  const steps = edges.flatMap((one) => [
    ...(direction === 'orders' ? [] : [{ from: one.supplierId, to: one.buyerId, sure: one.confidence }]),
    ...(direction === 'supply' ? [] : [{ from: one.buyerId, to: one.supplierId, sure: one.confidence }]),
  ]);
  const walk = (path: readonly string[], sure: number) => {
    const at = path.at(-1);
    if (path.length - 1 >= hops) return;
    for (const step of steps) {
      if (step.from !== at || path.includes(step.to) || stopped.includes(step.to)) continue;
      const confidence = Math.min(sure, step.sure);
      const hop = path.length;
      const known = best.get(step.to);
      if (!known || hop < known.hop || (hop === known.hop && confidence > known.confidence))
        best.set(step.to, { firmId: step.to, hop, confidence });
      walk([...path, step.to], confidence);
    }
  };
  for (const one of stopped) walk([one], 100);
  return best;
}
