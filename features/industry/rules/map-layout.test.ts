import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutMap, type MapModel, type MapSegment } from './map-layout.ts';

const anyModel = fc
  .record({
    chains: fc.integer({ min: 1, max: 3 }),
    nodes: fc.array(fc.tuple(fc.constantFrom<MapSegment>('upstream', 'midstream', 'downstream', 'support'), fc.nat(4)), {
      minLength: 1,
      maxLength: 12,
    }),
    firms: fc.array(fc.tuple(fc.constantFrom('large', 'micro', null), fc.nat(11), fc.nat(11)), { maxLength: 120 }),
    edges: fc.array(fc.tuple(fc.nat(119), fc.nat(119)), { maxLength: 60 }),
  })
  .map(({ chains, nodes, firms, edges }): MapModel => ({
    chains: Array.from({ length: chains }, (_, index) => ({ id: `c${index}`, name: `链${index}` })),
    nodes: nodes.map(([segment, position], index) => ({
      id: `n${index}`,
      name: `环节${index}`,
      chainId: `c${index % chains}`,
      segment,
      position,
      keyNode: false,
      state: 'normal',
    })),
    firms: firms.map(([scale], index) => ({
      id: `f${index}`,
      name: `企业${index}`,
      scale,
      open: 0,
      lamp: 'none',
      organised: 'none',
      leader: false,
    })),
    places: firms.flatMap(([, a, b], index) => [...new Set([a % nodes.length, b % nodes.length])].map((node) => [index, node] as const)),
    edges: edges.filter(([a, b]) => a < firms.length && b < firms.length && a !== b).map(([a, b]) => [a, b, 50] as const),
    organisations: [],
  }));

test('every node has one card, every firm a dot on each of its nodes, inside its card', () => {
  fc.assert(
    fc.property(anyModel, (model) => {
      const { cards, dots } = layoutMap(model);
      expect(cards.map((card) => card.node).toSorted((a, b) => a - b)).toEqual(model.nodes.map((_, index) => index));
      expect(dots).toHaveLength(model.places.length);
      const cardOf = new Map(cards.map((card) => [card.node, card]));
      for (const dot of dots) {
        const card = cardOf.get(dot.node);
        expect(
          card &&
            dot.x - dot.r >= card.x &&
            dot.x + dot.r <= card.x + card.width &&
            dot.y - dot.r >= card.y &&
            dot.y + dot.r <= card.y + card.height,
        ).toBe(true);
      }
    }),
  );
});

test('no card covers another, and no dot another', () => {
  fc.assert(
    fc.property(anyModel, (model) => {
      const { cards, dots } = layoutMap(model);
      const meet = cards.flatMap((a, index) =>
        cards.slice(index + 1).filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height),
      );
      expect(meet).toEqual([]);
      expect(new Set(dots.map((dot) => `${dot.x}|${dot.y}`)).size).toBe(dots.length);
    }),
  );
});

test('bundles count every edge between firms that stand first on different nodes, and no other', () => {
  fc.assert(
    fc.property(anyModel, (model) => {
      const first = new Map<number, number>();
      for (const [firm, node] of model.places) if (!first.has(firm)) first.set(firm, node);
      const between = model.edges.filter(([a, b]) => first.get(a) !== first.get(b)).length;
      expect(layoutMap(model).bundles.reduce((sum, bundle) => sum + bundle.count, 0)).toBe(between);
    }),
  );
});

test('the same model gives the same picture', () => {
  fc.assert(
    fc.property(anyModel, (model) => {
      expect(layoutMap(model)).toEqual(layoutMap(structuredClone(model)));
    }),
    { numRuns: 20 },
  );
});
