import { dateOf } from '#kernel/rules/instant.ts';
import { view, type FeatureWeb } from '#kernel/web/feature.ts';
import { creditApplication } from '../../application-case.ts';
import { consent } from '../../consent-case.ts';
import { creditEntry, creditProduct } from '../../credit-records.ts';
import { creditFact, firmQualification } from '../../eligibility-records.ts';
import { creditLine } from '../../line-case.ts';
import { keepers, zone } from '../readers.ts';
import { words as w } from './credit-messages.ts';

/** Products, eligibility, consents, applications, lines and their ledger on the screen. */
export const creditWeb: Omit<FeatureWeb, 'name'> = {
  records: [
    { declaration: creditProduct, menu: { job: 'finance', order: 10 }, roles: [...zone, 'bankOfficer'] },
    { declaration: firmQualification, menu: { job: 'finance', order: 20 }, roles: keepers },
    { declaration: creditFact, menu: { job: 'finance', order: 21 }, roles: keepers },
    { declaration: creditEntry, menu: { job: 'finance', order: 14 }, roles: keepers, imports: false },
  ],
  cases: [
    {
      declaration: creditApplication,
      menu: { job: 'finance', order: 11, tabFor: ['bankOfficer', 'financeOfficer'] },
      roles: [...zone, 'bankOfficer'],
      summary: ['firmId', 'bankId', 'productId', 'amount', 'termMonths', 'useOfFunds', 'isEligible', 'suggestedLine', 'score'],
      panels: [
        {
          key: 'eligibility',
          title: w.eligibility,
          place: 'main',
          view: view(() => import('./eligibility-panel.tsx').then((file) => file.EligibilityPanel)),
        },
        {
          key: 'terms',
          title: w.bankTerms,
          place: 'side',
          view: view(() => import('./bank-terms.tsx').then((file) => file.BankTermsPanel)),
        },
      ],
      initial: (move, { row }) =>
        move === 'sayYes'
          ? { namedDays: row['promisedDays'], rateBp: row['promisedRateBp'] }
          : { line: row['amount'], rateBp: row['promisedRateBp'] },
    },
    {
      declaration: consent,
      menu: { job: 'finance', order: 13 },
      roles: [...keepers, 'enterpriseContact'],
      summary: ['firmId', 'receiverId', 'purpose', 'scopes', 'fromOn', 'untilOn'],
      panels: [
        {
          key: 'looks',
          title: w.looks,
          place: 'side',
          roles: ['enterpriseContact'],
          view: view(() => import('./consent-looks-link.tsx').then((file) => file.ConsentLooksLink)),
        },
      ],
    },
    {
      declaration: creditLine,
      menu: { job: 'finance', order: 12, tabFor: ['bankOfficer', 'financeOfficer'] },
      roles: [...zone, 'bankOfficer'],
      summary: ['firmId', 'bankId', 'productId', 'line', 'drawn', 'balance', 'rateBp', 'nextDueOn', 'validUntil'],
      panels: [
        {
          key: 'ledger',
          title: w.ledger,
          place: 'first',
          roles: [...zone, 'bankOfficer'],
          view: view(() => import('./line-ledger.tsx').then((file) => file.LineLedger)),
        },
        {
          key: 'amounts',
          title: w.amounts,
          place: 'side',
          view: view(() => import('./line-ledger.tsx').then((file) => file.LineBarPanel)),
        },
      ],
      initial: (_move, { row }) => ({ on: dateOf(Date.now()), rateBp: row['rateBp'] }),
    },
  ],
  pages: [
    {
      path: '/finance',
      title: w.finance,
      roles: ['enterpriseContact'],
      menu: { job: 'finance', order: 0, tabFor: ['enterpriseContact'] },
      view: view(() => import('./finance-page.tsx').then((file) => file.FinancePage)),
    },
    {
      // where the firm sees what it is eligible for, instead of an empty form
      path: '/credit-applications/new',
      title: creditApplication.open.label,
      roles: ['enterpriseContact'],
      view: view(() => import('./finance-page.tsx').then((file) => file.FinancePage)),
    },
    {
      path: '/consents/new',
      title: consent.open.label,
      roles: ['enterpriseContact'],
      view: view(() => import('./consent-pages.tsx').then((file) => file.ConsentNewPage)),
    },
    {
      path: '/consent-looks',
      title: w.looks,
      roles: ['enterpriseContact'],
      menu: { job: 'finance', order: 14 },
      view: view(() => import('./consent-pages.tsx').then((file) => file.LooksPage)),
    },
  ],
  homes: {
    bankOfficer: view(() => import('./homes.tsx').then((file) => file.BankHome)),
    financeOfficer: view(() => import('./homes.tsx').then((file) => file.FinanceHome)),
  },
};
