import type { CaseServer, RecordServer } from '#kernel/server/house.ts';
import type { Server } from '#kernel/server/http/serve.ts';
import { creditCases, creditRecords, serveCredit } from './credit/credit-server.ts';
import { equityCases, equityRecords, serveEquity } from './equity/equity-server.ts';
import { servePointsSchemes } from './points/scheme-routes.ts';
import { servePointsSheet } from './points/sheet-routes.ts';
import { pointsCases, pointsRecords, servePoints } from './points/points-server.ts';

export const financeRecords: readonly RecordServer[] = [...creditRecords, ...pointsRecords, ...equityRecords];

export const financeCases: readonly CaseServer[] = [...creditCases, ...pointsCases, ...equityCases];

/** Serves what the finance feature has beside its records' and cases' own operations. */
export function serveFinance(server: Server): void {
  serveCredit(server);
  servePoints(server);
  servePointsSheet(server);
  servePointsSchemes(server);
  serveEquity(server);
}
