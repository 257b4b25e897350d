export { chiefsOn } from './chiefs.ts';
export { nodesOnDay } from './node-states.ts';
export { edgesOnDay } from './ripple.ts';
export { industryCases, industryRecords, serveIndustry } from './routes.ts';
export type { FirmSurroundings, Named } from './surroundings.ts';
