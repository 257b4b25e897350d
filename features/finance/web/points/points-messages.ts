import { t } from '#kernel/contract/text.ts';

export const words = {
  myPoints: t('本企业积分', 'Our points'),
  points: t('创新积分', 'Innovation points'),
  passport: t('积分通行证', 'Points passport'),
  asOf: t('截至', 'As of'),
  edition: t('方案', 'Scheme'),
  score: t('总分', 'Score'),
  missing: t('缺报，记 0 分', 'Missing: counts 0'),
  notApplicable: t('不适用', 'Not applicable'),
  noStage: t('缺成立日期，无法判断阶段，未计分', 'No day of registration, so no stage and no score'),
  vetoed: t('有否决项，得 0 分', 'A veto gives 0'),
  advice: t('有据可补的', 'What evidence would add'),
  adviceEmpty: t('各项都已满分', 'Every indicator is full'),
  gainMissing: (gain: number) => t(`补报最多 +${gain} 分`, `up to +${gain} when entered`),
  gainBelow: (gain: number) => t(`距满分 ${gain} 分`, `${gain} short of full`),
  full: (ref: number, unit: string) => t(`满分值 ${ref}${unit}`, `full at ${ref}${unit}`),
  groups: { technical: t('技术创新', 'Technical'), growth: t('成长经营', 'Growth'), auxiliary: t('辅助', 'Auxiliary') },
  stages: { startup: t('初创期', 'Start-up'), growth: t('成长期', 'Growth'), stable: t('稳定期', 'Stable') },
  enteredOn: t('录入', 'entered'),
};
