import type { CaseClock, CaseEvent, CaseTask, Holder } from '#kernel/rules/case.ts';
import { instantAt } from '#kernel/rules/instant.ts';
import { foldSteps, textOf, type StepsState } from './steps-state.ts';

const statusAfter = { reportKept: 'reportedKept', confirm: 'kept', return: 'made', explain: 'cannotKeep' } as const;

/** The state that a decision's history amounts to: made, reported, kept, or explained. */
export function foldDecision(id: string, events: readonly CaseEvent[]): StepsState {
  return foldSteps(id, events, 'made', statusAfter);
}

/** A decision runs to the end of its day; a report stops it, a return lets it run on. */
export function decisionClocks(state: StepsState): CaseClock[] {
  const opened = state.at['open'] ?? state.statusSince;
  const due = textOf(state, 'dueOn') ?? '2199-12-31';
  const end = state.status === 'made' ? undefined : (state.at['reportKept'] ?? state.at['explain']);
  return [
    {
      key: 'decision',
      label: { zh: '落实议定事项', en: 'Keep the decision' },
      holder: ownerOf(state),
      rule: {
        limit: { hours: Math.max(1, (instantAt(due, '23:59') - opened) / 3_600_000) },
        rule: '7.3',
        edition: '联席会议定',
        yellow: { workingDays: 0, share: 0.2 },
      },
      events: [{ kind: 'start', at: opened }, ...(end === undefined ? [] : [{ kind: 'stop' as const, at: end }])],
    },
  ];
}

/** The owner keeps it, the chairing unit (or the officers) confirms. */
export function decisionTasks(state: StepsState): CaseTask[] {
  if (state.status === 'made')
    return [{ key: 'keep', holder: ownerOf(state), moves: ['reportKept', 'explain'], clock: 'decision', since: state.statusSince }];
  if (state.status !== 'reportedKept') return [];
  const chair = textOf(state, 'chairOrganisationId');
  const holder: Holder = chair === null ? { kind: 'role', id: 'partyWorkOfficer' } : { kind: 'organisation', id: chair };
  return [{ key: 'confirm', holder, moves: ['confirm', 'return'], since: state.statusSince }];
}

function ownerOf(state: StepsState): Holder {
  const organisation = textOf(state, 'ownerOrganisationId');
  const department = textOf(state, 'ownerDepartmentId');
  if (organisation !== null) return { kind: 'organisation', id: organisation };
  return department === null ? { kind: 'role', id: 'partyWorkOfficer' } : { kind: 'department', id: department };
}
