export { pointsPassportKeySet, rotatePointsPassportKeys } from './passport/signing-keys.ts';
export { financeCases, financeRecords, serveFinance } from './routes.ts';
