import { t, type Text } from '#kernel/contract/text.ts';
import { formatMoney, formatNumber } from '#kernel/web/format.ts';

export const words = {
  myPoints: t('本企业积分', 'Our points'),
  points: t('创新积分', 'Innovation points'),
  passport: t('积分通行证', 'Points passport'),
  year: t('年度', 'Year'),
  asOf: t('截至', 'As of'),
  edition: t('方案', 'Scheme'),
  score: t('总分', 'Score'),
  missing: t('缺报，记 0 分', 'Missing: counts 0'),
  notApplicable: t('不适用', 'Not applicable'),
  noStage: t('缺成立日期，无法判断阶段，未计分', 'No day of registration, so no stage and no score'),
  vetoed: t('有否决项，得 0 分', 'A veto gives 0'),
  advice: t('有据可补的', 'What evidence would add'),
  adviceHint: t('只列有佐证就能补上的；分数只随真实数据变。', 'Only what evidence can add: points follow from real values alone.'),
  fillIn: t('去填报', 'Enter it'),
  nothingYet: t('本年度还没有录入数据', 'Nothing has been entered for this year'),
  statement: t('积分明细', 'Points, line by line'),
  adviceEmpty: t('没有佐证能再提高的分', 'No evidence would add to the score'),
  adviceClosed: t(
    '本年度已公示：经异议或更正核实才会改分，其余供以后年度参考',
    'This year is public: only an objection or a correction moves it; take the rest for years to come',
  ),
  gainMissing: (gain: number) => t(`补报最多 +${gain.toFixed(2)} 分`, `up to +${gain.toFixed(2)} when entered`),
  gainBelow: (gain: number) => t(`距满分 ${gain.toFixed(2)} 分`, `${gain.toFixed(2)} short of full`),
  gainVeto: (gain: number) =>
    t(`否决解除后为 ${gain.toFixed(2)} 分；此前补报不改变总分`, `${gain.toFixed(2)} once it is lifted; until then nothing else counts`),
  full: (ref: string) => t(`满分值 ${ref}`, `full at ${ref}`),
  groups: { technical: t('技术创新', 'Technical'), growth: t('成长经营', 'Growth'), auxiliary: t('辅助', 'Auxiliary') },
  extras: t('加分、扣分与否决', 'Bonuses, penalties, vetoes'),
  extrasNone: t('本年度没有加分、扣分，也没有否决项', 'No bonus, penalty or veto this year'),
  extraKinds: { bonus: t('加分', 'Bonus'), penalty: t('扣分', 'Penalty'), veto: t('否决项', 'Veto') },
  vetoGives: t('总分记 0', 'Score 0'),
  most: (most: number) => t(`最多 ${most} 分`, `at most ${most}`),
  stages: { startup: t('初创期', 'Start-up'), growth: t('成长期', 'Growth'), stable: t('稳定期', 'Stable') },
  frozen: t('已冻结', 'Frozen on'),
  corrected: t('其后有更正', 'corrected since'),
  public: t('正在公示，可以提出异议', 'Public now: objections are open'),
  publicNow: t('正在公示，企业可以提出异议', 'Public now: the firm may object'),
  publicSince: (day: string) =>
    t(`${day} 公示的分数，之后录入的数据不计入`, `As made public on ${day}; what was entered later does not count`),
  provisional: t('尚未冻结：按今天已录入的数据计算', 'Not frozen: reckoned from what is entered today'),
  askReview: t('认为有误，请人工复核', 'Ask a person to review it'),
  object: t('提出异议', 'Object'),
  ledger: t('积分账目', 'Ledger'),
  scores: t('计分结果', 'Scores'),
  objections: t('异议', 'Objections'),
  enteredOn: t('录入', 'entered'),
};

const units: Readonly<Record<string, string>> = { 件: '', 人: ' people', 个: '', 项: '' };

/** A value with the unit of the scheme: 9 300 万元, 24%; in English money by its size, units unknown as the zone wrote them. */
export function measured(value: number, unit: string): Text {
  const number = formatNumber(value);
  const zh = unit === '%' || unit === '' ? `${number}${unit}` : `${number} ${unit}`;
  if (unit === '万元') return t(zh, formatMoney(String(Math.round(value * 1_000_000)), 'en'));
  return t(zh, unit in units ? `${number}${units[unit]}` : zh);
}
