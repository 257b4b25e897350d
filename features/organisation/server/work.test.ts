import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../../../tests/harness/app.ts';
import { startPartyZone, type PartyZone } from '../../../tests/harness/party-zone.ts';

let zone: PartyZone;
let secretary: Client;
let branchId: string;

beforeAll(async () => {
  zone = await startPartyZone(6);
  branchId = (
    await zone.create('organisations', {
      name: '示范支部',
      kind: 'branchIndependent',
      establishedOn: '2020-01-01',
      unitFirmIds: [zone.firms[0]],
    })
  ).body.id;
  await zone.create('member-counts', { firmId: zone.firms[0], countedOn: '2024-12-31', fullMembers: 12, probationaryMembers: 0 });
  await zone.addUser({ loginName: 'secretary', grants: [{ role: 'branchSecretary', scopeId: branchId }] });
  secretary = await zone.signIn('secretary');
});
afterAll(() => zone.close());

const rulesOf = (answer: { body: { fields?: readonly { rule?: string }[] } }) => (answer.body.fields ?? []).map((field) => field.rule);
type Life = {
  met: number;
  required: number;
  rate: number | null;
  requirements: { kind: string; status: string; periodStart: string; eventId: string | null }[];
};

test('T-LIFE-1 through HTTP: twelve members, committee, two groups, a full year with one group missing March is 57 of 58', async () => {
  const groups: string[] = [];
  for (const name of ['一组', '二组'])
    groups.push((await zone.create('party-groups', { name, organisationId: branchId, fromOn: '2020-01-01' })).body.id);
  const hold = (kinds: string[], heldOn: string, groupId?: string) =>
    secretary.post('/api/life-records', {
      topic: '按时开展',
      organisationId: branchId,
      kinds,
      heldOn,
      entitled: 12,
      present: 12,
      minutes: '记录',
      state: 'confirmed',
      ...(groupId ? { groupId } : {}),
    });
  for (let month = 1; month <= 12; month += 1) {
    const day = `2025-${String(month).padStart(2, '0')}-10`;
    expect((await hold(['themeDay'], day)).status).toBe(201);
    await hold(['committeeMeeting'], day);
    for (const [index, group] of groups.entries()) if (!(month === 3 && index === 1)) await hold(['groupMeeting'], day, group);
    if (month % 3 === 0) {
      await hold(['membersMeeting'], day);
      await hold(['lecture'], day);
    }
  }
  await hold(['orgLifeMeeting', 'appraisal'], '2025-12-20');
  const { body } = await secretary.get<Life>(`/api/organisations/${branchId}/life?year=2025`);
  expect([body.met, body.required]).toEqual([57, 58]);
  expect(((body.rate ?? 0) * 100).toFixed(2)).toBe('98.28');
  const missed = body.requirements.filter((one) => one.status === 'overdue');
  expect(missed).toMatchObject([{ kind: 'groupMeeting', periodStart: '2025-03-01' }]);
  await zone.create('life-waivers', {
    organisationId: branchId,
    kind: 'groupMeeting',
    periodStart: '2025-03-01',
    groupId: groups[1],
    reason: '组长出差',
  });
  expect((await secretary.get<Life>(`/api/organisations/${branchId}/life?year=2025`)).body.rate).toBe(1);
});

test('LIFE-02, LIFE-11 and the pairs: no quorum, no group, or kinds that do not fit are refused with their rule', async () => {
  const record = (over: object) =>
    secretary.post<{ fields?: { rule?: string }[] }>('/api/life-records', {
      topic: '会',
      organisationId: branchId,
      kinds: ['membersMeeting'],
      heldOn: '2026-05-01',
      entitled: 10,
      present: 5,
      minutes: '记录',
      state: 'confirmed',
      ...over,
    });
  expect((await record({})).status).toBe(201);
  expect(rulesOf(await record({ present: 4 }))).toEqual(['LIFE-11']);
  expect(rulesOf(await record({ kinds: ['committeeMeeting'], present: 4 }))).toEqual(['LIFE-02']);
  expect(rulesOf(await record({ kinds: ['groupMeeting'] }))).toEqual(['LIFE-03']);
  expect(rulesOf(await record({ kinds: ['committeeMeeting', 'themeDay'] }))).toEqual(['§2']);
  expect(rulesOf(await record({ heldOn: '2026-06-04' }))).toEqual(['§2']);
  expect((await record({ heldOn: '2026-05-01', topic: '补记' })).body).toMatchObject({ lateEntry: true });
});

test('a secretary records for the own branch alone', async () => {
  const other = (await zone.create('organisations', { name: '别的支部', kind: 'branchIndependent', establishedOn: '2020-01-01' })).body;
  const record = await secretary.post('/api/life-records', {
    topic: '会',
    organisationId: other.id,
    kinds: ['lecture'],
    heldOn: '2026-05-01',
    state: 'draft',
  });
  expect(record.status).toBe(403);
  expect((await secretary.get(`/api/organisations/${other.id}/life`)).status).toBe(404);
  expect((await secretary.get('/api/organisation-life')).status).toBe(403);
});

