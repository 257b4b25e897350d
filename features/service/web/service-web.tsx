import { view, type FeatureWeb, type PanelWeb, type RecordPanelProps } from '#kernel/web/feature.ts';
import { serviceRequest } from '../cases.ts';
import { promise } from '../promise-case.ts';
import { commonProblem, serviceItem, specialistLink } from '../records.ts';
import { visit } from '../visit-case.ts';
import { firstValues } from './first-values.ts';
import { words as w } from './messages.ts';

const firmReaders = ['dispatcher', 'zoneLeader', 'partyWorkOfficer', 'specialist', 'enterpriseContact'] as const;

/** What the service feature puts beside a firm; apps/web hands it to the registry's firm page. */
export const firmPanels: readonly PanelWeb<RecordPanelProps>[] = [
  {
    key: 'requests',
    title: w.requests,
    place: 'main',
    roles: [...firmReaders, 'departmentHandler', 'auditor', 'assessmentOfficer'],
    view: view(() => import('./firm-panels.tsx').then((file) => file.FirmRequests)),
  },
  {
    key: 'ledger',
    title: w.ledger,
    place: 'main',
    roles: firmReaders,
    view: view(() => import('./firm-panels.tsx').then((file) => file.FirmLedger)),
  },
  {
    key: 'promises',
    title: w.promises,
    place: 'side',
    roles: ['dispatcher', 'specialist', 'zoneLeader', 'partyWorkOfficer'],
    view: view(() => import('./firm-panels.tsx').then((file) => file.FirmPromises)),
  },
];

