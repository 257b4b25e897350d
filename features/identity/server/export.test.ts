import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import type { Problem } from '#kernel/contract/problem.ts';
import { addPack } from '#kernel/server/cases/rules-in-force.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { readWorkbook } from '#kernel/server/sheets/read-workbook.ts';
import { person } from '#features/registry/records.ts';
import { startTestApp, testPassword, type Answer, type Client, type TestApp } from '../../../tests/harness/app.ts';
import { defaultExport } from '../rules/export-state.ts';

/** §12.1: more than fifty rows about people leave in a file only with a purpose, on a second person's word, with who and when in it. */
let app: TestApp;
let owner: pg.Client;
let officer: Client;
let colleague: Client;
let leader: Client;
const file = '/api/people.xlsx';

beforeAll(async () => {
  app = await startTestApp();
  owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  for (const [loginName, role] of [
    ['officer', 'partyWorkOfficer'],
    ['colleague', 'partyWorkOfficer'],
    ['leader', 'zoneLeader'],
    ['talents', 'talentOfficer'],
  ] as const)
    await app.addUser({ loginName, grants: [{ role }] });
  await app.inZone((ask) =>
    insertRows(
      ask,
      person,
      Array.from({ length: 60 }, (_, index) => ({ name: `人员${index}`, post: index < 10 ? '主任' : '职员' })),
    ),
  );
  await signIn();
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

async function signIn() {
  [officer, colleague, leader] = await Promise.all([app.signIn('officer'), app.signIn('colleague'), app.signIn('leader')]);
}

const wish = { record: 'person', conditions: '', rows: 60, why: '报送组织部门年度统计' };
const ask = (body: object = wish) => officer.post<CaseView & Problem>('/api/export-approvals', body);
const move = (who: Client, id: string, name: string, body: object = {}): Promise<Answer<Problem>> =>
  who.post(`/api/export-approvals/${id}/moves/${name}`, body, { 'if-match': '"1"' });

/** The workbook that the officer is given: its notes and how many rows it holds. */
async function taken() {
  const login = await app.app.fastify.inject({
    method: 'POST',
    url: '/api/login',
    payload: { loginName: 'officer', password: testPassword },
  });
  const cookies = Object.fromEntries(login.cookies.map(({ name, value }) => [name, value]));
  const { rawPayload } = await app.app.fastify.inject({ url: file, cookies });
  const read = await readWorkbook(new Uint8Array(rawPayload), 'people.xlsx');
  if (!read.ok) throw new Error(read.refusal.message.en);
  const rows = read.value[0]?.rows ?? [];
  return { notes: String(rows[1]?.[0]), rows: rows.length - 3 };
}

test('sixty are refused by the rule, with what to ask for; ten go, with who took them and when in the file', async () => {
  const refused = await officer.get<Problem>(file);
  expect(refused).toMatchObject({ status: 403, body: { code: 'EXPORT_NEEDS_APPROVAL', rule: '§12.1' } });
  expect(refused.body.details).toEqual({ record: 'person', conditions: '', rows: 60, most: 50 });
  expect((await officer.get(`${file}?q=${encodeURIComponent('人员1')}`)).status).toBe(200);
});

test('the one who asks does not decide, nor does anybody without the role; a second person does, and the file says whose word it was', async () => {
  const { body, status } = await ask();
  expect(status).toBe(201);
  const { id } = body.row;
  expect((await move(officer, id, 'approve')).status).toBe(403);
  expect((await move(await app.signIn('talents'), id, 'approve')).status).toBe(404);
  expect((await officer.get(file)).status).toBe(403);
  expect((await leader.get<{ items: { id: string }[] }>('/api/inbox')).body.items).toEqual([
    expect.objectContaining({ id, moves: ['approve', 'refuse'] }),
  ]);
  expect((await move(leader, id, 'approve')).status).toBe(200);
  const got = await taken();
  expect(got.rows).toBe(60);
  for (const said of ['officer', '2026', '批准人：leader', wish.why]) expect(got.notes).toContain(said);
  const { rows } = await owner.query(
    `SELECT why, after FROM audit_entries WHERE action = 'export' AND subject_kind = 'person' ORDER BY id DESC LIMIT 1`,
  );
  expect(rows).toMatchObject([{ why: wish.why, after: { rows: 60, approvalId: id } }]);
  expect((await officer.get<CaseView>(`/api/export-approvals/${id}`)).body.timeline.map((entry) => entry.move)).toContain('take');
});

test('an approval lets go no other conditions, no other person, no more rows, and no longer than its days', async () => {
  expect((await officer.get(`${file}?ended=all`)).status).toBe(403);
  expect((await colleague.get(file)).status).toBe(403);
  await app.inZone((context) => insertRows(context, person, [{ name: '后来的人' }]));
  expect((await officer.get(file)).status).toBe(403);
  const { id } = (await ask({ ...wish, rows: 61 })).body.row;
  expect((await move(colleague, id, 'approve')).status).toBe(200);
  expect((await officer.get(file)).status).toBe(200);
  app.clock.now += 3 * 86_400_000;
  await signIn();
  expect((await officer.get(file)).status).toBe(403);
});

test('a refused or withdrawn wish lets nothing go; what is no register about people cannot be wished for', async () => {
  const refused = (await ask({ ...wish, rows: 70 })).body.row.id;
  expect((await move(leader, refused, 'refuse', { reason: '用途不清' })).status).toBe(200);
  const withdrawn = (await ask({ ...wish, rows: 70 })).body.row.id;
  expect((await move(officer, withdrawn, 'withdraw')).status).toBe(200);
  expect((await move(leader, withdrawn, 'approve')).status).toBe(409);
  expect((await officer.get(file)).status).toBe(403);
  for (const record of ['firm', 'chain', 'nothing', '__proto__']) expect((await ask({ ...wish, record })).status, record).toBe(422);
});

test("the zone's own edition of the limit counts", async () => {
  await app.inZone((context) =>
    addPack(
      context.tx,
      app.zoneId,
      { ...defaultExport, edition: 'zone-2026', effectiveFrom: '2026-01-01', params: { rowsMost: 100 } },
      context.now,
    ),
  );
  expect((await officer.get(file)).status).toBe(200);
});

test('firms are not people: their register goes as before', async () => {
  expect((await officer.get('/api/firms.xlsx')).status).toBe(200);
});
