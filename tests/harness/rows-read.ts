import type { Db } from '#kernel/server/database/door.ts';
import { rowsTold } from '../../bench/stand/rows-read.ts';

/** Rows that a piece of work read, from tables and from indexes. The sessions of the pool are made to say at once what they have done. */
export async function rowsReadBy(db: Db, ownerUrl: string, work: () => Promise<unknown>): Promise<number> {
  const before = await rowsRead(db, ownerUrl);
  await work();
  return (await rowsRead(db, ownerUrl)) - before;
}

async function rowsRead({ pool }: Db, ownerUrl: string): Promise<number> {
  const sessions = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
  for (const session of sessions) {
    await session.query('SELECT pg_stat_force_next_flush()');
    session.release();
  }
  return rowsTold(ownerUrl);
}
