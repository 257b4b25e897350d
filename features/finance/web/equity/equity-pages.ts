import { view, type FeatureWeb } from '#kernel/web/feature.ts';
import { reviewerInterest } from '../../equity-records.ts';
import { equityReferral } from '../../referral-case.ts';
import { words as w } from './equity-messages.ts';

export const equityWeb: Omit<FeatureWeb, 'name'> = {
  records: [{ declaration: reviewerInterest, menu: { job: 'finance', order: 61 } }],
  cases: [
    {
      declaration: equityReferral,
      menu: { job: 'finance', order: 60, tabFor: ['fundReviewer'] },
      summary: ['firmId', 'fundId', 'askedAmount', 'reviewers', 'recused', 'scored', 'meanScore', 'invested'],
      panels: [
        {
          key: 'scores',
          title: w.scores,
          place: 'first',
          roles: ['fundReviewer', 'financeOfficer', 'zoneLeader', 'auditor'],
          view: view(() => import('./score-panel.tsx').then((file) => file.ScorePanel)),
        },
      ],
    },
  ],
  homes: { fundReviewer: view(() => import('./reviewer-home.tsx').then((file) => file.ReviewerHome)) },
};
