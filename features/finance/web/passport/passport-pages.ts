import { view, type FeatureWeb } from '#kernel/web/feature.ts';
import { pointsPassport, pointsPassportShowing } from '../../passport-records.ts';
import { words as w } from './passport-messages.ts';

/** A firm's passports, and those that banks and funds are shown. */
export const pointsPassportWeb: Omit<FeatureWeb, 'name'> = {
  records: [
    { declaration: pointsPassport, menu: { job: 'finance', order: 4 }, roles: ['financeOfficer', 'auditor'], imports: false },
    {
      declaration: pointsPassportShowing,
      menu: { job: 'finance', order: 2, tabFor: ['bankOfficer'] },
      roles: ['bankOfficer', 'fundReviewer', 'auditor'],
      imports: false,
      panels: [
        {
          key: 'statement',
          title: w.statement,
          place: 'first',
          view: view(() => import('./shown-panel.tsx').then((file) => file.ShownPanel)),
        },
      ],
    },
  ],
  pages: [
    {
      path: '/points-passports',
      title: w.passports,
      roles: ['enterpriseContact'],
      menu: { job: 'finance', order: 2 },
      view: view(() => import('./passports-page.tsx').then((file) => file.PointsPassportsPage)),
    },
  ],
};
