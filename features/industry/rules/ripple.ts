/** A live supply edge; confidence 0..100. */
export type RippleEdge = { readonly supplierId: string; readonly buyerId: string; readonly confidence: number };

/** Goods go from supplier to buyer, orders the other way. */
export type RippleDirection = 'supply' | 'orders' | 'both';

export type RippleHit = {
  readonly firmId: string;
  /** the fewest hops from what stopped */
  readonly hop: number;
  /** by whom it is reached: a firm one hop nearer, the surest edge first */
  readonly viaId: string;
  /** 0..100: along the surest of the shortest paths, its weakest edge */
  readonly confidence: number;
};

/**
 * Who is hit within `hops` if these firms stop: breadth first, each firm at its fewest hops, by the surest of its
 * shortest paths. What stopped is not hit. Order: by hop, then surest, then id.
 */
export function rippleFrom(
  stopped: readonly string[],
  edges: readonly RippleEdge[],
  hops: number,
  direction: RippleDirection,
): RippleHit[] {
  const next = new Map<string, { to: string; confidence: number }[]>();
  const link = (from: string, to: string, confidence: number) => {
    const list = next.get(from);
    if (list) list.push({ to, confidence });
    else next.set(from, [{ to, confidence }]);
  };
  for (const { supplierId, buyerId, confidence } of edges) {
    if (direction !== 'orders') link(supplierId, buyerId, confidence);
    if (direction !== 'supply') link(buyerId, supplierId, confidence);
  }
  const hits = new Map<string, RippleHit>();
  const seen = new Set(stopped);
  let front = stopped.map((firmId) => ({ firmId, confidence: 100 }));
  for (let hop = 1; hop <= hops && front.length > 0; hop += 1) {
    const found = new Map<string, RippleHit>();
    for (const { firmId, confidence } of front) {
      for (const edge of next.get(firmId) ?? []) {
        if (seen.has(edge.to)) continue;
        const sure = Math.min(confidence, edge.confidence);
        const known = found.get(edge.to);
        if (!known || sure > known.confidence || (sure === known.confidence && firmId < known.viaId))
          found.set(edge.to, { firmId: edge.to, hop, viaId: firmId, confidence: sure });
      }
    }
    for (const [id, hit] of found) {
      seen.add(id);
      hits.set(id, hit);
    }
    front = [...found.values()];
  }
  return [...hits.values()].sort((a, b) => a.hop - b.hop || b.confidence - a.confidence || (a.firmId < b.firmId ? -1 : 1));
}
