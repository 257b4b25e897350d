import { sql } from 'kysely';
import type { Actor, RowScope } from '#kernel/contract/access.ts';
import { accessRulesFor } from '#kernel/contract/access.ts';
import { columnOf } from '#kernel/contract/field.ts';
import type { FigureDeclaration, Path, Quantity, Where } from '#kernel/contract/figure.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { addDays, dateOf } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import type { Ask, House } from '#kernel/server/house.ts';

type Row = Readonly<Record<string, unknown>>;
type Event = {
  readonly case_id: string;
  readonly case_name: string;
  readonly move: string;
  readonly at: Date;
  readonly seq: number;
  readonly status: string;
};

/** Everything of a zone in memory, and figures counted over it the slow and obvious way. */
export type Oracle = {
  /** the rows that a figure counts as of a day, for an actor; an event's row carries its event */
  rowsOf(
    figure: FigureDeclaration,
    on: { day: string; from: string | null; to: string | null },
    actor: Actor,
    cut?: { dimension: string; key: string },
  ): Counted[];
  keysOf(figure: FigureDeclaration, dimension: string, row: Counted, day: string, actor: Actor): (string | null)[];
  value(record: RecordDeclaration, row: Counted, field: string, day: string): unknown;
  holds(record: RecordDeclaration, row: Counted, where: Where, day: string, actor: Actor): boolean;
};

export type Counted = { readonly row: Row; readonly event?: Event };

export async function readOracle(ask: Ask, packs: readonly RulePack[], today: string): Promise<Oracle> {
  const { house, tx, actor } = ask;
  const zoneId = actor.zoneId;
  const all = async <T>(table: string) => (await sql<T>`SELECT * FROM ${sql.table(table)} WHERE zone_id = ${zoneId}`.execute(tx)).rows;
  const declarations = [
    ...[...house.records.values()].map((one) => one.declaration),
    ...[...house.cases.values()].map((one) => one.declaration as unknown as RecordDeclaration),
  ];
  const tables = new Map<string, Row[]>();
  for (const { table } of declarations) tables.set(table, await all<Row>(table));
  for (const { life } of declarations) if (life?.history) tables.set(life.history.table, await all<Row>(life.history.table));
  for (const { access } of declarations)
    for (const { rows } of access)
      if (rows !== 'all' && 'through' in rows && !tables.has(rows.through)) tables.set(rows.through, await all<Row>(rows.through));
  const events = (await all<Event>('case_events')).sort((a, b) => a.seq - b.seq);
  const changes = (
    await all<{ subject_kind: string; subject_id: string; action: string; at: Date; before: Record<string, unknown> | null }>(
      'audit_entries',
    )
  )
    .filter((entry) => entry.action === 'update')
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  return oracleOver(house, packs, today, tables, events, changes);
}

