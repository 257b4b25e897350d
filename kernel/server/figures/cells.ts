import { sql } from 'kysely';
import type { Text } from '#kernel/contract/text.ts';
import { hiddenCells } from '#kernel/rules/figure-sum.ts';
import type { Ask } from '../house.ts';
import { invalid } from '../http/refused.ts';
import { titlesByIds } from '../records/present.ts';
import { declarationNamed, figureDay } from './day.ts';
import { aggregateOf, readSum, type Sum } from './measures.ts';
import { endOf, keysAlong, noKey } from './paths.ts';
import type { Question } from './question.ts';
import { chosenBy, fromAny, rowsOf } from './sources.ts';
import { packsFor } from './values.ts';

export type Cell = { readonly key: string | null; readonly label: Text; readonly hidden: boolean } & Pick<
  Sum,
  'value' | 'numerator' | 'denominator'
>;

/** @param leastCell how many people a cell must count to be shown (§12.1) */
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
  const on = figureDay(ask, question.day, await packsFor(ask, [figure]));
  const rows = rowsOf(on, figure);
  const { joins, key } = keysAlong(on, rows, declared.path);
  const { from, where } = fromAny(on, [question]);
  const chosen = chosenBy(on, question);
  const found = await sql<{ key: string | null; sum: unknown }>`SELECT ${key} AS key, ${aggregateOf(on, rows, figure, chosen)} AS sum
    FROM ${from} ${sql.join([sql``, ...joins], sql` `)} WHERE ${where} AND ${chosen} GROUP BY 1`.execute(ask.tx);
  const labels = await labelsOf(
    ask,
    question,
    dimension,
    found.rows.flatMap((row) => row.key ?? []),
  );
  const sums = found.rows.map((row) => ({ key: row.key, sum: readSum(figure, row.sum) }));
  const hidden = hiddenCells(
    sums.map(({ sum }) => (figure.people ? sum.rows : 0)),
    leastCell,
  );
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
