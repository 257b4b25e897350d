import { defineCase, type Situation } from '#kernel/contract/case.ts';
import { date, integer, longText, money, reference, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { toBanks } from './consented.ts';
import { foldInquiry, inquiryClocks, inquiryTasks, type InquiryState } from './rules/inquiry-state.ts';
import { amountOf, rateRefusal } from './rules/line-guards.ts';

const days = t('个工作日', 'working days');
const fields = {
  title: text({ label: t('续贷询价', 'Inquiry'), derived: true }),
  firmId: reference({ label: t('企业', 'Firm'), record: 'firm', derived: true }),
  bankId: reference({ label: t('银行', 'Bank'), record: 'provider', derived: true }),
  subject: text({ label: t('到期事项', 'What falls due'), derived: true }),
  subjectId: text({ label: t('到期事项编号', 'Its id'), maxLength: 40, derived: true }),
  amount: money({ label: t('到期金额', 'Amount due'), derived: true }),
  dueOn: date({ label: t('到期日', 'Falls due'), derived: true }),
  note: longText({ label: t('企业说明', "The firm's note"), derived: true }),
  askedOn: date({ label: t('询价日期', 'Asked'), derived: true }),
  answeredOn: date({ label: t('答复日期', 'Answered'), derived: true }),
  offered: money({ label: t('可续金额', 'Offered'), derived: true }),
  offeredRateBp: integer({ label: t('承诺利率', 'Rate promised'), isRate: true, derived: true }),
  namedDays: integer({ label: t('承诺办理', 'Days promised'), unit: days, derived: true }),
  acceptedOn: date({ label: t('企业接受', 'Accepted'), derived: true }),
  completedOn: date({ label: t('办结日期', 'Completed'), derived: true }),
  rateBp: integer({ label: t('实际利率', 'Rate given'), isRate: true, derived: true }),
  bankDays: integer({ label: t('实际用时', 'Days taken'), unit: days, derived: true }),
} as const;

const rateBp = integer({ label: t('利率', 'Rate'), min: 0, max: 3000, isRate: true, required: true });
const inRate = ({ input, packs, now }: Situation<InquiryState>) => input && rateRefusal(packs, dateOf(now), input);

/**
 * A firm asks a bank about what falls due (续贷询价): several banks at once, none of which learns of the others. What was
 * promised and what was given stand side by side.
 */
export const bankInquiry = defineCase<typeof fields, InquiryState>({
  name: 'bankInquiry',
  path: 'bank-inquiries',
  table: 'bank_inquiries',
  label: t('续贷询价', 'Bank inquiry'),
  plural: t('续贷询价', 'Bank inquiries'),
  fields,
  title: 'title',
  search: ['title'],
  list: {
    columns: ['title', 'bankId', 'amount', 'dueOn', 'askedOn', 'offered', 'offeredRateBp', 'rateBp', 'bankDays'],
    filters: ['firmId', 'bankId', 'subjectId', 'dueOn', 'askedOn', 'answeredOn', 'completedOn'],
    order: '-createdAt',
  },
  form: [
    { title: t('询价', 'Inquiry'), fields: ['firmId', 'bankId', 'subject', 'amount', 'dueOn', 'note', 'askedOn'] },
    { title: t('承诺与实际', 'Promised and done'), fields: ['answeredOn', 'offered', 'offeredRateBp', 'namedDays', 'acceptedOn', 'completedOn', 'rateBp', 'bankDays'] },
  ],
  empty: t('企业就将到期的贷款向银行询价，列在这里。', 'Inquiries of firms about what falls due.'),
  access: [
    { roles: ['financeOfficer', 'zoneLeader', 'auditor'], may: ['read', 'export'], rows: 'all', why: t('提前发现到期风险', 'sees in time what falls due') },
    { roles: ['enterpriseContact'], may: ['read', 'export'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的询价', "their firm's own") },
    toBanks({ scope: 'obligations', receiver: 'bankId', why: t('企业为续贷展期授权本行，并询问本行', 'the firm consents for an extension, and asks their bank') }, ['extension']),
  ],
  initial: 'asked',
  states: {
    asked: { label: t('待银行答复', 'Asked'), tone: 'waiting' },
    offered: { label: t('银行可办', 'Offered'), tone: 'active' },
    refused: { label: t('银行不办', 'Refused'), terminal: true, tone: 'bad' },
    accepted: { label: t('企业已接受', 'Accepted'), tone: 'active' },
    completed: { label: t('已办结', 'Completed'), terminal: true, tone: 'good' },
    closed: { label: t('已关闭', 'Closed'), terminal: true, tone: 'waiting' },
  },
  relations: {
    firm: { label: t('企业', 'the firm'), holds: (actor, state) => actor.roles.includes('enterpriseContact') && actor.scope.firms.includes(state.firmId) },
    bank: { label: t('银行', 'the bank'), holds: (actor, state) => actor.roles.includes('bankOfficer') && actor.scope.providers.includes(state.bankId) },
  },
  open: {
    label: t('询问银行', 'Ask a bank'),
    by: ['enterpriseContact'],
    input: {
      subjectId: text({ label: t('到期事项编号', 'Id of what falls due'), maxLength: 40, required: true }),
      bankId: reference({ label: t('银行', 'Bank'), record: 'provider', required: true }),
      note: longText({ label: t('说明', 'Note'), maxLength: 1000 }),
      consentUntil: date({ label: t('授权该银行查看到期事项至', 'Let it see what falls due, until'), hint: t('已有授权可不填', 'Leave empty if it may already') }),
    },
  },
  moves: {
    offer: {
      label: t('可以办', 'Yes'),
      from: ['asked'],
      to: ['offered'],
      by: ['bank'],
      weight: 'primary',
      input: {
        amount: money({ label: t('可续金额', 'Amount'), required: true }),
        rateBp,
        namedDays: integer({ label: t('多少个工作日办好', 'Done within'), min: 1, max: 60, unit: days, required: true }),
        note: longText({ label: t('条件与说明', 'Conditions'), maxLength: 1000 }),
      },
      guard: (situation) => {
        const amount = situation.input && amountOf(situation.input, 'amount');
        return amount === undefined || typeof amount === 'bigint' ? inRate(situation) : amount;
      },
    },
    refuse: {
      label: t('办不了', 'No'),
      hint: t('理由会告诉企业', 'The firm is told the reason'),
      from: ['asked'],
      to: ['refused'],
      by: ['bank'],
      input: { reason: longText({ label: t('理由', 'Reason'), maxLength: 1000, required: true }) },
      weight: 'danger',
    },
    accept: { label: t('接受', 'Accept'), hint: t('其他银行的询价随之关闭', 'Inquiries at other banks are closed'), from: ['offered'], to: ['accepted'], by: ['firm'], input: {}, weight: 'primary' },
    // what was given is kept as it is, dear or not, beside what was promised
    complete: { label: t('已办结', 'Completed'), from: ['accepted'], to: ['completed'], by: ['bank'], input: { rateBp, note: longText({ label: t('说明', 'Note'), maxLength: 1000 }) }, weight: 'primary' },
    withdraw: { label: t('不问了', 'Withdraw'), from: ['asked', 'offered', 'accepted'], to: ['closed'], by: ['firm', 'system'], input: {}, weight: 'danger' },
    close: { label: t('已关闭', 'Closed'), from: ['asked', 'offered', 'accepted'], to: ['closed'], by: ['system'], input: {} },
    transferFirm: { label: t('企业合并', 'Firm merged'), from: ['asked', 'offered', 'refused', 'accepted', 'completed', 'closed'], to: [], by: ['system'], input: {} },
  },
  fold: foldInquiry,
  clocks: inquiryClocks,
  tasks: inquiryTasks,
  parties: (state) => [state.bankId],
  project: (state) => ({
    title: state.title,
    firmId: state.firmId,
    bankId: state.bankId,
    subject: state.subject,
    subjectId: state.subjectId,
    amount: state.amount,
    dueOn: state.dueOn,
    note: state.note,
    askedOn: dateOf(state.askedAt),
    answeredOn: state.answeredAt === null ? null : dateOf(state.answeredAt),
    offered: state.offered,
    offeredRateBp: state.offeredRateBp,
    namedDays: state.namedDays,
    acceptedOn: state.acceptedAt === null ? null : dateOf(state.acceptedAt),
    completedOn: state.completedAt === null ? null : dateOf(state.completedAt),
    rateBp: state.rateBp,
    bankDays: state.bankDays,
  }),
});
