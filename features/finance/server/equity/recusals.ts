import { sql } from 'kysely';
import type { Ask } from '#kernel/server/house.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { recusalOf, type Interest, type Recusal, type SupplyLink } from '../../rules/recusal.ts';

/**
 * Those of these reviewers who must stand aside for this firm today (EQ-RECUSE), from declared interests and every supply
 * edge in force: one that a firm keeps to itself counts too, and is not told.
 */
export async function recusalsOf(ask: Ask, firmId: string, reviewerIds: readonly string[]): Promise<Map<string, Recusal>> {
  const zoneId = ask.actor.zoneId;
  const day = dateOf(ask.now);
  const interests = await sql<Interest>`SELECT reviewer_id AS "reviewerId", firm_id AS "firmId" FROM reviewer_interests
    WHERE zone_id = ${zoneId} AND reviewer_id = ANY(${[...reviewerIds]}::uuid[]) AND (ended_on IS NULL OR ended_on > ${day}::date)
      AND from_on <= ${day}::date AND (to_on IS NULL OR to_on >= ${day}::date)`.execute(ask.tx);
  const edges = await sql<SupplyLink>`SELECT supplier_id AS "fromFirmId", buyer_id AS "toFirmId" FROM supply_edges
    WHERE zone_id = ${zoneId} AND ${firmId}::uuid IN (supplier_id, buyer_id) AND (ended_on IS NULL OR ended_on > ${day}::date)
      AND from_on <= ${day}::date AND (to_on IS NULL OR to_on >= ${day}::date)`.execute(ask.tx);
  return new Map(
    reviewerIds.flatMap((id) => {
      const recusal = recusalOf(id, firmId, interests.rows, edges.rows);
      return recusal ? [[id, recusal] as const] : [];
    }),
  );
}
