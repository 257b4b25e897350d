import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayMs } from '#kernel/rules/instant.ts';
import { withZone } from '#kernel/server/database/door.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { firm } from '#features/registry/records.ts';
import type { FirmPoints } from '../../points-contract.ts';
import { startTestApp, type Answer, type Client, type TestApp } from '../../../../tests/harness/app.ts';

type Row = { id: string; version: number } & Record<string, unknown>;
type View = { row: Row; status: string; code: string; rule?: string; fields?: { path: string; code?: string }[] };
type Account = { entries: { kind: string; points: string }[]; balance: string; isSound: boolean };

let app: TestApp;
let roundId = '';
const ids = { firm: '', other: '' };
const people = {} as Record<'finance' | 'contact' | 'stranger', Client>;
const names = ['finance', 'contact', 'stranger'] as const;

beforeAll(async () => {
  app = await startTestApp();
  await app.inZone(async (ask) => {
    ids.firm = (await createRow(ask, firm, { name: '云杉光电', status: 'operating', registeredOn: '2020-01-01' })).id;
    ids.other = (await createRow(ask, firm, { name: '另一家', status: 'operating', registeredOn: '2020-01-01' })).id;
  });
  await app.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  await app.addUser({ loginName: 'contact', grants: [{ role: 'enterpriseContact', scopeId: ids.firm }] });
  await app.addUser({ loginName: 'stranger', grants: [{ role: 'enterpriseContact', scopeId: ids.other }] });
  await later(0);
  await enter('T1', 500);
  await enter('T3', 10);
  await enter('T1', 1000, ids.other);
}, 60_000);
afterAll(() => app.close());

async function later(days: number): Promise<void> {
  app.clock.now += days * dayMs;
  await app.sweep();
  for (const name of names) people[name] = await app.signIn(name);
}
const enter = (indicator: string, value: number, firmId = ids.firm) =>
  people.finance.post<View>('/api/points-inputs', { firmId, year: 2025, indicator, state: 'value', value, source: '年报' });
async function move(who: Client, path: string, id: string, name: string, input: object = {}): Promise<Answer<View>> {
  const { row } = (await who.get<View>(`/api/${path}/${id}`)).body;
  return who.post(`/api/${path}/${id}/moves/${name}`, input, { 'if-match': `"${row?.version ?? 1}"` });
}
const round = (name: string, input: object = {}) => move(people.finance, 'points-rounds', roundId, name, input);
const pointsOf = async (query = '') => (await people.contact.get<FirmPoints>(`/api/firms/${ids.firm}/points?year=2025${query}`)).body;
const account = async () => (await people.contact.get<Account>(`/api/firms/${ids.firm}/points-account?year=2025`)).body;
const object = (over: object = {}, who = people.contact) =>
  who.post<View>('/api/points-objections', { roundId, indicator: 'T1', says: '审计报告为 1000 万元', evidence: '审计报告', ...over });

test('PTS-PUBLICITY: a round is begun once a year, reckoned before it is public, public only as entered, frozen only when the days are over', async () => {
  roundId = (await people.finance.post<View>('/api/points-rounds', { year: 2025 })).body.row.id;
  expect((await people.finance.post<View>('/api/points-rounds', { year: 2025 })).body.fields?.[0]).toMatchObject({ code: 'ROUND_TWICE' });
  expect((await people.finance.post<View>('/api/points-rounds', { year: 2027 })).body.fields?.[0]).toMatchObject({ code: 'YEAR_TO_COME' });
  expect((await people.contact.post('/api/points-rounds', { year: 2024 })).status).toBe(403);
  expect((await round('publish')).body.code).toBe('NOT_SCORED');
  expect((await object()).body.fields?.map(({ code }) => code)).toEqual(['NOT_PUBLIC', 'NOT_SCORED']);
  expect((await round('score')).body.row).toMatchObject({ firms: 2 });
  app.clock.now += 1000;
  await enter('T7', 500);
  expect((await round('publish')).body).toMatchObject({ code: 'SCORE_STALE', rule: 'PTS-PUBLICITY' });
  await round('score');
  expect((await round('publish')).body.status).toBe('publicity');
  expect((await round('freeze')).body.code).toBe('PUBLICITY_RUNS');
  // each firm reads its own scores alone
  const seen = (await people.stranger.get<{ rows: Row[] }>('/api/points-scores')).body.rows;
  expect(new Set(seen.map((row) => row['firmId']))).toEqual(new Set([ids.other]));
});

