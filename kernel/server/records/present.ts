import { sql } from 'kysely';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration, RecordRow } from '#kernel/contract/record.ts';
import { noteLooks } from '../access/consent.ts';
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
  const declaration = ask.house.records.get(recordName)?.declaration ?? ask.house.cases.get(recordName)?.declaration;
  if (!declaration || ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; title: string }>`
    SELECT id, ${sql.ref(columnOf(declaration.title))} AS title FROM ${sql.table(declaration.table)}
    WHERE zone_id = ${ask.actor.zoneId} AND id = ANY(${[...new Set(ids)]}::uuid[])`.execute(ask.tx);
  return new Map(rows.map((row) => [row.id, row.title]));
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

async function titlesFor(ask: Ask, declaration: RecordDeclaration, rows: readonly Stored[]): Promise<Map<string, Map<string, string>>> {
  const wanted = new Map<string, Set<string>>();
  for (const [name, field] of Object.entries(declaration.fields)) {
    if (field.kind !== 'reference' && field.kind !== 'references') continue;
    const ids = wanted.get(field.record) ?? new Set();
    for (const row of rows) for (const id of idsOf(row[columnOf(name)])) ids.add(id);
    wanted.set(field.record, ids);
  }
  const titles = new Map<string, Map<string, string>>();
  for (const [record, ids] of wanted) titles.set(record, await titlesByIds(ask, record, [...ids]));
  return titles;
}

function titlesOfRow(
  declaration: RecordDeclaration,
  row: Stored,
  titles: Map<string, Map<string, string>>,
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
