import { ask } from './place.ts';

/**
 * Rows that the database's sessions have read so far, from tables and from indexes. A session tells it a second after
 * it has worked at the latest, hence the wait.
 */
export async function rowsRead(ownerUrl: string): Promise<number> {
  await new Promise((done) => setTimeout(done, 1200));
  const [row] = await ask<{ read: string }>(
    ownerUrl,
    `SELECT (SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_user_tables) + (SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes) AS read`,
  );
  return Number(row?.read ?? 0);
}
