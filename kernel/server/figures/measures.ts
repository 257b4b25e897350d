import { sql, type RawBuilder } from 'kysely';
import type { FigureDeclaration } from '#kernel/contract/figure.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { periodOf, streakOf } from '#kernel/rules/figure-sum.ts';
import type { FigureDay } from './day.ts';
import { dayOf, fieldOn, kindOf } from './rows.ts';
import { whereOn } from './where.ts';

/** What a scan gives for a figure: the value, a share's two sides, and how many rows or people stand behind it. */
export type Sum = {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** rows counted, by which small cells are told */
  readonly rows: number;
};

type Rows = { readonly declaration: RecordDeclaration; readonly alias: string };

/** The aggregate of a figure over the rows that satisfy `chosen`, as one JSON value; `read` makes the sum of it. */
export function aggregateOf(on: FigureDay, rows: Rows, figure: FigureDeclaration, chosen: RawBuilder<boolean>): RawBuilder<unknown> {
  const { measure } = figure;
  const field = (name: string) => fieldOn(on, rows.declaration, rows.alias, name);
  const count = sql`count(*) FILTER (WHERE ${chosen})`;
  switch (measure.kind) {
    case 'count':
      return count;
    case 'distinct':
      return sql`count(DISTINCT ${field(measure.field)}) FILTER (WHERE ${chosen})`;
    case 'sum':
      return sql`jsonb_build_array(coalesce(sum(${field(measure.field)}) FILTER (WHERE ${chosen}), 0), ${count})`;
    case 'share':
      return sql`jsonb_build_array(count(*) FILTER (WHERE ${chosen} AND ${whereOn(on, rows, measure.of)}), ${count})`;
    case 'percentile': {
      const lasts = durationOf(on, rows, measure);
      return sql`jsonb_build_array(percentile_cont(${measure.at}::float8) WITHIN GROUP (ORDER BY ${lasts})
        FILTER (WHERE ${chosen} AND ${lasts} IS NOT NULL), count(${lasts}) FILTER (WHERE ${chosen}))`;
    }
    case 'streak':
    case 'latest': {
      const date = dayOf(kindOf(rows.declaration, measure.by), field(measure.by));
      const number = measure.kind === 'latest' ? field(measure.field) : measure.rising ? field(measure.rising) : sql`0`;
      return sql`jsonb_agg(jsonb_build_array(${date}, ${number}, ${sql.ref(`${rows.alias}.id`)})) FILTER (WHERE ${chosen} AND ${date} <= ${on.day}::date)`;
    }
  }
}

/** How long a row took, in the measure's unit; null while either end is missing. */
export function durationOf(
  on: FigureDay,
  rows: Rows,
  measure: { from: string; to: string; in: 'days' | 'hours' | 'years' },
): RawBuilder<unknown> {
  const field = (name: string) => fieldOn(on, rows.declaration, rows.alias, name);
  if (measure.in === 'years') {
    const day = (name: string) => dayOf(kindOf(rows.declaration, name), field(name));
    const lasts = sql`age(${day(measure.to)} + 1, ${day(measure.from)})`;
    return sql`(extract(year FROM ${lasts}) + extract(month FROM ${lasts}) / 12)::float8`;
  }
  const seconds = measure.in === 'days' ? 86_400 : 3600;
  return sql`(extract(epoch FROM (${field(measure.to)}::timestamptz - ${field(measure.from)}::timestamptz)) / ${seconds}::float8)::float8`;
}

/** The sum that an aggregate's JSON stands for. */
export function readSum(figure: FigureDeclaration, raw: unknown): Sum {
  const { measure } = figure;
  switch (measure.kind) {
    case 'count':
    case 'distinct':
      return { value: Number(raw ?? 0), numerator: null, denominator: null, rows: Number(raw ?? 0) };
    case 'sum':
    case 'percentile': {
      const [value, rows] = (raw ?? [null, 0]) as [number | null, number];
      return { value, numerator: null, denominator: null, rows };
    }
    case 'share': {
      const [numerator, denominator] = (raw ?? [0, 0]) as [number, number];
      return { value: denominator === 0 ? null : numerator / denominator, numerator, denominator, rows: denominator };
    }
    case 'streak': {
      const { length } = streakOf(latestByPeriod(dated(raw), measure.of), measure.of, measure.rising !== undefined);
      return { value: length, numerator: null, denominator: null, rows: length };
    }
    case 'latest': {
      const last = dated(raw).findLast((row) => row.number !== null);
      return { value: last?.number ?? null, numerator: null, denominator: null, rows: last ? 1 : 0 };
    }
  }
}

export type DatedNumber = { readonly day: string; readonly number: number | null; readonly id: string };

/** Rows as a streak or a latest value sees them, oldest first. */
export function dated(raw: unknown): DatedNumber[] {
  return ((raw ?? []) as [string, number | null, string][])
    .map(([day, number, id]) => ({ day, number, id }))
    .toSorted((a, b) => (a.day !== b.day ? (a.day < b.day ? -1 : 1) : a.id < b.id ? -1 : 1));
}

/** Each period's number: that of its latest row. Rows must come oldest first. */
export function latestByPeriod(rows: readonly DatedNumber[], of: 'year' | 'quarter' | 'month'): Map<string, number> {
  return new Map(rows.flatMap((row) => (row.number === null ? [] : [[periodOf(row.day, of), row.number] as const])));
}
