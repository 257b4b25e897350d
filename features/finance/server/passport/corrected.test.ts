import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRow } from '#kernel/server/records/write.ts';
import { firm, provider } from '#features/registry/records.ts';
import type { PointsPassportOfFirm, PointsPassportStatement } from '../../passport-contract.ts';
import { startTestApp, type Client, type TestApp } from '../../../../tests/harness/app.ts';

let app: TestApp;
const ids = { firm: '', bank: '' };
const people = {} as Record<'contact' | 'bank' | 'finance', Client>;

beforeAll(async () => {
  app = await startTestApp();
  await app.inZone(async (ask) => {
    ids.firm = (await createRow(ask, firm, { name: '云杉光电', status: 'operating', registeredOn: '2020-01-01' })).id;
    ids.bank = (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
  });
  await app.addUser({ loginName: 'contact', grants: [{ role: 'enterpriseContact', scopeId: ids.firm }] });
  await app.addUser({ loginName: 'bank', grants: [{ role: 'bankOfficer', scopeId: ids.bank }] });
  await app.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  await later(0);
}, 60_000);
afterAll(() => app.close());

async function later(days: number): Promise<void> {
  app.clock.now += days * 86_400_000 + 1000;
  for (const name of ['contact', 'bank', 'finance'] as const) people[name] = await app.signIn(name);
}
const enter = (value: number) =>
  people.finance.post('/api/points-inputs', { firmId: ids.firm, year: 2025, indicator: 'T1', state: 'value', value, source: '年报' });
const issue = async () => (await people.contact.post<{ id: string }>(`/api/firms/${ids.firm}/points-passports`)).body.id;
const statusAsked = async (id: string) =>
  (await app.app.fastify.inject({ url: `/api/zones/${app.zoneId}/points-passports/${id}/status` })).json<{ status: string }>().status;

async function move(round: string, name: string, input: object = {}): Promise<void> {
  const { version } = (await people.finance.get<{ row: { version: number } }>(`/api/points-rounds/${round}`)).body.row;
  const answer = await people.finance.post(`/api/points-rounds/${round}/moves/${name}`, input, { 'if-match': `"${version}"` });
  expect([name, answer.status, answer.body['code']]).toEqual([name, 200, undefined]);
}

test('PTS-LEDGER: points corrected since they were frozen: the passport is shown and handed out no more, the bank reads no line of it, whoever asks is told', async () => {
  await enter(500);
  const round = (await people.finance.post<{ row: { id: string } }>('/api/points-rounds', { year: 2025 })).body.row.id;
  await move(round, 'score');
  await move(round, 'publish');
  const provisional = await issue();
  await later(30);
  await move(round, 'freeze');
  await later(0);
  const frozen = await issue();
  const showing = { receiverId: ids.bank, indicators: ['T1'] };
  const show = (id: string, over: object = {}) =>
    people.contact.post<{ id: string; code: string }>(`/api/points-passports/${id}/showings`, { ...showing, ...over });
  const shown = (await show(frozen, { consent: { purpose: 'credit', untilOn: '2026-12-31' } })).body.id;
  const statement = async () => (await people.bank.get<PointsPassportStatement>(`/api/points-passport-showings/${shown}/statement`)).body;
  // a freeze is no correction: what was issued before it stays what it was
  expect([await statusAsked(provisional), await statusAsked(frozen), (await statement()).status]).toEqual(['valid', 'valid', 'valid']);

  await enter(100);
  await later(0);
  await move(round, 'correct', { firmId: ids.firm, reason: '核查后更正' });
  expect(await statement()).toEqual({ status: 'corrected', verdict: null, file: null });
  expect([await statusAsked(provisional), await statusAsked(frozen)]).toEqual(['corrected', 'corrected']);
  expect((await show(frozen)).body.code).toBe('PASSPORT_NOT_VALID');
  expect((await people.contact.get(`/api/points-passports/${frozen}/file?indicators=T1`)).status).toBe(409);
  await later(0);
  const next = await issue();
  expect(await statusAsked(next)).toBe('valid');
  const { passports } = (await people.contact.get<{ passports: PointsPassportOfFirm[] }>(`/api/firms/${ids.firm}/points-passports`)).body;
  expect(passports.map(({ id, status }) => [id, status])).toEqual([
    [next, 'valid'],
    [frozen, 'corrected'],
    [provisional, 'corrected'],
  ]);
  expect((passports[0]?.score ?? 0) < (passports[1]?.score ?? 0)).toBe(true);
});
