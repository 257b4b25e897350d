import { addMonths, dayText, type IsoDate } from '#kernel/rules/instant.ts';
import { moneyText } from '#kernel/rules/money.ts';
import { creditFactKinds, creditFactValues, qualificationKinds } from './credit-kinds.ts';
import type { CreditParams } from './credit-pack.ts';
import { ratio } from './ratio.ts';

type Text = { readonly zh: string; readonly en: string };

/** A qualification or a finding, for the days it holds; `until` null = still. */
export type Spell = { readonly kind: string; readonly value: string; readonly from: IsoDate; readonly until: IsoDate | null };

/** Everything that the rule looks at, as of a day. Money in 分. */
export type EligibilityGround = {
  readonly day: IsoDate;
  /** does it operate in the zone, and the word for it if not */
  readonly standing: { readonly isOperating: boolean; readonly says: Text };
  readonly registeredOn: IsoDate | null;
  /** null: nothing was entered, or the firm's stage is unknown */
  readonly score: number | null;
  readonly isVetoedByPoints: boolean;
  readonly qualifications: readonly Spell[];
  readonly facts: readonly Spell[];
  /** by the zone's own ledger of lines */
  readonly hasOverdueLine: boolean;
  /** the year that the points are of, whether they are frozen, and revenue by year in 万元 */
  readonly year: number;
  readonly isFrozen: boolean;
  readonly revenue: ReadonlyMap<number, number>;
  readonly product: { readonly cap: bigint; readonly qualifications: readonly string[] };
};

export type EligibilityReason = {
  readonly code: string;
  /** null: was not looked into, which is said and not guessed */
  readonly passes: boolean | null;
  /** one that no recommendation can pass over */
  readonly isVeto: boolean;
  readonly rule: string;
  readonly says: Text;
};

export type Eligibility = {
  readonly isEligible: boolean;
  readonly isVetoed: boolean;
  readonly reasons: readonly EligibilityReason[];
  readonly tierCap: bigint;
  /** null while the revenue that it is reckoned from is missing */
  readonly revenueCap: bigint | null;
  readonly suggestedLine: bigint | null;
};

/** May this firm have this product, why, and how much (rulebook §5.4, T-CRD-2): suggestedLine = min(tier, product, average revenue). */
export function eligibilityOf(ground: EligibilityGround, params: CreditParams): Eligibility {
  const reasons = [
    standingReason(ground),
    qualificationReason(ground, params),
    runningReason(ground, params),
    ...factReasons(ground, params),
    ...scoreReasons(ground, params),
  ];
  const isVetoed = reasons.some(({ isVeto, passes }) => isVeto && passes === false);
  const tierCap = tierOf(ground.score, params);
  const revenueCap = averageRevenue(ground);
  reasons.push(revenueReason(ground, revenueCap));
  const isEligible = reasons.every(({ passes }) => passes !== false);
  return { isEligible, isVetoed, reasons, tierCap, revenueCap, suggestedLine: suggested(isEligible, ground, params, tierCap, revenueCap) };
}

function suggested(
  isEligible: boolean,
  ground: EligibilityGround,
  params: CreditParams,
  tierCap: bigint,
  revenueCap: bigint | null,
): bigint | null {
  if (!isEligible) return 0n;
  if (revenueCap === null) return null;
  return [tierCap, ground.product.cap, BigInt(params.productCap), revenueCap].reduce((least, cap) => (cap < least ? cap : least));
}

/** The cap of the score's tier; its lower bound belongs to it: 80 is in the first, 79.99 in the second. */
export function tierOf(score: number | null, { tiers }: CreditParams): bigint {
  const tier = tiers.toSorted((a, b) => b.atLeast - a.atLeast).find(({ atLeast }) => score !== null && score >= atLeast);
  return BigInt(tier?.cap ?? 0);
}

export const holds = (spell: Spell, day: IsoDate) => spell.from <= day && (spell.until === null || spell.until >= day);

/** The latest finding of a kind that holds on the day. */
function finding(ground: EligibilityGround, kind: string): Spell | undefined {
  return ground.facts
    .filter((fact) => fact.kind === kind && holds(fact, ground.day))
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    .at(-1);
}

/** Credit is for firms of the zone that operate (§5.4, who). */
function standingReason({ standing: { isOperating, says } }: EligibilityGround): EligibilityReason {
  return isOperating
    ? reason('IN_ZONE', true, 'CRD-WHO', ['在本区经营', 'Operates in the zone'])
    : reason('IN_ZONE', false, 'CRD-WHO', [`不在本区经营（${says.zh}）`, `Does not operate in the zone (${says.en})`]);
}

