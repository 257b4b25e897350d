import fc from 'fast-check';
import { expect, test } from 'vitest';
import { candidatesNeeded, electionRefusals, hasQuorum, isElected, mayHoldCongress, mayVote, needsApproval } from './election.ts';
import { defaultOrganisationPack } from './organisation-pack.ts';

const rules = defaultOrganisationPack.params;

test('ORG-20: three seats have four candidates, five six, seven nine', () => {
  expect([3, 5, 7].map((seats) => candidatesNeeded(seats, rules))).toEqual([4, 6, 9]);
});

test('ORG-19: four fifths make the quorum, the number itself included unless the zone says more than', () => {
  expect([
    hasQuorum(10, 8, rules),
    hasQuorum(10, 7, rules),
    hasQuorum(11, 8, rules),
    hasQuorum(11, 9, rules),
    hasQuorum(0, 0, rules),
  ]).toEqual([true, false, false, true, false]);
  expect(hasQuorum(10, 8, { ...rules, quorum: { num: 4, den: 5, strict: true } })).toBe(false);
});

test('ORG-21: more than half of those entitled elects; half does not', () => {
  expect([isElected(6, 10, 9, rules), isElected(5, 10, 9, rules)]).toEqual([true, false]);
  expect(isElected(5, 10, 9, { ...rules, electionBase: 'present' })).toBe(true);
});

test('ORG-18: only full members whose rights are not suspended vote', () => {
  expect([
    mayVote({ isFull: true, rightsSuspended: false }),
    mayVote({ isFull: false, rightsSuspended: false }),
    mayVote({ isFull: true, rightsSuspended: true }),
  ]).toEqual([true, false, false]);
});

test('ORG-17, ORG-22: a congress from 500 members; secretary and deputy want approval, the others are filed', () => {
  expect([mayHoldCongress(500, false, rules), mayHoldCongress(499, false, rules), mayHoldCongress(60, true, rules)]).toEqual([
    true,
    false,
    true,
  ]);
  expect(['secretary', 'deputySecretary', 'publicity'].map(needsApproval)).toEqual([true, true, false]);
});

test('an invalid election names every rule that it breaks', () => {
  expect(electionRefusals({ entitled: 20, present: 16, seats: 3, candidates: 4, leastVotes: 11 }, rules)).toEqual([]);
  expect(electionRefusals({ entitled: 20, present: 15, seats: 3, candidates: 3, leastVotes: 10 }, rules).map((one) => one.rule)).toEqual([
    'ORG-19',
    'ORG-20',
    'ORG-21',
  ]);
});

test('a valid election always had quorum, candidates and majority', () => {
  const n = fc.nat(60);
  fc.assert(
    fc.property(fc.record({ entitled: n, present: n, seats: fc.integer({ min: 1, max: 9 }), candidates: n, leastVotes: n }), (count) => {
      if (electionRefusals(count, rules).length > 0) return;
      expect(count.present * 5).toBeGreaterThanOrEqual(count.entitled * 4);
      expect(count.leastVotes * 2).toBeGreaterThan(count.entitled);
      expect(count.leastVotes).toBeLessThanOrEqual(count.present);
    }),
    { numRuns: 3000 },
  );
});
