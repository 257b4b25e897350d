import { expect, test } from 'vitest';
import { defaultOrganisationPack } from './organisation-pack.ts';
import { firmDuty, groupFindings, hasCommittee, limitedWork, makeUpFindings, mayDo, siteDuty, type MakeUp } from './set-up.ts';
import { organisationKindNames } from './kinds.ts';

const rules = defaultOrganisationPack.params;
const made = (over: Partial<MakeUp>): MakeUp => ({
  kind: 'branchIndependent',
  full: 5,
  probationary: 0,
  units: 1,
  posts: ['secretary'],
  sizeApproved: false,
  ...over,
});
const unmet = (over: Partial<MakeUp>) =>
  makeUpFindings(made(over), rules)
    .filter((one) => !one.ok)
    .map((one) => one.rule);

test('T-ORG-1: two full members join others, three build their own (ORG-01, ORG-03)', () => {
  expect([0, 1, 2, 3, 50].map((full) => firmDuty(full, rules))).toEqual(['none', 'jointBranch', 'jointBranch', 'ownBranch', 'ownBranch']);
});

test('ORG-04: a site of six months with the members is due a branch, of five is not', () => {
  expect([siteDuty(6, 3, rules), siteDuty(5, 3, rules), siteDuty(6, 2, rules)]).toEqual(['ownBranch', 'none', 'jointBranch']);
});

test('T-ORG-1: six full members have a secretary alone, seven a committee of three to five, at most seven (ORG-10)', () => {
  const committee = ['secretary', 'organization', 'publicity', 'discipline'];
  expect([6, 7].map((full) => hasCommittee('branchIndependent', full, rules))).toEqual([false, true]);
  expect(unmet({ full: 6 })).toEqual([]);
  expect(unmet({ full: 6, posts: ['secretary', 'deputySecretary'] })).toEqual([]);
  expect(unmet({ full: 6, posts: committee })).toEqual(['ORG-10']);
  expect(unmet({ full: 7 })).toEqual(['ORG-10', 'ORG-10']);
  expect(unmet({ full: 7, posts: committee })).toEqual([]);
  expect(unmet({ full: 7, posts: [...committee, 'member', 'member', 'member', 'member'] })).toEqual(['ORG-10']);
  expect(unmet({ posts: [] })).toEqual(['ORG-10']);
});

test('T-ORG-1: a branch of 50 is in order, of 51 is to be split; 50–99 a general branch, 100 a committee (ORG-02, ORG-09)', () => {
  const posts = ['secretary', 'organization', 'publicity', 'discipline', 'member'];
  expect(unmet({ full: 50, posts })).toEqual([]);
  expect(unmet({ full: 49, probationary: 2, posts })).toEqual(['ORG-02']);
  expect(unmet({ kind: 'generalBranch', full: 50, posts })).toEqual([]);
  expect(unmet({ kind: 'generalBranch', full: 99, posts })).toEqual([]);
  expect(unmet({ kind: 'generalBranch', full: 49, posts })).toEqual(['ORG-09']);
  expect(unmet({ kind: 'generalBranch', full: 100, posts })).toEqual(['ORG-09']);
  expect(unmet({ kind: 'committee', full: 99, posts })).toEqual(['ORG-09']);
  expect(unmet({ kind: 'committee', full: 100, posts })).toEqual([]);
  expect(unmet({ kind: 'committee', full: 20, posts, sizeApproved: true })).toEqual([]);
});

test('ORG-03: a joint branch has at most five units and three full members together', () => {
  expect(unmet({ kind: 'branchJoint', units: 5, full: 3 })).toEqual([]);
  expect(unmet({ kind: 'branchJoint', units: 6, full: 3 })).toEqual(['ORG-03']);
  expect(unmet({ kind: 'branchJoint', units: 2, full: 2 })).toEqual(['ORG-03']);
});

test('ORG-08: temporary, functional and action branches recruit nobody, discipline nobody, collect no dues, elect no delegates, hold no re-election', () => {
  for (const kind of ['branchTemporary', 'branchFunctional', 'branchAction'] as const)
    for (const work of limitedWork) expect(mayDo(kind, work)).toBe(false);
  expect(organisationKindNames.filter((kind) => mayDo(kind, 'holdReelection'))).toEqual([
    'committee',
    'generalBranch',
    'branchIndependent',
    'branchJoint',
  ]);
});

test('ORG-13: a group of three with a full member and a full leader is in order', () => {
  expect(groupFindings({ size: 3, full: 1, leaderIsFull: true }, rules).every((one) => one.ok)).toBe(true);
  expect(groupFindings({ size: 2, full: 1, leaderIsFull: true }, rules).some((one) => !one.ok)).toBe(true);
  expect(groupFindings({ size: 5, full: 0, leaderIsFull: false }, rules).filter((one) => !one.ok)).toHaveLength(2);
});
