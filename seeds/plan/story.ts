import type { Actor } from '#kernel/contract/access.ts';
import { refusalOfMove, type CaseDeclaration } from '#kernel/contract/case.ts';
import type { Fields } from '#kernel/contract/field.ts';
import type { CaseClock, CaseEvent, CaseState } from '#kernel/rules/case.ts';
import { accountOf } from '#kernel/rules/clock.ts';
import { minutesPerWorkday } from '#kernel/rules/calendar.ts';
import { minuteMs, type Instant } from '#kernel/rules/instant.ts';
import type { Frame, Person } from './world.ts';

const system = { id: '00000000-0000-0000-0000-000000000000', name: '系统', roles: [] as const };
const chiefAfterDays = 3;

/** A case that lives through its days: people's moves are made only when the declaration allows them. */
export type Story<S extends CaseState> = {
  readonly id: string;
  readonly events: readonly CaseEvent[];
  state(): S;
  at(): Instant;
  /** lets working minutes pass, the system acting meanwhile; false = today is reached and the rest has not happened */
  pass(minutes: number): boolean;
  /** the same up to a moment */
  reach(moment: Instant): boolean;
  /** makes a move if it is lawful now; false = it was refused and nothing happened */
  make(move: string, person: Person, firmId: string, input?: Readonly<Record<string, unknown>>): boolean;
  /** the system's own move, for what the sweep does not do by a clock */
  makeBySystem(move: string, input: Readonly<Record<string, unknown>>, name?: string): boolean;
};

/** Begins a story with its first event; `at` may not lie after `frame.now`. */
export function beginStory<S extends CaseState>(
  frame: Frame,
  declaration: CaseDeclaration<Fields, S>,
  id: string,
  opening: { readonly at: Instant; readonly by: Person; readonly input: Readonly<Record<string, unknown>> },
): Story<S> {
  const events: CaseEvent[] = [];
  let clock = opening.at;
  append('open', { id: opening.by.id, name: opening.by.name, roles: [opening.by.role] }, opening.input);
  let state = declaration.fold(id, events);

  return {
    id,
    events,
    state: () => state,
    at: () => clock,
    pass: (minutes) => reach(frame.time.after(clock, minutes)),
    reach,
    make(move, person, firmId, input = {}) {
      const situation = { ...frame, now: clock, state, actor: actorOf(person, firmId), input };
      if (refusalOfMove(declaration, move, situation)) return false;
      append(move, { id: person.id, name: person.name, roles: [person.role] }, input);
      state = declaration.fold(id, events);
      return true;
    },
    makeBySystem: (move, input, name = system.name) => bySystem(move, input, clock, name),
  };

  function append(move: string, actor: CaseEvent['actor'], input: Readonly<Record<string, unknown>>): void {
    events.push({ seq: events.length + 1, move, at: clock, actor, input });
  }

  function reach(moment: Instant): boolean {
    const until = Math.min(moment, frame.now);
    for (let turned = nextTurn(until); turned; turned = nextTurn(until)) {
      bySystem(turned.move, turned.input, Math.max(clock, turned.at), system.name);
    }
    clock = Math.max(clock, until);
    return moment <= frame.now;
  }

  function bySystem(move: string, input: Readonly<Record<string, unknown>>, at: Instant, name: string): boolean {
    if (!isLawfulForSystem(move, input, at)) return false;
    clock = at;
    append(move, { ...system, name }, input);
    state = declaration.fold(id, events);
    return true;
  }

  function isLawfulForSystem(move: string, input: Readonly<Record<string, unknown>>, at: Instant): boolean {
    const situation = { ...frame, now: at, state, actor: actorOf(undefined, ''), input };
    return refusalOfMove(declaration, move, situation, 'system') === undefined;
  }

  /** What the sweep would do first before `until`: soon after a clock turns red, or three working days later. */
  function nextTurn(until: Instant) {
    if (!declaration.onClock || declaration.states[state.status]?.terminal) return undefined;
    return declaration
      .clocks(state, frame.packs)
      .filter(isRunning)
      .flatMap((one) => turnsOf(one, until))
      .sort((a, b) => a.at - b.at)[0];
  }

  function turnsOf(one: CaseClock, until: Instant) {
    const { dueAt } = accountOf(one.rule, one.events, frame.calendar, until);
    const later = frame.time.after(dueAt, chiefAfterDays * minutesPerWorkday(frame.calendar)) + minuteMs;
    for (const seen of [dueAt + minuteMs, later]) {
      const at = Math.max(seen, clock);
      if (at >= until) return [];
      const account = accountOf(one.rule, one.events, frame.calendar, at);
      const step = declaration.onClock?.(state, one, account, { ...frame, now: at });
      if (step && isLawfulForSystem(step.move, step.input, at)) return [{ ...step, at }];
    }
    return [];
  }
}

function isRunning(clock: CaseClock): boolean {
  return !clock.events.some((event) => event.kind === 'stop');
}

function actorOf(person: Person | undefined, firmId: string): Actor {
  const scoped = (role: Person['role']) => (person?.role === role && person.scopeId ? [person.scopeId] : []);
  return {
    userId: person?.id ?? system.id,
    name: person?.name ?? system.name,
    zoneId: '',
    today: '1970-01-01',
    roles: person ? [person.role] : [],
    scope: {
      users: person ? [person.id] : [],
      firms: scoped('enterpriseContact'),
      departments: scoped('departmentHandler'),
      providers: [],
      organisations: [],
      linkedFirms: person?.role === 'specialist' ? [firmId] : [],
    },
  };
}
