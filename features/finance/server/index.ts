export { sealedPassportKeys } from './passport/signing-keys.ts';
export { dropPointsPassportKeys, pointsPassportKeySet, rotatePointsPassportKeys } from './passport/signing-keys.ts';
export { issueToFirm } from './passport/issue.ts';
export { showTo } from './passport/showings.ts';
export { scoreReferral } from './equity/scores.ts';
export { financeCases, financeRecords, financeRounds, serveFinance } from './routes.ts';
export { noticeMaturities } from './radar/notices.ts';
export { radarEntries } from './radar/radar-rows.ts';
