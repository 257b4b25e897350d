import { describe, expect, test } from 'vitest';
import { at, handledRequest, openedRequest, units, type Script } from '../request.fixture.ts';
import { foldRequest } from './request-fold.ts';

const replied = (): Script => handledRequest('2026-06-01').make('power', 'reply', { kind: 'done', text: '已增容' }, '2026-06-03 17:00');

describe('the request from the first word to the last', () => {
  test("a draft is nobody's duty yet; submitting starts the clock of acceptance", () => {
    const script = openedRequest('2026-06-01 09:00', { asDraft: true });
    expect(script.state).toMatchObject({ status: 'draft', submittedAt: null });
    expect(script.clockKeys()).toEqual([]);
    script.make('contact', 'submit', {}, '2026-06-01 10:00');
    expect(script.clock('accept', '2026-06-02 10:00')).toMatchObject({
      startedAt: at('2026-06-01 10:00'),
      limitMinutes: 7 * 60,
      lamp: 'yellow',
    });
  });

  test('accepting with a lead unit dispatches at once; without one the dispatch has a clock of its own', () => {
    const both = openedRequest('2026-06-01 09:00').make(
      'dispatcher',
      'accept',
      { level: 'complex', leadId: units.power, assistIds: [units.tax, units.power] },
      '2026-06-01 10:00',
    );
    expect(both.state).toMatchObject({ status: 'dispatched', level: 'complex', leadId: units.power, unitIds: [units.power, units.tax] });
    expect(both.state.assists.map((one) => one.unitId)).toEqual([units.tax]);
    const first = openedRequest('2026-06-01 09:00').make('dispatcher', 'accept', { level: 'difficult' }, '2026-06-01 10:00');
    expect(first.clock('dispatch', '2026-06-01 10:00').limitMinutes).toBe(2 * 7 * 60);
    first.make('dispatcher', 'dispatch', { leadId: units.power }, '2026-06-02 10:00');
    expect(first.clock('dispatch', '2026-06-09 10:00')).toMatchObject({
      state: 'stopped',
      stoppedAt: at('2026-06-02 10:00'),
      lamp: 'green',
    });
  });

  test('the clock of the dispatch stops when a request is split, whenever its parts are closed', () => {
    const script = openedRequest('2026-06-01 09:00')
      .make('dispatcher', 'accept', { level: 'simple' }, '2026-06-01 10:00')
      .make('dispatcher', 'split', { parts: '甲\n乙', childIds: ['a', 'b'] }, '2026-06-01 11:00');
    for (const childId of ['a', 'b']) script.make('system', 'childClosed', { childId, result: 'resolved' }, '2026-06-30 10:00');
    expect(script.state.status).toBe('closed');
    expect(script.clock('dispatch', '2026-07-01 10:00')).toMatchObject({ stoppedAt: at('2026-06-01 11:00'), everOverdue: false });
  });

  test.each([
    [['resolved', 'resolved'], 'resolved'],
    [['resolved', 'partly'], 'partly'],
    [['resolved', 'unconfirmed'], 'unconfirmed'],
    [['explained', 'unresolved'], 'unresolved'],
    [['resolved', 'withdrawn'], 'resolved'],
    [['resolved', 'refused'], 'unresolved'],
    [['resolved', 'merged'], 'unconfirmed'],
    [['withdrawn', 'withdrawn'], 'unconfirmed'],
  ])('a request in parts that ended %j is as good as the worst of them: %s', (results, whole) => {
    const script = openedRequest('2026-06-01 09:00')
      .make('dispatcher', 'accept', { level: 'simple' }, '2026-06-01 10:00')
      .make('dispatcher', 'split', { parts: '甲\n乙', childIds: ['a', 'b'] }, '2026-06-01 11:00');
    results.forEach((result, index) => script.make('system', 'childClosed', { childId: `${index}`, result }, '2026-06-02 10:00'));
    expect(script.state).toMatchObject({ status: 'closed', result: whole });
  });

  test('only the first word to the firm counts as the first contact; a reply is one too', () => {
    const straight = openedRequest('2026-06-01 09:00')
      .make('dispatcher', 'accept', { level: 'simple', leadId: units.power }, '2026-06-01 10:00')
      .make('power', 'reply', { kind: 'done', text: '好' }, '2026-06-01 16:00');
    expect(straight.clock('contact#1', '2026-06-05 10:00').stoppedAt).toBe(at('2026-06-01 16:00'));
    const twice = handledRequest('2026-06-01').make('power', 'contact', { how: 'visit' }, '2026-06-02 10:00');
    expect(twice.state.contactedAt).toBe(at('2026-06-01 10:00'));
  });

  test('a difficult matter wants a word every five working days', () => {
    const script = handledRequest('2026-06-01', { level: 'difficult' });
    expect(script.clock('progress', '2026-06-09 09:00').lamp).toBe('red');
    script.make('power', 'progress', { text: '已会商' }, '2026-06-09 09:00');
    expect(script.clock('progress', '2026-06-09 10:00').lamp).toBe('green');
  });

  test('an urgent matter is accepted and dispatched within the hour, at night too', () => {
    const script = openedRequest('2026-06-06 23:00', { level: 'urgent' });
    expect(script.clock('accept', '2026-06-06 23:00').dueAt).toBe(at('2026-06-07 00:00'));
    expect(script.clock('accept', '2026-06-07 00:01').lamp).toBe('red');
  });

  test('the clocks of 2026-06-18 step over the Dragon Boat holiday', () => {
    const script = handledRequest('2026-06-18');
    expect(script.clock('close#1', '2026-06-18 10:00').dueAt).toBe(at('2026-06-26 17:00'));
    expect(script.clock('close#1', '2026-06-18 10:00').provisional).toBe(false);
  });
});

