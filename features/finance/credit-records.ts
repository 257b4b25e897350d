import { choice, choices, date, flag, integer, longText, money, reference, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { qualificationKinds } from './rules/credit-kinds.ts';

const bp = t('基点', 'bp');

/** A bank's product of 积分贷: how much, how long, at what over the LPR, for whom, answered within what. */
export const creditProduct = defineRecord({
  name: 'creditProduct',
  path: 'credit-products',
  table: 'credit_products',
  label: t('积分贷产品', 'Credit product'),
  plural: t('积分贷产品', 'Credit products'),
  fields: {
    name: text({ label: t('产品名称', 'Name'), maxLength: 80, required: true, aliases: ['产品'] }),
    bankId: reference({ label: t('银行', 'Bank'), record: 'provider', required: true, aliases: ['银行名称', '机构'] }),
    cap: money({ label: t('单户上限', 'Cap a firm'), required: true, aliases: ['额度上限'] }),
    termMonths: integer({ label: t('最长期限', 'Longest term'), min: 1, max: 36, unit: t('个月', 'months'), required: true, aliases: ['期限'] }),
    spreadBp: integer({ label: t('利率：LPR 加', 'Over the LPR'), min: 0, max: 1000, unit: bp, required: true, aliases: ['加点'] }),
    isRevolving: flag({ label: t('随借随还', 'Revolving') }),
    guaranteedPercent: integer({ label: t('政策性担保比例', 'Guaranteed'), min: 0, max: 100, unit: t('%', '%') }),
    qualifications: choices({ label: t('适用资质', 'For firms that are'), options: qualificationKinds, hint: t('不选即不限', 'None chosen: any firm') }),
    purpose: text({ label: t('用途', 'Purpose'), maxLength: 200 }),
    answerDays: integer({ label: t('承诺答复', 'Answers within'), min: 1, max: 60, unit: t('个工作日', 'working days') }),
    papers: longText({ label: t('所需材料', 'Papers needed'), maxLength: 1000 }),
  },
  title: 'name',
  search: ['name'],
  key: 'name',
  list: { columns: ['name', 'bankId', 'cap', 'termMonths', 'spreadBp', 'answerDays'], filters: ['bankId', 'qualifications', 'cap'], order: 'name' },
  form: [
    { title: t('产品', 'Product'), fields: ['name', 'bankId', 'cap', 'termMonths', 'spreadBp', 'isRevolving', 'guaranteedPercent'] },
    { title: t('怎么申请', 'How to apply'), fields: ['qualifications', 'purpose', 'answerDays', 'papers'] },
  ],
  empty: t('银行的积分贷产品列在这里，由银行自己维护。', "The banks' products will be here; each bank keeps its own."),
  access: [
    { roles: ['financeOfficer'], may: ['read', 'create', 'update', 'end', 'export', 'import'], rows: 'all', why: t('统筹积分贷产品', 'keeps the products') },
    { roles: ['bankOfficer'], may: ['create', 'update', 'end'], rows: { column: 'bankId', in: 'providers' }, why: t('本行的产品', "their bank's product") },
    { roles: ['bankOfficer', 'enterpriseContact', 'specialist', 'zoneLeader', 'auditor', 'assessmentOfficer'], may: ['read', 'export'], rows: 'all', why: t('产品对全区公开', 'products are public in the zone') },
  ],
  check: ({ cap }) => (typeof cap === 'string' && BigInt(cap) <= 0n ? [{ code: 'CAP_NOT_POSITIVE', field: 'cap', rule: 'CRD-CAP', message: t('单户上限应大于零', 'The cap must be above zero') }] : []),
});

/** The ledger of lines: added to by the moves of a line, never changed, each entry chained to the one before. */
export const creditEntry = defineRecord({
  name: 'creditEntry',
  path: 'credit-entries',
  table: 'credit_entries',
  life: { from: 'enteredOn' },
  label: t('授信账目', 'Ledger entry'),
  plural: t('授信账目', 'Ledger of lines'),
  fields: {
    title: text({ label: t('账目', 'Entry'), derived: true }),
    lineId: reference({ label: t('授信', 'Line'), record: 'creditLine', derived: true }),
    bankId: reference({ label: t('银行', 'Bank'), record: 'provider', derived: true }),
    productId: reference({ label: t('产品', 'Product'), record: 'creditProduct', derived: true }),
    seq: integer({ label: t('第几笔', 'Entry no.'), derived: true }),
    book: choice({ label: t('账', 'Book'), options: { line: t('额度', 'Line'), drawn: t('放款', 'Drawn'), repaid: t('还款', 'Repaid') }, derived: true }),
    kind: choice({
      label: t('事由', 'Kind'),
      options: { granted: t('授信', 'Granted'), replaced: t('被替换', 'Replaced'), drawdown: t('放款', 'Drawdown'), repayment: t('还款', 'Repayment'), reversal: t('冲正', 'Reversal') },
      derived: true,
    }),
    amount: money({ label: t('金额', 'Amount'), derived: true }),
    enteredOn: date({ label: t('日期', 'Day'), derived: true }),
    dueOn: date({ label: t('到期日', 'Falls due'), derived: true }),
    rateBp: integer({ label: t('利率', 'Rate'), isRate: true, derived: true }),
    reference: text({ label: t('流水号', 'Reference'), maxLength: 80, derived: true }),
    reversesSeq: integer({ label: t('冲正第几笔', 'Reverses entry'), derived: true }),
    note: text({ label: t('说明', 'Note'), maxLength: 500, derived: true }),
    previousHash: text({ label: t('上一笔校验值', 'Hash before'), maxLength: 64, derived: true }),
    hash: text({ label: t('校验值', 'Hash'), maxLength: 64, derived: true }),
  },
  title: 'title',
  search: [],
  list: { columns: ['title', 'kind', 'amount', 'enteredOn', 'dueOn', 'rateBp', 'reference'], filters: ['lineId', 'bankId', 'productId', 'book', 'kind', 'enteredOn', 'dueOn'], order: '-createdAt' },
  form: [{ title: t('账目', 'Entry'), fields: ['lineId', 'bankId', 'productId', 'seq', 'book', 'kind', 'amount', 'enteredOn', 'dueOn', 'rateBp', 'reference', 'reversesSeq', 'note', 'previousHash', 'hash'] }],
  access: [
    { roles: ['financeOfficer', 'zoneLeader', 'auditor', 'assessmentOfficer'], may: ['read', 'export'], rows: 'all', why: t('统筹全区积分金融', "oversees the zone's credit") },
    { roles: ['partyWorkOfficer'], may: ['read'], rows: 'all', why: t('在简报中引用授信企业数和额度，每个数都要能点开', 'quotes firms and lines in briefings, where every number opens its records') },
    { roles: ['bankOfficer'], may: ['read', 'export'], rows: { column: 'bankId', in: 'providers' }, why: t('本行的授信', "their bank's line") },
  ],
});
