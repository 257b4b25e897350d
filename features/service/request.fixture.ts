import type { Actor } from '#kernel/contract/access.ts';
import { refusalOfMove } from '#kernel/contract/case.ts';
import type { Role } from '#kernel/contract/role.ts';
import { exampleCalendar } from '#kernel/rules/calendar.fixture.ts';
import type { CaseEvent } from '#kernel/rules/case.ts';
import { accountOf, type ClockAccount } from '#kernel/rules/clock.ts';
import { instantAt, type Instant } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { serviceRequest } from './cases.ts';
import { foldRequest } from './rules/request-fold.ts';
import { isLastChance } from './rules/request-guards.ts';
import type { RequestState } from './rules/request-state.ts';

type Input = Readonly<Record<string, unknown>>;

export const firmId = 'firm-1';
export const units = { economy: 'unit-economy', tax: 'unit-tax', power: 'unit-power' } as const;

/** One of everybody who takes part in a request; `stranger` is another firm's contact. */
export const people = {
  contact: person('contact', 'enterpriseContact', { firms: [firmId] }),
  stranger: person('stranger', 'enterpriseContact', { firms: ['firm-2'] }),
  specialist: person('specialist', 'specialist', { linkedFirms: [firmId] }),
  dispatcher: person('dispatcher', 'dispatcher'),
  dispatcher2: person('dispatcher2', 'dispatcher'),
  economy: person('economy', 'departmentHandler', { departments: [units.economy] }),
  tax: person('tax', 'departmentHandler', { departments: [units.tax] }),
  power: person('power', 'departmentHandler', { departments: [units.power] }),
  leader: person('leader', 'zoneLeader'),
  assessor: person('assessor', 'assessmentOfficer'),
} as const;

export type Person = keyof typeof people;
export type Mover = Person | 'system';

/** '2026-06-01 09:00' in the zone's time. */
export const at = (text: string): Instant => instantAt(text.slice(0, 10), text.slice(11));

/** A request as a history that grows by lawful moves alone, judged like on the server but without one. */
export type Script = {
  readonly events: readonly CaseEvent[];
  readonly state: RequestState;
  /** makes a move, or answers the refusal */
  attempt(who: Mover, move: string, input: Input, when: string | Instant): Refusal | undefined;
  /** makes a move that must be lawful */
  make(who: Mover, move: string, input: Input, when: string | Instant): Script;
  clock(key: string, when: string | Instant): ClockAccount;
  clockKeys(): readonly string[];
};

export function openedRequest(when: string | Instant, input: Input = {}, packs: readonly RulePack[] = []): Script {
  const events: CaseEvent[] = [];
  const record = (who: Mover, move: string, given: Input, now: Instant) => {
    const actor = who === 'system' ? systemActor : people[who];
    const latest = events.at(-1)?.at ?? 0;
    events.push({
      seq: events.length + 1,
      move,
      at: Math.max(now, latest),
      actor: { id: actor.userId, name: actor.name, roles: actor.roles },
      input: given,
    });
  };
  const momentOf = (moment: string | Instant) => (typeof moment === 'string' ? at(moment) : moment);
  const script: Script = {
    events,
    get state() {
      return foldRequest('request-1', events);
    },
    attempt(who, move, given, moment) {
      const now = momentOf(moment);
      const { state } = script;
      const actor = who === 'system' ? systemActor : people[who];
      const situation = { state, actor, now, calendar: exampleCalendar, packs };
      const mover = who === 'system' ? 'system' : 'person';
      const unasked = refusalOfMove(serviceRequest, move, situation, mover);
      if (unasked) return unasked;
      const prepared = prepare(state, actor, move, given, packs, now);
      const refusal = refusalOfMove(serviceRequest, move, { ...situation, input: prepared }, mover);
      if (!refusal) record(who, move, prepared, now);
      return refusal;
    },
    make(who, move, given, moment) {
      const refusal = script.attempt(who, move, given, moment);
      if (refusal) throw new Error(`${who} cannot ${move}: ${refusal.code} ${refusal.message.en}`);
      return script;
    },
    clock(key, moment) {
      const clock = serviceRequest.clocks(script.state, packs).find((one) => one.key === key);
      if (!clock) throw new Error(`No clock ${key}; there are: ${script.clockKeys().join(', ')}`);
      return accountOf(clock.rule, clock.events, exampleCalendar, momentOf(moment));
    },
    clockKeys: () => serviceRequest.clocks(script.state, packs).map((clock) => clock.key),
  };
  record('contact', 'open', { firmId, title: '用电增容', text: '车间经常跳闸', level: 'simple', ...input }, momentOf(when));
  return script;
}

/** A request that a unit is handling: opened on `day` 09:00, accepted and dispatched at 09:30, signed and contacted at 10:00. */
export function handledRequest(day: string, input: Input = {}, packs: readonly RulePack[] = []): Script {
  return openedRequest(`${day} 09:00`, input, packs)
    .make('dispatcher', 'accept', { level: input['level'] ?? 'simple', leadId: units.power }, `${day} 09:30`)
    .make('power', 'sign', {}, `${day} 10:00`)
    .make('power', 'contact', { how: 'phone' }, `${day} 10:00`);
}

/** Does the declaration allow this move in this status, whoever makes it? */
export function lawfulFrom(move: string, status: string): boolean {
  const from = serviceRequest.moves[move]?.from ?? [];
  return from === 'open' ? !serviceRequest.states[status]?.terminal : from.includes(status);
}

/** What the server looks up before a move is judged, told from the state alone. */
function prepare(state: RequestState, actor: Actor, move: string, input: Input, packs: readonly RulePack[], now: Instant): Input {
  const own = (waiting: readonly { readonly unitId: string }[]) => waiting.find((one) => actor.scope.departments.includes(one.unitId))?.unitId;
  switch (move) {
    case 'assistReply':
      return { ...input, unitId: own(state.assists.filter((one) => one.repliedAt === null)) };
    case 'reportIn':
      return { ...input, unitId: own(state.whistles.filter((one) => one.reportedAt === null)) };
    case 'reportUnsolved':
      return { ...input, lastChance: isLastChance(state, packs, now), sampled: false };
    default:
      return input;
  }
}

const systemActor: Actor = { ...person('system', 'dispatcher'), roles: [] };

function person(name: string, role: Role, scope: Partial<Actor['scope']> = {}): Actor {
  const none = { users: [], firms: [], departments: [], providers: [], organisations: [], linkedFirms: [] };
  return { userId: `user-${name}`, name, zoneId: 'zone-1', today: '1970-01-01', roles: [role], scope: { ...none, users: [`user-${name}`], ...scope } };
}