describe('answered is not solved', () => {
  test('silence becomes its own state: no result, no rating, still open', () => {
    const script = replied();
    expect(script.clock('verdict', '2026-06-10 17:00').lamp).not.toBe('red');
    expect(script.clock('verdict', '2026-06-11 09:00').lamp).toBe('red');
    script.make('system', 'fallSilent', {}, '2026-06-11 09:00');
    expect(script.state).toMatchObject({ status: 'silent', result: null, closedAt: null });
    expect(script.make('contact', 'confirmSolved', { rating: 'satisfied' }, '2026-07-30 09:00').state).toMatchObject({
      status: 'closed',
      result: 'resolved',
      rating: 'satisfied',
    });
  });

  test.each(['specialist', 'dispatcher', 'power', 'leader', 'assessor', 'stranger'] as const)('%s cannot call it solved', (who) => {
    expect(replied().attempt(who, 'confirmSolved', {}, '2026-06-04 09:00')).toMatchObject({ code: 'MOVE_NOT_YOURS' });
  });

  test("the reply ends the unit's clock; the firm's own pace makes nobody overdue", () => {
    const script = replied();
    script.make('contact', 'confirmSolved', {}, '2026-08-03 09:00');
    expect(script.clock('close#1', '2026-08-03 10:00')).toMatchObject({ stoppedAt: at('2026-06-03 17:00'), everOverdue: false });
  });
});

