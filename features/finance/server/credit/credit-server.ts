import type { CaseServer, RecordServer } from '#kernel/server/house.ts';
import type { Server } from '#kernel/server/http/serve.ts';
import { creditEntry, creditProduct } from '../../credit-records.ts';
import { consentServer, serveConsents } from './consent-server.ts';
import { lineServer } from './line-server.ts';

export const creditRecords: readonly RecordServer[] = [{ declaration: creditProduct }, { declaration: creditEntry }];
export const creditCases: readonly CaseServer[] = [consentServer, lineServer];

/** Serves consents, products and lines. */
export function serveCredit(server: Server): void {
  serveConsents(server);
}
