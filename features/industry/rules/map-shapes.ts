import type { MapLayout, MapModel } from './map-layout.ts';
import { nodeStateLabels, type NodeState } from './node-state.ts';

/** What a shape looks like; shapes of one look are drawn in one stroke. */
export type Look = {
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly alpha?: number;
};
export type Shape =
  | {
      readonly kind: 'rect';
      readonly look: Look;
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
      readonly r: number;
    }
  | { readonly kind: 'circle'; readonly look: Look; readonly x: number; readonly y: number; readonly r: number }
  | { readonly kind: 'curve'; readonly look: Look; readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }
  | { readonly kind: 'line'; readonly look: Look; readonly points: readonly (readonly [number, number])[] }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly bold: boolean;
      readonly colour: string;
      readonly most: number;
      readonly end?: boolean;
    };

export type MapOptions = {
  readonly language: 'zh' | 'en';
  /** index of the firm in hand */
  readonly firm: number | null;
  /** joint branches drawn over the firms */
  readonly organisations: boolean;
  /** indexes of the firms that the filters leave */
  readonly shown: ReadonlySet<number>;
};

/** Ink, paper and the states; each state has a sign of its own, so that colour never stands alone. */
export const stateLooks: Readonly<Record<NodeState, { readonly ink: string; readonly paper: string; readonly sign: string }>> = {
  missing: { ink: '#9b1c31', paper: '#fff5f5', sign: '✕' },
  singlePoint: { ink: '#a1480b', paper: '#fff7ee', sign: '①' },
  weak: { ink: '#8a5a00', paper: '#fffbea', sign: '▽' },
  normal: { ink: '#55606e', paper: '#ffffff', sign: '■' },
  strong: { ink: '#1b6e46', paper: '#f2faf5', sign: '▲' },
};
export const organisedLooks = {
  own: { fill: '#1f5673' },
  joint: { fill: '#7fa9c0' },
  instructor: { fill: '#ffffff', stroke: '#7fa9c0', width: 1.4 },
  none: { fill: '#d3d8de' },
} as const satisfies Record<string, Look>;
export const lampColours = { yellow: '#d98e04', red: '#c1121f' } as const;
const headings = {
  upstream: { zh: '上游', en: 'Upstream' },
  midstream: { zh: '中游', en: 'Midstream' },
  downstream: { zh: '下游', en: 'Downstream' },
  support: { zh: '配套服务', en: 'Support' },
} as const;
const ink = '#1d2733';
const quiet = '#667180';

/** Everything that is drawn, back to front: what the canvas paints and the SVG writes are the same list. */
export function shapesOf(model: MapModel, layout: MapLayout, options: MapOptions): Shape[] {
  return [
    ...lanes(layout, options),
    ...bundles(model, layout, options),
    ...cards(model, layout, options),
    ...dots(model, layout, options),
    ...overlays(model, layout, options),
    ...inHand(model, layout, options),
  ];
}

function lanes(layout: MapLayout, { language }: MapOptions): Shape[] {
  return layout.lanes.flatMap(({ name, y, height }): Shape[] => [
    { kind: 'rect', look: { fill: '#f7f6f2', stroke: '#e3e6ea', width: 1 }, x: -24, y, w: layout.width + 48, h: height, r: 10 },
    text(-6, y + 26, name, 17, true, ink, 400),
    ...layout.columns.map((column) =>
      text(column.x + column.width, y + 26, headings[column.segment][language], 13, false, quiet, 200, true),
    ),
  ]);
}

/** Lines between the nodes of one chain; what a firm trades with other chains is seen when it is in hand. */
function bundles(model: MapModel, layout: MapLayout, options: MapOptions): Shape[] {
  const cardOf = new Map(layout.cards.map((card) => [card.node, card]));
  const alpha = options.firm === null ? 0.5 : 0.12;
  return layout.bundles.flatMap(({ from, to, count }): Shape[] => {
    const [a, b] = [cardOf.get(from), cardOf.get(to)];
    if (!a || !b || model.nodes[from]?.chainId !== model.nodes[to]?.chainId) return [];
    const look: Look = { stroke: '#9fb3c1', width: Math.min(8, 0.6 + Math.log2(1 + count) * 0.8), alpha };
    const [x1, x2] = b.x > a.x ? [a.x + a.width, b.x] : b.x < a.x ? [a.x, b.x + b.width] : [a.x, b.x];
    return [{ kind: 'curve', look, x1, y1: a.y + 25, x2, y2: b.y + 25 }];
  });
}

