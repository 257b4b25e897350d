import { sql } from 'kysely';
import { readOperations } from '#kernel/contract/operations-endpoints.ts';
import { isBackupLate } from '#kernel/rules/backup-age.ts';
import { toIso, type Instant } from '#kernel/rules/instant.ts';
import { lastRuns } from '../backup/drill.ts';
import { listMigrations } from '../database/migrate.ts';
import type { House } from '../house.ts';
import { serveApart, type Server } from '../http/serve.ts';
import { readQueues } from './queues.ts';

const shown = 12;

/** The system administrator's look at the installation; `everyDays`: how often a backup is promised. */
export function serveOperations(server: Server, everyDays: number): void {
  const { house } = server;
  serveApart(server, readOperations, async () => {
    const { rows } = await sql<{ version: string }>`SELECT version() AS version`.execute(house.db.kysely);
    const applied = await sql<{ name: string; at: Date }>`SELECT name, at FROM schema_migrations ORDER BY at`.execute(house.db.kysely);
    const known = await listMigrations();
    const { clocks, audit } = await readQueues(house);
    const { pool } = house.db;
    return {
      node: process.version,
      database: rows[0]?.version.split(' on ')[0] ?? '',
      pendingMigrations: known.map(({ name }) => name).filter((name) => !applied.rows.some((row) => row.name === name)),
      upSeconds: Math.floor(process.uptime()),
      memoryBytes: process.memoryUsage().rss,
      pool: { open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount },
      clocks: { due: clocks.waiting, oldestSeconds: clocks.oldestSeconds },
      audit: { unsealed: audit.waiting, oldestSeconds: audit.oldestSeconds },
      backup: await backupsOf(house, everyDays, applied.rows[0]?.at.getTime() ?? house.now(), house.now()),
    };
  });
}

async function backupsOf(house: House, everyDays: number, installed: Instant, now: Instant) {
  const { rows } = await sql<{
    kind: string;
    began_at: Date;
    ended_at: Date | null;
    good: boolean | null;
    file: string;
    bytes: string | null;
    row_count: string | null;
    fault: string | null;
  }>`SELECT * FROM operation_runs ORDER BY began_at DESC, kind DESC LIMIT ${shown}`.execute(house.db.kysely);
  const { proved } = await lastRuns(house);
  return {
    everyDays,
    lastProvedAt: proved === undefined ? null : toIso(proved),
    nextAt: everyDays === 0 ? null : toIso(Math.max(now, (proved ?? 0) + everyDays * 86_400_000)),
    late: isBackupLate(everyDays, proved, installed, now),
    runs: rows.map((row) => ({
      kind: row.kind === 'drill' ? ('drill' as const) : ('backup' as const),
      beganAt: row.began_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      good: row.good,
      file: row.file,
      bytes: row.bytes === null ? null : Number(row.bytes),
      rows: row.row_count === null ? null : Number(row.row_count),
      fault: row.fault,
    })),
  };
}
