import { sql, type RawBuilder } from 'kysely';
import type { CaseEvent } from '#kernel/rules/case.ts';
import { toIso } from '#kernel/rules/instant.ts';
import type { Tx } from '../database/door.ts';
import { planned } from '../database/planned.ts';
import { followAliases } from '../records/aliases.ts';
import { instantOf, loadAliases } from './rules-in-force.ts';

type Stored = {
  case_id: string;
  seq: number;
  move: string;
  at: Date;
  actor_id: string;
  actor_name: string;
  actor_roles: string[];
  input: Record<string, unknown>;
};

/** The histories of cases, oldest move first; what was merged into another is read as that other. */
export async function historiesOf(tx: Tx, zoneId: string, ids: readonly string[]): Promise<Map<string, CaseEvent[]>> {
  const { rows } = await sql<Stored>`${planned} SELECT case_id, seq, move, at, actor_id, actor_name, actor_roles, input FROM case_events
    WHERE zone_id = ${zoneId} AND case_id = ANY(${[...ids]}::uuid[]) ORDER BY case_id, seq`.execute(tx);
  const aliases = await loadAliases(tx, zoneId);
  const histories = new Map<string, CaseEvent[]>();
  for (const row of rows) {
    const history = histories.get(row.case_id) ?? [];
    history.push({
      seq: row.seq,
      move: row.move,
      at: instantOf(row.at),
      actor: { id: row.actor_id, name: row.actor_name, roles: row.actor_roles },
      input: followAliases(row.input, aliases),
    });
    histories.set(row.case_id, history);
  }
  return histories;
}

/** An accepted move with the status it led to. */
export type Appended = { readonly caseId: string; readonly event: CaseEvent; readonly status: string };

/** Appends moves to their histories. The primary key (case, seq) makes a second writer of the same seq fail. */
export function appending(zoneId: string, caseName: string, events: readonly Appended[]): RawBuilder<unknown> {
  const rows = events.map(({ caseId, event, status }) => ({
    zone_id: zoneId,
    case_id: caseId,
    seq: event.seq,
    case_name: caseName,
    move: event.move,
    at: toIso(event.at),
    actor_id: event.actor.id,
    actor_name: event.actor.name,
    actor_roles: event.actor.roles,
    input: event.input,
    status,
  }));
  return sql`INSERT INTO case_events SELECT * FROM jsonb_populate_recordset(NULL::case_events, ${JSON.stringify(rows)}::jsonb)
    RETURNING 1`;
}
