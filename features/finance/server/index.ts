export { financeCases, financeRecords, serveFinance } from './routes.ts';
