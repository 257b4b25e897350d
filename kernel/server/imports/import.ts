import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import type { ImportBatch, ImportCounts, ImportRow, UploadedSheet } from '#kernel/contract/import-endpoints.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { dateOf, toIso } from '#kernel/rules/instant.ts';
import type { Ask } from '../house.ts';
import { invalid, Refused } from '../http/refused.ts';
import { attempt } from '../records/attempt.ts';
import { endRow, insertRows, updateRow } from '../records/write.ts';
import { guessHeader } from '../sheets/guess-header.ts';
import { markRefused } from '../sheets/mark-refused.ts';
import { readWorkbook } from '../sheets/read-workbook.ts';
import { cellText, type Sheet } from '../sheets/sheet.ts';
import { batchOf, forgetOldFiles, importable, shownBatch, undoDays, type Applied, type Batch } from './batches.ts';
import { checkRows, shownRow, type CheckedRow } from './check-rows.ts';
import { applyInWaves, tryInWaves } from './in-waves.ts';
import type { Mapping } from './lookup.ts';

type Counts = z.infer<typeof ImportCounts>;
type Shown = z.infer<typeof ImportRow>;

const chunk = 1000;

/** Takes a file in and guesses what is what; nothing is checked yet. */
export async function uploadSheet(
  ask: Ask,
  record: string,
  bytes: Uint8Array,
  fileName: string,
): Promise<{ batchId: string; sheets: z.infer<typeof UploadedSheet>[] }> {
  const declaration = importable(ask, record);
  const sheets = await sheetsOf(bytes, fileName);
  await forgetOldFiles(ask);
  const batchId = uuidv7();
  await sql`INSERT INTO import_batches (zone_id, id, record, file_name, file, state, created_by, created_by_name, created_at)
    VALUES (${ask.actor.zoneId}, ${batchId}, ${record}, ${fileName.slice(0, 200)}, ${Buffer.from(bytes)}, 'uploaded', ${ask.actor.userId}, ${ask.actor.name}, ${toIso(ask.now)})`.execute(
    ask.tx,
  );
  return { batchId, sheets: sheets.map((sheet) => guessed(declaration, sheet)) };
}

/** Says what an import would do, row by row, and keeps the answer for the commit. */
export async function dryRun(
  ask: Ask,
  id: string,
  asked: { readonly sheet: string; readonly headerRow: number; readonly mapping: Readonly<Record<string, string | null>> },
): Promise<{ counts: Counts; rows: Shown[] }> {
  const { batch, declaration } = await batchOf(ask, id);
  guardState(batch, ['uploaded', 'checked']);
  const sheet = await sheetNamed(batch, asked.sheet);
  const mapping = mappingOf(declaration, asked.mapping);
  const check = () => checkRows(ask, declaration, sheet, asked.headerRow, mapping);
  const apply = (good: readonly CheckedRow[]) => applyRows(ask, declaration, good, '试读');
  const checked = await tryInWaves(ask, declaration, { check, apply });
  const counts = countsOf(checked);
  const headers = sheet.rows[asked.headerRow - 1] ?? [];
  const rows = checked.map((row) => shownRow(declaration, row, headers, sheet.rows[row.row - 1] ?? []));
  await sql`UPDATE import_batches SET state = 'checked', sheet = ${asked.sheet}, header_row = ${asked.headerRow}, mapping = ${JSON.stringify(asked.mapping)}::jsonb,
    counts = ${JSON.stringify(counts)}::jsonb, checked = ${await packed(rows)}, rows = NULL WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(
    ask.tx,
  );
  return { counts, rows: mostTelling(rows).slice(0, 200) };
}

/** The rows of the last dry run. */
export async function checkedRows(
  ask: Ask,
  id: string,
  outcome: string | undefined,
  from: number,
): Promise<{ rows: Shown[]; total: number }> {
  await batchOf(ask, id);
  const all = (await rowsOfDryRun(ask, id)).filter((row) => outcome === undefined || row.outcome === outcome);
  return { rows: all.slice(from, from + 200), total: all.length };
}

/** Rows of a dry run as they are kept: packed quickly rather than small, since they are read back a few times within a day. */
async function packed(rows: readonly Shown[]): Promise<Buffer> {
  return promisify(gzip)(JSON.stringify(rows), { level: 1 });
}

async function rowsOfDryRun(ask: Ask, id: string): Promise<Shown[]> {
  const { rows } = await sql<{ checked: Buffer | null; rows: Shown[] | null }>`SELECT checked, rows FROM import_batches
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
  const [kept] = rows;
  return kept?.checked ? (JSON.parse((await promisify(gunzip)(kept.checked)).toString()) as Shown[]) : (kept?.rows ?? []);
}

/**
 * Imports in this one transaction: the rows are checked again as the database stands now; with `onlyGood`
 * the refused stay behind, without it a single refused row refuses the whole.
 */
