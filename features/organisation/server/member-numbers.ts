import { sql } from 'kysely';
import type { IsoDate } from '#kernel/rules/instant.ts';
import type { Tx } from '#kernel/server/database/door.ts';

/** How many members a firm has on a day, and how that is known. */
export type MemberNumbers = {
  readonly full: number;
  readonly probationary: number;
  /** stated: by the firm's last count on or before the day; register: members entered one by one */
  readonly basis: 'stated' | 'register';
  readonly countedOn: IsoDate | null;
};

/**
 * Members of every firm that has any on a day (rulebook §1.3): what the firm last stated; where it states nothing,
 * the members registered one by one. A firm is counted once, by one of the two.
 */
export async function memberNumbersOf(tx: Tx, zoneId: string, on: IsoDate): Promise<ReadonlyMap<string, MemberNumbers>> {
  const { rows } = await sql<{ firm_id: string; full: number; probationary: number; counted_on: string | null }>`
    WITH stated AS (
      SELECT DISTINCT ON (firm_id) firm_id, full_members AS full, probationary_members AS probationary, counted_on FROM member_counts
      WHERE zone_id = ${zoneId} AND counted_on <= ${on}::date AND (ended_on IS NULL OR ended_on > ${on}::date)
      ORDER BY firm_id, counted_on DESC),
    registered AS (
      SELECT firm_id, count(*) FILTER (WHERE full_on <= ${on}::date)::int AS full,
        count(*) FILTER (WHERE full_on IS NULL OR full_on > ${on}::date)::int AS probationary
      FROM party_members WHERE zone_id = ${zoneId} AND firm_id IS NOT NULL AND joined_on <= ${on}::date
        AND (left_on IS NULL OR left_on > ${on}::date) AND (ended_on IS NULL OR ended_on > ${on}::date) GROUP BY firm_id)
    SELECT coalesce(s.firm_id, r.firm_id) AS firm_id, coalesce(s.full, r.full) AS full,
      coalesce(s.probationary, r.probationary) AS probationary, s.counted_on
    FROM stated s FULL JOIN registered r ON r.firm_id = s.firm_id`.execute(tx);
  return new Map(
    rows.map((row) => [
      row.firm_id,
      {
        full: row.full,
        probationary: row.probationary,
        basis: row.counted_on === null ? ('register' as const) : ('stated' as const),
        countedOn: row.counted_on,
      },
    ]),
  );
}
