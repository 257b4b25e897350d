import type { CaseClock, CaseEvent, CaseState, CaseTask } from '#kernel/rules/case.ts';
import { dateOf, type Instant } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { roundParamsOn } from './round-state.ts';

export type ObjectionState = CaseState & {
  readonly title: string;
  readonly roundId: string;
  readonly firmId: string;
  readonly indicator: string;
  readonly says: string;
  readonly evidence: string | null;
  readonly raisedAt: Instant;
  readonly decidedAt: Instant | null;
  readonly answer: string | null;
};

/** The state that an objection's history amounts to. */
export function foldObjection(id: string, events: readonly CaseEvent[]): ObjectionState {
  const [first] = events;
  const said = (event: CaseEvent | undefined, name: string) => (typeof event?.input[name] === 'string' ? event.input[name] : null);
  let state: ObjectionState = {
    id,
    status: 'raised',
    statusSince: first?.at ?? 0,
    title: said(first, 'title') ?? '',
    roundId: said(first, 'roundId') ?? '',
    firmId: said(first, 'firmId') ?? '',
    indicator: said(first, 'indicator') ?? '',
    says: said(first, 'says') ?? '',
    evidence: said(first, 'evidence'),
    raisedAt: first?.at ?? 0,
    decidedAt: null,
    answer: null,
  };
  const ends: Readonly<Record<string, string>> = { uphold: 'upheld', dismiss: 'dismissed', withdraw: 'withdrawn' };
  for (const event of events) {
    const status = ends[event.move];
    if (status) state = { ...state, status, statusSince: event.at, decidedAt: event.at, answer: said(event, 'reason') };
    if (event.move === 'transferFirm') state = { ...state, firmId: said(event, 'firmId') ?? state.firmId };
  }
  return state;
}

/** An objection is decided by a person, within so many working days (PIP-06). */
export function objectionClocks(state: ObjectionState, packs: readonly RulePack[]): CaseClock[] {
  const { objectionDays, edition } = roundParamsOn(packs, dateOf(state.raisedAt));
  return [
    {
      key: 'decide',
      label: { zh: '异议核实', en: 'Decide the objection' },
      holder: { kind: 'role', id: 'financeOfficer' },
      rule: { limit: { workingDays: objectionDays }, rule: 'PTS-OBJECTION', edition, yellow: { workingDays: 1, share: 0.2 } },
      events: [
        { kind: 'start', at: state.raisedAt },
        ...(state.decidedAt === null ? [] : [{ kind: 'stop' as const, at: state.decidedAt }]),
      ],
    },
  ];
}

export function objectionTasks(state: ObjectionState): CaseTask[] {
  if (state.status !== 'raised') return [];
  const holder = { kind: 'role' as const, id: 'financeOfficer' };
  return [{ key: 'decide', holder, moves: ['uphold', 'dismiss'], clock: 'decide', since: state.statusSince }];
}
