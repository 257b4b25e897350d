import type { NodeState } from './node-state.ts';

export type MapSegment = 'upstream' | 'midstream' | 'downstream' | 'support';
export type MapNode = {
  readonly id: string;
  readonly name: string;
  readonly chainId: string;
  readonly segment: MapSegment;
  readonly position: number;
  readonly keyNode: boolean;
  readonly state: NodeState;
};
export type MapFirm = {
  readonly id: string;
  readonly name: string;
  readonly scale: string | null;
  readonly open: number;
  readonly lamp: 'none' | 'green' | 'yellow' | 'red';
  readonly organised: 'own' | 'joint' | 'instructor' | 'none';
  readonly leader: boolean;
};
export type MapModel = {
  readonly chains: readonly { readonly id: string; readonly name: string }[];
  readonly nodes: readonly MapNode[];
  readonly firms: readonly MapFirm[];
  readonly places: readonly (readonly [firm: number, node: number])[];
  readonly edges: readonly (readonly [supplier: number, buyer: number, confidence: number])[];
  readonly organisations: readonly { readonly id: string; readonly name: string; readonly firms: readonly number[] }[];
};

export type Card = { readonly node: number; readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type Dot = { readonly firm: number; readonly node: number; readonly x: number; readonly y: number; readonly r: number };
export type Bundle = { readonly from: number; readonly to: number; readonly count: number };
export type MapLayout = {
  readonly width: number;
  readonly height: number;
  readonly cards: readonly Card[];
  readonly dots: readonly Dot[];
  /** edges gathered between nodes */
  readonly bundles: readonly Bundle[];
  readonly lanes: readonly { readonly chainId: string; readonly name: string; readonly y: number; readonly height: number }[];
  readonly columns: readonly { readonly segment: MapSegment; readonly x: number; readonly width: number }[];
};

const cardWidth = 300;
const head = 50;
const cell = 14;
const gap = 22;
const columnGap = 130;
const laneHead = 46;
const perRow = Math.floor((cardWidth - 24) / cell);
const flow = ['upstream', 'midstream', 'downstream'] as const;
const radius: Readonly<Record<string, number>> = { large: 6, medium: 5, small: 4, micro: 3 };

/**
 * Where everything of the map stands: a lane a chain, in it columns from upstream to downstream and the supporting
 * services below, a card a node, its firms as dots in rows with the leader and the larger ones first. The same model
 * always gives the same picture; sizes in map units, one being a pixel at zoom 1.
 */
export function layoutMap(model: MapModel): MapLayout {
  const firmsOf = model.nodes.map((): number[] => []);
  for (const [firm, node] of model.places) firmsOf[node]?.push(firm);
  for (const own of firmsOf) own.sort((a, b) => rank(model, a) - rank(model, b) || a - b);
  const bundles = bundlesOf(model);
  const cards: Card[] = [];
  const lanes: MapLayout['lanes'][number][] = [];
  const columns = flow.map((segment, index) => ({ segment, x: index * (cardWidth + columnGap), width: cardWidth }));
  let y = 34;
  for (const chain of model.chains) {
    const top = y;
    let bottom = top + laneHead;
    for (const { segment, x } of columns) {
      let at = top + laneHead;
      for (const node of inOrder(model, chain.id, segment, bundles)) {
        const height = heightOf(firmsOf[node]?.length ?? 0);
        cards.push({ node, x, y: at, width: cardWidth, height });
        at += height + gap;
      }
      bottom = Math.max(bottom, at);
    }
    const support = inOrder(model, chain.id, 'support', bundles);
    let below = bottom;
    for (let from = 0; from < support.length; from += columns.length) {
      const row = support.slice(from, from + columns.length).map((node, index) => ({
        node,
        x: columns[index]?.x ?? 0,
        y: below + (from === 0 ? 26 : gap),
        width: cardWidth,
        height: heightOf(firmsOf[node]?.length ?? 0),
      }));
      cards.push(...row);
      below = Math.max(...row.map((card) => card.y + card.height));
    }
    lanes.push({ chainId: chain.id, name: chain.name, y: top, height: below - top + 14 });
    y = below + 46;
  }
  return {
    width: 3 * cardWidth + 2 * columnGap,
    height: Math.max(y, 200),
    cards,
    dots: dotsOf(model, cards, firmsOf),
    bundles,
    lanes,
    columns,
  };
}

function heightOf(firms: number): number {
  return head + Math.max(1, Math.ceil(firms / perRow)) * cell + 12;
}

function rank(model: MapModel, index: number): number {
  const firm = model.firms[index];
  if (!firm) return 9;
  return firm.leader ? 0 : (({ large: 1, medium: 2, small: 3, micro: 4 } as Record<string, number>)[firm.scale ?? ''] ?? 5);
}

function dotsOf(model: MapModel, cards: readonly Card[], firmsOf: readonly (readonly number[])[]): Dot[] {
  return cards.flatMap((card) =>
    (firmsOf[card.node] ?? []).map((firm, index) => ({
      firm,
      node: card.node,
      x: card.x + 12 + (index % perRow) * cell + cell / 2,
      y: card.y + head + Math.floor(index / perRow) * cell + cell / 2,
      r: radius[model.firms[firm]?.scale ?? ''] ?? 3.5,
    })),
  );
}

/** How many edges go from the firms of one node to those of another; within a node they are not drawn. */
function bundlesOf(model: MapModel): Bundle[] {
  const nodesOf = new Map<number, number[]>();
  for (const [firm, node] of model.places) nodesOf.set(firm, [...(nodesOf.get(firm) ?? []), node]);
  const counts = new Map<number, number>();
  for (const [supplier, buyer] of model.edges) {
    const [from, to] = [nodesOf.get(supplier)?.[0], nodesOf.get(buyer)?.[0]];
    if (from === undefined || to === undefined || from === to) continue;
    const key = from * 10_000 + to;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .map(([key, count]) => ({ from: Math.floor(key / 10_000), to: key % 10_000, count }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Nodes of a column: as the zone ordered them; where it did not, next to what supplies them, so that fewer lines cross. */
function inOrder(model: MapModel, chainId: string, segment: MapSegment, bundles: readonly Bundle[]): number[] {
  const own = model.nodes.flatMap((node, index) => (node.chainId === chainId && node.segment === segment ? [index] : []));
  const weight = (index: number) => {
    const before = bundles.filter((bundle) => bundle.to === index);
    const all = before.reduce((sum, bundle) => sum + bundle.count, 0);
    return all === 0 ? 0 : before.reduce((sum, bundle) => sum + (model.nodes[bundle.from]?.position ?? 0) * bundle.count, 0) / all;
  };
  return own.toSorted((a, b) => (model.nodes[a]?.position ?? 0) - (model.nodes[b]?.position ?? 0) || weight(a) - weight(b) || a - b);
}
