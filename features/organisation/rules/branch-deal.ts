import { coherenceIn, sharedWith, type PlanFirm, type PlanModel, type RoomyBranch, type Shared } from './branch-plan.ts';
import type { Counts } from './branch-programme.ts';

/** One branch to form, or one to join, with what its firms share. */
export type PlannedBranch = {
  readonly firms: readonly PlanFirm[];
  readonly joins: RoomyBranch | null;
  readonly shared: Shared;
};

/** Deals counted firms into branches: whoever comes first by name, neighbours together, sizes even. */
export function dealBranches(model: PlanModel, counts: Counts): PlannedBranch[] {
  const left = model.classes.map(({ firms }) => [...firms]);
  const inBucket = new Map<number, PlanFirm[]>();
  for (const [key, count] of [...counts].toSorted(byKey)) {
    const [k, b] = key.split('_').map(Number);
    const taken = left[k ?? -1]?.splice(0, count) ?? [];
    inBucket.set(b ?? -1, [...(inBucket.get(b ?? -1) ?? []), ...taken]);
  }
  return [...inBucket].flatMap(([b, firms]): PlannedBranch[] => {
    const bucket = model.buckets[b];
    if (!bucket) return [];
    if (bucket.branch !== null) {
      const { branch } = bucket;
      return [{ firms, joins: branch, shared: commonOf(firms, branch) }];
    }
    return evenly(firms.toSorted(byPlace), model.question.rules.mostUnits).map((own) => ({
      firms: own,
      joins: null,
      shared: commonOf(own, null),
    }));
  });
}

/** Slices of at most `most`, as even as can be. */
function evenly<T>(list: readonly T[], most: number): T[][] {
  const parts = Math.ceil(list.length / most);
  const size = Math.floor(list.length / Math.max(parts, 1));
  const larger = list.length - size * parts;
  const slices: T[][] = [];
  for (let part = 0, from = 0; part < parts; part += 1) {
    const to = from + size + (part < larger ? 1 : 0);
    slices.push(list.slice(from, to));
    from = to;
  }
  return slices;
}

/** What all these firms share, with an existing branch where they join one. */
export function commonOf(firms: readonly PlanFirm[], branch: RoomyBranch | null): Shared {
  const [first, ...others] = firms;
  if (!first) return { parkId: null, buildingId: null, chainId: null };
  if (branch !== null) {
    const shares = firms.flatMap((firm) => sharedWith(firm, branch) ?? []);
    return {
      parkId: shares.every((one) => one.parkId !== null) ? branch.parkId : null,
      buildingId: shares.every((one) => one.buildingId !== null) ? branch.buildingId : null,
      chainId: branch.chainIds.find((id) => firms.every((firm) => firm.chainIds.includes(id))) ?? null,
    };
  }
  const same = (of: (firm: PlanFirm) => string | null) => (others.every((firm) => of(firm) === of(first)) ? of(first) : null);
  const parkId = same((firm) => firm.parkId);
  return {
    parkId,
    buildingId: parkId === null ? null : same((firm) => firm.buildingId),
    chainId: first.chainIds.find((id) => others.every((firm) => firm.chainIds.includes(id))) ?? null,
  };
}

/**
 * A plan without a solver, for when it runs out of time before it has any: the closest buckets first, everything in
 * them that can be.
 */
export function greedyCounts(model: PlanModel): Counts {
  const { classes, buckets, question } = model;
  const left = classes.map(({ firms }) => firms.length);
  const counts = new Map<string, number>();
  const apart = question.apart;
  const closeness = (b: number) => {
    const bucket = buckets[b];
    return bucket ? Math.max(0, ...bucket.classes.map((k) => (classes[k] ? coherenceIn(classes[k], bucket) : 0))) : 0;
  };
  for (const b of [...buckets.keys()].toSorted((x, y) => closeness(y) - closeness(x) || x - y)) {
    const bucket = buckets[b];
    if (!bucket) continue;
    let room = bucket.branch?.room ?? Number.POSITIVE_INFINITY;
    let members = 0;
    const took: [number, number][] = [];
    const present = new Set<string>();
    for (const k of bucket.classes) {
      const firmClass = classes[k];
      if (
        !firmClass ||
        (left[k] ?? 0) === 0 ||
        apart.some(([a, z]) => (firmClass.like.id === a && present.has(z)) || (firmClass.like.id === z && present.has(a)))
      )
        continue;
      const count = Math.min(left[k] ?? 0, room);
      if (count === 0) continue;
      present.add(firmClass.like.id);
      took.push([k, count]);
      room -= count;
      members += count * firmClass.members;
    }
    if (bucket.branch === null && members < question.rules.leastMembers) continue;
    for (const [k, count] of took) {
      counts.set(`${k}_${b}`, count);
      left[k] = (left[k] ?? 0) - count;
    }
  }
  return counts;
}

function byPlace(a: PlanFirm, b: PlanFirm): number {
  return (
    compare(a.parkId, b.parkId) ||
    compare(a.buildingId, b.buildingId) ||
    compare(a.chainIds[0] ?? null, b.chainIds[0] ?? null) ||
    compare(a.name, b.name) ||
    compare(a.id, b.id)
  );
}

function byKey([a]: readonly [string, number], [b]: readonly [string, number]): number {
  const [ak = 0, ab = 0] = a.split('_').map(Number);
  const [bk = 0, bb = 0] = b.split('_').map(Number);
  return ak - bk || ab - bb;
}

function compare(a: string | null, b: string | null): number {
  return a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1;
}
