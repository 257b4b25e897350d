import { describe, expect, it } from 'vitest';
import { account, at, pause, resume, start } from './clock.fixture.ts';

describe('Waiting for the firm', () => {
  it('moves the due time by the working minutes it covers, and no others', () => {
    const events = [start('2026-10-12 10:00'), pause('2026-10-14 09:00', '2026-10-30 17:00'), resume('2026-10-15 13:00')];
    const { dueAt, pausedMinutes, state } = account(events, '2026-10-15 14:00');
    expect([dueAt, pausedMinutes, state]).toEqual([at('2026-10-21 12:00'), 600, 'running']);
  });

  it('ends by itself at the announced time; until then the due time is the projected one', () => {
    const events = [start('2026-10-12 10:00'), pause('2026-10-13 17:00', '2026-10-14 17:00')];
    expect(account(events, '2026-10-14 10:00')).toMatchObject({
      state: 'paused',
      pausedUntil: at('2026-10-14 17:00'),
      dueAt: at('2026-10-20 17:00'),
      pausedMinutes: 60,
    });
    expect(account(events, '2026-10-14 17:00')).toMatchObject({
      state: 'running',
      pausedUntil: null,
    });
  });

  it('takes at most five working days in all; then counting goes on by itself and the account says so', () => {
    const events = [start('2026-10-12 10:00'), pause('2026-10-13 09:00', '2026-12-30 17:00', '等盖章')];
    const { dueAt, state, spans, pausedMinutes } = account(events, '2026-10-20 12:00');
    expect(dueAt).toBe(at('2026-10-26 17:00'));
    expect([state, pausedMinutes]).toEqual(['running', 5 * 420]);
    expect(spans.filter(({ why }) => why === 'paused')).toMatchObject([
      { from: at('2026-10-13 09:00'), to: at('2026-10-19 17:00'), minutes: 2100, note: '等盖章' },
    ]);
    expect(spans.at(-1)).toMatchObject({
      why: 'pauseBudgetSpent',
      counted: true,
      minutes: 180,
      note: '等盖章',
    });
    expect(account(events, '2026-10-15 12:00').pausedUntil).toBe(at('2026-10-19 17:00'));
  });

  it('takes nothing out of a start day or a night', () => {
    const plain = account([start('2026-10-12 10:00')], '2026-10-12 10:00').dueAt;
    const waits = [pause('2026-10-12 11:00', '2026-10-12 16:00'), pause('2026-10-13 17:00', '2026-10-14 09:00')];
    expect(account([start('2026-10-12 10:00'), ...waits], '2026-10-14 12:00')).toMatchObject({
      dueAt: plain,
      pausedMinutes: 0,
    });
  });

  it('may begin again at the very moment the last wait ended, for another reason', () => {
    const events = [
      start('2026-10-12 10:00'),
      pause('2026-10-13 09:00', '2026-10-13 12:00', '等材料'),
      pause('2026-10-13 12:00', '2026-10-13 17:00', '等盖章'),
    ];
    const { spans, pausedMinutes } = account(events, '2026-10-14 09:00');
    expect(spans.filter(({ why }) => why === 'paused').map(({ note, minutes }) => [note, minutes])).toEqual([
      ['等材料', 180],
      ['等盖章', 240],
    ]);
    expect(pausedMinutes).toBe(420);
  });
});
