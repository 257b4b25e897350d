type Text = { readonly zh: string; readonly en: string };

export type PlannedFirm = {
  readonly id: string;
  readonly parkId: string | null;
  readonly segment: string | null;
  readonly presentId: string | null;
};
export type PlannedSpecialist = { readonly id: string; readonly parks: ReadonlySet<string>; readonly segments: ReadonlySet<string> };

/** Cost of a firm with a specialist: the less, the better (platform default, labelled so on the page). */
export const linkCosts = { otherPark: 20, otherChain: 25, change: 15 } as const;

/** What speaks against this pair: another park, an unknown chain, a change of faces. */
export function linkCost(firm: PlannedFirm, specialist: PlannedSpecialist, keepExisting: boolean): number {
  const park = firm.parkId === null || specialist.parks.has(firm.parkId) ? 0 : linkCosts.otherPark;
  const chain = firm.segment === null || specialist.segments.has(firm.segment) ? 0 : linkCosts.otherChain;
  const change = keepExisting && firm.presentId !== null && firm.presentId !== specialist.id ? linkCosts.change : 0;
  return park + chain + change;
}

/** Why this firm should go to this specialist, for whoever must accept it. */
export function linkReason(firm: PlannedFirm, specialist: PlannedSpecialist, previousLoad: number, most: number): Text {
  const zh: string[] = [];
  const en: string[] = [];
  if (firm.presentId === null) add(zh, en, '目前没有专员', 'has no specialist now');
  if (firm.parkId !== null && specialist.parks.has(firm.parkId)) add(zh, en, '同一园区', 'same park');
  if (firm.segment !== null && specialist.segments.has(firm.segment)) add(zh, en, '熟悉该产业链', 'knows the chain');
  if (previousLoad > most) add(zh, en, `原专员超负荷（${previousLoad} 家）`, `the present one has ${previousLoad} firms`);
  if (zh.length === 0) add(zh, en, '均衡负荷', 'balances the load');
  return { zh: zh.join('，'), en: en.join(', ') };
}

function add(zh: string[], en: string[], chinese: string, english: string): void {
  zh.push(chinese);
  en.push(english);
}

/** The cheapest specialists of each firm, locked pairs alone; `width` bounds the size of the programme. */
export function candidatesOf(
  firms: readonly PlannedFirm[],
  specialists: readonly PlannedSpecialist[],
  keepExisting: boolean,
  locked: ReadonlyMap<string, string>,
  width: number,
): { readonly firm: number; readonly specialist: number; readonly cost: number }[] {
  return firms.flatMap((firm, index) => {
    const only = locked.get(firm.id);
    const ranked = specialists
      .map((specialist, other) => ({ firm: index, specialist: other, cost: linkCost(firm, specialist, keepExisting) }))
      .filter(({ specialist }) => only === undefined || specialists[specialist]?.id === only)
      // turned by the firm's place, so that equal costs do not all fall on the first names
      .sort((a, b) => a.cost - b.cost || turn(a.specialist, index, specialists.length) - turn(b.specialist, index, specialists.length));
    return ranked.slice(0, width);
  });
}

function turn(specialist: number, firm: number, count: number): number {
  return (specialist + count - (firm % count)) % count;
}

/** The assignment as a linear programme in the LP format: every firm once, nobody beyond the most. */
export function linkProgramme(
  candidates: readonly { readonly firm: number; readonly specialist: number; readonly cost: number }[],
  most: number,
): string {
  const name = (one: { firm: number; specialist: number }) => `x${one.firm}_${one.specialist}`;
  const lines = ['Minimize', ` obj: ${candidates.map((one) => `${one.cost} ${name(one)}`).join('\n + ')}`, 'Subject To'];
  for (const [firm, own] of Map.groupBy(candidates, (one) => one.firm)) lines.push(` f${firm}: ${own.map(name).join(' + ')} = 1`);
  for (const [specialist, own] of Map.groupBy(candidates, (one) => one.specialist))
    lines.push(` s${specialist}: ${own.map(name).join('\n + ')} <= ${most}`);
  lines.push('Bounds', ...candidates.map((one) => ` 0 <= ${name(one)} <= 1`), 'End');
  return lines.join('\n');
}