function qualificationReason(ground: EligibilityGround, params: CreditParams): EligibilityReason {
  const wanted = ground.product.qualifications.length > 0 ? ground.product.qualifications : params.eligibleQualifications;
  if (wanted.length === 0) return reason('QUALIFICATION', true, 'CRD-WHO', ['不限资质', 'Open to any firm']);
  const has = ground.qualifications.find((one) => wanted.includes(one.kind) && holds(one, ground.day));
  if (has) {
    const name = wordOf(qualificationKinds, has.kind);
    return reason('QUALIFICATION', true, 'CRD-WHO', [`具备适用资质：${name.zh}`, `Has a qualification asked for: ${name.en}`]);
  }
  const names = wanted.map((kind) => wordOf(qualificationKinds, kind));
  return reason('QUALIFICATION', false, 'CRD-WHO', [
    `没有在有效期内的适用资质（${names.map(({ zh }) => zh).join('、')}，有一项即可）`,
    `No qualification asked for is in force (any one of: ${names.map(({ en }) => en).join(', ')})`,
  ]);
}

/** A word for what is stored; a zone's own pack may name what has none. */
const wordOf = (words: Readonly<Record<string, Text>>, key: string): Text => words[key] ?? { zh: key, en: key };

function runningReason(ground: EligibilityGround, params: CreditParams): EligibilityReason {
  const { day, registeredOn } = ground;
  const trade = finding(ground, 'controllerTrade');
  const runsFrom = registeredOn === null ? null : addMonths(registeredOn, params.runningYears * 12);
  if (registeredOn !== null && runsFrom !== null && runsFrom <= day)
    return reason('RUNNING', true, 'CRD-WHO', [
      `经营满 ${params.runningYears} 年（${dayText(registeredOn).zh}成立）`,
      `Has run ${yearsLong(params.runningYears)} (registered ${dayText(registeredOn).en})`,
    ]);
  if (trade !== undefined && addMonths(trade.from, params.controllerYears * 12) <= day)
    return reason('RUNNING', true, 'CRD-WHO', [
      `控制人从业满 ${params.controllerYears} 年（自 ${dayText(trade.from).zh}）`,
      `Its controller has been in the trade ${yearsLong(params.controllerYears)} (since ${dayText(trade.from).en})`,
    ]);
  if (runsFrom === null)
    return reason('RUNNING', false, 'CRD-WHO', ['缺成立日期，无法判断经营年限', 'No day of registration to reckon from']);
  return reason('RUNNING', false, 'CRD-WHO', [
    `经营不满 ${params.runningYears} 年（${dayText(runsFrom).zh}满），控制人从业也不满 ${params.controllerYears} 年`,
    `Has not run ${yearsLong(params.runningYears)} (will on ${dayText(runsFrom).en}), nor has its controller been in the trade for ${yearsLong(params.controllerYears)}`,
  ]);
}

const yearsLong = (count: number) => (count === 1 ? '1 year' : `${count} years`);

function factReasons(ground: EligibilityGround, params: CreditParams): EligibilityReason[] {
  const judged = (kind: keyof typeof creditFactKinds, isBad: (value: string) => boolean) => {
    const name = creditFactKinds[kind];
    const found = finding(ground, kind);
    if (!found) return reason(kind, null, 'CRD-VETO', [`${name.zh}：尚未核查`, `${name.en}: not looked into yet`], true);
    const value = wordOf(creditFactValues, found.value);
    return isBad(found.value)
      ? reason(
          kind,
          false,
          'T-CRD-2',
          [
            `一票否决：${name.zh}（${value.zh}，自 ${dayText(found.from).zh}）`,
            `Veto: ${name.en} (${value.en}, since ${dayText(found.from).en})`,
          ],
          true,
        )
      : reason(kind, true, 'CRD-VETO', [`${name.zh}：通过`, `${name.en}: passes`], true);
  };
  const isFound = (value: string) => value === 'found';
  return [
    judged('dishonest', isFound),
    judged('environment', (value) => params.environmentVetoes.includes(value)),
    judged('taxGrade', (value) => params.taxVetoes.includes(value)),
    ground.hasOverdueLine
      ? reason('overdueLoan', false, 'CRD-VETO', ['一票否决：积分贷有逾期未还', 'Veto: a credit line is overdue'], true)
      : judged('overdueLoan', isFound),
    violationReason(ground, params),
  ];
}

