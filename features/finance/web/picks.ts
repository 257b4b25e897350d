import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import { t } from '#kernel/contract/text.ts';
import { call } from '#kernel/web/api.ts';
import type { PickWeb } from '#kernel/web/feature.ts';
import { consent } from '../consent-case.ts';
import { consentReceivers } from '../credit-contract.ts';

const kinds = { bank: t('银行', 'Bank'), fund: t('基金', 'Fund') };

/** A firm may not list providers, a bank or fund not firms: they choose among banks and funds, or among the firms that consented. */
export const financePicks: readonly PickWeb[] = [
  {
    record: 'provider',
    roles: ['enterpriseContact'],
    find: async (q, signal) => {
      const { receivers } = await call(consentReceivers, { signal });
      return receivers.filter(({ name }) => name.includes(q.trim())).map(({ id, name, kind }) => ({ id, title: name, aside: kinds[kind] }));
    },
  },
  {
    record: 'firm',
    roles: ['bankOfficer', 'fundReviewer'],
    find: async (q, signal) => {
      const { rows } = await call(caseEndpoints(consent).list, { query: { status: 'inForce', q, limit: 50 }, signal });
      const titles = new Map(rows.map((row) => [String(row['firmId']), String(row.titles['firmId'] ?? '—')]));
      return [...titles].map(([id, title]) => ({ id, title }));
    },
  },
];
