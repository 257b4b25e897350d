import type { CaseEvent, CaseState, CaseTask } from '#kernel/rules/case.ts';
import { fromIso, type Instant } from '#kernel/rules/instant.ts';

export type VisitState = CaseState & {
  readonly title: string;
  readonly firmId: string;
  readonly visitorId: string;
  readonly companionIds: readonly string[];
  readonly kind: string;
  readonly plannedAt: Instant;
  readonly purpose: string | null;
  readonly heldAt: Instant | null;
  readonly notes: string | null;
  readonly requests: number;
};

/** The state that a visit's history amounts to. */
export function foldVisit(id: string, events: readonly CaseEvent[]): VisitState {
  let state: VisitState = {
    id,
    status: 'planned',
    statusSince: events[0]?.at ?? 0,
    title: '',
    firmId: '',
    visitorId: '',
    companionIds: [],
    kind: 'routine',
    plannedAt: events[0]?.at ?? 0,
    purpose: null,
    heldAt: null,
    notes: null,
    requests: 0,
  };
  for (const event of events) state = apply(state, event);
  return state;
}

function apply(state: VisitState, event: CaseEvent): VisitState {
  const text = (name: string) => (typeof event.input[name] === 'string' ? event.input[name] : null);
  switch (event.move) {
    case 'open':
      return {
        ...state,
        title: text('title') ?? '',
        firmId: text('firmId') ?? '',
        visitorId: event.actor.id,
        kind: text('kind') ?? 'routine',
        companionIds: Array.isArray(event.input['companionIds']) ? event.input['companionIds'].map(String) : [],
        plannedAt: fromIso(text('plannedAt') ?? '') ?? event.at,
        purpose: text('purpose'),
        statusSince: event.at,
      };
    case 'note':
      return { ...state, status: 'held', statusSince: event.at, notes: text('notes'), heldAt: fromIso(text('heldAt') ?? '') ?? event.at };
    case 'amend':
      return { ...state, notes: [state.notes, text('notes')].filter(Boolean).join('\n') };
    case 'postpone':
      return { ...state, plannedAt: fromIso(text('plannedAt') ?? '') ?? state.plannedAt };
    case 'cancel':
      return { ...state, status: 'cancelled', statusSince: event.at };
    case 'raise':
      return { ...state, requests: state.requests + 1 };
    case 'transferFirm':
      return { ...state, firmId: text('firmId') ?? state.firmId };
    default:
      return state;
  }
}

/** A planned visit waits in its visitor's inbox for the notes. */
export function visitTasks(state: VisitState): CaseTask[] {
  if (state.status !== 'planned') return [];
  return [{ key: 'visit', holder: { kind: 'user', id: state.visitorId }, moves: ['note', 'postpone', 'cancel'], since: state.statusSince }];
}
