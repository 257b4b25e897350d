import { defineFigure, type FigureDeclaration } from '#kernel/contract/figure.ts';
import { t } from '#kernel/contract/text.ts';

const common = { owner: t('金融服务', 'Finance'), edition: '2026.1' } as const;
const cuts = {
  bank: { label: t('银行', 'Bank'), path: { field: 'bankId' } },
  product: { label: t('产品', 'Product'), path: { field: 'productId' } },
} as const;
const entryCuts = { ...cuts, month: { label: t('月份', 'Month'), path: { field: 'enteredOn', per: 'month' } } } as const;
const entries = { kind: 'dated', record: 'creditEntry', on: 'enteredOn', window: 'all' } as const;
const amount = { kind: 'sum', field: 'amount' } as const;

/** Figures over lines and their ledger: granted, drawn and owed are three figures, never one. */
export const creditFigures: readonly FigureDeclaration[] = [
  defineFigure({
    ...common,
    edition: '2026.2',
    id: 'pointsFinanceEnterpriseCount',
    label: t('获得积分贷授信的企业', 'Firms with a credit line'),
    definition: t('累计获得过银行授信额度的企业，一家只计一次；后来迁出的仍计，登记有误作废的不计', 'Firms that were ever granted a line, each once; those that left since still count, lines entered by mistake do not'),
    unit: t('家', 'firms'),
    rules: ['K11', 'T-CRD-3'],
    source: { kind: 'dated', record: 'creditLine', on: 'grantedOn', window: 'all' },
    where: { not: { field: 'status', is: ['revoked'] } },
    measure: { kind: 'distinct', field: 'firmId' },
    dimensions: { ...cuts, month: { label: t('月份', 'Month'), path: { field: 'grantedOn', per: 'month' } } },
  }),
  defineFigure({
    ...common,
    id: 'pointsFinanceCreditLineTotal',
    label: t('积分贷授信额度', 'Lines granted'),
    definition: t('累计授信额度：不是放款，不是余额；同一产品续授时，新的额度替换旧的，不相加', 'Lines granted in all: not drawn, not owed; a renewal of the same product takes the earlier line’s place'),
    unit: 'money',
    rules: ['K12', 'T-CRD-3'],
    source: entries,
    where: { field: 'book', is: ['line'] },
    measure: amount,
    dimensions: entryCuts,
  }),
  defineFigure({
    ...common,
    id: 'creditDrawnTotal',
    label: t('累计放款', 'Drawn in all'),
    definition: t('累计放款，冲正的已扣除', 'What was drawn in all, reversals taken off'),
    unit: 'money',
    source: entries,
    where: { field: 'book', is: ['drawn'] },
    measure: amount,
    dimensions: entryCuts,
  }),
  defineFigure({
    ...common,
    id: 'creditRepaidTotal',
    label: t('累计还款', 'Repaid in all'),
    definition: t('累计还款，冲正的已扣除', 'What was repaid in all, reversals taken off'),
    unit: 'money',
    source: entries,
    where: { field: 'book', is: ['repaid'] },
    measure: amount,
    dimensions: entryCuts,
  }),
  defineFigure({
    ...common,
    id: 'creditLineOverdueCount',
    label: t('逾期的授信', 'Lines overdue'),
    definition: t('当日到期未还的授信', 'Lines on which something is overdue on the day'),
    unit: t('笔', 'lines'),
    source: { kind: 'state', record: 'creditLine' },
    where: { field: 'status', is: ['overdue'] },
    measure: { kind: 'count' },
    dimensions: cuts,
  }),
  defineFigure({
    ...common,
    id: 'creditApplicationCount',
    label: t('授信申请', 'Credit applications'),
    definition: t('统计期内企业提交的授信申请，含未批准和撤回的', 'Applications made in the window, declined and withdrawn ones included'),
    unit: t('笔', 'applications'),
    source: { kind: 'dated', record: 'creditApplication', on: 'submittedOn', window: 'year' },
    measure: { kind: 'count' },
    dimensions: { ...cuts, month: { label: t('月份', 'Month'), path: { field: 'submittedOn', per: 'month' } } },
  }),
  defineFigure({
    ...common,
    id: 'creditApprovalRate',
    label: t('授信批准率', 'Applications approved'),
    definition: t('统计期内银行作出决定的申请中，批准的', 'Of the applications that banks decided in the window, those approved'),
    unit: 'share',
    source: { kind: 'dated', record: 'creditApplication', on: 'decidedOn', window: 'year' },
    measure: { kind: 'share', of: { field: 'decision', is: ['approved'] } },
    dimensions: cuts,
  }),
  defineFigure({
    ...common,
    id: 'creditBankDaysMedian',
    label: t('银行用时中位数', 'Median days at the bank'),
    definition: t('统计期内银行作出决定的申请，从推荐到决定的自然日，居中的一笔', 'Calendar days from recommendation to decision, the middle one of those decided in the window'),
    unit: 'days',
    source: { kind: 'dated', record: 'creditApplication', on: 'decidedOn', window: 'year' },
    measure: { kind: 'percentile', at: 0.5, from: 'recommendedOn', to: 'decidedOn', in: 'days' },
    dimensions: cuts,
  }),
];
