import { view, type FeatureWeb } from '#kernel/web/feature.ts';
import { reviewerInterest } from '../../equity-records.ts';
import { equityReferral } from '../../referral-case.ts';
import { keepers, zone } from '../readers.ts';
import { words as w } from './equity-messages.ts';
import { milestonesOf } from './milestones-of.ts';

export const equityWeb: Omit<FeatureWeb, 'name'> = {
  records: [{ declaration: reviewerInterest, menu: { job: 'finance', order: 61 }, roles: [...keepers, 'fundReviewer'] }],
  cases: [
    {
      declaration: equityReferral,
      menu: { job: 'finance', order: 60, tabFor: ['fundReviewer'] },
      roles: [...zone, 'fundReviewer', 'enterpriseContact'],
      summary: ['firmId', 'fundId', 'askedAmount', 'reviewers', 'recused', 'scored', 'meanScore', 'invested'],
      panels: [
        {
          key: 'scores',
          title: w.scores,
          place: 'first',
          roles: ['fundReviewer', 'financeOfficer', 'zoneLeader', 'auditor'],
          view: view(() => import('./score-panel.tsx').then((file) => file.ScorePanel)),
        },
        {
          key: 'milestones',
          title: w.milestones,
          place: 'main',
          view: view(() => import('./milestones.tsx').then((file) => file.Milestones)),
        },
      ],
      initial: (move, shown) => (move === 'reportMilestone' ? { number: milestonesOf(shown).find(({ report }) => !report)?.number } : {}),
      aids: { reportMilestone: view(() => import('./milestones.tsx').then((file) => file.MilestonesAid)) },
    },
  ],
  homes: { fundReviewer: view(() => import('./reviewer-home.tsx').then((file) => file.ReviewerHome)) },
};
