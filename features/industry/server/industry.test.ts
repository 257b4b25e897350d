import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRow } from '#kernel/server/records/write.ts';
import { firm } from '#features/registry/records.ts';
import { startPartyZone, type PartyZone } from '../../../tests/harness/party-zone.ts';
import { rippleFrom } from '../rules/ripple.ts';

let zone: PartyZone;
beforeAll(async () => {
  zone = await startPartyZone(14);
});
afterAll(() => zone.close());

const rulesOf = (answer: { body: { fields?: readonly { rule?: string }[] } }) => (answer.body.fields ?? []).map((field) => field.rule);
const put = (firmIndex: number, nodeIndex: 0 | 1, over: Record<string, unknown> = {}) =>
  zone.create('chain-memberships', { firmId: zone.firms[firmIndex], nodeId: zone.nodes[nodeIndex], fromOn: '2024-01-01', ...over });
type Nodes = { nodes: { id: string; state: string; firms: number; localSupply: number | null; reasons: { zh: string }[] }[] };
const stateOf = async (node: 0 | 1, asOf: string) => {
  const { body } = await zone.people.leader.get<Nodes>(`/api/node-states?chainId=${zone.chainId}&asOf=${asOf}`);
  return body.nodes.find((one) => one.id === zone.nodes[node]);
};

test('§7.2: the state of a node follows its firms, their scale and its purchases, on any past day', async () => {
  expect(await stateOf(0, '2026-06-03')).toMatchObject({ state: 'missing', firms: 0 });
  const first = await put(0, 0, { fromOn: '2024-02-01' });
  expect(first.status).toBe(201);
  expect(first.body['isPrimary']).toBe(true);
  expect(await stateOf(0, '2024-01-31')).toMatchObject({ state: 'missing' });
  expect(await stateOf(0, '2024-02-01')).toMatchObject({ state: 'singlePoint' });
  for (const index of [1, 2, 3, 4]) await put(index, 0, { fromOn: '2025-01-01' });
  expect(await stateOf(0, '2025-01-01')).toMatchObject({ state: 'weak', reasons: [{ zh: '没有规上企业' }] });
  const big = await zone.create('firms', { name: '规上二号', status: 'operating', isAboveScale: true, registeredOn: '2020-01-01' });
  await zone.create('chain-memberships', { firmId: big.body.id, nodeId: zone.nodes[0], fromOn: '2025-03-01' });
  expect(await stateOf(0, '2025-03-01')).toMatchObject({ state: 'normal' });
  await zone.create('node-supplies', {
    nodeId: zone.nodes[0],
    statedOn: '2025-04-01',
    totalPurchase: '1000',
    localPurchase: '600',
    importPurchase: '100',
  });
  await zone.create('node-supplies', {
    nodeId: zone.nodes[0],
    statedOn: '2025-08-01',
    totalPurchase: '1000',
    localPurchase: '100',
    importPurchase: '800',
  });
  expect(await stateOf(0, '2025-04-01')).toMatchObject({ state: 'strong', localSupply: 0.6 });
  expect(await stateOf(0, '2025-08-01')).toMatchObject({ state: 'weak', localSupply: 0.1 });
  expect(
    rulesOf(
      await zone.create('node-supplies', {
        nodeId: zone.nodes[0],
        statedOn: '2025-09-01',
        totalPurchase: '100',
        localPurchase: '80',
        importPurchase: '30',
      }),
    ),
  ).toEqual(['7.2']);
});

test('7.1: a firm stands on a node once at a time, and one of its chains is the primary one', async () => {
  await put(5, 1, { fromOn: '2024-01-01', toOn: '2024-12-31' });
  expect(rulesOf(await put(5, 1, { fromOn: '2024-12-31' }))).toEqual(['7.1']);
  expect((await put(5, 1, { fromOn: '2025-01-01' })).status).toBe(201);
  expect(rulesOf(await put(6, 1, { fromOn: '2024-05-01', toOn: '2024-04-30' }))).toEqual(['D-SPAN']);
});

