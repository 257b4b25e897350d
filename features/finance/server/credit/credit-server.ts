import type { CaseServer, RecordServer } from '#kernel/server/house.ts';
import type { Server } from '#kernel/server/http/serve.ts';
import { creditEntry } from '../../credit-records.ts';
import { applicationServer } from './application-server.ts';
import { consentServer, serveConsents } from './consent-server.ts';
import { eligibilityRecords, serveEligibility } from './eligibility-server.ts';
import { lineServer, productServer } from './line-server.ts';

export const creditRecords: readonly RecordServer[] = [productServer, { declaration: creditEntry }, ...eligibilityRecords];
export const creditCases: readonly CaseServer[] = [consentServer, applicationServer, lineServer];

/** Serves consents, eligibility, products, applications and lines. */
export function serveCredit(server: Server): void {
  serveConsents(server);
  serveEligibility(server);
}
