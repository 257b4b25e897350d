import { sql } from 'kysely';
import { columnOf } from '#kernel/contract/field.ts';
import type { Db } from '../database/door.ts';
import { withZone } from '../database/door.ts';
import type { House } from '../house.ts';
import type { SealedColumn } from './sealed-column.ts';
import { blindIndexes } from '../records/values.ts';

/** What the kernel itself keeps sealed. */
const ofKernel: readonly SealedColumn[] = [
  { table: 'idempotency_keys', key: ['actor_id', 'key'], column: 'answer', json: true },
  { table: 'import_batches', key: ['id'], column: 'applied_sealed' },
];

/** Every column of the house that holds sealed texts: the declared secret fields, and what features keep beside. */
export function sealedColumns(house: House): SealedColumn[] {
  const declarations = [...house.records.values(), ...house.cases.values()].map((server) => server.declaration);
  const declared = declarations.flatMap(({ table, fields }) =>
    Object.entries(fields).flatMap(([name, field]) =>
      field.kind === 'secret' ? [{ table, key: ['id'], column: columnOf(name), index: field.mask }] : [],
    ),
  );
  return [...declared, ...ofKernel, ...house.sealed];
}

const batch = 200;

export type Resealed = { readonly table: string; readonly column: string; readonly seen: number; readonly changed: number };

/**
 * Seals anew, under the current secret, what a zone holds under earlier ones, a few rows a transaction, while it is read and
 * written. What is done stays done: after a kill the next run finds only the rest. @param tell after every batch
 */
export async function resealZone(house: House, zoneId: string, tell: (progress: Resealed) => void = () => undefined): Promise<number> {
  let all = 0;
  for (const place of sealedColumns(house)) {
    let last: string[] | undefined;
    let progress: Resealed = { table: place.table, column: place.column, seen: 0, changed: 0 };
    do {
      const done = await resealBatch(house, zoneId, place, last);
      last = done.last;
      progress = { ...progress, seen: progress.seen + done.seen, changed: progress.changed + done.changed };
      if (done.seen > 0) tell(progress);
    } while (last !== undefined);
    all += progress.changed;
  }
  return all;
}

async function resealBatch(
  house: House,
  zoneId: string,
  { table, key, column, json, index }: SealedColumn,
  after: readonly string[] | undefined,
): Promise<{ seen: number; changed: number; last: string[] | undefined }> {
  const keys = sql.join(key.map((name) => sql`${sql.ref(name)}::text`));
  const beyond = after ? sql`AND (${keys}) > (${sql.join(after.map((value) => sql`${value}::text`))})` : sql``;
  return withZone(house.db, zoneId, async (tx) => {
    const { rows } = await sql<{ key: string[]; sealed: unknown }>`SELECT ARRAY[${keys}] AS key, ${sql.ref(column)} AS sealed
      FROM ${sql.table(table)} WHERE zone_id = ${zoneId} AND ${sql.ref(column)} IS NOT NULL ${beyond}
      ORDER BY ${keys} LIMIT ${batch} FOR UPDATE`.execute(tx);
    let changed = 0;
    for (const row of rows) {
      const sealed = resealed(house, row.sealed);
      if (sealed === row.sealed) continue;
      const value = json ? sql`${JSON.stringify(sealed)}::jsonb` : sql`${sealed}`;
      const clear = index === undefined ? undefined : house.crypto.open(String(sealed));
      const found =
        clear === undefined || index === undefined
          ? sql``
          : sql`, ${sql.ref(`${column}_index`)} = ${blindIndexes(house.crypto, index, clear)[0]}`;
      const where = sql.join(
        key.map((name, place) => sql`${sql.ref(name)}::text = ${row.key[place]}`),
        sql` AND `,
      );
      await sql`UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${value}${found} WHERE zone_id = ${zoneId} AND ${where}`.execute(tx);
      changed += 1;
    }
    return { seen: rows.length, changed, last: rows.length < batch ? undefined : rows.at(-1)?.key };
  });
}

/** The value with every text in it that an earlier secret sealed sealed anew; the very same value when there is none. */
function resealed(house: House, value: unknown): unknown {
  if (typeof value === 'string') {
    if (!mayBeSealed.test(value) || house.crypto.isCurrent(value)) return value;
    const clear = opened(house, value);
    return clear === undefined ? value : house.crypto.seal(clear);
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, resealed(house, one)] as const);
  if (entries.every(([name, one]) => one === (value as Record<string, unknown>)[name])) return value;
  return Array.isArray(value) ? entries.map(([, one]) => one) : Object.fromEntries(entries);
}

/** Initial vector, one block and a seal are 64 bytes at least. */
const mayBeSealed = /^([0-9a-f]{8}\.)?[A-Za-z0-9+/]{84,}={0,2}$/;

function opened(house: House, sealed: string): string | undefined {
  try {
    return house.crypto.open(sealed);
  } catch {
    return undefined;
  }
}

/**
 * Waits until every transaction that began before now has ended: one of them may still bring a text under the earlier
 * secret, also one that has only read so far. @returns false when one of them outlasts the patience
 */
export async function earlierTransactionsEnd(db: Db, patience = 180_000): Promise<boolean> {
  const { rows: earlier } = await sql<{ pid: number; began: string }>`SELECT pid, xact_start::text AS began FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND xact_start IS NOT NULL AND pid <> pg_backend_pid()`.execute(
    db.kysely,
  );
  for (const until = Date.now() + patience; Date.now() < until;) {
    const { rows: open } = await sql<{ pid: number; began: string }>`SELECT pid, xact_start::text AS began FROM pg_stat_activity
      WHERE pid = ANY(${earlier.map(({ pid }) => pid)})`.execute(db.kysely);
    if (!earlier.some(({ pid, began }) => open.some((one) => one.pid === pid && one.began === began))) return true;
    await new Promise((done) => setTimeout(done, 200));
  }
  return false;
}
