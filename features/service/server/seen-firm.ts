import { sql } from 'kysely';
import { t } from '#kernel/contract/text.ts';
import type { Ask } from '#kernel/server/house.ts';
import { notFound } from '#kernel/server/http/refused.ts';

/** The firm, if this actor may see it: everybody of the zone's staff, its own contacts, its specialists. */
export async function firmOf(
  ask: Ask,
  id: string,
): Promise<{ name: string; park: string | null; employees: number | null; contact_name: string | null }> {
  const { actor } = ask;
  const own = actor.scope.firms.includes(id) || actor.scope.linkedFirms.includes(id);
  const staff = actor.roles.some((role) => ['dispatcher', 'zoneLeader', 'partyWorkOfficer', 'departmentHandler'].includes(role));
  const { rows } = await sql<{ name: string; park: string | null; employees: number | null; contact_name: string | null }>`
    SELECT f.name, p.name AS park, f.employees, f.contact_name FROM firms f
    LEFT JOIN places p ON p.zone_id = f.zone_id AND p.id = f.park_id WHERE f.zone_id = ${actor.zoneId} AND f.id = ${id}`.execute(ask.tx);
  if (!rows[0] || (!own && !staff)) throw notFound(t('企业', 'Firm'));
  return rows[0];
}
