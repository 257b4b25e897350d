/** A piece of text that no line may cut: a Chinese character, or a word or number in Latin letters. */
export type Cell = { readonly text: string; readonly width: number };

const notFirst = /^[，。、；：！？）〕】》〉」』”’％%…—·,.;:!?)\]}]/;
const notLast = /[（〔【《〈「『“‘([{]$/;
const words = /[A-Za-z0-9]+(?:[.,:/\-–][A-Za-z0-9]+)*%?| +|[\s\S]/gu;

/** Text cut into pieces that stay whole: numbers with their points and units of percent, words, single characters. */
export function cellTexts(text: string): string[] {
  return text.match(words) ?? [];
}

/**
 * Lines as wide as allowed, by the rules of Chinese setting: none begins with a mark that closes and none ends with
 * one that opens; what would is taken along to the next line. Spaces at an end are dropped.
 * @param width of each line by its place, first = 0
 */
export function breakLines<C extends Cell>(cells: readonly C[], width: (line: number) => number): C[][] {
  const lines: C[][] = [];
  let rest = [...cells];
  while (rest.length > 0) {
    const room = width(lines.length);
    let used = 0;
    let fits = 0;
    while (fits < rest.length && used + (rest[fits]?.width ?? 0) <= room + 0.01) used += rest[fits++]?.width ?? 0;
    if (fits === rest.length) {
      lines.push(rest);
      break;
    }
    const cut = lastGoodCut(rest, Math.max(1, fits));
    lines.push(withoutEndSpaces(rest.slice(0, cut)));
    rest = rest.slice(cut);
    while (rest[0]?.text.trim() === '') rest = rest.slice(1);
  }
  return lines;
}

/** The latest place at which a line may end; where there is none, the rule yields to the room. */
function lastGoodCut(cells: readonly Cell[], most: number): number {
  for (let cut = most; cut > 0; cut -= 1) {
    const [before, after] = [cells[cut - 1]?.text ?? '', cells[cut]?.text ?? ''];
    if (!notLast.test(before) && !notFirst.test(after)) return cut;
  }
  return most;
}

function withoutEndSpaces<C extends Cell>(line: readonly C[]): C[] {
  const kept = [...line];
  while (kept.length > 1 && kept.at(-1)?.text.trim() === '') kept.pop();
  return kept;
}
