import { sql } from 'kysely';
import type { Tx } from '../database/door.ts';
import { planned } from '../database/planned.ts';
import { leave, type Trail } from '../database/trail.ts';

/**
 * Tells, in the writing transaction, that rows of a record changed. Every database session counts on a row of its own,
 * so writers never wait for one another; the sum over them only ever grows.
 */
export async function markChanged(tx: Tx, zoneId: string, name: string): Promise<void> {
  await leave(tx, zoneId, marksLeft, [name]);
}

const marksLeft: Trail<string> = {
  keyOf: (name) => name,
  write: (zoneId, names) => ({
    marks: sql`INSERT INTO change_marks (zone_id, name, session, n)
      SELECT ${zoneId}::uuid, name, pg_backend_pid(), 1 FROM unnest(${names}::text[]) name
      ON CONFLICT (zone_id, name, session) DO UPDATE SET n = change_marks.n + 1`,
  }),
};

/**
 * How often each of these records has changed, as this transaction sees it: equal marks mean equal rows. Undefined when this
 * transaction has written itself: what it sees may be taken back, and must not be kept. A replica may show two commits
 * of one moment in another order than the primary, so its marks are its own.
 */
export async function marksOf(tx: Tx, zoneId: string, names: readonly string[]): Promise<ReadonlyMap<string, string> | undefined> {
  const { rows } = await sql<{
    own: boolean;
    copy: boolean;
    marks: Record<string, string>;
  }>`${planned} SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS own, pg_is_in_recovery() AS copy,
    (SELECT coalesce(jsonb_object_agg(m.name, m.n::text), '{}') FROM (SELECT name, sum(n) AS n FROM change_marks
      WHERE zone_id = ${zoneId} AND name = ANY(${[...names]}::text[]) GROUP BY name) m) AS marks`.execute(tx);
  const found = rows[0];
  if (!found || found.own) return undefined;
  const of = found.copy ? 'replica ' : '';
  return new Map(names.map((name) => [name, `${of}${found.marks[name] ?? '0'}`]));
}
