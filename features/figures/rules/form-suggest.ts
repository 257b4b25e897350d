import type { Blank } from './form-cells.ts';

/** What a blank may be filled from; `words` are the names it goes by. */
export type Candidate = {
  readonly key: string;
  readonly words: readonly string[];
  /** units in which it can be written; empty: text */
  readonly units: readonly string[];
  /** dimensions by which it can be cut */
  readonly dimensions: readonly string[];
  /** it counts over a window, which a label may name: 本月, 本年 */
  readonly windowed?: boolean;
};

/** A named cell of a dimension that stands in forms as a row or column: 东园, 电子信息. */
export type NamedCell = { readonly label: string; readonly dimension: string; readonly key: string };

export type Suggestion = {
  readonly key: string;
  readonly cells: readonly NamedCell[];
  readonly window: 'month' | 'quarter' | 'year' | 'all' | null;
  readonly score: number;
};

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

/** Another time, a change or a wish: what is called so is never filled by today's number without being asked. */
const elsewhen = /上年|去年|同期|上月|上季|上期|环比|同比|增长|增幅|增速|增减|变化|目标|任务数|计划数|预计|拟建/;

const windows = [
  [/本月|当月/, 'month'],
  [/本季|当季/, 'quarter'],
  [/本年|今年|当年|年初以来/, 'year'],
  [/累计|历年/, 'all'],
] as const;

/** Labels that narrow nothing: the whole, a heading, a column of values. */
const whole = /^(全区|本区|辖区|总计|合计|小计|总数|数值|数量|数据|指标|指标值|情况)$/;
const heading =
  /情况|数值|数量|数据|指标|统计|建设|服务|工作|覆盖|基本|信息|类别|内容|合计|总计|全区|本年|今年|本月|当月|本季|累计|目前|现有|截至|完成|进展|成效/;
/** A park, a street, a firm, a branch: unknown here, it names a part of which nothing is known. */
const named = /(园|园区|基地|港|谷|城|中心|街道|镇|村|社区|公司|集团|支部|总支|党委|产业链|链|局|办|委|处|科)$/;

/**
 * The fillings that fit a blank by its labels, the likeliest first. Labels that name a cell narrow a figure down to it,
 * labels that name a time choose its window; a label that says neither, nor what is counted, makes it unsure.
 */
export function suggestFor(blank: Blank, candidates: readonly Candidate[], cells: readonly NamedCell[]): Suggestion[] {
  const isCell = (label: string, cell: NamedCell) => cell.label === label || bareName(cell.label) === bareName(label);
  const found = blank.labels.flatMap((label) => cells.filter((cell) => isCell(label, cell)).slice(0, 1));
  const rest = blank.labels.filter((label) => !found.some((cell) => isCell(label, cell)));
  const asked = understoodLabels(rest.length > 0 ? rest : blank.labels);
  const window = windows.find(([word]) => blank.labels.some((label) => word.test(label)))?.[1] ?? null;
  const unlike = blank.labels.some((label) => elsewhen.test(label)) ? 0.5 : 1;
  return candidates
    .map((candidate): Suggestion => {
      const fits = found.every((cell) => candidate.dimensions.includes(cell.dimension));
      const likeness = Math.max(...wordsOf(candidate).map((word) => likenessOfLabels(asked, word)));
      const score = likeness * unlike * unitFactor(blank.unit, candidate.units) * (fits ? 1 : 0.4);
      return {
        key: candidate.key,
        cells: fits ? found : [],
        window: candidate.windowed ? window : null,
        score: Math.round(score * 1000) / 1000,
      };
    })
    .filter(({ score }) => score >= 0.34)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 6);
}

/** A text brought to its meaning, with the pairs of characters by which it is compared. */
type Meant = { readonly text: string; readonly pairs: readonly string[] };
type MeantLabel = { readonly meant: Meant; readonly isHeading: boolean; readonly ownPairs: readonly string[] };
type MeantLabels = { readonly each: readonly MeantLabel[]; readonly together: Meant };

/** Names of a candidate are read once for all the blanks that are compared with them. */
const meantWords = new WeakMap<Candidate, readonly Meant[]>();

function wordsOf(candidate: Candidate): readonly Meant[] {
  const known = meantWords.get(candidate);
  if (known) return known;
  const words = candidate.words.map(understood);
  meantWords.set(candidate, words);
  return words;
}

function understoodLabels(labels: readonly string[]): MeantLabels {
  const each = labels.map((label) => ({
    meant: understood(label),
    isHeading: whole.test(label) || (!named.test(label) && heading.test(label)),
    ownPairs: named.test(label) ? [] : pairsOf(label),
  }));
  return { each, together: understood(labels.join('')) };
}

/** How alike labels and a name are: all labels together, or one of them where the others narrow nothing. */
function likenessOfLabels({ each, together }: MeantLabels, word: Meant): number {
  const narrowing = each.map((label) => !narrowsNothing(label, word));
  const alone = each.map((label, index) => {
    const likeness = likenessOf(label.meant, word) * (index === each.length - 1 ? 1 : 0.92);
    return narrowing.some((narrows, other) => narrows && other !== index) ? likeness * 0.6 : likeness;
  });
  const likeness = likenessOf(together, word);
  return Math.max(each.length === 1 || !narrowing.includes(true) ? likeness : likeness * 0.6, ...alone);
}

function narrowsNothing({ isHeading, ownPairs }: MeantLabel, word: Meant): boolean {
  return isHeading || ownPairs.some((pair) => word.text.includes(pair));
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
function likenessOf(a: Meant, b: Meant): number {
  if (a.text === b.text) return a.text === '' ? 0 : 1;
  if (a.pairs.length === 0 || b.pairs.length === 0) return 0;
  const left = [...b.pairs];
  let shared = 0;
  for (const pair of a.pairs) {
    const place = left.indexOf(pair);
    if (place < 0) continue;
    left.splice(place, 1);
    shared += 1;
  }
  return (2 * shared) / (a.pairs.length + b.pairs.length);
}

function understood(label: string): Meant {
  const text = meaningOf(label);
  return { text, pairs: pairsOf(text) };
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
