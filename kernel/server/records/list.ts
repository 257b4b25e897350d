import { sql, type RawBuilder } from 'kysely';
import type { Field } from '#kernel/contract/field.ts';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration, RecordRow } from '#kernel/contract/record.ts';
import { pageSize } from '#kernel/contract/record-endpoints.ts';
import { addDays, dateOf, fromIso, instantAt, parseIsoDate, toIso } from '#kernel/rules/instant.ts';
import type { Action } from '#kernel/contract/access.ts';
import { readsByConsent } from '../access/consent.ts';
import { hangsOnRows, rowsFor } from '../access/policy.ts';
import { writeTrails } from '../database/trail.ts';
import { marksOf } from '../figures/marks.ts';
import { sm3 } from '../crypto/provider.ts';
import type { Ask } from '../house.ts';
import { invalid } from '../http/refused.ts';
import { keeping } from '../kept.ts';
import { present } from './present.ts';
import { searchCondition, type Found } from './search.ts';

export type ListQuery = Readonly<Record<string, string | number | undefined>>;

export type Page = { readonly rows: RecordRow[]; readonly total: number; readonly next: string | null };

/** One page of a record's or case's list within the reader's rights, with the exact total. */
export async function listRows(ask: Ask, declaration: RecordDeclaration, query: ListQuery): Promise<Page> {
  const where = await conditions(ask, declaration, query, 'read');
  // a lamp's colour changes by itself; what is searched changes with the row
  const keeps = hangsOnRows(declaration, ask.actor, 'read') && query['lamp'] === undefined;
  const page = await pageWhere(ask, declaration, query, where.met);
  // a number is a look too: whoever reads by consent is told none past the last row, where nothing is put on record
  if (page.rows.length === 0 && readsByConsent(declaration, ask.actor)) return { ...page, total: 0 };
  return { ...page, total: await (keeps ? keptTotal : countWhere)(ask, declaration, where) };
}

/** How many rows of the list the reader may treat so. */
export async function countRows(ask: Ask, declaration: RecordDeclaration, query: ListQuery, action: Action): Promise<number> {
  return countWhere(ask, declaration, await conditions(ask, declaration, query, action));
}

const totals = keeping<number>(5000);

/** Counted once as long as no row of the record changes. */
async function keptTotal(ask: Ask, declaration: RecordDeclaration, where: Found): Promise<number> {
  // before they are counted: a change in between then belongs to marks that nobody has yet
  const marks = await marksOf(ask.tx, ask.actor.zoneId, [declaration.name]);
  if (marks === undefined) return countWhere(ask, declaration, where);
  const { sql: text, parameters } = where.met.compile(ask.tx);
  const key = sm3(JSON.stringify([declaration.name, marks.get(declaration.name), text, parameters]));
  const total = totals.get(key) ?? (await countWhere(ask, declaration, where));
  totals.keep(key, total);
  return total;
}

async function countWhere(ask: Ask, declaration: RecordDeclaration, { counted }: Found): Promise<number> {
  const where = await counted();
  const { rows } = await sql<{
    total: number;
  }>`SELECT count(*)::int AS total FROM ${sql.table(declaration.table)} t WHERE ${where}`.execute(ask.tx);
  return rows[0]?.total ?? 0;
}

async function pageWhere(
  ask: Ask,
  declaration: RecordDeclaration,
  query: ListQuery,
  where: RawBuilder<boolean>,
): Promise<Omit<Page, 'total'>> {
  const order = orderOf(declaration, typeof query['order'] === 'string' ? query['order'] : declaration.list.order);
  const limit = typeof query['limit'] === 'number' ? query['limit'] : pageSize.default;
  const table = sql.table(declaration.table);
  const after = readCursor(query['after']);
  const beyond = after
    ? sql`AND (${order.value}, t.id) ${order.descending ? sql`<` : sql`>`} (${order.cast(after[0])}, ${after[1]}::uuid)`
    : sql``;
  const direction = order.descending ? sql`DESC` : sql`ASC`;
  await writeTrails(ask.tx);
  const found = await sql<Record<string, unknown> & { order_value: unknown }>`
    SELECT t.*, ${order.value} AS order_value FROM ${table} t ${order.join} WHERE ${where} ${beyond}
    ORDER BY ${order.value} ${direction}, t.id ${direction} LIMIT ${limit + 1}`.execute(ask.tx);
  const page = found.rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: await present(ask, declaration, page),
    next: found.rows.length > limit && last ? writeCursor(last['order_value'], String(last['id'])) : null,
  };
}

