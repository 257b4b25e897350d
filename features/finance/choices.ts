import { t } from '#kernel/contract/text.ts';

/** What a consent may open to a bank or fund; Party data is never among it. */
export const consentScopes = {
  points: t('创新积分及佐证', 'Innovation points and evidence'),
  application: t('申请材料', 'Applications'),
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

/** 企业资质; a platform default after the neighbouring cities' product rules (rulebook §5.4). */
export const qualificationKinds = {
  highTech: t('高新技术企业', 'High-tech enterprise'),
  techSme: t('科技型中小企业', 'Technology SME'),
  innovativeLeader: t('创新型领军企业', 'Leading innovative enterprise'),
  specialised: t('专精特新企业', 'Specialised and sophisticated SME'),
  innovativeSme: t('创新型中小企业', 'Innovative SME'),
} as const;
