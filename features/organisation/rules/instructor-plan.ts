/** A firm that no organisation covers and no instructor looks after (§1.3). */
export type UnguidedFirm = {
  readonly id: string;
  readonly name: string;
  readonly parkId: string | null;
  readonly chainIds: readonly string[];
  readonly fullMembers: number;
  readonly employees: number;
};

/** Somebody who may take more firms, and the parks and chains that their firms are in. */
export type Guide = {
  readonly id: string;
  readonly name: string;
  readonly room: number;
  readonly parks: ReadonlySet<string>;
  readonly chains: ReadonlySet<string>;
};

export type GuidePair = { readonly firm: UnguidedFirm; readonly guide: Guide };

/** What a firm weighs in the plan: members first, then size; both platform defaults. */
export function urgency(firm: UnguidedFirm): number {
  if (firm.fullMembers > 0) return 3;
  return firm.employees >= 50 ? 2 : 1;
}

/** How well somebody knows where a firm is: its park, then its trade. */
export function familiarity({ parks, chains }: Guide, firm: UnguidedFirm): number {
  return (firm.parkId !== null && parks.has(firm.parkId) ? 2 : 0) + (firm.chainIds.some((id) => chains.has(id)) ? 1 : 0);
}

export type GuideModel = {
  readonly classes: readonly { readonly firms: readonly UnguidedFirm[]; readonly like: UnguidedFirm }[];
  readonly guides: readonly Guide[];
};

/** Firms of one park, trade and urgency are interchangeable: how many of each class go to whom is a transport programme. */
export function guideModel(firms: readonly UnguidedFirm[], guides: readonly Guide[]): GuideModel {
  const sorted = firms.toSorted((a, b) => b.employees - a.employees || (a.name < b.name ? -1 : 1));
  const groups = Map.groupBy(sorted, (firm) => [firm.parkId, firm.chainIds.toSorted().join(), urgency(firm)].join('|'));
  return { classes: [...groups.values()].flatMap((own) => (own[0] ? [{ firms: own, like: own[0] }] : [])), guides };
}

/**
 * The programme in the LP format: serve the most urgent firms first, then let everybody stay where they know their
 * way. Its matrix is that of a transport, so its solution is whole by itself and proven the best.
 */
export function guideProgramme({ classes, guides }: GuideModel): string {
  const terms: string[] = [];
  const bounds: string[] = [];
  const ofGuide = guides.map((): string[] => []);
  const rows = classes.flatMap(({ firms, like }, k) => {
    const names = guides.map((guide, g) => {
      const name = `x${k}_${g}`;
      // an urgent firm outweighs any familiarity: 4 is more than the most of that
      terms.push(`${urgency(like) * 4 + familiarity(guide, like)} ${name}`);
      bounds.push(` 0 <= ${name} <= ${firms.length}`);
      ofGuide[g]?.push(name);
      return name;
    });
    return names.length > 0 ? [` c${k}: ${names.join('\n + ')} <= ${firms.length}`] : [];
  });
  const rooms = ofGuide.flatMap((names, g) =>
    names.length > 0 ? [` g${g}: ${names.join('\n + ')} <= ${Math.max(0, guides[g]?.room ?? 0)}`] : [],
  );
  return ['Maximize', ` obj: ${terms.join('\n + ')}`, 'Subject To', ...rows, ...rooms, 'Bounds', ...bounds, 'End'].join('\n');
}

/** Deals counted firms to their guides: the larger firms of a class first. */
export function dealGuides({ classes, guides }: GuideModel, columns: readonly (readonly [string, number])[]): GuidePair[] {
  const left = classes.map(({ firms }) => [...firms]);
  return columns.flatMap(([name, value]) => {
    const [k, g] = name.slice(1).split('_').map(Number);
    const guide = guides[g ?? -1];
    const taken = left[k ?? -1]?.splice(0, Math.round(value)) ?? [];
    return guide ? taken.map((firm) => ({ firm, guide })) : [];
  });
}

/** How many more instructors each park needs for the firms left over, at so many firms each. */
export function instructorsMissing(unserved: readonly UnguidedFirm[], firmsEach: number): ReadonlyMap<string | null, number> {
  return new Map([...Map.groupBy(unserved, (firm) => firm.parkId)].map(([parkId, own]) => [parkId, Math.ceil(own.length / firmsEach)]));
}
