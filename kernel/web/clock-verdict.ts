import type { Language } from '#kernel/contract/text.ts';
import type { ClockAccount } from '#kernel/rules/clock.ts';
import { sayMinutes } from './clock-words.ts';
import { formatDue, formatMoment } from './format.ts';
import { caseMessages as c } from './messages-case.ts';

/** One sentence that says how a clock stands. */
export function verdictOf(account: ClockAccount, language: Language): string {
  const { verdict } = c;
  const [left, over] = [sayMinutes(account, account.remainingMinutes, language), sayMinutes(account, account.overdueMinutes, language)];
  const due = formatDue(account.dueAt, language);
  const red = account.lamp === 'red';
  if (account.stoppedAt !== null) {
    const at = formatMoment(account.stoppedAt, language);
    return red
      ? verdict.stoppedLate(over, at)[language]
      : verdict.stoppedInTime(sayMinutes(account, account.spentMinutes, language), at)[language];
  }
  if (account.state === 'paused' && account.pausedUntil !== null) {
    const until = formatMoment(account.pausedUntil, language);
    return red ? verdict.pausedOverdue(over, until)[language] : verdict.paused(left, until)[language];
  }
  return red ? verdict.overdue(over, due)[language] : verdict.running(left, due)[language];
}
