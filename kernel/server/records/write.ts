import { sql, type RawBuilder } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration, RecordRow } from '#kernel/contract/record.ts';
import { toIso, type IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { mayAll, rowsFor } from '../access/policy.ts';
import { writeAudit } from '../audit/audit.ts';
import { planned } from '../database/planned.ts';
import type { Ask } from '../house.ts';
import { announce } from '../http/event-hub.ts';
import { forbidden, invalid, notFound, stale } from '../http/refused.ts';
import { guardKey, guardReferences } from './guard.ts';
import { changedTitles, present } from './present.ts';
import { writeSearchEntries } from './search.ts';
import { bringIndexesUp, columnType, toColumns, toWire } from './values.ts';

type Values = Readonly<Record<string, unknown>>;
type Stored = Record<string, unknown>;
/** Reads one row within the reader's rights; 404 when it is not there or not for these eyes. */
export async function readRow(ask: Ask, declaration: RecordDeclaration, id: string): Promise<RecordRow> {
  const [row] = await present(ask, declaration, [await storedRow(ask, declaration, id, 'read')]);
  if (!row) throw notFound(declaration.label);
  return row;
}

/** Creates one row: cross-field rules, references, uniqueness of the key, audit, search, in one transaction. */
export async function createRow(ask: Ask, declaration: RecordDeclaration, input: Values): Promise<RecordRow> {
  const [id] = await insertRows(ask, declaration, [input]);
  if (!id) throw new Error('insertRows returned no id');
  await guardRowScope(ask, declaration, id, 'create');
  return readBack(ask, declaration, id);
}

/**
 * Creates many rows in a few statements; the first refusal refuses them all.
 * @param why recorded with each row's audit entry, e.g. the import batch
 */
export async function insertRows(ask: Ask, declaration: RecordDeclaration, inputs: readonly Values[], why?: string): Promise<string[]> {
  if (inputs.length > 1 && server(ask, declaration)?.oneByOne) {
    const ids: string[] = [];
    for (const input of inputs) ids.push(...(await insertRows(ask, declaration, [input], why)));
    return ids;
  }
  const rows: { id: string; values: Record<string, unknown> }[] = [];
  for (const input of inputs) rows.push({ id: uuidv7(), values: await settle(ask, declaration, input, undefined) });
  await guardReferences(
    ask,
    declaration,
    rows.map((row) => row.values),
  );
  await guardKey(ask, declaration, rows);
  await bringIndexesUp(
    ask,
    declaration,
    rows.map((row) => row.values),
  );
  const at = toIso(ask.now);
  const stored = rows.map(({ id, values }) => ({
    zone_id: ask.actor.zoneId,
    id,
    version: 1,
    created_at: at,
    updated_at: at,
    ended_on: null,
    ...toColumns(declaration.fields, values, ask.house.crypto),
  }));
  // Columns that no row gives keep their defaults.
  const columns = sql.join([...new Set(stored.flatMap(Object.keys))].map((column) => sql.ref(column)));
  // asked back, so that a cluster writes them by INSERT: COPY, its other way, row-level security refuses
  await sql`INSERT INTO ${sql.table(declaration.table)} (${columns})
    SELECT ${columns} FROM jsonb_populate_recordset(NULL::${sql.table(declaration.table)}, ${JSON.stringify(stored)}::jsonb)
    RETURNING 1`.execute(ask.tx);
  await writeSearchEntries(ask.tx, ask.actor.zoneId, declaration, rows);
  await writeAudit(
    ask,
    rows.map(({ id, values }) => ({
      action: 'create',
      subjectKind: declaration.name,
      subjectId: id,
      why: why ?? null,
      after: forAudit(ask, declaration, Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))),
    })),
  );
  const ids = rows.map(({ id }) => id);
  await server(ask, declaration)?.afterWrite?.(ask, ids, undefined);
  await announceRow(ask, declaration, ids.length === 1 && ids[0] ? ids[0] : '*');
  return ids;
}

