import { sql } from 'kysely';
import type { Dimension } from '#kernel/contract/figure.ts';
import type { Text } from '#kernel/contract/text.ts';
import { hiddenCells } from '#kernel/rules/small-cells.ts';
import type { Ask } from '../house.ts';
import { invalid } from '../http/refused.ts';
import { keeping } from '../kept.ts';
import { titlesByIds } from '../records/present.ts';
import { declarationNamed, figureDay } from './day.ts';
import { aggregateOf, readSum, type Sum } from './measures.ts';
import { endOf, keysAlong, noKey } from './paths.ts';
import type { Question } from './question.ts';
import { chosenBy, fromAny, rowsOf } from './sources.ts';
import { keptKeys, packsFor } from './values.ts';

export type Cell = { readonly key: string | null; readonly label: Text; readonly hidden: boolean } & Pick<
  Sum,
  'value' | 'numerator' | 'denominator'
>;

/**
 * A figure's cells along a dimension; none where hiding some would not keep them from being worked out.
 * @param leastCell how many people a cell must count to be shown (§12.1)
 */
export async function cellsOf(ask: Ask, question: Question, dimension: string, leastCell: number): Promise<Cell[]> {
  const { figure } = question;
  const declared = Object.hasOwn(figure.dimensions ?? {}, dimension) ? figure.dimensions?.[dimension] : undefined;
  if (!declared) {
    const names = Object.keys(figure.dimensions ?? {}).join('、') || '—';
    throw invalid([
      {
        code: 'DIMENSION_UNKNOWN',
        field: 'query.by',
        message: {
          zh: `“${figure.label.zh}”不能按“${dimension}”分列，可用的有：${names}`,
          en: `“${figure.label.en}” cannot be cut by “${dimension}”; it has: ${names}`,
        },
      },
    ]);
  }
  const sums = await sumsAlong(ask, question, dimension, declared);
  const labels = await labelsOf(
    ask,
    question,
    dimension,
    sums.flatMap(({ key }) => key ?? []),
  );
  const hidden = await hiddenAlong(ask, question, dimension, sums, leastCell);
  if (hidden === undefined) return [];
  return sums
    .map(({ key: cell, sum }, index) => ({
      key: cell,
      label: cell === null ? { zh: '未登记', en: 'Not stated' } : (labels.get(cell) ?? { zh: cell, en: cell }),
      hidden: hidden[index] ?? false,
      value: hidden[index] ? null : sum.value,
      numerator: hidden[index] ? null : sum.numerator,
      denominator: hidden[index] ? null : sum.denominator,
    }))
    .sort((a, b) => Number(a.key === null) - Number(b.key === null) || (a.label.zh < b.label.zh ? -1 : 1));
}

type CellSum = { readonly key: string | null; readonly sum: Sum };

const kept = keeping<readonly CellSum[]>(2000);

/** The sums of a figure's cells, scanned once as long as no record it looks at changes. */
async function sumsAlong(ask: Ask, question: Question, name: string, dimension: Dimension): Promise<readonly CellSum[]> {
  const { figure } = question;
  const packs = await packsFor(ask, [figure]);
  const [whole] = await keptKeys(ask, [question], packs);
  const before = whole === undefined ? undefined : kept.get(`${name} ${whole}`);
  if (before) return before;
  const on = figureDay(ask, question.day, packs);
  const rows = rowsOf(on, figure);
  const { joins, key } = keysAlong(on, rows, dimension.path);
  const { from, where } = fromAny(on, [question]);
  const chosen = chosenBy(on, question);
  const found = await sql<{ key: string | null; sum: unknown }>`SELECT ${key} AS key, ${aggregateOf(on, rows, figure, chosen)} AS sum
    FROM ${from} ${sql.join([sql``, ...joins], sql` `)} WHERE ${where} AND ${chosen} GROUP BY 1`.execute(ask.tx);
  const sums = found.rows.map((row) => ({ key: row.key, sum: readSum(figure, row.sum) }));
  if (whole !== undefined) kept.keep(`${name} ${whole}`, sums);
  return sums;
}

