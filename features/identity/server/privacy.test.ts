import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { addPack } from '#kernel/server/cases/rules-in-force.ts';
import { answersTo } from '#kernel/server/figures/answer.ts';
import { questionOf } from '#kernel/server/figures/question.ts';
import { endRow, insertRows } from '#kernel/server/records/write.ts';
import { person } from '#features/registry/records.ts';
import { startTestApp, type Client, type TestApp } from '../../../tests/harness/app.ts';
import { fillRandomly } from '../../../tests/harness/random-zone.ts';
import type { myData } from '../contract.ts';
import { defaultRetention, goneText } from '../rules/retention.ts';
import { keepNoLonger, personalFields } from './retention.ts';

let app: TestApp;
let owner: pg.Client;
let officer: Client;
let security: Client;
let left: string;
let staying: string;

beforeAll(async () => {
  app = await startTestApp();
  owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  for (const [loginName, role] of [
    ['officer', 'partyWorkOfficer'],
    ['security', 'securityAdmin'],
    ['dispatcher', 'dispatcher'],
  ] as const)
    await app.addUser({ loginName, grants: [{ role }] });
  const [a = '', b = ''] = await app.inZone(async (ask) => {
    const ids = await insertRows(ask, person, [
      { name: '离开的人', phone: '13800138000', idNumber: '11010519491231002X' },
      { name: '留下的人', phone: '13800138001' },
    ]);
    await endRow(ask, person, ids[0] ?? '', 1, '2023-06-05', '离职');
    return ids;
  });
  [left, staying] = [a, b];
  officer = await app.signIn('officer');
  security = await app.signIn('security');
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

type Report = {
  edition: string;
  kinds: { what: string; days: number; due: number }[];
  gone: { what: string; rows: number; rule: string }[];
};
const report = async () => (await security.get<Report>('/api/privacy/retention')).body;
const due = (told: Report) => told.kinds.find((kind) => kind.what === 'person')?.due;

test('PIP-04: what an ended record says of a person goes on the day its period ends, not before; the log says how much, never what', async () => {
  expect(due(await report())).toBe(0);
  app.clock.now += 86_400_000;
  security = await app.signIn('security');
  expect(due(await report())).toBe(1);
  await app.sweep();
  officer = await app.signIn('officer');
  const gone = (await officer.get<Record<string, unknown>>(`/api/people/${left}`)).body;
  expect(gone).toMatchObject({ name: goneText, phone: null, idNumber: null, version: 2 });
  expect((await officer.get<Record<string, unknown>>(`/api/people/${staying}`)).body).toMatchObject({ name: '留下的人' });
  expect((await officer.get<{ rows: unknown[] }>(`/api/people?q=${encodeURIComponent('离开')}&ended=all`)).body.rows).toEqual([]);
  const told = await report();
  expect(due(told)).toBe(0);
  expect(told.gone).toContainEqual(expect.objectContaining({ what: 'person', rows: 1, rule: defaultRetention.edition }));
  expect(JSON.stringify(told.gone)).not.toContain('离开');
  const { rows } = await owner.query('SELECT 1 FROM people WHERE id = $1 AND (phone IS NOT NULL OR phone_index IS NOT NULL)', [left]);
  expect(rows).toEqual([]);
});

test('a second run finds nothing, and a zone’s own edition of the periods is the one that counts', async () => {
  expect(await keepNoLonger(app.house, app.zoneId)).toBe(0);
  await app.inZone(async (ask) => {
    await addPack(
      ask.tx,
      app.zoneId,
      { ...defaultRetention, edition: 'zone-2026', effectiveFrom: '2026-01-01', params: { endedRecordDays: 10 } },
      ask.now,
    );
    await endRow(ask, person, staying, 1, '2026-05-20', '离职');
  });
  expect(await report()).toMatchObject({ edition: 'zone-2026' });
  expect(await keepNoLonger(app.house, app.zoneId)).toBe(1);
  expect((await officer.get<Record<string, unknown>>(`/api/people/${staying}`)).body).toMatchObject({ name: goneText });
});

test('no figure of any day counts otherwise when everything that may go has gone', async () => {
  await app.inZone((ask) => fillRandomly(ask, 'retention', 12));
  const everything = () =>
    app.inZone(async (ask) => {
      const all = [...ask.house.figures.values()].map((one) => one.declaration);
      const days = ['2025-03-31', '2026-06-03'];
      const answers = await answersTo(
        ask,
        all.flatMap((figure) => days.map((asOf) => questionOf(ask, figure, { asOf }))),
      );
      return answers.map(({ id, asOf, value }) => [id, asOf, value]);
    });
  const before = await everything();
  const names = [...app.house.records.values()].map((one) => one.declaration).filter((one) => personalFields(one).length > 0);
  expect(names.length).toBeGreaterThan(5);
  const { rows } = await owner.query<{ at: string }>('SELECT max(ended_on)::text AS at FROM party_members');
  expect(rows[0]?.at).not.toBeNull();
  expect(await keepNoLonger(app.house, app.zoneId)).toBeGreaterThan(5);
  expect(await everything()).toEqual(before);
});

test('PIPL 45: a person has a copy of what is held about them: their own by signing in', async () => {
  await officer.post('/api/feedback', { text: '字再大些', page: '/' });
  const { body } = await officer.get<AnswerOf<typeof myData>>('/api/me/data');
  expect(body.mentionedBy.map(({ record }) => record.zh)).toContain('意见反馈');
  expect(body.parts.map((part) => part.purpose.zh)[0]).toBe('登录与识别身份');
  expect(body.parts[0]?.rows).toMatchObject([{ login_name: 'officer', name: 'officer' }]);
  expect(body.parts[1]?.rows).toMatchObject([{ role: 'partyWorkOfficer' }]);
  expect(body.parts[5]?.rows.map((row) => row['action'])).toContain('personalCopy');
  // each part says how long it is kept and calls its columns by words; nothing is given beside them
  for (const { columns, rows, kept } of body.parts) {
    expect(kept.zh).not.toBe('');
    const names = columns.map(({ name }) => name);
    for (const row of rows) expect(Object.keys(row)).toEqual(names);
  }
  const text = JSON.stringify(body);
  for (const other of ['security', 'argon2', 'totp_sealed']) expect(text).not.toContain(other);
});

test('those who never sign in have it from whoever may see their data in clear, with purposes, on record, and from nobody else', async () => {
  const made = await officer.post<{ id: string }>('/api/people', { name: '问询的人', phone: '13800138002' });
  const ask = (who: Client, body: object) =>
    who.post<{ fields: { name: string; value: unknown }[]; purposes: { why: { zh: string } }[]; code?: string }>(
      '/api/personal-copies',
      body,
    );
  const body = { record: 'person', id: made.body.id, why: '本人申请查阅' };
  const copy = await ask(officer, body);
  expect(copy.status).toBe(200);
  expect(copy.body.fields).toContainEqual(expect.objectContaining({ name: 'phone', value: '13800138002' }));
  expect(copy.body.purposes.map((purpose) => purpose.why.zh)).toContain('党群工作需要');
  const { rows } = await owner.query(`SELECT why FROM audit_entries WHERE action = 'personalCopy' AND subject_id = $1`, [made.body.id]);
  expect(rows).toEqual([{ why: '本人申请查阅' }]);
  for (const loginName of ['dispatcher', 'security']) {
    const other = await ask(await app.signIn(loginName), body);
    expect([403, 404], loginName).toContain(other.status);
    expect(JSON.stringify(other.body)).not.toContain('13800138002');
  }
  expect((await ask(officer, { ...body, record: 'chain' })).status).toBe(404);
  expect((await ask(officer, { ...body, why: ' ' })).status).toBe(422);
});