test('CHN-06: a chain has one chief at a time; a change leaves the former with a last day', async () => {
  const chief = (userId: string, over: Record<string, unknown>) =>
    zone.create('chain-chiefs', { chainId: zone.chainId, post: 'chief', userId, ...over });
  const first = await chief(zone.people.leader.userId, { fromOn: '2024-01-01' });
  expect(first.status).toBe(201);
  expect(rulesOf(await chief(zone.people.officer.userId, { fromOn: '2025-01-01' }))).toEqual(['CHN-06']);
  await zone.people.officer.send('PATCH', `/api/chain-chiefs/${first.body.id}`, { toOn: '2025-12-31' }, { 'if-match': '"1"' });
  expect((await chief(zone.people.leader.userId, { fromOn: '2026-01-01' })).status).toBe(201);
  const overview = await zone.people.leader.get<{ chains: { chief: { id: string } | null; visits: { held: number; wanted: number } }[] }>(
    '/api/chain-overview',
  );
  expect(overview.body.chains[0]).toMatchObject({ chief: { id: zone.people.leader.userId }, visits: { held: 0, wanted: 1 } });
});

test('CHN-04, CHN-05: a firm on the chain applies, is reviewed, approved by the chief alone, announced in full, named and reviewed yearly', async () => {
  await put(7, 1);
  const apply = (index: number) =>
    zone.open('chain-leaders', {
      firmId: zone.firms[index],
      chainId: zone.chainId,
      revenue: '500000000000',
      rdShare: 4.2,
      marketShare: '全国第二',
    });
  expect(rulesOf(await apply(13))).toEqual(['CHN-04']);
  await put(8, 1, { toOn: '2025-12-31' });
  expect((await apply(8)).body.fields?.[0]).toMatchObject({ rule: 'CHN-04', code: 'LEFT_THE_CHAIN' });
  const { id } = (await apply(7)).body.row;
  expect(rulesOf(await apply(7))).toEqual(['CHN-05']);
  await zone.move('chain-leaders', id, 'review', { passed: true, opinion: '一致同意' });
  expect((await zone.move('chain-leaders', id, 'approve')).status).toBe(403);
  expect((await zone.move('chain-leaders', id, 'approve', {}, zone.people.leader)).status).toBe(200);
  await zone.move('chain-leaders', id, 'announce');
  const early = await zone.move('chain-leaders', id, 'name');
  expect(early.body).toMatchObject({ code: 'STILL_ANNOUNCED', rule: 'CHN-05' });
  zone.clock.now += 9 * 86_400_000;
  zone.people.officer = await zone.signIn('officer');
  const named = await zone.people.officer.get<{ row: { version: number } }>(`/api/chain-leaders/${id}`);
  const done = await zone.people.officer.post<{ status: string; row: { reviewDueOn: string; namedOn: string } }>(
    `/api/chain-leaders/${id}/moves/name`,
    {},
    { 'if-match': `"${named.body.row.version}"` },
  );
  expect(done.body).toMatchObject({ status: 'named', row: { namedOn: '2026-06-12', reviewDueOn: '2027-06-12' } });
  zone.people.leader = await zone.signIn('leader');
  expect(await stateOf(1, '2026-06-12')).toMatchObject({ firms: 2 });
});

test('a supply edge joins two firms of the zone; its own firms confirm, correct or hide it, and what is hidden is nobody else’s', async () => {
  zone.people.contact = await zone.signIn('contact');
  const edge = (supplierId: unknown, buyerId: unknown, over: Record<string, unknown> = {}) =>
    zone.create('supply-edges', { supplierId, buyerId, fromOn: '2024-01-01', source: 'inferred', confidence: 40, ...over });
  expect(rulesOf(await edge(zone.firms[0], zone.firms[0]))).toEqual(['7.1']);
  const elsewhere = await zone.newZone('elsewhere');
  const foreign = await zone.inZone((ask) => createRow(ask, firm, { name: '外区企业', status: 'operating' }), elsewhere);
  const refused = await edge(zone.firms[0], foreign.id);
  expect(refused.status).toBe(422);
  expect(refused.body.fields).toMatchObject([{ path: 'buyerId', rule: 'D-ZONE' }]);
  const own = (await edge(zone.firms[0], zone.firms[1])).body;
  const others = (await edge(zone.firms[2], zone.firms[3])).body;
  const word = (id: string, body: object) =>
    zone.people.contact.post<{ confidence: number; isHidden: boolean }>(`/api/supply-edges/${id}/word`, body);
  expect((await word(own.id, { word: 'confirmed' })).body).toEqual({ isHidden: false, confidence: 90 });
  expect((await word(others.id, { word: 'confirmed' })).status).toBe(404);
  expect((await word(own.id, { word: 'corrected' })).status).toBe(422);
  expect((await zone.people.officer.get(`/api/supply-edges/${own.id}`)).status).toBe(200);
  expect((await word(own.id, { word: 'hidden' })).body).toMatchObject({ isHidden: true });
  expect((await zone.people.officer.get(`/api/supply-edges/${own.id}`)).status).toBe(404);
  expect((await zone.people.contact.get(`/api/supply-edges/${own.id}`)).status).toBe(200);
  const hit = await zone.people.officer.get<{ hits: { firmId: string }[] }>(`/api/ripple?firmId=${zone.firms[0]}`);
  expect(hit.body.hits).toEqual([]);
});

