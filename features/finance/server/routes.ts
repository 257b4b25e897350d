import type { CaseServer, RecordServer } from '#kernel/server/house.ts';
import type { Server } from '#kernel/server/http/serve.ts';
import { creditCases, creditRecords, serveCredit } from './credit/credit-server.ts';
import { equityCases, equityRecords, serveEquity } from './equity/equity-server.ts';
import { pointsPassportRecords, servePointsPassports, type PointsPassportSettings } from './passport/passport-server.ts';
import { serveKnownValues } from './points/known-values.ts';
import { servePointsSchemes } from './points/scheme-routes.ts';
import { servePointsSheet } from './points/sheet-routes.ts';
import { pointsCases, pointsRecords, servePoints } from './points/points-server.ts';
import { noticeDaily } from './radar/notices.ts';
import { radarCases, radarRecords, serveRadar } from './radar/radar-server.ts';

export const financeRecords: readonly RecordServer[] = [
  ...creditRecords,
  ...pointsRecords,
  ...pointsPassportRecords,
  ...radarRecords,
  ...equityRecords,
];

export const financeCases: readonly CaseServer[] = [...creditCases, ...pointsCases, ...radarCases, ...equityCases];

/** What finance does by itself, day by day. */
export const financeRounds = () => [noticeDaily()];

/** Serves what the finance feature has beside its records' and cases' own operations. */
export function serveFinance(server: Server, settings: PointsPassportSettings): void {
  serveCredit(server);
  servePoints(server);
  servePointsPassports(server, settings);
  serveRadar(server);
  servePointsSheet(server);
  serveKnownValues(server);
  servePointsSchemes(server);
  serveEquity(server);
}
