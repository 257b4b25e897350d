import { expect, test } from 'vitest';
import { exampleCalendar } from '#kernel/rules/calendar.fixture.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { at, handledRequest, openedRequest, type Script } from '../request.fixture.ts';
import { onRequestClock } from './request-sweep.ts';
import { requestClocks } from './request-clocks.ts';
import { defaultSla } from './sla.ts';

/** What the system would do by itself at a moment, clock after clock as the sweep looks at them. */
function stepAt(script: Script, when: string, packs: readonly RulePack[] = []) {
  for (const clock of requestClocks(script.state, packs)) {
    const account = script.clock(clock.key, when);
    const step =
      account.state === 'stopped' ? undefined : onRequestClock(script.state, clock, account, { calendar: exampleCalendar, packs });
    if (step) return step;
  }
  return undefined;
}

/** Handled since Monday 2026-06-01, due on 2026-06-08 at 17:00. */
test('red makes a record of supervision, once; yellow makes none', () => {
  const script = handledRequest('2026-06-01');
  expect(script.clock('close#1', '2026-06-08 16:59').lamp).toBe('yellow');
  expect(stepAt(script, '2026-06-08 17:00')).toBeUndefined();
  const step = stepAt(script, '2026-06-09 09:01');
  expect(step).toMatchObject({ move: 'supervise', input: { clock: 'close#1' } });
  expect(step?.input['reason']).toContain(`${defaultSla.edition}`);
  script.make('system', 'supervise', step?.input ?? {}, '2026-06-09 09:01');
  expect(stepAt(script, '2026-06-10 09:00')).toBeUndefined();
});

test('three working days overdue, the chain chief is told, once', () => {
  const script = handledRequest('2026-06-01').make('system', 'supervise', { reason: '超期' }, '2026-06-09 09:01');
  expect(stepAt(script, '2026-06-11 16:59')).toBeUndefined();
  expect(stepAt(script, '2026-06-11 17:00')).toMatchObject({ move: 'tellChief' });
  script.make('system', 'tellChief', {}, '2026-06-11 17:00');
  expect(stepAt(script, '2026-07-11 17:00')).toBeUndefined();
});

test('a redo that runs late is supervised and told anew, whatever happened the first time (§8.2)', () => {
  const script = handledRequest('2026-06-01')
    .make('system', 'supervise', { reason: '超期' }, '2026-06-09 09:01')
    .make('system', 'tellChief', {}, '2026-06-11 17:00')
    .make('power', 'reply', { kind: 'done', text: '已办' }, '2026-06-12 09:00')
    .make('contact', 'reportUnsolved', { reason: '没有解决' }, '2026-06-12 10:00');
  expect(script.state).toMatchObject({ supervisedAt: null, chiefToldAt: null });
  expect(script.state.raisedAt).toBe(at('2026-06-12 10:00'));
  expect(stepAt(script, '2026-06-12 11:00')).toBeUndefined();
  expect(stepAt(script, '2026-06-30 09:00')).toMatchObject({ move: 'supervise' });
  script.make('system', 'supervise', { reason: '超期' }, '2026-06-30 09:00');
  expect(stepAt(script, '2026-07-08 09:00')).toMatchObject({ move: 'tellChief' });
});

test('when the chief is told is the edition in force, not what the platform proposes', () => {
  const strict = { ...defaultSla, edition: '本区 2026', effectiveFrom: '2026-01-01', params: { ...defaultSla.params, chiefAfterDays: 1 } };
  const script = handledRequest('2026-06-01', {}, [strict]).make('system', 'supervise', { reason: '超期' }, '2026-06-09 09:01');
  expect(stepAt(script, '2026-06-09 16:59', [strict])).toBeUndefined();
  expect(stepAt(script, '2026-06-09 17:00', [strict])).toMatchObject({ move: 'tellChief' });
});

test("the end of a wait and the end of the firm's days for its verdict are no fault: nobody is supervised for them", () => {
  const waiting = handledRequest('2026-06-01').make(
    'power',
    'askFirm',
    { reason: 'paper', what: '合同', untilOn: '2026-06-02' },
    '2026-06-01 11:00',
  );
  expect(stepAt(waiting, '2026-06-03 09:00')).toEqual({ move: 'waitEnded', input: {} });
  const replied = handledRequest('2026-06-01').make('power', 'reply', { kind: 'done', text: '好' }, '2026-06-02 09:00');
  expect(stepAt(replied, '2026-06-30 09:00')).toEqual({ move: 'fallSilent', input: {} });
});

test('a request nobody accepts is supervised by the hour for an urgent one, by the working day for others', () => {
  expect(stepAt(openedRequest('2026-06-06 23:00', { level: 'urgent' }), '2026-06-07 00:01')).toMatchObject({ move: 'supervise' });
  expect(stepAt(openedRequest('2026-06-05 16:00'), '2026-06-08 17:00')).toBeUndefined();
  expect(stepAt(openedRequest('2026-06-05 16:00'), '2026-06-09 09:01')).toMatchObject({ move: 'supervise', input: { clock: 'accept' } });
});

test('the system decides nothing: of all it may do by itself, no step gives a result', () => {
  const moves = ['waitEnded', 'fallSilent', 'supervise', 'tellChief'];
  const script = handledRequest('2026-06-01').make('power', 'reply', { kind: 'done', text: '好' }, '2026-06-02 09:00');
  for (const move of moves) script.attempt('system', move, { reason: '超期' }, '2026-06-30 09:00');
  expect(script.state).toMatchObject({ status: 'silent', result: null });
  for (const move of ['confirmSolved', 'closeUnanswered', 'reply', 'accept']) {
    expect(script.attempt('system', move, {}, '2026-07-01 09:00')).toMatchObject({ code: 'MOVE_NOT_YOURS' });
  }
  expect(script.events.every((event) => event.at >= at('2026-06-01 09:00'))).toBe(true);
});
