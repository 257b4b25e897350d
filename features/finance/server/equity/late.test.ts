import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { supplyEdge } from '#features/industry/records.ts';
import { provider } from '#features/registry/records.ts';
import type { Client } from '../../../../tests/harness/app.ts';
import { startPartyZone, type PartyZone, type Problem } from '../../../../tests/harness/party-zone.ts';

type Sheet = { readonly isRevealed: boolean; readonly rows: readonly { readonly isCounted: boolean }[] } & Problem;
type View = CaseView & Problem;

let zone: PartyZone;
let fundId: string;
let finance: Client;
const judges: Client[] = [];

beforeAll(async () => {
  zone = await startPartyZone(6);
  fundId = await zone.inZone(async (ask) => (await createRow(ask, provider, { name: '高新创投基金', kind: 'fund' })).id);
  await zone.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  finance = await zone.signIn('finance');
  for (const loginName of ['judge0', 'judge1', 'judge2']) {
    await zone.addUser({ loginName, grants: [{ role: 'fundReviewer', scopeId: fundId }] });
    judges.push(await zone.signIn(loginName));
  }
});
afterAll(() => zone.close());

const judge = (index: number) => judges[index] ?? finance;
const url = (id: string) => `/api/equity-referrals/${id}`;
const read = async (id: string) => (await finance.get<View>(url(id))).body;
const score = (index: number, id: string, one: number) =>
  judge(index).post<Sheet>(`${url(id)}/scores`, {
    scores: { technology: one, market: one, team: one, finance: one, fit: one },
    opinion: '意见',
  });
const interest = (index: number, firmId: string) =>
  judge(index).post('/api/reviewer-interests', { firmId, kind: 'shares', fromOn: '2025-01-01' });
async function move(who: Client, id: string, name: string, input: Record<string, unknown> = {}) {
  return who.post<View>(`${url(id)}/moves/${name}`, input, { 'if-match': `"${(await read(id)).row.version}"` });
}

/** A referral of the firm, all three reviewers named and declared, in due diligence. */
async function underReview(firmId: string): Promise<string> {
  await zone.inZone((ask) =>
    sql`INSERT INTO consents (zone_id, id, version, created_at, updated_at, status, status_since, paused, ever_overdue, title, firm_id,
      receiver_id, purpose, scopes, wording, from_on, until_on) VALUES (${zone.zoneId}, ${randomUUID()}, 1, now(), now(), 'inForce', now(),
      false, false, '授权', ${firmId}, ${fundId}, 'investment', ARRAY['application'], '同意', '2026-01-01', '2026-12-31')`.execute(ask.tx),
  );
  const { id } = (await finance.post<View>('/api/equity-referrals', { firmId, fundId, caseFor: '成长快' })).body.row;
  await move(judge(0), id, 'screen', { reviewerIds: judges.map(({ userId }) => userId) });
  for (const one of judges) await move(one, id, 'declareNone');
  await move(judge(0), id, 'startDueDiligence');
  return id;
}

test('EQ-RECUSE: a supply edge entered after somebody scored recuses them: their score does not count when the last is in', async () => {
  const [, firmId = '', neighbour = ''] = zone.firms;
  expect((await interest(2, neighbour)).status).toBe(201);
  const id = await underReview(firmId);
  expect([(await score(2, id, 100)).status, (await score(0, id, 50)).status]).toEqual([200, 200]);
  await zone.inZone((ask) =>
    createRow(ask, supplyEdge, { supplierId: firmId, buyerId: neighbour, source: 'firm', confidence: 80, fromOn: '2026-06-01' }),
  );
  expect((await score(1, id, 60)).body.isRevealed).toBe(true);
  expect(await read(id)).toMatchObject({ status: 'decision', row: { recused: 1, meanScore: 55 } });
  expect((await move(judge(2), id, 'decide', { decision: 'approved', reason: '好' })).status).toBe(403);
});

