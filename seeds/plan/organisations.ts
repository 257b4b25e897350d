import { endOfTerm } from '#features/organisation/rules/terms.ts';
import { defaultOrganisationPack } from '#features/organisation/rules/organisation-pack.ts';
import { hasCommittee } from '#features/organisation/rules/set-up.ts';
import type { OrganisationKind } from '#features/organisation/rules/kinds.ts';
import { addDays, addMonths, dateOf, startOfDay, type IsoDate } from '#kernel/rules/instant.ts';
import { createRandom, itemAt, makeId, type Random } from '../random.ts';
import type { PlannedChains } from './chains.ts';
import { inventName } from './registry.ts';
import type { PlannedFirm, PlannedRow, World } from './world.ts';

export type PlannedOrganisation = {
  readonly id: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly firms: readonly PlannedFirm[];
  readonly full: number;
  readonly establishedOn: IsoDate;
  readonly parentId: string | null;
};

export type PlannedOrganisations = {
  readonly rows: Readonly<
    Record<'partyOrganisation' | 'organisationUnit' | 'organisationTerm' | 'organisationPost' | 'memberCount', readonly PlannedRow[]>
  >;
  readonly organisations: readonly PlannedOrganisation[];
  /** firm id → full and probationary members */
  readonly members: ReadonlyMap<string, { readonly full: number; readonly probationary: number }>;
};

const rules = defaultOrganisationPack.params;
/** the newspaper's trap: 17 firms of clusters with a branch of their own, one of them with two (rulebook §14.3) */
const clusterBranches = 17;

/** About 400 organisations over the firms that have members, with the gaps that a planner should find. */
export function planOrganisations(world: World, chains: PlannedChains): PlannedOrganisations {
  const random = createRandom('云锦高新区 organisations');
  const members = planMembers(world, random);
  const plan: Plan = {
    world,
    random,
    members,
    organisations: [],
    rows: { partyOrganisation: [], organisationUnit: [], organisationTerm: [], organisationPost: [], memberCount: [] },
  };
  countRows(plan);
  const top = add(plan, {
    name: '云锦高新区党工委',
    kind: 'committee',
    firms: [],
    full: 900,
    establishedOn: addMonths(dateOf(world.now), -80),
    parentId: null,
  });
  const parks = world.parks.map((park) =>
    add(
      plan,
      {
        name: `${park.name}党委`,
        kind: 'committee',
        firms: [],
        full: 110,
        establishedOn: addMonths(dateOf(world.now), -60 - random.int(0, 12)),
        parentId: top.id,
      },
      { parkId: park.id },
    ),
  );
  const parkOf = new Map(world.parks.map((park, index) => [park.id, itemAt(parks, index).id]));
  independents(plan, chains, parkOf);
  joints(plan, parkOf);
  overlays(plan, chains, top.id);
  return { rows: plan.rows, organisations: plan.organisations, members };
}

type Plan = {
  readonly world: World;
  readonly random: Random;
  readonly members: PlannedOrganisations['members'];
  readonly organisations: PlannedOrganisation[];
  readonly rows: Record<keyof PlannedOrganisations['rows'], PlannedRow[]>;
};

function planMembers(world: World, random: Random): Map<string, { full: number; probationary: number }> {
  const members = new Map<string, { full: number; probationary: number }>();
  for (const firm of world.firms.filter((one) => one.isOperating)) {
    const full = {
      large: () => random.int(12, 130),
      medium: () => (random.chance(0.8) ? random.int(3, 20) : random.int(0, 2)),
      small: () => (random.chance(0.3) ? random.int(1, 4) : 0),
      micro: () => (random.chance(0.12) ? random.int(1, 2) : 0),
    }[firm.scale as 'large' | 'medium' | 'small' | 'micro']();
    if (full > 0) members.set(firm.id, { full, probationary: random.chance(0.25) ? random.int(1, 2) : 0 });
  }
  return members;
}

function countRows({ world, random, members, rows }: Plan): void {
  for (const [firmId, { full, probationary }] of members) {
    for (const [back, less] of [
      [430, 1],
      [75, 0],
    ] as const) {
      if (less === 1 && random.chance(0.5)) continue;
      const countedOn = addDays(dateOf(world.now), -back);
      const createdAt = startOfDay(countedOn);
      rows.memberCount.push({
        id: makeId(random, createdAt),
        createdAt,
        values: {
          title: countedOn,
          firmId,
          countedOn,
          fullMembers: Math.max(0, full - less),
          probationaryMembers: probationary,
          source: '党员统计年报',
        },
      });
    }
  }
}

