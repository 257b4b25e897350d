import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '#kernel/rules/instant.ts';
import { defaultOrganisationPack } from './organisation-pack.ts';
import { endOfTerm, reminderOn, shiftFinding, termColour } from './terms.ts';

const rules = defaultOrganisationPack.params;
const term = { beginsOn: '2024-03-01', endsOn: '2027-02-28', delayedTo: null };

test('ORG-14: a branch serves three years, a committee five; leap days end on the last day there is', () => {
  expect(endOfTerm('2024-03-01', 'branchJoint', rules)).toBe('2027-02-28');
  expect(endOfTerm('2024-02-29', 'generalBranch', rules)).toBe('2027-02-27');
  expect(endOfTerm('2024-03-01', 'committee', rules)).toBe('2029-02-28');
});

test('ORG-15: the reminder is six months before the end', () => {
  expect(reminderOn(term, rules)).toBe('2026-08-28');
});

test('§1.2: green, yellow at 180 days, orange at 30, red past the end, yellow again on an approved delay', () => {
  const at = (left: number, delayedTo: string | null = null) => termColour({ ...term, delayedTo }, addDays(term.endsOn, -left), rules);
  expect([at(181), at(180), at(31), at(30), at(0), at(-1)]).toEqual(['green', 'yellow', 'yellow', 'orange', 'orange', 'red']);
  expect(at(-1, addDays(term.endsOn, 60))).toBe('yellow');
  expect(at(-60, addDays(term.endsOn, 60))).toBe('yellow');
  expect(at(-61, addDays(term.endsOn, 60))).toBe('red');
});

test('a colour never gets better as days pass', () => {
  const order = ['green', 'yellow', 'orange', 'red'];
  fc.assert(
    fc.property(fc.integer({ min: -900, max: 900 }), fc.integer({ min: 0, max: 400 }), (left, later) => {
      const on = addDays(term.endsOn, -left);
      expect(order.indexOf(termColour(term, addDays(on, later), rules))).toBeGreaterThanOrEqual(order.indexOf(termColour(term, on, rules)));
    }),
  );
});

test('ORG-16: a shift of a year is in order, of a day more wants reasons', () => {
  expect(shiftFinding('2026-06-30', '2027-06-30', rules)).toBeUndefined();
  expect(shiftFinding('2026-06-30', '2027-07-01', rules)).toMatchObject({ rule: 'ORG-16' });
  expect(shiftFinding('2026-06-30', '2025-06-29', rules)).toMatchObject({ rule: 'ORG-16' });
});
