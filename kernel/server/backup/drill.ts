import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { isBackupDue } from '#kernel/rules/backup-age.ts';
import { toIso, type Instant } from '#kernel/rules/instant.ts';
import type { Secrets } from '../crypto/provider.ts';
import { removeEmbedded, startEmbedded } from '../database/embedded.ts';
import { isAtWork, ownMark } from '../database/processes.ts';
import type { House } from '../house.ts';
import { briefFaultOf } from '../http/log.ts';
import { clearPartials, readLines, writeLines } from './lines.ts';
import { restore } from './restore.ts';
import { snapshot } from './snapshot.ts';

export type DrillPlan = {
  readonly ownerUrl: string;
  /** they may be changed while the server runs */
  readonly secrets: () => Secrets;
  /** where the backups are kept */
  readonly folder: string;
  /** every so many days; zero for never */
  readonly everyDays: number;
  /** how many backups are kept; the newest that was proved is kept in any case */
  readonly kept: number;
};

/** The file, how many rows were proved, and what was wrong. */
export type Drilled = { readonly file: string; readonly rows: number; readonly fault: string | undefined };

const ending = '.backup';
const scratchPrefix = 'drill-';
const glance = 600_000;
const lease = 7_200_000;

/**
 * Takes a backup, then proves it: restores it into a PostgreSQL of its own that is thrown away afterwards, and compares.
 * Both go on record, and older files are given up.
 */
export async function backupAndDrill(house: House, plan: DrillPlan, stopped?: AbortSignal): Promise<Drilled> {
  mkdirSync(plan.folder, { recursive: true, mode: 0o700 });
  await clearLeftovers(plan.folder);
  const name = `lianxin-${toIso(house.now()).replaceAll(/[-:]/g, '').slice(0, 15)}-${randomUUID().slice(0, 4)}${ending}`;
  const file = join(plan.folder, name);
  const backup = await onRecord(house, 'backup', name, async () => {
    await writeLines(file, snapshot(plan.ownerUrl, plan.secrets), plan.secrets());
    return { bytes: statSync(file).size };
  });
  if (backup.fault !== undefined) return { file, rows: 0, fault: backup.fault };
  const drill = await onRecord(house, 'drill', name, async () => ({ bytes: statSync(file).size, rows: await prove(file, plan, stopped) }));
  await giveUpOlder(house, plan);
  return { file, rows: drill.rows, fault: drill.fault };
}

