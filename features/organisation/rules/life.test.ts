import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '#kernel/rules/instant.ts';
import {
  checkLife,
  complianceOf,
  counts,
  excellentMost,
  fitTogether,
  hasHalf,
  isLateEntry,
  isPassed,
  mayChair,
  suggestedDues,
  type LifeEvent,
} from './life-compliance.ts';
import { defaultLifePack } from './life-pack.ts';
import { requirementsOf, type LifeSubject } from './life-requirements.ts';

const rules = defaultLifePack.params;
const branch: LifeSubject = {
  establishedOn: '2020-01-01',
  dissolvedOn: null,
  committeeSince: '2020-01-01',
  groups: [
    { id: 'g1', fromOn: '2020-01-01', toOn: null },
    { id: 'g2', fromOn: '2020-01-01', toOn: null },
  ],
};
const event = (kinds: readonly string[], heldOn: string, groupId: string | null = null): LifeEvent => ({
  id: `${kinds.join('+')}${heldOn}${groupId ?? ''}`,
  kinds,
  heldOn,
  groupId,
  hasAttendance: true,
  hasMinutes: true,
  confirmed: true,
});

/** Everything held once in its period, on its tenth day. */
function everything(subject: LifeSubject): LifeEvent[] {
  return requirementsOf(subject, 2025, rules)
    .filter((one) => one.required)
    .map((one) => event([one.kind], addDays(one.periodStart, 9), one.groupId));
}

test('T-LIFE-1: committee, two groups, a full year, one group missing in March: 58 required, 57 met, 98.28 %', () => {
  const requirements = requirementsOf(branch, 2025, rules);
  expect(requirements.filter((one) => one.required)).toHaveLength(4 + 12 + 24 + 4 + 12 + 1 + 1);
  const held = everything(branch).filter((one) => !(one.groupId === 'g2' && one.heldOn.startsWith('2025-03')));
  const { met, required, rate } = complianceOf(checkLife(requirements, held, [], '2026-04-01', rules), '2026-04-01');
  expect([required, met]).toEqual([58, 57]);
  expect(((rate ?? 0) * 100).toFixed(2)).toBe('98.28');
});

test('T-LIFE-3: of ten voters five are a quorum, and five yes pass nothing (LIFE-11)', () => {
  expect(hasHalf(10, 5)).toBe(true);
  expect(hasHalf(10, 4)).toBe(false);
  expect(isPassed(5, 10)).toBe(false);
  expect(isPassed(6, 10)).toBe(true);
});

test('LIFE-02, LIFE-03: without committee or groups nobody asks for their meetings', () => {
  const kinds = requirementsOf({ ...branch, committeeSince: null, groups: [] }, 2025, rules)
    .filter((one) => one.required)
    .map((one) => one.kind);
  expect(kinds).not.toContain('committeeMeeting');
  expect(kinds).not.toContain('groupMeeting');
  expect(kinds).toHaveLength(4 + 4 + 12 + 1 + 1);
});

test('an organisation founded after the middle of a period is not asked for it, one founded before is', () => {
  const asked = (establishedOn: string) =>
    requirementsOf({ ...branch, establishedOn, groups: [] }, 2025, rules).filter((one) => one.kind === 'themeDay' && one.required).length;
  expect(asked('2025-03-16')).toBe(10);
  expect(asked('2025-03-17')).toBe(9);
});

test('one event serves two kinds only as theme day with members’ meeting or lecture, or organisation-life meeting with appraisal', () => {
  expect(
    [['themeDay', 'lecture'], ['membersMeeting', 'themeDay'], ['appraisal', 'orgLifeMeeting'], ['lecture']].every((kinds) =>
      fitTogether(kinds),
    ),
  ).toBe(true);
  expect(
    [
      ['committeeMeeting', 'themeDay'],
      ['themeDay', 'lecture', 'membersMeeting'],
      ['lecture', 'membersMeeting'],
    ].some((kinds) => fitTogether(kinds)),
  ).toBe(false);
  expect(counts({ ...event(['committeeMeeting', 'themeDay'], '2025-01-01') })).toBe(false);
});

test('without attendance, minutes or confirmation an event counts for nothing', () => {
  for (const lack of [{ hasAttendance: false }, { hasMinutes: false }, { confirmed: false }])
    expect(counts({ ...event(['lecture'], '2025-01-01'), ...lack })).toBe(false);
});

test('a waiver takes a requirement out of the rate; seven days before its end it is due soon', () => {
  const requirements = requirementsOf({ ...branch, committeeSince: null, groups: [] }, 2025, rules).filter(
    (one) => one.kind === 'themeDay' && one.periodStart === '2025-05-01',
  );
  const status = (on: string, waived = false) =>
    checkLife(requirements, [], waived ? [{ kind: 'themeDay', periodStart: '2025-05-01', groupId: null }] : [], on, rules)[0]?.status;
  expect([status('2025-05-23'), status('2025-05-24'), status('2025-06-01'), status('2025-06-01', true)]).toEqual([
    'open',
    'dueSoon',
    'overdue',
    'waived',
  ]);
  expect(
    complianceOf(
      checkLife(requirements, [], [{ kind: 'themeDay', periodStart: '2025-05-01', groupId: null }], '2025-07-01', rules),
      '2025-07-01',
    ).rate,
  ).toBeNull();
});

test('LIFE-08, LIFE-12 and the late entry', () => {
  expect([excellentMost(11, rules), excellentMost(12, rules), excellentMost(2, rules)]).toEqual([3, 4, 0]);
  expect(mayChair('membersMeeting', 'deputySecretary', false, true)).toBe(false);
  expect(mayChair('membersMeeting', 'deputySecretary', false, false)).toBe(true);
  expect(mayChair('groupMeeting', 'secretary', false, true)).toBe(false);
  expect([isLateEntry('2025-01-01', '2025-01-16', rules), isLateEntry('2025-01-01', '2025-01-17', rules)]).toEqual([false, true]);
});

test('dues are a flat rate of the whole base, suggested and never collected', () => {
  expect([3000, 3001, 5000, 8000, 20_000].map((yuan) => suggestedDues(yuan * 100) / 100)).toEqual([15, 30.01, 50, 120, 400]);
});

const anyEvent = fc.record({
  kinds: fc.constantFrom(['themeDay'], ['lecture'], ['themeDay', 'lecture'], ['membersMeeting'], ['orgLifeMeeting', 'appraisal']),
  day: fc.nat(364),
  minutes: fc.boolean(),
});

test('another confirmed event never lowers the rate, and no event serves two requirements of one kind', () => {
  const subject = { ...branch, committeeSince: null, groups: [] };
  const requirements = requirementsOf(subject, 2025, rules);
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 25 }), anyEvent, (list, more) => {
      const make = ({ kinds, day, minutes }: typeof more, index: number): LifeEvent => ({
        ...event(kinds, addDays('2025-01-01', day)),
        id: `e${index}`,
        hasMinutes: minutes,
      });
      const before = checkLife(requirements, list.map(make), [], '2026-05-01', rules);
      const after = checkLife(requirements, [...list.map(make), make(more, 99)], [], '2026-05-01', rules);
      expect(complianceOf(after, '2026-05-01').rate ?? 0).toBeGreaterThanOrEqual(complianceOf(before, '2026-05-01').rate ?? 0);
      const served = before.filter((one) => one.eventId !== null).map((one) => `${one.eventId}|${one.kind}`);
      expect(new Set(served).size).toBe(served.length);
    }),
  );
});