/** A serious violation counts for so many years from its day; the day on which they are full is free again. */
function violationReason(ground: EligibilityGround, params: CreditParams): EligibilityReason {
  const known = ground.facts.filter(({ kind, from }) => kind === 'seriousViolation' && from <= ground.day);
  const recent = known.find((one) => one.value === 'found' && addMonths(one.from, params.violationYears * 12) > ground.day);
  if (recent)
    return reason(
      'seriousViolation',
      false,
      'CRD-VETO',
      [
        `一票否决：${params.violationYears} 年内有严重违法（${dayText(recent.from).zh}）`,
        `Veto: a serious violation within ${params.violationYears} years (${dayText(recent.from).en})`,
      ],
      true,
    );
  return known.length > 0
    ? reason('seriousViolation', true, 'CRD-VETO', ['严重违法：通过', 'Serious violation: passes'], true)
    : reason('seriousViolation', null, 'CRD-VETO', ['严重违法：尚未核查', 'Serious violation: not looked into yet'], true);
}

function scoreReasons(ground: EligibilityGround, params: CreditParams): EligibilityReason[] {
  if (ground.isVetoedByPoints) return [reason('POINTS_VETO', false, 'CRD-VETO', ['积分一票否决', 'Vetoed by the points scheme'], true)];
  if (ground.score === null) return [reason('SCORE', false, 'CRD-TIER', ['没有创新积分', 'No innovation points'])];
  const cap = tierOf(ground.score, params);
  const standing = ground.isFrozen ? { zh: '已冻结', en: 'frozen' } : { zh: '未冻结', en: 'not frozen' };
  const [zh, en] = [
    `${ground.year} 年度积分 ${ground.score.toFixed(2)}（${standing.zh}）`,
    `${ground.score.toFixed(2)} points of ${ground.year} (${standing.en})`,
  ];
  const least = params.tiers.reduce((low, { atLeast }) => Math.min(low, atLeast), Number.POSITIVE_INFINITY);
  return [
    cap > 0n
      ? reason('SCORE', true, 'CRD-TIER', [`${zh}，分档上限 ${moneyText(cap).zh}`, `${en}: up to ${moneyText(cap).en}`])
      : reason('SCORE', false, 'CRD-TIER', [`${zh}，低于最低一档 ${least}`, `${en}, below the lowest tier of ${least}`]),
  ];
}

/** The last two years; the last alone for a firm that did not run through the one before. */
const yearsOfRevenue = ({ year, registeredOn }: EligibilityGround): readonly number[] =>
  registeredOn !== null && registeredOn > `${year - 1}-01-01` ? [year] : [year - 1, year];

/** Average over those years, in 分 and rounded down; null while one of them is missing. */
function averageRevenue(ground: EligibilityGround): bigint | null {
  const years = yearsOfRevenue(ground);
  const known = years.flatMap((one) => ground.revenue.get(one) ?? []);
  if (known.length < years.length) return null;
  const average = known.reduce((sum, one) => sum.plus(ratio(one)), ratio(0)).over(ratio(years.length));
  const fen = (average.top * 1_000_000n) / average.bottom;
  return fen > 0n ? fen : 0n;
}

function revenueReason(ground: EligibilityGround, cap: bigint | null): EligibilityReason {
  const years = yearsOfRevenue(ground);
  const missing = years.filter((one) => !ground.revenue.has(one));
  if (cap === null)
    return reason('REVENUE', null, 'CRD-CAP', [
      `缺 ${missing.join('、')} 年营业收入，额度建议待补`,
      `Revenue of ${missing.join(' and ')} is missing; no line is suggested yet`,
    ]);
  return reason(
    'REVENUE',
    cap > 0n,
    'CRD-CAP',
    years.length === 1
      ? [`新企业，按 ${ground.year} 年营业收入 ${moneyText(cap).zh}`, `A new firm: its revenue of ${ground.year}, ${moneyText(cap).en}`]
      : [`近两年平均营业收入 ${moneyText(cap).zh}`, `Average revenue of two years: ${moneyText(cap).en}`],
  );
}

function reason(
  code: string,
  passes: boolean | null,
  rule: string,
  [zh, en]: readonly [string, string],
  isVeto = false,
): EligibilityReason {
  return { code, passes, isVeto, rule, says: { zh, en } };
}
