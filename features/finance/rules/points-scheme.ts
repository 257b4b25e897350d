import { packInForce, type RulePack } from '#kernel/rules/rule-pack.ts';
import type { IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { ratio } from './ratio.ts';

export type Stage = 'startup' | 'growth' | 'stable';
export const stages = ['startup', 'growth', 'stable'] as const;

export type PointsIndicator = {
  readonly code: string;
  readonly group: 'technical' | 'growth' | 'auxiliary';
  readonly name: string;
  readonly unit: string;
  /** POSITIVE: the more the better; NEGATIVE: the less */
  readonly direction: 'POSITIVE' | 'NEGATIVE';
  /** 满分值参考: from this value on the full weight */
  readonly fullScoreRef: number;
  readonly weight: Readonly<Record<Stage, number>>;
  /** a growth rate or a margin may be below zero; an amount or a count may not */
  readonly mayBeNegative?: boolean;
};

export type ExtraItem = { readonly code: string; readonly name: string; readonly pointsEach: number; readonly most: number };

/** A scheme of innovation points (rulebook §5.1–5.3), as the parameters of one edition. */
export type PointsScheme = {
  /** years since registration: below the first start-up, above the second stable, between them growth */
  readonly stageYears: { readonly startupBelow: number; readonly stableAbove: number };
  readonly scoreCap: number;
  /** what does not apply (a growth rate on a base not above zero) gives its weight to the others; absent: its weight is lost */
  readonly redistributesNotApplicable?: boolean;
  readonly indicators: readonly PointsIndicator[];
  readonly bonuses: readonly ExtraItem[];
  readonly penalties: readonly ExtraItem[];
  readonly vetoes: readonly { readonly code: string; readonly name: string }[];
};

const indicator = (
  code: string,
  group: PointsIndicator['group'],
  name: string,
  unit: string,
  fullScoreRef: number,
  [startup, growth, stable]: readonly [number, number, number],
  mayBeNegative = false,
): PointsIndicator => ({
  code,
  group,
  name,
  unit,
  direction: 'POSITIVE',
  fullScoreRef,
  weight: { startup, growth, stable },
  mayBeNegative,
});

/** A place to begin: names, weights and references are candidates that no published text confirms. */
export const defaultPointsScheme: RulePack<PointsScheme> = {
  code: 'points.scheme',
  edition: '平台候选（待核定）',
  effectiveFrom: '2000-01-01',
  source: '候选指标：18 项的名称、权重、满分值均未经公开文本核实，启用前由本区核定',
  confidence: 'MU',
  params: {
    stageYears: { startupBelow: 3, stableAbove: 8 },
    scoreCap: 120,
    indicators: [
      indicator('T1', 'technical', '研发费用金额', '万元', 1000, [8, 10, 12]),
      indicator('T2', 'technical', '研发费用增速', '%', 30, [6, 8, 6], true),
      indicator('T3', 'technical', '研发费用占营业收入比重', '%', 10, [14, 10, 8]),
      indicator('T4', 'technical', '科技人员占职工总数比重', '%', 30, [12, 8, 6]),
      indicator('T5', 'technical', '与主营业务相关的发明专利申请量', '件', 10, [10, 8, 6]),
      indicator('T6', 'technical', '与主营业务相关的 PCT 申请量', '件', 3, [4, 4, 4]),
      indicator('T7', 'technical', '技术合同成交额', '万元', 500, [4, 6, 6]),
      indicator('G1', 'growth', '高新技术产品收入', '万元', 5000, [4, 6, 10]),
      indicator('G2', 'growth', '营业收入增长率', '%', 30, [6, 8, 6], true),
      indicator('G3', 'growth', '研发费用加计扣除所得税减免额', '万元', 200, [4, 4, 6]),
      indicator('G4', 'growth', '净资产利润率', '%', 15, [2, 4, 6], true),
      indicator('G5', 'growth', '营业收入', '万元', 10_000, [4, 6, 8]),
      indicator('G6', 'growth', '硕士以上人员占比', '%', 20, [6, 4, 2]),
      indicator('A1', 'auxiliary', '吸纳应届毕业生人数', '人', 20, [2, 2, 2]),
      indicator('A2', 'auxiliary', '承担建设省级及以上研发或创新平台数', '个', 1, [2, 4, 4]),
      indicator('A3', 'auxiliary', '获得省级及以上科技奖励数', '项', 1, [2, 2, 2]),
      indicator('A4', 'auxiliary', '承担省级及以上科技计划项目数', '项', 2, [4, 2, 2]),
      indicator('A5', 'auxiliary', '获得风险投资金额', '万元', 1000, [6, 4, 4]),
    ],
    bonuses: [],
    penalties: [],
    vetoes: [{ code: 'V1', name: '失信被执行人' }],
  },
};

/** The edition in force on a day: the zone's own, or the platform's candidate. */
export function schemeOn(packs: readonly RulePack[], day: IsoDate): RulePack<PointsScheme> {
  const own = packInForce(packs, defaultPointsScheme.code, day) as RulePack<PointsScheme> | undefined;
  return own && own.effectiveFrom <= day ? own : defaultPointsScheme;
}

/** The weights of a stage together, in exact decimals, and whether they are exactly 100 (T-PTS-2). */
export function weightSum({ indicators }: PointsScheme, stage: Stage): { readonly shown: number; readonly isHundred: boolean } {
  const sum = indicators.reduce((total, one) => total.plus(ratio(one.weight[stage])), ratio(0));
  return { shown: Number(sum.top) / Number(sum.bottom), isHundred: sum.minus(ratio(100)).top === 0n };
}

const stageWords: Readonly<Record<Stage, Refusal['message']>> = {
  startup: { zh: '初创期', en: 'start-up' },
  growth: { zh: '成长期', en: 'growth' },
  stable: { zh: '稳定期', en: 'stable firms' },
};
const groupWords: Readonly<Record<PointsIndicator['group'], Refusal['message']>> = {
  technical: { zh: '技术创新', en: 'Technical' },
  growth: { zh: '成长经营', en: 'Growth' },
  auxiliary: { zh: '辅助', en: 'Auxiliary' },
};

/** What a value may be entered for. */
export type Item = {
  readonly code: string;
  readonly name: string;
  /** of bonuses, penalties and vetoes none */
  readonly unit: string;
  readonly mayBeNegative: boolean;
  readonly kind: 'indicator' | 'bonus' | 'penalty' | 'veto';
};

/** All that a value may be entered for, by the scheme: indicators first, then bonuses, penalties and vetoes. */
export function itemsOf({ indicators, bonuses, penalties, vetoes }: PointsScheme): Item[] {
  const extra = (kind: Item['kind']) => (one: { readonly code: string; readonly name: string }) => ({
    code: one.code,
    name: one.name,
    unit: '',
    mayBeNegative: false,
    kind,
  });
  return [
    ...indicators.map(({ code, name, unit, mayBeNegative }) => ({
      code,
      name,
      unit,
      mayBeNegative: mayBeNegative === true,
      kind: 'indicator' as const,
    })),
    ...bonuses.map(extra('bonus')),
    ...penalties.map(extra('penalty')),
    ...vetoes.map(extra('veto')),
  ];
}

/** What a word means that somebody entered: an item's code or its name. */
export function itemNamed(scheme: PointsScheme, word: string): Item | undefined {
  return itemsOf(scheme).find(({ code, name }) => code === word || name === word);
}

/** Everything that keeps a scheme from being published, at once (T-PTS-2: each stage's weights add up to exactly 100). */
export function schemeRefusals(scheme: PointsScheme): Refusal[] {
  const { indicators } = scheme;
  const items = itemsOf(scheme);
  const codes = twiceIn(items.map(({ code }) => code));
  const faults = codes.map((code) => no('CODE_TWICE', 'PTS-SCHEME', `编码“${code}”出现两次`, `The code “${code}” stands twice`));
  // a value is entered by code or by name, in either case of letters: each word means one item
  const words = twiceIn(items.flatMap(({ code, name }) => (alike(code, name) ? [name] : [code, name])));
  for (const word of words.filter((one) => !codes.some((code) => alike(code, one))))
    faults.push(no('NAME_TWICE', 'PTS-SCHEME', `“${word}”指向两个项目，请改名`, `“${word}” means two items: rename one`));
  if (items.some(({ code, name }) => code.trim() === '' || name.trim() === ''))
    faults.push(no('NAME_EMPTY', 'PTS-SCHEME', '有的项目缺编码或名称', 'An item lacks its code or its name'));
  if (scheme.stageYears.startupBelow > scheme.stageYears.stableAbove)
    faults.push(
      no('STAGES_CROSSED', 'PTS-SCHEME', '初创期的年限不能长于稳定期的年限', 'Start-up cannot last beyond the years of stable firms'),
    );
  for (const { code, fullScoreRef, weight } of indicators) {
    if (!(fullScoreRef > 0))
      faults.push(no('REF_NOT_POSITIVE', 'PTS-SCHEME', `${code}：满分值应大于零`, `${code}: the full-score value must be above zero`));
    if (stages.some((stage) => !(weight[stage] >= 0)))
      faults.push(no('WEIGHT_NEGATIVE', 'PTS-SCHEME', `${code}：权重不能为负`, `${code}: no weight below zero`));
  }
  for (const group of ['technical', 'growth', 'auxiliary'] as const)
    if (!indicators.some((one) => one.group === group))
      faults.push(
        no('GROUP_EMPTY', 'PTS-SCHEME', `一级指标“${groupWords[group].zh}”没有下级指标`, `The group “${groupWords[group].en}” is empty`),
      );
  for (const stage of stages) {
    const { shown, isHundred } = weightSum(scheme, stage);
    const { zh, en } = stageWords[stage];
    if (!isHundred)
      faults.push(
        no('WEIGHTS_NOT_100', 'T-PTS-2', `${zh}的权重合计 ${shown}，应为 100`, `The weights of ${en} add up to ${shown}, not 100`),
      );
  }
  return faults;
}

const alike = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Words that stand a second time, each once; empty ones are another fault. */
function twiceIn(words: readonly string[]): string[] {
  const again = words.filter((word, index) => word.trim() !== '' && words.findIndex((one) => alike(one, word)) < index);
  return again.filter((word, index) => again.findIndex((one) => alike(one, word)) === index);
}

function no(code: string, rule: string, zh: string, en: string): Refusal {
  return { code, rule, field: 'scheme', message: { zh, en } };
}
