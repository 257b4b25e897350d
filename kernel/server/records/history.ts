import { sql } from 'kysely';
import type { z } from 'zod';
import type { HistoryEntry } from '#kernel/contract/record-endpoints.ts';
import { writeTrails } from '../database/trail.ts';
import type { Ask } from '../house.ts';

/** Every recorded change of one row, newest first. */
export async function historyOf(ask: Ask, subjectKind: string, id: string): Promise<z.infer<typeof HistoryEntry>[]> {
  await writeTrails(ask.tx);
  const { rows } = await sql<{
    id: string;
    at: Date;
    actor_name: string;
    action: string;
    why: string | null;
    before: Record<string, unknown> | null;
    after: Record<string, unknown> | null;
  }>`SELECT id, at, actor_name, action, why, before, after FROM audit_entries
    WHERE zone_id = ${ask.actor.zoneId} AND subject_kind = ${subjectKind} AND subject_id = ${id}
    ORDER BY id DESC LIMIT 500`.execute(ask.tx);
  return rows.map(({ id: entryId, at, actor_name, action, why, before, after }) => ({
    id: entryId,
    at: at.toISOString(),
    actor: actor_name,
    action,
    why,
    changes: [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].map((field) => ({
      field,
      before: before?.[field] ?? null,
      after: after?.[field] ?? null,
    })),
  }));
}
