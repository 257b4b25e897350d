import type { CaseEvent, CaseState } from '#kernel/rules/case.ts';
import { dateOf, type Instant, type IsoDate } from '#kernel/rules/instant.ts';

/** A procedure that goes step by step (formation, re-election, dissolution): its status and what its steps stated. */
export type StepsState = CaseState & {
  /** every value stated so far, the latest of each name */
  readonly facts: Readonly<Record<string, unknown>>;
  /** when each move was made last */
  readonly at: Readonly<Record<string, Instant>>;
};

/** What a history of steps amounts to. `statusAfter` says where each move leads; a move that it leaves out changes no status. */
export function foldSteps(
  id: string,
  events: readonly CaseEvent[],
  initial: string,
  statusAfter: Readonly<Record<string, string>>,
): StepsState {
  let state: StepsState = { id, status: initial, statusSince: events[0]?.at ?? 0, facts: {}, at: {} };
  for (const { move, at, input } of events) {
    const status = statusAfter[move] ?? state.status;
    state = {
      id,
      status,
      statusSince: status === state.status ? state.statusSince : at,
      facts: { ...state.facts, ...input },
      at: { ...state.at, [move]: at },
    };
  }
  return state;
}

/** A stated text; null when it was not stated. */
export function textOf(state: StepsState, name: string): string | null {
  const value = state.facts[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function numberOf(state: StepsState, name: string): number {
  const value = state.facts[name];
  return typeof value === 'number' ? value : 0;
}

export function listOf(state: StepsState, name: string): readonly string[] {
  const value = state.facts[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** The day of a move; null while it was not made. */
export function dayOf(state: StepsState, move: string): IsoDate | null {
  const at = state.at[move];
  return at === undefined ? null : dateOf(at);
}
