import { sql, type RawBuilder } from 'kysely';
import type { DayPoint, Match, Where } from '#kernel/contract/figure.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { addDays, type IsoDate } from '#kernel/rules/instant.ts';
import { countableRows } from '../access/policy.ts';
import { declarationNamed, quantityOn, type FigureDay } from './day.ts';
import { dayOf, fieldOn, kindOf, livesOn } from './rows.ts';

type Rows = { readonly declaration: RecordDeclaration; readonly alias: string };

const several = ['references', 'choices'];

/** A condition as SQL on the rows of an alias; never null, so that `not` means what it says. */
export function whereOn(on: FigureDay, { declaration, alias }: Rows, where: Where): RawBuilder<boolean> {
  const rows = { declaration, alias };
  if ('all' in where) return joined(on, rows, where.all, 'AND');
  if ('any' in where) return joined(on, rows, where.any, 'OR');
  if ('not' in where) return sql<boolean>`(NOT ${whereOn(on, rows, where.not)})`;
  if ('of' in where) return ofOn(on, rows, where.of, where.where);
  if ('has' in where) return hasOn(on, rows, where);
  if ('last' in where) return lastOn(on, rows, where);
  return fieldIs(on, rows, where);
}

function joined(on: FigureDay, rows: Rows, parts: readonly Where[], by: 'AND' | 'OR'): RawBuilder<boolean> {
  if (parts.length === 0) return sql<boolean>`${sql.raw(by === 'AND' ? 'true' : 'false')}`;
  return sql<boolean>`(${sql.join(
    parts.map((part) => whereOn(on, rows, part)),
    sql.raw(` ${by} `),
  )})`;
}

function fieldIs(on: FigureDay, { declaration, alias }: Rows, where: Extract<Where, { field: string }>): RawBuilder<boolean> {
  const kind = kindOf(declaration, where.field);
  const value = fieldOn(on, declaration, alias, where.field);
  const holds = (condition: RawBuilder<unknown>) => sql<boolean>`coalesce(${condition}, false)`;
  if ('is' in where) {
    if (kind === 'flag') return sql<boolean>`(coalesce(${value}, false)::text = ANY(${where.is.map(String)}::text[]))`;
    const type = sql.raw(kind === 'reference' || kind === 'references' || kind === 'id' ? 'uuid[]' : 'text[]');
    if (kind && several.includes(kind)) return holds(sql`${value} && ${where.is.map(String)}::${type}`);
    return holds(sql`${value} = ANY(${where.is.map(String)}::${type})`);
  }
  if ('filled' in where) {
    const filled = kind && several.includes(kind) ? sql`cardinality(${value}) > 0` : sql`${value} IS NOT NULL`;
    return where.filled ? holds(filled) : sql<boolean>`(NOT coalesce(${filled}, false))`;
  }
  if ('from' in where || 'to' in where) {
    const day = dayOf(kind, value);
    const parts = [
      ...(where.from === undefined ? [] : [sql`${day} >= ${pointOn(on, where.from)}::date`]),
      ...(where.to === undefined ? [] : [sql`${day} <= ${pointOn(on, where.to)}::date`]),
    ];
    return holds(parts.length === 0 ? sql`${day} IS NOT NULL` : sql`${sql.join(parts, sql` AND `)}`);
  }
  const { atLeast, atMost } = where as { readonly atLeast?: number; readonly atMost?: number };
  const parts = [sql`${value} IS NOT NULL`];
  if (atLeast !== undefined) parts.push(sql`${value} >= ${quantityOn(on.ask.house, on.packs, on.day, atLeast)}::numeric`);
  if (atMost !== undefined) parts.push(sql`${value} <= ${quantityOn(on.ask.house, on.packs, on.day, atMost)}::numeric`);
  return holds(sql`${sql.join(parts, sql` AND `)}`);
}

/** A day point as a date: written out, or so many days from the day asked for. */
export function pointOn(on: FigureDay, point: DayPoint): IsoDate {
  return typeof point === 'string' ? point : addDays(on.day, quantityOn(on.ask.house, on.packs, on.day, point.days));
}

