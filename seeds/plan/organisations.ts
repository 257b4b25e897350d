import { defaultOrganisationPack } from '#features/organisation/rules/organisation-pack.ts';
import type { OrganisationKind } from '#features/organisation/rules/kinds.ts';
import { addDays, addMonths, dateOf, startOfDay } from '#kernel/rules/instant.ts';
import { createRandom, itemAt, makeId, type Random } from '../random.ts';
import type { PlannedChains } from './chains.ts';
import { add, type Plan, type PlannedOrganisations } from './organisation-rows.ts';
import { planOverlays } from './overlays.ts';
import type { World } from './world.ts';

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
  planOverlays(plan, chains, top.id);
  return { rows: plan.rows, organisations: plan.organisations, members };
}

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
