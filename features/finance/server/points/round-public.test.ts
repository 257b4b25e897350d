import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dateOf, dayMs } from '#kernel/rules/instant.ts';
import { withZone } from '#kernel/server/database/door.ts';
import { createRow, updateRow } from '#kernel/server/records/write.ts';
import { firm } from '#features/registry/records.ts';
import type { FirmPoints } from '../../points-contract.ts';
import { defaultPointsScheme } from '../../rules/points-scheme.ts';
import { startTestApp, type Answer, type Client, type TestApp } from '../../../../tests/harness/app.ts';

type Row = { id: string; version: number } & Record<string, unknown>;
type Fields = { path: string; code?: string; message: { zh: string } }[];
type View = { row: Row; status: string; code: string; fields?: Fields };

let app: TestApp;
let firmId = '';
const people = {} as Record<'finance' | 'second' | 'contact', Client>;

beforeAll(async () => {
  app = await startTestApp();
  firmId = await app.inZone(
    async (ask) => (await createRow(ask, firm, { name: '云杉光电', status: 'operating', registeredOn: '2016-06-01' })).id,
  );
  for (const loginName of ['finance', 'second']) await app.addUser({ loginName, grants: [{ role: 'financeOfficer' }] });
  await app.addUser({ loginName: 'contact', grants: [{ role: 'enterpriseContact', scopeId: firmId }] });
  await later(0);
}, 60_000);
afterAll(() => app.close());

async function later(days: number): Promise<void> {
  app.clock.now += days * dayMs;
  await app.sweep();
  for (const name of ['finance', 'second', 'contact'] as const) people[name] = await app.signIn(name);
}
const enter = (year: number, indicator: string, value: number, who = people.finance) =>
  who.post<View>('/api/points-inputs', { firmId, year, indicator, state: 'value', value, source: '年报' });
async function move(who: Client, path: string, id: string, name: string, input: object = {}): Promise<Answer<View>> {
  const { row } = (await who.get<View>(`/api/${path}/${id}`)).body;
  return who.post(`/api/${path}/${id}/moves/${name}`, input, { 'if-match': `"${row?.version ?? 1}"` });
}
const round = (id: string, name: string, input: object = {}) => move(people.finance, 'points-rounds', id, name, input);
async function publicRound(year: number): Promise<string> {
  const { id } = (await people.finance.post<View>('/api/points-rounds', { year })).body.row;
  await round(id, 'score');
  expect((await round(id, 'publish')).body.status).toBe('publicity');
  return id;
}
const object = async (roundId: string, indicator: string) =>
  (await people.contact.post<View>('/api/points-objections', { roundId, indicator, says: '有误', evidence: '审计报告' })).body;
const uphold = (id: string, value: number, who = people.finance) =>
  move(who, 'points-objections', id, 'uphold', { state: 'value', value, reason: '属实' });
const pointsOf = async (year: number, on?: string) =>
  (await people.contact.get<FirmPoints>(`/api/firms/${firmId}/points?year=${year}${on === undefined ? '' : `&on=${on}`}`)).body;

