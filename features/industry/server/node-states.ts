import { sql } from 'kysely';
import { dateOf, type IsoDate } from '#kernel/rules/instant.ts';
import { groundsOf } from '#kernel/server/cases/move.ts';
import type { Tx } from '#kernel/server/database/door.ts';
import type { Ask } from '#kernel/server/house.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { chainOverview, nodeStatesOn } from '../contract.ts';
import { chainRulesOn, type ChainParams } from '../rules/chain-pack.ts';
import { actionFor, nodeStateOf, nodeStates, type NodeState } from '../rules/node-state.ts';
import { chiefsOn } from './chiefs.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { holdsOn } from '#kernel/server/records/spans.ts';

type Stored = {
  id: string;
  name: string;
  chain_id: string;
  segment: 'upstream' | 'midstream' | 'downstream' | 'support';
  position: number | null;
  is_key_node: boolean | null;
  firms: number;
  above_scale: number;
  has_leader: boolean;
  total: string | null;
  local: string | null;
  imported: string | null;
  stated_on: string | null;
};

/** Nodes with their states as of a day, in reading order: by chain, segment, position (§7.2). */
export async function nodesOnDay(tx: Tx, zoneId: string, on: IsoDate, rules: ChainParams, chainId?: string) {
  const { rows } = await sql<Stored>`
    WITH standing AS (
      SELECT DISTINCT m.node_id, m.firm_id, coalesce(f.is_above_scale, false) AS above,
        EXISTS (SELECT 1 FROM chain_leaders l WHERE l.zone_id = m.zone_id AND l.firm_id = m.firm_id AND l.chain_id = m.chain_id
          AND l.named_on <= ${on}::date AND (l.left_on IS NULL OR l.left_on > ${on}::date)) AS leads
      FROM chain_memberships m JOIN firms f ON f.zone_id = m.zone_id AND f.id = m.firm_id
      JOIN LATERAL (SELECT status FROM firm_states s WHERE s.zone_id = m.zone_id AND s.firm_id = m.firm_id AND s.from_on <= ${on}::date
        ORDER BY s.from_on DESC LIMIT 1) s ON s.status = 'operating'
      WHERE m.zone_id = ${zoneId} AND ${holdsOn('m', on)} AND (f.ended_on IS NULL OR f.ended_on > ${on}::date))
    SELECT n.id, n.name, n.chain_id, n.segment, n.position, n.is_key_node, count(s.firm_id)::int AS firms,
      count(s.firm_id) FILTER (WHERE s.above)::int AS above_scale, coalesce(bool_or(s.leads), false) AS has_leader,
      p.total_purchase::text AS total, p.local_purchase::text AS local, p.import_purchase::text AS imported, p.stated_on
    FROM chain_nodes n LEFT JOIN standing s ON s.node_id = n.id
    LEFT JOIN LATERAL (SELECT * FROM node_supplies p WHERE p.zone_id = n.zone_id AND p.node_id = n.id AND p.stated_on <= ${on}::date
      AND (p.ended_on IS NULL OR p.ended_on > ${on}::date) ORDER BY p.stated_on DESC, p.created_at DESC LIMIT 1) p ON true
    WHERE n.zone_id = ${zoneId} AND (n.ended_on IS NULL OR n.ended_on > ${on}::date)
      AND (${chainId ?? null}::uuid IS NULL OR n.chain_id = ${chainId ?? null}::uuid)
    GROUP BY n.zone_id, n.id, n.name, n.chain_id, n.segment, n.position, n.is_key_node, p.total_purchase, p.local_purchase, p.import_purchase, p.stated_on
    ORDER BY n.chain_id, array_position(ARRAY['upstream', 'midstream', 'downstream', 'support'], n.segment), n.position NULLS LAST, n.name`.execute(
    tx,
  );
  return rows.map((row) => {
    const facts = {
      firms: row.firms,
      aboveScale: row.above_scale,
      hasLeader: row.has_leader,
      isKeyNode: row.is_key_node ?? false,
      localSupply: shareOf(row.local, row.total),
      importDependence: shareOf(row.imported, row.total),
    };
    const { state, reasons } = nodeStateOf(facts, rules);
    return {
      id: row.id,
      name: row.name,
      chainId: row.chain_id,
      segment: row.segment,
      position: row.position ?? 0,
      keyNode: facts.isKeyNode,
      ...facts,
      statedOn: row.stated_on,
      state,
      reasons: [...reasons],
      action: actionFor(state, facts, rules),
    };
  });
}

/** A share of money, 0..1; null when either is unknown or nothing was bought. */
function shareOf(part: string | null, whole: string | null): number | null {
  return part === null || whole === null || whole === '0' ? null : Number(part) / Number(whole);
}

/** Serves the states of nodes and the overview of chains, as of any day. */
export function serveNodeStates(server: Server): void {
  serve(server, nodeStatesOn, async ({ query }, ask) => {
    const asOf = query.asOf ?? dateOf(ask.now);
    const { packs } = await groundsOf(ask);
    const pack = chainRulesOn(packs, asOf);
    const nodes = await nodesOnDay(ask.tx, ask.actor.zoneId, asOf, pack.params, query.chainId);
    return { asOf, edition: pack.edition, nodes };
  });
  serve(server, chainOverview, async ({ query }, ask) => {
    const asOf = query.asOf ?? dateOf(ask.now);
    return { asOf, chains: await overviewOf(ask, asOf) };
  });
}

