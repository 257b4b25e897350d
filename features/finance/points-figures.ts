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
];
