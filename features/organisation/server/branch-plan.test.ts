import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPartyZone, type PartyZone } from '../../../tests/harness/party-zone.ts';

type Proposal = { kind: string; name: string; branchId: string | null; firms: { id: string }[]; why: { zh: string; en: string } };
type Plan = { proposals: Proposal[]; optimal: boolean };
type Refused = { fields: { rule: string; code: string }[] };

let zone: PartyZone;
let roomy: string;

// even firms stand in the east park, odd ones in the west: 0–14 have a member each, 15 has four, 16–19 form a branch with room for one
beforeAll(async () => {
  zone = await startPartyZone(20);
  for (const [index, firmId] of zone.firms.entries())
    await zone.create('member-counts', {
      firmId,
      countedOn: '2026-01-05',
      fullMembers: index === 15 ? 4 : 1,
      probationaryMembers: 0,
    });
  const branch = await zone.create('organisations', {
    name: '有余位的联合支部',
    kind: 'branchJoint',
    establishedOn: '2025-01-01',
    unitFirmIds: zone.firms.slice(16, 20),
  });
  roomy = branch.body.id;
}, 60_000);
afterAll(() => zone.close());

const ask = (body: object) => zone.people.officer.post<Plan & Refused>('/api/coverage-plans', body);
const accept = (proposals: object[]) =>
  zone.people.officer.post<{ formations: string[] } & Refused>('/api/coverage-plans/accept', { proposals });
const firmsOf = (...places: number[]) => places.map((place) => zone.firms[place] ?? '');

test('ORG-01, ORG-03: four members owe a branch of their own, whoever has fewer is placed with neighbours', async () => {
  const { body } = await ask({});
  expect(body.proposals.filter(({ kind }) => kind === 'independent').map((one) => one.firms.map(({ id }) => id))).toEqual([firmsOf(15)]);
  const placed = body.proposals.filter(({ kind }) => kind !== 'independent').flatMap((one) => one.firms.map(({ id }) => id));
  expect(placed.toSorted()).toEqual(zone.firms.slice(0, 15).toSorted());
  expect(body.optimal).toBe(true);
});

test('a group that people lock stays whole, even across parks, and says that people chose it', async () => {
  const group = firmsOf(0, 1, 2);
  const { body } = await ask({ locked: [group] });
  const locked = body.proposals.find((one) => one.firms.map(({ id }) => id).join() === group.join());
  expect(locked?.why.zh).toContain('由人选定');
  expect(body.proposals.filter((one) => one.firms.some(({ id }) => group.includes(id)))).toHaveLength(1);
});

test('what cannot be locked is refused with its rule: a firm that owes its own branch, two to be kept apart, too few, too many', async () => {
  const codes = async (body: object) => {
    const answer = await ask(body);
    return [answer.status, ...answer.body.fields.map(({ rule, code }) => `${rule} ${code}`)];
  };
  expect(await codes({ locked: [firmsOf(13, 15)] })).toEqual([422, 'ORG-01 OWES_OWN_BRANCH']);
  expect(await codes({ locked: [firmsOf(0, 2, 4)], apart: [firmsOf(2, 4)] })).toEqual([422, 'ORG-03 LOCKED_APART']);
  expect(await codes({ locked: [firmsOf(0, 2)] })).toEqual([422, 'ORG-03 TOO_FEW_MEMBERS']);
  expect(await codes({ locked: [firmsOf(0, 2, 4, 6, 8, 10)] })).toEqual([422, 'ORG-03 TOO_MANY_UNITS']);
  expect(await codes({ locked: [firmsOf(0, 2, 4), firmsOf(4, 6, 8)] })).toEqual([422, 'ORG-03 LOCKED_TWICE']);
  expect(await codes({ locked: [firmsOf(0, 2, 16)] })).toEqual([422, 'ORG-03 LOCKED_COVERED']);
});

test('ORG-03: two firms cannot join at once a branch that has room for one, and nothing of the step is done', async () => {
  const refused = await accept([
    { kind: 'joint', name: '东园联合支部', firmIds: firmsOf(0, 2, 4) },
    { kind: 'join', name: '有余位的联合支部', firmIds: firmsOf(6, 8), branchId: roomy },
  ]);
  expect([refused.status, refused.body.fields.map(({ code }) => code)]).toEqual([422, ['TOO_MANY_UNITS']]);
  expect((await zone.people.officer.get<{ total: number }>('/api/formations')).body.total).toBe(0);
  expect((await zone.people.officer.get<{ total: number }>(`/api/organisation-units?organisationId=${roomy}`)).body.total).toBe(4);
});

test('firms whose branch is being formed are not proposed again, nor locked', async () => {
  const group = firmsOf(10, 12, 14);
  expect((await accept([{ kind: 'joint', name: '东园第二联合支部', firmIds: group }])).body.formations).toHaveLength(1);
  const { body } = await ask({});
  expect(body.proposals.some((one) => one.firms.some(({ id }) => group.includes(id)))).toBe(false);
  const refused = await ask({ locked: [firmsOf(10, 0, 2)] });
  expect(refused.body.fields.map(({ rule, code }) => `${rule} ${code}`)).toEqual(['ORG-06 FORMATION_OPEN']);
});
