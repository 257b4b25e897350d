import type { CaseServer } from '#kernel/server/house.ts';
import type { Server } from '#kernel/server/http/serve.ts';
import { actionServer, leaderServer } from './case-servers.ts';
import { serveChainMap } from './chain-map.ts';
import { serveNodeStates } from './node-states.ts';
import { serveRipple } from './ripple.ts';
import type { FirmSurroundings } from './surroundings.ts';

export { industryRecords } from './record-servers.ts';

export const industryCases: readonly CaseServer[] = [leaderServer, actionServer];

/** Serves what the industry has beside its records' and cases' own operations. */
export function serveIndustry(server: Server, around: FirmSurroundings): void {
  serveNodeStates(server);
  serveChainMap(server, around);
  serveRipple(server, around);
}
