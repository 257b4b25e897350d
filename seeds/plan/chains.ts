import { addDays, daysBetween, dateOf, startOfDay, type IsoDate } from '#kernel/rules/instant.ts';
import { industrySegments } from '#features/registry/choices.ts';
import { createRandom, itemAt, makeId, type Random } from '../random.ts';
import { chainNodes } from '../words/chains.ts';
import type { Chain } from '../words/names.ts';
import type { PlannedFirm, PlannedRow, World } from './world.ts';

export type PlannedNode = {
  readonly id: string;
  readonly chainId: string;
  readonly chain: Chain;
  readonly segment: string;
  readonly weight: number;
};

export type PlannedChains = {
  readonly rows: Readonly<
    Record<
      'chain' | 'chainNode' | 'nodeSupply' | 'chainMembership' | 'supplyEdge' | 'chainChief' | 'cluster' | 'clusterMember',
      readonly PlannedRow[]
    >
  >;
  readonly chainIds: ReadonlyMap<Chain, string>;
  readonly nodes: readonly PlannedNode[];
  /** firm id → its nodes today */
  readonly nodesOf: ReadonlyMap<string, readonly PlannedNode[]>;
  readonly clusters: readonly { readonly id: string; readonly name: string; readonly firmIds: readonly string[] }[];
};

const segments = ['upstream', 'midstream', 'downstream', 'support'] as const;
const sources = ['firmStated', 'visit', 'publicRecord', 'statistics', 'inferred'] as const;
const sureOf = { firmStated: 85, visit: 75, publicRecord: 65, statistics: 60, inferred: 40 } as const;
const edgesInAll = 9000;

/** Chains, nodes, firms on them, who supplies whom, chiefs and clusters, over the zone's two years. */
export function planChains(world: World): PlannedChains {
  const random = createRandom('云锦高新区 chains');
  const createdAt = startOfDay(world.startedOn);
  const row = (values: Record<string, unknown>): PlannedRow => ({ id: makeId(random, createdAt), createdAt, values });
  const chains = (Object.keys(chainNodes) as Chain[]).map((key) => ({
    key,
    row: row({ name: industrySegments[key].zh, industrySegment: key, officeDepartmentId: random.pick(world.departments).id }),
  }));
  const nodes: PlannedNode[] = [];
  const nodeRows: PlannedRow[] = [];
  const supplies: PlannedRow[] = [];
  for (const { key, row: chain } of chains) {
    for (const segment of segments) {
      chainNodes[key][segment].forEach(([name, isKeyNode, weight, local, imported], index) => {
        const node = row({ name, chainId: chain.id, segment, position: index + 1, isKeyNode });
        nodeRows.push(node);
        nodes.push({ id: node.id, chainId: chain.id, chain: key, segment, weight });
        if (local === null) return;
        for (const [back, shift] of [
          [540, -6],
          [160, 0],
        ] as const) {
          const total = random.int(8, 90) * 100_000_000;
          const share = (percent: number) => String(Math.round((total * Math.min(100, Math.max(0, percent + shift))) / 100));
          const statedOn = addDays(dateOf(world.now), -back);
          supplies.push(
            row({
              title: `${name} ${statedOn}`,
              nodeId: node.id,
              statedOn,
              totalPurchase: String(total),
              localPurchase: share(local),
              importPurchase: share(imported ?? 0),
              source: '重点企业采购问卷',
            }),
          );
        }
      });
    }
  }
  const { rows: memberships, nodesOf } = planMemberships(world, random, nodes, row);
  return {
    rows: {
      chain: chains.map((one) => one.row),
      chainNode: nodeRows,
      nodeSupply: supplies,
      chainMembership: memberships,
      supplyEdge: planEdges(world, random, nodes, nodesOf, row),
      chainChief: planChiefs(
        world,
        chains.map((one) => one.row),
        row,
      ),
      ...planClusters(
        world,
        random,
        nodesOf,
        chains.map((one) => one.row),
        row,
      ),
    },
    chainIds: new Map(chains.map((one) => [one.key, one.row.id])),
    nodes,
    nodesOf,
    clusters: clustersOf(world, nodesOf),
  };
}