test('ripple through HTTP equals reachability on the edges of that day, whichever way and however far', async () => {
  const edges: { supplierId: string; buyerId: string; confidence: number; fromOn: string; toOn: string | null }[] = [];
  let seed = 7;
  const next = (most: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % most;
  for (let index = 0; index < 22; index += 1) {
    const [a, b] = [next(13), next(13)];
    if (a === b) continue;
    const one = {
      supplierId: zone.firms[a] ?? '',
      buyerId: zone.firms[b] ?? '',
      confidence: 50 + next(50),
      fromOn: next(2) === 0 ? '2025-01-01' : '2026-01-01',
      toOn: next(4) === 0 ? '2026-03-31' : null,
    };
    edges.push(one);
    await zone.create('supply-edges', { ...one, source: 'visit' });
  }
  const extra = { supplierId: zone.firms[2] ?? '', buyerId: zone.firms[3] ?? '', confidence: 40, fromOn: '2024-01-01', toOn: null };
  for (const asOf of ['2025-06-01', '2026-02-01', '2026-05-01']) {
    for (const direction of ['supply', 'orders', 'both'] as const) {
      const live = [...edges, extra].filter((one) => one.fromOn <= asOf && (one.toOn === null || one.toOn >= asOf));
      const best = [...Map.groupBy(live, (one) => `${one.supplierId}|${one.buyerId}`).values()].map(
        (own) => own.toSorted((a, b) => b.confidence - a.confidence)[0] ?? extra,
      );
      for (const [start, hops] of [
        [0, 2],
        [5, 3],
        [9, 6],
      ] as const) {
        const { body } = await zone.people.officer.get<{ hits: { firmId: string; hop: number; confidence: number }[] }>(
          `/api/ripple?firmId=${zone.firms[start]}&hops=${hops}&direction=${direction}&asOf=${asOf}`,
        );
        const wanted = rippleFrom([zone.firms[start] ?? ''], best, hops, direction).map(({ firmId, hop, confidence }) => ({
          firmId,
          hop,
          confidence,
        }));
        expect(body.hits.map(({ firmId, hop, confidence }) => ({ firmId, hop, confidence }))).toEqual(wanted);
      }
    }
  }
  const node = await zone.people.officer.get<{ stopped: { id: string }[] }>(`/api/ripple?nodeId=${zone.nodes[0]}`);
  expect(node.body.stopped.length).toBeGreaterThan(4);
  expect((await zone.people.officer.get('/api/ripple')).status).toBe(422);
});

test('强链、补链 belong to a node, have an owner and a day, and the chief confirms', async () => {
  const department = (await zone.create('departments', { name: '招商局', kind: 'functional' })).body;
  const begin = (over: Record<string, unknown>) =>
    zone.open('chain-actions', {
      kind: 'fill',
      nodeId: zone.nodes[0],
      target: '引进一家',
      ownerDepartmentId: department.id,
      dueOn: '2026-12-31',
      ...over,
    });
  expect(rulesOf(await begin({ nodeId: undefined }))).toEqual(['7.2', '7.2']);
  expect(rulesOf(await begin({ dueOn: '2026-06-01' }))).toEqual(['7.2']);
  expect((await begin({ kind: 'extend', nodeId: undefined, chainId: zone.chainId })).status).toBe(201);
  const { id } = (await begin({})).body.row;
  await zone.move('chain-actions', id, 'report', { result: '已签约' });
  expect((await zone.move('chain-actions', id, 'confirm', {}, zone.people.leader)).body.status).toBe('done');
});

test('the map names what the states, firms and edges of the day are, and is not for a firm’s contact', async () => {
  const map = await zone.people.leader.get<{
    nodes: { firms: number }[];
    firms: unknown[];
    places: [number, number][];
    edges: [number, number, number][];
  }>(`/api/chain-maps?chainId=${zone.chainId}`);
  expect(map.status).toBe(200);
  const counted = map.body.nodes.map((_, index) => map.body.places.filter(([, node]) => node === index).length);
  expect(map.body.nodes.map((node) => node.firms)).toEqual(counted);
  expect(map.body.edges.every(([a, b]) => a < map.body.firms.length && b < map.body.firms.length)).toBe(true);
  expect((await zone.people.contact.get(`/api/chain-maps`)).status).toBe(403);
});
