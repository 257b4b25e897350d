import type { Move, Situation } from '#kernel/contract/case.ts';
import { choice, date, decimal, flag, integer, longText, money, reference, references, text } from '#kernel/contract/field.ts';
import { t, type Text } from '#kernel/contract/text.ts';
import { dateOf, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { allScored, judging, type ReferralState } from './rules/referral-state.ts';

type Look = Situation<ReferralState>;

const reviewing = ['screening', 'dueDiligence'] as const;
const every = ['referred', 'screening', 'dueDiligence', 'decision', 'approved', 'rejected', 'invested', 'exited', 'withdrawn'] as const;
const reason = longText({ label: t('理由', 'Reason'), maxLength: 1000, required: true });

/** Every step of a referral; scores come by their own door and leave only the fact behind (EQ-BLIND). */
export const referralMoves: Readonly<Record<string, Move<ReferralState>>> = {
  screen: {
    label: t('指定评审人', 'Name the reviewers'),
    hint: t('有利害关系的自动回避', 'Those with an interest are recused by themselves'),
    from: ['referred', ...reviewing],
    to: ['screening'],
    by: ['fund'],
    weight: 'primary',
    input: { reviewerIds: references({ label: t('评审人', 'Reviewers'), record: 'user', required: true, hint: t('本基金的评审人，至多 9 人', "The fund's reviewers, 9 at most") }) },
    guard: fewEnough,
  },
  declareNone: {
    label: t('声明无利害关系', 'I have no interest'),
    from: [...reviewing],
    to: [],
    by: ['undeclared'],
    weight: 'primary',
    input: {},
  },
  declare: {
    label: t('有利害关系，回避', 'I have an interest'),
    from: [...reviewing],
    to: [],
    by: ['undeclared'],
    input: { note: longText({ label: t('说明', 'Note'), maxLength: 500 }) },
  },
  recuse: {
    label: t('核对回避', 'Check recusals'),
    hint: t('按已申报的利害关系和现在的供需关系；回避者的评分不计', 'By declared interests and the supply edges of today; their scores do not count'),
    from: [...reviewing, 'decision'],
    to: ['dueDiligence'],
    by: ['reviewer', 'system'],
    input: {},
  },
  startDueDiligence: {
    label: t('开始尽职调查', 'Start due diligence'),
    from: ['screening'],
    to: ['dueDiligence'],
    by: ['reviewer'],
    weight: 'primary',
    input: {},
  },
  question: {
    label: t('向企业提问', 'Ask the firm'),
    from: ['dueDiligence'],
    to: [],
    by: ['reviewer'],
    input: { question: longText({ label: t('问题', 'Question'), maxLength: 1000, required: true }) },
    guard: ({ state }) => (state.question === null ? undefined : { code: 'QUESTION_OPEN', message: t('上一个问题企业还没有答复', 'The firm has not answered the last question yet') }),
  },
  answer: {
    label: t('答复', 'Answer'),
    from: ['dueDiligence'],
    to: [],
    by: ['firm'],
    weight: 'primary',
    input: { answer: longText({ label: t('答复', 'Answer'), maxLength: 5000, required: true }) },
    guard: ({ state }) => (state.question === null ? { code: 'NO_QUESTION', message: t('没有待答复的问题', 'No question is open') } : undefined),
  },
  scored: { label: t('已评分', 'Has scored'), from: ['dueDiligence'], to: [], by: ['system'], input: {} },
  reveal: { label: t('评分公布', 'Scores opened'), from: ['dueDiligence'], to: ['decision'], by: ['system'], input: {}, guard: blind },
  decide: {
    label: t('委员会决策', 'Decide'),
    from: ['dueDiligence', 'decision'],
    to: ['approved', 'rejected'],
    by: ['reviewer'],
    weight: 'primary',
    input: { decision: choice({ label: t('决策', 'Decision'), options: { approved: t('同意投资', 'Approve'), rejected: t('不予投资', 'Reject') }, required: true }), reason },
    guard: blind,
  },
  close: {
    label: t('完成投资', 'Close the deal'),
    from: ['approved'],
    to: ['invested'],
    by: ['fund'],
    weight: 'primary',
    input: {
      invested: money({ label: t('投资额', 'Invested'), required: true }),
      sharePercent: decimal({ label: t('持股比例', 'Share'), digits: 2, unit: t('%', '%') }),
      on: date({ label: t('投资日期', 'On'), required: true }),
    },
    guard: realDeal,
  },
  addMilestone: {
    label: t('加里程碑', 'Add a milestone'),
    from: ['invested'],
    to: [],
    by: ['fund'],
    input: { title: text({ label: t('里程碑', 'Milestone'), maxLength: 200, required: true }), dueOn: date({ label: t('期限', 'Due'), required: true }) },
    guard: ({ now, input }) =>
      input && String(input['dueOn']) < dateOf(now) ? { code: 'EQ_MILESTONE_PAST', field: 'dueOn', rule: 'EQ-MILESTONE', message: t('期限已过：请填今天或以后的日期', 'That day is past: give today or a later one') } : undefined,
  },
  reportMilestone: {
    label: t('报告里程碑', 'Report a milestone'),
    from: ['invested'],
    to: [],
    by: ['fund'],
    input: {
      number: integer({ label: t('第几个里程碑', 'Number of the milestone'), min: 1, required: true }),
      result: longText({ label: t('结果', 'Result'), maxLength: 1000, required: true }),
      met: flag({ label: t('已达成', 'Met'), required: true }),
    },
    guard: openMilestone,
  },
  exit: {
    label: t('退出', 'Exit'),
    from: ['invested'],
    to: ['exited'],
    by: ['fund'],
    input: { on: date({ label: t('退出日期', 'On'), required: true }), note: longText({ label: t('说明', 'Note'), maxLength: 1000 }) },
    guard: ({ state, now, input }) => input && dayRefusal(String(input['on']), state.investedOn, now, t('早于投资日期', 'Earlier than the investment')),
  },
  withdraw: {
    label: t('撤回', 'Withdraw'),
    from: ['referred', ...reviewing, 'decision', 'approved'],
    to: ['withdrawn'],
    by: ['firm'],
    weight: 'danger',
    input: { reason: longText({ label: t('理由', 'Reason'), maxLength: 500 }) },
  },
  transferFirm: {
    label: t('企业合并', 'Firm merged'),
    from: every,
    to: [],
    by: ['system'],
    input: { firmId: reference({ label: t('企业', 'Firm'), record: 'firm' }) },
  },
};

function fewEnough({ state, input }: Look): Refusal | undefined {
  if (!input) return undefined;
  const all = new Set([...state.reviewers.map((one) => one.id), ...[input['reviewerIds'] ?? []].flat().map(String)]);
  if (all.size >= 1 && all.size <= 9) return undefined;
  return { code: 'EQ_REVIEWERS', field: 'reviewerIds', rule: 'EQ-REVIEWERS', message: t('评审人须为 1 至 9 人', 'Name 1 to 9 reviewers') };
}

function blind({ state }: Look): Refusal | undefined {
  if (allScored(state)) return undefined;
  const missing = judging(state).filter((one) => !one.scored).length;
  return {
    code: 'EQ_SCORES_MISSING',
    rule: 'EQ-BLIND',
    message: t(`还有 ${missing} 位评审人没有评分，全部评完才能公布和决策`, `${missing} reviewers have not scored; all must before scores open and anything is decided`),
  };
}

/** Money above zero, no more than the whole firm, on a day since the decision that has come. */
function realDeal({ state, now, input }: Look): Refusal | undefined {
  if (!input) return undefined;
  if (BigInt(String(input['invested'] ?? '0')) <= 0n) return { code: 'EQ_AMOUNT', field: 'invested', message: t('投资额须大于零', 'The amount must be above zero') };
  const share = input['sharePercent'];
  if (typeof share === 'number' && (share <= 0 || share > 100)) return { code: 'EQ_SHARE', field: 'sharePercent', message: t('持股比例应大于 0、不超过 100%', 'A share is above 0 and at most 100 %') };
  return dayRefusal(String(input['on']), state.decidedOn, now, t('早于决策日期', 'Earlier than the decision'));
}

function dayRefusal(on: IsoDate, from: IsoDate | null, now: Instant, early: Text): Refusal | undefined {
  if (on > dateOf(now)) return { code: 'NOT_YET', field: 'on', message: t('日期不能晚于今天', 'Not a day to come') };
  return from !== null && on < from ? { code: 'EQ_DAY_EARLY', field: 'on', message: t(`${early.zh} ${from}`, `${early.en} (${from})`) } : undefined;
}

function openMilestone({ state, input }: Look): Refusal | undefined {
  if (!input || state.milestones.some((one) => one.number === input['number'] && one.reportedAt === null)) return undefined;
  return { code: 'EQ_MILESTONE', field: 'number', rule: 'EQ-MILESTONE', message: t('没有这个待报告的里程碑', 'No such milestone is open') };
}
