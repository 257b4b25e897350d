import { choice, date, flag, longText, money, reference, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { obligationKinds } from './choices.ts';
import { toBanks, toFunds } from './consented.ts';

const firmId = reference({ label: t('企业', 'Firm'), record: 'firm', required: true, aliases: ['企业名称'] });
const positive = (value: unknown) => (typeof value === 'string' && BigInt(value) <= 0n ? [{ code: 'AMOUNT_NOT_POSITIVE', field: 'amount', rule: 'RADAR', message: t('金额应大于零', 'The amount must be above zero') }] : []);

/** 到期事项: what the firm itself wants to be warned of. Lines of 积分贷 are on the radar by themselves. */
export const obligation = defineRecord({
  name: 'obligation',
  path: 'obligations',
  table: 'obligations',
  label: t('到期事项', 'Obligation'),
  plural: t('到期事项', 'Obligations'),
  fields: {
    title: text({ label: t('什么到期', 'What falls due'), maxLength: 120, required: true, aliases: ['事项', '名称'] }),
    firmId,
    kind: choice({ label: t('类别', 'Kind'), options: obligationKinds, required: true }),
    amount: money({ label: t('金额', 'Amount'), hint: t('贷款必填', 'Required for a loan') }),
    dueOn: date({ label: t('到期日', 'Falls due'), required: true, aliases: ['到期日期'] }),
    bankId: reference({ label: t('银行', 'Bank'), record: 'provider' }),
    counterparty: text({ label: t('对方', 'With'), maxLength: 120, hint: t('银行不在名录里时填写', 'When the bank is not on the register') }),
    note: longText({ label: t('说明', 'Note'), maxLength: 1000 }),
  },
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'firmId', 'kind', 'amount', 'dueOn', 'bankId', 'counterparty'], filters: ['firmId', 'kind', 'amount', 'dueOn', 'bankId'], order: 'dueOn' },
  form: [{ title: t('到期事项', 'Obligation'), fields: ['title', 'firmId', 'kind', 'amount', 'dueOn', 'bankId', 'counterparty', 'note'] }],
  empty: t('登记贷款、资质、用地、人才称号的到期日，到期前 90 天起会提醒。', 'Enter what falls due; the radar speaks from 90 days before.'),
  access: [
    { roles: ['enterpriseContact'], may: ['read', 'create', 'update', 'end', 'export'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的到期事项', "their firm's own") },
    { roles: ['specialist'], may: ['read', 'create', 'update'], rows: { column: 'firmId', in: 'linkedFirms' }, why: t('挂钩企业', 'a firm they are linked to') },
    { roles: ['financeOfficer', 'zoneLeader', 'auditor'], may: ['read', 'export'], rows: 'all', why: t('提前发现到期风险', 'sees in time what falls due') },
    toBanks({ scope: 'obligations', why: t('企业授权本机构查看到期事项', 'the firm lets their house see them') }),
    toFunds({ scope: 'obligations', why: t('企业授权本机构查看到期事项', 'the firm lets their house see them') }),
  ],
  check: ({ kind, amount }) => [
    ...(kind === 'loan' && (amount === null || amount === undefined) ? [{ code: 'AMOUNT_MISSING', field: 'amount', rule: 'RADAR', message: t('贷款请填金额', 'A loan needs its amount') }] : []),
    ...positive(amount),
  ],
});

/** 应收款: money the firm expects; it alone decides whether the zone sees it, and banks only by its consent. */
export const receivable = defineRecord({
  name: 'receivable',
  path: 'receivables',
  table: 'receivables',
  label: t('应收款', 'Receivable'),
  plural: t('应收款', 'Receivables'),
  fields: {
    title: text({ label: t('应收款', 'Receivable'), maxLength: 160, derived: true }),
    firmId,
    payer: text({ label: t('付款方', 'Payer'), maxLength: 120, required: true, aliases: ['客户'] }),
    amount: money({ label: t('金额', 'Amount'), required: true }),
    dueOn: date({ label: t('应收日期', 'Expected on'), required: true }),
    settledOn: date({ label: t('到账日期', 'Paid on') }),
    isShared: flag({ label: t('让园区看到', 'Let the zone see it'), hint: t('用于判断贷款到期时的资金缺口；银行另需授权', 'For the cash gap on the day a loan falls due; banks need a consent') }),
  },
  title: 'title',
  search: [],
  list: { columns: ['title', 'firmId', 'payer', 'amount', 'dueOn', 'settledOn', 'isShared'], filters: ['firmId', 'amount', 'dueOn', 'settledOn', 'isShared'], order: 'dueOn' },
  form: [{ title: t('应收款', 'Receivable'), fields: ['firmId', 'payer', 'amount', 'dueOn', 'settledOn', 'isShared'] }],
  empty: t('登记客户何时付款，就能看出贷款到期那天缺多少钱、缺到哪天。', 'Enter when customers pay, and the radar says how much is short on the day a loan falls due, and until when.'),
  access: [
    { roles: ['enterpriseContact'], may: ['read', 'create', 'update', 'end', 'export'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的应收款', "their firm's own") },
    { roles: ['financeOfficer'], may: ['read'], rows: { column: 'isShared', is: true }, why: t('企业选择让园区看到', 'the firm chose to share it') },
    toBanks({ scope: 'receivables', why: t('企业授权本行查看应收款', 'the firm lets their bank see them') }),
  ],
  check: ({ amount }) => positive(amount),
});
