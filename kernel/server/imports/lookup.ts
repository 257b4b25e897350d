import { sql } from 'kysely';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { normaliseText } from '#kernel/rules/text.ts';
import type { Ask } from '../house.ts';
import type { Lookup } from '../sheets/parse-cell.ts';
import { cellText, type Sheet } from '../sheets/sheet.ts';

/** Column number (from 1) → field. */
export type Mapping = ReadonlyMap<number, string>;

/** Reads once, for all rows, whom the sheet's names and codes mean. */
export async function lookupFor(
  ask: Ask,
  declaration: RecordDeclaration,
  sheet: Sheet,
  headerRow: number,
  mapping: Mapping,
): Promise<Lookup> {
  const wanted = new Map<string, Set<string>>();
  for (const [column, name] of mapping) {
    const field = declaration.fields[name];
    if (field?.kind !== 'reference' && field?.kind !== 'references') continue;
    const words = wanted.get(field.record) ?? new Set();
    for (const row of sheet.rows.slice(headerRow))
      for (const word of normaliseText(cellText(row[column - 1])).split(/[、,，;；]+/)) if (word.trim()) words.add(word.trim());
    wanted.set(field.record, words);
  }
  const found = new Map<string, Map<string, Set<string>>>();
  for (const [record, words] of wanted) found.set(record, await idsByName(ask, record, [...words]));
  return (record, called) => [...(found.get(record)?.get(called) ?? [])];
}

async function idsByName(ask: Ask, record: string, words: readonly string[]): Promise<Map<string, Set<string>>> {
  const declaration = ask.house.records.get(record)?.declaration ?? ask.house.cases.get(record)?.declaration;
  const ids = new Map<string, Set<string>>();
  if (!declaration || words.length === 0) return ids;
  for (const name of new Set([declaration.title, ...(declaration.key ? [declaration.key] : []), ...declaration.search])) {
    const column = sql.ref(columnOf(name));
    const { rows } = await sql<{ id: string; word: string }>`SELECT id, ${column} AS word FROM ${sql.table(declaration.table)}
      WHERE zone_id = ${ask.actor.zoneId} AND ended_on IS NULL AND ${column} = ANY(${[...words]}::text[])`.execute(ask.tx);
    for (const { id, word } of rows) ids.set(word, (ids.get(word) ?? new Set()).add(id));
  }
  return ids;
}
