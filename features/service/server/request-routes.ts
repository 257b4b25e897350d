import { sql } from 'kysely';
import { historiesOf } from '#kernel/server/cases/history.ts';
import type { Ask } from '#kernel/server/house.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { readRow } from '#kernel/server/records/write.ts';
import { toIso } from '#kernel/rules/instant.ts';
import { serviceRequest } from '../cases.ts';
import { suggestItems, triage } from '../contract.ts';
import { foldRequest } from '../rules/request-fold.ts';
import { suggestFor, wordsOf } from './suggest.ts';

/** Serves what helps to ask and to dispatch: proposals with their reasons, similar requests, both sides of an objection. */
export function serveRequestHelp(server: Server): void {
  serve(server, suggestItems, async ({ query }, ask) => ({ suggestions: await suggestFor(ask, query.text) }));
  serve(server, triage, async ({ params }, ask) => {
    await readRow(ask, serviceRequest, params.id);
    const events = (await historiesOf(ask.tx, ask.actor.zoneId, [params.id])).get(params.id) ?? [];
    const state = foldRequest(params.id, events);
    const units = await titlesByIds(
      ask,
      'department',
      state.objections.map((objection) => objection.unitId),
    );
    return {
      suggestions: await suggestFor(ask, `${state.title} ${state.text}`, 3),
      similar: await similarRequests(ask, state.firmId, params.id, `${state.title} ${state.text}`),
      objections: state.objections.map((objection) => ({
        unit: units.get(objection.unitId) ?? '—',
        reason: objection.reason,
        at: toIso(objection.at),
      })),
    };
  });
}

/** The firm's other open requests that share words with this one, likeliest duplicates first. */
async function similarRequests(ask: Ask, firmId: string, id: string, text: string) {
  const { rows } = await sql<{ id: string; number: string; title: string; text: string; status: string }>`
    SELECT id, number, title, text, status FROM service_requests
    WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId} AND id <> ${id} AND closed_on IS NULL
    ORDER BY created_at DESC LIMIT 50`.execute(ask.tx);
  const words = wordsOf(text);
  return rows
    .map((row) => ({ ...row, shared: words.filter((word) => `${row.title} ${row.text}`.toLowerCase().includes(word)) }))
    .sort((a, b) => b.shared.length - a.shared.length)
    .slice(0, 5)
    .map(({ text: _text, ...row }) => row);
}
