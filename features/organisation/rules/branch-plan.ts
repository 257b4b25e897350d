/** A firm that may join others: fewer full members than a branch of its own needs, covered by no organisation (ORG-03). */
export type PlanFirm = {
  readonly id: string;
  readonly name: string;
  readonly fullMembers: number;
  readonly parkId: string | null;
  readonly buildingId: string | null;
  readonly chainIds: readonly string[];
};

/** A joint branch that stands and has room; park and chains are those that all its units share. */
export type RoomyBranch = {
  readonly id: string;
  readonly name: string;
  readonly room: number;
  readonly parkId: string | null;
  readonly buildingId: string | null;
  readonly chainIds: readonly string[];
  readonly unitIds: readonly string[];
};

export type PlanRules = {
  /** full members that a branch needs together */
  readonly leastMembers: number;
  /** units that a joint branch covers at most */
  readonly mostUnits: number;
};

export type PlanQuestion = {
  readonly firms: readonly PlanFirm[];
  readonly branches: readonly RoomyBranch[];
  /** pairs of ids that must not be in one branch */
  readonly apart: readonly (readonly [string, string])[];
  readonly rules: PlanRules;
};

/** What a joint branch has in common: a building or park (地域相邻), a chain (行业相近), or both. */
export type Shared = { readonly parkId: string | null; readonly buildingId: string | null; readonly chainId: string | null };

/** How coherent a firm's branch is, per firm (platform default, said so on the page). */
export const coherenceWeights = { park: 3, chain: 2, building: 1 } as const;

export function coherenceOf({ parkId, buildingId, chainId }: Shared): number {
  return (
    (parkId === null ? 0 : coherenceWeights.park) +
    (buildingId === null ? 0 : coherenceWeights.building) +
    (chainId === null ? 0 : coherenceWeights.chain)
  );
}

/** A place where interchangeable firms meet: what they share, or an existing branch that they join. */
export type Bucket = {
  readonly shared: Shared;
  readonly branch: RoomyBranch | null;
  /** of several copies of one bucket, so that firms kept apart find places of their own */
  readonly copy: number;
  /** indexes of the classes that fit */
  readonly classes: readonly number[];
};

/** Firms that no rule can tell apart: same building, park, chains and number of full members. */
export type FirmClass = { readonly firms: readonly PlanFirm[]; readonly members: number; readonly like: PlanFirm };

export type PlanModel = {
  readonly question: PlanQuestion;
  readonly classes: readonly FirmClass[];
  readonly buckets: readonly Bucket[];
  /** more firms are kept apart somewhere than there are copies: the best of these plans may not be the best of all */
  readonly curtailed: boolean;
};

const copiesMost = 8;

/**
 * The plan as counts instead of groups. Firms of one class are interchangeable, and so many firms of a bucket can be
 * dealt into branches of at most `mostUnits` units with `leastMembers` members each exactly when together they have
 * `leastMembers` (tested). So choosing how many firms of each class go to which bucket decides everything that counts.
 * @throws RangeError when the rules let that be false: most units fewer than twice the least members, less one
 */
export function modelOf(question: PlanQuestion): PlanModel {
  const { leastMembers, mostUnits } = question.rules;
  if (mostUnits < 2 * leastMembers - 1)
    throw new RangeError(`At most ${mostUnits} units cannot always be dealt into branches of ${leastMembers} members`);
  const separate = new Set(question.apart.flat());
  const classes = classesOf(question.firms, separate);
  const { buckets, curtailed } = bucketsOf(classes, question, separate);
  return { question, classes, buckets, curtailed };
}

function classesOf(firms: readonly PlanFirm[], separate: ReadonlySet<string>): FirmClass[] {
  const sorted = firms.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
  const groups = Map.groupBy(sorted, (firm) =>
    separate.has(firm.id) ? firm.id : [firm.parkId, firm.buildingId, firm.chainIds.toSorted().join(), firm.fullMembers].join('|'),
  );
  return [...groups.values()].flatMap((own) => (own[0] ? [{ firms: own, members: own[0].fullMembers, like: own[0] }] : []));
}

function bucketsOf(
  classes: readonly FirmClass[],
  question: PlanQuestion,
  separate: ReadonlySet<string>,
): Pick<PlanModel, 'buckets' | 'curtailed'> {
  let curtailed = false;
  const fits = new Map<string, { shared: Shared; classes: number[] }>();
  classes.forEach(({ like }, index) => {
    for (const shared of sharesOf(like)) {
      const key = [shared.parkId, shared.buildingId, shared.chainId].join('|');
      const known = fits.get(key);
      if (known) known.classes.push(index);
      else fits.set(key, { shared, classes: [index] });
    }
  });
  const meeting = [...fits.values()].filter(({ classes: own }) => {
    const firms = own.flatMap((index) => classes[index]?.firms ?? []);
    return firms.length > 1 && firms.reduce((sum, firm) => sum + firm.fullMembers, 0) >= question.rules.leastMembers;
  });
  const copied = meeting.flatMap(({ shared, classes: own }): Bucket[] => {
    const kept = own.filter((index) => classes[index]?.firms.some((firm) => separate.has(firm.id))).length;
    if (kept > copiesMost) curtailed = true;
    const copies = kept > 1 ? Math.min(kept, copiesMost) : 1;
    return Array.from({ length: copies }, (_, copy) => ({ shared, branch: null, copy, classes: own }));
  });
  const joining = question.branches.flatMap((branch): Bucket[] => {
    const own = classes.flatMap(({ like }, index) =>
      sharedWith(like, branch) === null || apartFrom(like.id, branch, question.apart) ? [] : [index],
    );
    return branch.room > 0 && own.length > 0
      ? [{ shared: { parkId: branch.parkId, buildingId: branch.buildingId, chainId: null }, branch, copy: 0, classes: own }]
      : [];
  });
  return { buckets: [...copied, ...joining], curtailed };
}

/** Everything that firms can have in common with this one, the closest first. */
function sharesOf({ parkId, buildingId, chainIds }: PlanFirm): Shared[] {
  const places = [
    ...(buildingId === null || parkId === null ? [] : [{ parkId, buildingId }]),
    ...(parkId === null ? [] : [{ parkId, buildingId: null }]),
    { parkId: null, buildingId: null },
  ];
  return places.flatMap((place) => [
    ...chainIds.map((chainId) => ({ ...place, chainId })),
    ...(place.parkId === null ? [] : [{ ...place, chainId: null }]),
  ]);
}

/** What a firm shares with all units of an existing branch; null when neither park nor chain. */
export function sharedWith(firm: PlanFirm, branch: RoomyBranch): Shared | null {
  const parkId = firm.parkId !== null && firm.parkId === branch.parkId ? firm.parkId : null;
  const buildingId = parkId !== null && firm.buildingId !== null && firm.buildingId === branch.buildingId ? firm.buildingId : null;
  const chainId = firm.chainIds.find((id) => branch.chainIds.includes(id)) ?? null;
  return parkId === null && chainId === null ? null : { parkId, buildingId, chainId };
}

function apartFrom(firmId: string, branch: RoomyBranch, apart: PlanQuestion['apart']): boolean {
  return apart.some(([a, b]) => (a === firmId && branch.unitIds.includes(b)) || (b === firmId && branch.unitIds.includes(a)));
}

/** The coherence that a firm of this class has in this bucket. */
export function coherenceIn({ like }: FirmClass, bucket: Bucket): number {
  if (bucket.branch === null) return coherenceOf(bucket.shared);
  const shared = sharedWith(like, bucket.branch);
  return shared === null ? 0 : coherenceOf(shared);
}
