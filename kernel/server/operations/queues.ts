import { sql } from 'kysely';
import { toIso } from '#kernel/rules/instant.ts';
import { withZone } from '../database/door.ts';
import type { House } from '../house.ts';

/** What waits for the server's own rounds, over all zones; ages in seconds, 0 where nothing waits. */
export type Queues = { readonly clocks: Queue; readonly audit: Queue };

type Queue = { readonly waiting: number; readonly oldestSeconds: number };

/** Asked zone by zone, through the same door as everything else. */
export async function readQueues(house: House): Promise<Queues> {
  const now = house.now();
  const zones = await sql<{ id: string }>`SELECT id FROM zones`.execute(house.db.kysely);
  const found: Queues[] = [];
  for (const { id } of zones.rows) {
    found.push(
      await withZone(house.db, id, async (tx) => {
        const { rows } = await sql<{ due: number; due_since: Date | null; unsealed: number; unsealed_since: Date | null }>`
          SELECT c.due, c.due_since, a.unsealed, a.unsealed_since FROM
            (SELECT count(*)::int AS due, min(look_at) AS due_since FROM case_clocks
              WHERE zone_id = ${id} AND look_at <= ${toIso(now)}::timestamptz) c,
            (SELECT count(*)::int AS unsealed, min(e.at) AS unsealed_since FROM audit_unsealed u
              JOIN audit_entries e ON e.zone_id = u.zone_id AND e.id = u.entry_id WHERE u.zone_id = ${id}) a`.execute(tx);
        const row = rows[0];
        return {
          clocks: { waiting: row?.due ?? 0, oldestSeconds: ageOf(row?.due_since, now) },
          audit: { waiting: row?.unsealed ?? 0, oldestSeconds: ageOf(row?.unsealed_since, now) },
        };
      }),
    );
  }
  return { clocks: added(found.map(({ clocks }) => clocks)), audit: added(found.map(({ audit }) => audit)) };
}

function ageOf(since: Date | null | undefined, now: number): number {
  return since ? Math.max(0, (now - since.getTime()) / 1000) : 0;
}

function added(queues: readonly Queue[]): Queue {
  return {
    waiting: queues.reduce((sum, { waiting }) => sum + waiting, 0),
    oldestSeconds: Math.max(0, ...queues.map(({ oldestSeconds }) => oldestSeconds)),
  };
}
