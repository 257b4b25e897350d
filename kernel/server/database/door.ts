import { Kysely, PostgresDialect, PostgresDriver, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { Database } from './schema.generated.ts';
import { planningClient } from './planned.ts';
import { gatherTrails, writeTrails } from './trail.ts';

export type Tx = Transaction<Database>;

export type Db = {
  readonly kysely: Kysely<Database>;
  readonly pool: pg.Pool;
  readonly url: string;
  /** what was asked since the start; slow is longer than half a second */
  readonly timing: { queries: number; slow: number };
  close(): Promise<void>;
};

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Calendar dates stay the text they are; the driver would make local midnights of them. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.DATE ? (value: string) => value : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

const slowMilliseconds = 500;

/** Opens the application's pool: a role that owns nothing, so that row-level security holds. */
export function openDatabase(appUrl: string, connections = 10): Db {
  const pool = new pg.Pool({
    connectionString: appUrl,
    max: connections,
    // whoever finds neither the database nor a free connection is told so, instead of waiting for ever
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types,
    application_name: 'lianxin',
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 120_000,
    lock_timeout: 15_000,
  });
  // A backend that dies while idle, in the pool or between two statements of a transaction, must not take the process
  // with it; the next query says so, and the one after reconnects.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const timing = { queries: 0, slow: 0 };
  const planning = { connect: async () => planningClient(await pool.connect()), end: () => pool.end(), options: pool.options };
  const dialect = new PostgresDialect({ pool: planning });
  dialect.createDriver = () => new DoorDriver({ pool: planning });
  const kysely = new Kysely<Database>({
    dialect,
    log: ({ queryDurationMillis }) => {
      timing.queries += 1;
      if (queryDurationMillis > slowMilliseconds) timing.slow += 1;
    },
  });
  return { kysely, pool, url: appUrl, timing, close: () => kysely.destroy() };
}

/** Leaves the beginning of a transaction to the functions below: with what comes first, it is one way to the database and back. */
class DoorDriver extends PostgresDriver {
  override async beginTransaction(): Promise<void> {}
}

/**
 * The one door to a zone's data: a transaction whose first statement names the zone. SET LOCAL takes no
 * parameters (and set_config does not reach Citus workers), hence the pattern.
 */
export async function withZone<T>(db: Db, zoneId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  let own: Tx | undefined;
  try {
    return await db.kysely.transaction().execute(async (tx) => {
      own = tx;
      await beginIn(tx, zoneId);
      gatherTrails(tx, zoneId);
      const answer = await work(tx);
      await writeTrails(tx);
      return answer;
    });
  } finally {
    for (const following of own ? (followings.get(own) ?? []) : []) following(db);
  }
}

const followings = new WeakMap<Tx, ((db: Db) => void)[]>();

/**
 * Has something done once the transaction is over. It is done also where that failed, for a commit may have been made of which
 * nobody heard: so only what does no harm when nothing has changed.
 */
export function afterwards(tx: Tx, following: (db: Db) => void): void {
  followings.set(tx, [...(followings.get(tx) ?? []), following]);
}

/** What every transaction in a zone begins with. */
export async function beginIn(tx: Tx, zoneId: string, mode: 'READ WRITE' | 'READ ONLY' = 'READ WRITE'): Promise<void> {
  if (!uuidPattern.test(zoneId)) throw new Error(`Not a zone id: ${zoneId}`);
  await sql.raw(`BEGIN ${mode}; SET LOCAL app.zone_id = '${zoneId}'`).execute(tx);
}

/** A transaction over the platform's own tables (zones, logins, sessions); zone tables show no rows in it. */
export async function withPlatform<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.kysely.transaction().execute(async (tx) => {
    await sql.raw('BEGIN').execute(tx);
    return work(tx);
  });
}