test('PTS-PUBLICITY: the statement of a public year is what is public; what is entered meanwhile moves neither it nor what an upheld objection gives', async () => {
  await enter(2021, 'T1', 500);
  expect(await pointsOf(2021)).toMatchObject({ standing: { kind: 'provisional' }, trace: { score: 5 } });
  const before = dateOf(app.clock.now);
  await later(1);
  const id = await publicRound(2021);
  const refused = await enter(2021, 'T4', 30, people.contact);
  expect([refused.status, refused.body.fields?.[0]?.path, refused.body.fields?.[0]?.code]).toEqual([422, 'year', 'YEAR_PUBLIC']);
  expect(refused.body.fields?.[0]?.message.zh).toContain('请提出异议');
  expect((await enter(2022, 'T4', 30, people.contact)).status).toBe(201);
  expect((await enter(2021, 'T3', 10)).status).toBe(201);
  const csv = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n企业名称,T5\n云杉光电,10\n\r\n--b--\r\n';
  const sheet = (year: number) =>
    people.finance.post<{ added: number; isYearPublic: boolean }>(`/api/points-sheets?year=${year}&source=x&write=no`, Buffer.from(csv), {
      'content-type': 'multipart/form-data; boundary=b',
    });
  expect((await sheet(2021)).body).toMatchObject({ added: 1, isYearPublic: true });
  expect((await sheet(2022)).body).toMatchObject({ added: 1, isYearPublic: false });
  const shown = await pointsOf(2021);
  expect([shown.standing, shown.trace.score]).toEqual([{ kind: 'public', on: dateOf(app.clock.now), roundId: id }, 5]);
  const { row } = await object(id, 'T1');
  expect((await uphold(row.id, 1000)).body.status).toBe('upheld');
  expect((await pointsOf(2021)).trace.score).toBe(10);
  await later(9);
  expect((await enter(2021, 'T4', 30, people.contact)).body.fields?.[0]?.code).toBe('YEAR_PUBLIC');
  // five working days, the day of publication (a Thursday) the first of them (T-CAL-1)
  expect((await object(id, 'T1')).fields?.[0]?.message.zh).toContain('公示期已于 2026-06-10 届满；仍有误请联系');
  expect((await round(id, 'freeze')).body.status).toBe('frozen');
  expect(await pointsOf(2021)).toMatchObject({ standing: { kind: 'frozen' }, trace: { score: 10 } });
  // the officer's own later value comes in by a correction, with its reason
  expect((await round(id, 'correct', { firmId, reason: '漏记' })).status).toBe(200);
  expect((await pointsOf(2021)).trace.score).toBe(20);
  expect(await pointsOf(2021, before)).toMatchObject({ standing: { kind: 'provisional' }, trace: { score: 5 } });
});

test('PTS-PUBLICITY: two objections of a firm upheld at the same moment both count', async () => {
  await enter(2020, 'T1', 100);
  const id = await publicRound(2020);
  const raised = [(await object(id, 'T1')).row.id, (await object(id, 'T3')).row.id] as const;
  const begun = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  const held = app.inZone(async (ask) => {
    await sql`SELECT 1 FROM firms WHERE id = ${firmId} FOR NO KEY UPDATE`.execute(ask.tx);
    begun.resolve();
    await letGo.promise;
  });
  await begun.promise;
  const upheld = Promise.all([uphold(raised[0], 1000), uphold(raised[1], 10, people.second)]);
  const waiting = () =>
    app.inZone(async ({ tx }) => {
      const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(tx);
      return rows[0]?.count ?? 0;
    });
  for (let asked = 0; asked < 500 && (await waiting()) < 2; asked += 1);
  letGo.resolve();
  await held;
  const both = await upheld;
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect((await pointsOf(2020)).trace).toMatchObject({ score: 20, stage: 'growth' });
});

test('a past day keeps the round that was cancelled since, and the day of registration as it stood then', async () => {
  await enter(2023, 'T1', 1000);
  const then = dateOf(app.clock.now);
  const id = await publicRound(2023);
  const shown = await pointsOf(2023);
  await later(1);
  await round(id, 'cancel', { reason: '方案有误' });
  expect((await pointsOf(2023)).standing.kind).toBe('provisional');
  expect(await pointsOf(2023, then)).toEqual(shown);
  const before = await pointsOf(2023);
  await later(1);
  await app.inZone((ask) => updateRow(ask, firm, firmId, 1, { registeredOn: '2001-01-01' }));
  expect((await pointsOf(2023)).trace.stage).toBe('stable');
  expect(await pointsOf(2023, before.on)).toEqual(before);
});

test('PTS-SCHEME: a day has one edition, also when two officers publish at once', async () => {
  const day = dateOf(app.clock.now + dayMs);
  const publish = (edition: string, who = people.finance) =>
    who.post<View>('/api/points-schemes', { edition, effectiveFrom: day, source: '核定', scheme: defaultPointsScheme.params });
  const both = await Promise.all([publish('甲版'), publish('乙版', people.second)]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 422]);
  const [fault] = both.flatMap(({ body }) => body.fields ?? []);
  expect(fault).toMatchObject({ path: 'effectiveFrom', code: 'EDITION_SAME_DAY' });
  expect(fault?.message.zh).toContain(`也自 ${day} 生效`);
  for (const statement of [sql`UPDATE rule_packs SET params = '{}'`, sql`DELETE FROM rule_packs`])
    await expect(withZone(app.house.db, app.zoneId, (tx) => statement.execute(tx))).rejects.toThrow('permission denied');
});
