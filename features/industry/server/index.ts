export { industryCases, industryRecords, serveIndustry } from './routes.ts';
export type { FirmSurroundings, Named } from './surroundings.ts';
