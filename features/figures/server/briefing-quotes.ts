import type { z } from 'zod';
import { answersTo, leastCell } from '#kernel/server/figures/answer.ts';
import { questionOf, type Asked, type Question } from '#kernel/server/figures/question.ts';
import { seesAny } from '#kernel/server/figures/values.ts';
import type { Ask } from '#kernel/server/house.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import type { QuoteStanding } from '../briefing-contract.ts';
import { quotesOf } from './briefing-paper.ts';
import { quoteHolds, quoteText } from '../rules/quote.ts';
import type { DraftSaid, QuoteSaid } from './briefing-store.ts';

export type Standing = z.infer<typeof QuoteStanding>;

/** What a quote asks: its own day, else that of the briefing. */
export function askedBy(quote: QuoteSaid, day: string): Asked {
  return { asOf: quote.asOf ?? day, window: quote.window, filter: quote.filter };
}

/** How every quote of a draft stands, in the order of the text; all values in as few scans as their sources. */
export async function standingsOf(ask: Ask, draft: DraftSaid): Promise<Standing[]> {
  const quotes = quotesOf<QuoteSaid>(draft).map(({ quote }) => ({ quote, question: readable(ask, quote, draft.day) }));
  const questions = quotes.flatMap(({ question }) => ('figure' in question ? [question] : []));
  const answers = new Map(questions.map((question, index) => [question, index]));
  const values = await answersTo(ask, questions);
  return quotes.map(({ quote, question }): Standing => {
    if (!('figure' in question)) return { label: null, unit: null, value: null, text: '？', fresh: false, holds: false, fault: question };
    const { label, unit } = question.figure;
    const answer = values[answers.get(question) ?? -1];
    if (!answer || answer.hidden) {
      const fault = {
        zh: `“${label.zh}”不足 ${leastCell} 人，不能写进简报`,
        en: `“${label.en}” counts fewer than ${leastCell} people and cannot be printed`,
      };
      return { label, unit, value: null, text: '？', fresh: false, holds: false, fault };
    }
    const { value } = answer;
    return {
      label,
      unit,
      value,
      text: quoteText(quote.wording, value, unit),
      fresh: value === quote.seen,
      holds: quoteHolds(quote.wording, value, quote.seen, unit),
      fault:
        value === null ? { zh: `“${label.zh}”在这一天没有可算的记录`, en: `“${label.en}” has nothing to count over on that day` } : null,
    };
  });
}

/** The question a quote asks, or in words why it cannot be asked. */
function readable(ask: Ask, quote: QuoteSaid, day: string): Question | { zh: string; en: string } {
  const figure = ask.house.figures.get(quote.figureId)?.declaration;
  if (!figure || !seesAny(ask, figure.source.record)) {
    return {
      zh: `没有“${quote.figureId}”这个指标，或您无权查看`,
      en: `There is no figure “${quote.figureId}”, or it is not for you to see`,
    };
  }
  try {
    return questionOf(ask, figure, askedBy(quote, day));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.fields[0]?.message ?? error.refusal.message;
  }
}
