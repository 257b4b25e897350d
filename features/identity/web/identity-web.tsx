import { view, type FeatureWeb } from '#kernel/web/feature.ts';
import { exportApproval } from '../export-case.ts';
import { feedback, user } from '../records.ts';
import { words as w } from './messages.ts';
import { operationsWords } from './operations-words.ts';

/** Identity's share of the screen. */
export const identityWeb: FeatureWeb = {
  name: 'identity',
  records: [
    {
      declaration: user,
      roles: ['systemAdmin'],
      menu: { job: 'settings', label: w.users },
      panels: [
        {
          key: 'invitation',
          title: w.invite,
          place: 'side',
          roles: ['systemAdmin'],
          view: view(() => import('./administrator-homes.tsx').then((file) => file.InvitationPanel)),
        },
      ],
    },
    { declaration: feedback, menu: { job: 'settings', order: 30 } },
  ],
  cases: [{ declaration: exportApproval, menu: { job: 'settings', order: 40 } }],
  pages: [
    { path: '/account', title: w.account, view: view(() => import('./account-page.tsx').then((file) => file.AccountPage)) },
    { path: '/my-data', title: w.myData, view: view(() => import('./my-data-page.tsx').then((file) => file.MyDataPage)) },
    {
      path: '/operations',
      title: operationsWords.title,
      roles: ['systemAdmin'],
      menu: { job: 'settings', order: 20 },
      view: view(() => import('./operations-page.tsx').then((file) => file.OperationsPage)),
    },
    {
      path: '/role-grants',
      title: w.grants,
      roles: ['securityAdmin'],
      menu: { job: 'settings', label: w.grants },
      view: view(() => import('./administrator-homes.tsx').then((file) => file.SecurityAdminHome)),
    },
    {
      path: '/audit-trail',
      title: w.audit,
      roles: ['auditAdmin'],
      menu: { job: 'settings', label: w.audit },
      view: view(() => import('./administrator-homes.tsx').then((file) => file.AuditAdminHome)),
    },
  ],
  homes: {
    systemAdmin: view(() => import('./administrator-homes.tsx').then((file) => file.SystemAdminHome)),
    securityAdmin: view(() => import('./administrator-homes.tsx').then((file) => file.SecurityAdminHome)),
    auditAdmin: view(() => import('./administrator-homes.tsx').then((file) => file.AuditAdminHome)),
  },
  account: [
    { label: w.account, path: '/account' },
    { label: w.myData, path: '/my-data' },
  ],
};
