import { defineFigure, type FigureDeclaration } from '#kernel/contract/figure.ts';
import { t } from '#kernel/contract/text.ts';

/** Figures over innovation points; firms are counted, never people. */
export const pointsFigures: readonly FigureDeclaration[] = [
  defineFigure({
    owner: t('金融服务', 'Finance'),
    edition: '2026.1',
    id: 'pointsReportedFirmCount',
    label: t('有积分数据的企业', 'Firms with points inputs'),
    definition: t('统计期内有指标数据录入的企业，一家只计一次', 'Firms for which a value was entered in the window, each once'),
    unit: t('家', 'firms'),
    source: { kind: 'dated', record: 'pointsInput', on: 'createdAt', window: 'year' },
    measure: { kind: 'distinct', field: 'firmId' },
    dimensions: { indicator: { label: t('指标', 'Indicator'), path: { field: 'indicator' } } },
  }),
  defineFigure({
    owner: t('金融服务', 'Finance'),
    edition: '2026.1',
    id: 'pointsFrozenFirmCount',
    label: t('积分已冻结的企业', 'Firms with frozen points'),
    definition: t('累计有年度积分冻结入账的企业，一家只计一次', 'Firms with points of any year frozen in the ledger, each once'),
    unit: t('家', 'firms'),
    source: { kind: 'dated', record: 'pointsEntry', on: 'enteredOn', window: 'all' },
    where: { field: 'kind', is: ['frozen'] },
    measure: { kind: 'distinct', field: 'firmId' },
  }),
  defineFigure({
    owner: t('金融服务', 'Finance'),
    edition: '2026.1',
    id: 'pointsObjectionUpheldRate',
    label: t('积分异议成立率', 'Objections upheld'),
    definition: t('统计期内答复的积分异议中，成立的', 'Of the objections decided in the window, those upheld'),
    unit: 'share',
    source: { kind: 'dated', record: 'pointsObjection', on: 'decidedOn', window: 'year' },
    where: { not: { field: 'status', is: ['withdrawn'] } },
    measure: { kind: 'share', of: { field: 'status', is: ['upheld'] } },
  }),
  defineFigure({
    owner: t('金融服务', 'Finance'),
    edition: '2026.1',
    id: 'pointsObjectionDays',
    label: t('积分异议答复用时中位数', 'Median days to answer an objection'),
    definition: t('统计期内答复的积分异议，从提出到答复的自然日，居中的一件', 'Calendar days from raising to decision, the middle one of those decided in the window'),
    unit: 'days',
    source: { kind: 'dated', record: 'pointsObjection', on: 'decidedOn', window: 'year' },
    where: { not: { field: 'status', is: ['withdrawn'] } },
    measure: { kind: 'percentile', at: 0.5, from: 'raisedOn', to: 'decidedOn', in: 'days' },
  }),
];
