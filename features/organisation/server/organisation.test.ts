import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPartyZone, type PartyZone } from '../../../tests/harness/party-zone.ts';

let zone: PartyZone;
beforeAll(async () => {
  zone = await startPartyZone(12);
});
afterAll(() => zone.close());

const committee = async (name: string, over: Record<string, unknown> = {}) =>
  (await zone.create('organisations', { name, kind: 'committee', establishedOn: '2021-01-01', ...over })).body;
const rulesOf = (answer: { body: { fields?: readonly { rule?: string }[] } }) => (answer.body.fields ?? []).map((field) => field.rule);

test('ORG-TREE: an organisation cannot be put below itself, and nothing is changed by the attempt', async () => {
  const upper = await committee('上级党委');
  const lower = await committee('下级党委', { parentId: upper.id });
  const circle = await zone.people.officer.send('PATCH', `/api/organisations/${upper.id}`, { parentId: lower.id }, { 'if-match': '"1"' });
  expect(circle.status).toBe(422);
  expect(circle.body).toMatchObject({ fields: [{ path: 'parentId', rule: 'ORG-TREE' }] });
  const branch = (await zone.create('organisations', { name: '某支部', kind: 'branchIndependent', establishedOn: '2022-01-01' })).body;
  expect(rulesOf(await zone.create('organisations', { name: '错位', kind: 'branchIndependent', parentId: branch.id }))).toEqual([
    'ORG-TREE',
  ]);
  expect(
    (await zone.people.officer.get<{ parentId: string | null; version: number }>(`/api/organisations/${upper.id}`)).body,
  ).toMatchObject({ parentId: null, version: 1 });
});

test('ORG-03: a joint branch of five firms stands, of six is refused on its form and on the unit alone', async () => {
  const six = await zone.create('organisations', {
    name: '六家联合支部',
    kind: 'branchJoint',
    establishedOn: '2025-01-01',
    unitFirmIds: zone.firms.slice(0, 6),
  });
  expect(six.status).toBe(422);
  expect(rulesOf(six)).toEqual(['ORG-03']);
  const five = (
    await zone.create('organisations', {
      name: '五家联合支部',
      kind: 'branchJoint',
      establishedOn: '2025-01-01',
      unitFirmIds: zone.firms.slice(0, 5),
    })
  ).body;
  expect(
    rulesOf(await zone.create('organisation-units', { organisationId: five.id, firmId: zone.firms[6], fromOn: '2026-01-01' })),
  ).toEqual(['ORG-03']);
  const units = await zone.people.officer.get<{ total: number }>(`/api/organisation-units?organisationId=${five.id}`);
  expect(units.body.total).toBe(5);
});

test('what covered whom is told for any past day', async () => {
  const branch = (
    await zone.create('organisations', {
      name: '变动支部',
      kind: 'branchJoint',
      establishedOn: '2025-03-01',
      unitFirmIds: [zone.firms[6], zone.firms[7]],
    })
  ).body;
  const changed = await zone.people.officer.send<{ unitFirmIds: string[] }>(
    'PATCH',
    `/api/organisations/${branch.id}`,
    { unitFirmIds: [zone.firms[7], zone.firms[8]] },
    { 'if-match': `"${branch.version}"` },
  );
  expect(changed.status).toBe(200);
  const on = async (asOf: string) =>
    (await zone.people.officer.get<{ units: { id: string }[] }>(`/api/organisations/${branch.id}/on-day?asOf=${asOf}`)).body.units
      .map((unit) => unit.id)
      .sort();
  expect(await on('2026-06-02')).toEqual([zone.firms[6], zone.firms[7]].sort());
  expect(await on('2026-06-03')).toEqual([zone.firms[7], zone.firms[8]].sort());
  expect((await zone.people.officer.get(`/api/organisations/${branch.id}/on-day?asOf=2025-02-28`)).status).toBe(404);
});

test('ORG-HOME: a member has one legal home at a time, any number of functional ones, and is counted once', async () => {
  const first = await committee('一党委');
  const action = (await zone.create('organisations', { name: '先锋行动支部', kind: 'branchAction', establishedOn: '2025-01-01' })).body;
  const member = (await zone.create('party-members', { name: '王党员', joinedOn: '2015-07-01', fullOn: '2016-07-01' })).body;
  const home = (organisationId: string, nature: string, over: Record<string, unknown> = {}) =>
    zone.create('party-memberships', { memberId: member.id, organisationId, nature, fromOn: '2020-01-01', ...over });
  expect((await home(first.id, 'legal')).status).toBe(201);
  const second = await committee('二党委');
  const refused = await home(second.id, 'legal', { fromOn: '2024-01-01' });
  expect(refused.status).toBe(422);
  expect(refused.body.fields?.[0]).toMatchObject({ rule: 'ORG-HOME', code: 'SECOND_LEGAL_HOME' });
  expect((await home(action.id, 'legal', { fromOn: '2019-01-01', toOn: '2019-12-31' })).body.fields?.[0]).toMatchObject({ rule: 'ORG-08' });
  expect((await home(action.id, 'functional')).status).toBe(201);
  const tree = await zone.people.officer.get<{ totals: { members: number; functionalMemberships: number } }>('/api/organisation-tree');
  expect(tree.body.totals).toMatchObject({ members: 1, functionalMemberships: 1 });
});

