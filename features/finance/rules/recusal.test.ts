import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recusalOf } from './recusal.ts';

const edge = (fromFirmId: string, toFirmId: string) => ({ fromFirmId, toFirmId });

test('EQ-RECUSE: an interest in the firm, or one supply edge away either way; no further, and nobody else’s', () => {
  const edges = [edge('a', 'b'), edge('c', 'a'), edge('b', 'd')];
  const has = (firmId: string) => [{ reviewerId: 'r', firmId }];
  expect(recusalOf('r', 'a', has('a'), edges)).toMatchObject({ why: 'own', path: ['a'], rule: 'EQ-RECUSE' });
  expect(recusalOf('r', 'a', has('b'), edges)).toMatchObject({ why: 'chain', path: ['a', 'b'] });
  expect(recusalOf('r', 'a', has('c'), edges)).toMatchObject({ why: 'chain', path: ['a', 'c'] });
  expect(recusalOf('r', 'a', has('d'), edges)).toBeNull();
  expect(recusalOf('r', 'a', has('d'), edges, 2)?.path).toEqual(['a', 'b', 'd']);
  expect(recusalOf('other', 'a', has('a'), edges)).toBeNull();
});

const firms = ['a', 'b', 'c', 'd', 'e', 'f'];
const anyFirm = fc.constantFrom(...firms);

/** Every walk of at most `hops` steps, tried one by one: is there one to a firm of interest, and how short? */
function shortest(from: string, own: readonly string[], edges: readonly ReturnType<typeof edge>[], hops: number): number | null {
  if (own.includes(from)) return 0;
  if (hops === 0) return null;
  const lengths = firms
    .filter((to) =>
      edges.some((one) => (one.fromFirmId === from && one.toFirmId === to) || (one.fromFirmId === to && one.toFirmId === from)),
    )
    .flatMap((to) => shortest(to, own, edges, hops - 1) ?? []);
  return lengths.length === 0 ? null : Math.min(...lengths) + 1;
}

test('EQ-RECUSE: agrees with trying every walk, and its path is one of the shortest', () => {
  const anyEdges = fc.array(
    fc.tuple(anyFirm, anyFirm).map(([from, to]) => edge(from, to)),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(anyFirm, fc.array(anyFirm, { maxLength: 3 }), anyEdges, fc.integer({ min: 0, max: 3 }), (firm, own, edges, hops) => {
      const interests = own.map((firmId) => ({ reviewerId: 'r', firmId }));
      const found = recusalOf('r', firm, interests, edges, hops);
      const length = shortest(firm, own, edges, hops);
      expect(found === null ? null : found.path.length - 1).toBe(length);
      if (found) expect(found.why).toBe(length === 0 ? 'own' : 'chain');
    }),
  );
});
