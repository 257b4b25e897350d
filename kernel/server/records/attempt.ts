import { sql } from 'kysely';
import { changedInForce } from '../cases/rules-in-force.ts';
import { forgetTrails, writeTrails } from '../database/trail.ts';
import type { Tx } from '../database/door.ts';
import { changedTitles } from './present.ts';

/**
 * Does a part of a transaction's work that may be taken back by itself: when it fails, or is only to be tried, nothing of it
 * stays: neither rows nor what they left behind, nor what was read while they were there.
 */
export async function attempt<T>(tx: Tx, end: 'keep' | 'takeBack', work: () => Promise<T>): Promise<T> {
  await writeTrails(tx);
  await sql`SAVEPOINT attempt`.execute(tx);
  let answer: T;
  try {
    answer = await work();
  } catch (failure) {
    await takeBack(tx);
    throw failure;
  }
  if (end === 'takeBack') await takeBack(tx);
  else await sql`RELEASE SAVEPOINT attempt`.execute(tx);
  return answer;
}

async function takeBack(tx: Tx): Promise<void> {
  // released as well: the next of the same name may be within one that goes on
  await sql.raw('ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt').execute(tx);
  forgetTrails(tx);
  changedTitles(tx);
  changedInForce(tx);
}