export async function commit(ask: Ask, id: string, onlyGood: boolean): Promise<z.infer<typeof ImportBatch>> {
  const { batch, declaration } = await batchOf(ask, id);
  guardState(batch, ['checked']);
  const sheet = await sheetNamed(batch, batch.sheet ?? '');
  const mapping = mappingOf(declaration, batch.mapping ?? {});
  const { checked, applied } = await applyInWaves(declaration, {
    check: () => checkRows(ask, declaration, sheet, batch.header_row ?? 1, mapping),
    apply: (rows) => applyRows(ask, declaration, rows, `导入 ${batch.file_name}`),
  });
  const counts = countsOf(checked);
  // thrown inside the transaction: what the waves wrote goes with it
  if (counts.refused > 0 && !onlyGood) {
    throw new Refused(409, {
      code: 'ROWS_REFUSED',
      message: t(`有 ${counts.refused} 行不能导入，已全部停下`, `${counts.refused} rows cannot be imported; nothing was`),
    });
  }
  await sql`UPDATE import_batches SET state = 'committed', counts = ${JSON.stringify(counts)}::jsonb, committed_at = ${toIso(ask.now)},
    applied_sealed = ${ask.house.crypto.seal(JSON.stringify(applied))} WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
  return shownBatch({ ...batch, state: 'committed', counts, committed_at: new Date(ask.now) });
}

async function applyRows(
  ask: Ask,
  declaration: RecordDeclaration,
  checked: readonly CheckedRow[],
  why: string,
): Promise<{ applied: Applied[]; refused: CheckedRow[] }> {
  const applied: Applied[] = [];
  const refused: CheckedRow[] = [];
  const added = checked.filter((row) => row.outcome === 'added');
  const together = ask.house.records.get(declaration.name)?.oneByOne ? 1 : chunk;
  for (let start = 0; start < added.length; start += together) {
    const some = added.slice(start, start + together);
    const ids = await insertOrRefuse(ask, declaration, some, why);
    if (Array.isArray(ids))
      some.forEach((row, index) => applied.push({ id: ids[index] ?? '', title: row.title, version: 1, before: null }));
    else refused.push(...some.map((row) => ({ ...row, outcome: 'refused' as const, refusals: reasonsOf(ids) })));
  }
  for (const row of checked.filter((one) => one.outcome === 'changed')) {
    const written = await updateRow(ask, declaration, row.id ?? '', row.version ?? 0, row.values, why);
    applied.push({ id: written.id, title: row.title, version: written.version, before: row.before });
  }
  return { applied, refused };
}

/** A row that its neighbours of the same sheet leave no room for is refused by itself; any other failure stops the import. */
async function insertOrRefuse(
  ask: Ask,
  declaration: RecordDeclaration,
  rows: readonly CheckedRow[],
  why: string,
): Promise<string[] | Refused> {
  const values = rows.map((row) => row.values);
  if (rows.length !== 1) return insertRows(ask, declaration, values, why);
  try {
    return await attempt(ask.tx, 'keep', () => insertRows(ask, declaration, values, why));
  } catch (failure) {
    if (!(failure instanceof Refused) || failure.status !== 422) throw failure;
    return failure;
  }
}

const reasonsOf = (refused: Refused): CheckedRow['refusals'] =>
  (refused.fields.length > 0 ? refused.fields : [refused.refusal]).map((one) => ({
    column: null,
    refusal: { message: one.message, ...(one.rule ? { rule: one.rule } : {}) },
  }));

/** Takes a batch back: added rows are ended, changed ones get their earlier values; what somebody changed since is kept and named. */
export async function undo(
  ask: Ask,
  id: string,
): Promise<{ batch: z.infer<typeof ImportBatch>; undone: number; kept: { title: string; message: { zh: string; en: string } }[] }> {
  const { batch, declaration } = await batchOf(ask, id);
  guardState(batch, ['committed']);
  if (!batch.applied_sealed)
    throw new Refused(409, { code: 'UNDO_LATE', message: t(`超过 ${undoDays} 天，不能撤销`, `After ${undoDays} days a batch stays`) });
  const applied = JSON.parse(ask.house.crypto.open(batch.applied_sealed)) as Applied[];
  const kept: { title: string; message: { zh: string; en: string } }[] = [];
  let undone = 0;
  for (const row of applied) {
    const { rows } = await sql<{
      version: number;
    }>`SELECT version FROM ${sql.table(declaration.table)} WHERE zone_id = ${ask.actor.zoneId} AND id = ${row.id} FOR UPDATE`.execute(
      ask.tx,
    );
    if (rows[0]?.version !== row.version) {
      kept.push({ title: row.title, message: t('导入后又被修改，保留现状', 'Changed since the import; left as it is') });
      continue;
    }
    const why = `撤销导入 ${batch.file_name}`;
    if (row.before === null) await endRow(ask, declaration, row.id, row.version, dateOf(ask.now), why);
    else await updateRow(ask, declaration, row.id, row.version, row.before, why);
    undone += 1;
  }
  await sql`UPDATE import_batches SET state = 'undone', applied_sealed = NULL WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(
    ask.tx,
  );
  return { batch: shownBatch({ ...batch, state: 'undone' }), undone, kept };
}

