import type { AccessRule } from '#kernel/contract/access.ts';
import type { Text } from '#kernel/contract/text.ts';
import { purposesFor, type consentPurposes, type consentScopes } from './choices.ts';

type Purpose = keyof typeof consentPurposes;
type Consented = { readonly scope: keyof typeof consentScopes; readonly why: Text; readonly receiver?: string; readonly givenBy?: string };

/** Rows that a firm lets its banks see, for whatever a bank may be consented to unless for something narrower. */
export function toBanks({ scope, ...given }: Consented, purposes: readonly Purpose[] = purposesFor.bank): AccessRule {
  return consented('bankOfficer', { consent: scope, purposes }, given);
}

/** Rows that a firm lets its funds see, for an investment. */
export function toFunds({ scope, ...given }: Consented): AccessRule {
  return consented('fundReviewer', { consent: scope, purposes: purposesFor.fund }, given);
}

function consented(role: AccessRule['roles'][number], opens: { readonly consent: string; readonly purposes: readonly Purpose[] }, { why, ...only }: Omit<Consented, 'scope'>): AccessRule {
  return { roles: [role], may: ['read'], rows: { ...opens, firm: 'firmId', in: 'providers', ...only }, why };
}
