export { passportKeySet, rotatePassportKeys } from './passport/signing-keys.ts';
export { financeCases, financeRecords, serveFinance } from './routes.ts';
