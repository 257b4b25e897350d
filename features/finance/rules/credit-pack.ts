import { packInForce, type RulePack } from '#kernel/rules/rule-pack.ts';
import type { IsoDate } from '#kernel/rules/instant.ts';
import type { Stage } from './points-scheme.ts';

/** Parameters of 积分贷 (rulebook §5.4, §15 `credit.*`); amounts in 分 as decimal text. */
export type CreditParams = {
  /** by score, highest first: from this score on, a line of at most so much */
  readonly tiers: readonly { readonly atLeast: number; readonly cap: string }[];
  /** whatever a product says, no firm gets more on one line */
  readonly productCap: string;
  /** REPLACE: a later line of the same product takes the earlier one's place in the sum; ADD: both count */
  readonly renewalMode: 'REPLACE' | 'ADD';
  /** the loan prime rate of one year that rates are reckoned from, and the most over it that 积分贷 may cost, both in bp */
  readonly lprBp: number;
  readonly spreadMostBp: number;
  /** a firm is any of these, where the product itself names none */
  readonly eligibleQualifications: readonly string[];
  /** it has run so long, or its controller has been in the trade so long */
  readonly runningYears: number;
  readonly controllerYears: number;
  /** ratings that veto, and for how long a serious violation does */
  readonly environmentVetoes: readonly string[];
  readonly taxVetoes: readonly string[];
  readonly violationYears: number;
  /** the points indicator (万元) whose average of two years bounds the line */
  readonly revenueIndicator: string;
  /** working days in which the zone recommends or not, and a bank answers when its product promises nothing */
  readonly recommendDays: number;
  readonly answerDays: number;
  /** whom the central bank's relending for technology may fit (§5.6): these qualifications at these stages, or private SMEs from this share of research on */
  readonly relending: {
    readonly qualifications: readonly string[];
    readonly stages: readonly Stage[];
    readonly rdIndicator: string;
    readonly rdPercent: number;
  };
};

export const defaultCreditPack: RulePack<CreditParams> = {
  code: 'credit',
  edition: '平台默认',
  effectiveFrom: '2000-01-01',
  source: '参照邻市创新积分贷公开办法的平台默认，待本区核定',
  confidence: 'D',
  params: {
    tiers: [
      { atLeast: 80, cap: '1000000000' },
      { atLeast: 60, cap: '500000000' },
      { atLeast: 40, cap: '200000000' },
    ],
    productCap: '1000000000',
    renewalMode: 'REPLACE',
    lprBp: 300,
    spreadMostBp: 80,
    eligibleQualifications: ['highTech', 'techSme', 'innovativeLeader', 'specialised', 'innovativeSme'],
    runningYears: 1,
    controllerYears: 2,
    environmentVetoes: ['red', 'black'],
    taxVetoes: ['D'],
    violationYears: 3,
    revenueIndicator: 'G5',
    recommendDays: 3,
    answerDays: 5,
    relending: { qualifications: ['techSme'], stages: ['startup', 'growth'], rdIndicator: 'T3', rdPercent: 5 },
  },
};

/** The parameters in force on a day: the zone's own edition over the platform's default, for what it leaves unsaid. */
export function creditOn(packs: readonly RulePack[], day: IsoDate): CreditParams & { readonly edition: string } {
  const own = packInForce(packs, defaultCreditPack.code, day) as RulePack<Partial<CreditParams>> | undefined;
  return { ...defaultCreditPack.params, ...own?.params, edition: own?.edition ?? defaultCreditPack.edition };
}

/** The most that one line of a product may be, in 分: its own cap, or the zone's (CRD-CAP). */
export function capOf(productCap: string, { productCap: zoneCap }: CreditParams): bigint {
  return BigInt(productCap) < BigInt(zoneCap) ? BigInt(productCap) : BigInt(zoneCap);
}

/** No 积分贷 costs more: LPR and the most over it, in bp (CRD-RATE). */
export function rateMostBp({ lprBp, spreadMostBp }: CreditParams): number {
  return lprBp + spreadMostBp;
}
