import { view, type FeatureWeb } from '#kernel/web/feature.ts';
import { bankInquiry } from '../../inquiry-case.ts';
import { obligation, receivable } from '../../obligation-records.ts';
import { keepers } from '../readers.ts';
import { words as w } from './radar-messages.ts';

/** What falls due, the banks asked about it, and the zone's view of it. */
export const radarWeb: Omit<FeatureWeb, 'name'> = {
  records: [
    { declaration: obligation, menu: { job: 'finance', order: 31 }, roles: [...keepers, 'enterpriseContact'], imports: false },
    { declaration: receivable, menu: { job: 'finance', order: 32 }, roles: [...keepers, 'enterpriseContact'], imports: false },
  ],
  cases: [
    {
      declaration: bankInquiry,
      menu: { job: 'finance', order: 33 },
      roles: [...keepers, 'bankOfficer'],
      summary: ['firmId', 'bankId', 'subject', 'amount', 'dueOn', 'note', 'offered', 'offeredRateBp', 'namedDays', 'rateBp', 'bankDays'],
      initial: (move, { row }) => (move === 'offer' ? { amount: row['amount'] } : { rateBp: row['offeredRateBp'] }),
    },
  ],
  pages: [
    {
      path: '/radar',
      title: w.radar,
      roles: ['enterpriseContact', 'specialist', 'financeOfficer', 'bankOfficer'],
      menu: { job: 'finance', order: 30 },
      view: view(() => import('./radar-page.tsx').then((file) => file.RadarPage)),
    },
    {
      // an inquiry begins at what falls due
      path: '/bank-inquiries/new',
      title: bankInquiry.open.label,
      roles: ['enterpriseContact'],
      view: view(() => import('./radar-page.tsx').then((file) => file.RadarPage)),
    },
    {
      path: '/relief-pool',
      title: w.pool,
      roles: ['zoneLeader', 'financeOfficer', 'auditor'],
      menu: { job: 'finance', order: 29 },
      view: view(() => import('./pool-page.tsx').then((file) => file.PoolPage)),
    },
  ],
  homeStrips: {
    enterpriseContact: view(() => import('../firm-turn.tsx').then((file) => file.FirmStrip)),
    specialist: view(() => import('./radar-page.tsx').then((file) => file.RadarStrip)),
  },
};