test('ORG-14, ORG-16: a term cannot begin before its election, and is put off only with approval', async () => {
  const { id: organisationId } = await committee('任期党委');
  const term = (over: Record<string, unknown>) =>
    zone.create('organisation-terms', {
      organisationId,
      basis: 'election',
      electedOn: '2022-05-01',
      beginsOn: '2022-05-01',
      endsOn: '2027-04-30',
      ...over,
    });
  expect(rulesOf(await term({ beginsOn: '2022-04-30' }))).toEqual(['ORG-14']);
  expect(rulesOf(await term({ delayedTo: '2027-10-01' }))).toEqual(['ORG-16']);
  expect((await term({})).status).toBe(201);
  expect(rulesOf(await term({ electedOn: '2026-01-01', beginsOn: '2026-01-01', endsOn: '2030-12-31' }))).toEqual(['ORG-14']);
  const day = await zone.people.officer.get<{ term: { colour: string } }>(`/api/organisations/${organisationId}/on-day?asOf=2027-05-01`);
  expect(day.body.term.colour).toBe('red');
});

test('ORG-06, ORG-19..22: a formation is applied for, approved, elected and filed, and only then does the organisation stand', async () => {
  const parent = await committee('园区党委');
  const opened = await zone.open('formations', {
    name: '新联合党支部',
    kind: 'branchJoint',
    unitFirmIds: zone.firms.slice(9, 12),
    parentId: parent.id,
    ground: '同园区',
  });
  expect(opened.status).toBe(201);
  const { id } = opened.body.row;
  expect((await zone.move('formations', id, 'elect')).status).toBe(409);
  await zone.move('formations', id, 'apply', { applicationNumber: '申〔2026〕1号' });
  const organisationId = String(opened.body.row['organisationId']);
  const status = async () => (await zone.people.officer.get<{ status: string }>(`/api/organisations/${organisationId}`)).body.status;
  expect(await status()).toBe('applied');
  const before = (await zone.people.officer.get<{ measures: { orgCoverageRate: { numerator: number } } }>('/api/coverage')).body.measures
    .orgCoverageRate.numerator;
  await zone.move('formations', id, 'approve', { approvalNumber: '高新党批〔2026〕8号' });
  const vote = { electedOn: '2026-06-02', entitled: 5, present: 3, seats: 1, candidates: 1, leastVotes: 2, secretaryName: '赵书记' };
  const invalid = await zone.move('formations', id, 'elect', vote);
  expect(invalid.status).toBe(422);
  expect(rulesOf(invalid)).toEqual(['ORG-19', 'ORG-21']);
  expect(
    (await zone.move('formations', id, 'appoint', { electedOn: '2026-06-02', appointmentNumber: '任1', secretaryName: '赵书记' })).body,
  ).toMatchObject({ code: 'ELECTED_KIND' });
  expect((await zone.move('formations', id, 'elect', { ...vote, present: 5, leastVotes: 4 })).status).toBe(200);
  expect(await status()).toBe('approved');
  expect((await zone.move('formations', id, 'file', { filingNumber: '备1' })).body.status).toBe('established');
  expect(await status()).toBe('established');
  const day = await zone.people.officer.get(`/api/organisations/${organisationId}/on-day`);
  expect(day.body).toMatchObject({
    parent: { id: parent.id },
    officers: [{ name: '赵书记', post: 'secretary' }],
    term: { beginsOn: '2026-06-02', endsOn: '2029-06-01', colour: 'green' },
  });
  const after = (await zone.people.officer.get<{ measures: { orgCoverageRate: { numerator: number } } }>('/api/coverage')).body.measures
    .orgCoverageRate.numerator;
  expect(after - before).toBe(3);
});

