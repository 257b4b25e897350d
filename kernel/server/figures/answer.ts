import { addMonths, toIso } from '#kernel/rules/instant.ts';
import type { FigureDeclaration } from '#kernel/contract/figure.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Ask } from '../house.ts';
import { invalid, Refused } from '../http/refused.ts';
import { isCellHidden } from './cells.ts';
import type { Sum } from './measures.ts';
import { questionOf, type Asked, type Question } from './question.ts';
import { isLimited, seesAny, sumsOf } from './values.ts';

/** How many people a cell must count to be shown (rulebook §12.1, §15 `privacy.smallCell`). */
export const leastCell = 5;

/** A figure's value as the API gives it. */
export type Answered = {
  readonly id: string;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly hidden: boolean;
  readonly limited: boolean;
  readonly unit: FigureDeclaration['unit'];
  readonly edition: string;
  readonly asOf: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly computedAt: string;
};

/** A declared figure by its id; 404 with its name when there is none, or none whose records this reader may read. */
export function figureNamed(ask: Ask, id: string): FigureDeclaration {
  const figure = ask.house.figures.get(id)?.declaration;
  if (figure && seesAny(ask, figure.source.record)) return figure;
  throw new Refused(404, {
    code: 'FIGURE_UNKNOWN',
    message: {
      zh: `没有“${id}”这个指标，或您无权查看它所数的记录`,
      en: `There is no figure “${id}”, or its records are not for you to see`,
    },
  });
}

/** Values of many figures in the order asked; those over the same rows share one scan. Unknown ones are named together. */
export async function figureValues(ask: Ask, ids: readonly string[], asked: Asked): Promise<Answered[]> {
  const unknown = ids.filter((id) => {
    const figure = ask.house.figures.get(id)?.declaration;
    return !figure || !seesAny(ask, figure.source.record);
  });
  if (unknown.length > 0) {
    throw invalid(
      unknown.map((id) => ({
        code: 'FIGURE_UNKNOWN',
        field: 'query.ids',
        message: { zh: `没有“${id}”这个指标，或您无权查看`, en: `There is no figure “${id}”, or it is not for you to see` },
      })),
    );
  }
  refuseStrangers(ask, asked);
  const questions = ids.map((id) => questionOf(ask, figureNamed(ask, id), onlyWhatFits(figureNamed(ask, id), asked)));
  return answersTo(ask, questions);
}

/** A dimension that no figure of the house has is a mistake, not one that merely does not fit. */
function refuseStrangers(ask: Ask, asked: Asked): void {
  if (!asked.filter) return;
  const known = new Set([...ask.house.figures.values()].flatMap(({ declaration }) => Object.keys(declaration.dimensions ?? {})));
  const strangers = asked.filter.split(',').filter((part) => part !== '' && !known.has(part.split(':')[0] ?? ''));
  if (strangers.length === 0) return;
  throw invalid(
    strangers.map((part) => ({
      code: 'DIMENSION_UNKNOWN',
      field: 'query.filter',
      message: { zh: `没有指标能按“${part.split(':')[0]}”筛选`, en: `No figure can be filtered by “${part.split(':')[0]}”` },
    })),
  );
}

/** On a page of many figures a filter narrows those that have its dimension, and leaves the others whole. */
function onlyWhatFits(figure: FigureDeclaration, asked: Asked): Asked {
  if (!asked.filter) return asked;
  const parts = asked.filter.split(',').filter((part) => Object.hasOwn(figure.dimensions ?? {}, part.split(':')[0] ?? ''));
  return { ...asked, filter: parts.join(',') };
}

/** Questions answered, small numbers of people hidden. */
export async function answersTo(ask: Ask, questions: readonly Question[]): Promise<Answered[]> {
  const sums = await sumsOf(ask, questions);
  const answers: Answered[] = [];
  for (const [index, question] of questions.entries()) {
    const sum = sums[index] ?? { value: null, numerator: null, denominator: null, rows: 0 };
    answers.push(answered(ask, question, sum, await isCellHidden(ask, question, leastCell)));
  }
  return answers;
}

/** §12.1: a part that its table hides is not told either when it is asked for alone; of the whole zone a number is told. */
function answered(ask: Ask, { figure, day, from, to }: Question, sum: Sum, hidden: boolean): Answered {
  return {
    id: figure.id,
    value: hidden ? null : sum.value,
    numerator: hidden ? null : sum.numerator,
    denominator: hidden ? null : sum.denominator,
    hidden,
    limited: isLimited(ask, figure),
    unit: figure.unit,
    edition: figure.edition,
    asOf: day,
    from,
    to,
    computedAt: toIso(ask.now),
  };
}

/** The same question so many months earlier: its day moved back, and with it a named window. */
export function monthsBefore(ask: Ask, asked: Asked, months: number): Asked {
  const day = asked.asOf ?? dateOf(ask.now);
  const [from, to] = (asked.window ?? '').split('..');
  if (from && to) return { ...asked, asOf: addMonths(to, -months), window: `${addMonths(from, -months)}..${addMonths(to, -months)}` };
  return { ...asked, asOf: addMonths(day, -months) };
}
