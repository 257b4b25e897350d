import type { FeatureWeb } from '#kernel/web/feature.ts';
import { consent } from '../../consent-case.ts';
import { creditEntry, creditProduct } from '../../credit-records.ts';
import { creditLine } from '../../line-case.ts';

/** Products, consents, lines and their ledger on the screen. */
export const creditWeb: Omit<FeatureWeb, 'name'> = {
  records: [
    { declaration: creditProduct, menu: { job: 'finance', order: 10 } },
    { declaration: creditEntry, menu: { job: 'finance', order: 14 }, imports: false },
  ],
  cases: [
    {
      declaration: consent,
      menu: { job: 'finance', order: 12 },
      summary: ['firmId', 'receiverId', 'purpose', 'scopes', 'fromOn', 'untilOn'],
    },
    {
      declaration: creditLine,
      menu: { job: 'finance', order: 11 },
      summary: ['firmId', 'bankId', 'productId', 'line', 'drawn', 'balance', 'rateBp', 'nextDueOn'],
    },
  ],
};
