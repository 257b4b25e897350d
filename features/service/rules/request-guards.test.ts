import { describe, expect, test } from 'vitest';
import { at, handledRequest, openedRequest, units, type Script } from '../request.fixture.ts';

/** 2026-06-01 is a Monday. The day on which a clock starts does not count (开始当日不计入, rulebook §0). */
const dispatched = (input: Record<string, unknown> = {}): Script =>
  openedRequest('2026-06-01 09:00', input).make(
    'dispatcher',
    'accept',
    { level: input['level'] ?? 'simple', leadId: units.power },
    '2026-06-01 09:30',
  );

const object = (script: Script, when: string, who: 'power' | 'tax' = 'power') =>
  script.attempt(who, 'object', { reason: '不属本单位职责' }, when);
const decide = (script: Script, when: string, leadId: string) =>
  script.make('dispatcher', 'decideObjection', { leadId, reason: '按职责目录' }, when);

describe('SRV-OBJ: objections', () => {
  test('SRV-OBJ-1: a unit may object until the end of the working day after the dispatch', () => {
    expect(object(dispatched(), '2026-06-02 23:59')).toBeUndefined();
    expect(object(dispatched(), '2026-06-03 00:00')).toMatchObject({ code: 'OBJECTION_LATE', rule: 'SRV-OBJ-1' });
  });

  test('SRV-OBJ-1: days off do not count against the unit that objects', () => {
    const friday = openedRequest('2026-06-05 09:00').make(
      'dispatcher',
      'accept',
      { level: 'simple', leadId: units.power },
      '2026-06-05 16:00',
    );
    expect(object(friday, '2026-06-08 16:00')).toBeUndefined();
  });

  test('SRV-OBJ-1: the working day runs anew for the unit that the decision names', () => {
    const script = dispatched();
    script.make('power', 'object', { reason: '不属本单位职责' }, '2026-06-02 10:00');
    decide(script, '2026-06-03 10:00', units.tax);
    expect(script.state).toMatchObject({ status: 'dispatched', leadId: units.tax });
    expect(object(script, '2026-06-04 10:00', 'tax')).toBeUndefined();
  });

  test('SRV-OBJ-2: a request bears two objections; a third is refused whoever makes it', () => {
    const script = dispatched();
    script.make('power', 'object', { reason: '甲' }, '2026-06-01 10:00');
    decide(script, '2026-06-01 11:00', units.tax);
    script.make('tax', 'object', { reason: '乙' }, '2026-06-01 14:00');
    decide(script, '2026-06-01 15:00', units.power);
    expect(script.state.objections.map((one) => [one.unitId, one.reason])).toEqual([
      [units.power, '甲'],
      [units.tax, '乙'],
    ]);
    expect(object(script, '2026-06-01 16:00')).toMatchObject({ code: 'OBJECTIONS_SPENT', rule: 'SRV-OBJ-2' });
  });

  test('an objection stops nobody but the objecting unit: the handling clock goes on, and the dispatcher gets one of their own', () => {
    const script = dispatched();
    script.make('power', 'object', { reason: '不属本单位职责' }, '2026-06-01 10:00');
    expect(script.clock('close#1', '2026-06-02 17:00').spentMinutes).toBe(7 * 60);
    expect(script.clock('contact#1', '2026-06-02 17:00')).toMatchObject({ state: 'stopped', stoppedAt: at('2026-06-01 10:00') });
    expect(script.clock('objection#1', '2026-06-01 12:00')).toMatchObject({ state: 'running', limitMinutes: 7 * 60 });
  });
});