test('7.3: an alliance says what it lacks, whose turn it is, and turns decisions into promises that the chair confirms', async () => {
  const cluster = (await zone.create('clusters', { name: '先进计算集群' })).body;
  const alliance = (
    await zone.create('alliances', {
      name: '先进计算党建联建',
      clusterId: cluster.id,
      hubOrganisationId: branchId,
      foundedOn: '2026-01-01',
      turnMonths: 3,
    })
  ).body;
  const state = async (asOf = '2026-06-03') =>
    (
      await zone.people.leader.get<{
        active: boolean;
        lacks: { zh: string }[];
        chair: { id: string } | null;
        next: { id: string } | null;
        unfinished: number;
      }>(`/api/alliances/${alliance.id}/state?asOf=${asOf}`)
    ).body;
  expect((await state()).lacks.length).toBe(2);
  const units = [branchId];
  for (const name of ['乙支部', '丙支部'])
    units.push((await zone.create('organisations', { name, kind: 'branchIndependent', establishedOn: '2020-01-01' })).body.id);
  for (const [index, organisationId] of units.entries())
    await zone.create('alliance-members', {
      allianceId: alliance.id,
      organisationId,
      chairOrder: index + 1,
      contactName: '联系人',
      fromOn: '2026-01-01',
    });
  const meeting = (await zone.create('alliance-meetings', { allianceId: alliance.id, topic: '二季度联席会', heldOn: '2026-05-20' })).body;
  expect(meeting['chairOrganisationId']).toBe(units[1]);
  expect(await state()).toMatchObject({ active: true, chair: { id: units[1] }, next: { id: units[2] } });
  const decide = (over: object) =>
    zone.open('alliance-decisions', { meetingId: meeting.id, what: '共享检测平台', dueOn: '2026-09-30', ...over });
  expect(rulesOf(await decide({}))).toEqual(['7.3']);
  const { id } = (await decide({ ownerOrganisationId: branchId })).body.row;
  expect((await state()).unfinished).toBe(1);
  const inbox = await secretary.get<{ items: { id: string }[] }>('/api/inbox');
  expect(inbox.body.items.map((item) => item.id)).toContain(id);
  expect((await zone.move('alliance-decisions', id, 'reportKept', { outcome: '已共享' }, secretary)).body.status).toBe('reportedKept');
  expect((await zone.move('alliance-decisions', id, 'confirm', {}, secretary)).status).toBe(403);
  expect((await zone.move('alliance-decisions', id, 'confirm')).body.status).toBe('kept');
  expect((await state()).unfinished).toBe(0);
});

test('1145 comes as editable parts, and is published only as one, one, four and five', async () => {
  const { id } = (await zone.people.officer.post<{ id: string }>('/api/scheme-templates', { code: '1145' })).body;
  type Tree = { faults: unknown[]; groups: { name: string; parts: { id: string; name: string; isDefault: boolean }[] }[] };
  const tree = async () => (await zone.people.leader.get<Tree>(`/api/schemes/${id}/tree`)).body;
  expect((await tree()).groups.map((group) => group.parts.length)).toEqual([1, 1, 4, 5]);
  const part = (await tree()).groups[2]?.parts[0];
  const named = await zone.people.officer.send('PATCH', `/api/scheme-parts/${part?.id}`, { name: '头雁工程' }, { 'if-match': '"1"' });
  expect(named.body).toMatchObject({ name: '头雁工程', isDefault: false });
  const extra = (await zone.create('scheme-parts', { name: '第六联', schemeId: id, groupOrder: 4, groupName: '五联机制', position: 6 }))
    .body;
  const refused = await zone.people.officer.post<{ fields: { rule: string }[] }>(`/api/schemes/${id}/publish`);
  expect([refused.status, rulesOf(refused)]).toEqual([422, ['7.3']]);
  await zone.people.officer.post(`/api/scheme-parts/${extra.id}/end`, { endedOn: '2026-06-03', why: '多建' }, { 'if-match': '"1"' });
  expect((await zone.people.officer.post(`/api/schemes/${id}/publish`)).body).toEqual({ status: 'published' });
});

test('NPE-01: the secretary answers the blanks, the officer settles five of five, and what goes back names its clause', async () => {
  const { id } = (await zone.people.officer.post<{ id: string }>('/api/scheme-templates', { code: '五个一' })).body;
  type Review = { parts: { partId: string; state: string }[]; complete: boolean };
  const review = async (who: Client) => (await who.get<Review>(`/api/organisations/${branchId}/review?schemeId=${id}`)).body;
  const parts = (await review(secretary)).parts;
  expect(parts.map((part) => part.state)).toEqual(['blank', 'blank', 'blank', 'blank', 'blank']);
  const answer = (who: Client, own: object[]) =>
    who.post<{ complete: boolean; fields?: { rule: string }[] }>(`/api/organisations/${branchId}/review`, { parts: own });
  expect(
    (
      await answer(
        secretary,
        parts.map((part) => ({ partId: part.partId, evidence: '做法' })),
      )
    ).body.complete,
  ).toBe(false);
  expect(rulesOf(await answer(secretary, [{ partId: parts[0]?.partId, verdict: 'done' }]))).toEqual(['NPE-01']);
  expect(rulesOf(await answer(zone.people.officer, [{ partId: parts[0]?.partId, verdict: 'returned' }]))).toEqual(['NPE-01']);
  expect(
    (
      await answer(
        zone.people.officer,
        parts.map((part) => ({ partId: part.partId, verdict: 'done' })),
      )
    ).body.complete,
  ).toBe(true);
  expect((await review(secretary)).complete).toBe(true);
});
