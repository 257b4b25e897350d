import { addDays, dateOf, startOfDay } from '#kernel/rules/instant.ts';
import { createRandom, itemAt, makeId } from '../random.ts';
import type { PlannedChains } from './chains.ts';
import type { PlannedOrganisations } from './organisation-rows.ts';
import { inventName } from './registry.ts';
import type { PlannedRow, World } from './world.ts';

export type PlannedPartyWork = Readonly<
  Record<
    | 'instructorAssignment'
    | 'massOrganisation'
    | 'clusterAlliance'
    | 'allianceMember'
    | 'allianceMeeting'
    | 'partyBrand'
    | 'partyMember'
    | 'partyMembership'
    | 'lifeRecord'
    | 'partyVenue'
    | 'vanguardPost',
    readonly PlannedRow[]
  >
>;

const brandWords = [
  '核心向党',
  '芯连芯',
  '智链先锋',
  '青甜小核酸',
  '红芯聚力',
  '光影同行',
  '算力红帆',
  '医路同心',
  '智造匠心',
  '绿能先锋',
  '链上红帆',
  '同心圆',
];

/** Instructors, unions, alliances, brands, members and what they do: enough to see every page at work. */
export function planPartyWork(world: World, chains: PlannedChains, { organisations, members }: PlannedOrganisations): PlannedPartyWork {
  const random = createRandom('云锦高新区 party work');
  const today = dateOf(world.now);
  const row = (values: Record<string, unknown>, on = world.startedOn): PlannedRow => ({
    id: makeId(random, startOfDay(on)),
    createdAt: startOfDay(on),
    values,
  });
  const covered = new Set(organisations.flatMap((one) => one.firms.map((firm) => firm.id)));
  const guides = world.people.filter((one) => one.role === 'specialist').slice(0, 70);
  const linked = new Map(world.links.filter((link) => link.toOn === null).map((link) => [link.firm.id, link.specialist]));
  const bare = world.firms.filter((firm) => firm.isOperating && !covered.has(firm.id));
  const assignments: PlannedRow[] = [];
  for (const firm of bare) {
    const who = linked.get(firm.id);
    const kind = who && guides.includes(who) && random.chance(0.45) ? 'instructor' : random.chance(0.09) ? 'liaison' : null;
    if (kind === null || !who) continue;
    assignments.push(
      row({
        title: `${who.name} – ${firm.name}`,
        userId: who.id,
        firmId: firm.id,
        kind,
        fromOn: addDays(today, -random.int(20, 600)),
        toOn: null,
      }),
    );
  }
  const mass = random.shuffled(world.firms.filter((firm) => firm.isOperating && firm.scale !== 'micro')).slice(0, 300);
  const branches = [
    ...organisations.filter((one) => one.kind === 'branchJoint'),
    ...organisations.filter((one) => one.kind === 'branchIndependent'),
  ];
  const hubs = chains.clusters
    .slice(0, 2)
    .map((cluster) =>
      organisations.filter((one) => one.kind === 'branchIndependent' && one.firms.some((firm) => cluster.firmIds.includes(firm.id))),
    );
  const alliances = chains.clusters.slice(0, 2).map((cluster, index) =>
    row(
      {
        name: cluster.name.replace('产业集群', '产业集群党建联建'),
        clusterId: cluster.id,
        hubOrganisationId: hubs[index]?.[0]?.id ?? null,
        foundedOn: addDays(today, -500),
        turnMonths: 3,
        charter: '联建单位平等自愿、资源共享、事项共商；每季度召开一次联席会，轮值单位主持，议定事项明确单位和期限。',
      },
      addDays(today, -500),
    ),
  );
  const allianceMembers = alliances.flatMap((alliance, index) =>
    (hubs[index] ?? []).slice(0, 6).map((one, order) =>
      row({
        title: one.name,
        allianceId: alliance.id,
        organisationId: one.id,
        chairOrder: order + 1,
        contactName: inventName(random),
        fromOn: addDays(today, -500 + order * 10),
        toOn: null,
      }),
    ),
  );
  const meetings = alliances.flatMap((alliance, index) =>
    [480, 390, 300, 205, 110, 20].map((back, order) => {
      const own = (hubs[index] ?? []).slice(0, 6);
      return row(
        {
          topic: itemAt(['章程与清单', '共享检测平台', '党员攻关小组', '人才共育', '供需对接', '下季度事项'], order),
          allianceId: alliance.id,
          heldOn: addDays(today, -back),
          chairOrganisationId: own[order % Math.max(1, own.length)]?.id ?? null,
          presentIds: own.map((one) => one.id),
          minutes: '通报上次议定事项进展，商定本季度共办事项。',
        },
        addDays(today, -back),
      );
    }),
  );
  const brands = brandWords.map((name, index) =>
    row({
      name,
      ownerKind: 'cluster',
      clusterId: itemAt(chains.clusters, index % chains.clusters.length).id,
      launchedOn: addDays(today, -random.int(60, 650)),
      closedOn: null,
      description: '以产业链为纽带，组织联建、资源联享。',
    }),
  );
  brands.push(
    row({
      name: '旧帆',
      ownerKind: 'cluster',
      clusterId: itemAt(chains.clusters, 0).id,
      launchedOn: addDays(today, -700),
      closedOn: addDays(today, -90),
    }),
  );
  const registered = planRegistered(world, random, branches, members, row);
  const life = planLife(world, random, branches, row);
  const venues = world.parks.map((park) =>
    row({
      name: `${park.name}党群服务站`,
      kind: 'serviceStation',
      placeId: park.id,
      area: random.int(60, 400),
      functions: '学习、议事、接待、培训',
      holdings: ['site', 'facilities', 'sign', 'flag', 'books', 'rules'].slice(0, random.int(4, 6)),
    }),
  );
  const posts = branches.slice(0, 60).map((one, index) =>
    row({
      name: `${itemAt(['工艺改进', '质量把关', '安全生产', '客户响应'], index % 4)}${itemAt(['先锋岗', '责任区', '攻坚队'], index % 3)}`,
      kind: itemAt(['pioneerPost', 'responsibilityArea', 'tackleTeam'], index % 3),
      organisationId: one.id,
      firmId: one.firms[0]?.id ?? null,
      commitment: '亮身份、领任务、见成效',
      fromOn: addDays(today, -random.int(30, 400)),
      toOn: null,
    }),
  );
  return {
    instructorAssignment: assignments,
    massOrganisation: mass.map((firm) =>
      row({
        title: `${firm.name}工会`,
        firmId: firm.id,
        kind: random.chance(0.8) ? 'union' : 'youthLeague',
        fromOn: addDays(today, -random.int(100, 1500)),
        toOn: null,
      }),
    ),
    clusterAlliance: alliances,
    allianceMember: allianceMembers,
    allianceMeeting: meetings,
    partyBrand: brands,
    ...registered,
    lifeRecord: life,
    partyVenue: venues,
    vanguardPost: posts,
  };
}

