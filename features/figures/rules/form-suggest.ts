import type { Blank } from './form-cells.ts';

/** What a blank may be filled from; `words` are the names it goes by. */
export type Candidate = {
  readonly key: string;
  readonly words: readonly string[];
  /** units in which it can be written; empty: text */
  readonly units: readonly string[];
  /** dimensions by which it can be cut */
  readonly dimensions: readonly string[];
};

/** A named cell of a dimension that stands in forms as a row or column: 东园, 电子信息. */
export type NamedCell = { readonly label: string; readonly dimension: string; readonly key: string };

export type Suggestion = { readonly key: string; readonly cells: readonly NamedCell[]; readonly score: number };

export const sureFrom = 0.72;
const lead = 0.06;

/** Words of forms that mean the same; both sides are brought to the right one before they are compared. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/高企/g, '高新技术企业'],
  [/规上/g, '规模以上'],
  [/两新组织|两新/g, '非公'],
  [/户数|家数|数量|个数|总数|人数|次数|件数|合计|情况|目前|现有|累计|全区|辖区|本区|(?<=[企织员务求部盟牌支链])数$/g, ''],
  [/实体运营|正常经营|存续/g, '在营'],
  [/产业链上企业|链上企业|入链企业/g, '在链企业'],
  [/链主(?!企业)/g, '链主企业'],
  [/党组织覆盖率/g, '组织覆盖率'],
  [/党的工作覆盖率/g, '工作覆盖率'],
  [/受理诉求|收到诉求|诉求受理|企业诉求/g, '提交诉求'],
  [/满意度/g, '满意率'],
  [/解决率|办结率/g, '解决率'],
  [/功能型党支部/g, '行动党支部'],
  [/联建联盟|党建联盟|党建联建体/g, '党建联建'],
  [/红领专员队伍/g, '红领专员'],
  [/从业人员|职工/g, '员工'],
];

/** The fillings that fit a blank by its labels, the likeliest first. Labels that name a cell narrow a figure down to it. */
export function suggestFor(blank: Blank, candidates: readonly Candidate[], cells: readonly NamedCell[]): Suggestion[] {
  const named = blank.labels.flatMap((label) =>
    cells.filter((cell) => cell.label === label || bareName(cell.label) === bareName(label)).slice(0, 1),
  );
  const rest = blank.labels.filter((label) => !named.some((cell) => cell.label === label || bareName(cell.label) === bareName(label)));
  const words = rest.length > 0 ? rest : blank.labels;
  const said = [words.join(''), words.at(-1) ?? '', ...words].map(meaningOf);
  return candidates
    .map((candidate): Suggestion => {
      const fits = named.every((cell) => candidate.dimensions.includes(cell.dimension));
      const likeness = Math.max(
        ...candidate.words.map(meaningOf).flatMap((word) => said.map((text, place) => likenessOf(text, word) * (place < 2 ? 1 : 0.92))),
      );
      const score = likeness * unitFactor(blank.unit, candidate.units) * (fits ? 1 : 0.4);
      return { key: candidate.key, cells: fits ? named : [], score: Math.round(score * 1000) / 1000 };
    })
    .filter(({ score }) => score >= 0.34)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 6);
}

/** Is the first suggestion plain enough to be taken without asking? */
export function isSure(suggestions: readonly Suggestion[]): boolean {
  const [first, second] = suggestions;
  if (!first || first.score < sureFrom) return false;
  return !second || first.score - second.score >= lead || first.score >= 0.99;
}

/** Name under which an answer is remembered: the labels, without the words that change nothing. */
export function answerKey(labels: readonly string[]): string {
  return labels.map(meaningOf).join('/');
}

function unitFactor(unit: string | null, units: readonly string[]): number {
  if (unit === null) return 1;
  if (units.length === 0) return 0.5;
  return units.includes(unit) ? 1 : 0.45;
}

/** Dice's coefficient over pairs of characters; 1 for the same text. */
function likenessOf(a: string, b: string): number {
  if (a === b) return a === '' ? 0 : 1;
  const [first, second] = [pairsOf(a), pairsOf(b)];
  if (first.length === 0 || second.length === 0) return 0;
  const left = [...second];
  let shared = 0;
  for (const pair of first) {
    const place = left.indexOf(pair);
    if (place < 0) continue;
    left.splice(place, 1);
    shared += 1;
  }
  return (2 * shared) / (first.length + second.length);
}

function pairsOf(text: string): string[] {
  const characters = [...text];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

function meaningOf(text: string): string {
  const bare = text.replaceAll(/[\s“”"（）()，、·]/g, '');
  const meant = meanings.reduce((now, [words, meaning]) => now.replace(words, meaning), bare);
  return meant === '' ? bare : meant;
}

function bareName(label: string): string {
  return label.replaceAll(/[\s“”"]|产业链$|园区$/g, '');
}
