import { addMonths, dateOf } from '#kernel/rules/instant.ts';
import { answersTo, figureNamed, figureValues, leastCell, monthsBefore, type Answered } from '#kernel/server/figures/answer.ts';
import { cellsOf } from '#kernel/server/figures/cells.ts';
import { questionOf, type Asked } from '#kernel/server/figures/question.ts';
import { countedBy } from '#kernel/server/figures/records.ts';
import { seesAny } from '#kernel/server/figures/values.ts';
import type { Ask } from '#kernel/server/house.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import { declarationNamed } from '#kernel/server/figures/day.ts';
import { figureList, figureRecords, figureTrend, figureValue, figureValues as figureValuesEndpoint } from '../contract.ts';
import { infoOf } from './info.ts';
import { shownLines } from './lines.ts';

/** Serves the dictionary, the values and what stands behind them. */
export function serveFigures(server: Server): void {
  serve(server, figureList, async (_input, ask) => ({
    figures: [...ask.house.figures.values()]
      .filter(({ declaration }) => seesAny(ask, declaration.source.record))
      .map((figure) => infoOf(ask.house, figure)),
  }));
  serve(server, figureValuesEndpoint, async ({ query }, ask) => {
    const ids = [...new Set(query.ids.split(',').filter(Boolean))];
    const values = await figureValues(ask, ids, query);
    const against = query.against?.split(',') ?? [];
    const before = async (name: string, months: number) =>
      against.includes(name) ? figureValues(ask, ids, monthsBefore(ask, query, months)) : undefined;
    const month = await before('month', 1);
    const year = await before('year', 12);
    return {
      values: values.map((value, index) => ({
        ...value,
        monthBefore: month?.[index]?.value ?? null,
        yearBefore: year?.[index]?.value ?? null,
      })),
    };
  });
  serve(server, figureValue, async ({ params, query }, ask) => {
    const figure = figureNamed(ask, params.id);
    const question = questionOf(ask, figure, query);
    const value = await answerTo(ask, params.id, query);
    const declared = ask.house.figures.get(figure.id);
    if (!declared) throw new Error(`${figure.id} has left the house`);
    return {
      figure: infoOf(ask.house, declared),
      value,
      cells: query.by === undefined ? null : await cellsOf(ask, question, query.by, leastCell),
    };
  });
  serve(server, figureRecords, async ({ params, query }, ask) => {
    const figure = figureNamed(ask, params.id);
    const question = questionOf(ask, figure, query);
    const value = await answerTo(ask, params.id, query);
    if (value.hidden) throw tooFew;
    const { total, lines } = await countedBy(ask, question, { side: query.side, after: query.after ?? 0, limit: query.limit ?? 100 });
    const record = infoOf(ask.house, { declaration: figure, feature: '' }).record.name;
    const declaration = declarationNamed(ask.house, record);
    return {
      total,
      value,
      columns: declaration.list.columns.map((key) => ({ key, label: declaration.fields[key]?.label ?? { zh: key, en: key } })),
      rows: await shownLines(ask, lines),
    };
  });
  serve(server, figureTrend, async ({ params, query }, ask) => {
    const figure = figureNamed(ask, params.id);
    const last = query.asOf ?? dateOf(ask.now);
    const step = query.step === 'year' ? 12 : 1;
    const points = Array.from({ length: query.points ?? 12 }, (_, index) => addMonths(monthEnd(last), -step * index)).reverse();
    const days = points.map((day) => (monthEnd(day) > last ? last : monthEnd(day)));
    const values = await answersTo(
      ask,
      days.map((asOf) => questionOf(ask, figure, { ...query, asOf, window: query.window?.includes('..') ? undefined : query.window })),
    );
    return { points: values.map(({ value, hidden }, index) => ({ asOf: days[index] ?? last, value, hidden })) };
  });
}

/** One figure's answer. */
async function answerTo(ask: Ask, id: string, asked: Asked): Promise<Answered> {
  const [value] = await answersTo(ask, [questionOf(ask, figureNamed(ask, id), asked)]);
  if (!value) throw new Error('a question without an answer');
  return value;
}

const tooFew = new Refused(403, {
  code: 'TOO_FEW',
  rule: '12.1',
  message: { zh: `不足 ${leastCell} 人，不能逐条查看`, en: `Fewer than ${leastCell} people: they cannot be opened one by one` },
});

/** The last day of a day's month. */
function monthEnd(day: string): string {
  const next = addMonths(`${day.slice(0, 7)}-01`, 1);
  return dateOf(Date.parse(`${next}T00:00:00+08:00`) - 1);
}