type Branches = PlannedOrganisations['organisations'];
type MakeRow = (values: Record<string, unknown>, on?: string) => PlannedRow;

/** Members one by one for the first branches: their legal home, and for some an action branch besides. */
function planRegistered(
  world: World,
  random: ReturnType<typeof createRandom>,
  branches: Branches,
  members: PlannedOrganisations['members'],
  row: MakeRow,
) {
  const partyMember: PlannedRow[] = [];
  const partyMembership: PlannedRow[] = [];
  const today = dateOf(world.now);
  for (const branch of branches.slice(0, 160)) {
    for (const firm of branch.firms) {
      const { full, probationary } = members.get(firm.id) ?? { full: 0, probationary: 0 };
      for (let index = 0; index < Math.min(full, 12) + probationary; index += 1) {
        const joinedOn = addDays(today, index < full ? -random.int(500, 7000) : -random.int(20, 300));
        const name = inventName(random);
        const member = row({
          name,
          firmId: firm.id,
          joinedOn,
          fullOn: index < full ? addDays(joinedOn, 366) : null,
          isBackbone: random.chance(0.6),
        });
        partyMember.push(member);
        const fromOn = joinedOn > branch.establishedOn ? joinedOn : branch.establishedOn;
        partyMembership.push(
          row({ title: `${name} – ${branch.name}`, memberId: member.id, organisationId: branch.id, nature: 'legal', fromOn, toOn: null }),
        );
      }
    }
  }
  return { partyMember, partyMembership };
}

/** Twelve months of organisation life in some branches: theme days monthly, members' meetings and lectures quarterly, a few gaps. */
function planLife(world: World, random: ReturnType<typeof createRandom>, branches: Branches, row: MakeRow): PlannedRow[] {
  const today = dateOf(world.now);
  return branches.slice(0, 120).flatMap((branch, index) =>
    Array.from({ length: 12 }, (_, month) => month).flatMap((month) => {
      const heldOn = addDays(today, -(month * 30 + random.int(2, 20)));
      if (heldOn < branch.establishedOn || random.chance(index % 7 === 0 ? 0.3 : 0.06)) return [];
      const quarterly = month % 3 === 0;
      const kinds = quarterly ? ['themeDay', random.chance(0.5) ? 'membersMeeting' : 'lecture'] : ['themeDay'];
      const entitled = Math.max(3, Math.min(branch.full, 40));
      const late = random.chance(0.08);
      const entered = addDays(heldOn, late ? 25 : random.int(0, 6));
      return [
        row(
          {
            topic: itemAt(['学习贯彻全会精神', '党员责任区交流', '技术攻关讨论', '志愿服务', '安全生产研讨', '年度计划'], month % 6),
            organisationId: branch.id,
            kinds,
            heldOn,
            entitled,
            present: Math.max(3, entitled - random.int(0, 2)),
            minutes: '按议程进行，议定事项已落实到人。',
            firmIds: branch.firms.map((firm) => firm.id),
            state: 'confirmed',
            lateEntry: late,
          },
          entered > today ? today : entered,
        ),
      ];
    }),
  );
}
