import { view, type FeatureWeb } from '#kernel/web/feature.ts';
import { pointsInput } from '../../points-records.ts';
import { words as w } from './points-messages.ts';

/** Inputs, and the statement of a firm's points. */
export const pointsWeb: Omit<FeatureWeb, 'name'> = {
  records: [{ declaration: pointsInput, menu: { job: 'finance', order: 3 } }],
  pages: [
    {
      path: '/points',
      title: w.myPoints,
      roles: ['enterpriseContact'],
      menu: { job: 'finance', order: 1 },
      view: view(() => import('./points-page.tsx').then((file) => file.OwnPointsPage)),
    },
    {
      path: '/firms/$id/points',
      title: w.points,
      roles: [
        'enterpriseContact',
        'specialist',
        'financeOfficer',
        'zoneLeader',
        'auditor',
        'assessmentOfficer',
        'bankOfficer',
        'fundReviewer',
      ],
      view: view(() => import('./points-page.tsx').then((file) => file.FirmPointsPage)),
    },
  ],
};
