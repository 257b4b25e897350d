import { sql, type RawBuilder } from 'kysely';
import type { FigureDeclaration, FigureSource } from '#kernel/contract/figure.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { addDays, startOfDay, toIso, type IsoDate } from '#kernel/rules/instant.ts';
import { countableRows } from '../access/policy.ts';
import { declarationNamed, type FigureDay } from './day.ts';
import type { Question } from './question.ts';
import { dayOf, fieldOn, kindOf, livesOn } from './rows.ts';
import { conditionOf } from './question.ts';
import { whereOn } from './where.ts';

export type SourceRows = { readonly declaration: RecordDeclaration; readonly alias: 't' };

/** Figures with the same scan key share one scan: the same rows, of which each counts its own. */
export function scanKey(source: FigureSource): string {
  return `${source.kind} ${source.record}`;
}

export function rowsOf(on: FigureDay, figure: FigureDeclaration): SourceRows {
  return { declaration: declarationNamed(on.ask.house, figure.source.record), alias: 't' };
}

/** The rows that any of these questions may count: alias t, and e of an event. All have the same scan key. */
export function fromAny(on: FigureDay, questions: readonly Question[]): { from: RawBuilder<unknown>; where: RawBuilder<boolean> } {
  const [first] = questions;
  if (!first) throw new Error('A scan of no figures');
  const { declaration, alias } = rowsOf(on, first.figure);
  const readable = countableRows(declaration, on.ask.actor, alias);
  const table = sql`${sql.table(declaration.table)} t`;
  if (first.figure.source.kind === 'state') return { from: table, where: sql<boolean>`${livesOn(on, declaration, alias)} AND ${readable}` };
  const here = sql`t.zone_id = ${on.ask.actor.zoneId} AND ${readable}`;
  if (first.figure.source.kind === 'dated') return { from: table, where: sql<boolean>`${here}` };
  const moves = [...new Set(questions.flatMap(({ figure: { source } }) => (source.kind === 'event' ? source.moves : [])))];
  const ends = questions.map((question) => question.to ?? on.day).sort();
  const starts = questions.map((question) => question.from ?? '').sort();
  return {
    from: sql`case_events e JOIN ${table} ON t.zone_id = e.zone_id AND t.id = e.case_id`,
    where: sql<boolean>`e.zone_id = ${on.ask.actor.zoneId} AND e.case_name = ${declaration.name} AND e.move = ANY(${moves}::text[])
      AND ${momentsWithin(sql`e.at`, starts[0] || null, ends.at(-1) ?? on.day)} AND ${here}`,
  };
}

/** Of the rows scanned, those that this question counts. */
export function chosenBy(on: FigureDay, question: Question): RawBuilder<boolean> {
  const rows = rowsOf(on, question.figure);
  const condition = whereOn(on, rows, conditionOf(question));
  const { source } = question.figure;
  const to = question.to ?? on.day;
  if (source.kind === 'state') return condition;
  if (source.kind === 'event') {
    return sql<boolean>`(e.move = ANY(${[...source.moves]}::text[]) AND ${momentsWithin(sql`e.at`, question.from, to)} AND ${condition})`;
  }
  const date = dayOf(kindOf(rows.declaration, source.on), fieldOn(on, rows.declaration, 't', source.on));
  const since = question.from === null ? sql`true` : sql`coalesce(${date} >= ${question.from}::date, false)`;
  return sql<boolean>`(${since} AND coalesce(${date} <= ${to}::date, false) AND (t.ended_on IS NULL OR t.ended_on > ${to}::date) AND ${condition})`;
}

function momentsWithin(moment: RawBuilder<unknown>, from: IsoDate | null, to: IsoDate): RawBuilder<unknown> {
  const end = sql`${moment} < ${toIso(startOfDay(addDays(to, 1)))}::timestamptz`;
  return from === null ? end : sql`${moment} >= ${toIso(startOfDay(from))}::timestamptz AND ${end}`;
}
