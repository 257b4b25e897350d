import { defineCase } from '#kernel/contract/case.ts';
import { date, integer, longText, money, reference, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { amountOf, guardClose, guardDraw, guardExtend, guardRepay, guardReverse, guardRevoke, rateRefusal } from './rules/line-guards.ts';
import { foldLine, lineClocks, lineTasks, type LineState } from './rules/line-state.ts';

const fields = {
  title: text({ label: t('授信', 'Line'), derived: true }),
  firmId: reference({ label: t('企业', 'Firm'), record: 'firm', derived: true }),
  productId: reference({ label: t('产品', 'Product'), record: 'creditProduct', derived: true }),
  bankId: reference({ label: t('银行', 'Bank'), record: 'provider', derived: true }),
  applicationId: reference({ label: t('由申请', 'From application'), record: 'creditApplication', derived: true }),
  reference: text({ label: t('授信合同号', 'Contract number'), maxLength: 60, derived: true }),
  replacesId: reference({ label: t('替换了', 'Replaces'), record: 'creditLine', derived: true }),
  replacedById: reference({ label: t('已由此替换', 'Replaced by'), record: 'creditLine', derived: true }),
  line: money({ label: t('授信额度', 'Line'), derived: true }),
  drawn: money({ label: t('累计放款', 'Drawn'), derived: true }),
  balance: money({ label: t('余额', 'Balance'), derived: true }),
  rateBp: integer({ label: t('利率', 'Rate'), isRate: true, derived: true }),
  grantedOn: date({ label: t('授信日期', 'Granted'), derived: true }),
  validUntil: date({ label: t('有效期至', 'Valid until'), derived: true }),
  nextDueOn: date({ label: t('下次到期', 'Next due'), derived: true }),
  extended: integer({ label: t('展期次数', 'Times extended'), derived: true }),
  closedOn: date({ label: t('结清日期', 'Closed'), derived: true }),
} as const;

const amount = money({ label: t('金额', 'Amount'), required: true });
const on = date({ label: t('日期', 'Day'), required: true });
const reference_ = text({ label: t('银行流水号', "Bank's reference"), maxLength: 60, required: true, hint: t('同一流水号只登记一次', 'Each is entered once') });
const rateBp = integer({ label: t('利率', 'Rate'), min: 0, max: 3000, isRate: true });
const all = ['granted', 'drawn', 'overdue', 'extended', 'repaid', 'replaced', 'closed', 'revoked'];
const owing = ['drawn', 'overdue', 'extended'];

/**
 * A credit line (授信额度, rulebook §5.4): what was granted, what is drawn, what is owed — three amounts, each the sum of
 * its entries. It is the bank's own contract: the bank reports on it, whatever the firm's consents.
 */
export const creditLine = defineCase<typeof fields, LineState>({
  name: 'creditLine',
  path: 'credit-lines',
  table: 'credit_lines',
  label: t('授信', 'Credit line'),
  plural: t('授信', 'Credit lines'),
  fields,
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'bankId', 'line', 'drawn', 'balance', 'rateBp', 'grantedOn', 'nextDueOn'], filters: ['firmId', 'bankId', 'productId', 'line', 'balance', 'grantedOn', 'nextDueOn'], order: '-createdAt' },
  form: [
    { title: t('授信', 'Line'), fields: ['firmId', 'bankId', 'productId', 'grantedOn', 'validUntil', 'rateBp', 'reference', 'applicationId', 'replacesId', 'replacedById'] },
    { title: t('三个数', 'Three amounts'), fields: ['line', 'drawn', 'balance', 'nextDueOn', 'extended', 'closedOn'] },
  ],
  empty: t('银行批准的额度列在这里；银行每放一笔、每还一笔登记一次，各表都由此得出。', 'Lines granted by banks. Each drawing and repayment is entered once; every report follows from it.'),
  access: [
    { roles: ['financeOfficer', 'zoneLeader', 'auditor', 'assessmentOfficer'], may: ['read', 'export'], rows: 'all', why: t('统筹全区积分金融', "oversees the zone's credit") },
    { roles: ['partyWorkOfficer'], may: ['read'], rows: 'all', why: t('在简报中引用授信企业数和额度，每个数都要能点开', 'quotes firms and lines in briefings, where every number opens its records') },
    { roles: ['bankOfficer'], may: ['read', 'export'], rows: { column: 'bankId', in: 'providers' }, why: t('本行的授信', "their bank's line") },
    { roles: ['enterpriseContact'], may: ['read', 'export'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的授信', "their firm's line") },
  ],
  initial: 'granted',
  states: {
    granted: { label: t('已授信', 'Granted'), tone: 'active' },
    drawn: { label: t('已放款', 'Drawn'), tone: 'active' },
    overdue: { label: t('逾期', 'Overdue'), tone: 'bad' },
    extended: { label: t('已展期', 'Extended'), tone: 'waiting' },
    repaid: { label: t('已还清', 'Repaid'), tone: 'good' },
    replaced: { label: t('已由新额度替换', 'Replaced'), tone: 'waiting' },
    closed: { label: t('已结清', 'Closed'), terminal: true, tone: 'good' },
    revoked: { label: t('登记有误，已作废', 'Entered by mistake'), terminal: true, tone: 'waiting' },
  },
  relations: {
    bank: { label: t('授信银行', 'the bank'), holds: (actor, state) => actor.roles.includes('bankOfficer') && actor.scope.providers.includes(state.bankId) },
  },
  open: {
    label: t('登记授信', 'Enter a line'),
    by: ['bankOfficer', 'financeOfficer'],
    input: {
      firmId: reference({ label: t('企业', 'Firm'), record: 'firm', required: true }),
      productId: reference({ label: t('产品', 'Product'), record: 'creditProduct', required: true }),
      line: money({ label: t('授信额度', 'Line'), required: true }),
      rateBp,
      grantedOn: date({ label: t('授信日期', 'Granted'), required: true }),
      validUntil: date({ label: t('有效期至', 'Valid until'), required: true }),
      reference: text({ label: t('授信合同号', 'Contract number'), maxLength: 60, hint: t('填了就只登记一次', 'Entered once, when given') }),
    },
    guard: ({ input, now, packs }) => {
      if (!input) return undefined;
      const granted = amountOf(input, 'line');
      if (typeof granted !== 'bigint') return granted;
      const { grantedOn, validUntil } = input;
      if (String(grantedOn) > dateOf(now)) return { code: 'NOT_YET', rule: 'T-CRD-LEDGER', field: 'grantedOn', message: t('日期不能晚于今天', 'Not a day to come') };
      if (String(validUntil) <= String(grantedOn)) return { code: 'LINE_DATES', rule: 'T-CRD-LEDGER', field: 'validUntil', message: t('有效期应在授信日之后', 'It must end after it begins') };
      return rateRefusal(packs, String(grantedOn), input);
    },
  },
  moves: {
    draw: {
      label: t('放款', 'Draw'),
      from: ['granted', 'drawn', 'repaid', 'extended', 'replaced'],
      to: ['drawn', 'extended'],
      by: ['bank'],
      weight: 'primary',
      input: { amount, on, dueOn: date({ label: t('到期日', 'Falls due'), required: true }), reference: reference_, rateBp },
      guard: guardDraw,
    },
    repay: { label: t('还款', 'Repay'), from: owing, to: ['drawn', 'overdue', 'extended', 'repaid', 'replaced'], by: ['bank'], weight: 'primary', input: { amount, on, reference: reference_ }, guard: guardRepay },
    extend: {
      label: t('展期', 'Extend'),
      from: owing,
      to: ['extended'],
      by: ['bank'],
      input: { dueOn: date({ label: t('展期至', 'Until'), required: true }), rateBp, reason: longText({ label: t('理由', 'Reason'), maxLength: 500, required: true }) },
      guard: guardExtend,
    },
    reverse: {
      label: t('冲正', 'Reverse an entry'),
      hint: t('账目只增不改：记一笔相反的；已结清的额度因此又有余额时，重新打开', 'The ledger is added to, never changed; a closed line on which something is owed again stands open again'),
      from: ['granted', ...owing, 'repaid', 'replaced', 'closed'],
      to: ['granted', ...owing, 'repaid', 'replaced', 'closed'],
      by: ['bank'],
      weight: 'danger',
      input: { seq: integer({ label: t('冲正第几笔', 'Which entry'), min: 1, max: 100_000, required: true }), on, reason: longText({ label: t('理由', 'Reason'), maxLength: 500, required: true }) },
      guard: guardReverse,
    },
    revoke: {
      label: t('登记有误，作废', 'Entered by mistake'),
      hint: t('只在没有放款时；企业数和额度从今天起不再计它，账目留着', 'Only while nothing is drawn; from today on it counts no more, and its entries stay'),
      from: ['granted'],
      to: ['revoked'],
      by: ['bank'],
      weight: 'danger',
      input: { reason: longText({ label: t('理由', 'Reason'), maxLength: 500, required: true }) },
      guard: guardRevoke,
    },
    close: { label: t('结清', 'Close'), from: ['granted', ...owing, 'repaid'], to: ['closed'], by: ['bank'], input: { on }, guard: guardClose },
    fallDue: { label: t('到期未还', 'Not repaid in time'), from: ['drawn', 'extended'], to: ['overdue'], by: ['system'], input: {} },
    replaced: { label: t('由新的额度替换', 'Replaced by a newer line'), from: all, to: ['replaced'], by: ['system'], input: {} },
    restored: { label: t('替换作废，恢复', 'Stands again'), from: all, to: ['granted', 'repaid'], by: ['system'], input: {} },
    transferFirm: { label: t('企业合并', 'Firm merged'), from: all, to: [], by: ['system'], input: {} },
  },
  fold: foldLine,
  clocks: lineClocks,
  tasks: lineTasks,
  onClock: (state, _clock, account) => (account.lamp === 'red' && ['drawn', 'extended'].includes(state.status) ? { move: 'fallDue', input: {} } : undefined),
  parties: (state) => [state.bankId],
  project: (state) => ({
    title: state.title,
    firmId: state.firmId,
    productId: state.productId,
    bankId: state.bankId,
    applicationId: state.applicationId,
    reference: state.reference,
    replacesId: state.replacesId,
    replacedById: state.replacedById,
    line: String(state.line),
    drawn: String(state.drawn),
    balance: String(state.balance),
    rateBp: state.rateBp,
    grantedOn: state.grantedOn,
    validUntil: state.validUntil,
    nextDueOn: state.nextDueOn,
    extended: state.extensions.length,
    closedOn: state.closedOn,
  }),
});
