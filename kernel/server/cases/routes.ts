import { caseEndpoints, inboxEndpoint } from '#kernel/contract/case-endpoints.ts';
import { toldOf } from '#kernel/contract/case.ts';
import type { CaseServer } from '../house.ts';
import { serve, type Server } from '../http/serve.ts';
import { exportRows } from '../records/export.ts';
import { historyOf } from '../records/history.ts';
import { listRows } from '../records/list.ts';
import { viewersOf } from '../records/viewers.ts';
import { inboxOf } from './inbox.ts';
import { makeMove, openCase } from './move.ts';
import { viewCase } from './view.ts';

/** Serves every operation of a declared case. */
export function serveCase(server: Server, { declaration }: CaseServer): void {
  const api = caseEndpoints(declaration);
  serve(server, api.export, async ({ query }, ask) => exportRows(ask, declaration, query));
  serve(server, api.list, async ({ query }, ask) => listRows(ask, declaration, query));
  serve(server, api.read, async ({ params }, ask) => viewCase(ask, declaration, params.id));
  serve(server, api.open, async ({ body }, ask) => viewCase(ask, declaration, await openCase(ask, declaration, body)));
  serve(server, api.move, async ({ params, body, version }, ask) => {
    await makeMove(ask, declaration, params.id, version, params.move, body);
    return viewCase(ask, declaration, params.id);
  });
  serve(server, api.history, async ({ params }, ask) => {
    await viewCase(ask, declaration, params.id);
    const entries = await historyOf(ask, declaration.name, params.id);
    return { entries: entries.flatMap((entry) => toldOf(declaration, ask.actor, entry.action, entry)) };
  });
  serve(server, api.viewers, async ({ params }, ask) => {
    await viewCase(ask, declaration, params.id);
    return { viewers: await viewersOf(ask, declaration, params.id) };
  });
}

/** The one inbox over every case. */
export function serveInbox(server: Server): void {
  serve(server, inboxEndpoint, async ({ query }, ask) => inboxOf(ask, query.limit ?? 50));
}
