import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { ask } from '../stand/place.ts';

type Row = Readonly<Record<string, unknown>>;

/** What the product wrote for one call about `id`: rows that are new, and rows that are not as before. */
export type Sample = {
  readonly id: string;
  readonly record: string;
  readonly written: readonly { readonly table: string; readonly rows: readonly Row[]; readonly changed: boolean }[];
};

export type Samples = Readonly<Record<'createFirm' | 'updateFirm' | 'openRequest' | 'acceptRequest', Sample>>;

/** Every row of the zone that names `id`, by table. */
export async function rowsAbout(ownerUrl: string, zoneId: string, id: string): Promise<ReadonlyMap<string, readonly Row[]>> {
  const tables = await ask<{ name: string }>(
    ownerUrl,
    `SELECT table_name AS name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND column_name = 'zone_id' AND table_type = 'BASE TABLE'`,
  );
  const found = new Map<string, readonly Row[]>();
  for (const { name } of tables) {
    const rows = await ask<{ row: Row }>(ownerUrl, `SELECT to_jsonb(t) AS row FROM ${name} t WHERE zone_id = $1 AND t::text LIKE $2`, [
      zoneId,
      `%${id}%`,
    ]);
    if (rows.length > 0)
      found.set(
        name,
        rows.map(({ row }) => row),
      );
  }
  return found;
}

/** What one call wrote, from what was there before it and after it. */
export function sampleOf(
  id: string,
  record: string,
  before: ReadonlyMap<string, readonly Row[]>,
  after: ReadonlyMap<string, readonly Row[]>,
): Sample {
  const own = record === 'firm' ? 'firms' : 'service_requests';
  const written = [...after].flatMap(([table, rows]) => {
    const known = new Set(before.get(table)?.map((row) => JSON.stringify(row)));
    const fresh = rows.filter((row) => !known.has(JSON.stringify(row)));
    return fresh.length === 0 ? [] : [{ table, rows: fresh, changed: table === own && known.size > 0 }];
  });
  // what others refer to comes first
  return { id, record, written: written.toSorted((a, b) => Number(b.table === own) - Number(a.table === own)) };
}

/**
 * The same writes as the product's by hand: one transaction with the idempotency key, the rows as the product left them,
 * the audit entry, the change mark and the notice, under row-level security. Nothing is checked and nothing is reckoned.
 */
export function wholeWriter(appUrl: string, zoneId: string, samples: Samples): (what: keyof Samples, id: string) => Promise<Row> {
  const pool = new pg.Pool({ connectionString: appUrl, max: 10 });
  const actorId = randomUUID();
  const plans = Object.fromEntries(Object.entries(samples).map(([what, sample]) => [what, planOf(sample)]));
  return async (what, id) => {
    const { record, statements, answer } = plans[what] ?? { record: '', statements: [], answer: {} };
    const [key, entryId] = [randomUUID(), uuidv7()];
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(`SET LOCAL app.zone_id = '${zoneId}'`);
      await client.query('INSERT INTO idempotency_keys (zone_id, actor_id, key, fingerprint, at) VALUES ($1, $2, $3, $4, now())', [
        zoneId,
        actorId,
        key,
        'f'.repeat(64),
      ]);
      for (const { text, json } of statements) await client.query(text, [json(id, entryId)]);
      await client.query('INSERT INTO audit_unsealed (zone_id, entry_id) VALUES ($1, $2)', [zoneId, entryId]);
      await client.query(
        `INSERT INTO change_marks (zone_id, name, session, n) VALUES ($1, $2, pg_backend_pid(), 1)
         ON CONFLICT (zone_id, name, session) DO UPDATE SET n = change_marks.n + 1`,
        [zoneId, record],
      );
      await client.query('SELECT pg_notify($1, $2)', ['lianxin_changed', JSON.stringify({ zoneId, kind: 'record', name: record, id })]);
      await client.query('UPDATE idempotency_keys SET answer = $4 WHERE zone_id = $1 AND actor_id = $2 AND key = $3', [
        zoneId,
        actorId,
        key,
        JSON.stringify(answer),
      ]);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
    return { ...answer, id };
  };

  function planOf({ id: sampleId, record, written }: Sample) {
    const statements = written.map(({ table, rows, changed }) => {
      const columns = Object.keys(rows[0] ?? {}).join(', ');
      const text = JSON.stringify(changed ? rows[0] : rows.map((row) => ({ ...row, zone_id: zoneId })));
      const entry = table === 'audit_entries' ? String(rows[0]?.['id']) : undefined;
      const json = (id: string, entryId: string) => {
        const own = text.replaceAll(sampleId, id);
        return entry ? own.replaceAll(entry, entryId) : own;
      };
      if (changed) {
        const sets = Object.keys(rows[0] ?? {}).filter((column) => !['zone_id', 'id'].includes(column));
        return {
          text: `UPDATE ${table} t SET (${sets.join(', ')}) = (SELECT ${sets.map((column) => `n.${column}`).join(', ')})
            FROM jsonb_populate_record(NULL::${table}, $1) n WHERE t.zone_id = '${zoneId}' AND t.id = n.id`,
          json,
        };
      }
      const keys = keysOf[table];
      const conflict = keys ? ` ON CONFLICT (${keys.join(', ')}) DO UPDATE SET zone_id = excluded.zone_id` : '';
      return {
        text: `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)${conflict}`,
        json,
      };
    });
    const answer = written.find(({ table }) => table === 'firms' || table === 'service_requests')?.rows[0] ?? {};
    return { record, statements, answer };
  }
}

/** Rows that a second call about the same id writes over. */
const keysOf: Readonly<Record<string, readonly string[]>> = {
  firm_states: ['zone_id', 'firm_id', 'from_on'],
  search_entries: ['zone_id', 'record', 'id'],
  case_tasks: ['zone_id', 'case_id', 'task'],
  case_clocks: ['zone_id', 'case_id', 'clock'],
};
