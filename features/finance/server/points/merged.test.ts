import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRow } from '#kernel/server/records/write.ts';
import { firm } from '#features/registry/records.ts';
import type { FirmPoints } from '../../points-contract.ts';
import { startTestApp, type Client, type TestApp } from '../../../../tests/harness/app.ts';

type View = { row: { id: string; version: number } & Record<string, unknown> };

let app: TestApp;
let finance: Client;
let dispatcher: Client;
const firms: Record<'kept' | 'twin', string> = { kept: '', twin: '' };

beforeAll(async () => {
  app = await startTestApp();
  await app.inZone(async (ask) => {
    firms.kept = (await createRow(ask, firm, { name: '云杉光电', status: 'operating', registeredOn: '2019-01-01' })).id;
    firms.twin = (await createRow(ask, firm, { name: '云杉光电（旧）', status: 'operating', registeredOn: '2019-01-01' })).id;
  });
  await app.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  await app.addUser({ loginName: 'dispatcher', grants: [{ role: 'dispatcher' }] });
  finance = await app.signIn('finance');
  dispatcher = await app.signIn('dispatcher');
}, 60_000);
afterAll(() => app.close());

const enter = (of: keyof typeof firms, indicator: string, value: number) =>
  finance.post('/api/points-inputs', { firmId: firms[of], year: 2025, indicator, state: 'value', value, source: '年报' });
const valuesOf = async (of: keyof typeof firms) => {
  const { trace } = (await finance.get<FirmPoints>(`/api/firms/${firms[of]}/points?year=2025`)).body;
  return Object.fromEntries(trace.lines.flatMap(({ code, value }) => (value === null ? [] : [[code, value]])));
};
const versionOf = async (of: keyof typeof firms) => (await dispatcher.get<{ version: number }>(`/api/firms/${firms[of]}`)).body.version;

test('firms that turn out to be one are scored once, from all that was entered of either; a merge undone parts them again', async () => {
  await enter('kept', 'T1', 100);
  await enter('twin', 'T1', 300);
  await enter('twin', 'G5', 5000);
  await enter('kept', 'T3', 4);
  expect(await valuesOf('kept')).toEqual({ T1: 100, T3: 4 });
  const merged = await dispatcher.post<{ id: string }>(
    `/api/firms/${firms.twin}/merge`,
    { intoId: firms.kept, intoVersion: await versionOf('kept'), why: '同一家企业' },
    { 'if-match': `"${await versionOf('twin')}"` },
  );
  expect(merged.status).toBe(200);
  // of two values for one indicator the later one stands, under whichever name it came
  expect(await valuesOf('kept')).toEqual({ T1: 300, T3: 4, G5: 5000 });

  const round = (await finance.post<View>('/api/points-rounds', { year: 2025 })).body.row;
  const move = async (name: string, input: object = {}) => {
    const { row } = (await finance.get<View>(`/api/points-rounds/${round.id}`)).body;
    return finance.post<View>(`/api/points-rounds/${round.id}/moves/${name}`, input, { 'if-match': `"${row.version}"` });
  };
  await move('score');
  const scores = (await finance.get<{ rows: View['row'][] }>(`/api/points-scores?roundId=${round.id}`)).body.rows;
  expect(scores.map(({ firmId }) => firmId)).toEqual([firms.kept]);
  // nothing of the other name keeps the round from being made public
  expect((await move('publish')).status).toBe(200);
  await move('cancel', { reason: '试算' });

  expect((await dispatcher.post(`/api/firm-merges/${merged.body.id}/undo`, { why: '两家企业' })).status).toBe(200);
  expect([await valuesOf('kept'), await valuesOf('twin')]).toEqual([
    { T1: 100, T3: 4 },
    { T1: 300, G5: 5000 },
  ]);
});
