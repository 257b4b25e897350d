import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { columnOf, type Field } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { addDays } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';
import { createRandom } from '#seeds/random.ts';

type Row = Record<string, unknown>;

/** Of these there are more, since figures look for rare ones among them. */
const times: Readonly<Record<string, number>> = { schemeReview: 14, serviceRequest: 6 };

/**
 * A zone of random rows in every table of the house: no rule holds in it, every date and every state occurs. What
 * figures say of it must still be what counting by hand says.
 * @param only `records` leaves cases out: their made-up pasts were never lawful, so that no move can follow them
 */
export async function fillRandomly(ask: Ask, seed: string, perTable: number, only?: 'records'): Promise<void> {
  const random = createRandom(seed);
  const declarations: RecordDeclaration[] = [
    ...[...ask.house.records.values()].map((one) => one.declaration),
    ...[...ask.house.cases.values()].map((one) => one.declaration as unknown as RecordDeclaration),
  ];
  const needed = await notNull(ask);
  const words = wordsOfFigures(ask);
  const ids = new Map<string, string[]>(
    declarations.map((one) => [one.name, Array.from({ length: perTable * (times[one.name] ?? 1) }, () => randomUUID())]),
  );
  for (const one of declarations) {
    const { rows } = await sql<{ id: string }>`SELECT id FROM ${sql.table(one.table)} WHERE zone_id = ${ask.actor.zoneId}`.execute(ask.tx);
    if (rows.length > 0) ids.set(one.name, [...rows.map((row) => row.id), ...(ids.get(one.name) ?? [])]);
  }
  // referenced rows first; what refers to its own kind stays without
  const order = sorted(declarations);
  for (const declaration of order) {
    if (only === 'records' && 'states' in declaration) continue;
    const own = ids.get(declaration.name)?.slice(-perTable * (times[declaration.name] ?? 1)) ?? [];
    const rows = own.map((id, index) => rowOf(declaration, id, index));
    await insert(ask, declaration.table, rows);
    if (declaration.life?.history) await insertHistory(ask, declaration, rows);
    if ('states' in declaration) await insertEvents(ask, declaration, rows);
    if (declaration.life?.changing) await insertChanges(ask, declaration, rows);
  }

  function day(): string {
    return addDays('2024-01-01', random.int(0, 900));
  }
  function moment(): string {
    return `${day()}T${String(random.int(0, 23)).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')}:00+08:00`;
  }
  function rowOf(declaration: RecordDeclaration, id: string, index: number): Row {
    const row: Row = {
      zone_id: ask.actor.zoneId,
      id,
      version: 1,
      created_at: moment(),
      updated_at: moment(),
      ended_on: random.int(0, 9) === 0 ? day() : null,
    };
    if ('states' in declaration) {
      const states = Object.keys(declaration.states as object);
      Object.assign(row, {
        status: random.pick(states),
        status_since: moment(),
        due_at: null,
        yellow_at: null,
        paused: false,
        ever_overdue: random.int(0, 2) === 0,
      });
    }
    for (const [name, field] of Object.entries(declaration.fields)) {
      if (field.kind === 'secret') continue;
      const column = columnOf(name);
      const must = needed.has(`${declaration.table}.${column}`);
      if (!must && random.int(0, 4) === 0) continue;
      const value = valueOf(declaration, name, field, index);
      if (value === null && must) throw new Error(`${declaration.table}.${column} must have a value`);
      row[column] = value;
    }
    const { from, to } = declaration.life ?? {};
    const [first, last] = [row[columnOf(from ?? '')], row[columnOf(to ?? '')]];
    if (from && to && typeof first === 'string' && typeof last === 'string' && last < first)
      Object.assign(row, { [columnOf(from)]: last, [columnOf(to)]: first });
    return row;
  }
  function valueOf(declaration: RecordDeclaration, name: string, field: Field, index: number): unknown {
    switch (field.kind) {
      case 'text':
      case 'longText':
        if (declaration.name === 'scheme' && name === 'code' && index < 4) return random.pick(words.get('code') ?? ['x']);
        return declaration.title === name || declaration.key === name
          ? `${declaration.name}-${index}-${random.int(0, 99_999)}`
          : random.pick(['甲', '乙', '丙']);
      case 'integer':
      case 'decimal':
        return random.int(0, 6);
      case 'money':
        return random.int(0, 9_000_000);
      case 'date':
        return day();
      case 'moment':
        return moment();
      case 'flag':
        return random.int(0, 1) === 0;
      case 'choice': {
        const sought = (words.get(name) ?? []).filter((word) => Object.hasOwn(field.options, word));
        return sought.length > 0 && random.int(0, 1) === 0 ? random.pick(sought) : random.pick(Object.keys(field.options));
      }
      case 'choices':
        return Object.keys(field.options).filter(() => random.int(0, 2) === 0);
      case 'reference':
        return field.record === declaration.name
          ? null
          : random.pick((ids.get(field.record) ?? []).slice(0, name === 'partId' ? perTable : 5));
      case 'references':
        return (ids.get(field.record) ?? []).slice(0, 6).filter(() => random.int(0, 2) === 0);
      default:
        return null;
    }
  }
  async function insertHistory(on: Ask, declaration: RecordDeclaration, rows: readonly Row[]): Promise<void> {
    const history = declaration.life?.history;
    if (!history) return;
    const states = rows.flatMap((row) =>
      [...new Set(Array.from({ length: random.int(0, 3) }, day))].map((fromOn) => ({
        zone_id: on.actor.zoneId,
        [history.key]: row['id'],
        from_on: fromOn,
        recorded_at: moment(),
        ...Object.fromEntries(
          history.fields.map((name) => [
            columnOf(name),
            name !== 'status' && random.int(0, 4) === 0 ? null : valueOf(declaration, name, fieldOf(declaration, name), 0),
          ]),
        ),
      })),
    );
    await insert(on, history.table, states);
  }
  async function insertEvents(on: Ask, declaration: RecordDeclaration, rows: readonly Row[]): Promise<void> {
    const { states, moves } = declaration as unknown as { states: object; moves: object };
    const events = rows.flatMap((row) => {
      const moments = Array.from({ length: random.int(1, 4) }, moment).sort();
      return moments.map((at, index) => ({
        zone_id: on.actor.zoneId,
        case_id: row['id'],
        seq: index + 1,
        case_name: declaration.name,
        move:
          index === 0
            ? 'open'
            : random.pick([...Object.keys(moves), ...(words.get('move') ?? []).filter((move) => Object.hasOwn(moves, move))]),
        at,
        actor_id: on.actor.userId,
        actor_name: 'x',
        actor_roles: [],
        input: {},
        status: index === moments.length - 1 ? row['status'] : random.pick(Object.keys(states)),
      }));
    });
    await insert(on, 'case_events', events);
  }
  async function insertChanges(on: Ask, declaration: RecordDeclaration, rows: readonly Row[]): Promise<void> {
    const entries = rows.flatMap((row) =>
      Array.from({ length: random.int(0, 2) }, () => ({
        zone_id: on.actor.zoneId,
        id: randomUUID(),
        at: moment(),
        actor_id: on.actor.userId,
        actor_name: 'x',
        ip: 'x',
        action: 'update',
        subject_kind: declaration.name,
        subject_id: row['id'],
        result: 'done',
        before: Object.fromEntries(
          (declaration.life?.changing ?? []).map((name) => [
            name,
            random.int(0, 3) === 0 ? null : valueOf(declaration, name, fieldOf(declaration, name), 0),
          ]),
        ),
        hash: 'x',
      })),
    );
    await insert(on, 'audit_entries', entries);
  }
}

