import { sql, type RawBuilder, type Transaction } from 'kysely';
import { planned } from './planned.ts';
import type { Database } from './schema.generated.ts';

type Tx = Transaction<Database>;

/**
 * What writes leave behind beside their own rows: search entries, audit entries, change marks, the answer for a resend.
 * Gathered while a transaction of a zone goes on, and written together in one statement before it ends.
 */
export type Trail<Row> = {
  /** of rows with the same key only the last is written */
  readonly keyOf: (row: Row) => string;
  /** statements by the name of their rows, each of which may read those before it */
  readonly write: (zoneId: string, rows: readonly Row[]) => Readonly<Record<string, RawBuilder<unknown>>>;
};

type Gathered = { readonly zoneId: string; readonly rows: Map<Trail<never>, Map<string, never>>; count: number };

const gathered = new WeakMap<Tx, Gathered>();

/** so many rows are written at once, and no more are kept waiting */
const most = 1000;

/** From here on what is left behind in this transaction waits for `writeTrails`. */
export function gatherTrails(tx: Tx, zoneId: string): void {
  gathered.set(tx, { zoneId, rows: new Map(), count: 0 });
}

/** Leaves rows behind. Where nobody gathers they are written at once. */
export async function leave<Row>(tx: Tx, zoneId: string, trail: Trail<Row>, rows: readonly Row[]): Promise<void> {
  const waiting = gathered.get(tx);
  if (!waiting) {
    if (rows.length > 0) await write(tx, Object.entries(trail.write(zoneId, rows)));
    return;
  }
  const own = (waiting.rows.get(trail) ?? new Map<string, never>()) as Map<string, Row>;
  waiting.rows.set(trail, own as Map<string, never>);
  for (const row of rows) {
    if (waiting.count >= most) await writeTrails(tx);
    const key = trail.keyOf(row);
    if (!own.has(key)) waiting.count += 1;
    own.set(key, row);
  }
}

/** What was left since the last writing is left no more: the rows it belongs to were taken back. */
export function forgetTrails(tx: Tx): void {
  const waiting = gathered.get(tx);
  if (!waiting) return;
  waiting.rows.clear();
  waiting.count = 0;
}

/** Writes what has been left so far: before the end, and before anything that reads it. */
export async function writeTrails(tx: Tx): Promise<void> {
  const waiting = gathered.get(tx);
  if (!waiting || waiting.count === 0) return;
  const statements = [...waiting.rows].flatMap(([trail, rows]) =>
    rows.size === 0 ? [] : Object.entries(trail.write(waiting.zoneId, [...rows.values()])),
  );
  for (const rows of waiting.rows.values()) rows.clear();
  waiting.count = 0;
  await write(tx, statements);
}

async function write(tx: Tx, statements: readonly (readonly [string, RawBuilder<unknown>])[]): Promise<void> {
  const parts = statements.map(([name, statement]) => sql`${sql.ref(name)} AS (${statement})`);
  await sql`${planned} WITH ${sql.join(parts)} SELECT 1`.execute(tx);
}
