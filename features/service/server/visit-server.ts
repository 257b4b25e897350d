import { sql } from 'kysely';
import { makeSystemMove, openCase } from '#kernel/server/cases/move.ts';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import type { Ask, CaseServer } from '#kernel/server/house.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { forbidden, invalid } from '#kernel/server/http/refused.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { readRow } from '#kernel/server/records/write.ts';
import { dateOf, fromIso } from '#kernel/rules/instant.ts';
import { serviceRequest } from '../cases.ts';
import { raiseFromVisit } from '../contract.ts';
import { promise } from '../promise-case.ts';
import type { VisitState } from '../rules/visit-state.ts';
import { visit } from '../visit-case.ts';

export const visitServer: CaseServer = {
  declaration: visit,
  async prepare(ask, move, input, state) {
    if (move === 'postpone') await guardQuiet(ask, (state as VisitState).firmId, String(input['plannedAt']));
    if (move !== 'open') return { ...input };
    const firmId = String(input['firmId']);
    const { actor } = ask;
    const free = actor.roles.some((role) => ['dispatcher', 'zoneLeader', 'departmentHandler', 'partyWorkOfficer'].includes(role));
    if (!free && !actor.scope.linkedFirms.includes(firmId))
      throw forbidden({ zh: '只能走访自己挂钩的企业', en: 'Only firms that you are linked to' });
    await guardQuiet(ask, firmId, String(input['plannedAt']));
    const firms = await titlesByIds(ask, 'firm', [firmId]);
    return { ...input, title: `${dateOf(fromIso(String(input['plannedAt'])) ?? ask.now)} ${firms.get(firmId) ?? ''}` };
  },
  async afterMove(ask, move, input, state) {
    if (move !== 'note' || typeof input['requests'] !== 'string') return;
    const lines = input['requests']
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.length > 0);
    await raiseRequests(ask, state.id, (state as VisitState).firmId, lines);
  },
};

/** Lines of the notes that were marked become requests of the firm; note and request stay linked. */
async function raiseRequests(ask: Ask, visitId: string, firmId: string, lines: readonly string[]): Promise<void> {
  for (const text of lines) await raiseRequest(ask, visitId, firmId, { text });
}

async function raiseRequest(
  ask: Ask,
  visitId: string,
  firmId: string,
  body: { readonly text: string; readonly itemId?: string | undefined },
): Promise<string> {
  const requestId = await openCase(ask, serviceRequest, {
    text: body.text,
    firmId,
    channel: 'visit',
    ...(body.itemId ? { itemId: body.itemId } : {}),
  });
  const recorder = { ...systemActor(ask.actor.zoneId), name: ask.actor.name };
  await makeSystemMove({ ...ask, actor: recorder }, visit, visitId, 'raise', { requestId });
  return requestId;
}

/** A firm's quiet week is its own word: no visit is planned into it (无事不扰). */
async function guardQuiet(ask: Ask, firmId: string, plannedAt: string): Promise<void> {
  const day = dateOf(fromIso(plannedAt) ?? ask.now);
  const { rows } = await sql<{ from_on: string; to_on: string }>`SELECT from_on, to_on FROM quiet_weeks
    WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId} AND from_on <= ${day}::date AND to_on >= ${day}::date`.execute(ask.tx);
  const quiet = rows[0];
  if (!quiet) return;
  throw invalid([
    {
      code: 'QUIET_WEEK',
      rule: 'SRV-QUIET',
      field: 'plannedAt',
      message: {
        zh: `企业请求 ${quiet.from_on} 至 ${quiet.to_on} 免打扰，请另约时间`,
        en: `The firm asked to be left alone from ${quiet.from_on} to ${quiet.to_on}; choose another day`,
      },
    },
  ]);
}

export const promiseServer: CaseServer = {
  declaration: promise,
  async prepare(ask, move, input) {
    if (move !== 'open') return { ...input };
    const owner = input['ownerDepartmentId'] ?? input['ownerUserId'];
    if (owner) return { ...input };
    const department = ask.actor.scope.departments[0];
    return department ? { ...input, ownerDepartmentId: department } : { ...input, ownerUserId: ask.actor.userId };
  },
};

/** Serves the step from a visit's notes to a request. */
export function serveVisits(server: Server): void {
  serve(server, raiseFromVisit, async ({ params, body }, ask) => {
    const row = await readRow(ask, visit, params.id);
    const requestId = await raiseRequest(ask, params.id, String(row['firmId']), body);
    return { requestId };
  });
}
