import { sql, type RawBuilder } from 'kysely';
import type { FigureDeclaration } from '#kernel/contract/figure.ts';
import { streakOf } from '#kernel/rules/figure-sum.ts';
import type { Ask } from '../house.ts';
import { figureDay, type FigureDay } from './day.ts';
import { dated, durationOf, latestByPeriod } from './measures.ts';
import { periodOf } from '#kernel/rules/figure-sum.ts';
import type { Question } from './question.ts';
import { dayOf, fieldOn, kindOf } from './rows.ts';
import { chosenBy, fromAny, rowsOf } from './sources.ts';
import { packsFor } from './values.ts';
import { whereOn } from './where.ts';

/** One line of what a figure counts: the row, its version, what it adds. */
export type Counted = {
  readonly record: string;
  readonly id: string;
  readonly version: number;
  readonly amount: number | null;
  readonly at: string | null;
};

export type Side = 'above' | 'missing' | 'below';

/**
 * The lines behind a figure, all or a page of them, in one order: as many as its value, or with amounts that add up
 * to it. Of a distinct count of referenced records each line is such a record, its amount how often it was met.
 */
export async function countedBy(
  ask: Ask,
  question: Question,
  page: { readonly side?: Side | undefined; readonly after?: number; readonly limit?: number } = {},
): Promise<{ total: number; lines: Counted[] }> {
  const { figure } = question;
  const on = figureDay(ask, question.day, await packsFor(ask, [figure]));
  const { from, where } = fromAny(on, [question]);
  const lines = linesOf(on, figure);
  const sides = sideOf(on, figure, page.side);
  const all = sql`SELECT ${lines.id} AS id, ${lines.version} AS version, ${lines.amount} AS amount, ${lines.at} AS at, ${lines.order} AS place
    FROM ${from} ${lines.join} WHERE ${where} AND ${chosenBy(on, question)} AND ${sides} ${lines.group}`;
  const narrowed = narrow(on, figure, all);
  if (narrowed) return narrowed(page);
  const { rows } = await sql<Row>`SELECT l.*, count(*) OVER ()::int AS total FROM (${all}) l ORDER BY l.place, l.id
    LIMIT ${page.limit ?? null} OFFSET ${page.after ?? 0}`.execute(ask.tx);
  const total =
    rows[0]?.total ??
    (page.after ? ((await sql<{ n: number }>`SELECT count(*)::int AS n FROM (${all}) l`.execute(ask.tx)).rows[0]?.n ?? 0) : 0);
  return { total, lines: rows.map((row) => lineOf(lines.record, row)) };
}

type Row = { id: string; version: number; amount: string | number | null; at: string | null; total: number };

function lineOf(record: string, row: Row): Counted {
  return { record, id: row.id, version: row.version, amount: row.amount === null ? null : Number(row.amount), at: row.at };
}

type Lines = {
  readonly record: string;
  readonly id: RawBuilder<unknown>;
  readonly version: RawBuilder<unknown>;
  readonly amount: RawBuilder<unknown>;
  readonly at: RawBuilder<unknown>;
  readonly order: RawBuilder<unknown>;
  readonly join: RawBuilder<unknown>;
  readonly group: RawBuilder<unknown>;
};