function independents(plan: Plan, chains: PlannedChains, parkOf: ReadonlyMap<string, string>): void {
  const { world, random, members } = plan;
  const inClusters = new Set(chains.clusters.flatMap((one) => one.firmIds));
  const owing = random.shuffled(world.firms.filter((firm) => (members.get(firm.id)?.full ?? 0) >= rules.ownBranchMin));
  const clustered = owing.filter((firm) => inClusters.has(firm.id) && (members.get(firm.id)?.full ?? 0) < rules.generalBranchMin);
  const branches = [...clustered.slice(0, clusterBranches), ...owing.filter((firm) => !inClusters.has(firm.id))];
  // the rest of the cluster firms, and every fourth other, still owe their branch
  const built = branches.filter((_, index) => index < clusterBranches || index % 4 !== 0);
  built.forEach((firm, index) => {
    const full = members.get(firm.id)?.full ?? 0;
    const kind: OrganisationKind =
      full >= rules.committeeMin ? 'committee' : full > rules.branchMaxMembers ? 'generalBranch' : 'branchIndependent';
    const parentId = parkOf.get(firm.park.id) ?? null;
    const establishedOn = addDays(dateOf(world.now), -random.int(60, 2400));
    const word = kind === 'committee' ? '党委' : kind === 'generalBranch' ? '党总支' : '党支部';
    const own = add(
      plan,
      { name: `${firm.shortName}${word}`, kind, firms: [firm], full, establishedOn, parentId },
      { parkId: firm.park.id },
    );
    if (index === 0)
      add(plan, {
        name: `${firm.shortName}研发中心党支部`,
        kind: 'branchIndependent',
        firms: [firm],
        full: 4,
        establishedOn: addDays(establishedOn, 30),
        parentId,
      });
    if (kind === 'committee')
      for (const part of ['制造', '研发', '职能'])
        add(plan, {
          name: `${firm.shortName}${part}党支部`,
          kind: 'branchIndependent',
          firms: [firm],
          full: Math.floor(full / 3),
          establishedOn: addDays(establishedOn, 60),
          parentId: own.id,
        });
  });
}

/** Joint branches of two to five neighbours; about a third of the small firms with members are still without. */
function joints(plan: Plan, parkOf: ReadonlyMap<string, string>): void {
  const { world, random, members } = plan;
  for (const park of world.parks) {
    const small = random.shuffled(
      world.firms.filter(
        (firm) => firm.park === park && (members.get(firm.id)?.full ?? 0) > 0 && (members.get(firm.id)?.full ?? 0) < rules.ownBranchMin,
      ),
    );
    const covered = small.slice(0, Math.floor(small.length * 0.62)).toSorted((a, b) => (a.chain < b.chain ? -1 : 1));
    for (let from = 0, number = 1; from < covered.length; number += 1) {
      const firms = covered.slice(from, from + random.int(3, 5));
      from += firms.length;
      const full = firms.reduce((sum, firm) => sum + (members.get(firm.id)?.full ?? 0), 0);
      if (firms.length < 2 || full < rules.ownBranchMin) continue;
      const establishedOn = addDays(dateOf(world.now), -random.int(40, 1900));
      add(
        plan,
        {
          name: `${park.name}第${number}联合党支部`,
          kind: 'branchJoint',
          firms,
          full,
          establishedOn,
          parentId: parkOf.get(park.id) ?? null,
        },
        { parkId: park.id },
      );
    }
  }
}

const actionWords = [
  '先锋90后',
  '芯火突击',
  '强链攻坚',
  '青年科创',
  '项目专班',
  '算力护航',
  '质量先锋',
  '绿能行动',
  '出海护航',
  '数字工匠',
  '冷链保供',
  '专利冲刺',
];

