import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { serviceRequest } from '#features/service/cases.ts';
import { firm } from '#features/registry/records.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { reproject } from '#kernel/server/cases/reproject.ts';
import type { Ask } from '#kernel/server/house.ts';
import { searchEntryOf } from '#kernel/server/records/search.ts';
import { clearValues } from '#kernel/server/records/write.ts';

/** Takes cases and firms at random and lets the product say what it would hold of them. @returns what differs */
export async function differences(ask: Ask, count: number): Promise<string[]> {
  const zoneId = ask.actor.zoneId;
  const { rows } = await sql<{ id: string }>`SELECT id FROM service_requests WHERE zone_id = ${zoneId} ORDER BY random() LIMIT ${count}`.execute(
    ask.tx,
  );
  const ids = rows.map(({ id }) => id);
  const before = await held(ask, ids);
  await sql`SAVEPOINT as_made`.execute(ask.tx);
  await reproject(ask, serviceRequest, ids);
  const after = new Set(await held(ask, ids));
  await sql`ROLLBACK TO SAVEPOINT as_made`.execute(ask.tx);
  return [
    ...before.filter((row) => !after.has(row)).map((row) => `not the fold: ${row}`),
    ...(before.length === after.size ? [] : [`${before.length} rows held, ${after.size} by the fold`]),
    ...(await searchDifferences(ask, serviceRequest, ids)),
    ...(await searchDifferences(ask, firm, undefined)),
  ];
}

async function held(ask: Ask, ids: readonly string[]): Promise<string[]> {
  const rows: string[] = [];
  for (const [table, columns, key] of [
    ['service_requests', '*', 'id'],
    ['case_tasks', '*', 'case_id'],
    // when to look again depends on when one has looked
    ['case_clocks', 'case_id, clock, started_at, due_at, yellow_at, stopped_at, paused', 'case_id'],
    ['case_parties', '*', 'case_id'],
  ] as const) {
    const found = await sql`SELECT ${sql.raw(columns)} FROM ${sql.table(table)} WHERE zone_id = ${ask.actor.zoneId}
      AND ${sql.ref(key)} = ANY(${[...ids]}::uuid[])`.execute(ask.tx);
    rows.push(...found.rows.map((row) => `${table} ${JSON.stringify(row)}`));
  }
  return rows;
}

async function searchDifferences(ask: Ask, declaration: RecordDeclaration, ids: readonly string[] | undefined): Promise<string[]> {
  const which = ids ? sql`t.id = ANY(${[...ids]}::uuid[])` : sql`true`;
  const { rows } = await sql<{ row: Record<string, unknown>; keys: string; grams: string[]; sort_key: string }>`
    SELECT to_jsonb(t) AS row, e.keys, e.grams, e.sort_key FROM ${sql.table(declaration.table)} t
    JOIN search_entries e ON e.zone_id = t.zone_id AND e.record = ${declaration.name} AND e.id = t.id
    WHERE t.zone_id = ${ask.actor.zoneId} AND ${which} ORDER BY random() LIMIT 300`.execute(ask.tx);
  return rows.flatMap(({ row, keys, grams, sort_key: sortKey }) => {
    const due = searchEntryOf(declaration, clearValues(ask, declaration, row));
    const same = keys === due.keys && sortKey === due.sortKey && isDeepStrictEqual(new Set(grams), new Set(due.grams));
    return same ? [] : [`search entry of ${declaration.name} ${String(row['id'])}: ${keys} for ${due.keys}`];
  });
}
