import { sql } from 'kysely';
import { makeSystemMove, openCase } from '#kernel/server/cases/move.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask, CaseServer } from '#kernel/server/house.ts';
import { forbidden, invalid } from '#kernel/server/http/refused.ts';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import { markChanged } from '#kernel/server/figures/marks.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { firmsByIds } from '#features/registry/server/index.ts';
import { serviceRequest } from '../cases.ts';
import { promise } from '../promise-case.ts';
import { commonProblem, serviceItem } from '../records.ts';
import { isLastChance } from '../rules/request-guards.ts';
import type { RequestState } from '../rules/request-state.ts';
import { isSampled } from './call-back-sample.ts';

type Input = Readonly<Record<string, unknown>>;

/** The moves that a closed request still bears: they close nothing, so what follows a closing must not follow them. */
const madeAfterClosing = new Set(['fileCommonProblem', 'transferFirm']);

/** What a request needs of the database beside its own history. */
export const requestServer: CaseServer = {
  declaration: serviceRequest,
  async prepare(ask, move, input, state) {
    if (move === 'open') return prepareOpen(ask, input);
    const request = state as RequestState;
    switch (move) {
      case 'accept':
      case 'dispatch':
        return {
          ...input,
          ...(await categoryOf(ask, input, request)),
          ...(input['itemId'] && input['itemId'] !== request.itemId ? { earlierItemId: request.itemId } : {}),
        };
      case 'merge':
        return { ...input, ...(await mergeTarget(ask, String(input['intoId']))) };
      case 'assistReply':
      case 'reportIn':
        return { ...input, unitId: ownUnit(ask, request, move) };
      case 'split':
        return { ...input, childIds: await openParts(ask, request, String(input['parts'])) };
      case 'confirmSolved':
      case 'confirmPartly':
      case 'acceptExplanation':
        return { ...input, sampled: await isSampled(ask, request) };
      case 'reportUnsolved':
        return { ...input, lastChance: isLastChance(request, await loadPacks(ask.tx, ask.actor.zoneId), ask.now), sampled: false };
      case 'fileCommonProblem':
        return { ...input, commonProblemId: await commonProblemOf(ask, input, request) };
      default:
        return { ...input };
    }
  },
  async afterMove(ask, move, input, state) {
    const request = state as RequestState;
    if (move === 'reply' && input['promise']) await recordPromise(ask, request, input);
    if (move === 'fileCommonProblem') await countCommonProblem(ask, String(input['commonProblemId']));
    if (request.closedAt !== null && !madeAfterClosing.has(move)) await afterClosing(ask, request);
    if (move === 'open' && request.itemId) await countItem(ask, request.itemId, 'asked_times', 1);
    if ('earlierItemId' in input && request.itemId) {
      await countItem(ask, request.itemId, 'asked_times', 1);
      if (typeof input['earlierItemId'] === 'string') await countItem(ask, input['earlierItemId'], 'asked_times', -1);
    }
  },
};

async function prepareOpen(ask: Ask, input: Input): Promise<Record<string, unknown>> {
  const { actor } = ask;
  const own = actor.scope.firms[0];
  const firmId = typeof input['firmId'] === 'string' ? input['firmId'] : actor.roles.includes('enterpriseContact') ? own : undefined;
  if (!firmId) throw invalid([{ code: 'FIRM_MISSING', field: 'firmId', message: { zh: '请选择企业', en: 'Please choose the firm' } }]);
  const mayOpen = actor.roles.includes('dispatcher') || actor.scope.firms.includes(firmId) || actor.scope.linkedFirms.includes(firmId);
  if (!mayOpen) throw forbidden({ zh: '只能为本企业或挂钩企业提诉求', en: 'Only for your own firm or a firm you are linked to' });
  const firm = (await firmsByIds(ask.tx, actor.zoneId, [firmId])).get(firmId);
  const text = String(input['text']);
  const channel =
    input['channel'] ??
    (actor.roles.includes('enterpriseContact') ? 'portal' : actor.roles.includes('specialist') ? 'specialist' : 'hotline');
  return {
    ...input,
    firmId,
    parkId: firm?.parkId ?? null,
    channel,
    title: input['title'] ?? firstSentence(text),
    ...(await itemDefaults(ask, input)),
  };
}

/** A request without a title is called by its first sentence. */
export function firstSentence(text: string): string {
  const sentence = text.split(/[。！？!?\n]/)[0]?.trim() ?? text;
  return sentence.length <= 40 ? sentence : `${sentence.slice(0, 39)}…`;
}