test('EQ-RECUSE: an interest declared after the scores are open takes that score out of the mean', async () => {
  const firmId = zone.firms[3] ?? '';
  const id = await underReview(firmId);
  for (const [index, one] of [90, 60, 30].entries()) await score(index, id, one);
  expect((await read(id)).row['meanScore']).toBe(60);
  expect((await interest(0, firmId)).status).toBe(201);
  const after = await read(id);
  expect([after.status, after.row['recused'], after.row['meanScore']]).toEqual(['decision', 1, 45]);
  // who stands aside keeps their own sheet in sight, and reads nobody else's; the others read all
  const sheets = async (index: number) => (await judge(index).get<Sheet>(`${url(id)}/scores`)).body.rows.length;
  expect([await sheets(0), await sheets(1), await sheets(2)]).toEqual([1, 3, 3]);
  expect((await move(judge(0), id, 'decide', { decision: 'approved', reason: '好' })).status).toBe(403);
  expect((await move(judge(1), id, 'decide', { decision: 'rejected', reason: '估值过高' })).body.status).toBe('rejected');
});

test('EQ-RECUSE: when everybody must stand aside nobody decides, and no score counts', async () => {
  const firmId = zone.firms[4] ?? '';
  const id = await underReview(firmId);
  for (const index of [0, 1]) await score(index, id, 80);
  for (const index of [0, 1, 2]) await interest(index, firmId);
  const { status, row } = await read(id);
  expect([status, row['recused'], row['meanScore']]).toEqual(['dueDiligence', 3, null]);
  for (const index of [0, 1, 2]) expect((await move(judge(index), id, 'decide', { decision: 'approved', reason: '好' })).status).toBe(403);
});

test('EQ-RECUSE: an edge entered while the committee decides: nothing is decided over it, checking takes that score out', async () => {
  const firmId = zone.firms[5] ?? '';
  const neighbour = zone.firms[2] ?? '';
  const id = await underReview(firmId);
  for (const [index, one] of [90, 60, 30].entries()) await score(index, id, one);
  expect((await move(judge(0), id, 'recuse')).body.code).toBe('EQ_NOBODY_NEW');
  await zone.inZone((ask) =>
    createRow(ask, supplyEdge, { supplierId: neighbour, buyerId: firmId, source: 'firm', confidence: 80, fromOn: '2026-06-01' }),
  );
  const decided = { decision: 'approved', reason: '好' };
  expect((await move(judge(0), id, 'decide', decided)).body.code).toBe('EQ_RECUSED_SINCE');
  expect((await move(judge(0), id, 'recuse')).body.row).toMatchObject({ recused: 1, meanScore: 75 });
  expect((await move(judge(2), id, 'decide', decided)).status).toBe(403);
  expect((await move(judge(0), id, 'decide', decided)).body.status).toBe('approved');
});

test('EQ-RECUSE: with the last one recused after the scores were open, the fund names others and the review begins anew', async () => {
  const firmId = zone.firms[0] ?? '';
  const id = await underReview(firmId);
  for (const index of [0, 1, 2]) await score(index, id, 80);
  for (const index of [0, 1, 2]) await interest(index, firmId);
  expect(await read(id)).toMatchObject({ status: 'dueDiligence', row: { recused: 3, meanScore: null } });
  await zone.addUser({ loginName: 'judge3', grants: [{ role: 'fundReviewer', scopeId: fundId }] });
  judges.push(await zone.signIn('judge3'));
  expect((await judge(3).get<Sheet>(`${url(id)}/scores`)).body.rows).toEqual([]);
  await move(judge(3), id, 'screen', { reviewerIds: [judge(3).userId] });
  await move(judge(3), id, 'declareNone');
  expect((await score(3, id, 40)).body.rows.map(({ isCounted }) => isCounted)).toEqual([false, false, false, true]);
  expect(await read(id)).toMatchObject({ status: 'decision', row: { meanScore: 40 } });
});
