import pg from 'pg';
import { contentOf, dataTables, lockTables, settle, startContent, type Content } from './digest.ts';
import type { Secrets } from '../crypto/provider.ts';
import type { Head, Line } from './lines.ts';
import { marksOf } from './secret-mark.ts';

/** Rows fetched at a time: bodies are limited to 1 MB, and a table of files is read one by one, so memory stays flat. */
const rowsAtOnce = 250;

/**
 * The whole database as of one moment, while others read and write: one snapshot (REPEATABLE READ, READ ONLY), as
 * the owner, whom no fence hides anything from.
 */
export async function* snapshot(ownerUrl: string, secrets: () => Secrets): AsyncGenerator<Line> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'lianxin backup' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const tables = await dataTables(client);
    if (!tables.some(({ name }) => name === 'zones'))
      throw new Error('The database holds nothing of ours yet: there is nothing to back up');
    // the secret may be changed about now: what was known before the snapshot and after it has sealed what is in it
    const before = marksOf(secrets());
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    await settle(client);
    // before the first query, which takes the snapshot: from here on no migration can change a table under us
    await lockTables(client, tables, 'ACCESS SHARE');
    yield { head: { ...(await headOf(client)), secretMark: [...new Set([...before, ...marksOf(secrets())])].join() } };
    const contents: Record<string, Content> = {};
    for (const { name, heavy } of tables) {
      yield { table: name };
      const sum = startContent();
      for await (const row of rowsOf(client, name, heavy ? 1 : rowsAtOnce)) {
        sum.add(row);
        yield row;
      }
      contents[name] = sum.content();
    }
    yield { end: { contents, audit: await chainHeads(client) } };
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

/** The newest link of each zone's audit chain. */
export async function chainHeads(client: pg.ClientBase): Promise<{ zone: string; seq: number; hash: string }[]> {
  const { rows } = await client.query<{ zone: string; seq: number; hash: string }>(
    'SELECT DISTINCT ON (zone_id) zone_id AS zone, seq, hash FROM audit_seals ORDER BY zone_id, seq DESC',
  );
  return rows;
}

/** What each table holds now. */
export async function contentsOf(client: pg.ClientBase): Promise<Record<string, Content>> {
  const contents: Record<string, Content> = {};
  for (const { name } of await dataTables(client)) contents[name] = await contentOf(client, name);
  return contents;
}

async function headOf(client: pg.ClientBase): Promise<Omit<Head, 'secretMark'>> {
  const { rows } = await client.query<{ at: Date; version: string }>('SELECT now() AS at, version() AS version');
  const migrations = await client.query<{ name: string; digest: string }>('SELECT name, digest FROM schema_migrations ORDER BY at, name');
  const zones = await client.query<{ id: string; code: string; name: string }>('SELECT id, code, name FROM zones ORDER BY code');
  return {
    format: 2,
    createdAt: rows[0]?.at.toISOString() ?? '',
    database: rows[0]?.version.split(' on ')[0] ?? '',
    migrations: migrations.rows,
    zones: zones.rows,
    tables: (await dataTables(client)).map(({ name, columns }) => ({ name, columns })),
  };
}

async function* rowsOf(client: pg.ClientBase, table: string, atOnce: number): AsyncGenerator<string> {
  await client.query(
    `DECLARE backup_rows NO SCROLL CURSOR FOR SELECT entire_row::text AS line FROM ${pg.escapeIdentifier(table)} entire_row`,
  );
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${atOnce} FROM backup_rows`);
    for (const { line } of rows) yield line;
    if (rows.length < atOnce) break;
  }
  await client.query('CLOSE backup_rows');
}
