import { sql } from 'kysely';
import { addDays, dateOf, type IsoDate } from '#kernel/rules/instant.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import { withZone, type Tx } from '#kernel/server/database/door.ts';
import type { House } from '#kernel/server/house.ts';
import { radarOn } from '../../rules/radar.ts';

/**
 * Notes for every due thing of a zone the bands in which it now stands: once for each, the day kept. A thing entered late is noted
 * in its own band alone, so that the days of warning are those that there were.
 * @param only those just written, by id; all when absent
 */
export async function noticeMaturities(tx: Tx, zoneId: string, day: IsoDate, only?: readonly string[]): Promise<void> {
  const [widest, middle, nearest] = radarOn(await loadPacks(tx, zoneId), day).bands;
  await sql`INSERT INTO maturity_notices (zone_id, subject_id, due_on, band, firm_id, noticed_on)
    SELECT zone_id, id, due_on, CASE WHEN due_on < ${day}::date THEN 'overdue' WHEN due_on <= ${addDays(day, nearest)}::date THEN 'within30'
        WHEN due_on <= ${addDays(day, middle)}::date THEN 'within60' ELSE 'within90' END, firm_id, ${day}::date
    FROM (SELECT zone_id, id, firm_id, due_on FROM obligations WHERE zone_id = ${zoneId} AND (ended_on IS NULL OR ended_on > ${day}::date)
      UNION ALL SELECT zone_id, id, firm_id, next_due_on FROM credit_lines WHERE zone_id = ${zoneId} AND balance > 0) d
    WHERE due_on <= ${addDays(day, widest)}::date ${only ? sql`AND id = ANY(${[...only]}::uuid[])` : sql``} ON CONFLICT DO NOTHING`.execute(
    tx,
  );
}

/** Once a day and process; another process's rows, or those from before a restart, are simply there already. */
export function noticeDaily(): (house: House, zoneId: string) => Promise<void> {
  const done = new Map<string, IsoDate>();
  return async (house, zoneId) => {
    const day = dateOf(house.now());
    if (done.get(zoneId) === day) return;
    await withZone(house.db, zoneId, (tx) => noticeMaturities(tx, zoneId, day));
    done.set(zoneId, day);
  };
}
