export { firmsOnDay, keepFirmStates, type FirmOnDay } from './firm-states.ts';
export { firmsByIds, listLiveFirms } from './firms.ts';
export { registryRecords } from './record-servers.ts';
export { serveRegistry } from './routes.ts';
export { sealedMerges } from './merges.repo.ts';
