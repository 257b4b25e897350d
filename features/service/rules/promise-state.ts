import type { CaseClock, CaseEvent, CaseState, CaseTask, Holder } from '#kernel/rules/case.ts';
import { instantAt, type Instant, type IsoDate } from '#kernel/rules/instant.ts';

export type PromiseState = CaseState & {
  readonly title: string;
  readonly firmId: string;
  readonly ownerDepartmentId: string | null;
  readonly ownerUserId: string | null;
  readonly requestId: string | null;
  readonly visitId: string | null;
  readonly madeAt: Instant;
  readonly dueOn: IsoDate;
  readonly keptAt: Instant | null;
  readonly settledAt: Instant | null;
};

/** The state that a promise's history amounts to. */
export function foldPromise(id: string, events: readonly CaseEvent[]): PromiseState {
  const first = events[0];
  const text = (event: CaseEvent | undefined, name: string) => (typeof event?.input[name] === 'string' ? event.input[name] : null);
  let state: PromiseState = {
    id,
    status: 'made',
    statusSince: first?.at ?? 0,
    title: text(first, 'what') ?? '',
    firmId: text(first, 'firmId') ?? '',
    ownerDepartmentId: text(first, 'ownerDepartmentId'),
    ownerUserId: text(first, 'ownerUserId'),
    requestId: text(first, 'requestId'),
    visitId: text(first, 'visitId'),
    madeAt: first?.at ?? 0,
    dueOn: text(first, 'dueOn') ?? '2199-12-31',
    keptAt: null,
    settledAt: null,
  };
  for (const event of events) {
    if (event.move === 'reportKept') state = { ...state, status: 'reportedKept', statusSince: event.at, keptAt: event.at };
    if (event.move === 'confirmKept') state = { ...state, status: 'kept', statusSince: event.at, settledAt: event.at };
    if (event.move === 'denyKept') state = { ...state, status: 'made', statusSince: event.at, keptAt: null };
    if (event.move === 'explain') state = { ...state, status: 'cannotKeep', statusSince: event.at, settledAt: event.at };
    if (event.move === 'transferFirm') state = { ...state, firmId: text(event, 'firmId') ?? state.firmId };
  }
  return state;
}

/** A promise runs to the end of the day it names; nothing pauses it. */
export function promiseClocks(state: PromiseState): CaseClock[] {
  const hours = Math.max(1, (instantAt(state.dueOn, '23:59') - state.madeAt) / 3_600_000);
  const end = state.keptAt ?? state.settledAt;
  return [
    {
      key: 'promise',
      label: { zh: '兑现承诺', en: 'Keep the promise' },
      holder: ownerOf(state),
      rule: { limit: { hours }, rule: 'SRV-PROMISE', edition: '承诺期限', yellow: { workingDays: 0, share: 0.2 } },
      events: [{ kind: 'start', at: state.madeAt }, ...(end === null ? [] : [{ kind: 'stop' as const, at: end }])],
    },
  ];
}

/** What was promised stays with its owner until the firm says it was kept. */
export function promiseTasks(state: PromiseState): CaseTask[] {
  if (state.status === 'made')
    return [{ key: 'keep', holder: ownerOf(state), moves: ['reportKept', 'explain'], clock: 'promise', since: state.statusSince }];
  if (state.status === 'reportedKept') {
    return [{ key: 'confirm', holder: { kind: 'firm', id: state.firmId }, moves: ['confirmKept', 'denyKept'], since: state.statusSince }];
  }
  return [];
}

function ownerOf(state: PromiseState): Holder {
  if (state.ownerDepartmentId) return { kind: 'department', id: state.ownerDepartmentId };
  return state.ownerUserId ? { kind: 'user', id: state.ownerUserId } : { kind: 'role', id: 'dispatcher' };
}
