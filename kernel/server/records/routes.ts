import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import type { RecordServer } from '../house.ts';
import { serve, type Server } from '../http/serve.ts';
import { exportRows, templateOf } from './export.ts';
import { historyOf } from './history.ts';
import { listRows } from './list.ts';
import { viewersOf } from './viewers.ts';
import { createRow, endRow, readRow, revealField, updateRow } from './write.ts';

/** Serves every operation of a declared record. */
export function serveRecord(server: Server, { declaration }: RecordServer): void {
  const api = recordEndpoints(declaration);
  serve(server, api.export, async ({ query }, ask) => exportRows(ask, declaration, query));
  serve(server, api.template, async (_input, ask) => templateOf(ask, declaration));
  serve(server, api.list, async ({ query }, ask) => listRows(ask, declaration, query));
  serve(server, api.read, async ({ params }, ask) => readRow(ask, declaration, params.id));
  serve(server, api.create, async ({ body }, ask) => createRow(ask, declaration, body));
  serve(server, api.update, async ({ params, body, version }, ask) => updateRow(ask, declaration, params.id, version, body));
  serve(server, api.end, async ({ params, body, version }, ask) => endRow(ask, declaration, params.id, version, body.endedOn, body.why));
  serve(server, api.reveal, async ({ params, body }, ask) => ({
    value: await revealField(ask, declaration, params.id, body.field, body.why),
  }));
  serve(server, api.history, async ({ params }, ask) => {
    await readRow(ask, declaration, params.id);
    return { entries: await historyOf(ask, declaration.name, params.id) };
  });
  serve(server, api.viewers, async ({ params }, ask) => {
    await readRow(ask, declaration, params.id);
    return { viewers: await viewersOf(ask, declaration, params.id) };
  });
}
