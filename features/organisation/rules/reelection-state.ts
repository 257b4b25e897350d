import type { CaseClock, CaseEvent, CaseTask, Holder } from '#kernel/rules/case.ts';
import { addMonths, dateOf, instantAt } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { organisationRulesOn } from './organisation-pack.ts';
import { foldSteps, textOf, type StepsState } from './steps-state.ts';

const statusAfter = {
  request: 'requested',
  approve: 'approved',
  return: 'preparing',
  hold: 'held',
  settle: 'settled',
  cancel: 'cancelled',
} as const;

/** The state that a re-election's history amounts to (ORG-14..22). */
export function foldReelection(id: string, events: readonly CaseEvent[]): StepsState {
  return foldSteps(id, events, 'preparing', statusAfter);
}

/** A re-election is held by the end of the term, or by the approved later day; yellow from the reminder on (ORG-15, ORG-16). */
export function reelectionClocks(state: StepsState, packs: readonly RulePack[]): CaseClock[] {
  const ends = textOf(state, 'delayedTo') ?? textOf(state, 'termEndsOn');
  const opened = state.at['open'];
  if (ends === null || opened === undefined) return [];
  const pack = organisationRulesOn(packs, dateOf(opened));
  const began = Math.min(opened, instantAt(addMonths(ends, -pack.params.reelectionRemindMonths), '00:00'));
  const stopped = state.at['hold'] ?? state.at['cancel'];
  const hours = Math.max(1, (instantAt(ends, '23:59') - began) / 3_600_000);
  return [
    {
      key: 'term',
      label: { zh: '按期换届', en: 'Re-election in time' },
      holder: officer,
      rule: {
        limit: { hours },
        rule: textOf(state, 'delayedTo') === null ? 'ORG-14' : 'ORG-16',
        edition: pack.edition,
        yellow: { workingDays: 0, share: 1 },
      },
      events: [{ kind: 'start', at: began }, ...(stopped === undefined ? [] : [{ kind: 'stop' as const, at: stopped }])],
    },
  ];
}

const officer: Holder = { kind: 'role', id: 'partyWorkOfficer' };

/** The branch prepares and votes, the officers approve. */
export function reelectionTasks(state: StepsState): CaseTask[] {
  const branch: Holder = { kind: 'organisation', id: textOf(state, 'organisationId') ?? '' };
  const task = (holder: Holder, moves: readonly string[]): CaseTask => ({
    key: `${state.status}:${holder.kind}`,
    holder,
    moves,
    clock: 'term',
    since: state.statusSince,
  });
  switch (state.status) {
    case 'preparing':
      return [task(branch, ['request'])];
    case 'requested':
      return [task(officer, ['approve', 'return'])];
    case 'approved':
      return [task(branch, ['hold'])];
    case 'held':
      return [task(officer, ['settle'])];
    default:
      return [];
  }
}
