import pg from 'pg';
import { dataTables, lockTables } from './digest.ts';

/** A server or a command at work would write into what is being replaced, or go on with what has been moved away. */
export async function refuseWhileUsed(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND usename = 'lianxin_app'`,
  );
  const count = rows[0]?.count ?? 0;
  if (count > 0) throw new Error(`The database is in use (${count} connections of a server or a command): stop every server first`);
}

/** Held in the database that is restored into or moved from, until the transaction ends. */
const atWork = 20261129;

/** One restore or move at a time; and a move whose target is its own source under another address is found here. */
export async function refuseBesideAnother(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS free', [atWork]);
  if (!rows[0]?.free) {
    throw new Error('Another restore or move is at work on this database, or it is the very one that is moved: wait, or name another');
  }
}

/**
 * Does something with a database that nobody may write to meanwhile, nor be at work in when it is done: who began during it would
 * go on in what has been left.
 */
export async function withoutWriters<T>(ownerUrl: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'lianxin move' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await refuseWhileUsed(client);
    await client.query('BEGIN');
    await refuseBesideAnother(client);
    await lockTables(client, await dataTables(client), 'SHARE');
    const done = await work();
    await refuseWhileUsed(client);
    return done;
  } finally {
    await client.end();
  }
}

/** Empty means: no table, or tables of ours without a row. */
export async function refuseUnlessEmpty(client: pg.ClientBase): Promise<void> {
  const tables = await ownTables(client);
  const filled: string[] = [];
  for (const name of tables) {
    const { rows } = await client.query(`SELECT 1 FROM ${pg.escapeIdentifier(name)} LIMIT 1`);
    if (rows.length > 0) filled.push(name);
  }
  if (filled.length > 0) {
    const said = filled.length > 5 ? `${filled.slice(0, 5).join(', ')} and ${filled.length - 5} more` : filled.join(', ');
    throw new Error(`The database is not empty: ${said} hold rows. Restore into an empty one, or give them up with --replace`);
  }
  await dropAll(client, tables);
}

/** Gives up every table and function of ours. */
export async function makeEmpty(client: pg.ClientBase): Promise<void> {
  await dropAll(client, await ownTables(client));
}

async function ownTables(client: pg.ClientBase): Promise<string[]> {
  const tables = (await dataTables(client)).map(({ name }) => name);
  const { rows } = await client.query<{ ours: boolean }>(`SELECT to_regclass('public.schema_migrations') IS NOT NULL AS ours`);
  if (tables.length > 0 && !rows[0]?.ours) {
    throw new Error(
      `The database belongs to something else (it holds ${tables.slice(0, 5).join(', ')}): give an empty database of its own`,
    );
  }
  return tables;
}

async function dropAll(client: pg.ClientBase, tables: readonly string[]): Promise<void> {
  const functions = await client.query<{ name: string }>(
    `SELECT oid::regprocedure::text AS name FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`,
  );
  const names = ['schema_migrations', ...tables].map((name) => pg.escapeIdentifier(name));
  await client.query(`DROP TABLE IF EXISTS ${names.join(', ')} CASCADE`);
  for (const { name } of functions.rows) await client.query(`DROP FUNCTION ${name}`);
}
