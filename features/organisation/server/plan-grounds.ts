import { sql } from 'kysely';
import type { Ask } from '#kernel/server/house.ts';
import { holdsOn } from '#kernel/server/records/spans.ts';
import { commonOf } from '../rules/branch-deal.ts';
import type { PlanFirm, RoomyBranch, Shared } from '../rules/branch-plan.ts';
import type { CoverageOfDay, FirmOfDay } from './covered-firms.ts';

export function planFirm(one: FirmOfDay): PlanFirm {
  return {
    id: one.id,
    name: one.firm.name,
    fullMembers: one.fullMembers,
    parkId: one.firm.parkId,
    buildingId: one.firm.buildingId,
    chainIds: one.chainIds,
  };
}

/** Firms of formations that are under way, with the title of each: nobody plans them a second time. */
export async function firmsBeingOrganised({ tx, actor }: Ask): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ title: string; firm_id: string }>`SELECT f.title, unnest(f.unit_firm_ids) AS firm_id FROM formations f
    WHERE f.zone_id = ${actor.zoneId} AND f.status NOT IN ('established', 'rejected', 'withdrawn')`.execute(tx);
  return new Map(rows.map((row) => [row.firm_id, row.title]));
}

/** Joint branches that stand and have fewer units than they may, with what their units share. */
export async function roomyBranches(ask: Ask, day: CoverageOfDay): Promise<RoomyBranch[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    firm_ids: string[];
  }>`SELECT o.id, o.name, array_agg(DISTINCT u.firm_id) AS firm_ids
    FROM party_organisations o JOIN organisation_units u ON u.zone_id = o.zone_id AND u.organisation_id = o.id AND ${holdsOn('u', day.asOf)}
    WHERE o.zone_id = ${ask.actor.zoneId} AND o.kind = 'branchJoint' AND o.status = 'established' AND o.ended_on IS NULL
      AND o.dissolved_on IS NULL GROUP BY o.id, o.name ORDER BY o.id`.execute(ask.tx);
  const byId = new Map(day.firms.map((one) => [one.id, one]));
  return rows.flatMap((row): RoomyBranch[] => {
    const units = row.firm_ids.flatMap((id) => byId.get(id) ?? []).map(planFirm);
    const room = day.rules.jointBranchMaxUnits - row.firm_ids.length;
    if (room <= 0 || units.length === 0) return [];
    const shared: Shared = commonOf(units, null);
    const [first, ...others] = units;
    const chainIds = (first?.chainIds ?? []).filter((id) => others.every((one) => one.chainIds.includes(id)));
    return [{ id: row.id, name: row.name, room, parkId: shared.parkId, buildingId: shared.buildingId, chainIds, unitIds: row.firm_ids }];
  });
}
