import type { CaseEvent, CaseTask } from '#kernel/rules/case.ts';
import { foldSteps, type StepsState } from './steps-state.ts';

const statusAfter = { report: 'reported', approve: 'approved', reject: 'rejected', dissolve: 'dissolved', withdraw: 'withdrawn' } as const;
const nextMoves: Readonly<Record<string, readonly string[]>> = {
  drafted: ['report'],
  reported: ['approve', 'reject'],
  approved: ['dissolve'],
};

/** The state that a dissolution's history amounts to (ORG-07). */
export function foldDissolution(id: string, events: readonly CaseEvent[]): StepsState {
  return foldSteps(id, events, 'drafted', statusAfter);
}

/** The next step waits for the officers. */
export function dissolutionTasks(state: StepsState): CaseTask[] {
  const moves = nextMoves[state.status];
  return moves ? [{ key: state.status, holder: { kind: 'role', id: 'partyWorkOfficer' }, moves, since: state.statusSince }] : [];
}
