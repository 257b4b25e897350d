import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '#kernel/server/database/embedded.ts';
import { migrate } from '#kernel/server/database/migrate.ts';

/** Writes the row types of the migrated database; `--check` only says whether the file is fresh. */
const target = join(import.meta.dirname, '../kernel/server/database/schema.generated.ts');

const tsTypes: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  int4: 'number',
  int8: 'string',
  numeric: 'string',
  bool: 'boolean',
  date: 'string',
  timestamptz: 'Date',
  jsonb: 'unknown',
  bytea: 'Uint8Array',
  _text: 'string[]',
  _uuid: 'string[]',
};

async function describe(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ table_name: string; column_name: string; udt_name: string; is_nullable: string }>(
    `SELECT table_name, column_name, udt_name, is_nullable FROM information_schema.columns
     WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`,
  );
  await client.end();
  const tables = Map.groupBy(rows, (row) => row.table_name);
  const lines = ['// Generated from the migrated database by tools/generate-schema.ts; do not edit.', 'export type Database = {'];
  for (const [table, columns] of tables) {
    lines.push(`  ${table}: {`);
    for (const column of columns) {
      const type = tsTypes[column.udt_name];
      if (!type) throw new Error(`${table}.${column.column_name}: the portable subset has no type ${column.udt_name}`);
      lines.push(`    ${column.column_name}: ${type}${column.is_nullable === 'YES' ? ' | null' : ''};`);
    }
    lines.push('  };');
  }
  return [...lines, '};', ''].join('\n');
}

const dataFolder = mkdtempSync(join(tmpdir(), 'lianxin-schema-'));
const embedded = await startEmbedded({ dataFolder });
try {
  await migrate(embedded.url);
  const text = await describe(embedded.url);
  if (!process.argv.includes('--check')) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8') !== text) {
    console.error('schema.generated.ts is stale: run `node tools/generate-schema.ts`');
    process.exitCode = 1;
  }
} finally {
  await embedded.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}
