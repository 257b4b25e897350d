import { sql } from 'kysely';
import { dateOf, type IsoDate } from '#kernel/rules/instant.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import type { Ask } from '#kernel/server/house.ts';
import { announce } from '#kernel/server/http/event-hub.ts';
import { forbidden, invalid, notFound } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { holdsOn } from '#kernel/server/records/spans.ts';
import { firmsByIds } from '#features/registry/server/index.ts';
import { ripple, sayOfEdge } from '../contract.ts';
import { supplyEdge } from '../records.ts';
import { rippleFrom, type RippleEdge } from '../rules/ripple.ts';
import type { FirmSurroundings } from './surroundings.ts';

/** Live edges of a day that no firm has hidden. */
export async function edgesOnDay(ask: Ask, on: IsoDate, sure = 0): Promise<readonly RippleEdge[]> {
  const { rows } = await sql<RippleEdge>`SELECT supplier_id AS "supplierId", buyer_id AS "buyerId", max(confidence) AS confidence
    FROM supply_edges e WHERE zone_id = ${ask.actor.zoneId} AND NOT coalesce(is_hidden, false) AND confidence >= ${sure} AND ${holdsOn('e', on)}
    GROUP BY supplier_id, buyer_id`.execute(ask.tx);
  return rows;
}

/** Serves who is hit by a stop, and the firms' own word on the edges that name them. */
export function serveRipple(server: Server, around: FirmSurroundings): void {
  serve(server, ripple, async ({ query }, ask) => {
    const asOf = query.asOf ?? dateOf(ask.now);
    const stopped = await stoppedBy(ask, query, asOf);
    const edges = await edgesOnDay(ask, asOf, query.sure ?? 0);
    const direction = query.direction ?? 'supply';
    const hits = rippleFrom(stopped, edges, query.hops ?? 3, direction);
    const ids = hits.map((hit) => hit.firmId);
    const [firms, nodes, organisations, members, specialists, cases] = [
      await firmsByIds(ask.tx, ask.actor.zoneId, [...ids, ...stopped]),
      await nodesOf(ask, ids, asOf),
      await around.organisationsOf(ask, ids, asOf),
      await around.membersOf(ask, ids, asOf),
      await around.specialistsOf(ask, ids),
      await around.openCasesOf(ask, ids),
    ];
    const gone = new Set(stopped);
    const suppliers = new Map<string, number>();
    for (const edge of edges) if (!gone.has(edge.supplierId)) suppliers.set(edge.buyerId, (suppliers.get(edge.buyerId) ?? 0) + 1);
    return {
      asOf,
      stopped: stopped.map((id) => ({ id, name: firms.get(id)?.name ?? '—' })),
      hits: hits.map((hit) => ({
        ...hit,
        firm: firms.get(hit.firmId)?.name ?? '—',
        via: firms.get(hit.viaId)?.name ?? '—',
        parkId: firms.get(hit.firmId)?.parkId ?? null,
        nodes: nodes.get(hit.firmId) ?? [],
        otherSuppliers: suppliers.get(hit.firmId) ?? 0,
        organisations: (organisations.get(hit.firmId) ?? []).map(({ id, name }) => ({ id, name })),
        members: members.get(hit.firmId) ?? 0,
        specialists: [...(specialists.get(hit.firmId) ?? [])],
        openCases: cases.get(hit.firmId)?.open ?? 0,
      })),
      byHop: Array.from({ length: query.hops ?? 3 }, (_, index) => hits.filter((hit) => hit.hop === index + 1).length),
      edges: edges.length,
    };
  });
  serve(server, sayOfEdge, async ({ params, body }, ask) => sayOf(ask, params.id, body));
}

