import { defineCase, type Situation } from '#kernel/contract/case.ts';
import { date, integer, longText, reference, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { yearToCome } from './points-records.ts';
import { foldRound, publicityEnds, roundClocks, roundTasks, type RoundState } from './rules/round-state.ts';

const fields = {
  title: text({ label: t('积分年度', 'Round'), derived: true }),
  year: integer({ label: t('年度', 'Year'), isYear: true, derived: true }),
  edition: text({ label: t('方案', 'Scheme'), maxLength: 80, derived: true }),
  scoredOn: date({ label: t('计分日期', 'Reckoned'), derived: true }),
  firms: integer({ label: t('计分企业', 'Firms'), derived: true }),
  publishedOn: date({ label: t('公示日期', 'Public since'), derived: true }),
  frozenOn: date({ label: t('冻结日期', 'Frozen'), derived: true }),
  corrections: integer({ label: t('冻结后更正', 'Corrections'), derived: true }),
} as const;

type Look = Situation<RoundState>;

/**
 * A year's innovation points (rulebook §5.3): reckoned from what was entered, public for objections, then frozen. After
 * that only a correction in the ledger moves them, and both entries stay.
 */
export const pointsRound = defineCase<typeof fields, RoundState>({
  name: 'pointsRound',
  path: 'points-rounds',
  table: 'points_rounds',
  label: t('积分年度', 'Points round'),
  plural: t('积分公示与冻结', 'Points rounds'),
  fields,
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'year', 'edition', 'scoredOn', 'firms', 'publishedOn', 'frozenOn', 'corrections'], filters: ['year', 'scoredOn', 'publishedOn', 'frozenOn'], order: '-createdAt' },
  form: [{ title: t('积分年度', 'Round'), fields: ['year', 'edition', 'scoredOn', 'firms', 'publishedOn', 'frozenOn', 'corrections'] }],
  empty: t('每个年度的计分、公示、异议和冻结列在这里。', "Each year's reckoning, publicity, objections and freezing."),
  access: [
    { roles: ['financeOfficer', 'zoneLeader', 'auditor', 'assessmentOfficer'], may: ['read', 'export'], rows: 'all', why: t('统筹全区创新积分', "oversees the zone's points") },
    { roles: ['enterpriseContact'], may: ['read'], rows: 'all', why: t('公示对区内企业公开（不含他企分数）', "publicity is for all firms, without others' scores") },
  ],
  initial: 'gathering',
  states: {
    gathering: { label: t('归集与计分', 'Gathering'), tone: 'active' },
    publicity: { label: t('公示中', 'Public'), tone: 'waiting' },
    reviewed: { label: t('公示期满', 'Publicity over'), tone: 'waiting' },
    frozen: { label: t('已冻结', 'Frozen'), tone: 'good' },
    cancelled: { label: t('已作废', 'Cancelled'), terminal: true, tone: 'bad' },
  },
  relations: {
    zone: { label: t('金融服务专员', 'the finance officer'), holds: (actor) => actor.roles.includes('financeOfficer') },
  },
  open: {
    label: t('开始一个年度', 'Begin a round'),
    by: ['financeOfficer'],
    input: { year: integer({ label: t('年度', 'Year'), min: 2000, max: 2100, required: true }) },
    guard: ({ input, now }) => (Number(input?.['year']) > Number(dateOf(now).slice(0, 4)) ? yearToCome : undefined),
  },
  moves: {
    score: { label: t('计分', 'Reckon'), hint: t('按本年度方案，从此刻已录入的数据算出每家企业的分数', 'Every firm, from what is entered now'), from: ['gathering'], to: [], by: ['zone'], input: {}, weight: 'primary' },
    publish: {
      label: t('开始公示', 'Make public'),
      from: ['gathering'],
      to: ['publicity'],
      by: ['zone'],
      input: {},
      guard: ({ state }) => (state.firms === 0 ? { code: 'NOT_SCORED', rule: 'PTS-PUBLICITY', message: t('还没有企业计分：先录入本年度数据，再计分', 'No firm is reckoned yet: enter values of the year, then reckon') } : undefined),
    },
    endPublicity: { label: t('公示期满', 'Publicity over'), from: ['publicity'], to: ['reviewed'], by: ['system'], input: {} },
    rescored: { label: t('异议成立，重新计分', 'Reckoned anew after an objection'), from: ['publicity', 'reviewed'], to: [], by: ['system'], input: {} },
    freeze: {
      label: t('冻结', 'Freeze'),
      hint: t('之后再录入的数据不再改变本年度积分', 'What is entered later moves it no more'),
      from: ['publicity', 'reviewed'],
      to: ['frozen'],
      by: ['zone'],
      weight: 'primary',
      input: {},
      guard: publicityOver,
    },
    correct: {
      label: t('更正一家企业', 'Correct a firm'),
      hint: t('先录入更正后的数据；账上记一笔冲正、一笔新的', 'Enter the corrected value first; the ledger gets a reversal and the new entry'),
      from: ['frozen'],
      to: [],
      by: ['zone'],
      input: { firmId: reference({ label: t('企业', 'Firm'), record: 'firm', required: true }), reason: longText({ label: t('理由', 'Reason'), maxLength: 1000, required: true }) },
    },
    cancel: { label: t('作废', 'Cancel'), from: ['gathering', 'publicity', 'reviewed'], to: ['cancelled'], by: ['zone'], weight: 'danger', input: { reason: longText({ label: t('理由', 'Reason'), maxLength: 1000, required: true }) } },
  },
  fold: foldRound,
  clocks: roundClocks,
  tasks: roundTasks,
  onClock: (state, _clock, account) => (account.lamp === 'red' && state.status === 'publicity' ? { move: 'endPublicity', input: { endedAt: account.dueAt } } : undefined),
  parties: () => [],
  project: (state) => ({
    title: state.title,
    year: state.year,
    edition: state.edition,
    scoredOn: state.scoredAt === null ? null : dateOf(state.scoredAt),
    firms: state.firms,
    publishedOn: state.publishedAt === null ? null : dateOf(state.publishedAt),
    frozenOn: state.frozenAt === null ? null : dateOf(state.frozenAt),
    corrections: state.corrections,
  }),
});

/** PTS-PUBLICITY: not before the last day of publicity is over. */
function publicityOver({ state, packs, calendar, now }: Look): Refusal | undefined {
  const ends = publicityEnds(state, packs, calendar);
  if (ends !== null && ends <= now) return undefined;
  const day = ends === null ? '—' : dateOf(ends);
  return { code: 'PUBLICITY_RUNS', rule: 'PTS-PUBLICITY', message: t(`公示期到 ${day} 才满`, `Publicity runs until ${day}`) };
}
