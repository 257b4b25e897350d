import type { Role } from '#kernel/contract/role.ts';

/** Whose menu has the whole registers; others come to a row from a firm, a case or a figure. */
export const keepers: readonly Role[] = ['financeOfficer', 'auditor'];
/** Those who look at the zone as a whole. */
export const zone: readonly Role[] = [...keepers, 'zoneLeader', 'assessmentOfficer'];
