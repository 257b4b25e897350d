import { minutesPerWorkday, type WorkCalendar } from '#kernel/rules/calendar.ts';
import type { CaseClock } from '#kernel/rules/case.ts';
import type { ClockAccount } from '#kernel/rules/clock.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import type { RequestState } from './request-state.ts';
import { slaAt } from './sla.ts';

type Grounds = { readonly calendar: WorkCalendar; readonly packs: readonly RulePack[] };
type Step = { readonly move: string; readonly input: Readonly<Record<string, unknown>> };

/**
 * What the system does by itself when a clock has turned red: it records, tells and waits no longer; it never
 * decides. Red → supervision and the leader's inbox; three working days later → the chain chief (rulebook §8.2).
 */
export function onRequestClock(
  state: RequestState,
  clock: CaseClock,
  account: ClockAccount,
  { calendar, packs }: Grounds,
): Step | undefined {
  if (account.lamp !== 'red') return undefined;
  if (clock.key.startsWith('wait#')) return { move: 'waitEnded', input: {} };
  if (clock.key === 'verdict') return { move: 'fallSilent', input: {} };
  if (clock.key.startsWith('progress')) return undefined;
  if (state.supervisedAt === null) {
    return {
      move: 'supervise',
      input: { clock: clock.key, reason: `${clock.label.zh}超期，依据 ${clock.rule.rule}（${clock.rule.edition}）` },
    };
  }
  const chiefAfter = slaAt(packs, state.submittedAt ?? account.startedAt).params.chiefAfterDays * minutesPerWorkday(calendar);
  if (state.chiefToldAt === null && account.overdueMinutes >= chiefAfter) return { move: 'tellChief', input: { clock: clock.key } };
  return undefined;
}