describe('SRV-WAIT: waiting for the firm', () => {
  const askFirm = (script: Script, untilOn: string, when: string) =>
    script.attempt('power', 'askFirm', { reason: 'paper', what: '用电合同', untilOn }, when);

  test('SRV-WAIT: a wait ends by the fifth working day, never today and never later', () => {
    expect(askFirm(handledRequest('2026-06-01'), '2026-06-08', '2026-06-01 11:00')).toBeUndefined();
    expect(askFirm(handledRequest('2026-06-01'), '2026-06-09', '2026-06-01 11:00')).toMatchObject({
      code: 'WAITING_END',
      field: 'untilOn',
    });
    expect(askFirm(handledRequest('2026-06-01'), '2026-06-01', '2026-06-01 11:00')).toMatchObject({
      code: 'WAITING_END',
      field: 'untilOn',
    });
  });

  test("SRV-WAIT: the handling clock stands still while the firm is waited for, and nobody else's does", () => {
    const script = handledRequest('2026-06-01');
    script.make('dispatcher', 'whistle', { unitIds: [units.tax], topic: '现场勘察' }, '2026-06-01 10:30');
    script.make('power', 'askFirm', { reason: 'paper', what: '用电合同', untilOn: '2026-06-05' }, '2026-06-02 11:00');
    const close = script.clock('close#1', '2026-06-04 11:00');
    expect(close).toMatchObject({ state: 'paused', spentMinutes: 120, pausedMinutes: 2 * 7 * 60 });
    expect(script.clock('report#1', '2026-06-04 11:00')).toMatchObject({ state: 'running', lamp: 'red' });
  });

  test('SRV-WAIT: five working days in all, in however many pieces; then no more', () => {
    const script = handledRequest('2026-06-01');
    script.make('power', 'askFirm', { reason: 'paper', what: '合同', untilOn: '2026-06-04' }, '2026-06-01 11:00');
    script.make('contact', 'supply', { text: '已补' }, '2026-06-04 11:00');
    expect(askFirm(script, '2026-06-09', '2026-06-04 14:00')).toMatchObject({ code: 'WAITING_END' });
    script.make('power', 'askFirm', { reason: 'decision', what: '选方案', untilOn: '2026-06-08' }, '2026-06-04 14:00');
    script.make('power', 'resume', {}, '2026-06-08 14:00');
    expect(askFirm(script, '2026-06-10', '2026-06-09 09:00')).toMatchObject({ code: 'WAITING_SPENT', rule: 'SRV-WAIT' });
  });

  test('SRV-WAIT: time that the firm was waited for comes back to the unit, in full', () => {
    const script = handledRequest('2026-06-01');
    const before = script.clock('close#1', '2026-06-02 11:00');
    script.make('power', 'askFirm', { reason: 'paper', what: '合同', untilOn: '2026-06-04' }, '2026-06-02 11:00');
    script.make('contact', 'supply', { text: '已补' }, '2026-06-03 15:00');
    const after = script.clock('close#1', '2026-06-03 15:00');
    expect(after.remainingMinutes).toBe(before.remainingMinutes);
    expect(after.dueAt).toBeGreaterThan(before.dueAt);
  });

  test('SRV-WAIT: a firm that never answers stops nobody for ever: the wait ends with its last day', () => {
    const script = handledRequest('2026-06-01');
    script.make('power', 'askFirm', { reason: 'paper', what: '合同', untilOn: '2026-06-02' }, '2026-06-01 11:00');
    expect(script.clock('close#1', '2026-06-03 09:00').state).toBe('running');
    expect(script.clock('wait#1', '2026-06-03 09:00').lamp).toBe('red');
    expect(script.make('system', 'waitEnded', {}, '2026-06-03 09:00').state.status).toBe('inProgress');
  });
});

