import { dateOf } from '#kernel/rules/instant.ts';
import { figureNamed, figureValues, leastCell, type Answered } from '#kernel/server/figures/answer.ts';
import { cellsOf, type Cell } from '#kernel/server/figures/cells.ts';
import { questionOf } from '#kernel/server/figures/question.ts';
import { saidInChinese } from '#features/figures/rules/said-value.ts';
import type { Ask } from '#kernel/server/house.ts';

export type FiguresAsked = { readonly asOf?: string; readonly window?: string; readonly filter?: string; readonly by?: string };

/** What `lianxin figures` says: values as data for --json, and as lines for people. @throws Refused for an unknown id, day or dimension */
export async function figuresCommand(
  ask: Ask,
  ids: readonly string[],
  asked: FiguresAsked,
): Promise<{ data: { asOf: string; figures: (Answered & { cells?: Cell[] })[] }; text: string }> {
  const chosen = ids.length > 0 ? ids : [...ask.house.figures.keys()];
  const values = await figureValues(ask, chosen, asked);
  const figures: (Answered & { cells?: Cell[] })[] = [];
  for (const value of values) {
    const cells =
      asked.by === undefined ? undefined : await cellsOf(ask, questionOf(ask, figureNamed(ask, value.id), asked), asked.by, leastCell);
    figures.push(cells ? { ...value, cells } : value);
  }
  const lines = figures.flatMap((value) => {
    const figure = figureNamed(ask, value.id);
    const shown = (one: { value: number | null; hidden: boolean }) =>
      one.hidden ? `<${leastCell}` : saidInChinese(one.value, figure.unit);
    return [
      `${value.id.padEnd(42)} ${shown(value).padStart(14)}  ${figure.label.zh}`,
      ...(value.cells ?? []).map((cell) => `${''.padEnd(42)} ${shown(cell).padStart(14)}    ${cell.label.zh}`),
    ];
  });
  return { data: { asOf: asked.asOf ?? dateOf(ask.now), figures }, text: lines.join('\n') };
}
