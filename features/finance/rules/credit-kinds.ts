/** 企业资质; a platform default after the neighbouring cities' product rules (rulebook §5.4). */
export const qualificationKinds = {
  highTech: { zh: '高新技术企业', en: 'High-tech enterprise' },
  techSme: { zh: '科技型中小企业', en: 'Technology SME' },
  innovativeLeader: { zh: '创新型领军企业', en: 'Leading innovative enterprise' },
  specialised: { zh: '专精特新企业', en: 'Specialised and sophisticated SME' },
  innovativeSme: { zh: '创新型中小企业', en: 'Innovative SME' },
} as const;

/** What is looked into before credit is given (rulebook §5.4), and what each look can find. */
export const creditFactKinds = {
  dishonest: { zh: '失信被执行人', en: 'Dishonest judgment debtor' },
  environment: { zh: '环保信用等级', en: 'Environmental rating' },
  taxGrade: { zh: '纳税信用等级', en: 'Tax grade' },
  overdueLoan: { zh: '逾期贷款', en: 'Overdue loan' },
  seriousViolation: { zh: '严重违法', en: 'Serious violation' },
  controllerTrade: { zh: '实际控制人从业', en: 'Controller in the trade' },
} as const;

export const creditFactValues = {
  none: { zh: '未发现', en: 'None found' },
  found: { zh: '有', en: 'Found' },
  since: { zh: '自起始日起从业', en: 'Since the first day' },
  A: { zh: 'A 级', en: 'A' },
  B: { zh: 'B 级', en: 'B' },
  M: { zh: 'M 级', en: 'M' },
  C: { zh: 'C 级', en: 'C' },
  D: { zh: 'D 级', en: 'D' },
  green: { zh: '绿', en: 'Green' },
  blue: { zh: '蓝', en: 'Blue' },
  yellow: { zh: '黄', en: 'Yellow' },
  red: { zh: '红', en: 'Red' },
  black: { zh: '黑', en: 'Black' },
} as const;

type CreditFactKind = keyof typeof creditFactKinds;
type CreditFactValue = keyof typeof creditFactValues;

/** Which findings belong to which look. */
export const findingsOf: Readonly<Record<CreditFactKind, readonly CreditFactValue[]>> = {
  dishonest: ['none', 'found'],
  environment: ['green', 'blue', 'yellow', 'red', 'black'],
  taxGrade: ['A', 'B', 'M', 'C', 'D'],
  overdueLoan: ['none', 'found'],
  seriousViolation: ['none', 'found'],
  controllerTrade: ['since'],
};