describe('SRV-EXT: extensions', () => {
  const ask = (script: Script, days: number, when: string) => script.attempt('power', 'askExtension', { days, reason: '待停电窗口' }, when);

  test('SRV-EXT: asked at least one working day before the due time', () => {
    expect(handledRequest('2026-06-01').clock('close#1', '2026-06-01 10:00').dueAt).toBe(at('2026-06-08 17:00'));
    expect(ask(handledRequest('2026-06-01'), 3, '2026-06-05 17:00')).toBeUndefined();
    expect(ask(handledRequest('2026-06-01'), 3, '2026-06-08 09:01')).toMatchObject({ code: 'EXTENSION_LATE', rule: 'SRV-EXT' });
  });

  test('SRV-EXT: no longer than the level allows, and once', () => {
    const script = handledRequest('2026-06-01');
    expect(ask(script, 6, '2026-06-02 09:00')).toMatchObject({ field: 'days', rule: 'SRV-EXT' });
    script.make('power', 'askExtension', { days: 5, reason: '待停电窗口' }, '2026-06-02 09:00');
    expect(ask(script, 1, '2026-06-02 09:10')).toMatchObject({ code: 'EXTENSION_PENDING' });
    script.make('dispatcher', 'decideExtension', { granted: true }, '2026-06-02 10:00');
    expect(script.clock('close#1', '2026-06-02 10:00')).toMatchObject({ limitMinutes: 10 * 7 * 60, extendedMinutes: 5 * 7 * 60 });
    expect(ask(script, 1, '2026-06-02 11:00')).toMatchObject({ code: 'EXTENSIONS_SPENT' });
  });

  test('SRV-EXT: a refused extension moves no clock and may be asked again', () => {
    const script = handledRequest('2026-06-01');
    script.make('power', 'askExtension', { days: 5, reason: '待停电窗口' }, '2026-06-02 09:00');
    script.make('dispatcher', 'decideExtension', { granted: false }, '2026-06-02 10:00');
    expect(script.clock('close#1', '2026-06-02 10:00').extendedMinutes).toBe(0);
    expect(ask(script, 2, '2026-06-02 11:00')).toBeUndefined();
  });

  test("SRV-EXT: a difficult matter's extension is the leader's to grant, a simple one's the dispatcher's", () => {
    const difficult = handledRequest('2026-06-01', { level: 'difficult' });
    difficult.make('power', 'askExtension', { days: 20, reason: '跨部门' }, '2026-06-02 09:00');
    expect(difficult.attempt('dispatcher', 'decideExtension', { granted: true }, '2026-06-02 10:00')).toMatchObject({
      code: 'EXTENSION_CHIEF',
    });
    expect(difficult.attempt('leader', 'decideExtension', { granted: true }, '2026-06-02 10:00')).toBeUndefined();
    const simple = handledRequest('2026-06-01').make('power', 'askExtension', { days: 2, reason: '待停电窗口' }, '2026-06-02 09:00');
    expect(simple.attempt('leader', 'decideExtension', { granted: true }, '2026-06-02 10:00')).toMatchObject({
      code: 'EXTENSION_DISPATCHER',
    });
    const nothing = handledRequest('2026-06-01');
    expect(nothing.attempt('dispatcher', 'decideExtension', { granted: true }, '2026-06-02 10:00')).toMatchObject({ code: 'NO_EXTENSION' });
  });
});

describe('SRV-ASSIST and SRV-CANNOT: the reply', () => {
  test('SRV-ASSIST: the lead does not reply while a unit it asked for help has not', () => {
    const script = openedRequest('2026-06-01 09:00')
      .make('dispatcher', 'accept', { level: 'simple', leadId: units.power, assistIds: [units.tax] }, '2026-06-01 09:30')
      .make('power', 'sign', {}, '2026-06-01 10:00');
    expect(script.attempt('power', 'reply', { kind: 'done', text: '好' }, '2026-06-02 09:00')).toMatchObject({
      code: 'ASSIST_OPEN',
      rule: 'SRV-ASSIST',
    });
    expect(script.clock(`assist:${units.tax}`, '2026-06-02 09:00').limitMinutes).toBe(3 * 7 * 60);
    script.make('tax', 'assistReply', { text: '无欠税' }, '2026-06-02 10:00');
    expect(script.clock(`assist:${units.tax}`, '2026-06-05 10:00').state).toBe('stopped');
    expect(script.attempt('power', 'reply', { kind: 'done', text: '好' }, '2026-06-02 11:00')).toBeUndefined();
  });

  test('SRV-CANNOT: a "cannot" names the clause it rests on', () => {
    const script = handledRequest('2026-06-01');
    expect(script.attempt('power', 'reply', { kind: 'cannot', text: '不行' }, '2026-06-02 09:00')).toMatchObject({
      code: 'CLAUSE_MISSING',
      rule: 'SRV-CANNOT',
      field: 'clause',
    });
    expect(
      script.attempt('power', 'reply', { kind: 'cannot', text: '不行', clause: '供电营业规则第 17 条' }, '2026-06-02 09:00'),
    ).toBeUndefined();
  });

  test('only an explanation can be accepted as one', () => {
    const done = handledRequest('2026-06-01').make('power', 'reply', { kind: 'done', text: '好' }, '2026-06-02 09:00');
    expect(done.attempt('contact', 'acceptExplanation', {}, '2026-06-02 10:00')).toMatchObject({ code: 'NOTHING_EXPLAINED' });
  });
});

