import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { refusalOfMove, toldOf, type CaseDeclaration, type Situation } from '#kernel/contract/case.ts';
import type { CaseEvent, CaseState } from '#kernel/rules/case.ts';
import { fieldsSchema } from '#kernel/contract/field-schema.ts';
import type { Fields } from '#kernel/contract/field.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Ask } from '../house.ts';
import { announce } from '../http/event-hub.ts';
import { refusedBySchema } from '../http/problem.ts';
import { invalid, notFound, Refused, stale } from '../http/refused.ts';
import { followAliases } from '../records/aliases.ts';
import { storedRow } from '../records/write.ts';
import { titlesByIds } from '../records/present.ts';
import { historiesOf } from './history.ts';
import { projectionOf, storeProjections, type Grounds } from './project.ts';
import { loadAliases, loadCalendar, loadPacks } from './rules-in-force.ts';

type AnyCase = CaseDeclaration<Fields, CaseState>;
type Input = Readonly<Record<string, unknown>>;

/** Opens a case: its first event, its projection, its audit entry, in one transaction. @returns its id */
export async function openCase(ask: Ask, declaration: AnyCase, input: Input): Promise<string> {
  const id = uuidv7();
  const grounds = await groundsOf(ask);
  await guardReferences(ask, declaration.open.input, input);
  const prepared = (await ask.house.cases.get(declaration.name)?.prepare?.(ask, 'open', input, undefined)) ?? { ...input };
  const refusal = declaration.open.guard?.({ ...grounds, actor: ask.actor, input: prepared });
  if (refusal) throw refusedMove(refusal);
  await record(ask, declaration, id, [], 'open', prepared, grounds);
  return id;
}

/**
 * Makes one move of a case read at `version`. Refuses: 404 unseen, 409 stale (naming who was faster) or out
 * of turn or by a guard's rule, 403 not yours, 422 with every faulty field.
 */
export async function makeMove(ask: Ask, declaration: AnyCase, id: string, version: number, move: string, input: Input): Promise<void> {
  await storedRow(ask, declaration, id, 'read', 'locked');
  const events = (await historiesOf(ask.tx, ask.actor.zoneId, [id])).get(id) ?? [];
  const last = events.at(-1);
  if (!last) throw notFound(declaration.label);
  if (version !== events.length) {
    const [told] = toldOf(declaration, ask.actor, last.move, { actor: last.actor.name });
    throw stale({ name: told?.actor ?? '—', version: events.length });
  }
  const grounds = await groundsOf(ask);
  const situation = { ...grounds, actor: ask.actor, state: declaration.fold(id, events) };
  const refusal = refusalOfMove(declaration, move, situation);
  if (refusal) throw refusedMove(refusal);
  const fields = declaration.moves[move]?.input ?? {};
  const parsed = fieldsSchema(fields, 'create').safeParse(input, { reportInput: true });
  if (!parsed.success) throw refusedBySchema(parsed.error.issues);
  await guardReferences(ask, fields, parsed.data);
  await settleMove(ask, declaration, situation, events, move, parsed.data, 'person');
}

/** The same for the sweep: no version, no sight; the guard still rules. @returns whether the move was made */
export async function makeSystemMove(ask: Ask, declaration: AnyCase, id: string, move: string, input: Input): Promise<boolean> {
  await lockCase(ask, declaration, id);
  const events = (await historiesOf(ask.tx, ask.actor.zoneId, [id])).get(id) ?? [];
  const situation = { ...(await groundsOf(ask)), actor: ask.actor, state: declaration.fold(id, events), input };
  if (refusalOfMove(declaration, move, situation, 'system')) return false;
  await settleMove(ask, declaration, situation, events, move, input, 'system');
  return true;
}

/** One move of a case at a time: whoever comes second reads the history that the first has left. */
async function lockCase(ask: Ask, declaration: AnyCase, id: string): Promise<void> {
  await sql`SELECT 1 FROM ${sql.table(declaration.table)} WHERE zone_id = ${ask.actor.zoneId} AND id = ${id} FOR UPDATE`.execute(ask.tx);
}

/** The calendar, rule packs and moment by which a case is judged. */
export async function groundsOf(ask: Ask): Promise<Grounds> {
  const zoneId = ask.actor.zoneId;
  return { calendar: await loadCalendar(ask.tx, zoneId), packs: await loadPacks(ask.tx, zoneId), now: ask.now };
}

async function settleMove(
  ask: Ask,
  declaration: AnyCase,
  situation: Situation<CaseState>,
  events: readonly CaseEvent[],
  move: string,
  input: Input,
  mover: 'person' | 'system',
): Promise<void> {
  const server = ask.house.cases.get(declaration.name);
  const prepared = (await server?.prepare?.(ask, move, input, situation.state)) ?? { ...input };
  const refusal = refusalOfMove(declaration, move, { ...situation, input: prepared }, mover);
  if (refusal) throw refusedMove(refusal);
  await record(ask, declaration, situation.state.id, events, move, prepared, situation);
}

async function record(
  ask: Ask,
  declaration: AnyCase,
  id: string,
  events: readonly CaseEvent[],
  move: string,
  input: Input,
  grounds: Grounds,
): Promise<void> {
  const { tx, actor } = ask;
  // A clock set back must not reorder history: a move is never earlier than the one before it.
  const at = Math.max(grounds.now, events.at(-1)?.at ?? 0);
  const event: CaseEvent = {
    seq: events.length + 1,
    move,
    at,
    actor: { id: actor.userId, name: actor.name, roles: actor.roles },
    // a page that was open during a merge still names the row that was merged away
    input: followAliases(input, await loadAliases(tx, actor.zoneId)),
  };
  const projection = projectionOf(declaration, actor.zoneId, id, [...events, event], { ...grounds, now: at }, ask.house.crypto);
  await storeProjections(tx, actor.zoneId, declaration, [projection], [{ caseId: id, event, status: projection.state.status }]);
  await writeAudit(ask, [{ action: move, subjectKind: declaration.name, subjectId: id, after: { ...input } }]);
  await ask.house.cases.get(declaration.name)?.afterMove?.(ask, move, input, projection.state);
  await announce(tx, { zoneId: actor.zoneId, kind: 'case', name: declaration.name, id });
}

async function guardReferences(ask: Ask, fields: Fields, input: Input): Promise<void> {
  const refusals: Refusal[] = [];
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind !== 'reference' && field.kind !== 'references') continue;
    const ids = [input[name] ?? []].flat().map(String);
    const found = await titlesByIds(ask, field.record, ids);
    if (ids.some((id) => !found.has(id))) {
      refusals.push({
        code: 'REFERENCE_UNKNOWN',
        field: name,
        rule: 'D-ZONE',
        message: { zh: `${field.label.zh}：本区没有所选的这条记录`, en: `${field.label.en}: this zone has no such record` },
      });
    }
  }
  if (refusals.length > 0) throw invalid(refusals);
}

function refusedMove(refusal: Refusal): Refused {
  if (refusal.code === 'MOVE_NOT_YOURS') return new Refused(403, refusal);
  if (refusal.code === 'MOVE_UNKNOWN') return new Refused(404, refusal);
  if (refusal.field) {
    const { field, message, code, rule } = refusal;
    return new Refused(422, refusal, [{ path: field, message, code, ...(rule ? { rule } : {}) }]);
  }
  return new Refused(409, refusal);
}