/** Every row of the list that the reader may take away, page by page, for exports: the same filter as the screen. */
export async function* allRows(ask: Ask, declaration: RecordDeclaration, query: ListQuery): AsyncGenerator<RecordRow> {
  const { met } = await conditions(ask, declaration, query, 'export');
  let after: string | undefined;
  do {
    const page: Omit<Page, 'total'> = await pageWhere(ask, declaration, { ...query, after, limit: pageSize.most }, met);
    yield* page.rows;
    after = page.next ?? undefined;
  } while (after);
}

/** What a list's address asks for, as one SQL condition on alias `t`; every bad value is named. */
async function conditions(ask: Ask, declaration: RecordDeclaration, query: ListQuery, action: Action): Promise<Found> {
  const parts: RawBuilder<unknown>[] = [sql`t.zone_id = ${ask.actor.zoneId}`, rowsFor(declaration, ask.actor, action)];
  const ended = query['ended'] ?? 'live';
  if (ended === 'live') parts.push(sql`(t.ended_on IS NULL OR t.ended_on > ${dateOf(ask.now)}::date)`);
  if (ended === 'ended') parts.push(sql`t.ended_on <= ${dateOf(ask.now)}::date`);
  const searched = typeof query['q'] === 'string' ? await searchCondition(ask, declaration, query['q']) : undefined;
  for (const name of declaration.list.filters) {
    const field = declaration.fields[name];
    if (!field) continue;
    parts.push(...rangeConditions(name, field, query));
    const asked = query[name];
    if (typeof asked === 'string' && asked !== '') parts.push(filterCondition(name, field, asked));
  }
  if ('states' in declaration) parts.push(...caseConditions(ask, query));
  const all = (found: RawBuilder<boolean> | undefined) => sql<boolean>`${sql.join(found ? [...parts, found] : parts, sql` AND `)}`;
  return { met: all(searched?.met), counted: async () => all(await searched?.counted()) };
}

function caseConditions(ask: Ask, query: ListQuery): RawBuilder<unknown>[] {
  const parts: RawBuilder<unknown>[] = [];
  if (typeof query['status'] === 'string') parts.push(sql`t.status = ANY(${query['status'].split(',')}::text[])`);
  if (typeof query['lamp'] === 'string') {
    const now = toIso(ask.now);
    const lamps = query['lamp'].split(',').map((lamp) => {
      if (lamp === 'red') return sql`t.due_at < ${now}::timestamptz`;
      if (lamp === 'yellow') return sql`(t.due_at >= ${now}::timestamptz AND t.yellow_at <= ${now}::timestamptz)`;
      return sql`(t.due_at >= ${now}::timestamptz AND t.yellow_at > ${now}::timestamptz)`;
    });
    parts.push(sql`(${sql.join(lamps, sql` OR `)})`);
  }
  return parts;
}

function rangeConditions(name: string, field: Field, query: ListQuery): RawBuilder<unknown>[] {
  const from = query[`${name}.from`];
  const to = query[`${name}.to`];
  const column = sql`t.${sql.ref(columnOf(name))}`;
  const parts: RawBuilder<unknown>[] = [];
  if (field.kind === 'date') {
    if (typeof from === 'string') parts.push(sql`${column} >= ${from}::date`);
    if (typeof to === 'string') parts.push(sql`${column} <= ${to}::date`);
  } else if (field.kind === 'moment') {
    if (typeof from === 'string') parts.push(sql`${column} >= ${toIso(instantAt(from, '00:00'))}::timestamptz`);
    if (typeof to === 'string') parts.push(sql`${column} < ${toIso(instantAt(addDays(to, 1), '00:00'))}::timestamptz`);
  }
  return parts;
}

function filterCondition(name: string, field: Field, asked: string): RawBuilder<unknown> {
  const column = sql`t.${sql.ref(columnOf(name))}`;
  const bad = (zh: string, en: string) => invalid([{ code: 'FILTER', field: `query.${name}`, message: { zh, en } }]);
  switch (field.kind) {
    case 'choice':
      return sql`${column} = ANY(${asked.split(',')}::text[])`;
    case 'choices':
      return sql`${column} && ${asked.split(',')}::text[]`;
    case 'reference':
    case 'references': {
      const ids = asked.split(',');
      if (!ids.every((id) => isId.test(id.toLowerCase()))) throw bad('不是有效的记录编号', 'Not a record id');
      return field.kind === 'reference' ? sql`${column} = ANY(${ids}::uuid[])` : sql`${column} && ${ids}::uuid[]`;
    }
    case 'flag':
      if (asked !== 'true' && asked !== 'false') throw bad('只能是 true 或 false', 'Must be true or false');
      return sql`coalesce(${column}, false) = ${asked === 'true'}`;
    case 'integer':
    case 'decimal':
    case 'money': {
      const range = /^(-?\d{1,18}(?:\.\d{1,4})?|)\.\.(-?\d{1,18}(?:\.\d{1,4})?|)$/.exec(asked);
      if (!range) throw bad('应为“最小..最大”', 'Must be “least..most”');
      return sql`(${column} >= coalesce(${range[1] || null}::numeric, ${column}) AND ${column} <= coalesce(${range[2] || null}::numeric, ${column}))`;
    }
    case 'text':
    case 'longText':
      return sql`${column} ILIKE ${`%${asked.replace(/[\\%_]/g, '\\$&')}%`}`;
    default:
      throw bad('不能按此字段筛选', 'This field cannot be filtered');
  }
}

