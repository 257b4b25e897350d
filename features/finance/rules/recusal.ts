type Text = { readonly zh: string; readonly en: string };

/** What ties a reviewer to a firm on the day asked about. */
export type Interest = { readonly reviewerId: string; readonly firmId: string };

export type SupplyLink = { readonly fromFirmId: string; readonly toFirmId: string };

/** Why a reviewer stands aside: the firms from the one judged to the one that they have an interest in. */
export type Recusal = {
  readonly why: 'own' | 'chain';
  readonly path: readonly string[];
  readonly rule: 'EQ-RECUSE';
  readonly says: Text;
};

/** What is said of each reason; names no other firm, since a firm may keep its supply edges to itself. */
export const recusalSays = {
  own: { zh: '与该企业有利害关系，须回避', en: 'has an interest in the firm and must stand aside' },
  chain: { zh: '与该企业的上下游企业有利害关系，须回避', en: 'has an interest in a firm of its supply chain and must stand aside' },
  declared: { zh: '本人声明有利害关系，须回避', en: 'has declared an interest and must stand aside' },
} as const satisfies Readonly<Record<string, Text>>;

/**
 * Must this reviewer stand aside (EQ-RECUSE)? Yes with an interest in the firm, or in one that at most `hops` supply
 * edges, taken either way, connect to it; the shortest path says which. Interests and edges are those of the day.
 */
export function recusalOf(
  reviewerId: string,
  firmId: string,
  interests: readonly Interest[],
  edges: readonly SupplyLink[],
  hops = 1,
): Recusal | null {
  const own = new Set(interests.filter((one) => one.reviewerId === reviewerId).map((one) => one.firmId));
  let front: readonly (readonly string[])[] = [[firmId]];
  const seen = new Set([firmId]);
  for (let hop = 0; hop <= hops; hop += 1) {
    const path = front.find((one) => own.has(one.at(-1) ?? ''));
    if (path) {
      const why = hop === 0 ? 'own' : 'chain';
      return { why, path, rule: 'EQ-RECUSE', says: recusalSays[why] };
    }
    front = front.flatMap((one) =>
      neighbours(one.at(-1) ?? '', edges)
        .filter((next) => !seen.has(next) && seen.add(next))
        .map((next) => [...one, next]),
    );
  }
  return null;
}

function neighbours(firmId: string, edges: readonly SupplyLink[]): string[] {
  return edges.flatMap(({ fromFirmId, toFirmId }) => {
    if (fromFirmId === firmId) return [toFirmId];
    return toFirmId === firmId ? [fromFirmId] : [];
  });
}
