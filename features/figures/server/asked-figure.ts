import { questionOf, type Asked, type Question } from '#kernel/server/figures/question.ts';
import { seesAny } from '#kernel/server/figures/values.ts';
import { ok, refuse, type Result } from '#kernel/rules/result.ts';
import type { Ask } from '#kernel/server/house.ts';
import { Refused } from '#kernel/server/http/refused.ts';

/** The question that a text or a form asks of a figure; refused in words where it is unknown, not this reader's, or asked amiss. */
export function askedFigure(ask: Ask, figureId: string, asked: Asked): Result<Question> {
  const figure = ask.house.figures.get(figureId)?.declaration;
  if (!figure || !seesAny(ask, figure.source.record)) {
    const message = {
      zh: `没有“${figureId}”这个指标，或您无权查看`,
      en: `There is no figure “${figureId}”, or it is not for you to see`,
    };
    return refuse({ code: 'FIGURE_UNKNOWN', message });
  }
  try {
    return ok(questionOf(ask, figure, asked));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return refuse({ code: error.refusal.code, message: error.fields[0]?.message ?? error.refusal.message });
  }
}