async function overviewOf(ask: Ask, asOf: IsoDate) {
  const { tx, actor } = ask;
  const { packs } = await groundsOf(ask);
  const rules = chainRulesOn(packs, asOf).params;
  const nodes = await nodesOnDay(tx, actor.zoneId, asOf, rules);
  const quarter = quarterOf(asOf);
  const { rows } = await sql<{
    id: string;
    name: string;
    office: string | null;
    firms: number;
    leaders: number;
    open: number;
    late: number;
  }>`SELECT c.id, c.name, d.name AS office,
      (SELECT count(DISTINCT m.firm_id)::int FROM chain_memberships m
        JOIN LATERAL (SELECT status FROM firm_states s WHERE s.zone_id = m.zone_id AND s.firm_id = m.firm_id AND s.from_on <= ${asOf}::date
          ORDER BY s.from_on DESC LIMIT 1) s ON s.status = 'operating'
        WHERE m.zone_id = c.zone_id AND m.chain_id = c.id AND ${holdsOn('m', asOf)}) AS firms,
      (SELECT count(*)::int FROM chain_leaders l WHERE l.zone_id = c.zone_id AND l.chain_id = c.id AND l.named_on <= ${asOf}::date
        AND (l.left_on IS NULL OR l.left_on > ${asOf}::date)) AS leaders,
      (SELECT count(*)::int FROM chain_actions a WHERE a.zone_id = c.zone_id AND a.chain_id = c.id AND a.status IN ('active', 'reported')) AS open,
      (SELECT count(*)::int FROM chain_actions a WHERE a.zone_id = c.zone_id AND a.chain_id = c.id AND a.status = 'active'
        AND a.due_on < ${asOf}::date) AS late
    FROM industry_chains c LEFT JOIN departments d ON d.zone_id = c.zone_id AND d.id = c.office_department_id
    WHERE c.zone_id = ${actor.zoneId} AND (c.ended_on IS NULL OR c.ended_on > ${asOf}::date) ORDER BY c.name`.execute(tx);
  const chiefs = await chiefsOn(tx, actor.zoneId, asOf);
  const names = await titlesByIds(ask, 'user', [...new Set(chiefs.values())]);
  const visits = await chiefVisits(ask, chiefs, quarter);
  return rows.map((row) => {
    const chiefId = chiefs.get(row.id);
    const states = Object.fromEntries(nodeStates.map((state) => [state, 0])) as Record<NodeState, number>;
    for (const node of nodes) if (node.chainId === row.id) states[node.state] += 1;
    return {
      id: row.id,
      name: row.name,
      firms: row.firms,
      states,
      chief: chiefId === undefined ? null : { id: chiefId, name: names.get(chiefId) ?? '—' },
      office: row.office,
      visits: { held: visits.get(row.id) ?? 0, wanted: rules.chiefVisitsPerQuarter, quarterEndsOn: quarter.to },
      actions: { open: row.open, late: row.late },
      leaders: row.leaders,
    };
  });
}

/** Visits that each chain's chief held to its firms in the quarter (CHN-06). */
async function chiefVisits(
  ask: Ask,
  chiefs: ReadonlyMap<string, string>,
  quarter: { readonly from: IsoDate; readonly to: IsoDate },
): Promise<Map<string, number>> {
  if (chiefs.size === 0) return new Map();
  const { rows } = await sql<{ chain_id: string; visitor_id: string; visits: number }>`
    SELECT m.chain_id, v.visitor_id, count(DISTINCT v.id)::int AS visits FROM visits v
    JOIN chain_memberships m ON m.zone_id = v.zone_id AND m.firm_id = v.firm_id AND m.ended_on IS NULL
      AND m.from_on <= (v.held_at AT TIME ZONE 'Asia/Shanghai')::date AND (m.to_on IS NULL OR m.to_on >= (v.held_at AT TIME ZONE 'Asia/Shanghai')::date)
    WHERE v.zone_id = ${ask.actor.zoneId} AND v.status = 'held' AND v.visitor_id = ANY(${[...new Set(chiefs.values())]}::uuid[])
      AND (v.held_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN ${quarter.from}::date AND ${quarter.to}::date
    GROUP BY m.chain_id, v.visitor_id`.execute(ask.tx);
  return new Map(rows.filter((row) => chiefs.get(row.chain_id) === row.visitor_id).map((row) => [row.chain_id, row.visits]));
}

function quarterOf(day: IsoDate): { from: IsoDate; to: IsoDate } {
  const quarter = Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  const ends = ['03-31', '06-30', '09-30', '12-31'] as const;
  return {
    from: `${day.slice(0, 4)}-${String(quarter * 3 + 1).padStart(2, '0')}-01`,
    to: `${day.slice(0, 4)}-${ends[quarter] ?? '12-31'}`,
  };
}