type MakeRow = (values: Record<string, unknown>) => PlannedRow;

function planMemberships(world: World, random: Random, nodes: readonly PlannedNode[], row: MakeRow) {
  const rows: PlannedRow[] = [];
  const nodesOf = new Map<string, PlannedNode[]>();
  const days = daysBetween(world.startedOn, dateOf(world.now));
  for (const firm of world.firms) {
    if (!random.chance(0.84)) continue;
    const own = nodes.filter((node) => node.chain === firm.chain && node.weight > 0);
    const first = random.weighted(own.map((node) => [node, node.weight] as const));
    const taken = [first];
    if (random.chance(0.15))
      taken.push(
        random.weighted((random.chance(0.7) ? own : nodes.filter((node) => node.weight > 0)).map((node) => [node, node.weight] as const)),
      );
    [...new Set(taken)].forEach((node, index) => {
      const fromOn = random.chance(0.75) ? world.startedOn : addDays(world.startedOn, random.int(10, days - 40));
      const left =
        !firm.isOperating || (index > 0 && random.chance(0.2))
          ? addDays(fromOn, random.int(20, Math.max(21, daysBetween(fromOn, dateOf(world.now)) - 5)))
          : null;
      // a node that should have one firm or two keeps to them
      if (node.weight <= 2 && [...nodesOf.values()].flat().filter((one) => one === node).length >= node.weight) return;
      rows.push(
        row({
          title: `${firm.name} – ${node.id}`,
          firmId: firm.id,
          nodeId: node.id,
          chainId: node.chainId,
          isPrimary: index === 0,
          fromOn,
          toOn: left,
          source: '产业链底数摸排',
        }),
      );
      if (left === null) nodesOf.set(firm.id, [...(nodesOf.get(firm.id) ?? []), node]);
    });
  }
  return { rows, nodesOf };
}

/** Goods go up the chain: from what lies before a node to it, mostly within the chain, larger firms at the ends of more edges. */
function planEdges(
  world: World,
  random: Random,
  nodes: readonly PlannedNode[],
  nodesOf: PlannedChains['nodesOf'],
  row: MakeRow,
): PlannedRow[] {
  const firms = new Map(world.firms.map((firm) => [firm.id, firm]));
  const on = new Map<PlannedNode, PlannedFirm[]>(nodes.map((node) => [node, []]));
  for (const [id, own] of nodesOf) for (const node of own) on.get(node)?.push(firms.get(id) ?? itemAt(world.firms, 0));
  const weigh = (firm: PlannedFirm) => ({ large: 14, medium: 6, small: 2, micro: 1 })[firm.scale] ?? 1;
  const before: Readonly<Record<string, readonly string[]>> = {
    upstream: ['support'],
    midstream: ['upstream', 'support', 'midstream'],
    downstream: ['midstream', 'support'],
    support: [],
  };
  const busy = nodes.filter((node) => (on.get(node)?.length ?? 0) > 0);
  const pool = new Map(busy.map((node) => [node, (on.get(node) ?? []).map((firm) => [firm, weigh(firm)] as const)]));
  const seen = new Set<string>();
  const rows: PlannedRow[] = [];
  const days = daysBetween(world.startedOn, dateOf(world.now));
  for (let tries = 0; rows.length < edgesInAll && tries < edgesInAll * 4; tries += 1) {
    const node = random.weighted(busy.map((one) => [one, one.weight] as const));
    const suppliers = busy.filter(
      (one) => (one.chain === node.chain || random.chance(0.04)) && (before[node.segment] ?? []).includes(one.segment),
    );
    if (suppliers.length === 0) continue;
    const from = random.weighted(suppliers.map((one) => [one, one.weight] as const));
    const supplier = random.weighted(pool.get(from) ?? []);
    const buyer = random.weighted(pool.get(node) ?? []);
    const key = `${supplier.id}${buyer.id}`;
    if (supplier === buyer || seen.has(key)) continue;
    seen.add(key);
    const source = random.pick(sources);
    const said = random.weighted([
      [null, 80],
      ['confirmed', 14],
      ['corrected', 4],
      ['hidden', 2],
    ] as const);
    const fromOn = random.chance(0.7) ? world.startedOn : addDays(world.startedOn, random.int(5, days - 20));
    rows.push(
      row({
        title: `${supplier.name} → ${buyer.name}`,
        supplierId: supplier.id,
        buyerId: buyer.id,
        product: from.segment === 'support' ? '配套加工' : '零部件与材料',
        fromOn,
        toOn: random.chance(0.06) ? addDays(fromOn, random.int(30, 200)) : null,
        source,
        confidence: said === 'confirmed' ? 100 : said === 'corrected' ? 90 : sureOf[source],
        saidBy: source === 'firmStated' ? supplier.contactName : null,
        saidOn: fromOn,
        supplierWord: said,
        isHidden: said === 'hidden',
      }),
    );
  }
  return rows;
}

