import { defineCase, type Situation } from '#kernel/contract/case.ts';
import { choice, choices, date, decimal, flag, integer, longText, money, reference, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { consentScopes } from './choices.ts';
import { toBanks } from './consented.ts';
import { applicationClocks, applicationTasks, foldApplication, openQuestion, type ApplicationState } from './rules/application-state.ts';
import { amountOf, rateRefusal } from './rules/line-guards.ts';

const days = t('个工作日', 'working days');
const fields = {
  title: text({ label: t('申请', 'Application'), derived: true }),
  firmId: reference({ label: t('企业', 'Firm'), record: 'firm', derived: true }),
  productId: reference({ label: t('产品', 'Product'), record: 'creditProduct', derived: true }),
  bankId: reference({ label: t('银行', 'Bank'), record: 'provider', derived: true }),
  sentToId: reference({ label: t('已送达', 'Sent to'), record: 'provider', derived: true }),
  amount: money({ label: t('申请额度', 'Asked for'), derived: true }),
  termMonths: integer({ label: t('期限', 'Term'), unit: t('个月', 'months'), derived: true }),
  useOfFunds: text({ label: t('用途', 'Use'), maxLength: 300, derived: true }),
  isEligible: flag({ label: t('符合条件', 'Eligible'), derived: true }),
  suggestedLine: money({ label: t('建议额度', 'Suggested line'), derived: true }),
  score: decimal({ label: t('创新积分', 'Innovation points'), digits: 2, derived: true }),
  promisedRateBp: integer({ label: t('承诺利率不高于', 'Rate promised, at most'), isRate: true, derived: true }),
  promisedDays: integer({ label: t('承诺答复', 'Answer promised within'), unit: days, derived: true }),
  answerDays: integer({ label: t('实际答复用时', 'Answer took'), unit: days, derived: true }),
  namedDays: integer({ label: t('银行自定审批期', 'Decision named within'), unit: days, derived: true }),
  submittedOn: date({ label: t('提交日期', 'Submitted'), derived: true }),
  recommendedOn: date({ label: t('推荐日期', 'Recommended'), derived: true }),
  decidedOn: date({ label: t('银行决定日期', 'Bank decided'), derived: true }),
  decision: choice({ label: t('银行决定', "Bank's decision"), options: { approved: t('批准', 'Approved'), declined: t('未批准', 'Declined') }, derived: true }),
  line: money({ label: t('批准额度', 'Line granted'), derived: true }),
  rateBp: integer({ label: t('实际利率', 'Rate given'), isRate: true, derived: true }),
  bankDays: integer({ label: t('银行实际用时', 'Bank took'), unit: days, hint: t('从推荐到决定；等企业答复的日子不计', 'From the recommendation to the decision, without the days that the firm took to answer'), derived: true }),
  lineId: reference({ label: t('授信', 'Line'), record: 'creditLine', derived: true }),
} as const;

const reason = longText({ label: t('理由', 'Reason'), maxLength: 1000, required: true });
const atBank = ['recommended', 'bankReview'];
const every = ['submitted', 'recommended', 'notRecommended', 'bankReview', 'approved', 'declined', 'withdrawn'];

type Look = Situation<ApplicationState>;

/**
 * An application for credit (积分贷, rulebook §5.4): the firm applies, the zone recommends or says why not, the bank decides.
 * The platform shows points and reckons; it never decides. What the bank promised and what it did stand side by side.
 */
export const creditApplication = defineCase<typeof fields, ApplicationState>({
  name: 'creditApplication',
  path: 'credit-applications',
  table: 'credit_applications',
  label: t('授信申请', 'Credit application'),
  plural: t('授信申请', 'Credit applications'),
  fields,
  title: 'title',
  search: ['title'],
  list: {
    columns: ['title', 'bankId', 'amount', 'isEligible', 'submittedOn', 'decidedOn', 'line', 'rateBp', 'bankDays'],
    filters: ['firmId', 'bankId', 'productId', 'isEligible', 'decision', 'amount', 'submittedOn', 'decidedOn'],
    order: '-createdAt',
  },
  form: [
    { title: t('申请', 'Application'), fields: ['firmId', 'productId', 'bankId', 'sentToId', 'amount', 'termMonths', 'useOfFunds', 'submittedOn'] },
    { title: t('资格', 'Eligibility'), fields: ['isEligible', 'score', 'suggestedLine', 'recommendedOn'] },
    { title: t('银行：承诺与实际', 'The bank: promised and done'), fields: ['promisedDays', 'answerDays', 'namedDays', 'bankDays', 'promisedRateBp', 'rateBp', 'decision', 'decidedOn', 'line', 'lineId'] },
  ],
  empty: t('企业的授信申请列在这里。企业在“融资”页看到自己符合哪些产品，授权后即可申请。', 'Applications for credit. A firm sees on its finance page what it is eligible for, consents, and applies.'),
  access: [
    { roles: ['financeOfficer', 'zoneLeader', 'auditor', 'assessmentOfficer'], may: ['read', 'export'], rows: 'all', why: t('统筹全区积分金融', "oversees the zone's credit") },
    { roles: ['enterpriseContact'], may: ['read', 'export'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的申请', "their firm's application") },
    toBanks({ scope: 'application', receiver: 'sentToId', why: t('企业为授信授权本行查看，且园区已推荐', 'the firm consents for credit, and the zone has sent it') }, ['credit']),
  ],
  initial: 'submitted',
  states: {
    submitted: { label: t('待推荐', 'Before the zone'), tone: 'waiting' },
    recommended: { label: t('已推荐，待银行答复', 'Recommended'), tone: 'active' },
    notRecommended: { label: t('未推荐', 'Not recommended'), tone: 'bad' },
    bankReview: { label: t('银行审批中', 'Bank decides'), tone: 'active' },
    approved: { label: t('已批准', 'Approved'), terminal: true, tone: 'good' },
    declined: { label: t('未批准', 'Declined'), terminal: true, tone: 'bad' },
    withdrawn: { label: t('已撤回', 'Withdrawn'), terminal: true, tone: 'bad' },
  },
  relations: {
    zone: { label: t('金融服务专员', 'the finance officer'), holds: (actor) => actor.roles.includes('financeOfficer') },
    firm: { label: t('申请企业', 'the firm'), holds: (actor, state) => actor.roles.includes('enterpriseContact') && actor.scope.firms.includes(state.firmId) },
    bank: { label: t('银行', 'the bank'), holds: (actor, state) => actor.roles.includes('bankOfficer') && actor.scope.providers.includes(state.bankId) },
  },
  open: {
    label: t('申请授信', 'Apply for credit'),
    by: ['enterpriseContact'],
    input: {
      firmId: reference({ label: t('企业', 'Firm'), record: 'firm', hint: t('不填即本企业', 'Your own firm, if left empty') }),
      productId: reference({ label: t('产品', 'Product'), record: 'creditProduct', required: true }),
      amount: money({ label: t('申请额度', 'Amount asked for'), required: true }),
      termMonths: integer({ label: t('期限', 'Term'), min: 1, max: 36, unit: t('个月', 'months'), required: true }),
      useOfFunds: text({ label: t('用途', 'Use'), maxLength: 300 }),
      consentScopes: choices({ label: t('单独授权该银行查看', 'Let this bank see'), options: consentScopes, hint: t('已有授权可不填；随时可以撤回', 'Leave empty if it may already; can be withdrawn at any time') }),
      consentUntil: date({ label: t('授权至', 'Until') }),
    },
    guard: ({ input }) => {
      const amount = input && amountOf(input, 'amount');
      return typeof amount === 'bigint' ? undefined : amount;
    },
  },
  moves: {
    recommend: {
      label: t('推荐给银行', 'Recommend'),
      hint: t('不符合条件的，推荐须写明理由；一票否决的不能推荐', 'One that is not eligible needs a reason; a vetoed one cannot be recommended'),
      from: ['submitted'],
      to: ['recommended'],
      by: ['zone'],
      weight: 'primary',
      input: { reason: longText({ label: t('推荐意见', 'What speaks for it'), maxLength: 1000 }) },
      guard: mayRecommend,
    },
    notRecommend: { label: t('不推荐', 'Do not recommend'), from: ['submitted'], to: ['notRecommended'], by: ['zone'], input: { reason }, weight: 'danger' },
    askReview: {
      label: t('申请人工复核', 'Ask for a review'),
      hint: t('由人复核，不由系统决定（个人信息保护法第二十四条精神）', 'Reviewed by a person, not by a reckoning'),
      from: ['notRecommended'],
      to: ['submitted'],
      by: ['firm'],
      weight: 'primary',
      input: { reason },
    },
    sayYes: {
      label: t('初步同意', 'Preliminary yes'),
      from: ['recommended'],
      to: ['bankReview'],
      by: ['bank'],
      weight: 'primary',
      input: {
        namedDays: integer({ label: t('多少个工作日内审批', 'Will decide within'), min: 1, max: 60, unit: days, required: true }),
        rateBp: integer({ label: t('意向利率', 'Rate in mind'), min: 0, max: 3000, isRate: true }),
        note: longText({ label: t('说明', 'Note'), maxLength: 1000 }),
      },
      guard: nothingAsked,
    },
    ask: {
      label: t('请企业补充', 'Ask the firm'),
      hint: t('等企业答复期间，本行的时钟暂停', 'Your clock stands still until the firm answers'),
      from: atBank,
      to: [],
      by: ['bank'],
      input: { question: longText({ label: t('问题或所缺材料', 'Question or missing paper'), maxLength: 1000, required: true }) },
      guard: nothingAsked,
    },
    answer: {
      label: t('答复银行', 'Answer the bank'),
      from: atBank,
      to: [],
      by: ['firm'],
      weight: 'primary',
      input: { answer: longText({ label: t('答复', 'Answer'), maxLength: 5000, required: true }) },
      guard: ({ state }) => (openQuestion(state) ? undefined : { code: 'NO_QUESTION', message: t('没有待答复的问题', 'No question is open') }),
    },
    approve: {
      label: t('批准', 'Approve'),
      hint: t('随即登记一笔授信额度', 'Enters the line at once'),
      from: atBank,
      to: ['approved'],
      by: ['bank'],
      weight: 'primary',
      input: {
        line: money({ label: t('批准额度', 'Line'), required: true }),
        rateBp: integer({ label: t('利率', 'Rate'), min: 0, max: 3000, isRate: true, required: true }),
        validUntil: date({ label: t('有效期至', 'Valid until'), required: true }),
        reference: text({ label: t('授信合同号', 'Contract number'), maxLength: 60 }),
        note: longText({ label: t('条件与说明', 'Conditions'), maxLength: 1000 }),
      },
      guard: withinAsked,
    },
    decline: { label: t('不予授信', 'Decline'), hint: t('理由会告诉企业', 'The firm is told the reason'), from: atBank, to: ['declined'], by: ['bank'], input: { reason }, weight: 'danger' },
    withdraw: { label: t('撤回申请', 'Withdraw'), from: ['submitted', 'notRecommended', ...atBank], to: ['withdrawn'], by: ['firm'], weight: 'danger', input: { reason: longText({ label: t('理由', 'Reason'), maxLength: 500 }) } },
    consentEnded: { label: t('授权已结束，申请随之撤回', 'Consent ended, and the application with it'), from: atBank, to: ['withdrawn'], by: ['system'], input: {} },
    transferFirm: { label: t('企业合并', 'Firm merged'), from: every, to: [], by: ['system'], input: {} },
  },
  fold: foldApplication,
  clocks: applicationClocks,
  tasks: applicationTasks,
  parties: (state) => [state.bankId],
  project: (state) => ({
    title: state.title,
    firmId: state.firmId,
    productId: state.productId,
    bankId: state.bankId,
    sentToId: state.recommendedAt === null ? null : state.bankId,
    amount: String(state.amount),
    termMonths: state.termMonths,
    useOfFunds: state.useOfFunds,
    isEligible: state.eligibility.isEligible,
    suggestedLine: state.eligibility.suggestedLine === null ? null : String(state.eligibility.suggestedLine),
    score: state.score,
    promisedRateBp: state.promisedRateBp,
    promisedDays: state.promisedDays,
    answerDays: state.answerDays,
    namedDays: state.namedDays,
    submittedOn: state.submittedOn,
    recommendedOn: state.recommendedAt === null ? null : dateOf(state.recommendedAt),
    decidedOn: state.decidedAt === null ? null : dateOf(state.decidedAt),
    decision: state.decision,
    line: state.line === null ? null : String(state.line),
    rateBp: state.rateBp,
    bankDays: state.bankDays,
    lineId: state.lineId,
  }),
});

/** A veto stands (T-CRD-2); for anything else that speaks against it the zone gives its reason. */
function mayRecommend({ state, input }: Look): Refusal | undefined {
  const { isEligible, isVetoed } = state.eligibility;
  if (isVetoed) return { code: 'VETOED', rule: 'T-CRD-2', message: t('一票否决，不能推荐；可以“不推荐”并写明理由', 'Vetoed: it cannot be recommended; say why not instead') };
  if (!input || isEligible || (typeof input['reason'] === 'string' && input['reason'].trim() !== '')) return undefined;
  return { code: 'REASON_NEEDED', field: 'reason', rule: 'PIP-06', message: t('不符合条件的申请，推荐须写明理由', 'It is not eligible: say why it is recommended all the same') };
}

function nothingAsked({ state }: Look): Refusal | undefined {
  return openQuestion(state) ? { code: 'QUESTION_OPEN', message: t('上一个问题企业还没有答复', 'The firm has not answered the last question yet') } : undefined;
}

function withinAsked({ state, input, packs, now }: Look): Refusal | undefined {
  if (!input) return undefined;
  const line = amountOf(input, 'line');
  if (typeof line !== 'bigint') return line;
  if (line > state.amount) return { code: 'LINE_OVER_ASKED', field: 'line', rule: 'CRD-CAP', message: t('批准额度不能超过申请额度', 'No more than the firm asked for') };
  return rateRefusal(packs, dateOf(now), input);
}