describe('SRV-REOPEN: not solved', () => {
  test('SRV-REOPEN: the redo is a new span at half the limit, and the first keeps its time', () => {
    const script = replied();
    const first = script.clock('close#1', '2026-06-04 09:00');
    script.make('contact', 'reportUnsolved', { reason: '仍跳闸' }, '2026-06-05 09:00');
    expect(script.state).toMatchObject({ status: 'reopened', result: null, reply: null, closedAt: null });
    expect(script.clockKeys().filter((key) => key.startsWith('close'))).toEqual(['close#1', 'close#2']);
    expect(script.clock('close#2', '2026-06-05 09:00')).toMatchObject({
      limitMinutes: 3 * 7 * 60,
      startedAt: at('2026-06-05 09:00'),
      rule: 'SRV-REOPEN',
    });
    const later = script.clock('close#1', '2026-08-01 09:00');
    expect([later.spentMinutes, later.stoppedAt, later.spans]).toEqual([first.spentMinutes, first.stoppedAt, first.spans]);
  });

  test('SRV-REOPEN: a wait of the first span takes nothing from the second, and the five days are of all spans together', () => {
    const script = handledRequest('2026-06-01')
      .make('power', 'askFirm', { reason: 'paper', what: '合同', untilOn: '2026-06-04' }, '2026-06-02 09:00')
      .make('contact', 'supply', { text: '已补' }, '2026-06-04 09:00')
      .make('power', 'reply', { kind: 'done', text: '好' }, '2026-06-05 09:00')
      .make('contact', 'reportUnsolved', { reason: '仍跳闸' }, '2026-06-05 10:00');
    expect(script.clock('close#1', '2026-06-08 09:00').pausedMinutes).toBe(2 * 7 * 60);
    expect(script.clock('close#2', '2026-06-08 09:00').pausedMinutes).toBe(0);
    expect(script.attempt('power', 'askFirm', { reason: 'paper', what: '照片', untilOn: '2026-06-12' }, '2026-06-08 09:00')).toMatchObject({
      code: 'WAITING_END',
      rule: 'SRV-WAIT',
    });
    expect(
      script.attempt('power', 'askFirm', { reason: 'paper', what: '照片', untilOn: '2026-06-11' }, '2026-06-08 09:00'),
    ).toBeUndefined();
  });

  test('SRV-REOPEN: one redo; a second "not solved" ends honestly as unresolved', () => {
    const script = replied()
      .make('contact', 'reportUnsolved', { reason: '仍跳闸', rating: 'dissatisfied' }, '2026-06-05 09:00')
      .make('power', 'reply', { kind: 'done', text: '再修' }, '2026-06-08 09:00')
      .make('contact', 'reportUnsolved', { reason: '还是跳闸', rating: 'dissatisfied' }, '2026-06-09 09:00');
    expect(script.state).toMatchObject({ status: 'closed', result: 'unresolved', rating: 'dissatisfied' });
    expect(script.state.spans.map((span) => span.redo)).toEqual([false, true]);
    expect(script.attempt('dispatcher', 'fileCommonProblem', { commonProblemId: 'problem-1' }, '2026-06-10 09:00')).toBeUndefined();
  });
});

describe('what the system does by itself', () => {
  test('an overdue flag stays after a late reply', () => {
    const script = handledRequest('2026-06-01').make('power', 'reply', { kind: 'done', text: '晚了' }, '2026-06-15 09:00');
    expect(script.clock('close#1', '2026-06-16 09:00')).toMatchObject({ state: 'stopped', everOverdue: true, lamp: 'red' });
  });

  test('a called unit reports in within a working day, and each for itself', () => {
    const script = handledRequest('2026-06-01').make(
      'specialist',
      'whistle',
      { unitIds: [units.tax, units.economy], topic: '会商' },
      '2026-06-01 11:00',
    );
    script.make('tax', 'reportIn', {}, '2026-06-01 15:00');
    expect(script.clock('report#1', '2026-06-03 09:00')).toMatchObject({ state: 'stopped', everOverdue: false });
    expect(script.clock('report#2', '2026-06-03 09:00')).toMatchObject({ state: 'running', lamp: 'red' });
    expect(script.attempt('tax', 'reportIn', {}, '2026-06-03 09:00')).toMatchObject({ code: 'MOVE_NOT_YOURS' });
  });
});

test('a history that is none of ours changes nothing, and an empty one is a draft', () => {
  const foreign = { seq: 1, move: 'toString', at: at('2026-06-01 09:00'), actor: { id: 'x', name: 'x', roles: [] }, input: {} };
  expect(foldRequest('request-1', [foreign]).status).toBe('draft');
  expect(foldRequest('request-1', []).status).toBe('draft');
});