/** The refused rows of the last dry run, in the user's own workbook. */
export async function refusedWorkbook(ask: Ask, id: string): Promise<{ fileName: string; content: Uint8Array }> {
  const { batch, declaration } = await batchOf(ask, id);
  guardState(batch, ['checked', 'committed', 'undone']);
  const sheet = await sheetNamed(batch, batch.sheet ?? '');
  const headers = guessed(declaration, sheet, batch.header_row ?? undefined).columns;
  const refused = (await rowsOfDryRun(ask, id))
    .filter((row) => row.outcome === 'refused')
    .map((row) => ({
      row: row.row,
      cells: row.refusals.map((refusal) => ({
        column: headers.find((column) => column.letter === refusal.column)?.column ?? null,
        reason: refusal.message.zh,
      })),
    }));
  const content = await markRefused(batch.file ?? Buffer.alloc(0), sheet, batch.header_row ?? 1, refused);
  return { fileName: `退回-${batch.file_name.replace(/\.\w+$/, '')}.xlsx`, content };
}

function guessed(declaration: RecordDeclaration, sheet: Sheet, row?: number): z.infer<typeof UploadedSheet> {
  const header = guessHeader(sheet, declaration.fields);
  const at = row ?? header.row;
  return {
    name: sheet.name,
    headerRow: at,
    rows: Math.max(0, sheet.rows.length - at),
    columns: header.columns.map((column) => ({
      ...column,
      samples: sheet.rows
        .slice(at)
        .map((cells) => cellText(cells[column.column - 1]))
        .filter((text) => text !== '')
        .slice(0, 3),
    })),
  };
}

function mappingOf(declaration: RecordDeclaration, asked: Readonly<Record<string, string | null>>): Mapping {
  const mapping = new Map<number, string>();
  for (const [column, field] of Object.entries(asked)) {
    if (field === null) continue;
    const declared = Object.hasOwn(declaration.fields, field) ? declaration.fields[field] : undefined;
    if (!declared || declared.derived)
      throw invalid([
        {
          code: 'FIELD_UNKNOWN',
          field: `mapping.${column}`,
          message: t(`没有可导入的字段“${field}”`, `There is no importable field “${field}”`),
        },
      ]);
    if ([...mapping.values()].includes(field))
      throw invalid([
        {
          code: 'FIELD_TWICE',
          field: `mapping.${column}`,
          message: t(`“${declared.label.zh}”对应了两列`, `“${declared.label.en}” is given two columns`),
        },
      ]);
    mapping.set(Number(column), field);
  }
  if (mapping.size === 0)
    throw invalid([{ code: 'MAPPING_EMPTY', field: 'mapping', message: t('没有对应任何字段', 'No column is mapped to a field') }]);
  return mapping;
}

async function sheetsOf(bytes: Uint8Array, fileName: string): Promise<readonly Sheet[]> {
  const read = await readWorkbook(bytes, fileName);
  if (!read.ok) throw new Refused(422, read.refusal, [{ path: 'file', message: read.refusal.message }]);
  return read.value;
}

async function sheetNamed(batch: Batch, name: string): Promise<Sheet> {
  if (!batch.file)
    throw new Refused(410, {
      code: 'FILE_GONE',
      message: t('文件已按规定清除，请重新上传', 'The file has been cleared as the rules demand; upload it again'),
    });
  const sheet = (await sheetsOf(batch.file, batch.file_name)).find((one) => one.name === name);
  if (!sheet) throw invalid([{ code: 'SHEET_UNKNOWN', field: 'sheet', message: t(`没有工作表“${name}”`, `There is no sheet “${name}”`) }]);
  return sheet;
}

function guardState(batch: Batch, states: readonly Batch['state'][]): void {
  if (states.includes(batch.state)) return;
  throw new Refused(409, {
    code: 'BATCH_STATE',
    message: t('这一批已处理过，请重新上传', 'This batch has been dealt with; upload the file again'),
  });
}

function countsOf(rows: readonly CheckedRow[]): Counts {
  const count = (outcome: CheckedRow['outcome']) => rows.filter((row) => row.outcome === outcome).length;
  return { added: count('added'), changed: count('changed'), unchanged: count('unchanged'), refused: count('refused') };
}

function mostTelling(rows: readonly Shown[]): Shown[] {
  const order = ['refused', 'changed', 'added', 'unchanged'];
  return rows.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome) || a.row - b.row);
}
