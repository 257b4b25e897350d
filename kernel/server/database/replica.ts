import { sql, type ControlledTransaction } from 'kysely';
import { Refused } from '../http/refused.ts';
import { beginIn, openDatabase, withZone, type Db, type Tx } from './door.ts';
import type { Database } from './schema.generated.ts';

/** Why a read was answered by the primary though there is a replica. */
export type Because = 'behind' | 'writes' | 'away' | 'fault';

/** A streaming standby that reads may be answered by. */
export type Replica = {
  readonly db: Db;
  /** reads since the start: answered here, and answered by the primary by reason */
  readonly reads: { answered: number; readonly passed: Record<Because, number> };
  /** readings that turned out to write something, by route and roles: asked of the primary at once from then on */
  readonly writing: Set<string>;
  /** the primary whose copy this must be, known once it was compared since the last break */
  compared: boolean;
  /** not asked again before this moment of the process's own clock, ms */
  awayUntil: number;
};

/** A question for which a copy is good enough, when it holds everything up to `position` of the primary's log. */
export type Read = { readonly zoneId: string; readonly name: string; readonly position: string | null };

/** how long a replica may take to begin; nothing is lost by asking the primary instead */
const longestBegin = 1500;
const leftAlone = 5000;

/** `appUrl` as the primary's: the standby is its copy, roles and passwords included. */
export function openReplica(appUrl: string, connections = 10): Replica {
  return {
    db: openDatabase(appUrl, connections),
    reads: { answered: 0, passed: { behind: 0, writes: 0, away: 0, fault: 0 } },
    writing: new Set(),
    compared: false,
    awayUntil: 0,
  };
}

/**
 * A reading transaction in a zone: at the replica, when that has replayed all that the primary had written when the
 * question came, so that nobody can tell the two apart; else, or when anything there goes wrong, at the primary.
 */
export async function withReading<T>(primary: Db, replica: Replica | undefined, read: Read, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (replica && read.position !== null) {
    const outcome = await tryThere(primary, replica, read, read.position, work);
    if (typeof outcome === 'object') {
      replica.reads.answered += 1;
      return outcome.answer;
    }
    replica.reads.passed[outcome] += 1;
  }
  return withZone(primary, read.zoneId, work);
}

async function tryThere<T>(
  primary: Db,
  replica: Replica,
  { zoneId, name }: Read,
  position: string,
  work: (tx: Tx) => Promise<T>,
): Promise<{ readonly answer: T } | Because> {
  if (replica.writing.has(name)) return 'writes';
  if (performance.now() < replica.awayUntil) return 'away';
  const tx = await beginThere(primary, replica, zoneId);
  if (!tx) return 'away';
  try {
    if (!(await holds(tx, position))) return 'behind';
    return { answer: await work(tx) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // an answer of no is an answer, and what took too long here would take as long there
    if (error instanceof Refused || code === tooSlow) throw error;
    if (code !== readOnly) return 'fault';
    replica.writing.add(name);
    return 'writes';
  } finally {
    // nothing was written: that it cannot be ended any more is no fault of the answer
    await tx
      .rollback()
      .execute()
      .catch(() => undefined);
  }
}

const readOnly = '25006';
const tooSlow = '57014';

/** A transaction at the replica, its zone named; undefined when it is not there, hangs, or is no copy of this primary. */
async function beginThere(primary: Db, replica: Replica, zoneId: string): Promise<ControlledTransaction<Database> | undefined> {
  const beginning = begin(primary, replica, zoneId);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((done) => (timer = setTimeout(done, longestBegin, undefined)));
  const tx = await Promise.race([beginning.catch(() => undefined), late]);
  clearTimeout(timer);
  if (tx) return tx;
  replica.compared = false;
  replica.awayUntil = performance.now() + leftAlone;
  // one that comes after all is put back
  beginning.then((left) => left.rollback().execute()).catch(() => undefined);
  return undefined;
}

async function begin(primary: Db, replica: Replica, zoneId: string): Promise<ControlledTransaction<Database>> {
  if (!replica.compared) {
    const [here, there] = await Promise.all([systemOf(primary), systemOf(replica.db)]);
    if (here !== there) throw new Error('LIANXIN_REPLICA_URL is no copy of the database of DATABASE_URL');
    replica.compared = true;
  }
  const tx = await replica.db.kysely.startTransaction().execute();
  try {
    await beginIn(tx, zoneId, 'READ ONLY');
    return tx;
  } catch (error) {
    await tx
      .rollback()
      .execute()
      .catch(() => undefined);
    throw error;
  }
}

/** Every copy of a cluster bears its number, and no other cluster does. */
async function systemOf(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`SELECT system_identifier::text AS id FROM pg_control_system()`.execute(db.kysely);
  return rows[0]?.id;
}

/** False also where it is no standby (any more): then it may have gone its own way. */
async function holds(tx: Tx, position: string): Promise<boolean> {
  const { rows } = await sql<{ fresh: boolean | null }>`
    SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= ${position}::pg_lsn AS fresh`.execute(tx);
  return rows[0]?.fresh === true;
}

/** How far (bytes of log) the replica is behind; undefined when one of them does not say. */
export async function lagOf(primary: Db, replica: Replica): Promise<number | undefined> {
  if (performance.now() < replica.awayUntil) return undefined;
  try {
    const written = await sql<{ at: string }>`SELECT pg_current_wal_lsn()::text AS at`.execute(primary.kysely);
    const { rows } = await sql<{ behind: string | null }>`
      SELECT greatest(0, ${written.rows[0]?.at ?? null}::pg_lsn - pg_last_wal_replay_lsn())::text AS behind`.execute(replica.db.kysely);
    return rows[0]?.behind ? Number(rows[0].behind) : undefined;
  } catch {
    return undefined;
  }
}