/** Changes fields of one row read at `version`; tells who was faster when it has moved on. */
export async function updateRow(
  ask: Ask,
  declaration: RecordDeclaration,
  id: string,
  version: number,
  change: Values,
  why?: string,
): Promise<RecordRow> {
  const before = await storedRow(ask, declaration, id, 'update');
  if (Number(before['version']) !== version) throw stale(await lastWriter(ask, declaration, id, Number(before['version'])));
  const known = clearValues(ask, declaration, before);
  const values = await settle(ask, declaration, { ...known, ...change }, known);
  const changed = Object.fromEntries(Object.entries(values).filter(([name, value]) => !same(value, known[name])));
  if (Object.keys(changed).length === 0) return readBack(ask, declaration, id);
  await guardReferences(ask, declaration, [changed]);
  await guardKey(ask, declaration, [{ id, values }]);
  await bringIndexesUp(ask, declaration, [changed]);
  await setColumns(ask, declaration, id, toColumns(declaration.fields, changed, ask.house.crypto));
  await guardRowScope(ask, declaration, id, 'update');
  await writeSearchEntries(ask.tx, ask.actor.zoneId, declaration, [{ id, values }]);
  const names = Object.keys(changed);
  await writeAudit(ask, [
    {
      action: 'update',
      subjectKind: declaration.name,
      subjectId: id,
      why: why ?? null,
      before: forAudit(ask, declaration, pick(known, names)),
      after: forAudit(ask, declaration, changed),
    },
  ]);
  await server(ask, declaration)?.afterWrite?.(ask, [id], known, names);
  await announceRow(ask, declaration, id);
  return readBack(ask, declaration, id);
}

/** Ends a row as of a day, or opens it again with null. Nothing is deleted: any earlier day can still be asked. */
export async function endRow(
  ask: Ask,
  declaration: RecordDeclaration,
  id: string,
  version: number,
  endedOn: IsoDate | null,
  why: string,
): Promise<RecordRow> {
  const before = await storedRow(ask, declaration, id, 'end');
  if (Number(before['version']) !== version) throw stale(await lastWriter(ask, declaration, id, Number(before['version'])));
  const refusals = (await server(ask, declaration)?.beforeEnd?.(ask, before, endedOn)) ?? [];
  if (refusals.length > 0) throw invalid(refusals);
  await setColumns(ask, declaration, id, { ended_on: endedOn });
  await writeAudit(ask, [
    {
      action: endedOn ? 'end' : 'reopen',
      subjectKind: declaration.name,
      subjectId: id,
      why,
      before: { endedOn: before['ended_on'] ?? null },
      after: { endedOn },
    },
  ]);
  await announceRow(ask, declaration, id);
  return readBack(ask, declaration, id);
}

/** A masked field in clear; the look itself goes on record before the value goes out. */
export async function revealField(ask: Ask, declaration: RecordDeclaration, id: string, name: string, why: string): Promise<string> {
  const row = await storedRow(ask, declaration, id, 'reveal');
  const field = declaration.fields[name];
  const sealed = row[columnOf(name)];
  if (field?.kind !== 'secret' || typeof sealed !== 'string') {
    throw invalid([
      { code: 'NOT_SECRET', field: 'field', message: { zh: '没有可查看的加密字段', en: 'No masked field of that name holds a value' } },
    ]);
  }
  await writeAudit(ask, [{ action: 'reveal', subjectKind: declaration.name, subjectId: id, why, after: { field: name } }]);
  return ask.house.crypto.open(sealed);
}

async function readBack(ask: Ask, declaration: RecordDeclaration, id: string): Promise<RecordRow> {
  const { rows } =
    await sql<Stored>`${planned} SELECT t.* FROM ${sql.table(declaration.table)} t WHERE t.zone_id = ${ask.actor.zoneId} AND t.id = ${id}`.execute(
      ask.tx,
    );
  const [row] = await present(ask, declaration, rows);
  if (!row) throw notFound(declaration.label);
  return row;
}

/** The stored row, locked when it is about to change; 404 unseen, 403 seen but not to be treated so. */
export async function storedRow(
  ask: Ask,
  declaration: RecordDeclaration,
  id: string,
  action: 'read' | 'update' | 'end' | 'reveal' | 'merge',
  locked?: 'locked',
): Promise<Stored> {
  const lock: RawBuilder<unknown> = !locked && (action === 'read' || action === 'reveal') ? sql`` : sql`FOR UPDATE OF t`;
  const may = rowsFor(declaration, ask.actor, action);
  const { rows } = await sql<Stored & { may_act: boolean }>`${planned}
    SELECT t.*, ${may} AS may_act FROM ${sql.table(declaration.table)} t
    WHERE t.zone_id = ${ask.actor.zoneId} AND t.id = ${id} AND ${rowsFor(declaration, ask.actor, 'read')} ${lock}`.execute(ask.tx);
  const row = rows[0];
  if (!row) throw notFound(declaration.label);
  if (!row.may_act)
    throw forbidden({
      zh: `您可以查看这条${declaration.label.zh}，但无权这样做`,
      en: `You may see this ${declaration.label.en.toLowerCase()} but not do that`,
    });
  return row;
}

