export { industryCases, industryRecords, serveIndustry } from './routes.ts';
