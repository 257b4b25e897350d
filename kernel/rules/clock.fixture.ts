import { exampleCalendar } from './calendar.fixture.ts';
import { accountOf, type ClockEvent, type ClockRule } from './clock.ts';
import { instantAt } from './instant.ts';

const rule: ClockRule = {
  limit: { workingDays: 5 },
  rule: 'service.sla.simple',
  edition: '2026-01',
  pauseBudget: { workingDays: 5 },
  yellow: { workingDays: 1, share: 0.2 },
};
export const at = (text: string) => instantAt(text.slice(0, 10), text.slice(11));
export const start = (text: string): ClockEvent => ({ kind: 'start', at: at(text) });
export const stop = (text: string): ClockEvent => ({ kind: 'stop', at: at(text) });
export const pause = (text: string, until: string, reason = '等企业补材料'): ClockEvent => ({
  kind: 'pause',
  at: at(text),
  until: at(until),
  reason,
});
export const resume = (text: string): ClockEvent => ({ kind: 'resume', at: at(text) });
export const extend = (text: string, workingDays: number): ClockEvent => ({
  kind: 'extend',
  at: at(text),
  by: { workingDays },
});
export const account = (events: ClockEvent[], now: string, changed: Partial<ClockRule> = {}) =>
  accountOf({ ...rule, ...changed }, events, exampleCalendar, at(now));
