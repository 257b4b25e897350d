import { sql } from 'kysely';
import type { FigureDeclaration, Path, Where } from '#kernel/contract/figure.ts';
import type { Tx } from '../database/door.ts';
import type { House } from '../house.ts';
import { declarationNamed } from './day.ts';

/**
 * Tells, in the writing transaction, that rows of a record changed. Every database session counts on a row of its own,
 * so writers never wait for one another; the sum over them only ever grows.
 */
export async function markChanged(tx: Tx, zoneId: string, name: string): Promise<void> {
  await sql`INSERT INTO change_marks (zone_id, name, session, n) VALUES (${zoneId}, ${name}, pg_backend_pid(), 1)
    ON CONFLICT (zone_id, name, session) DO UPDATE SET n = change_marks.n + 1`.execute(tx);
}

/**
 * How often these records have changed, as this transaction sees it: equal marks mean equal rows. Undefined when this
 * transaction has written itself: what it sees may be taken back, and must not be kept.
 */
export async function marksOf(tx: Tx, zoneId: string, names: readonly string[]): Promise<string | undefined> {
  const { rows } = await sql<{ own: boolean; marks: string | null }>`SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS own,
    (SELECT string_agg(m.name || ' ' || m.n, ',' ORDER BY m.name) FROM (SELECT name, sum(n) AS n FROM change_marks
      WHERE zone_id = ${zoneId} AND name = ANY(${[...names]}::text[]) GROUP BY name) m) AS marks`.execute(tx);
  return rows[0]?.own ? undefined : (rows[0]?.marks ?? '');
}

/** Every record that a figure looks at, its own first. */
export function recordsOf(house: House, figure: FigureDeclaration): string[] {
  const names = new Set([figure.source.record]);
  inWhere(house, figure.source.record, figure.where, names);
  if (figure.measure.kind === 'share') inWhere(house, figure.source.record, figure.measure.of, names);
  for (const { path } of Object.values(figure.dimensions ?? {})) inPath(house, figure.source.record, path, names);
  return [...names];
}

function referred(house: House, record: string, field: string): string {
  const declared = declarationNamed(house, record).fields[field];
  if (declared?.kind !== 'reference') throw new Error(`${record}.${field} names no record`);
  return declared.record;
}

function inWhere(house: House, record: string, where: Where | undefined, names: Set<string>): void {
  if (where === undefined) return;
  if ('all' in where) for (const part of where.all) inWhere(house, record, part, names);
  else if ('any' in where) for (const part of where.any) inWhere(house, record, part, names);
  else if ('not' in where) inWhere(house, record, where.not, names);
  else if ('of' in where) {
    const next = referred(house, record, where.of);
    names.add(next);
    inWhere(house, next, where.where, names);
  } else if ('has' in where || 'last' in where) {
    const next = 'has' in where ? where.has : where.last;
    names.add(next);
    inWhere(house, next, where.where, names);
  }
}

function inPath(house: House, record: string, path: Path, names: Set<string>): void {
  if ('field' in path) return;
  const next = 'of' in path ? referred(house, record, path.of) : path.via;
  names.add(next);
  inPath(house, next, path.path, names);
}
