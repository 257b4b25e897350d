import { sql, type RawBuilder } from 'kysely';
import { columnOf, type Field } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { columnType } from '../records/values.ts';
import { isCase, type FigureDay } from './day.ts';

/** What a condition can look at in a row: a declared field, or one of the system's. */
export type Seen = Field['kind'] | 'id';

/** The kind of a field as conditions see it; undefined when the record has none of that name. */
export function kindOf(declaration: RecordDeclaration, name: string): Seen | undefined {
  if (name === 'id') return 'id';
  if (name === 'createdAt' || (name === 'at' && isCase(declaration))) return 'moment';
  if (isCase(declaration) && (name === 'dueAt' || name === 'statusSince')) return 'moment';
  if (isCase(declaration) && name === 'status') return 'choice';
  if (isCase(declaration) && name === 'everOverdue') return 'flag';
  return declaration.fields[name]?.kind;
}

/** A field's value on the day, on the rows of an alias. `at` is the moment of the event that is counted. */
export function fieldOn(
  { ask, day, past, end }: FigureDay,
  declaration: RecordDeclaration,
  alias: string,
  name: string,
): RawBuilder<unknown> {
  const own = sql.ref(`${alias}.${columnOf(name)}`);
  const id = sql.ref(`${alias}.id`);
  if (name === 'at') return sql`e.at`;
  const { history, changing } = declaration.life ?? {};
  if (history?.fields.includes(name)) {
    return sql`(SELECT h.${sql.ref(columnOf(name))} FROM ${sql.table(history.table)} h WHERE h.zone_id = ${ask.actor.zoneId}
      AND h.${sql.ref(history.key)} = ${id} AND h.from_on <= ${day}::date ORDER BY h.from_on DESC LIMIT 1)`;
  }
  if (past && isCase(declaration) && name === 'status') {
    return sql`(SELECT h.status FROM case_events h WHERE h.zone_id = ${ask.actor.zoneId} AND h.case_id = ${id}
      AND h.at < ${end}::timestamptz ORDER BY h.seq DESC LIMIT 1)`;
  }
  const field = declaration.fields[name];
  if (past && field && changing?.includes(name)) {
    const type = sql.raw(columnType(field));
    return sql`(SELECT c.value FROM (SELECT (h.before->>${name})::${type} AS value, h.at FROM audit_entries h
        WHERE h.zone_id = ${ask.actor.zoneId} AND h.subject_kind = ${declaration.name} AND h.subject_id = ${id}::text
          AND h.action = 'update' AND h.before ? ${name} AND h.at >= ${end}::timestamptz
      UNION ALL SELECT ${own}, 'infinity'::timestamptz) c ORDER BY c.at LIMIT 1)`;
  }
  return own;
}

/** A field's value as a day of the zone, for date conditions and periods. */
export function dayOf(kind: Seen | undefined, value: RawBuilder<unknown>): RawBuilder<unknown> {
  return kind === 'moment' ? sql`(${value} AT TIME ZONE 'Asia/Shanghai')::date` : value;
}

/** Rows of an alias that live on the day: begun, not over, not taken back by then. */
export function livesOn(on: FigureDay, declaration: RecordDeclaration, alias: string): RawBuilder<boolean> {
  const { life = {} } = declaration;
  const date = (name: string) => dayOf(kindOf(declaration, name), fieldOn(on, declaration, alias, name));
  const parts = [
    sql`${sql.ref(`${alias}.zone_id`)} = ${on.ask.actor.zoneId}`,
    sql`(${sql.ref(`${alias}.ended_on`)} IS NULL OR ${sql.ref(`${alias}.ended_on`)} > ${on.day}::date)`,
    begun(on, declaration, alias),
  ];
  if (life.to) parts.push(sql`(${date(life.to)} IS NULL OR ${date(life.to)} >= ${on.day}::date)`);
  if (life.before) parts.push(sql`(${date(life.before)} IS NULL OR ${date(life.before)} > ${on.day}::date)`);
  return sql<boolean>`(${sql.join(parts, sql` AND `)})`;
}

function begun(on: FigureDay, declaration: RecordDeclaration, alias: string): RawBuilder<unknown> {
  const { life } = declaration;
  if (life?.history) {
    return sql`EXISTS (SELECT 1 FROM ${sql.table(life.history.table)} h WHERE h.zone_id = ${on.ask.actor.zoneId}
      AND h.${sql.ref(life.history.key)} = ${sql.ref(`${alias}.id`)} AND h.from_on <= ${on.day}::date)`;
  }
  if (!life?.from) return sql`${sql.ref(`${alias}.created_at`)} < ${on.end}::timestamptz`;
  const first = dayOf(kindOf(declaration, life.from), fieldOn(on, declaration, alias, life.from));
  const entered = dayOf('moment', sql.ref(`${alias}.created_at`));
  return sql`${life.orEntered ? sql`coalesce(${first}, ${entered})` : first} <= ${on.day}::date`;
}