function linesOf(on: FigureDay, figure: FigureDeclaration): Lines {
  const rows = rowsOf(on, figure);
  const { measure, source } = figure;
  const field = (name: string) => fieldOn(on, rows.declaration, 't', name);
  const day = (name: string) => sql`(${dayOf(kindOf(rows.declaration, name), field(name))})::text`;
  const at =
    source.kind === 'event'
      ? sql`to_char(e.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')`
      : source.kind === 'dated'
        ? day(source.on)
        : sql`NULL::text`;
  const own = {
    record: rows.declaration.name,
    id: sql`t.id::text`,
    version: sql`t.version`,
    at,
    order: sql`t.created_at`,
    join: sql``,
    group: sql``,
  };
  if (measure.kind === 'sum') return { ...own, amount: field(measure.field) };
  if (measure.kind === 'percentile') return { ...own, amount: durationOf(on, rows, measure) };
  if (measure.kind === 'share') return { ...own, amount: sql`(CASE WHEN ${whereOn(on, rows, measure.of)} THEN 1 ELSE 0 END)` };
  if (measure.kind === 'latest') return { ...own, amount: field(measure.field), at: day(measure.by) };
  if (measure.kind === 'streak') return { ...own, amount: measure.rising ? field(measure.rising) : sql`0`, at: day(measure.by) };
  if (measure.kind === 'count') return { ...own, amount: sql`NULL::numeric` };
  const declared = rows.declaration.fields[measure.field];
  const value = field(measure.field);
  if (declared?.kind === 'reference') {
    const target = on.ask.house.records.get(declared.record)?.declaration ?? on.ask.house.cases.get(declared.record)?.declaration;
    if (!target) throw new Error(`No record is called ${declared.record}`);
    const join = sql`JOIN ${sql.table(target.table)} c ON c.zone_id = t.zone_id AND c.id = ${value}`;
    return {
      ...own,
      record: declared.record,
      id: sql`c.id::text`,
      version: sql`c.version`,
      amount: sql`count(*)`,
      at: sql`max(${at})`,
      order: sql`c.created_at`,
      join,
      group: sql`GROUP BY c.id, c.version, c.created_at`,
    };
  }
  return {
    ...own,
    id: sql`(array_agg(t.id ORDER BY t.created_at, t.id))[1]::text`,
    version: sql`(array_agg(t.version ORDER BY t.created_at, t.id))[1]`,
    amount: sql`count(*)`,
    at: sql`max(${at})`,
    order: sql`min(t.created_at)`,
    group: sql`GROUP BY ${value}`,
  };
}

/** Of a share, the side asked for; of other figures only the rows that really add to it. */
function sideOf(on: FigureDay, figure: FigureDeclaration, side: Side | undefined): RawBuilder<boolean> {
  const rows = rowsOf(on, figure);
  const { measure } = figure;
  const filled = (value: RawBuilder<unknown>) => sql<boolean>`${value} IS NOT NULL`;
  switch (measure.kind) {
    case 'share': {
      const above = whereOn(on, rows, measure.of);
      return side === 'above' ? above : side === 'missing' ? sql<boolean>`NOT ${above}` : sql<boolean>`true`;
    }
    case 'distinct':
      return filled(fieldOn(on, rows.declaration, 't', measure.field));
    case 'sum':
      return filled(fieldOn(on, rows.declaration, 't', measure.field));
    case 'percentile':
      return filled(durationOf(on, rows, measure));
    case 'streak':
    case 'latest':
      return sql<boolean>`coalesce(${dayOf(kindOf(rows.declaration, measure.by), fieldOn(on, rows.declaration, 't', measure.by))} <= ${on.day}::date, false)`;
    case 'count':
      return sql<boolean>`true`;
  }
}

/** A streak's lines are one a period, a latest value's the one row; both few enough to be chosen here. */
function narrow(on: FigureDay, figure: FigureDeclaration, all: RawBuilder<unknown>) {
  const { measure } = figure;
  if (measure.kind !== 'streak' && measure.kind !== 'latest') return undefined;
  return async (page: { readonly after?: number; readonly limit?: number }): Promise<{ total: number; lines: Counted[] }> => {
    const { rows } = await sql<Row>`SELECT l.*, 0 AS total FROM (${all}) l`.execute(on.ask.tx);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const order = dated(rows.map((row) => [row.at, row.amount === null ? null : Number(row.amount), row.id]));
    const ids =
      measure.kind === 'latest'
        ? order
            .filter((row) => row.number !== null)
            .slice(-1)
            .map((row) => row.id)
        : inStreak(order, measure);
    const lines = ids.flatMap((id) => {
      const row = byId.get(id);
      return row ? [lineOf(figure.source.record, row)] : [];
    });
    return { total: lines.length, lines: lines.slice(page.after ?? 0, (page.after ?? 0) + (page.limit ?? lines.length)) };
  };
}

function inStreak(
  order: ReturnType<typeof dated>,
  measure: { readonly of: 'year' | 'quarter' | 'month'; readonly rising?: string },
): string[] {
  const { periods } = streakOf(latestByPeriod(order, measure.of), measure.of, measure.rising !== undefined);
  return periods.flatMap((period) => order.findLast((row) => row.number !== null && periodOf(row.day, measure.of) === period)?.id ?? []);
}
