import { defineCase, type Situation } from '#kernel/contract/case.ts';
import type { Actor } from '#kernel/contract/access.ts';
import { date, decimal, integer, longText, money, reference, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import type { CaseEvent } from '#kernel/rules/case.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { toFunds } from './consented.ts';
import { referralMoves } from './referral-moves.ts';
import { foldReferral, referralClocks, referralTasks, type ReferralState } from './rules/referral-state.ts';
import { recusalSays } from './rules/recusal.ts';

const people = t('人', 'people');
const fields = {
  title: text({ label: t('推荐', 'Referral'), derived: true }),
  firmId: reference({ label: t('企业', 'Firm'), record: 'firm', derived: true }),
  fundId: reference({ label: t('基金', 'Fund'), record: 'provider', derived: true }),
  askedAmount: money({ label: t('拟融资额', 'Asked for'), derived: true }),
  caseFor: longText({ label: t('推荐理由', 'The case for it'), derived: true }),
  score: decimal({ label: t('创新积分', 'Innovation points'), digits: 2, derived: true }),
  reviewers: integer({ label: t('评审人', 'Reviewers'), unit: people, derived: true }),
  declared: integer({ label: t('已声明', 'Declared'), unit: people, derived: true }),
  recused: integer({ label: t('已回避', 'Recused'), unit: people, derived: true }),
  scored: integer({ label: t('已评分', 'Scored'), unit: people, derived: true }),
  meanScore: decimal({ label: t('平均分', 'Mean score'), digits: 2, hint: t('全部评完才公布', 'Opened when all are in'), derived: true }),
  decision: text({ label: t('决策', 'Decision'), maxLength: 20, derived: true }),
  decidedOn: date({ label: t('决策日期', 'Decided'), derived: true }),
  investedOn: date({ label: t('投资日期', 'Invested on'), derived: true }),
  invested: money({ label: t('投资额', 'Invested'), derived: true }),
  sharePercent: decimal({ label: t('持股比例', 'Share'), digits: 2, unit: t('%', '%'), derived: true }),
  milestones: integer({ label: t('投后里程碑', 'Milestones'), derived: true }),
  milestonesMet: integer({ label: t('已达成', 'Met'), derived: true }),
  exitedOn: date({ label: t('退出日期', 'Exited'), derived: true }),
} as const;

const reviews = (actor: Actor, state: ReferralState) => actor.roles.includes('fundReviewer') && actor.scope.providers.includes(state.fundId);
const named = (actor: Actor, state: ReferralState) => state.reviewers.find((one) => one.id === actor.userId);

/** A firm referred to a fund (积分投, rulebook §5.5): declared interests, recusal, scores unseen until all are in. */
export const equityReferral = defineCase<typeof fields, ReferralState>({
  name: 'equityReferral',
  path: 'equity-referrals',
  table: 'equity_referrals',
  label: t('股权投资推荐', 'Equity referral'),
  plural: t('股权投资推荐', 'Equity referrals'),
  fields,
  title: 'title',
  search: ['title'],
  list: {
    columns: ['title', 'askedAmount', 'reviewers', 'scored', 'meanScore', 'decidedOn', 'invested'],
    filters: ['firmId', 'fundId', 'decidedOn', 'investedOn', 'exitedOn'],
    order: '-createdAt',
  },
  form: [
    { title: t('推荐', 'Referral'), fields: ['firmId', 'fundId', 'askedAmount', 'caseFor', 'score'] },
    { title: t('评审', 'Review'), fields: ['reviewers', 'declared', 'recused', 'scored', 'meanScore', 'decision', 'decidedOn'] },
    { title: t('投资与投后', 'Investment'), fields: ['investedOn', 'invested', 'sharePercent', 'milestones', 'milestonesMet', 'exitedOn'] },
  ],
  empty: t('推荐给基金的企业会列在这里。须先有企业对该基金的授权。', 'Firms referred to funds will be here. The firm must first consent.'),
  access: [
    { roles: ['financeOfficer', 'zoneLeader', 'auditor'], may: ['read', 'export'], rows: 'all', why: t('统筹全区积分投', "coordinates the zone's investments") },
    { roles: ['enterpriseContact'], may: ['read'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的推荐', "their firm's referral") },
    toFunds({ scope: 'application', receiver: 'fundId', why: t('企业授权本基金查看', 'the firm lets their fund see it') }),
  ],
  initial: 'referred',
  states: {
    referred: { label: t('已推荐', 'Referred'), tone: 'waiting' },
    screening: { label: t('初筛', 'Screening'), tone: 'active' },
    dueDiligence: { label: t('尽职调查', 'Due diligence'), tone: 'active' },
    decision: { label: t('委员会决策', "Committee's decision"), tone: 'active' },
    approved: { label: t('同意投资', 'Approved'), tone: 'good' },
    rejected: { label: t('不予投资', 'Rejected'), terminal: true, tone: 'bad' },
    invested: { label: t('已投资', 'Invested'), tone: 'good' },
    exited: { label: t('已退出', 'Exited'), terminal: true, tone: 'good' },
    withdrawn: { label: t('已撤回', 'Withdrawn'), terminal: true, tone: 'bad' },
  },
  relations: {
    fund: {
      label: t('基金', 'the fund'),
      // a reviewer once named declares before anything else
      holds: (actor, state) => {
        const one = named(actor, state);
        return reviews(actor, state) && (one === undefined || (one.declared && one.recused === null));
      },
    },
    reviewer: {
      label: t('未回避的评审人', 'a reviewer who is not recused'),
      holds: (actor, state) => {
        const one = named(actor, state);
        return reviews(actor, state) && one?.declared === true && one.recused === null;
      },
    },
    undeclared: {
      label: t('尚未声明的评审人', 'a reviewer who has not declared yet'),
      holds: (actor, state) => {
        const one = named(actor, state);
        return reviews(actor, state) && one?.declared === false && one.recused === null;
      },
    },
    firm: { label: t('企业', 'the firm'), holds: (actor, state) => actor.roles.includes('enterpriseContact') && actor.scope.firms.includes(state.firmId) },
  },
  open: {
    label: t('推荐给基金', 'Refer to a fund'),
    by: ['financeOfficer', 'enterpriseContact'],
    input: {
      firmId: reference({ label: t('企业', 'Firm'), record: 'firm', required: true }),
      fundId: reference({ label: t('基金', 'Fund'), record: 'provider', required: true }),
      askedAmount: money({ label: t('拟融资额', 'Asked for') }),
      caseFor: longText({ label: t('推荐理由', 'The case for it'), maxLength: 2000 }),
    },
    guard: ownFirm,
  },
  moves: referralMoves,
  describe,
  tells,
  fold: foldReferral,
  clocks: referralClocks,
  tasks: referralTasks,
  parties: (state) => [state.fundId, ...state.reviewers.map((one) => one.id)],
  project: (state) => ({
    title: state.title,
    firmId: state.firmId,
    fundId: state.fundId,
    askedAmount: state.askedAmount,
    caseFor: state.caseFor,
    score: state.score,
    reviewers: state.reviewers.length,
    declared: state.reviewers.filter((one) => one.declared).length,
    recused: state.reviewers.filter((one) => one.recused !== null).length,
    scored: state.reviewers.filter((one) => one.scored).length,
    meanScore: state.meanScore,
    decision: state.decision,
    decidedOn: state.decidedOn,
    investedOn: state.investedOn,
    invested: state.invested,
    sharePercent: state.sharePercent,
    milestones: state.milestones.length,
    milestonesMet: state.milestones.filter((one) => one.met).length,
    exitedOn: state.exitedOn,
  }),
});

function ownFirm({ actor, input }: Omit<Situation<ReferralState>, 'state'>): Refusal | undefined {
  if (!input || actor.roles.includes('financeOfficer') || actor.scope.firms.includes(String(input['firmId']))) return undefined;
  return { code: 'FIRM_NOT_YOURS', field: 'firmId', message: t('只能推荐本企业', 'Only your own firm') };
}

/** The timeline says who stands aside and why, and that somebody has scored: never what. */
function describe(event: CaseEvent) {
  const label = event.move === 'open' ? t('推荐给基金', 'Referred to the fund') : referralMoves[event.move]?.label;
  const said = label ?? { zh: event.move, en: event.move };
  const why = event.input['recusedFor'];
  if (why === 'own' || why === 'chain' || why === 'declared') return { zh: `${said.zh}：${recusalSays[why].zh}`, en: `${said.en}: ${recusalSays[why].en}` };
  const recusals = event.input['recusals'];
  if (!Array.isArray(recusals) || recusals.length === 0) return said;
  return { zh: `${said.zh}；按规则回避 ${recusals.length} 人`, en: `${said.en}; ${recusals.length} recused by rule` };
}

const firmsOwn = ['open', 'answer', 'withdraw'];
const fundsWord = ['startDueDiligence', 'question', 'reveal', 'decide', 'close', 'addMilestone', 'reportMilestone', 'exit', 'transferFirm'];

/** The firm learns what the fund does, never which of its people reviews it (EQ-BLIND). */
function tells(move: string, { roles }: Actor) {
  if (roles.some((role) => role !== 'enterpriseContact')) return 'whole';
  if (firmsOwn.includes(move)) return 'whole';
  return fundsWord.includes(move) ? 'unnamed' : 'hidden';
}
