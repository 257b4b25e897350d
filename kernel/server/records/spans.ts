import { sql, type RawBuilder } from 'kysely';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import type { IsoDate } from '#kernel/rules/instant.ts';
import type { Ask } from '../house.ts';
import { titlesByIds } from './present.ts';

type Values = Readonly<Record<string, unknown>>;

/** The shown name of one row; empty while nothing is chosen. */
export async function titleOf(ask: Ask, record: string, id: unknown): Promise<string> {
  if (typeof id !== 'string') return '';
  return (await titlesByIds(ask, record, [id])).get(id) ?? '';
}

/** Rows of a dated table (alias) that hold on a day: begun, not over, not taken back by then. */
export function holdsOn(alias: string, on: IsoDate): RawBuilder<boolean> {
  const at = sql.ref(alias);
  return sql<boolean>`(${at}.from_on <= ${on}::date AND (${at}.to_on IS NULL OR ${at}.to_on >= ${on}::date)
    AND (${at}.ended_on IS NULL OR ${at}.ended_on > ${on}::date))`;
}

/**
 * Refuses a dated row whose days meet those of another live row about the same subject.
 * @param days names of the fields that hold its first and last day
 */
export async function overlapRefusals(
  ask: Ask,
  declaration: RecordDeclaration,
  values: Values,
  before: Values | undefined,
  subject: readonly string[],
  refusal: Refusal,
  days: readonly [string, string] = ['fromOn', 'toOn'],
): Promise<Refusal[]> {
  const [from, to] = days;
  if (!values[from] || subject.some((name) => values[name] === undefined || values[name] === null)) return [];
  const same = sql.join(
    subject.map((name) => sql`${sql.ref(columnOf(name))}::text = ${String(values[name])}`),
    sql` AND `,
  );
  const isItself =
    before === undefined
      ? sql`false`
      : sql`(${sql.ref(columnOf(from))} = ${before[from]}::date AND ${sql.join(
          subject.map((name) => sql`${sql.ref(columnOf(name))}::text = ${String(before[name])}`),
          sql` AND `,
        )})`;
  const { rows } =
    await sql`SELECT 1 FROM ${sql.table(declaration.table)} WHERE zone_id = ${ask.actor.zoneId} AND ended_on IS NULL AND ${same}
    AND ${sql.ref(columnOf(from))} <= coalesce(${values[to] ?? null}::date, '9999-12-31')
    AND coalesce(${sql.ref(columnOf(to))}, '9999-12-31') >= ${values[from]}::date AND NOT ${isItself} LIMIT 1`.execute(ask.tx);
  return rows.length > 0 ? [refusal] : [];
}