function fieldOf(declaration: RecordDeclaration, name: string): Field {
  const field = declaration.fields[name];
  if (!field) throw new Error(`${declaration.name} has no field ${name}`);
  return field;
}

async function insert(ask: Ask, table: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = sql.join([...new Set(rows.flatMap(Object.keys))].map((column) => sql.ref(column)));
  const some = (chosen: readonly Row[]) =>
    sql`INSERT INTO ${sql.table(table)} (${columns}) SELECT ${columns}
    FROM jsonb_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(chosen)}::jsonb) ON CONFLICT DO NOTHING`.execute(ask.tx);
  const trial = async (chosen: readonly Row[]) => {
    await sql`SAVEPOINT trial`.execute(ask.tx);
    try {
      await some(chosen);
    } catch {
      await sql`ROLLBACK TO SAVEPOINT trial`.execute(ask.tx);
      return false;
    }
    return true;
  };
  // a row that the table itself forbids is left out
  if (!(await trial(rows))) for (const row of rows) await trial([row]);
}

async function notNull(ask: Ask): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`SELECT table_name || '.' || column_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND is_nullable = 'NO'`.execute(ask.tx);
  return new Set(rows.map((row) => row.name));
}

/** Values that conditions of figures look for, by field name: chance alone would seldom meet them. */
function wordsOfFigures(ask: Ask): Map<string, string[]> {
  const words = new Map<string, string[]>();
  for (const { declaration } of ask.house.figures.values()) {
    for (const [, field = '', values = ''] of JSON.stringify(declaration).matchAll(/"field":"(\w+)","is":\[([^\]]+)\]/g)) {
      words.set(field, [...(words.get(field) ?? []), ...values.split(',').map((value) => value.replaceAll('"', ''))]);
    }
    if (declaration.source.kind === 'event') words.set('move', [...(words.get('move') ?? []), ...declaration.source.moves]);
  }
  return words;
}

function sorted(declarations: readonly RecordDeclaration[]): RecordDeclaration[] {
  const done: RecordDeclaration[] = [];
  const visit = (one: RecordDeclaration, trail: readonly string[]): void => {
    if (done.includes(one) || trail.includes(one.name)) return;
    for (const field of Object.values(one.fields)) {
      if (field.kind !== 'reference') continue;
      const next = declarations.find((other) => other.name === field.record);
      if (next) visit(next, [...trail, one.name]);
    }
    done.push(one);
  };
  for (const one of declarations) visit(one, []);
  return done;
}
