import { sql, type RawBuilder } from 'kysely';
import type { InboxItem } from '#kernel/contract/case-endpoints.ts';
import { readsByConsent } from '../access/consent.ts';
import { rowsFor } from '../access/policy.ts';
import { writeTrails } from '../database/trail.ts';
import type { Ask } from '../house.ts';

type Stored = {
  case_name: string;
  case_id: string;
  task: string;
  moves: string[];
  due_at: Date | null;
  yellow_at: Date | null;
  paused: boolean;
  since: Date;
  title: string | null;
  version: number;
  status: string;
  total: number;
};

/** What needs this person, ordered by consequence: most overdue first, then what falls due next; paused last. */
export async function inboxOf(ask: Ask, limit: number): Promise<{ items: InboxItem[]; total: number }> {
  const { actor, tx } = ask;
  const holders: [string, readonly string[]][] = [
    ['role', actor.roles],
    ['user', [actor.userId]],
    ['firm', actor.scope.firms],
    ['department', actor.scope.departments],
    ['provider', actor.scope.providers],
    ['organisation', actor.scope.organisations],
  ];
  const mine = holders
    .filter(([, ids]) => ids.length > 0)
    .map(([kind, ids]) => sql`(holder_kind = ${kind} AND holder_id = ANY(${[...ids]}::text[]))`);
  const own = sql`k.zone_id = ${actor.zoneId} AND (${sql.join(mine, sql` OR `)}) AND ${stillLet(ask)}`;
  await writeTrails(tx);
  const counted = await sql<{ total: number }>`SELECT count(*)::int AS total FROM case_tasks k WHERE ${own}`.execute(tx);
  const { rows } = await sql<Stored>`
    SELECT k.*, e.title, v.version FROM (
      SELECT * FROM case_tasks k WHERE ${own}
      ORDER BY paused, due_at NULLS LAST, since, case_id, task LIMIT ${limit}) k
    LEFT JOIN search_entries e ON e.zone_id = k.zone_id AND e.record = k.case_name AND e.id = k.case_id
    JOIN LATERAL (SELECT max(seq) AS version FROM case_events v WHERE v.zone_id = k.zone_id AND v.case_id = k.case_id) v ON true
    ORDER BY k.paused, k.due_at NULLS LAST, k.since, k.case_id, k.task`.execute(tx);
  const statuses = await statusesOf(ask, rows);
  return {
    total: counted.rows[0]?.total ?? 0,
    items: rows.map((row) => ({
      case: row.case_name,
      id: row.case_id,
      task: row.task,
      title: row.title ?? '—',
      status: statuses.get(row.case_id) ?? '',
      version: row.version,
      moves: row.moves,
      dueAt: row.due_at?.toISOString() ?? null,
      lamp: lampOf(row, ask.now),
      paused: row.paused,
      since: row.since.toISOString(),
    })),
  };
}

/** A task of a case that the holder reads by a firm's consent alone goes when the consent does. */
function stillLet({ house, actor }: Ask): RawBuilder<unknown> {
  const bound = [...house.cases.values()].filter(({ declaration }) => readsByConsent(declaration, actor));
  const parts = bound.map(
    ({ declaration }) => sql`(k.case_name <> ${declaration.name} OR EXISTS (SELECT 1 FROM ${sql.table(declaration.table)} t
      WHERE t.zone_id = k.zone_id AND t.id = k.case_id AND ${rowsFor(declaration, actor, 'read')}))`,
  );
  return parts.length === 0 ? sql`true` : sql`(${sql.join(parts, sql` AND `)})`;
}

/** The lamp at a moment from the stored turning points; the same comparison as in lists. */
export function lampOf(row: { readonly due_at: Date | null; readonly yellow_at: Date | null }, now: number): InboxItem['lamp'] {
  if (!row.due_at || !row.yellow_at) return null;
  if (now > row.due_at.getTime()) return 'red';
  return now >= row.yellow_at.getTime() ? 'yellow' : 'green';
}

async function statusesOf(ask: Ask, rows: readonly Stored[]): Promise<Map<string, string>> {
  const statuses = new Map<string, string>();
  for (const name of new Set(rows.map((row) => row.case_name))) {
    const table = ask.house.cases.get(name)?.declaration.table;
    if (!table) continue;
    const ids = rows.filter((row) => row.case_name === name).map((row) => row.case_id);
    const found = await sql<{ id: string; status: string }>`SELECT id, status FROM ${sql.table(table)}
      WHERE zone_id = ${ask.actor.zoneId} AND id = ANY(${ids}::uuid[])`.execute(ask.tx);
    for (const row of found.rows) statuses.set(row.id, row.status);
  }
  return statuses;
}
