import { view, type FeatureWeb } from '#kernel/web/feature.ts';
import { dashboards } from '../dashboards.ts';
import { periodList } from '../period-contract.ts';
import { briefingPages } from './briefings/briefing-pages.ts';
import { formPages } from './forms/form-pages.ts';
import { words as w } from './messages.ts';
import type { Role } from '#kernel/contract/role.ts';

const readers = [...new Set(dashboards.flatMap(({ roles }) => roles))];
const periodReaders = periodList.callers as readonly Role[];

/** Figures on the screen: dashboards first, then the dictionary, passports and the freezing of months. */
export const figuresWeb: FeatureWeb = {
  name: 'figures',
  homeStrips: {
    zoneLeader: view(() => import('./homes.tsx').then((file) => file.LeaderStrip)),
    partyWorkOfficer: view(() => import('./forms/form-strip.tsx').then((file) => file.FormStrip)),
  },
  homes: {
    assessmentOfficer: view(() => import('./homes.tsx').then((file) => file.AssessmentHome)),
    auditor: view(() => import('./homes.tsx').then((file) => file.AuditorHome)),
  },
  pages: [
    ...briefingPages,
    ...formPages,
    {
      path: '/dashboards',
      title: w.dashboards,
      roles: readers,
      menu: { job: 'figures', order: 1, tabFor: ['zoneLeader', 'assessmentOfficer'] },
      view: view(() => import('./dashboards/dashboard-page.tsx').then((file) => file.FirstDashboardPage)),
    },
    {
      path: '/dashboards/$key',
      title: w.dashboards,
      roles: readers,
      view: view(() => import('./dashboards/dashboard-page.tsx').then((file) => file.DashboardPage)),
    },
    {
      path: '/figures',
      title: w.dictionary,
      roles: readers,
      menu: { job: 'figures', order: 2, tabFor: ['assessmentOfficer', 'auditor'] },
      view: view(() => import('./figures-page.tsx').then((file) => file.FiguresPage)),
    },
    { path: '/figures/$id', title: w.figure, view: view(() => import('./figure-page.tsx').then((file) => file.FigurePage)) },
    {
      path: '/figures/$id/records',
      title: w.records,
      view: view(() => import('./figure-records-page.tsx').then((file) => file.FigureRecordsPage)),
    },
    {
      path: '/passports',
      title: w.passports,
      roles: readers,
      menu: { job: 'figures', order: 3 },
      view: view(() => import('./passports-page.tsx').then((file) => file.PassportsPage)),
    },
    { path: '/passports/$id', title: w.passport, view: view(() => import('./passport-page.tsx').then((file) => file.PassportPage)) },
    {
      path: '/figure-periods',
      title: w.periods,
      roles: periodReaders,
      menu: { job: 'figures', order: 4 },
      view: view(() => import('./periods-page.tsx').then((file) => file.PeriodsPage)),
    },
    {
      path: '/figure-periods/$period',
      title: w.period,
      roles: periodReaders,
      view: view(() => import('./period-page.tsx').then((file) => file.PeriodPage)),
    },
  ],
};