test('ORG-07: an organisation ends only when its members have a home, and what it was stays askable', async () => {
  const home = await committee('接收党委');
  const branch = (
    await zone.create('organisations', {
      name: '待撤支部',
      kind: 'branchIndependent',
      establishedOn: '2022-01-01',
      unitFirmIds: [zone.firms[5]],
    })
  ).body;
  const member = (await zone.create('party-members', { name: '钱党员', joinedOn: '2015-07-01', fullOn: '2016-07-01' })).body;
  await zone.create('party-memberships', { memberId: member.id, organisationId: branch.id, nature: 'legal', fromOn: '2022-01-01' });
  const { id } = (await zone.open('dissolutions', { organisationId: branch.id, ground: '党员不足三名' })).body.row;
  await zone.move('dissolutions', id, 'report', { reportNumber: '请1' });
  await zone.move('dissolutions', id, 'approve', { approvalNumber: '批1' });
  const homeless = await zone.move('dissolutions', id, 'dissolve', { dissolvedOn: '2026-06-01' });
  expect(homeless.body.fields?.[0]).toMatchObject({ rule: 'ORG-07', code: 'MEMBERS_HOMELESS' });
  expect((await zone.move('dissolutions', id, 'dissolve', { dissolvedOn: '2026-06-01', newHomeId: home.id })).status).toBe(200);
  expect((await zone.people.officer.get(`/api/organisations/${branch.id}/on-day?asOf=2026-06-01`)).status).toBe(404);
  const past = await zone.people.officer.get<{ units: { id: string }[]; members: { legal: number } }>(
    `/api/organisations/${branch.id}/on-day?asOf=2026-05-31`,
  );
  expect(past.body).toMatchObject({ units: [{ id: zone.firms[5] }], members: { legal: 1 } });
  const moved = await zone.people.officer.get<{ members: { legal: number } }>(`/api/organisations/${home.id}/on-day?asOf=2026-06-01`);
  expect(moved.body.members.legal).toBe(1);
});

test('ORG-14..16, ORG-22: a re-election may be put off by a year, is held, settled, and begins a new term', async () => {
  const { id: organisationId } = (
    await zone.create('organisations', { name: '换届支部', kind: 'branchIndependent', establishedOn: '2023-06-01' })
  ).body;
  await zone.create('organisation-terms', {
    organisationId,
    basis: 'election',
    electedOn: '2023-06-10',
    beginsOn: '2023-06-10',
    endsOn: '2026-06-09',
  });
  await zone.create('organisation-posts', { organisationId, name: '旧书记', post: 'secretary', fromOn: '2023-06-10' });
  const { id } = (await zone.open('reelections', { organisationId })).body.row;
  expect(rulesOf(await zone.open('reelections', { organisationId }))).toEqual(['ORG-14']);
  expect(
    rulesOf(await zone.move('reelections', id, 'delay', { delayedTo: '2027-06-10', delayApproval: '延1', delayReason: '书记调动' })),
  ).toEqual(['ORG-16']);
  expect(
    (await zone.move('reelections', id, 'delay', { delayedTo: '2026-12-09', delayApproval: '延1', delayReason: '书记调动' })).status,
  ).toBe(200);
  await zone.move('reelections', id, 'request', { requestNumber: '请2' });
  await zone.move('reelections', id, 'approve', { approvalNumber: '批2' });
  await zone.move('reelections', id, 'hold', {
    electedOn: '2026-06-03',
    entitled: 5,
    present: 5,
    seats: 1,
    candidates: 1,
    leastVotes: 5,
    secretaryName: '新书记',
  });
  expect((await zone.move('reelections', id, 'settle', { resultApproval: '批3', filingNumber: '备3' })).body.status).toBe('settled');
  const officers = async (asOf: string) =>
    (
      await zone.people.officer.get<{ officers: { name: string }[] }>(`/api/organisations/${organisationId}/on-day?asOf=${asOf}`)
    ).body.officers.map((one) => one.name);
  expect(await officers('2026-06-02')).toEqual(['旧书记']);
  expect(await officers('2026-06-03')).toEqual(['新书记']);
  expect((await zone.people.officer.get<{ status: string }>(`/api/organisations/${organisationId}`)).body.status).toBe('established');
});

test("members' names are for officers and auditors; a leader sees numbers, a contact neither", async () => {
  expect((await zone.people.leader.get('/api/party-members')).status).toBe(403);
  expect((await zone.people.auditor.get('/api/party-members')).status).toBe(200);
  expect((await zone.people.contact.get('/api/party-members')).status).toBe(403);
  expect((await zone.people.leader.get('/api/organisation-tree')).status).toBe(200);
  expect((await zone.people.contact.get('/api/organisation-tree')).status).toBe(403);
});

test('§12.1: how many members a firm has is no matter for those who only serve it', async () => {
  await zone.create('member-counts', { firmId: zone.firms[11], countedOn: '2026-01-01', fullMembers: 2, probationaryMembers: 1 });
  type Party = { fullMembers: number | null; probationary: number | null; why: { zh: string } };
  const seen = async (who: 'leader' | 'specialist') => (await zone.people[who].get<Party>(`/api/firms/${zone.firms[11]}/party`)).body;
  expect(await seen('leader')).toMatchObject({ fullMembers: 2, probationary: 1 });
  expect(await seen('specialist')).toMatchObject({ fullMembers: null, probationary: null });
  expect((await seen('specialist')).why.zh).not.toMatch(/\d 名/);
  for (const path of ['/api/member-counts', '/api/organisation-tree', '/api/coverage', `/api/coverage/firms?measure=orgCoverageRate`])
    expect((await zone.people.specialist.get(path)).status, path).toBe(403);
});
