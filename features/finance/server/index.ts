export { sealedPassportKeys } from './passport/signing-keys.ts';
export { pointsPassportKeySet, rotatePointsPassportKeys } from './passport/signing-keys.ts';
export { financeCases, financeRecords, financeRounds, serveFinance } from './routes.ts';