test('an objection is decided by a person with a reason; upheld, the value found is entered and that firm alone reckoned anew', async () => {
  expect((await object({ indicator: '没有' })).body.fields?.[0]).toMatchObject({ path: 'indicator', code: 'INDICATOR_UNKNOWN' });
  const { id } = (await object()).body.row;
  expect((await people.stranger.get(`/api/points-objections/${id}`)).status).toBe(404);
  const groundless = (await object({ indicator: 'T3', says: '应更高' })).body.row.id;
  expect((await move(people.finance, 'points-objections', groundless, 'dismiss')).status).toBe(422);
  expect((await move(people.finance, 'points-objections', groundless, 'dismiss', { reason: '年报一致' })).body.status).toBe('dismissed');
  await later(1);
  const before = (await pointsOf()).trace.score;
  expect((await move(people.finance, 'points-objections', id, 'uphold', { state: 'value', reason: '报告属实' })).status).toBe(422);
  expect(
    (await move(people.finance, 'points-objections', id, 'uphold', { state: 'value', value: 1000, reason: '报告属实' })).body.status,
  ).toBe('upheld');
  expect((await pointsOf()).trace.score).toBe(before + 5);
  const scores = (await people.finance.get<{ rows: Row[] }>(`/api/points-scores?firmId=${ids.firm}&order=-createdAt`)).body.rows;
  expect(scores.map((row) => [row['attempt'], row['score']])).toEqual([
    [3, before + 5],
    [2, before],
    [1, before - 6],
  ]);
  const open = (await object({ indicator: 'T5', says: '漏报' })).body.row.id;
  await later(8);
  expect((await people.finance.get<View>(`/api/points-rounds/${roundId}`)).body).toMatchObject({
    status: 'reviewed',
    row: { everOverdue: false },
  });
  expect((await object()).body.fields?.[0]).toMatchObject({ code: 'NOT_PUBLIC' });
  expect((await round('freeze')).body).toMatchObject({ code: 'OBJECTIONS_OPEN', rule: 'PTS-OBJECTION' });
  await move(people.contact, 'points-objections', open, 'withdraw');
});

test('PTS-LEDGER: frozen points stand whatever is entered later; a correction is a reversal and a new entry; every past day is as it was', async () => {
  const day = (await pointsOf()).on;
  const version = (await people.finance.get<View>(`/api/points-rounds/${roundId}`)).body.row.version;
  const both = await Promise.all(
    [1, 2].map(() => people.finance.post(`/api/points-rounds/${roundId}/moves/freeze`, {}, { 'if-match': `"${version}"` })),
  );
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const frozen = await pointsOf();
  expect(frozen.standing).toMatchObject({ kind: 'frozen', on: day, entries: 1 });
  expect(await account()).toMatchObject({ balance: frozen.trace.score.toFixed(2), isSound: true, entries: [{ kind: 'frozen' }] });
  await later(1);
  expect((await round('correct', { firmId: ids.firm, reason: '复核' })).body.code).toBe('NOTHING_CHANGED');
  await enter('T1', 100);
  expect((await pointsOf()).trace).toEqual(frozen.trace);
  expect((await round('correct', { firmId: ids.firm, reason: '审计更正' })).status).toBe(200);
  const corrected = await pointsOf();
  expect(corrected.trace.score).toBe(frozen.trace.score - 9);
  const { entries, balance, isSound } = await account();
  expect(entries.map(({ kind, points }) => [kind, points])).toEqual([
    ['frozen', frozen.trace.score.toFixed(2)],
    ['reversal', (-frozen.trace.score).toFixed(2)],
    ['correction', corrected.trace.score.toFixed(2)],
  ]);
  expect([balance, isSound]).toEqual([corrected.trace.score.toFixed(2), true]);
  expect((await pointsOf(`&on=${day}`)).trace).toEqual(frozen.trace);
  expect((await people.stranger.get(`/api/firms/${ids.firm}/points-account?year=2025`)).status).toBe(404);
  for (const statement of [
    sql`UPDATE points_entries SET points = 1`,
    sql`DELETE FROM points_entries`,
    sql`UPDATE points_scores SET score = 1`,
  ])
    await expect(withZone(app.house.db, app.zoneId, (tx) => statement.execute(tx))).rejects.toThrow('permission denied');
});

test('PTS-LEDGER: after corrections of any number the account is their fold, and an entry that was tampered with is found', async () => {
  const values = [950, 20, 20, 640, 1000, 333, 0, 512];
  let last = (await pointsOf()).trace.score;
  let entries = (await account()).entries.length;
  for (const value of values) {
    app.clock.now += 1000;
    await enter('T1', value);
    const answer = await round('correct', { firmId: ids.firm, reason: `改为 ${value}` });
    const { trace } = await pointsOf();
    const now = await account();
    expect(answer.status).toBe(trace.score === last ? 409 : 200);
    expect(now).toMatchObject({ balance: trace.score.toFixed(2), isSound: true });
    const sum = now.entries.reduce((cents, { points }) => cents + Math.round(Number(points) * 100), 0);
    expect(sum).toBe(Math.round(trace.score * 100));
    expect(now.entries.length).toBe(entries + (answer.status === 200 ? 2 : 0));
    [last, entries] = [trace.score, now.entries.length];
  }
  const owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  await owner.query(`UPDATE points_entries SET points = points + 1 WHERE firm_id = '${ids.firm}' AND seq = 2`);
  await owner.end();
  expect((await account()).isSound).toBe(false);
});
