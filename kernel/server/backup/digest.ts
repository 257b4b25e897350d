import { hash } from 'node:crypto';
import pg from 'pg';

/** How many rows a table has, and a sum over them that does not depend on their order. */
export type Content = { readonly rows: number; readonly digest: string };

const low60 = (1n << 60n) - 1n;

/**
 * Adds up what is read, row by row: the first 120 bits of each row's SHA-256, as two numbers of 60 bits. It finds what
 * was lost, doubled or changed by accident; against somebody who edits the file on purpose stands the audit chain.
 */
export function startContent(): { add(row: string): void; content(): Content } {
  let [rows, first, second] = [0, 0n, 0n];
  return {
    add(row) {
      const digest = hash('sha256', row, 'buffer');
      rows += 1;
      first += digest.readBigUInt64BE(0) >> 4n;
      second += digest.readBigUInt64BE(7) & low60;
    },
    content: () => ({ rows, digest: `${first}.${second}` }),
  };
}

/** The same sum, by the database over what it holds; the session must stand as `settle` leaves it. */
export async function contentOf(client: pg.ClientBase, table: string): Promise<Content> {
  const { rows } = await client.query<{ rows: string; first: string; second: string }>(
    `SELECT count(*) AS rows, coalesce(sum(('x' || left(h, 15))::bit(60)::bigint), 0)::text AS first,
       coalesce(sum(('x' || substr(h, 16, 15))::bit(60)::bigint), 0)::text AS second
     FROM (SELECT encode(sha256(convert_to(entire_row::text, 'UTF8')), 'hex') AS h FROM ${pg.escapeIdentifier(table)} entire_row) x`,
  );
  const found = rows[0];
  return { rows: Number(found?.rows ?? 0), digest: `${found?.first}.${found?.second}` };
}

/** Inside a transaction: values have one spelling on every server, nothing times out, and a fence that would hide rows is an error. */
export async function settle(client: pg.ClientBase): Promise<void> {
  const settings = {
    timezone: 'UTC',
    datestyle: 'ISO, MDY',
    bytea_output: 'hex',
    extra_float_digits: '1',
    row_security: 'off',
    statement_timeout: '0',
    idle_in_transaction_session_timeout: '0',
    search_path: 'public',
  };
  await client.query(
    Object.entries(settings)
      .map(([name, value]) => `SET LOCAL ${name} = '${value}'`)
      .join('; '),
  );
}

/** Every table that holds data, by name; the migrator's own list is carried apart. */
export async function dataTables(client: pg.ClientBase): Promise<{ name: string; columns: string[]; heavy: boolean }[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; heavy: boolean }>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns, bool_or(a.atttypid = 'bytea'::regtype) AS heavy
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'schema_migrations'
     GROUP BY 1 ORDER BY 1`,
  );
  return rows;
}

/** Holds off migrations, or with SHARE every writer, until the transaction ends. */
export async function lockTables(
  client: pg.ClientBase,
  tables: readonly { readonly name: string }[],
  mode: 'ACCESS SHARE' | 'SHARE',
): Promise<void> {
  const names = tables.map(({ name }) => pg.escapeIdentifier(name));
  if (names.length > 0) await client.query(`LOCK TABLE ${names.join(', ')} IN ${mode} MODE`);
}