function planChiefs(world: World, chains: readonly PlannedRow[], row: MakeRow): PlannedRow[] {
  const leaders = world.people.filter((one) => one.role === 'zoneLeader');
  const changed: IsoDate = addDays(world.startedOn, 300);
  return chains.flatMap((chain, index) => {
    const name = String(chain.values['name']);
    const chief = itemAt(leaders, index % leaders.length);
    const former = itemAt(leaders, (index + 1) % leaders.length);
    const of = (post: string, person: typeof chief, fromOn: IsoDate, toOn: IsoDate | null) =>
      row({ title: `${name} – ${person.name}`, chainId: chain.id, post, userId: person.id, fromOn, toOn });
    const deputy = of('deputy', itemAt(leaders, (index + 2) % leaders.length), world.startedOn, null);
    if (index === 4) return [of('chief', former, world.startedOn, addDays(changed, -1)), deputy];
    return index % 2 === 0
      ? [of('chief', chief, world.startedOn, null), deputy]
      : [of('chief', former, world.startedOn, addDays(changed, -1)), of('chief', chief, changed, null), deputy];
  });
}

const clusterWords: readonly (readonly [name: string, chains: readonly Chain[], firms: number])[] = [
  ['先进计算产业集群', ['advancedComputing', 'electronicInformation'], 180],
  ['生命健康产业集群', ['lifeHealth'], 120],
  ['智能装备产业集群', ['smartManufacturing', 'newEnergy'], 140],
];

function clustersOf(world: World, nodesOf: PlannedChains['nodesOf']) {
  const random = createRandom('云锦高新区 clusters');
  return clusterWords.map(([name, chains, most]) => {
    const fitting = world.firms.filter((firm) => firm.isOperating && chains.includes(firm.chain) && nodesOf.has(firm.id));
    return {
      id: makeId(random, startOfDay(world.startedOn)),
      name,
      firmIds: random
        .shuffled(fitting)
        .slice(0, most)
        .map((firm) => firm.id),
    };
  });
}

function planClusters(world: World, random: Random, nodesOf: PlannedChains['nodesOf'], chains: readonly PlannedRow[], row: MakeRow) {
  const createdAt = startOfDay(world.startedOn);
  const clusters = clustersOf(world, nodesOf);
  return {
    cluster: clusters.map((one, index): PlannedRow => ({
      id: one.id,
      createdAt,
      values: {
        name: one.name,
        chainIds: chains
          .filter((chain) => itemAt(clusterWords, index)[1].includes(chain.values['industrySegment'] as Chain))
          .map((chain) => chain.id),
        foundedOn: addDays(world.startedOn, 40 * index),
      },
    })),
    clusterMember: clusters.flatMap((one) =>
      one.firmIds.map((firmId) =>
        row({
          title: one.name,
          clusterId: one.id,
          firmId,
          fromOn: random.chance(0.8) ? world.startedOn : addDays(world.startedOn, random.int(30, 500)),
          toOn: null,
        }),
      ),
    ),
  };
}
