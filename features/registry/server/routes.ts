import { serve, type Server } from '#kernel/server/http/serve.ts';
import { registryEndpoints as api } from '../contract.ts';
import { duplicatePairs, duplicatesOf, tellApart } from './duplicates.ts';
import { mergeFirms, undoMerge } from './merge.ts';
import { getMerge, listMerges } from './merges.repo.ts';

/** Serves what the registry has beyond its declared records: duplicates and merges. */
export function serveRegistry(server: Server): void {
  serve(server, api.duplicatesOf, async ({ params }, ask) => ({ candidates: await duplicatesOf(ask, params.id) }));
  serve(server, api.duplicates, async ({ query }, ask) => duplicatePairs(ask, query.limit ?? 50));
  serve(server, api.tellApart, async ({ body }, ask) => {
    await tellApart(ask, body.aId, body.bId);
    return {};
  });
  serve(server, api.merge, async ({ params, body, version }, ask) => getMerge(ask, await mergeFirms(ask, params.id, version, body)));
  serve(server, api.merges, async ({ query }, ask) => ({ merges: await listMerges(ask, { firmId: query.firmId }) }));
  serve(server, api.undoMerge, async ({ params, body }, ask) => {
    const left = await undoMerge(ask, params.id, body.why);
    return { merge: await getMerge(ask, params.id), left: [...left] };
  });
}
