export { firmsByIds, listLiveFirms } from './firms.ts';
export { registryRecords } from './record-servers.ts';
export { serveRegistry } from './routes.ts';
