import type { CaseClock, CaseEvent, CaseState, CaseTask, Holder } from '#kernel/rules/case.ts';
import { dateOf, instantAt, type Instant, type IsoDate } from '#kernel/rules/instant.ts';

/** What is known of one action on a chain (强链、补链、延链, §7.2). */
export type ActionState = CaseState & {
  readonly title: string;
  readonly kind: string;
  readonly chainId: string;
  readonly nodeId: string | null;
  readonly target: string;
  readonly ownerDepartmentId: string | null;
  readonly ownerUserId: string | null;
  readonly chiefId: string | null;
  readonly begunAt: Instant;
  readonly dueOn: IsoDate;
  readonly progress: string | null;
  readonly requestIds: readonly string[];
  readonly result: string | null;
  readonly doneOn: IsoDate | null;
  readonly endedAt: Instant | null;
};

const text = (event: CaseEvent | undefined, name: string) => (typeof event?.input[name] === 'string' ? event.input[name] : null);
const list = (event: CaseEvent, name: string) => (Array.isArray(event.input[name]) ? event.input[name].map(String) : []);

/** The state that the history amounts to. */
export function foldAction(id: string, events: readonly CaseEvent[]): ActionState {
  const first = events[0];
  const begun: ActionState = {
    id,
    status: 'active',
    statusSince: first?.at ?? 0,
    title: text(first, 'title') ?? '',
    kind: text(first, 'kind') ?? 'strengthen',
    chainId: text(first, 'chainId') ?? '',
    nodeId: text(first, 'nodeId'),
    target: text(first, 'target') ?? '',
    ownerDepartmentId: text(first, 'ownerDepartmentId'),
    ownerUserId: text(first, 'ownerUserId'),
    chiefId: text(first, 'chiefId'),
    begunAt: first?.at ?? 0,
    dueOn: text(first, 'dueOn') ?? '2199-12-31',
    progress: null,
    requestIds: [],
    result: null,
    doneOn: null,
    endedAt: null,
  };
  return events.slice(1).reduce(step, begun);
}

function step(state: ActionState, event: CaseEvent): ActionState {
  const to = (status: string): ActionState => ({ ...state, status, statusSince: event.at });
  switch (event.move) {
    case 'progress':
      return { ...state, progress: text(event, 'note') };
    case 'link':
      return { ...state, requestIds: [...new Set([...state.requestIds, ...list(event, 'requestIds')])] };
    case 'report':
      return { ...to('reported'), result: text(event, 'result'), endedAt: event.at };
    case 'confirm':
      return { ...to('done'), doneOn: dateOf(state.endedAt ?? event.at) };
    case 'return':
      return { ...to('active'), endedAt: null };
    case 'postpone':
      return { ...state, dueOn: text(event, 'dueOn') ?? state.dueOn };
    case 'reassign':
      return { ...state, ownerDepartmentId: text(event, 'ownerDepartmentId') ?? state.ownerDepartmentId };
    case 'drop':
      return { ...to('dropped'), result: text(event, 'reason'), endedAt: event.at };
    case 'changeChief':
      return { ...state, chiefId: text(event, 'chiefId') };
    default:
      return state;
  }
}

/** An action runs to the end of its day; a report stops it, a return lets it run on. */
export function actionClocks(state: ActionState): CaseClock[] {
  const hours = Math.max(1, (instantAt(state.dueOn, '23:59') - state.begunAt) / 3_600_000);
  return [
    {
      key: 'action',
      label: { zh: '完成时限', en: 'Time to finish' },
      holder: ownerOf(state),
      rule: { limit: { hours }, rule: '7.2', edition: '行动期限', yellow: { workingDays: 0, share: 0.15 } },
      events: [{ kind: 'start', at: state.begunAt }, ...(state.endedAt === null ? [] : [{ kind: 'stop' as const, at: state.endedAt }])],
    },
  ];
}

/** The owner works, then whoever leads the chain confirms. */
export function actionTasks(state: ActionState): CaseTask[] {
  if (state.status === 'active')
    return [{ key: 'work', holder: ownerOf(state), moves: ['progress', 'report'], clock: 'action', since: state.statusSince }];
  if (state.status === 'reported') {
    const holder: Holder = state.chiefId ? { kind: 'user', id: state.chiefId } : { kind: 'role', id: 'partyWorkOfficer' };
    return [{ key: 'confirm', holder, moves: ['confirm', 'return'], since: state.statusSince }];
  }
  return [];
}

function ownerOf(state: ActionState): Holder {
  if (state.ownerDepartmentId) return { kind: 'department', id: state.ownerDepartmentId };
  return state.ownerUserId ? { kind: 'user', id: state.ownerUserId } : { kind: 'role', id: 'partyWorkOfficer' };
}
