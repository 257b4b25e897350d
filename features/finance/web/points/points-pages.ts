import { view, type FeatureWeb } from '#kernel/web/feature.ts';
import { pointsObjection } from '../../objection-case.ts';
import { pointsInput } from '../../points-records.ts';
import { pointsRound } from '../../round-case.ts';
import { pointsEntry, pointsScore } from '../../round-records.ts';
import { keepers, zone } from '../readers.ts';
import { words as w } from './points-messages.ts';
import { schemeWords } from './scheme-messages.ts';
import { sheetWords } from './sheet-messages.ts';

/** Inputs, and the statement of a firm's points. */
export const pointsWeb: Omit<FeatureWeb, 'name'> = {
  records: [
    { declaration: pointsInput, menu: { job: 'finance', order: 3 }, roles: [...keepers, 'enterpriseContact'] },
    { declaration: pointsScore, menu: { job: 'finance', order: 6 }, roles: zone },
    { declaration: pointsEntry, menu: { job: 'finance', order: 7 }, roles: keepers, imports: false },
  ],
  cases: [
    {
      declaration: pointsRound,
      menu: { job: 'finance', order: 4 },
      roles: zone,
      summary: ['year', 'edition', 'scoredOn', 'firms', 'publishedOn', 'frozenOn'],
      panels: [
        { key: 'links', title: w.points, place: 'side', view: view(() => import('./standing.tsx').then((file) => file.RoundLinks)) },
      ],
    },
    {
      declaration: pointsObjection,
      menu: { job: 'finance', order: 5 },
      roles: [...keepers, 'enterpriseContact'],
      summary: ['firmId', 'roundId', 'indicator', 'says', 'evidence', 'answer'],
    },
  ],
  pages: [
    {
      path: '/points',
      title: w.myPoints,
      roles: ['enterpriseContact'],
      menu: { job: 'finance', order: 1 },
      view: view(() => import('./points-page.tsx').then((file) => file.OwnPointsPage)),
    },
    {
      path: '/points-inputs/sheet',
      title: sheetWords.title,
      roles: ['financeOfficer'],
      menu: { job: 'finance', order: 4 },
      view: view(() => import('./sheet-page.tsx').then((file) => file.PointsSheetPage)),
    },
    {
      path: '/points-schemes',
      title: schemeWords.title,
      roles: ['financeOfficer', 'zoneLeader', 'auditor'],
      menu: { job: 'finance', order: 5 },
      view: view(() => import('./scheme-page.tsx').then((file) => file.PointsSchemesPage)),
    },
    {
      path: '/points-schemes/drafts/$id',
      title: schemeWords.draft,
      roles: ['financeOfficer', 'zoneLeader', 'auditor'],
      view: view(() => import('./scheme-draft-page.tsx').then((file) => file.SchemeDraftPage)),
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
