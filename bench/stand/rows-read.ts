import { setTimeout as pause } from 'node:timers/promises';
import { ask } from './place.ts';

/**
 * Rows that a server's sessions have read so far, from tables and from indexes. A session at rest tells it ten seconds later, but
 * at once when it ends: so those at rest are ended (the owner must be let), and the server opens others.
 */
export async function rowsRead(ownerUrl: string): Promise<number> {
  await ask(
    ownerUrl,
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'lianxin' AND state = 'idle' AND query NOT ILIKE 'LISTEN%'`,
  );
  // the server hears of it
  await pause(100);
  return rowsTold(ownerUrl);
}

/** What the sessions of a database have told so far of the rows they read. */
export async function rowsTold(ownerUrl: string): Promise<number> {
  const [row] = await ask<{ read: string }>(
    ownerUrl,
    `SELECT (SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_user_tables) + (SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes) AS read`,
  );
  return Number(row?.read ?? 0);
}