function oracleOver(
  house: House,
  packs: readonly RulePack[],
  today: string,
  tables: ReadonlyMap<string, Row[]>,
  events: readonly Event[],
  changes: readonly { subject_kind: string; subject_id: string; at: Date; before: Record<string, unknown> | null }[],
): Oracle {
  const declared = (name: string): RecordDeclaration => {
    const found = house.records.get(name)?.declaration ?? house.cases.get(name)?.declaration;
    if (!found) throw new Error(name);
    return found;
  };
  const dayText = (date: unknown): string | null =>
    date instanceof Date ? dateOf(date.getTime()) : date === null || date === undefined ? null : String(date);
  const rows = (record: RecordDeclaration) => tables.get(record.table) ?? [];
  const number = (quantity: Quantity, day: string) =>
    typeof quantity === 'number' ? quantity : (house.figureParams.get(quantity.param)?.(packs, day) ?? Number.NaN);

  function value(record: RecordDeclaration, { row, event }: Counted, field: string, day: string): unknown {
    if (field === 'at') return event?.at;
    const { history, changing } = record.life ?? {};
    if (history?.fields.includes(field)) return historyRow(record, row, day)?.[columnOf(field)] ?? null;
    if ('states' in record && field === 'status' && day < today) {
      return events.findLast((one) => one.case_id === row['id'] && dateOf(one.at.getTime()) <= day)?.status ?? null;
    }
    if (changing?.includes(field) && day < today) {
      const next = changes.find(
        (one) =>
          one.subject_kind === record.name &&
          one.subject_id === row['id'] &&
          one.before !== null &&
          field in one.before &&
          dateOf(one.at.getTime()) > day,
      );
      if (next) return next.before?.[field] ?? null;
    }
    return row[columnOf(field)] ?? null;
  }

  function historyRow(record: RecordDeclaration, row: Row, day: string): Row | undefined {
    const history = record.life?.history;
    if (!history) return undefined;
    return (tables.get(history.table) ?? [])
      .filter((one) => one[history.key] === row['id'] && String(one['from_on']) <= day)
      .sort((a, b) => (String(a['from_on']) < String(b['from_on']) ? -1 : 1))
      .at(-1);
  }

  function lives(record: RecordDeclaration, row: Row, day: string): boolean {
    const life = record.life ?? {};
    const date = (field: string) => dayText(value(record, { row }, field, day));
    if (row['ended_on'] !== null && String(row['ended_on']) <= day) return false;
    if (life.history) {
      if (!historyRow(record, row, day)) return false;
    } else {
      const first = life.from ? (date(life.from) ?? (life.orEntered ? dayText(row['created_at']) : null)) : dayText(row['created_at']);
      if (first === null || first > day) return false;
    }
    const to = life.to ? date(life.to) : null;
    const before = life.before ? date(life.before) : null;
    return (to === null || to >= day) && (before === null || before > day);
  }

  function readable(record: RecordDeclaration, row: Row, actor: Actor): boolean {
    return accessRulesFor(record.access, actor, 'read').some((rule) => rule.rows === 'all' || inScope(rule.rows, row, actor));
  }

  function inScope(scope: RowScope, row: Row, actor: Actor): boolean {
    if ('is' in scope) return (row[columnOf(scope.column)] ?? false) === scope.is;
    // what is seen by a firm's consent alone is never counted
    if ('consent' in scope) return false;
    const ids = actor.scope[scope.in];
    if ('through' in scope) {
      return (tables.get(scope.through) ?? []).some((one) => one[scope.on] === row['id'] && ids.includes(String(one[scope.column])));
    }
    return ids.includes(String(row[columnOf(scope.column)]));
  }

  const related = (name: string, day: string, actor: Actor) =>
    rows(declared(name)).filter((row) => lives(declared(name), row, day) && readable(declared(name), row, actor));
  const listed = (raw: unknown): unknown[] => (Array.isArray(raw) ? raw : [raw]);

  function matches(
    name: string,
    theirs: Row,
    record: RecordDeclaration,
    ours: Counted,
    match: Readonly<Record<string, string>>,
    day: string,
  ): boolean {
    return Object.entries(match).every(([their, our]) => {
      const own = value(record, ours, our, day);
      return own !== null && own !== undefined && listed(value(declared(name), { row: theirs }, their, day)).includes(own);
    });
  }

  function holds(record: RecordDeclaration, row: Counted, where: Where, day: string, actor: Actor): boolean {
    if ('all' in where) return where.all.every((part) => holds(record, row, part, day, actor));
    if ('any' in where) return where.any.some((part) => holds(record, row, part, day, actor));
    if ('not' in where) return !holds(record, row, where.not, day, actor);
    if ('of' in where) {
      const field = record.fields[where.of];
      if (field?.kind !== 'reference') throw new Error(where.of);
      const id = value(record, row, where.of, day);
      return related(field.record, day, actor).some(
        (one) => one['id'] === id && holds(declared(field.record), { row: one }, where.where, day, actor),
      );
    }
    if ('has' in where) {
      const found = related(where.has, day, actor).filter(
        (one) =>
          matches(where.has, one, record, row, where.match, day) &&
          (!where.where || holds(declared(where.has), { row: one }, where.where, day, actor)),
      );
      return found.length >= (where.atLeast === undefined ? 1 : Math.max(1, number(where.atLeast, day)));
    }
    if ('last' in where) {
      const by = (one: Row) => dayText(value(declared(where.last), { row: one }, where.by, day)) ?? '';
      const last = related(where.last, day, actor)
        .filter((one) => matches(where.last, one, record, row, where.match, day) && by(one) !== '' && by(one) <= day)
        .sort((a, b) => (by(a) !== by(b) ? (by(a) < by(b) ? -1 : 1) : String(a['id']) < String(b['id']) ? -1 : 1))
        .at(-1);
      return last !== undefined && holds(declared(where.last), { row: last }, where.where, day, actor);
    }
    const raw = value(record, row, where.field, day);
    const isFlag = record.fields[where.field]?.kind === 'flag' || where.field === 'everOverdue';
    if ('is' in where) {
      if (isFlag) return where.is.map(String).includes(String(raw ?? false));
      return raw !== null && listed(raw).some((one) => where.is.map(String).includes(String(one)));
    }
    if ('filled' in where) return where.filled === (raw !== null && (!Array.isArray(raw) || raw.length > 0));
    if ('from' in where || 'to' in where) {
      const date = dayText(raw);
      const point = (at: NonNullable<typeof where.from>) => (typeof at === 'string' ? at : addDays(day, number(at.days, day)));
      return (
        date !== null && (where.from === undefined || date >= point(where.from)) && (where.to === undefined || date <= point(where.to))
      );
    }
    const { atLeast, atMost } = where as { atLeast?: Quantity; atMost?: Quantity };
    return (
      raw !== null &&
      (atLeast === undefined || Number(raw) >= number(atLeast, day)) &&
      (atMost === undefined || Number(raw) <= number(atMost, day))
    );
  }

  function keysAlong(record: RecordDeclaration, row: Counted, path: Path, day: string, actor: Actor): string[] {
    if ('field' in path) {
      const raw = value(record, row, path.field, day);
      if (record.fields[path.field]?.kind === 'flag') return [String(raw ?? false)];
      if (raw === null || raw === undefined) return [];
      if (path.per) return [(dayText(raw) ?? '').slice(0, path.per === 'month' ? 7 : 4)];
      return [...new Set(listed(raw).map(String))];
    }
    if ('of' in path) {
      const field = record.fields[path.of];
      if (field?.kind !== 'reference') throw new Error(path.of);
      const id = value(record, row, path.of, day);
      return related(field.record, day, actor)
        .filter((one) => one['id'] === id)
        .flatMap((one) => keysAlong(declared(field.record), { row: one }, path.path, day, actor));
    }
    const found = related(path.via, day, actor).filter((one) => matches(path.via, one, record, row, path.match, day));
    return [...new Set(found.flatMap((one) => keysAlong(declared(path.via), { row: one }, path.path, day, actor)))];
  }

  return {
    value,
    holds,
    keysOf(figure, dimension, row, day, actor) {
      const path = figure.dimensions?.[dimension]?.path;
      if (!path) throw new Error(dimension);
      const keys = keysAlong(declared(figure.source.record), row, path, day, actor);
      return keys.length === 0 ? [null] : keys;
    },
    rowsOf(figure, { day, from, to }, actor, cut) {
      const record = declared(figure.source.record);
      const { source } = figure;
      const until = to ?? day;
      const within = (date: string | null) => date !== null && date <= until && (from === null || date >= from);
      const seen = rows(record).filter((row) => readable(record, row, actor));
      const candidates: Counted[] =
        source.kind === 'state'
          ? seen.filter((row) => lives(record, row, day)).map((row) => ({ row }))
          : source.kind === 'dated'
            ? seen
                .filter(
                  (row) =>
                    (row['ended_on'] === null || String(row['ended_on']) > until) &&
                    within(dayText(value(record, { row }, source.on, day))),
                )
                .map((row) => ({ row }))
            : events
                .filter(
                  (event) => event.case_name === record.name && source.moves.includes(event.move) && within(dateOf(event.at.getTime())),
                )
                .flatMap((event) => seen.filter((row) => row['id'] === event.case_id).map((row) => ({ row, event })));
      return candidates.filter(
        (row) =>
          (!figure.where || holds(record, row, figure.where, day, actor)) &&
          (!cut || this.keysOf(figure, cut.dimension, row, day, actor).includes(cut.key === 'none' ? null : cut.key)),
      );
    },
  };
}