function ofOn(on: FigureDay, { declaration, alias }: Rows, field: string, where: Where): RawBuilder<boolean> {
  const named = declaration.fields[field];
  if (named?.kind !== 'reference') throw new Error(`${declaration.name}.${field} names no record`);
  const related = relatedRows(on, named.record);
  return sql<boolean>`coalesce(${fieldOn(on, declaration, alias, field)} IN (SELECT ${sql.ref(`${related.alias}.id`)}
    FROM ${related.from} WHERE ${related.readable} AND ${whereOn(on, related, where)}), false)`;
}

function hasOn(on: FigureDay, rows: Rows, { has, match, where, atLeast }: Extract<Where, { has: string }>): RawBuilder<boolean> {
  const related = relatedRows(on, has);
  const keys = keysOf(on, related, match);
  const also = where ? whereOn(on, related, where) : sql`true`;
  const least = atLeast === undefined ? 1 : quantityOn(on.ask.house, on.packs, on.day, atLeast);
  const enough =
    least > 1
      ? sql`GROUP BY ${sql.join(keys.values)} HAVING count(DISTINCT ${sql.ref(`${related.alias}.id`)}) >= ${least}::numeric`
      : sql``;
  return sql<boolean>`coalesce((${ownKeys(on, rows, match)}) IN (SELECT ${sql.join(keys.values)} FROM ${related.from} ${keys.joins}
    WHERE ${related.readable} AND ${also} AND ${keys.filled} ${enough}), false)`;
}

function lastOn(on: FigureDay, rows: Rows, { last, by, match, where }: Extract<Where, { last: string }>): RawBuilder<boolean> {
  const related = relatedRows(on, last);
  const keys = keysOf(on, related, match);
  const date = dayOf(kindOf(related.declaration, by), fieldOn(on, related.declaration, related.alias, by));
  const alias = sql.ref(related.alias);
  return sql<boolean>`coalesce((${ownKeys(on, rows, match)}) IN (SELECT ${sql.join(keys.values)} FROM (
    SELECT DISTINCT ON (${sql.join(keys.values)}) ${alias}.* FROM ${related.from} ${keys.joins}
    WHERE ${related.readable} AND ${keys.filled} AND ${date} <= ${on.day}::date
    ORDER BY ${sql.join(keys.values)}, ${date} DESC, ${sql.ref(`${related.alias}.id`)} DESC) ${alias} ${keys.joins}
    WHERE ${whereOn(on, related, where)}), false)`;
}

let aliases = 0;

/** Another record's rows that live on the day and that the reader may read, under an alias of their own. */
export function relatedRows(on: FigureDay, name: string) {
  const declaration = declarationNamed(on.ask.house, name);
  aliases = (aliases + 1) % 1_000_000;
  const alias = `r${aliases}`;
  return {
    declaration,
    alias,
    from: sql`${sql.table(declaration.table)} AS ${sql.ref(alias)}`,
    readable: sql`${livesOn(on, declaration, alias)} AND ${countableRows(declaration, on.ask.actor, alias)}`,
  };
}

/** The related rows' side of a match: a field with several values matches by each of them. */
export function keysOf(on: FigureDay, { declaration, alias }: Rows, match: Match) {
  const keys = Object.keys(match).map((name, index) => {
    const value = fieldOn(on, declaration, alias, name);
    const kind = kindOf(declaration, name);
    if (!kind || !several.includes(kind)) return { value, join: undefined };
    const each = `${alias}k${index}`;
    return {
      value: sql`${sql.ref(`${each}.key`)}`,
      join: sql`CROSS JOIN LATERAL (SELECT DISTINCT unnest(${value}) AS key) AS ${sql.ref(each)}`,
    };
  });
  return {
    values: keys.map((key) => key.value),
    joins: sql`${sql.join([sql``, ...keys.flatMap((key) => key.join ?? [])], sql` `)}`,
    filled: sql`${sql.join(
      keys.map((key) => sql`${key.value} IS NOT NULL`),
      sql` AND `,
    )}`,
  };
}

function ownKeys(on: FigureDay, { declaration, alias }: Rows, match: Match): RawBuilder<unknown> {
  return sql.join(Object.values(match).map((name) => fieldOn(on, declaration, alias, name)));
}
