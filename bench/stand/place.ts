import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '#kernel/server/database/embedded.ts';

/** Where a measurement takes place: one database, and how a server finds it. */
export type Place = {
  readonly ownerUrl: string;
  readonly dataFolder: string;
  /** what a server process is started with beside the usual */
  readonly environment: Readonly<Record<string, string>>;
  /** PostgreSQL's version and whether it is the embedded one, for the table's head */
  readonly engine: string;
  /** was there already: a kept place is filled once */
  readonly found: boolean;
  close(): Promise<void>;
};

/**
 * A database of its own: the embedded one in a folder of its own, or one made on the server of DATABASE_URL. A place
 * with a name is kept when it is closed, and found again under it.
 */
export async function openPlace(kept?: string): Promise<Place> {
  const server = process.env['DATABASE_URL'];
  const dataFolder = kept ? join(tmpdir(), `lianxin-bench-${kept}`) : mkdtempSync(join(tmpdir(), 'lianxin-bench-'));
  if (!server) {
    const found = existsSync(join(dataFolder, 'postgres.json'));
    const embedded = await startEmbedded({ dataFolder });
    return {
      ownerUrl: embedded.url,
      dataFolder,
      environment: {},
      engine: `embedded PostgreSQL ${await versionOf(embedded.url)}`,
      found,
      async close() {
        await embedded.stop();
        if (!kept) rmSync(dataFolder, { recursive: true, force: true });
      },
    };
  }
  mkdirSync(dataFolder, { recursive: true });
  const name = `lianxin_bench_${kept ? kept.replaceAll(/\W/g, '_') : randomUUID().slice(0, 8)}`;
  const [known] = await ask<{ found: boolean }>(server, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = '${name}') AS found`);
  if (!known?.found) await ask(server, `CREATE DATABASE ${name}`);
  const ownerUrl = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  return {
    ownerUrl,
    dataFolder,
    environment: { DATABASE_URL: ownerUrl },
    engine: `external PostgreSQL ${await versionOf(server)}`,
    found: known?.found ?? false,
    async close() {
      if (kept) return;
      await ask(server, `DROP DATABASE ${name} WITH (FORCE)`);
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Work on a connection of its own. */
export async function inDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** One statement on a connection of its own. */
export async function ask<Row extends pg.QueryResultRow>(url: string, text: string, values: readonly unknown[] = []): Promise<Row[]> {
  return (await inDatabase(url, (client) => client.query<Row>(text, [...values]))).rows;
}

async function versionOf(url: string): Promise<string> {
  const [row] = await ask<{ server_version: string }>(url, 'SHOW server_version');
  return row?.server_version.split(' ')[0] ?? '';
}
