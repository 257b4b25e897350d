import { sql } from 'kysely';
import type { IsoDate } from '#kernel/rules/instant.ts';
import type { Tx } from '#kernel/server/database/door.ts';
import { planned } from '#kernel/server/database/planned.ts';

/** A firm as it was on a day: what coverage and maps of a past day count by (rulebook §1.3). */
export type FirmOnDay = {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly parkId: string | null;
  readonly buildingId: string | null;
  readonly scaleClass: string | null;
  readonly employees: number | null;
  readonly isAboveScale: boolean;
};

/**
 * Keeps what the firms are from which day on, after they were written. A status counts from the day it names; place
 * and size from today. A firm first seen after it had stopped was operating from its registration until then.
 * @param isNew these firms were not there before, so that there are no days to put right
 */
export async function keepFirmStates(tx: Tx, zoneId: string, ids: readonly string[] | 'all', today: IsoDate, isNew = false): Promise<void> {
  const these = ids === 'all' ? sql`true` : ids.length === 1 ? sql`f.id = ${ids[0]}` : sql`f.id = ANY(${[...ids]}::uuid[])`;
  await sql`${planned} WITH before AS (
    INSERT INTO firm_states (zone_id, firm_id, from_on, status, park_id, scale_class, employees, recorded_at)
    SELECT f.zone_id, f.id, f.registered_on, 'operating', f.park_id, f.scale_class, f.employees, now()
    FROM firms f WHERE f.zone_id = ${zoneId} AND ${these} AND f.status <> 'operating' AND f.status_since > f.registered_on
      AND f.registered_on < ${today}::date
      AND NOT EXISTS (SELECT 1 FROM firm_states s WHERE s.zone_id = f.zone_id AND s.firm_id = f.id) RETURNING 1)
    INSERT INTO firm_states (zone_id, firm_id, from_on, status, park_id, scale_class, employees, recorded_at)
    SELECT f.zone_id, f.id,
      CASE WHEN l.firm_id IS NULL THEN least(coalesce(f.status_since, f.registered_on, ${today}::date), ${today}::date)
        WHEN l.status <> f.status THEN least(coalesce(f.status_since, ${today}::date), ${today}::date)
        ELSE ${today}::date END,
      f.status, f.park_id, f.scale_class, f.employees, now()
    FROM firms f LEFT JOIN LATERAL (SELECT * FROM firm_states s WHERE s.zone_id = f.zone_id AND s.firm_id = f.id
      ORDER BY s.from_on DESC LIMIT 1) l ON true
    WHERE f.zone_id = ${zoneId} AND ${these}
      AND (l.firm_id IS NULL OR (l.status, l.park_id, l.scale_class, l.employees) IS DISTINCT FROM (f.status, f.park_id, f.scale_class, f.employees))
    ON CONFLICT (zone_id, firm_id, from_on) DO UPDATE SET status = excluded.status, park_id = excluded.park_id,
      scale_class = excluded.scale_class, employees = excluded.employees, recorded_at = excluded.recorded_at`.execute(tx);
  if (isNew) return;
  // A status told late holds for the days since, whatever else changed on them.
  await sql`${planned} UPDATE firm_states s SET status = f.status FROM firms f WHERE f.zone_id = ${zoneId} AND ${these}
    AND s.zone_id = f.zone_id AND s.firm_id = f.id AND s.from_on >= f.status_since AND s.status <> f.status`.execute(tx);
}

/** Every firm of the zone's roster on a day, as it was then, in the order of their ids; those not yet known then are absent. */
export async function firmsOnDay(tx: Tx, zoneId: string, on: IsoDate): Promise<readonly FirmOnDay[]> {
  const { rows } = await sql<FirmOnDay>`SELECT f.id, f.name, s.status, s.park_id AS "parkId",
      CASE WHEN s.park_id IS NOT DISTINCT FROM f.park_id THEN f.building_id END AS "buildingId", s.scale_class AS "scaleClass",
      s.employees, coalesce(f.is_above_scale, false) AS "isAboveScale"
    FROM firms f JOIN LATERAL (SELECT * FROM firm_states s WHERE s.zone_id = f.zone_id AND s.firm_id = f.id AND s.from_on <= ${on}::date
      ORDER BY s.from_on DESC LIMIT 1) s ON true
    WHERE f.zone_id = ${zoneId} AND (f.ended_on IS NULL OR f.ended_on > ${on}::date) ORDER BY f.id`.execute(tx);
  return rows;
}
