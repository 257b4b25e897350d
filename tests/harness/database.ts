import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export type FreshDatabase = { readonly url: string; drop(): Promise<void> };

/** A database of one's own, cloned from the migrated template. `url` is the owner's. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `lianxin_${randomUUID().replaceAll('-', '')}`;
  // Two clones of one template cannot be made at the same moment; the server says so, and we ask again.
  for (let attempt = 1; ; attempt += 1) {
    try {
      await onServer(`CREATE DATABASE ${name} TEMPLATE ${inject('template')}`);
      break;
    } catch (error) {
      if (attempt >= 20 || !(error instanceof Error && error.message.includes('being accessed'))) throw error;
    }
  }
  const url = new URL(inject('ownerUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('ownerUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
