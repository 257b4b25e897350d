import { sql } from 'kysely';
import { dateOf, type Instant } from '#kernel/rules/instant.ts';
import type { Tx } from '#kernel/server/database/door.ts';

/** Firms whose specialist this user is on the day of `now`. */
export async function linkedFirms(tx: Tx, zoneId: string, userId: string, now: Instant): Promise<string[]> {
  const today = dateOf(now);
  const { rows } = await sql<{ firm_id: string }>`SELECT DISTINCT firm_id FROM specialist_links
    WHERE zone_id = ${zoneId} AND specialist_id = ${userId} AND ended_on IS NULL
      AND from_on <= ${today}::date AND (to_on IS NULL OR to_on >= ${today}::date)`.execute(tx);
  return rows.map((row) => row.firm_id);
}

/** Every specialist of a zone with the firms that are theirs on the day of `now`. */
export async function specialistsWithFirms(tx: Tx, zoneId: string, now: Instant): Promise<Map<string, string[]>> {
  const today = dateOf(now);
  const { rows } = await sql<{ specialist_id: string; firm_ids: string[] }>`
    SELECT specialist_id, array_agg(DISTINCT firm_id) AS firm_ids FROM specialist_links
    WHERE zone_id = ${zoneId} AND ended_on IS NULL AND from_on <= ${today}::date AND (to_on IS NULL OR to_on >= ${today}::date)
    GROUP BY specialist_id`.execute(tx);
  return new Map(rows.map((row) => [row.specialist_id, row.firm_ids]));
}