async function stoppedBy(ask: Ask, query: { firmId?: string | undefined; nodeId?: string | undefined }, on: IsoDate): Promise<string[]> {
  if ((query.firmId === undefined) === (query.nodeId === undefined)) {
    throw invalid([
      {
        code: 'FIRM_OR_NODE',
        field: 'firmId',
        message: { zh: '请指定一家企业或一个环节，且只指定一个', en: 'Name one firm or one node, not both' },
      },
    ]);
  }
  if (query.firmId !== undefined) {
    const firms = await firmsByIds(ask.tx, ask.actor.zoneId, [query.firmId]);
    if (firms.size === 0) throw notFound({ zh: '企业', en: 'Firm' });
    return [query.firmId];
  }
  const nodeId = query.nodeId ?? '';
  if ((await titlesByIds(ask, 'chainNode', [nodeId])).size === 0) throw notFound({ zh: '环节', en: 'Node' });
  const { rows } = await sql<{ firm_id: string }>`SELECT DISTINCT firm_id FROM chain_memberships m
    WHERE zone_id = ${ask.actor.zoneId} AND node_id = ${nodeId} AND ${holdsOn('m', on)} ORDER BY firm_id`.execute(ask.tx);
  return rows.map((row) => row.firm_id);
}

async function nodesOf(ask: Ask, firmIds: readonly string[], on: IsoDate): Promise<ReadonlyMap<string, string[]>> {
  const { rows } = await sql<{ firm_id: string; names: string[] }>`SELECT m.firm_id, array_agg(DISTINCT n.name) AS names
    FROM chain_memberships m JOIN chain_nodes n ON n.zone_id = m.zone_id AND n.id = m.node_id
    WHERE m.zone_id = ${ask.actor.zoneId} AND m.firm_id = ANY(${[...firmIds]}::uuid[]) AND ${holdsOn('m', on)} GROUP BY m.firm_id`.execute(
    ask.tx,
  );
  return new Map(rows.map((row) => [row.firm_id, row.names]));
}

/** What both firms confirm is certain; what one confirms or corrects is nearly so; what one hides counts for nobody else. */
async function sayOf(
  ask: Ask,
  id: string,
  { word, product, note }: { word: 'confirmed' | 'corrected' | 'hidden'; product?: string | undefined; note?: string | undefined },
): Promise<{ isHidden: boolean; confidence: number }> {
  const firms = [...ask.actor.scope.firms];
  const { rows } = await sql<{
    supplier_id: string;
    buyer_id: string;
    supplier_word: string | null;
    buyer_word: string | null;
    confidence: number;
    product: string | null;
  }>`
    SELECT supplier_id, buyer_id, supplier_word, buyer_word, confidence, product FROM supply_edges
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${id} AND ended_on IS NULL
      AND (supplier_id = ANY(${firms}::uuid[]) OR buyer_id = ANY(${firms}::uuid[])) FOR UPDATE`.execute(ask.tx);
  const edge = rows[0];
  if (!edge) throw notFound(supplyEdge.label);
  const asSupplier = firms.includes(edge.supplier_id);
  const asBuyer = firms.includes(edge.buyer_id);
  if (!asSupplier && !asBuyer) throw forbidden({ zh: '只能说明涉及本企业的关系', en: 'Only edges of your own firm' });
  if (word === 'corrected' && !product && !note) {
    throw invalid([{ code: 'CORRECTION_EMPTY', field: 'note', message: { zh: '请写明更正了什么', en: 'Say what is to be corrected' } }]);
  }
  const supplierWord = asSupplier ? word : edge.supplier_word;
  const buyerWord = asBuyer ? word : edge.buyer_word;
  const isHidden = supplierWord === 'hidden' || buyerWord === 'hidden';
  const vouched = [supplierWord, buyerWord].filter((one) => one === 'confirmed' || one === 'corrected').length;
  const confidence = vouched === 2 ? 100 : vouched === 1 ? Math.max(edge.confidence, 90) : edge.confidence;
  await sql`UPDATE supply_edges SET supplier_word = ${supplierWord}, buyer_word = ${buyerWord}, is_hidden = ${isHidden},
      confidence = ${confidence}, product = ${product ?? edge.product}, word_note = coalesce(${note ?? null}, word_note),
      version = version + 1, updated_at = ${new Date(ask.now).toISOString()}
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
  await writeAudit(ask, [
    {
      action: 'sayOfEdge',
      subjectKind: supplyEdge.name,
      subjectId: id,
      why: note ?? null,
      before: { supplierWord: edge.supplier_word, buyerWord: edge.buyer_word, confidence: edge.confidence, product: edge.product },
      after: { supplierWord, buyerWord, confidence, product: product ?? edge.product },
    },
  ]);
  await announce(ask.tx, { zoneId: ask.actor.zoneId, kind: 'record', name: supplyEdge.name, id });
  return { isHidden, confidence };
}
