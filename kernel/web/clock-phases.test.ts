import { describe, expect, it } from 'vitest';
import { exampleCalendar } from '#kernel/rules/calendar.fixture.ts';
import { accountOf, type ClockEvent, type ClockRule } from '#kernel/rules/clock.ts';
import { instantAt } from '#kernel/rules/instant.ts';
import { budgetShares, phasesOf, stripScale, uncountedBy } from './clock-phases.ts';
import { sayPeriod } from './clock-words.ts';

const rule: ClockRule = { limit: { workingDays: 3 }, rule: 'SRV-SLA', edition: 'e1', yellow: { workingDays: 1, share: 0.2 } };
const account = (events: readonly ClockEvent[], now: number) => accountOf(rule, events, exampleCalendar, now);
const start: ClockEvent = { kind: 'start', at: instantAt('2026-06-10', '10:00') };

describe('the phases of a clock', () => {
  it('name the day of the start, the counted days, the weekend between them and the overdue days', () => {
    const phases = phasesOf(account([start], instantAt('2026-06-16', '12:00')).spans);
    expect(phases.map(({ kind, from, to }) => [kind, sayPeriod(from, to, 'zh')])).toEqual([
      ['notYet', expect.stringContaining('6月10日')],
      ['counting', expect.stringMatching(/^6月11日 .* – 6月12日/)],
      ['rest', '6月13日 周六 – 6月14日 周日'],
      ['counting', expect.stringContaining('6月15日')],
      ['overdue', expect.stringContaining('6月16日')],
    ]);
  });

  it('count together exactly what the account counts', () => {
    const whole = account([start], instantAt('2026-06-30', '15:20'));
    expect(phasesOf(whole.spans).reduce((sum, phase) => sum + phase.counted, 0)).toBe(whole.spentMinutes);
  });

  it('show a wait with its reason and take nothing off for it', () => {
    const events: ClockEvent[] = [
      start,
      { kind: 'pause', at: instantAt('2026-06-11', '10:00'), until: instantAt('2026-06-12', '10:00'), reason: '等材料' },
    ];
    const paused = account(events, instantAt('2026-06-12', '15:00'));
    const wait = phasesOf(paused.spans).find((phase) => phase.kind === 'paused');
    expect(wait?.counted).toBe(0);
    expect(wait?.spans[0]?.note).toBe('等材料');
    expect(uncountedBy(paused)).toContainEqual({ why: 'paused', minutes: paused.pausedMinutes });
  });
});

describe('the bars of a clock', () => {
  it('fill the whole when the limit is just used up and show the rest beyond it', () => {
    const late = account([start], instantAt('2026-06-16', '12:00'));
    const { used, over, limit } = budgetShares(late);
    expect(used).toBe(limit);
    expect(used + over).toBeCloseTo(1);
    expect(over).toBeGreaterThan(0);
  });

  it('reach from the start to the due time, or to now when that is later', () => {
    const early = account([start], instantAt('2026-06-11', '10:00'));
    expect(stripScale(early, instantAt('2026-06-11', '10:00')).at(early.dueAt)).toBe(1);
    const now = instantAt('2026-06-20', '10:00');
    const late = account([start], now);
    expect(stripScale(late, now).at(now)).toBe(1);
    expect(stripScale(late, now).at(late.dueAt)).toBeLessThan(1);
  });
});
