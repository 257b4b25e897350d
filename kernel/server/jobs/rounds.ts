import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { chainAudit } from '../audit/seal.ts';
import { sweepClocks } from '../cases/sweep.ts';
import { briefFaultOf } from '../http/log.ts';
import type { House } from '../house.ts';

const pulse = 1000;
const longestPause = 15_000;
const lease = '15 seconds';

/**
 * The server's own rounds: sweeps clocks that have turned and chains the audit trail, every second, in one
 * process at a time (a lease row; whoever holds it renews it). What is due is a row in the database, so a
 * killed process loses nothing: the next one goes on.
 * @returns a function that ends the rounds after the case at hand, and leaves them to the next process
 */
export function startRounds(house: House, say: (line: string) => void): () => Promise<void> {
  const holder = randomUUID();
  const left = new AbortController();
  let failures = 0;
  const walk = async (): Promise<void> => {
    while (!left.signal.aborted) {
      try {
        if (await holdLease(house, holder)) await goRound(house, say, left.signal);
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === 1) say(`the rounds failed and will be tried again: ${briefFaultOf(error)}`);
      }
      await pause(Math.min(pulse * 2 ** failures, longestPause), undefined, { ref: false, signal: left.signal }).catch(() => undefined);
    }
  };
  const walking = walk();
  return async () => {
    left.abort();
    await walking;
    await sql`DELETE FROM job_leases WHERE name = 'rounds' AND holder = ${holder}`.execute(house.db.kysely).catch(() => undefined);
  };
}

/**
 * One round over every zone; the head of the audit trail of a day that ended is said, to be noted outside. What fails in one zone,
 * or with one case, is thrown when all others are done.
 */
export async function goRound(house: House, say: (line: string) => void = () => undefined, left?: AbortSignal): Promise<void> {
  const zones = await sql<{ id: string }>`SELECT id FROM zones`.execute(house.db.kysely);
  const faults: unknown[] = [];
  for (const { id } of zones.rows) {
    if (left?.aborted) break;
    try {
      faults.push(...(await sweepClocks(house, id, left)));
      const head = await chainAudit(house, id);
      if (head) say(`audit head of ${head.day}, zone ${id}: link ${head.seq}, ${head.hash}`);
      for (const round of house.rounds) await round(house, id);
    } catch (error) {
      faults.push(error);
    }
  }
  const [first] = faults;
  if (faults.length > 0) {
    const what = briefFaultOf(first);
    throw new Error(faults.length === 1 ? what : `${what} (and ${faults.length - 1} more)`, { cause: first });
  }
}

/**
 * By the database's clock, the one that all processes share. A lease that runs longer than any lease does was taken
 * under a clock that has been set back since: it is void.
 */
async function holdLease(house: House, holder: string): Promise<boolean> {
  const { rows } = await sql`INSERT INTO job_leases (name, holder, until) VALUES ('rounds', ${holder}, now() + ${lease}::interval)
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
      WHERE job_leases.holder = ${holder} OR job_leases.until < now() OR job_leases.until > now() + ${lease}::interval RETURNING name`.execute(
    house.db.kysely,
  );
  return rows.length > 0;
}
