import { sql } from 'kysely';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration, RecordRow } from '#kernel/contract/record.ts';
import { noteLooks } from '../access/consent.ts';
import { planned } from '../database/planned.ts';
import type { Tx } from '../database/door.ts';
import type { Ask } from '../house.ts';
import { toWire } from './values.ts';

type Stored = Readonly<Record<string, unknown>>;

/** Stored rows as the API gives them, with the titles of what their references point to: one query per record. */
export async function present(ask: Ask, declaration: RecordDeclaration, rows: readonly Stored[]): Promise<RecordRow[]> {
  const titles = await titlesFor(ask, declaration, rows);
  await noteLooks(ask, declaration, rows, 'read');
  const isCase = 'states' in declaration;
  return rows.map((row) => ({
    ...toWire(declaration.fields, row, ask.house.crypto),
    ...(isCase ? caseColumns(row) : {}),
    id: String(row['id']),
    version: Number(row['version']),
    createdAt: iso(row['created_at']) ?? '',
    updatedAt: iso(row['updated_at']) ?? '',
    endedOn: (row['ended_on'] as string | null) ?? null,
    titles: titlesOfRow(declaration, row, titles),
  }));
}

/** Titles of rows by id, e.g. for a timeline; ids that are not there are absent. */
export async function titlesByIds(ask: Ask, recordName: string, ids: readonly string[]): Promise<Map<string, string>> {
  const found = (await titlesByRecord(ask, new Map([[recordName, new Set(ids)]]))).get(recordName);
  return new Map(ids.flatMap((id) => (found?.has(id) ? [[id, found.get(id) ?? ''] as const] : [])));
}

/** what a transaction has read of titles, by record */
const read = new WeakMap<Tx, Map<string, Map<string, string>>>();

/** To be said by whoever may change titles in a transaction: what was read of them in it counts no longer. */
export function changedTitles(tx: Tx): void {
  read.delete(tx);
}

/** Titles of many records' rows, in one question for what this transaction has not read yet. */
export async function titlesByRecord(
  ask: Ask,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const { house, tx, actor } = ask;
  const known = read.get(tx) ?? new Map<string, Map<string, string>>();
  read.set(tx, known);
  const questions = [...wanted].flatMap(([record, ids]) => {
    const declaration = house.records.get(record)?.declaration ?? house.cases.get(record)?.declaration;
    const missing = [...ids].filter((id) => !known.get(record)?.has(id));
    if (!declaration || missing.length === 0) return [];
    return sql`SELECT ${sql.lit(record)} AS record, id, ${sql.ref(columnOf(declaration.title))}::text AS title
      FROM ${sql.table(declaration.table)} WHERE zone_id = ${actor.zoneId} AND id = ANY(${missing}::uuid[])`;
  });
  if (questions.length > 0) {
    const { rows } = await sql<{ record: string; id: string; title: string }>`${planned}
      ${sql.join(questions, sql` UNION ALL `)}`.execute(tx);
    for (const { record, id, title } of rows) known.set(record, (known.get(record) ?? new Map()).set(id, title));
  }
  return known;
}

function caseColumns(row: Stored): Record<string, unknown> {
  return {
    status: row['status'],
    statusSince: iso(row['status_since']),
    dueAt: iso(row['due_at']),
    yellowAt: iso(row['yellow_at']),
    paused: row['paused'] === true,
    everOverdue: row['ever_overdue'] === true,
  };
}

async function titlesFor(
  ask: Ask,
  declaration: RecordDeclaration,
  rows: readonly Stored[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const wanted = new Map<string, Set<string>>();
  for (const [name, field] of Object.entries(declaration.fields)) {
    if (field.kind !== 'reference' && field.kind !== 'references') continue;
    const ids = wanted.get(field.record) ?? new Set();
    for (const row of rows) for (const id of idsOf(row[columnOf(name)])) ids.add(id);
    wanted.set(field.record, ids);
  }
  return titlesByRecord(ask, wanted);
}

function titlesOfRow(
  declaration: RecordDeclaration,
  row: Stored,
  titles: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Record<string, string | string[]> {
  const own: Record<string, string | string[]> = {};
  for (const [name, field] of Object.entries(declaration.fields)) {
    if (field.kind !== 'reference' && field.kind !== 'references') continue;
    const found = idsOf(row[columnOf(name)]).flatMap((id) => titles.get(field.record)?.get(id) ?? []);
    if (field.kind === 'references') own[name] = found;
    else if (found[0] !== undefined) own[name] = found[0];
  }
  return own;
}

function idsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
}

function iso(value: unknown): string | null {
  return value instanceof Date ? value.toISOString() : null;
}
