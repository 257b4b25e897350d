import { defineFigure, type FigureDeclaration } from '#kernel/contract/figure.ts';
import { t } from '#kernel/contract/text.ts';

const common = {
  owner: t('金融服务', 'Finance service'),
  edition: '2026.1',
  rules: ['§5.5'],
  dimensions: { fund: { label: t('基金', 'Fund'), path: { field: 'fundId' } } },
} as const;
const closed = { kind: 'dated', record: 'equityReferral', on: 'investedOn', window: 'year' } as const;

/** Figures over 积分投: firms referred, deals, and what was invested. */
export const equityFigures: readonly FigureDeclaration[] = [
  defineFigure({
    ...common,
    id: 'equityReferralCount',
    label: t('积分投推荐', 'Equity referrals'),
    definition: t('推荐给基金的企业项目，含已结束的', 'Firms referred to funds, ended ones included'),
    unit: t('项', 'referrals'),
    source: { kind: 'event', record: 'equityReferral', moves: ['open'], window: 'year' },
    measure: { kind: 'count' },
  }),
  defineFigure({
    ...common,
    id: 'equityDealCount',
    label: t('积分投成交', 'Equity deals'),
    definition: t('统计期内完成投资的项目', 'Referrals that ended in an investment in the window'),
    unit: t('项', 'deals'),
    source: closed,
    measure: { kind: 'count' },
  }),
  defineFigure({
    ...common,
    id: 'equityInvestedTotal',
    label: t('积分投投资额', 'Invested'),
    definition: t('统计期内完成投资的金额合计', 'What was invested in the window, in sum'),
    unit: 'money',
    source: closed,
    measure: { kind: 'sum', field: 'invested' },
  }),
];