/** The service feature on the screen: homes of those who take part in a request, and the pages of their jobs. */
export const serviceWeb: FeatureWeb = {
  name: 'service',
  cases: [
    {
      declaration: serviceRequest,
      menu: {
        job: 'requests',
        order: 1,
        label: w.requests,
        labelFor: { enterpriseContact: w.myRequests },
        tabFor: ['dispatcher', 'departmentHandler', 'enterpriseContact', 'specialist', 'zoneLeader'],
      },
      summary: ['text', 'firmId', 'category', 'level', 'leadId', 'channel'],
      initial: firstValues,
      aids: {
        accept: view(() => import('./triage-aid.tsx').then((file) => file.TriageAid)),
        dispatch: view(() => import('./triage-aid.tsx').then((file) => file.TriageAid)),
        decideObjection: view(() => import('./triage-aid.tsx').then((file) => file.ObjectionAid)),
      },
      panels: [
        {
          key: 'attachments',
          title: w.attachments,
          place: 'side',
          view: view(() => import('./attachments.tsx').then((file) => file.Attachments)),
        },
      ],
    },
    {
      declaration: visit,
      menu: { job: 'visits', order: 1, tabFor: ['specialist'] },
      summary: ['firmId', 'kind', 'plannedAt', 'purpose', 'notes'],
      aids: { note: view(() => import('./note-aid.tsx').then((file) => file.NoteAid)) },
      panels: [
        {
          key: 'raise',
          title: w.raise,
          place: 'main',
          roles: ['specialist', 'dispatcher'],
          view: view(() => import('./visit-sentences.tsx').then((file) => file.VisitSentences)),
        },
      ],
    },
    { declaration: promise, menu: { job: 'requests', order: 3 }, summary: ['firmId', 'dueOn', 'ownerDepartmentId', 'ownerUserId'] },
  ],
  records: [
    {
      declaration: serviceItem,
      menu: { job: 'requests', order: 4 },
      panels: [
        {
          key: 'ask',
          title: w.ask,
          place: 'side',
          roles: ['enterpriseContact', 'specialist', 'dispatcher'],
          view: view(() => import('./item-ask.tsx').then((file) => file.ItemAsk)),
        },
      ],
    },
    { declaration: commonProblem, menu: { job: 'requests', order: 5 } },
    { declaration: specialistLink, menu: { job: 'visits', order: 3 } },
  ],
  pages: [
    {
      path: '/service-requests/new',
      title: w.ask,
      roles: ['enterpriseContact', 'specialist', 'dispatcher'],
      menu: { job: 'requests', order: 2, tabFor: ['enterpriseContact'] },
      view: view(() => import('./ask-page.tsx').then((file) => file.AskPage)),
    },
    {
      path: '/service-requests/import',
      title: w.hotline,
      roles: ['dispatcher'],
      menu: { job: 'requests', order: 9 },
      view: view(() => import('./hotline-page.tsx').then((file) => file.HotlinePage)),
    },
    {
      path: '/visits/new',
      title: w.planVisit,
      roles: ['specialist', 'dispatcher', 'zoneLeader', 'departmentHandler', 'partyWorkOfficer'],
      menu: { job: 'visits', order: 2 },
      view: view(() => import('./plan-visit-page.tsx').then((file) => file.PlanVisitPage)),
    },
    {
      path: '/firms/$id/brief',
      title: w.brief,
      roles: ['specialist', 'dispatcher', 'zoneLeader', 'partyWorkOfficer'],
      view: view(() => import('./brief-page.tsx').then((file) => file.BriefPage)),
    },
    { path: '/firms/$id/owed', title: w.owed, view: view(() => import('./owed-page.tsx').then((file) => file.OwedPage)) },
    {
      path: '/handovers',
      title: w.handover,
      roles: ['specialist', 'dispatcher'],
      menu: { job: 'visits', order: 4 },
      view: view(() => import('./handover-page.tsx').then((file) => file.HandoverPage)),
    },
    {
      path: '/specialist-plan',
      title: w.plan,
      roles: ['dispatcher'],
      menu: { job: 'visits', order: 5 },
      view: view(() => import('./link-plan-page.tsx').then((file) => file.LinkPlanPage)),
    },
    {
      path: '/call-back-sample',
      title: w.sample,
      roles: ['dispatcher', 'assessmentOfficer', 'auditor'],
      menu: { job: 'requests', order: 6 },
      view: view(() => import('./sample-page.tsx').then((file) => file.SamplePage)),
    },
    {
      path: '/service-rates',
      title: w.rates,
      roles: ['dispatcher', 'zoneLeader', 'assessmentOfficer', 'auditor'],
      menu: { job: 'figures', order: 1 },
      view: view(() => import('./rates-page.tsx').then((file) => file.RatesPage)),
    },
    {
      path: '/service-policy',
      title: w.policy,
      roles: ['dispatcher', 'zoneLeader'],
      menu: { job: 'settings', order: 1 },
      view: view(() => import('./policy-page.tsx').then((file) => file.PolicyPage)),
    },
    {
      path: '/work-calendar',
      title: w.calendar,
      menu: { job: 'settings', order: 2 },
      roles: ['dispatcher', 'zoneLeader', 'departmentHandler', 'assessmentOfficer', 'auditor', 'partyWorkOfficer'],
      view: view(() => import('./calendar-page.tsx').then((file) => file.CalendarPage)),
    },
  ],
  homes: {
    dispatcher: view(() => import('./homes.tsx').then((file) => file.DispatcherHome)),
    departmentHandler: view(() => import('./homes.tsx').then((file) => file.HandlerHome)),
    zoneLeader: view(() => import('./homes.tsx').then((file) => file.LeaderHome)),
    specialist: view(() => import('./specialist-home.tsx').then((file) => file.SpecialistHome)),
    enterpriseContact: view(() => import('./owed-page.tsx').then((file) => file.ContactHome)),
  },
  actions: [
    {
      label: w.ask,
      words: ['tisuqiu', 'tsq', 'ask', 'xinjiansuqiu'],
      path: '/service-requests/new',
      roles: ['enterpriseContact', 'specialist', 'dispatcher'],
    },
    {
      label: w.planVisit,
      words: ['yuezoufang', 'yzf', 'visit'],
      path: '/visits/new',
      roles: ['specialist', 'dispatcher', 'zoneLeader', 'departmentHandler', 'partyWorkOfficer'],
    },
    { label: w.hotline, words: ['rexian', 'rx', 'hotline', 'import'], path: '/service-requests/import', roles: ['dispatcher'] },
  ],
};
