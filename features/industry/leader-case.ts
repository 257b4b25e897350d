import { defineCase } from '#kernel/contract/case.ts';
import { date, decimal, flag, longText, money, reference, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { foldLeader, leaderClocks, leaderTasks, reviewDueOn, type LeaderState } from './rules/leader-state.ts';

const fields = {
  title: text({ label: t('链主', 'Chain leader'), derived: true }),
  firmId: reference({ label: t('企业', 'Firm'), record: 'firm', derived: true }),
  chainId: reference({ label: t('产业链', 'Chain'), record: 'chain', derived: true }),
  revenue: money({ label: t('营业收入', 'Revenue'), derived: true }),
  rdShare: decimal({ label: t('研发投入占比', 'R&D share'), digits: 2, unit: t('%', '%'), derived: true }),
  marketShare: text({ label: t('市场占有情况', 'Market share'), derived: true }),
  appliedOn: date({ label: t('申报日期', 'Applied on'), derived: true }),
  announcedUntil: date({ label: t('公示至', 'Announced until'), derived: true }),
  namedOn: date({ label: t('认定日期', 'Named on'), derived: true }),
  reviewDueOn: date({ label: t('复核期限', 'Review due'), derived: true }),
  isDemonstration: flag({ label: t('示范型链主', 'Demonstration leader'), derived: true }),
  endedBecause: text({ label: t('结束原因', 'Why it ended'), derived: true }),
  leftOn: date({ label: t('结束日期', 'Ended on'), derived: true }),
} as const;

const opinion = longText({ label: t('意见', 'Opinion'), maxLength: 1000, required: true });
const reason = longText({ label: t('理由', 'Reason'), maxLength: 500, required: true });

/** 链主: applies, is reviewed by experts, approved by the chain's chief, announced, named, and reviewed every year (CHN-04..07). */
export const chainLeader = defineCase<typeof fields, LeaderState>({
  name: 'chainLeader',
  path: 'chain-leaders',
  table: 'chain_leaders',
  label: t('链主', 'Chain leader'),
  plural: t('链主企业', 'Chain leaders'),
  fields,
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'firmId', 'chainId', 'namedOn', 'reviewDueOn', 'isDemonstration'], filters: ['firmId', 'chainId', 'namedOn', 'reviewDueOn', 'isDemonstration', 'leftOn'], order: '-createdAt' },
  form: [{ title: t('链主', 'Chain leader'), fields: ['firmId', 'chainId', 'revenue', 'rdShare', 'marketShare', 'appliedOn', 'announcedUntil', 'namedOn', 'reviewDueOn', 'isDemonstration', 'endedBecause'] }],
  empty: t('链主企业的申报、认定和年度复核会列在这里。', 'Applications, namings and yearly reviews of chain leaders.'),
  access: [
    { roles: ['partyWorkOfficer', 'dispatcher', 'zoneLeader', 'specialist', 'departmentHandler', 'assessmentOfficer', 'auditor'], may: ['read', 'export'], rows: 'all', why: t('产业链工作', 'the work on chains') },
    { roles: ['enterpriseContact'], may: ['read'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的申报', "their firm's application") },
  ],
  initial: 'applied',
  states: {
    applied: { label: t('已申报', 'Applied'), tone: 'waiting' },
    reviewed: { label: t('专家已评审', 'Reviewed'), tone: 'active' },
    approved: { label: t('链长已审定', 'Approved'), tone: 'active' },
    announced: { label: t('公示中', 'Announced'), tone: 'active' },
    named: { label: t('已认定', 'Named'), tone: 'good' },
    declined: { label: t('未通过', 'Declined'), terminal: true, tone: 'bad' },
    withdrawn: { label: t('已撤回', 'Withdrawn'), terminal: true, tone: 'bad' },
    removed: { label: t('已退出', 'Removed'), terminal: true, tone: 'bad' },
  },
  relations: {
    officer: { label: t('党群工作者', 'a Party-work officer'), holds: (actor) => actor.roles.includes('partyWorkOfficer') },
    chief: { label: t('链长', "the chain's chief"), holds: (actor, state) => actor.userId === state.chiefId },
    firm: { label: t('申报企业', 'the firm'), holds: (actor, state) => actor.roles.includes('enterpriseContact') && actor.scope.firms.includes(state.firmId) },
  },
  open: {
    label: t('申报链主', 'Apply as chain leader'),
    by: ['enterpriseContact', 'partyWorkOfficer'],
    input: {
      firmId: reference({ label: t('企业', 'Firm'), record: 'firm', required: true }),
      chainId: reference({ label: t('产业链', 'Chain'), record: 'chain', required: true }),
      revenue: money({ label: t('上年营业收入', "Last year's revenue"), required: true }),
      rdShare: decimal({ label: t('研发投入占比', 'R&D share of revenue'), digits: 2, unit: t('%', '%') }),
      marketShare: longText({ label: t('市场占有情况与证明', 'Market share and its proof'), maxLength: 1000, required: true }),
    },
  },
  moves: {
    review: { label: t('专家评审', 'Expert review'), from: ['applied'], to: ['reviewed', 'declined'], by: ['officer'], weight: 'primary', input: { passed: flag({ label: t('通过', 'Passed') }), opinion } },
    approve: { label: t('审定', 'Approve'), from: ['reviewed'], to: ['approved'], by: ['chief'], weight: 'primary', input: {} },
    announce: { label: t('公示', 'Announce'), hint: t('公示期从今天算起，首日计入', 'Counted from today, the first day included'), from: ['approved'], to: ['announced'], by: ['officer'], weight: 'primary', input: {} },
    object: { label: t('有异议，重新评审', 'Objection: review again'), from: ['announced'], to: ['applied'], by: ['officer'], input: { reason } },
    name: {
      label: t('认定', 'Name'),
      from: ['announced'],
      to: ['named'],
      by: ['officer'],
      weight: 'primary',
      input: {},
      guard: ({ state, now }) =>
        state.announcedUntil !== null && dateOf(now) <= state.announcedUntil
          ? { code: 'STILL_ANNOUNCED', rule: 'CHN-05', message: t(`公示到 ${state.announcedUntil} 为止，期满后才能认定`, `It is announced until ${state.announcedUntil}; it can be named afterwards`) }
          : undefined,
    },
    reviewYearly: { label: t('年度复核', 'Yearly review'), from: ['named'], to: ['named', 'removed'], by: ['officer'], weight: 'primary', input: { keep: flag({ label: t('保留链主', 'Stays leader') }), opinion } },
    award: { label: t('评为示范型链主', 'Award as demonstration leader'), from: ['named'], to: [], by: ['officer'], input: { document: text({ label: t('文号', 'Document'), maxLength: 60, required: true }) } },
    decline: { label: t('不予通过', 'Decline'), from: ['reviewed', 'approved', 'announced'], to: ['declined'], by: ['chief', 'officer'], weight: 'danger', input: { reason } },
    withdraw: { label: t('撤回申报', 'Withdraw'), from: ['applied', 'reviewed', 'approved', 'announced'], to: ['withdrawn'], by: ['firm'], weight: 'danger', input: { reason } },
    remove: { label: t('退出', 'Remove'), from: ['named'], to: ['removed'], by: ['officer'], weight: 'danger', input: { reason } },
    changeChief: { label: t('链长变更', 'Chief changed'), from: 'open', to: [], by: ['system'], input: {} },
    transferFirm: { label: t('企业合并', 'Firm merged'), from: ['applied', 'reviewed', 'approved', 'announced', 'named', 'declined', 'withdrawn', 'removed'], to: [], by: ['system'], input: {} },
  },
  fold: foldLeader,
  clocks: leaderClocks,
  tasks: leaderTasks,
  parties: (state) => (state.chiefId === null ? [] : [state.chiefId]),
  project: (state) => ({
    title: state.title,
    firmId: state.firmId,
    chainId: state.chainId,
    revenue: state.revenue,
    rdShare: state.rdShare,
    marketShare: state.marketShare,
    appliedOn: dateOf(state.appliedAt),
    announcedUntil: state.announcedUntil,
    namedOn: state.namedOn,
    reviewDueOn: reviewDueOn(state, []),
    isDemonstration: state.isDemonstration,
    endedBecause: state.endedBecause,
    leftOn: state.leftOn,
  }),
});
