import type { z } from 'zod';
import { answersTo, leastCell } from '#kernel/server/figures/answer.ts';
import type { Asked } from '#kernel/server/figures/question.ts';
import type { Ask } from '#kernel/server/house.ts';
import type { QuoteStanding } from '../briefing-contract.ts';
import { askedFigure } from './asked-figure.ts';
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
  const quotes = quotesOf(draft).map(({ quote }) => ({
    quote,
    asked: askedFigure(ask, quote.figureId, askedBy(quote, draft.day)),
  }));
  const questions = quotes.flatMap(({ asked }) => (asked.ok ? [asked.value] : []));
  const answers = await answersTo(ask, questions);
  const answered = new Map(questions.map((question, index) => [question, answers[index]]));
  return quotes.map(({ quote, asked }): Standing => {
    if (!asked.ok) return { label: null, unit: null, value: null, text: '？', fresh: false, holds: false, fault: asked.refusal.message };
    const { label, unit } = asked.value.figure;
    const answer = answered.get(asked.value);
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