type Order = {
  readonly value: RawBuilder<unknown>;
  readonly descending: boolean;
  readonly join: RawBuilder<unknown>;
  readonly cast: (value: string) => RawBuilder<unknown>;
};

function orderOf(declaration: RecordDeclaration, asked: string): Order {
  const descending = asked.startsWith('-');
  const name = asked.replace(/^-/, '');
  const none = sql``;
  if (name === declaration.title && declaration.search.length > 0) {
    return {
      value: sql`o.sort_key`,
      descending,
      cast: (value) => sql`${cursorValue(value, 'text')}::text`,
      join: sql`JOIN search_entries o ON o.zone_id = t.zone_id AND o.record = ${declaration.name} AND o.id = t.id`,
    };
  }
  const system: Record<string, string> = { createdAt: 'created_at', updatedAt: 'updated_at', dueAt: 'due_at' };
  const column = Object.hasOwn(system, name) ? system[name] : undefined;
  if (column && (name !== 'dueAt' || 'states' in declaration)) {
    const far = descending ? '-infinity' : 'infinity';
    const value = name === 'dueAt' ? sql`coalesce(t.due_at, ${far}::timestamptz)` : sql`t.${sql.ref(column)}`;
    return { value, descending, join: none, cast: (text) => sql`${cursorValue(text, 'timestamptz')}::timestamptz` };
  }
  const field = declaration.list.columns.includes(name) ? declaration.fields[name] : undefined;
  if (!field || ['references', 'choices', 'secret'].includes(field.kind)) {
    throw invalid([{ code: 'ORDER', field: 'query.order', message: { zh: `不能按“${name}”排序`, en: `Cannot order by “${name}”` } }]);
  }
  const type = orderType(field);
  const least = { text: '', numeric: '-1e30', date: '-infinity', timestamptz: '-infinity' }[type];
  return {
    value: sql`coalesce(t.${sql.ref(columnOf(name))}${sql.raw(`::${type}`)}, ${least}${sql.raw(`::${type}`)})`,
    descending,
    join: none,
    cast: (value) => sql`${cursorValue(value, type)}${sql.raw(`::${type}`)}`,
  };
}

function orderType(field: Field): 'text' | 'numeric' | 'date' | 'timestamptz' {
  if (field.kind === 'date') return 'date';
  if (field.kind === 'moment') return 'timestamptz';
  return field.kind === 'integer' || field.kind === 'decimal' || field.kind === 'money' ? 'numeric' : 'text';
}

const cursorForms = {
  text: (value: string) => !value.includes('\u0000') && value.isWellFormed(),
  numeric: (value: string) => /^-?\d{1,40}(\.\d{1,20})?$/.test(value),
  date: (value: string) => isNever.test(value) || parseIsoDate(value) !== undefined,
  timestamptz: (value: string) => isNever.test(value) || fromIso(value) !== undefined,
};
/** what stands for no day at all, as the database and as the driver write it */
const isNever = /^-?infinity$/i;

/** What a cursor says of the last row, fit to be compared: a cursor comes from outside like anything else. */
function cursorValue(value: string, type: keyof typeof cursorForms): string {
  if (!cursorForms[type](value)) throw notACursor();
  return value;
}

function writeCursor(value: unknown, id: string): string {
  const text = value instanceof Date ? value.toISOString() : String(value);
  return Buffer.from(JSON.stringify([text, id])).toString('base64url');
}

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function readCursor(cursor: unknown): [string, string] | undefined {
  if (typeof cursor !== 'string') return undefined;
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(read) && typeof read[0] === 'string' && isId.test(String(read[1]))) return [read[0], String(read[1])];
  } catch {
    // falls through to the same answer as any other cursor that is not ours
  }
  throw notACursor();
}

function notACursor() {
  return invalid([{ code: 'CURSOR', field: 'query.after', message: { zh: '翻页标记无效', en: 'Not a cursor of this list' } }]);
}