/** @returns how many rows were restored and found equal */
async function prove(file: string, { folder, secrets }: DrillPlan, stopped?: AbortSignal): Promise<number> {
  const scratch = mkdtempSync(join(folder, `${scratchPrefix}${ownMark()}.`));
  try {
    const embedded = await startEmbedded({ dataFolder: scratch });
    const leave = () => void embedded.stop().catch(() => undefined);
    stopped?.addEventListener('abort', leave, { once: true });
    try {
      const { contents } = await restore(embedded.url, readLines(file, secrets()), { secrets });
      return Object.values(contents).reduce((sum, { rows }) => sum + rows, 0);
    } finally {
      stopped?.removeEventListener('abort', leave);
      await embedded.stop();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What killed processes have left: half a file, a scratch database that may still run. */
async function clearLeftovers(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  clearPartials(folder);
  for (const name of readdirSync(folder)) {
    const mark = name.startsWith(scratchPrefix) ? name.slice(scratchPrefix.length).split('.')[0] : undefined;
    if (mark !== undefined && !isAtWork(mark)) await removeEmbedded(join(folder, name));
  }
}

async function giveUpOlder(house: House, { folder, kept }: DrillPlan): Promise<void> {
  const files = readdirSync(folder)
    .filter((name) => name.startsWith('lianxin-') && name.endsWith(ending))
    .sort();
  const { rows } = await sql<{
    file: string;
  }>`SELECT file FROM operation_runs WHERE kind = 'drill' AND good ORDER BY began_at DESC`.execute(house.db.kysely);
  const proved = rows.find(({ file }) => files.includes(file))?.file;
  for (const name of files.slice(0, -kept)) if (name !== proved) rmSync(join(folder, name));
}

async function onRecord(
  house: House,
  kind: 'backup' | 'drill',
  file: string,
  work: () => Promise<{ bytes: number; rows?: number }>,
): Promise<{ rows: number; fault: string | undefined }> {
  const id = randomUUID();
  const db = house.db.kysely;
  await sql`INSERT INTO operation_runs (id, kind, began_at, file) VALUES (${id}, ${kind}, ${toIso(house.now())}, ${file})`.execute(db);
  try {
    const { bytes, rows } = await work();
    await sql`UPDATE operation_runs SET ended_at = ${toIso(house.now())}, good = true, bytes = ${bytes}, row_count = ${rows ?? null}
      WHERE id = ${id}`.execute(db);
    return { rows: rows ?? 0, fault: undefined };
  } catch (error) {
    const fault = briefFaultOf(error);
    await sql`UPDATE operation_runs SET ended_at = ${toIso(house.now())}, good = false, fault = ${fault} WHERE id = ${id}`.execute(db);
    return { rows: 0, fault };
  }
}

/** Backs up and drills if that is due and no other process is at it. @returns what was done, nothing if it is not due */
export async function drillIfDue(house: House, plan: DrillPlan, stopped?: AbortSignal): Promise<Drilled | undefined> {
  return (await isMine(house, plan)) ? backupAndDrill(house, plan, stopped) : undefined;
}

/** Looks every ten minutes whether it is due, after what an earlier run has left is cleared away. @returns a function that ends it, breaking off a drill */
export function startDrills(house: House, plan: DrillPlan, say: (line: string) => void): () => Promise<void> {
  const ended = new AbortController();
  const look = async (): Promise<void> => {
    const done = await drillIfDue(house, plan, ended.signal);
    if (done) say(done.fault === undefined ? `backed up and proved: ${done.file}` : `the backup or its drill FAILED: ${done.fault}`);
  };
  const walk = async (): Promise<void> => {
    await clearLeftovers(plan.folder).catch((error: unknown) => say(`leftovers of a backup stay: ${briefFaultOf(error)}`));
    while (!ended.signal.aborted) {
      await pause(glance, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);
      if (ended.signal.aborted) return;
      await look().catch((error: unknown) => say(`no backup could be begun: ${briefFaultOf(error)}`));
    }
  };
  const walking = walk();
  return async () => {
    ended.abort();
    await Promise.race([walking, pause(10_000, undefined, { ref: false })]);
  };
}

/** Due, and no other process is at it. */
async function isMine(house: House, plan: DrillPlan): Promise<boolean> {
  const now = house.now();
  const { proved, began } = await lastRuns(house);
  if (!isBackupDue(plan.everyDays, proved, began, now)) return false;
  const taken = await sql`INSERT INTO job_leases (name, holder, until) VALUES ('backup', ${randomUUID()}, ${toIso(now + lease)})
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
      WHERE job_leases.until < ${toIso(now)}::timestamptz RETURNING name`.execute(house.db.kysely);
  return taken.rows.length > 0;
}

/** When the newest backup that was proved was taken, and when the last one was begun. */
export async function lastRuns(house: House): Promise<{ proved: Instant | undefined; began: Instant | undefined }> {
  const { rows } = await sql<{ proved: Date | null; began: Date | null }>`
    SELECT max(b.began_at) AS began, max(b.began_at) FILTER (WHERE d.id IS NOT NULL) AS proved
    FROM operation_runs b LEFT JOIN operation_runs d ON d.kind = 'drill' AND d.good AND d.file = b.file
    WHERE b.kind = 'backup'`.execute(house.db.kysely);
  return { proved: rows[0]?.proved?.getTime(), began: rows[0]?.began?.getTime() };
}
