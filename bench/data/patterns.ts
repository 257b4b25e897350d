import { sql } from 'kysely';
import { serviceRequest } from '#features/service/cases.ts';
import type { CaseEvent } from '#kernel/rules/case.ts';
import { addDays, dateOf, toIso } from '#kernel/rules/instant.ts';
import { projectionOf, type Grounds } from '#kernel/server/cases/project.ts';
import type { Ask } from '#kernel/server/house.ts';
import { searchEntryOf } from '#kernel/server/records/search.ts';
import { requestIdOf } from './ids.ts';

/** A row of one table as JSON, to be copied; `day` and `n` are what a request's number is made of. */
export type Pattern = { readonly table: string; readonly row: string; readonly day: string; readonly n: number };

/** A request as it was lived: its events as they are stored. */
export type Life = { readonly id: string; readonly n: number; readonly events: readonly StoredEvent[] };

type StoredEvent = {
  readonly case_id: string;
  readonly seq: number;
  readonly move: string;
  readonly at: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly actor_roles: readonly string[];
  readonly input: Readonly<Record<string, unknown>>;
  readonly status: string;
};

const day = 86_400_000;
/** Years before the first layer are whole weeks away, so that working days stay working days. */
const layerDays = 364;
const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** What stands for the number of a request until its copy has one. */
export const numberPlace = '#NUMBER#';
export const squeezedPlace = 'zznumberzz';
export const gramsPlace = '#GRAMS#';

/** The lives of the example zone's requests, in the order of their opening. */
export async function readLives(ask: Ask): Promise<Life[]> {
  const { rows } = await sql<{ events: StoredEvent[] }>`SELECT jsonb_agg(to_jsonb(e) ORDER BY e.seq) AS events FROM case_events e
    WHERE e.zone_id = ${ask.actor.zoneId} AND e.case_name = 'serviceRequest' GROUP BY e.case_id ORDER BY min(e.at), e.case_id`.execute(ask.tx);
  return rows.map(({ events }, n) => ({ id: events[0]?.case_id ?? '', n, events }));
}

/** Those lives that speak of no request outside of themselves: a part without its whole was never lived. */
export function closed(lives: readonly Life[], all: ReadonlySet<string>): Life[] {
  let kept = [...lives];
  for (;;) {
    const ids = new Set(kept.map(({ id }) => id));
    const next = kept.filter(({ events }) => (JSON.stringify(events).match(uuids) ?? []).every((id) => !all.has(id) || ids.has(id)));
    if (next.length === kept.length) return kept;
    kept = next;
  }
}

/**
 * The rows that the product would hold of these lives, `layer` years earlier and about the first copy of their firms:
 * moved events, folded by the product's own declaration.
 */
export function patternsOf(
  ask: Ask,
  grounds: Grounds,
  lives: readonly Life[],
  layer: number,
  firmIds: ReadonlyMap<string, string>,
): Pattern[] {
  const earlier = layer * layerDays;
  const ids = new Map([...firmIds, ...lives.map(({ id, n, events }) => [id, requestIdOf(momentOf(events[0]?.at, earlier), layer, n)] as const)]);
  const renamed = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll(uuids, (id) => ids.get(id) ?? id)) as T;
  return lives.flatMap(({ id, n, events }) => {
    const caseId = ids.get(id) ?? id;
    const moved = events.map((event) => ({
      ...event,
      case_id: caseId,
      at: toIso(momentOf(event.at, earlier)),
      input: renamed(Object.fromEntries(Object.entries(event.input).map(([name, value]) => [name, daysEarlier(value, earlier)]))),
    }));
    const history = moved.map(eventOf);
    const { row, tasks, clocks, parties } = projectionOf(serviceRequest, ask.actor.zoneId, caseId, history, grounds, ask.house.crypto);
    const values = serviceRequest.project(serviceRequest.fold(caseId, history));
    const opened = dateOf(history[0]?.at ?? 0).replaceAll('-', '');
    const { title, sortKey, keys } = searchEntryOf(serviceRequest, { ...values, number: squeezedPlace });
    const { grams } = searchEntryOf(serviceRequest, { ...values, number: '' });
    const entry = {
      zone_id: ask.actor.zoneId,
      record: serviceRequest.name,
      id: caseId,
      title,
      sort_key: sortKey,
      keys,
      grams: [...grams, gramsPlace],
    };
    const pattern = (table: string) => (one: unknown) => ({ table, row: JSON.stringify(one), day: opened, n });
    return [
      ...moved.map(pattern('case_events')),
      pattern('service_requests')({ ...row, number: numberPlace }),
      ...tasks.map(pattern('case_tasks')),
      ...clocks.map(pattern('case_clocks')),
      ...parties.map(pattern('case_parties')),
      pattern('search_entries')(entry),
    ];
  });
}

/** Has it ended for good, with nothing left to do and no clock to look at? */
export function isOver(ask: Ask, grounds: Grounds, { id, events }: Life): boolean {
  const history = events.map(eventOf);
  const { tasks, clocks } = projectionOf(serviceRequest, ask.actor.zoneId, id, history, grounds, ask.house.crypto);
  return tasks.length === 0 && clocks.every((clock) => clock['look_at'] === null);
}

function eventOf({ seq, move, at, actor_id, actor_name, actor_roles, input }: StoredEvent): CaseEvent {
  return { seq, move, at: momentOf(at, 0), actor: { id: actor_id, name: actor_name, roles: actor_roles }, input };
}

function momentOf(at: string | undefined, earlier: number): number {
  return new Date(at ?? 0).getTime() - earlier * day;
}

/** Days and moments in an input move with the event. */
function daysEarlier(value: unknown, earlier: number): unknown {
  if (typeof value !== 'string') return value;
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return addDays(value, -earlier);
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return toIso(momentOf(value, earlier));
  return value;
}
