import { sql } from 'kysely';
import { dateOf, type IsoDate } from '#kernel/rules/instant.ts';
import { groundsOf } from '#kernel/server/cases/move.ts';
import type { Ask } from '#kernel/server/house.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { holdsOn } from '#kernel/server/records/spans.ts';
import { chainMap } from '../map-contract.ts';
import { chainRulesOn } from '../rules/chain-pack.ts';
import { nodesOnDay } from './node-states.ts';
import { edgesOnDay } from './ripple.ts';
import type { FirmSurroundings } from './surroundings.ts';

type Standing = { firm_id: string; node_id: string; name: string; park_id: string | null; scale_class: string | null; leads: boolean };

/** Serves the chain map of any day: who stands where, what is open, which organisations lie over it, who supplies whom. */
export function serveChainMap(server: Server, around: FirmSurroundings): void {
  serve(server, chainMap, async ({ query }, ask) => {
    const asOf = query.asOf ?? dateOf(ask.now);
    const pack = chainRulesOn((await groundsOf(ask)).packs, asOf);
    const nodes = await nodesOnDay(ask.tx, ask.actor.zoneId, asOf, pack.params, query.chainId);
    const standing = (await standingOn(ask, asOf)).filter((row) => query.parkId === undefined || row.park_id === query.parkId);
    const nodeAt = new Map(nodes.map((node, index) => [node.id, index]));
    const placed = standing.filter((row) => nodeAt.has(row.node_id));
    const firmAt = new Map([...new Set(placed.map((row) => row.firm_id))].map((id, index) => [id, index]));
    const ids = [...firmAt.keys()];
    const rowOf = new Map(placed.map((row) => [row.firm_id, row]));
    const leaders = new Set(placed.filter((row) => row.leads).map((row) => row.firm_id));
    const parks = await titlesByIds(ask, 'place', [...new Set(placed.flatMap((row) => row.park_id ?? []))]);
    const organised = await around.organisationsOf(ask, ids, asOf);
    const instructed = await around.instructedFirms(ask, asOf);
    const cases = await around.openCasesOf(ask, ids);
    const joint = new Map<string, { id: string; name: string; firms: number[] }>();
    for (const [firmId, organisations] of organised) {
      for (const { id, name, kind } of organisations) {
        if (kind !== 'branchJoint') continue;
        const known = joint.get(id) ?? { id, name, firms: [] };
        known.firms.push(firmAt.get(firmId) ?? 0);
        joint.set(id, known);
      }
    }
    const chains = await titlesByIds(ask, 'chain', [...new Set(nodes.map((node) => node.chainId))]);
    return {
      asOf,
      edition: pack.edition,
      chains: [...chains].map(([id, name]) => ({ id, name })).sort((a, b) => (a.name < b.name ? -1 : 1)),
      nodes,
      firms: ids.map((id) => {
        const own = organised.get(id) ?? [];
        const open = cases.get(id);
        return {
          id,
          name: rowOf.get(id)?.name ?? '—',
          park: parks.get(rowOf.get(id)?.park_id ?? '') ?? null,
          scale: rowOf.get(id)?.scale_class ?? null,
          open: open?.open ?? 0,
          lamp: open?.lamp ?? ('none' as const),
          organised: own.some((one) => one.kind !== 'branchJoint')
            ? ('own' as const)
            : own.length > 0
              ? ('joint' as const)
              : instructed.has(id)
                ? ('instructor' as const)
                : ('none' as const),
          leader: leaders.has(id),
        };
      }),
      places: placed.map((row): [number, number] => [firmAt.get(row.firm_id) ?? 0, nodeAt.get(row.node_id) ?? 0]),
      edges: (await edgesOnDay(ask, asOf)).flatMap(({ supplierId, buyerId, confidence }): [number, number, number][] => {
        const [supplier, buyer] = [firmAt.get(supplierId), firmAt.get(buyerId)];
        return supplier === undefined || buyer === undefined ? [] : [[supplier, buyer, confidence]];
      }),
      organisations: [...joint.values()].filter((one) => one.firms.length > 1),
    };
  });
}

/** Operating firms on their nodes on a day. */
async function standingOn(ask: Ask, on: IsoDate): Promise<readonly Standing[]> {
  const { rows } = await sql<Standing>`SELECT DISTINCT m.firm_id, m.node_id, f.name, s.park_id, s.scale_class,
      EXISTS (SELECT 1 FROM chain_leaders l WHERE l.zone_id = m.zone_id AND l.firm_id = m.firm_id AND l.chain_id = m.chain_id
        AND l.named_on <= ${on}::date AND (l.left_on IS NULL OR l.left_on > ${on}::date)) AS leads
    FROM chain_memberships m JOIN firms f ON f.zone_id = m.zone_id AND f.id = m.firm_id
    JOIN LATERAL (SELECT * FROM firm_states s WHERE s.zone_id = m.zone_id AND s.firm_id = m.firm_id AND s.from_on <= ${on}::date
      ORDER BY s.from_on DESC LIMIT 1) s ON s.status = 'operating'
    WHERE m.zone_id = ${ask.actor.zoneId} AND ${holdsOn('m', on)} AND (f.ended_on IS NULL OR f.ended_on > ${on}::date)
    ORDER BY m.firm_id, m.node_id`.execute(ask.tx);
  return rows;
}
