import { t } from '#kernel/contract/text.ts';

/** What a consent may open to a bank or fund; Party data is never among it. */
export const consentScopes = {
  points: t('创新积分及佐证（全部）', 'Innovation points and evidence (all of them)'),
  passport: t('出示的积分通行证（只有选定的指标）', 'Points passports shown (the chosen lines alone)'),
  application: t('申请材料（含当时的积分与资格结论）', 'Applications (with the points and eligibility of that day)'),
  qualifications: t('企业资质', 'Qualifications'),
  creditFacts: t('信用核查结果', 'Credit checks'),
  obligations: t('到期事项', 'What falls due'),
  receivables: t('应收款', 'Receivables'),
} as const;

export const consentPurposes = {
  credit: t('授信（积分贷）', 'Credit (积分贷)'),
  extension: t('续贷展期', 'Extension'),
  investment: t('投资（积分投）', 'Investment (积分投)'),
} as const;

/** What a consent to a bank or to a fund may be for (PIP-05). */
export const purposesFor = { bank: ['credit', 'extension'], fund: ['investment'] } as const satisfies Readonly<Record<'bank' | 'fund', readonly (keyof typeof consentPurposes)[]>>;

/** What of a firm falls due (到期事项). */
export const obligationKinds = {
  loan: t('贷款', 'Loan'),
  licence: t('资质许可', 'Licence'),
  land: t('用地', 'Land'),
  talentTitle: t('人才称号', 'Talent title'),
} as const;
