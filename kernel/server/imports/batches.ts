import { sql } from 'kysely';
import type { z } from 'zod';
import type { ImportBatch } from '#kernel/contract/import-endpoints.ts';
import { accessRulesFor } from '#kernel/contract/access.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { toIso } from '#kernel/rules/instant.ts';
import type { Ask } from '../house.ts';
import { forbidden, notFound } from '../http/refused.ts';

export type Batch = {
  id: string;
  record: string;
  file_name: string;
  file: Buffer | null;
  state: z.infer<typeof ImportBatch>['state'];
  sheet: string | null;
  header_row: number | null;
  mapping: Record<string, string | null> | null;
  counts: z.infer<typeof ImportBatch>['counts'];
  applied_sealed: string | null;
  created_by_name: string;
  created_at: Date;
  committed_at: Date | null;
};

/** What undoing a batch needs to know of one row. */
export type Applied = {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly before: Readonly<Record<string, unknown>> | null;
};

export const undoDays = 30;
const day = 86_400_000;

/** The record that may be imported by this actor; 404 unknown, 403 not allowed. */
export function importable(ask: Ask, record: string): RecordDeclaration {
  const declaration = ask.house.records.get(record)?.declaration;
  if (!declaration) throw notFound(t('可导入的名录', 'Importable record'));
  if (accessRulesFor(declaration.access, ask.actor, 'import').length === 0)
    throw forbidden(t('您的角色不能导入', 'Your role may not import this'));
  return declaration;
}

/** A batch with its record, locked for what is about to happen to it. */
export async function batchOf(ask: Ask, id: string): Promise<{ batch: Batch; declaration: RecordDeclaration }> {
  const { rows } =
    await sql<Batch>`SELECT id, record, file_name, file, state, sheet, header_row, mapping, counts, applied_sealed, created_by_name, created_at, committed_at
    FROM import_batches WHERE zone_id = ${ask.actor.zoneId} AND id = ${id} FOR UPDATE`.execute(ask.tx);
  const batch = rows[0];
  if (!batch) throw notFound(t('导入批次', 'Import batch'));
  return { batch, declaration: importable(ask, batch.record) };
}

export async function batchesOf(ask: Ask, record: string): Promise<z.infer<typeof ImportBatch>[]> {
  const { rows } = await sql<Batch>`SELECT id, record, file_name, NULL AS file, state, counts, created_by_name, created_at, committed_at
    FROM import_batches WHERE zone_id = ${ask.actor.zoneId} AND record = ${record} AND state <> 'uploaded' ORDER BY created_at DESC LIMIT 50`.execute(
    ask.tx,
  );
  return rows.map(shownBatch);
}

export function shownBatch(batch: Batch): z.infer<typeof ImportBatch> {
  return {
    id: batch.id,
    record: batch.record,
    fileName: batch.file_name,
    state: batch.state,
    by: batch.created_by_name,
    at: batch.created_at.toISOString(),
    counts: batch.counts,
    undoUntil: batch.state === 'committed' && batch.committed_at ? toIso(batch.committed_at.getTime() + undoDays * day) : null,
  };
}

/** Uploaded files go after a day, the means of undoing after thirty (rulebook §12.3: leave nothing lying about). */
export async function forgetOldFiles(ask: Ask): Promise<void> {
  await sql`UPDATE import_batches SET file = NULL, checked = NULL, rows = NULL WHERE zone_id = ${ask.actor.zoneId} AND file IS NOT NULL AND created_at < ${toIso(ask.now - day)}::timestamptz`.execute(
    ask.tx,
  );
  await sql`UPDATE import_batches SET applied_sealed = NULL WHERE zone_id = ${ask.actor.zoneId} AND applied_sealed IS NOT NULL AND committed_at < ${toIso(ask.now - undoDays * day)}::timestamptz`.execute(
    ask.tx,
  );
}
