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

/** 企业资质; a platform default after the neighbouring cities' product rules (rulebook §5.4). */
export const qualificationKinds = {
  highTech: t('高新技术企业', 'High-tech enterprise'),
  techSme: t('科技型中小企业', 'Technology SME'),
  innovativeLeader: t('创新型领军企业', 'Leading innovative enterprise'),
  specialised: t('专精特新企业', 'Specialised and sophisticated SME'),
  innovativeSme: t('创新型中小企业', 'Innovative SME'),
} as const;

/** What is looked into before credit is given (rulebook §5.4), and what each look can find. */
export const creditFactKinds = {
  dishonest: t('失信被执行人', 'Dishonest judgment debtor'),
  environment: t('环保信用等级', 'Environmental rating'),
  taxGrade: t('纳税信用等级', 'Tax grade'),
  overdueLoan: t('逾期贷款', 'Overdue loan'),
  seriousViolation: t('严重违法', 'Serious violation'),
  controllerTrade: t('实际控制人从业', 'Controller in the trade'),
} as const;

export const creditFactValues = {
  none: t('未发现', 'None found'),
  found: t('有', 'Found'),
  since: t('自起始日起从业', 'Since the first day'),
  A: t('A 级', 'A'),
  B: t('B 级', 'B'),
  M: t('M 级', 'M'),
  C: t('C 级', 'C'),
  D: t('D 级', 'D'),
  green: t('绿', 'Green'),
  blue: t('蓝', 'Blue'),
  yellow: t('黄', 'Yellow'),
  red: t('红', 'Red'),
  black: t('黑', 'Black'),
} as const;

export type CreditFactKind = keyof typeof creditFactKinds;
export type CreditFactValue = keyof typeof creditFactValues;

/** Which findings belong to which look. */
export const findingsOf: Readonly<Record<CreditFactKind, readonly CreditFactValue[]>> = {
  dishonest: ['none', 'found'],
  environment: ['green', 'blue', 'yellow', 'red', 'black'],
  taxGrade: ['A', 'B', 'M', 'C', 'D'],
  overdueLoan: ['none', 'found'],
  seriousViolation: ['none', 'found'],
  controllerTrade: ['since'],
};

/** What of a firm falls due (到期事项). */
export const obligationKinds = {
  loan: t('贷款', 'Loan'),
  licence: t('资质许可', 'Licence'),
  land: t('用地', 'Land'),
  talentTitle: t('人才称号', 'Talent title'),
} as const;