/** Is this cell of people not to be told? People are cut along one dimension at a time: crossings would tell hidden cells. */
export async function isCellHidden(ask: Ask, question: Question, leastCell: number): Promise<boolean> {
  const [cell, ...crossed] = question.cut;
  const dimension = cell && question.figure.dimensions?.[cell.dimension];
  if (!question.figure.people || !dimension || leastCell === 0) return false;
  if (crossed.length > 0) return true;
  const whole = { ...question, cut: [] };
  const sums = await sumsAlong(ask, whole, cell.dimension, dimension);
  const hidden = await hiddenAlong(ask, whole, cell.dimension, sums, leastCell);
  const index = sums.findIndex(({ key }) => (key ?? noKey) === cell.key);
  return hidden === undefined || (hidden[index] ?? false);
}

async function hiddenAlong(
  ask: Ask,
  question: Question,
  dimension: string,
  sums: readonly CellSum[],
  leastCell: number,
): Promise<readonly boolean[] | undefined> {
  if (!question.figure.people || leastCell === 0) return sums.map(() => false);
  if (question.cut.length > 0) return undefined;
  const sizes = sums.map(({ sum }) => sum.rows);
  if (!sizes.some((size) => size > 0 && size < leastCell)) return sums.map(() => false);
  return hiddenCells(sizes, leastCell, await partitionsOf(ask, question, dimension, sums));
}

/** By every other dimension, the cells of this one that lie within one cell of it (firms in a park), as index sets. */
async function partitionsOf(ask: Ask, question: Question, dimension: string, sums: readonly CellSum[]): Promise<number[][][]> {
  const own = await keysOfRows(ask, question, dimension);
  const partitions: number[][][] = [];
  for (const other of Object.keys(question.figure.dimensions ?? {}).filter((name) => name !== dimension)) {
    const theirs = await keysOfRows(ask, question, other);
    const around = new Map<string, Set<string>>();
    for (const [id, keys] of own)
      for (const key of keys) for (const outer of theirs.get(id) ?? []) around.set(key, (around.get(key) ?? new Set()).add(outer));
    const inside = Map.groupBy(
      sums.map(({ key }, index) => ({ index, outer: [...(around.get(key ?? noKey) ?? [])] })).filter(({ outer }) => outer.length === 1),
      ({ outer }) => outer[0],
    );
    partitions.push([...inside.values()].map((cells) => cells.map(({ index }) => index)));
  }
  return partitions;
}

/** In which cells of a dimension each counted row stands. */
async function keysOfRows(ask: Ask, question: Question, dimension: string): Promise<Map<string, string[]>> {
  const path = question.figure.dimensions?.[dimension]?.path;
  if (!path) return new Map();
  const on = figureDay(ask, question.day, await packsFor(ask, [question.figure]));
  const { joins, key } = keysAlong(on, rowsOf(on, question.figure), path);
  const { from, where } = fromAny(on, [question]);
  const { rows } = await sql<{ id: string; key: string | null }>`SELECT DISTINCT t.id, ${key} AS key
    FROM ${from} ${sql.join([sql``, ...joins], sql` `)} WHERE ${where} AND ${chosenBy(on, question)}`.execute(ask.tx);
  const keys = new Map<string, string[]>();
  for (const row of rows) keys.set(row.id, [...(keys.get(row.id) ?? []), row.key ?? noKey]);
  return keys;
}

/** What the keys of a dimension are called. */
export async function labelsOf(ask: Ask, { figure }: Question, dimension: string, keys: readonly string[]): Promise<Map<string, Text>> {
  const declared = figure.dimensions?.[dimension];
  if (!declared) return new Map();
  const end = endOf(ask.house, declarationNamed(ask.house, figure.source.record), declared.path);
  if (end.per) return new Map(keys.map((key) => [key, { zh: key, en: key }]));
  if (end.field === 'id') return titled(await titlesByIds(ask, end.declaration.name, uuids(keys)));
  const field = end.declaration.fields[end.field];
  if (field?.kind === 'reference' || field?.kind === 'references') return titled(await titlesByIds(ask, field.record, uuids(keys)));
  if (field?.kind === 'choice' || field?.kind === 'choices') return new Map(Object.entries(field.options));
  if (field?.kind === 'flag')
    return new Map([
      ['true', { zh: '是', en: 'Yes' }],
      ['false', { zh: '否', en: 'No' }],
    ]);
  const states = (end.declaration as { states?: Readonly<Record<string, { label: Text }>> }).states;
  return new Map(end.field === 'status' && states ? Object.entries(states).map(([key, state]) => [key, state.label]) : []);
}

const uuids = (keys: readonly string[]) => keys.filter((key) => key !== noKey);
const titled = (titles: ReadonlyMap<string, string>) => new Map([...titles].map(([id, title]) => [id, { zh: title, en: title }]));
