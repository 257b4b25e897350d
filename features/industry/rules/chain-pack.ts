import { packInForce, type RulePack } from '#kernel/rules/rule-pack.ts';
import type { IsoDate } from '#kernel/rules/instant.ts';

/** Thresholds of the chain's rules (rulebook §7.2, §15 `chain.*`). Shares are 0..1, money in 分. */
export type ChainParams = {
  /** fewer firms than this on a node is weak */
  readonly minFirms: number;
  /** local supply below this share is weak */
  readonly weakLocalSupply: number;
  /** imports above this share is weak */
  readonly weakImportDependence: number;
  /** this many firms with `strongLocalSupply` is strong */
  readonly strongFirms: number;
  readonly strongLocalSupply: number;
  /** visits of the chief to firms of the chain (CHN-06) */
  readonly chiefVisitsPerQuarter: number;
  /** chains that one firm may lead (CHN-04) */
  readonly leaderChainsMost: number;
  /** years between reviews of a chain leader (CHN-05) */
  readonly leaderReviewMonths: number;
  /** working days that the list of leaders is announced */
  readonly leaderAnnounceDays: number;
};

export const defaultChainPack: RulePack<ChainParams> = {
  code: 'chain',
  edition: '平台默认',
  effectiveFrom: '2000-01-01',
  source: '平台默认：未见统一公式，请按本区办法核定（规则 §7.2、CHN-04..06）',
  confidence: 'D',
  params: {
    minFirms: 2,
    weakLocalSupply: 0.3,
    weakImportDependence: 0.7,
    strongFirms: 5,
    strongLocalSupply: 0.6,
    chiefVisitsPerQuarter: 1,
    leaderChainsMost: 3,
    leaderReviewMonths: 12,
    leaderAnnounceDays: 5,
  },
};

/** The thresholds in force on a day; the platform's default where the zone has none. */
export function chainRulesOn(packs: readonly RulePack[], day: IsoDate): RulePack<ChainParams> {
  return (packInForce(packs, defaultChainPack.code, day) as RulePack<ChainParams> | undefined) ?? defaultChainPack;
}
