import type { IsoDate } from '#kernel/rules/instant.ts';
import type { CreditParams } from './credit-pack.ts';
import { holds, type Spell } from './eligibility.ts';
import type { Stage } from './points-scheme.ts';

type Text = { readonly zh: string; readonly en: string };

/** What of a firm the relending is described by, as of a day. */
export type RelendingGround = {
  readonly day: IsoDate;
  readonly stage: Stage | null;
  readonly qualifications: readonly Spell[];
  readonly isPrivateSme: boolean;
  /** research and development of the year against revenue, in percent; null where nothing was entered */
  readonly rdPercent: number | null;
};

/**
 * 科技创新和技术改造再贷款 (rulebook §5.6): by which of its descriptions the firm may fit, or null. It is the bank that asks for it and
 * the central bank that decides; here it is only said to be possible.
 */
export function relendingOf(
  { day, stage, qualifications, isPrivateSme, rdPercent }: RelendingGround,
  { relending }: CreditParams,
): Text | null {
  const isSciTech = qualifications.some((one) => relending.qualifications.includes(one.kind) && holds(one, day));
  if (isSciTech && stage !== null && relending.stages.includes(stage))
    return said('科技型中小企业，初创期或成长期', 'a technology SME in its first stages');
  if (isPrivateSme && rdPercent !== null && rdPercent >= relending.rdPercent)
    return said(
      `民营中小企业，研发投入强度 ${rdPercent}%，不低于 ${relending.rdPercent}%`,
      `a private SME that puts ${rdPercent} % of its revenue into research, ${relending.rdPercent} % or more`,
    );
  return null;
}

const said = (zh: string, en: string): Text => ({
  zh: `可能适用科技创新和技术改造再贷款（${zh}）：由贷款银行申请，是否适用由银行判断`,
  en: `Relending for technology may be possible (${en}): the bank asks for it and judges`,
});
