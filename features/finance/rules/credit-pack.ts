import { packInForce, type RulePack } from '#kernel/rules/rule-pack.ts';
import type { IsoDate } from '#kernel/rules/instant.ts';

/** Parameters of 积分贷 (rulebook §5.4, §15 `credit.*`); amounts in 分 as decimal text. */
export type CreditParams = {
  /** by score, highest first: from this score on, a line of at most so much */
  readonly tiers: readonly { readonly atLeast: number; readonly cap: string }[];
  /** whatever a product says, no firm gets more on one line */
  readonly productCap: string;
  /** REPLACE: a later line of the same product takes the earlier one's place in the sum; ADD: both count */
  readonly renewalMode: 'REPLACE' | 'ADD';
  readonly spreadMostBp: number;
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
    spreadMostBp: 80,
  },
};

/** The parameters in force on a day: the zone's own edition, or the platform's default. */
export function creditOn(packs: readonly RulePack[], day: IsoDate): CreditParams {
  return (packInForce(packs, defaultCreditPack.code, day) as RulePack<CreditParams> | undefined)?.params ?? defaultCreditPack.params;
}