async function itemDefaults(ask: Ask, input: Input): Promise<Record<string, unknown>> {
  if (typeof input['itemId'] !== 'string') return {};
  const { rows } = await sql<{ category: string; level: string }>`SELECT category, level FROM service_items
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${input['itemId']}`.execute(ask.tx);
  return { category: rows[0]?.category ?? null, level: input['level'] ?? rows[0]?.level ?? null };
}

async function categoryOf(ask: Ask, input: Input, request: RequestState): Promise<Record<string, unknown>> {
  if (input['category'] || request.category) return {};
  const { category } = await itemDefaults(ask, { itemId: input['itemId'] ?? request.itemId });
  return category ? { category } : {};
}

async function mergeTarget(ask: Ask, intoId: string): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ firm_id: string; closed: boolean }>`SELECT firm_id, closed_on IS NOT NULL AS closed
    FROM service_requests WHERE zone_id = ${ask.actor.zoneId} AND id = ${intoId}`.execute(ask.tx);
  return { intoFirmId: rows[0]?.firm_id ?? null, intoOpen: rows[0]?.closed === false };
}

function ownUnit(ask: Ask, request: RequestState, move: string): string | undefined {
  const waiting =
    move === 'assistReply'
      ? request.assists.filter((assist) => assist.repliedAt === null)
      : request.whistles.filter((whistle) => whistle.reportedAt === null);
  return waiting.find((one) => ask.actor.scope.departments.includes(one.unitId))?.unitId;
}

async function openParts(ask: Ask, parent: RequestState, parts: string): Promise<string[]> {
  const lines = parts
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 0);
  if (lines.length < 2 || lines.length > 10) {
    throw invalid([{ code: 'PARTS', field: 'parts', message: { zh: '请写 2 至 10 件，每行一件', en: 'Give 2 to 10 parts, one a line' } }]);
  }
  const ids: string[] = [];
  for (const line of lines) {
    ids.push(
      await openCase(ask, serviceRequest, {
        text: line,
        firmId: parent.firmId,
        parentId: parent.id,
        channel: parent.channel,
        level: parent.level,
        ...(parent.itemId ? { itemId: parent.itemId } : {}),
      }),
    );
  }
  return ids;
}

async function afterClosing(ask: Ask, request: RequestState): Promise<void> {
  const system = { ...ask, actor: systemActor(ask.actor.zoneId) };
  if (request.itemId && request.result === 'resolved') await countItem(ask, request.itemId, 'solved_times', 1);
  if (request.parentId)
    await makeSystemMove(system, serviceRequest, request.parentId, 'childClosed', {
      childId: request.id,
      result: request.result ?? request.status,
    });
}

async function countItem(ask: Ask, itemId: string, column: 'asked_times' | 'solved_times', by: 1 | -1): Promise<void> {
  await sql`UPDATE service_items SET ${sql.ref(column)} = ${sql.ref(column)} + ${by}::int WHERE zone_id = ${ask.actor.zoneId} AND id = ${itemId}`.execute(
    ask.tx,
  );
  await markChanged(ask.tx, ask.actor.zoneId, serviceItem.name);
}

async function recordPromise(ask: Ask, request: RequestState, input: Input): Promise<void> {
  if (!input['promiseDueOn']) {
    throw invalid([{ code: 'PROMISE_DATE', field: 'promiseDueOn', message: { zh: '承诺须写明期限', en: 'A promise needs a date' } }]);
  }
  await openCase(ask, promise, {
    firmId: request.firmId,
    what: input['promise'],
    dueOn: input['promiseDueOn'],
    requestId: request.id,
    ...(request.leadId ? { ownerDepartmentId: request.leadId } : {}),
  });
}

async function commonProblemOf(ask: Ask, input: Input, request: RequestState): Promise<string> {
  if (typeof input['commonProblemId'] === 'string') return input['commonProblemId'];
  const row = await createRow(ask, commonProblem, {
    title: input['title'] ?? request.title,
    category: request.category,
    description: request.text,
    state: 'open',
  });
  return row.id;
}

async function countCommonProblem(ask: Ask, id: string): Promise<void> {
  await sql`UPDATE common_problems SET
      firms = (SELECT count(DISTINCT firm_id)::int FROM service_requests WHERE zone_id = ${ask.actor.zoneId} AND common_problem_id = ${id}),
      requests = (SELECT count(*)::int FROM service_requests WHERE zone_id = ${ask.actor.zoneId} AND common_problem_id = ${id})
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
  await markChanged(ask.tx, ask.actor.zoneId, commonProblem.name);
}