/** What lies over the legal tree: chain committees, action branches (22 and one dissolved), a few temporary and floating ones. */
function overlays(plan: Plan, chains: PlannedChains, topId: string): void {
  const { world, random } = plan;
  const today = dateOf(world.now);
  for (const [chain, chainId] of chains.chainIds) {
    const name = String(chains.rows.chain.find((row) => row.id === chainId)?.values['name'] ?? chain);
    add(
      plan,
      {
        name: `${name}产业链党委`,
        kind: 'chainCommittee',
        firms: [],
        full: 0,
        establishedOn: addDays(today, -random.int(200, 700)),
        parentId: topId,
      },
      { chainIds: [chainId] },
    );
  }
  const chainIds = [...chains.chainIds.values()];
  for (let index = 0; index < 23; index += 1) {
    const word = itemAt(actionWords, index % actionWords.length);
    const name = `${index < actionWords.length ? word : `${word}（二）`}行动党支部`;
    const establishedOn = addDays(today, -random.int(60, 650));
    add(
      plan,
      { name, kind: 'branchAction', firms: [], full: 0, establishedOn, parentId: topId },
      { chainIds: [random.pick(chainIds)], ...(index === 22 ? { status: 'dissolved', dissolvedOn: addDays(today, -20) } : {}) },
    );
  }
  for (const name of ['二期工地临时党支部', '创新展会临时党支部'])
    add(
      plan,
      { name, kind: 'branchTemporary', firms: [], full: 0, establishedOn: addDays(today, -90), parentId: topId },
      { isFunctionalNote: '项目期间教育管理党员' },
    );
  add(plan, {
    name: '人才公寓流动党员党支部',
    kind: 'floatingBranch',
    firms: [],
    full: 0,
    establishedOn: addDays(today, -400),
    parentId: topId,
  });
}

function add(plan: Plan, one: Omit<PlannedOrganisation, 'id'>, more: Record<string, unknown> = {}): PlannedOrganisation {
  const { random, rows, world } = plan;
  const createdAt = startOfDay(one.establishedOn > world.startedOn ? one.establishedOn : world.startedOn);
  const row = (values: Record<string, unknown>): PlannedRow => ({ id: makeId(random, createdAt), createdAt, values });
  const elected = ['committee', 'generalBranch', 'branchIndependent', 'branchJoint'].includes(one.kind);
  const years = one.kind === 'committee' ? 5 : 3;
  let begins = addDays(one.establishedOn, 12);
  while (addMonths(begins, years * 12) < addDays(dateOf(world.now), -200)) begins = addMonths(begins, years * 12);
  const endsOn = elected ? endOfTerm(begins, one.kind, rules) : null;
  const late = endsOn !== null && endsOn < dateOf(world.now);
  const delayedTo = late && random.chance(0.35) ? addDays(dateOf(world.now), random.int(10, 120)) : null;
  const vacant = elected && random.chance(0.03);
  const secretaryName = vacant ? null : inventName(random);
  const organisation = row({
    name: one.name,
    kind: one.kind,
    status: 'established',
    parentId: one.parentId,
    unitFirmIds: one.firms.map((firm) => firm.id),
    establishedOn: one.establishedOn,
    approvalNumber: `云高党批〔${one.establishedOn.slice(0, 4)}〕${random.int(1, 99)}号`,
    termEndsOn: delayedTo ?? endsOn,
    secretaryName,
    ...more,
  });
  rows.partyOrganisation.push(organisation);
  const organisationId = organisation.id;
  for (const firm of one.firms)
    rows.organisationUnit.push(
      row({ title: `${one.name} – ${firm.name}`, organisationId, firmId: firm.id, fromOn: one.establishedOn, toOn: null }),
    );
  if (endsOn !== null) {
    rows.organisationTerm.push(
      row({
        title: `${one.name} ${begins}`,
        organisationId,
        basis: 'election',
        electedOn: begins,
        beginsOn: begins,
        endsOn,
        delayedTo,
        delayApproval: delayedTo === null ? null : '云高党函延 3 号',
        approvalNumber: '云高党批复',
      }),
    );
  }
  const post = (name: string, key: string, traits: readonly string[] = []) =>
    rows.organisationPost.push(
      row({ title: `${one.name} – ${name}`, organisationId, name, post: key, traits, isManager: random.chance(0.7), fromOn: begins }),
    );
  if (secretaryName !== null) post(secretaryName, 'secretary', [random.pick(['executive', 'highKnowledge', 'founder'])]);
  if (elected && hasCommittee(one.kind, one.full, rules))
    for (const key of ['organization', 'publicity', 'discipline', 'member'].slice(0, random.chance(0.9) ? 4 : 2))
      post(inventName(random), key);
  const planned = { ...one, id: organisationId };
  plan.organisations.push(planned);
  return planned;
}
