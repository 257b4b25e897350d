import { sql } from 'kysely';
import type { Tx } from '../database/door.ts';

/** From the id of a row that was merged away to the id of the row that it is now part of. */
export type Aliases = ReadonlyMap<string, string>;

/**
 * The zone's aliases, chains followed to their end. Events are never rewritten; read through these they name
 * the surviving row, and a merge undone takes its alias away, so that they name their own again.
 */
export async function loadAliases(tx: Tx, zoneId: string): Promise<Aliases> {
  const { rows } = await sql<{ id: string; into_id: string }>`SELECT id, into_id FROM record_aliases WHERE zone_id = ${zoneId}`.execute(tx);
  const direct = new Map(rows.map((row) => [row.id, row.into_id]));
  return new Map([...direct.keys()].map((id) => [id, endOf(direct, id)]));
}

/** The same value with every merged id in it, however deep, replaced by the surviving one. */
export function followAliases<T>(value: T, aliases: Aliases): T;
export function followAliases(value: unknown, aliases: Aliases): unknown {
  if (aliases.size === 0) return value;
  if (typeof value === 'string') return aliases.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item: unknown) => followAliases(item, aliases));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, followAliases<unknown>(item, aliases)]));
}

function endOf(direct: ReadonlyMap<string, string>, id: string): string {
  let end = id;
  for (let step = 0; step <= direct.size; step += 1) {
    const next = direct.get(end);
    if (next === undefined) return end;
    end = next;
  }
  throw new Error(`Aliases of ${id} go in a circle`);
}
