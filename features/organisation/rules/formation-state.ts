import type { CaseClock, CaseEvent, CaseTask } from '#kernel/rules/case.ts';
import { addMonths, dateOf, instantAt } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { organisationRulesOn } from './organisation-pack.ts';
import { foldSteps, type StepsState } from './steps-state.ts';

const statusAfter = {
  apply: 'applied',
  approve: 'approved',
  return: 'planned',
  reject: 'rejected',
  elect: 'elected',
  appoint: 'elected',
  file: 'established',
  withdraw: 'withdrawn',
} as const;

/** The state that a formation's history amounts to (ORG-06). */
export function foldFormation(id: string, events: readonly CaseEvent[]): StepsState {
  return foldSteps(id, events, 'planned', statusAfter);
}

const officer = { kind: 'role', id: 'partyWorkOfficer' } as const;

/** The committee's answer runs for a month from the application; its day is shown plainly, whatever weekday it is (§0). */
export function formationClocks(state: StepsState, packs: readonly RulePack[]): CaseClock[] {
  const applied = state.at['apply'];
  if (applied === undefined) return [];
  const pack = organisationRulesOn(packs, dateOf(applied));
  const due = addMonths(dateOf(applied), pack.params.formationReplyMonths);
  const answered = [state.at['approve'], state.at['reject'], state.at['return'], state.at['withdraw']]
    .filter((at) => at !== undefined && at >= applied)
    .toSorted((a, b) => (a ?? 0) - (b ?? 0))[0];
  return [
    {
      key: `reply#${applied}`,
      label: { zh: '党委批复', en: "The committee's answer" },
      holder: officer,
      rule: {
        limit: { hours: (instantAt(due, '23:59') - applied) / 3_600_000 },
        rule: 'ORG-06',
        edition: pack.edition,
        yellow: { workingDays: 0, share: 0.2 },
      },
      events: [{ kind: 'start', at: applied }, ...(answered === undefined ? [] : [{ kind: 'stop' as const, at: answered }])],
    },
  ];
}

const nextMoves: Readonly<Record<string, readonly string[]>> = {
  planned: ['apply'],
  applied: ['approve', 'return', 'reject'],
  approved: ['elect', 'appoint'],
  elected: ['file'],
};

/** The next step waits for the officers. */
export function formationTasks(state: StepsState): CaseTask[] {
  const moves = nextMoves[state.status];
  if (!moves) return [];
  const applied = state.at['apply'];
  return [
    {
      key: state.status,
      holder: officer,
      moves,
      since: state.statusSince,
      ...(state.status === 'applied' && applied !== undefined ? { clock: `reply#${applied}` } : {}),
    },
  ];
}