describe('SRV-CALL: the call-back', () => {
  const silent = () =>
    handledRequest('2026-06-01')
      .make('power', 'reply', { kind: 'done', text: '好' }, '2026-06-02 09:00')
      .make('system', 'fallSilent', {}, '2026-06-09 09:01');

  test('SRV-CALL: nobody of the handling line makes it, the dispatcher who dispatched neither', () => {
    const script = silent();
    for (const who of ['dispatcher', 'power'] as const) {
      expect(script.attempt(who, 'callBack', { reached: true }, '2026-06-10 09:00')).toMatchObject({ code: 'MOVE_NOT_YOURS' });
    }
    expect(script.attempt('assessor', 'callBack', { reached: true }, '2026-06-10 09:00')).toBeUndefined();
  });

  test('SRV-CALL: one attempt a day, and "no answer" takes three of different days', () => {
    const script = silent();
    for (const day of ['2026-06-10', '2026-06-11', '2026-06-12']) {
      expect(script.attempt('assessor', 'closeUnanswered', {}, `${day} 08:00`)).toMatchObject({
        code: 'CALL_BACK_AGAIN',
        rule: 'SRV-CALL',
      });
      script.make('assessor', 'callBack', { reached: false }, `${day} 09:00`);
      expect(script.attempt('dispatcher2', 'callBack', { reached: false }, `${day} 18:00`)).toMatchObject({
        code: 'CALL_BACK_TODAY',
        rule: 'SRV-CALL',
      });
    }
    script.make('assessor', 'closeUnanswered', {}, '2026-06-12 10:00');
    expect(script.state).toMatchObject({ status: 'closed', result: 'unconfirmed' });
  });

  test('SRV-CALL: a firm that was reached has its own say again, and the reply is not yet "solved"', () => {
    const script = silent().make('assessor', 'callBack', { reached: true }, '2026-06-10 09:00');
    expect(script.state).toMatchObject({ status: 'calledBack', result: null });
    expect(script.make('contact', 'confirmPartly', {}, '2026-06-10 10:00').state).toMatchObject({ status: 'closed', result: 'partly' });
  });

  test('SRV-CALL: a verdict in the sample waits for the call-back; three missed ones close it with the verdict that the firm gave', () => {
    const script = handledRequest('2026-06-01').make('power', 'reply', { kind: 'done', text: '好' }, '2026-06-02 09:00');
    script.make('contact', 'confirmSolved', { sampled: true }, '2026-06-02 10:00');
    expect(script.state).toMatchObject({ status: 'confirmed', result: 'resolved', closedAt: null });
    for (const day of ['2026-06-03', '2026-06-04', '2026-06-05']) script.make('assessor', 'callBack', { reached: false }, `${day} 09:00`);
    script.make('assessor', 'closeUnanswered', {}, '2026-06-05 10:00');
    expect(script.state).toMatchObject({ status: 'closed', result: 'resolved' });
  });
});

describe('SRV-MERGE: taking a duplicate in', () => {
  const merge = (input: Record<string, unknown>) =>
    openedRequest('2026-06-01 09:00').attempt('dispatcher', 'merge', input, '2026-06-01 10:00');

  test('SRV-MERGE: only into another, open request of the same firm', () => {
    expect(merge({ intoId: 'request-1', intoFirmId: 'firm-1', intoOpen: true })).toMatchObject({ code: 'MERGE_SELF', field: 'intoId' });
    expect(merge({ intoId: 'request-2', intoFirmId: 'firm-2', intoOpen: true })).toMatchObject({
      code: 'MERGE_OTHER_FIRM',
      rule: 'SRV-MERGE',
    });
    expect(merge({ intoId: 'request-2', intoFirmId: 'firm-1', intoOpen: false })).toMatchObject({ code: 'MERGE_CLOSED', field: 'intoId' });
    expect(merge({ intoId: 'request-2', intoFirmId: 'firm-1', intoOpen: true })).toBeUndefined();
  });
});
