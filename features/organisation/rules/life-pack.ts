import { packInForce, type RulePack } from '#kernel/rules/rule-pack.ts';
import type { IsoDate } from '#kernel/rules/instant.ts';

/** Thresholds of organisation life (rulebook §2, §15 `life.*`). */
export type LifeParams = {
  readonly lecturesPerYear: number;
  /** the yearly organisation-life meeting may be held until this day of the next year (LIFE-06) */
  readonly orgLifeUntil: string;
  readonly lateEntryDays: number;
  readonly dueSoonDays: number;
  /** at most this share of all members is graded excellent (LIFE-08) */
  readonly excellentShare: { readonly num: number; readonly den: number };
  /** class-hours a year of a member, and of a secretary or committee member (LIFE-13) */
  readonly classHours: { readonly member: number; readonly officer: number };
};

export const defaultLifePack: RulePack<LifeParams> = {
  code: 'organisationLife',
  edition: '支部工作条例（试行）2018，平台默认补充',
  effectiveFrom: '2000-01-01',
  source: '《中国共产党支部工作条例（试行）》第11—19条；党课次数、补录天数为平台默认',
  confidence: 'S',
  params: {
    lecturesPerYear: 4,
    orgLifeUntil: '03-31',
    lateEntryDays: 15,
    dueSoonDays: 7,
    excellentShare: { num: 1, den: 3 },
    classHours: { member: 32, officer: 56 },
  },
};

/** The thresholds in force on a day; the platform's default where the zone has none. */
export function lifeRulesOn(packs: readonly RulePack[], day: IsoDate): RulePack<LifeParams> {
  return (packInForce(packs, defaultLifePack.code, day) as RulePack<LifeParams> | undefined) ?? defaultLifePack;
}
