import { sql } from 'kysely';
import { dateOf } from '#kernel/rules/instant.ts';
import { lampOf } from '#kernel/server/cases/inbox.ts';
import type { Ask } from '#kernel/server/house.ts';

/** Open requests of these firms and the worst of their lamps now; a firm without any is absent. */
export async function openCasesOf(
  ask: Ask,
  firmIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly open: number; readonly lamp: 'green' | 'yellow' | 'red' }>> {
  const { rows } = await sql<{ firm_id: string; open: number; due_at: Date | null; yellow_at: Date | null }>`
    SELECT firm_id, count(*)::int AS open, min(due_at) AS due_at, min(yellow_at) AS yellow_at FROM service_requests
    WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ANY(${[...firmIds]}::uuid[])
      AND status NOT IN ('closed', 'withdrawn', 'merged', 'refused', 'draft') GROUP BY firm_id`.execute(ask.tx);
  return new Map(rows.map((row) => [row.firm_id, { open: row.open, lamp: lampOf(row, ask.now) ?? 'green' }]));
}

/** The specialists of these firms today. */
export async function specialistsOf(
  ask: Ask,
  firmIds: readonly string[],
): Promise<ReadonlyMap<string, readonly { readonly id: string; readonly name: string }[]>> {
  const today = dateOf(ask.now);
  const { rows } = await sql<{ firm_id: string; id: string; name: string }>`SELECT l.firm_id, u.id, u.name FROM specialist_links l
    JOIN users u ON u.zone_id = l.zone_id AND u.id = l.specialist_id
    WHERE l.zone_id = ${ask.actor.zoneId} AND l.firm_id = ANY(${[...firmIds]}::uuid[]) AND l.ended_on IS NULL
      AND l.from_on <= ${today}::date AND (l.to_on IS NULL OR l.to_on >= ${today}::date) ORDER BY u.name`.execute(ask.tx);
  const people = new Map<string, { id: string; name: string }[]>();
  for (const { firm_id: firmId, id, name } of rows) people.set(firmId, [...(people.get(firmId) ?? []), { id, name }]);
  return people;
}
