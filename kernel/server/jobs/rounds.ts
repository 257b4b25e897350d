import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { toIso } from '#kernel/rules/instant.ts';
import { signDays } from '../audit/heads.ts';
import { sealAudit } from '../audit/seal.ts';
import { sweepClocks } from '../cases/sweep.ts';
import type { House } from '../house.ts';

const pulse = 1000;
const lease = 15_000;

/**
 * The server's own rounds: sweeps clocks that have turned and chains the audit trail, every second, in one
 * process at a time (a lease row; whoever holds it renews it). What is due is a row in the database, so a
 * killed process loses nothing: the next one goes on. @returns a function that ends the rounds
 */
export function startRounds(house: House, say: (line: string) => void): () => Promise<void> {
  const holder = randomUUID();
  let ended = false;
  let failures = 0;
  const walk = async (): Promise<void> => {
    while (!ended) {
      try {
        if (await holdLease(house, holder)) await goRound(house, say);
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === 1) say(`the rounds failed and will be tried again: ${error instanceof Error ? error.message : String(error)}`);
      }
      await new Promise((done) => setTimeout(done, Math.min(pulse * 2 ** failures, 60_000)).unref());
    }
  };
  const walking = walk();
  return async () => {
    ended = true;
    await Promise.race([walking, new Promise((done) => setTimeout(done, 2000))]);
  };
}

/** One round over every zone; the head of the audit trail of a day that ended is said, to be noted outside. */
export async function goRound(house: House, say: (line: string) => void = () => undefined): Promise<void> {
  const zones = await sql<{ id: string }>`SELECT id FROM zones`.execute(house.db.kysely);
  for (const { id } of zones.rows) {
    await sweepClocks(house, id);
    while ((await sealAudit(house.db, id, house.now())) > 0);
    for (const round of house.rounds) await round(house, id);
    for (const { day, seq, hash } of await signDays(house, id)) say(`audit head of ${day}, zone ${id}: link ${seq}, ${hash}`);
  }
}

async function holdLease(house: House, holder: string): Promise<boolean> {
  const now = house.now();
  const until = toIso(now + lease);
  const { rows } = await sql`INSERT INTO job_leases (name, holder, until) VALUES ('rounds', ${holder}, ${until})
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
      WHERE job_leases.holder = ${holder} OR job_leases.until < ${toIso(now)}::timestamptz RETURNING name`.execute(house.db.kysely);
  return rows.length > 0;
}