/** The row as it now stands lies within the writer's rights: nobody makes one for somebody else, nor moves one over to them. */
async function guardRowScope(ask: Ask, declaration: RecordDeclaration, id: string, action: 'create' | 'update'): Promise<void> {
  if (mayAll(declaration, ask.actor, action)) return;
  const { rows } = await sql`SELECT 1 FROM ${sql.table(declaration.table)} t
    WHERE t.zone_id = ${ask.actor.zoneId} AND t.id = ${id} AND ${rowsFor(declaration, ask.actor, action)}`.execute(ask.tx);
  if (rows.length > 0) return;
  throw forbidden(
    action === 'create'
      ? { zh: '不能为他人新建', en: 'Not for somebody else' }
      : { zh: '不能改到他人名下', en: 'It cannot go over to somebody else' },
  );
}

async function settle(
  ask: Ask,
  declaration: RecordDeclaration,
  input: Values,
  before: Values | undefined,
): Promise<Record<string, unknown>> {
  const hooked = (await server(ask, declaration)?.beforeWrite?.(ask, input, before)) ?? { values: { ...input }, refusals: [] };
  const refusals: Refusal[] = [
    ...(declaration.check?.(hooked.values as Parameters<NonNullable<RecordDeclaration['check']>>[0]) ?? []),
    ...(hooked.refusals ?? []),
  ];
  if (refusals.length > 0) throw invalid(refusals);
  return hooked.values;
}

async function setColumns(ask: Ask, declaration: RecordDeclaration, id: string, columns: Stored): Promise<void> {
  changedTitles(ask.tx);
  const types = new Map(Object.entries(declaration.fields).map(([name, field]) => [columnOf(name), columnType(field)]));
  const sets = Object.entries(columns).map(
    ([column, value]) =>
      sql`${sql.ref(column)} = ${value}${sql.raw(`::${column === 'ended_on' ? 'date' : (types.get(column) ?? 'text')}`)}`,
  );
  await sql`UPDATE ${sql.table(declaration.table)} SET ${sql.join([...sets, sql`version = version + 1`, sql`updated_at = ${toIso(ask.now)}`])}
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
}

async function lastWriter(
  ask: Ask,
  declaration: RecordDeclaration,
  id: string,
  version: number,
): Promise<{ name: string; version: number }> {
  const { rows } = await sql<{ actor_name: string }>`SELECT actor_name FROM audit_entries
    WHERE zone_id = ${ask.actor.zoneId} AND subject_kind = ${declaration.name} AND subject_id = ${id} ORDER BY id DESC LIMIT 1`.execute(
    ask.tx,
  );
  return { name: rows[0]?.actor_name ?? '—', version };
}

/** Every field in clear, for comparison and cross-field rules inside the transaction; never sent out. */
export function clearValues(ask: Ask, declaration: RecordDeclaration, row: Stored): Record<string, unknown> {
  const values = toWire(declaration.fields, row, ask.house.crypto);
  for (const [name, field] of Object.entries(declaration.fields)) {
    const sealed = row[columnOf(name)];
    if (field.kind === 'secret' && typeof sealed === 'string') values[name] = ask.house.crypto.open(sealed);
  }
  return values;
}

/** Secrets stay out of the audit trail; that they changed does not. */
function forAudit(ask: Ask, declaration: RecordDeclaration, values: Values): Record<string, unknown> {
  const entries = Object.entries(values).filter(([name, value]) => declaration.fields[name] && value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) =>
      declaration.fields[name]?.kind === 'secret' && value !== null
        ? [name, `sealed:${ask.house.crypto.sign('audit', String(value)).slice(0, 8)}`]
        : [name, value],
    ),
  );
}

function announceRow(ask: Ask, declaration: RecordDeclaration, id: string): Promise<void> {
  return announce(ask.tx, { zoneId: ask.actor.zoneId, kind: 'record', name: declaration.name, id });
}

const server = (ask: Ask, declaration: RecordDeclaration) => ask.house.records.get(declaration.name);
const pick = (values: Values, names: readonly string[]) => Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