function cards(model: MapModel, layout: MapLayout, { language, shown }: MapOptions): Shape[] {
  const counts = new Map<number, number>();
  for (const [firm, node] of model.places) if (shown.has(firm)) counts.set(node, (counts.get(node) ?? 0) + 1);
  return layout.cards.flatMap((card): Shape[] => {
    const node = model.nodes[card.node];
    if (!node) return [];
    const { ink: state, paper, sign } = stateLooks[node.state];
    const firms = counts.get(card.node) ?? 0;
    const frame: Look = { fill: paper, stroke: state, width: node.keyNode ? 2 : 1, ...(node.state === 'missing' ? { dash: [6, 4] } : {}) };
    const count = language === 'zh' ? `${firms} 家` : `${firms}`;
    return [
      { kind: 'rect', look: frame, x: card.x, y: card.y, w: card.width, h: card.height, r: 6 },
      { kind: 'rect', look: { fill: state }, x: card.x, y: card.y + 10, w: 4, h: 28, r: 2 },
      text(card.x + 14, card.y + 22, `${node.keyNode ? '★ ' : ''}${node.name}`, 15, true, ink, card.width - 96),
      text(card.x + card.width - 12, card.y + 22, `${sign} ${nodeStateLabels[node.state][language]}`, 12.5, true, state, 90, true),
      text(card.x + 14, card.y + 40, count, 12, false, quiet, 120),
    ];
  });
}

function dots(model: MapModel, layout: MapLayout, { firm: inHandFirm, shown }: MapOptions): Shape[] {
  const near = inHandFirm === null ? null : neighbours(model, inHandFirm);
  return layout.dots.flatMap(({ firm, x, y, r }): Shape[] => {
    const own = model.firms[firm];
    if (!own) return [];
    const faded = !shown.has(firm) || (near !== null && firm !== inHandFirm && !near.has(firm));
    const alpha = faded ? { alpha: 0.14 } : {};
    const shapes: Shape[] = [{ kind: 'circle', look: { ...organisedLooks[own.organised], ...alpha }, x, y, r }];
    if (own.leader) shapes.push({ kind: 'circle', look: { stroke: ink, width: 1.6, ...alpha }, x, y, r: r + 1 });
    if (own.lamp === 'red' || own.lamp === 'yellow')
      shapes.push({
        kind: 'circle',
        look: { fill: lampColours[own.lamp], stroke: '#ffffff', width: 0.8, ...alpha },
        x: x + r * 0.8,
        y: y - r * 0.8,
        r: own.lamp === 'red' ? 2.6 : 2.1,
      });
    return shapes;
  });
}

/** Joint branches as threads through the firms that they cover: laid over the chain, not part of it. */
function overlays(model: MapModel, layout: MapLayout, { organisations, shown }: MapOptions): Shape[] {
  if (!organisations) return [];
  const at = firstDots(layout);
  return model.organisations.flatMap(({ firms }): Shape[] => {
    const points = firms.filter((firm) => shown.has(firm)).flatMap((firm) => (at.has(firm) ? [at.get(firm) ?? ([0, 0] as const)] : []));
    return points.length > 1 ? [{ kind: 'line', look: { stroke: '#c8102e', width: 1.2, alpha: 0.55 }, points }] : [];
  });
}

/** The firm in hand: its edges one by one, wider where they are surer. */
function inHand(model: MapModel, layout: MapLayout, { firm }: MapOptions): Shape[] {
  if (firm === null) return [];
  const at = firstDots(layout);
  const own = at.get(firm);
  if (!own) return [];
  const edges = model.edges.flatMap(([supplier, buyer, sure]): Shape[] => {
    if (supplier !== firm && buyer !== firm) return [];
    const [a, b] = [at.get(supplier), at.get(buyer)];
    if (!a || !b) return [];
    return [
      {
        kind: 'curve',
        look: {
          stroke: supplier === firm ? '#1f5673' : '#7a4b9a',
          width: 0.8 + sure / 60,
          alpha: 0.75,
          ...(sure < 60 ? { dash: [5, 3] } : {}),
        },
        x1: a[0],
        y1: a[1],
        x2: b[0],
        y2: b[1],
      },
    ];
  });
  const rings = layout.dots
    .filter((dot) => dot.firm === firm)
    .map((dot): Shape => ({ kind: 'circle', look: { stroke: '#c8102e', width: 2 }, x: dot.x, y: dot.y, r: dot.r + 3 }));
  return [...edges, ...rings];
}

/** Who is joined to a firm by an edge, one way or the other. */
export function neighbours(model: MapModel, firm: number): Set<number> {
  return new Set(model.edges.flatMap(([supplier, buyer]) => (supplier === firm ? [buyer] : buyer === firm ? [supplier] : [])));
}

function firstDots(layout: MapLayout): Map<number, readonly [number, number]> {
  const at = new Map<number, readonly [number, number]>();
  for (const dot of layout.dots) if (!at.has(dot.firm)) at.set(dot.firm, [dot.x, dot.y]);
  return at;
}

function text(x: number, y: number, words: string, size: number, bold: boolean, colour: string, most: number, end = false): Shape {
  return { kind: 'text', x, y, text: words, size, bold, colour, most, ...(end ? { end } : {}) };
}
