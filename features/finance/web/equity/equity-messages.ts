import { t, type Text } from '#kernel/contract/text.ts';
import type { ScoreName } from '../../equity-contract.ts';

/** What the investment pages say. */
export const words = {
  pool: t('本基金的项目', "The fund's referrals"),
  empty: t('还没有推荐给本基金的项目', 'Nothing has been referred to the fund yet'),
  interests: t('申报利害关系', 'Declare an interest'),
  scores: t('评分', 'Scores'),
  opinion: t('意见', 'Opinion'),
  give: t('提交评分', 'Give my scores'),
  once: t('提交后不能更改；全部评完之前别人看不到。', 'Cannot be changed afterwards; nobody else sees it until all are in.'),
  uncounted: t('已回避，不计入', 'Stood aside: not counted'),
  scale: t('每项 0 至 100 分，须有意见。', 'Each 0 to 100, with an opinion.'),
  evidence: t('该企业的积分与佐证', "The firm's points with their evidence"),
  milestones: t('投后里程碑', 'Milestones after the investment'),
  noMilestones: t('还没有里程碑。', 'No milestone yet.'),
  dueBy: (day: string) => t(`期限 ${day}`, `due ${day}`),
  met: t('已达成：', 'Met:'),
  notReported: t('尚未报告', 'Not reported yet'),
  waiting: t('全部评审人评完才公布。', 'Opened when every reviewer has scored.'),
} as const;

export const scoreLabels: Readonly<Record<ScoreName, Text>> = {
  technology: t('技术', 'Technology'),
  market: t('市场', 'Market'),
  team: t('团队', 'Team'),
  finance: t('财务', 'Finance'),
  fit: t('契合', 'Fit'),
};
