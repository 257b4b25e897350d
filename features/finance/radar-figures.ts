import { defineFigure, type FigureDeclaration } from '#kernel/contract/figure.ts';
import { t } from '#kernel/contract/text.ts';

const common = { owner: t('金融服务', 'Finance'), edition: '2026.1' } as const;
const soon = { field: 'dueOn', from: { days: 0 }, to: { days: 90 } } as const;
const kinds = { kind: { label: t('类别', 'Kind'), path: { field: 'kind' } } } as const;

/** Figures over what falls due and what was done in time. */
export const radarFigures: readonly FigureDeclaration[] = [
  defineFigure({
    ...common,
    id: 'maturitiesIn90Days',
    label: t('90 天内到期的事项', 'Falling due within 90 days'),
    definition: t('企业登记的、当日起 90 天内到期的事项（积分贷另见授信）', 'What firms entered that falls due within 90 days of the day; lines are counted as lines'),
    unit: t('项', 'items'),
    source: { kind: 'state', record: 'obligation' },
    where: soon,
    measure: { kind: 'count' },
    dimensions: kinds,
  }),
  defineFigure({
    ...common,
    id: 'maturityAmountIn90Days',
    label: t('90 天内到期的贷款', 'Loans falling due within 90 days'),
    definition: t('企业登记的、当日起 90 天内到期的贷款金额', 'Amounts of the loans that firms entered and that fall due within 90 days of the day'),
    unit: 'money',
    source: { kind: 'state', record: 'obligation' },
    where: { all: [soon, { field: 'kind', is: ['loan'] }] },
    measure: { kind: 'sum', field: 'amount' },
  }),
  defineFigure({
    ...common,
    id: 'extensionCompletedCount',
    label: t('办成的续贷展期', 'Extensions completed'),
    definition: t('统计期内银行办结的续贷询价', 'Inquiries that banks completed in the window'),
    unit: t('笔', 'inquiries'),
    source: { kind: 'dated', record: 'bankInquiry', on: 'completedOn', window: 'year' },
    measure: { kind: 'count' },
    dimensions: { bank: { label: t('银行', 'Bank'), path: { field: 'bankId' } } },
  }),
];
