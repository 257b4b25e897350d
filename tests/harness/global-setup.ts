import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '#kernel/server/database/embedded.ts';
import { migrate } from '#kernel/server/database/migrate.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** the owner's address of the server; databases are cloned from `template` */
    readonly ownerUrl: string;
    readonly template: string;
  }
}

/** One PostgreSQL for the whole run: the embedded one, or the server of DATABASE_URL. Migrated once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const own = process.env['DATABASE_URL'];
  const dataFolder = mkdtempSync(join(tmpdir(), 'lianxin-test-'));
  const embedded = own ? undefined : await startEmbedded({ dataFolder });
  const ownerUrl = own ?? embedded?.url ?? '';
  if (embedded) await forget(ownerUrl);
  const template = `lianxin_template_${process.pid}`;
  await onServer(ownerUrl, `CREATE DATABASE ${template}`);
  await migrate(withDatabase(ownerUrl, template));
  project.provide('ownerUrl', ownerUrl);
  project.provide('template', template);
  return async () => {
    await onServer(ownerUrl, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await embedded?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
}

/** Nothing here is to outlive the machine: no commit and no clone waits for the disk. A killed process still loses nothing. */
async function forget(ownerUrl: string): Promise<void> {
  for (const setting of ['fsync', 'full_page_writes']) await onServer(ownerUrl, `ALTER SYSTEM SET ${setting} = off`);
  await onServer(ownerUrl, 'SELECT pg_reload_conf()');
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
