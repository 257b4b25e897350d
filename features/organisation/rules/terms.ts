import { addDays, addMonths, daysBetween, type IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import type { OrganisationKind } from './kinds.ts';
import type { OrganisationParams } from './organisation-pack.ts';

export type Term = { readonly beginsOn: IsoDate; readonly endsOn: IsoDate; readonly delayedTo: IsoDate | null };

export type TermColour = 'green' | 'yellow' | 'orange' | 'red';

/** Years of a term (ORG-14): branches and general branches three, committees five. */
export function termYears(kind: OrganisationKind, rules: OrganisationParams): number {
  if (kind === 'committee') return rules.termYears.committee;
  return kind === 'generalBranch' ? rules.termYears.generalBranch : rules.termYears.branch;
}

/** The last day of a term that begins on a day: the day before the same day so many years later. */
export function endOfTerm(beginsOn: IsoDate, kind: OrganisationKind, rules: OrganisationParams): IsoDate {
  return addDays(addMonths(beginsOn, termYears(kind, rules) * 12), -1);
}

/** The day on which the upper organisation reminds of the re-election (ORG-15). */
export function reminderOn(term: Term, rules: OrganisationParams): IsoDate {
  return addMonths(term.endsOn, -rules.reelectionRemindMonths);
}

/**
 * The colour of a term on a day (§1.2): green while more days are left than the yellow warning, yellow, orange near
 * the end, red past it; with an approved delay yellow until the delayed day, then red.
 */
export function termColour(term: Term, on: IsoDate, rules: OrganisationParams): TermColour {
  const left = daysBetween(on, term.endsOn);
  if (left < 0) return term.delayedTo !== null && on <= term.delayedTo ? 'yellow' : 'red';
  if (left <= rules.warningDays.orange) return 'orange';
  return left <= rules.warningDays.yellow ? 'yellow' : 'green';
}

/** ORG-16: an earlier or later re-election is normally shifted by at most a year. */
export function shiftFinding(endsOn: IsoDate, heldOn: IsoDate, rules: OrganisationParams): Refusal | undefined {
  const latest = addMonths(endsOn, rules.delayMaxYears * 12);
  const earliest = addMonths(endsOn, -rules.delayMaxYears * 12);
  if (heldOn <= latest && heldOn >= earliest) return undefined;
  return {
    code: 'SHIFT_TOO_LONG',
    rule: 'ORG-16',
    field: 'delayedTo',
    message: {
      zh: `提前或延期换届一般不超过 ${rules.delayMaxYears} 年（${earliest} 至 ${latest}），请说明理由并经上级批准`,
      en: `A re-election is normally shifted by at most ${rules.delayMaxYears} year (${earliest} to ${latest}); give reasons and the upper approval`,
    },
  };
}
