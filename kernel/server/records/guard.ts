import { sql } from 'kysely';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import type { Ask } from '../house.ts';
import { invalid } from '../http/refused.ts';
import { titlesByIds } from './present.ts';

type Values = Readonly<Record<string, unknown>>;

/** Refuses references that this zone does not hold, all of them named. */
export async function guardReferences(ask: Ask, declaration: RecordDeclaration, rows: readonly Values[]): Promise<void> {
  const refusals: Refusal[] = [];
  for (const [name, field] of Object.entries(declaration.fields)) {
    if (field.kind !== 'reference' && field.kind !== 'references') continue;
    const asked = rows.flatMap((row) => [row[name] ?? []].flat().map(String));
    if (asked.length === 0) continue;
    const found = await titlesByIds(ask, field.record, asked);
    if (asked.some((id) => !found.has(id))) {
      refusals.push({
        code: 'REFERENCE_UNKNOWN',
        rule: 'D-ZONE',
        field: name,
        message: { zh: `${field.label.zh}：本区没有这条记录`, en: `${field.label.en}: this zone has no such record` },
      });
    }
  }
  if (refusals.length > 0) throw invalid(refusals);
}

/** Refuses a key that a live row holds already, naming that row. */
export async function guardKey(ask: Ask, declaration: RecordDeclaration, rows: readonly { id: string; values: Values }[]): Promise<void> {
  const { key } = declaration;
  if (!key) return;
  const wanted = new Map(rows.flatMap(({ id, values }) => (values[key] ? [[String(values[key]), id] as const] : [])));
  if (wanted.size === 0) return;
  const column = sql.ref(columnOf(key));
  const { rows: taken } = await sql<{ id: string; value: string; title: string }>`
    SELECT id, ${column} AS value, ${sql.ref(columnOf(declaration.title))} AS title FROM ${sql.table(declaration.table)}
    WHERE zone_id = ${ask.actor.zoneId} AND ended_on IS NULL AND ${column} = ANY(${[...wanted.keys()]}::text[])`.execute(ask.tx);
  const others = taken.filter((row) => wanted.get(row.value) !== row.id);
  if (others.length === 0) return;
  const label = declaration.fields[key]?.label ?? declaration.label;
  throw invalid(
    others.map((row) => ({
      code: 'KEY_TAKEN',
      field: key,
      message: { zh: `${label.zh}“${row.value}”已属于“${row.title}”`, en: `${label.en} “${row.value}” already belongs to “${row.title}”` },
    })),
  );
}
