import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRow } from '#kernel/server/records/write.ts';
import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import { supplyEdge } from '#features/industry/records.ts';
import { provider } from '#features/registry/records.ts';
import type { Client } from '../../../../tests/harness/app.ts';
import { startPartyZone, type PartyZone, type Problem } from '../../../../tests/harness/party-zone.ts';

type Sheet = { readonly isRevealed: boolean; readonly rows: readonly { readonly reviewerId: string }[] } & Problem;
type View = CaseView & Problem;

let zone: PartyZone;
let fundId: string;
let finance: Client;
const reviewers: Client[] = [];
const scores = (one: number) => ({ scores: { technology: one, market: one, team: one, finance: one, fit: one }, opinion: `意见${one}号` });

beforeAll(async () => {
  zone = await startPartyZone(4);
  const [judged, neighbour] = zone.firms;
  fundId = await zone.inZone(async (ask) => {
    await createRow(ask, supplyEdge, { supplierId: neighbour, buyerId: judged, source: 'firm', confidence: 80, fromOn: '2025-01-01' });
    return (await createRow(ask, provider, { name: '高新创投基金', kind: 'fund' })).id;
  });
  await zone.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  finance = await zone.signIn('finance');
  for (const loginName of ['judge0', 'judge1', 'judge2', 'judge3']) {
    await zone.addUser({ loginName, grants: [{ role: 'fundReviewer', scopeId: fundId }] });
    reviewers.push(await zone.signIn(loginName));
  }
});
afterAll(() => zone.close());

const judge = (index: number) => reviewers[index] ?? finance;
const url = (id: string) => `/api/equity-referrals/${id}`;
const score = (who: Client, id: string, one: number) => who.post<Sheet>(`${url(id)}/scores`, scores(one));
const read = (who: Client, id: string) => who.get<View>(url(id));

async function move(who: Client, id: string, name: string, input: Record<string, unknown> = {}) {
  const { row } = (await read(finance, id)).body;
  return who.post<View>(`${url(id)}/moves/${name}`, input, { 'if-match': `"${row.version}"` });
}

function consent(firmId: string) {
  return zone.inZone((ask) =>
    sql`INSERT INTO consents (zone_id, id, version, created_at, updated_at, status, status_since, paused, ever_overdue, title, firm_id,
      receiver_id, purpose, scopes, wording, from_on, until_on) VALUES (${zone.zoneId}, ${randomUUID()}, 1, now(), now(), 'inForce', now(),
      false, false, '授权', ${firmId}, ${fundId}, 'investment', ARRAY['application','points'], '同意', '2026-01-01', '2026-12-31')`.execute(
      ask.tx,
    ),
  );
}

const refer = (firmId: string | undefined) =>
  finance.post<View>('/api/equity-referrals', { firmId, fundId, askedAmount: '50000000', caseFor: '成长快' });

/** A referral of the firm, these reviewers named and declared, in due diligence. */
async function underReview(firmId: string | undefined, judges: readonly Client[]): Promise<string> {
  const { id } = (await refer(firmId)).body.row;
  expect((await move(judges[0] ?? finance, id, 'screen', { reviewerIds: judges.map(({ userId }) => userId) })).status).toBe(200);
  for (const one of judges) expect((await move(one, id, 'declareNone')).status).toBe(200);
  expect((await move(judges[0] ?? finance, id, 'startDueDiligence')).status).toBe(200);
  return id;
}

test('PIP-05, EQ-RECUSE: no consent, no referral; an interest in the firm or one supply edge away recuses', async () => {
  const refused = await refer(zone.firms[0]);
  expect([refused.status, refused.body.fields?.[0]?.rule]).toEqual([422, 'PIP-05']);
  await consent(zone.firms[0] ?? '');
  const interest = (who: Client, firmId: string | undefined) =>
    who.post('/api/reviewer-interests', { firmId, kind: 'shares', fromOn: '2025-01-01' });
  expect((await interest(judge(1), zone.firms[0])).status).toBe(201);
  expect((await interest(judge(2), zone.firms[1])).status).toBe(201);
  const { id } = (await refer(zone.firms[0])).body.row;
  const screened = await move(judge(0), id, 'screen', { reviewerIds: [0, 1, 2].map((one) => judge(one).userId) });
  expect(screened.body.row).toMatchObject({ reviewers: 3, recused: 2, declared: 0 });
  expect((await score(judge(0), id, 50)).body.code).toBe('EQ_DECLARE_FIRST');
  expect((await move(judge(0), id, 'screen', { reviewerIds: [judge(3).userId] })).status).toBe(403);
  await move(judge(0), id, 'declareNone');
  await move(judge(0), id, 'startDueDiligence');
  for (const one of [judge(1), judge(2)]) {
    expect((await score(one, id, 90)).body.rule).toBe('EQ-RECUSE');
    expect((await move(one, id, 'decide', { decision: 'approved', reason: '好' })).status).toBe(403);
    expect((await move(one, id, 'question', { question: '？' })).status).toBe(403);
  }
  expect((await score(judge(0), id, 70)).body.isRevealed).toBe(true);
  expect((await read(finance, id)).body).toMatchObject({ status: 'decision', row: { meanScore: 70 } });
});

test('EQ-BLIND: until all are in nobody sees a number anywhere; a decision needs them and a reason; consent withdrawn hides it', async () => {
  const firmId = zone.firms[2] ?? '';
  await consent(firmId);
  const id = await underReview(firmId, [judge(0), judge(3)]);
  expect((await score(judge(0), id, 87)).status).toBe(200);
  expect((await score(judge(0), id, 88)).body.code).toBe('EQ_SCORED');
  expect((await move(judge(0), id, 'decide', { decision: 'approved', reason: '好' })).body.rule).toBe('EQ-BLIND');
  const stored = await zone.inZone(async (ask) => [
    (await sql`SELECT before, after, why FROM audit_entries WHERE subject_id = ${id}`.execute(ask.tx)).rows,
    (await sql`SELECT input FROM case_events WHERE case_id = ${id}`.execute(ask.tx)).rows,
    (await sql`SELECT score, mean_score, decision FROM equity_referrals WHERE id = ${id}`.execute(ask.tx)).rows,
  ]);
  const seen: unknown[] = [stored];
  for (const who of [judge(3), finance, zone.people.auditor, zone.people.leader]) {
    const sheet = await who.get<Sheet>(`${url(id)}/scores`);
    expect([sheet.status, sheet.body.rows]).toEqual([200, []]);
    const view = (await read(who, id)).body;
    expect(view.row['meanScore']).toBeNull();
    seen.push(
      view.timeline.map((one) => one.input),
      view.timeline.map((one) => one.says),
    );
    seen.push((await who.get<{ entries: { changes: unknown }[] }>(`${url(id)}/history`)).body.entries?.map((one) => one.changes));
    seen.push(
      (await who.get<{ rows: Record<string, unknown>[] }>('/api/equity-referrals')).body.rows.find((row) => row['id'] === id)?.[
        'meanScore'
      ],
    );
  }
  expect(JSON.stringify(seen)).not.toMatch(/意见|technology|\b87\b/);
  expect((await judge(0).get<Sheet>(`${url(id)}/scores`)).body.rows).toHaveLength(1);
  expect((await zone.people.contact.get(`${url(id)}/scores`)).status).toBe(403);

  expect((await score(judge(3), id, 60)).body.rows).toHaveLength(2);
  expect((await read(finance, id)).body.row['meanScore']).toBe(73.5);
  expect((await move(judge(0), id, 'decide', { decision: 'approved' })).status).toBe(422);
  expect((await move(judge(0), id, 'decide', { decision: 'approved', reason: '团队好' })).body.status).toBe('approved');
  expect((await move(judge(0), id, 'close', { invested: '0', on: '2026-06-03' })).status).toBe(422);
  for (const [over, code] of [
    [{ on: '2026-06-04' }, 'NOT_YET'],
    [{ on: '2026-06-02' }, 'EQ_DAY_EARLY'],
    [{ sharePercent: 100.01 }, 'EQ_SHARE'],
    [{ sharePercent: -1 }, 'EQ_SHARE'],
  ] as const) {
    const refused = await move(judge(0), id, 'close', { invested: '30000000', on: '2026-06-03', ...over });
    expect([refused.status, refused.body.fields?.[0]?.code]).toEqual([422, code]);
  }
  expect((await move(judge(0), id, 'close', { invested: '30000000', sharePercent: 5.5, on: '2026-06-03' })).body.row).toMatchObject({
    invested: '30000000',
    sharePercent: 5.5,
  });
  expect((await move(judge(0), id, 'addMilestone', { title: '样机', dueOn: '2026-06-02' })).body.fields?.[0]?.code).toBe(
    'EQ_MILESTONE_PAST',
  );
  expect((await move(judge(0), id, 'exit', { on: '2026-06-02' })).body.fields?.[0]?.code).toBe('EQ_DAY_EARLY');
  expect((await move(judge(0), id, 'exit', { on: '2027-06-02' })).body.fields?.[0]?.code).toBe('NOT_YET');
  const added = await move(judge(0), id, 'addMilestone', { title: '样机', dueOn: '2026-06-30' });
  expect(added.body.clocks).toMatchObject([{ key: 'milestone#1', account: { state: 'running' } }]);
  expect((await move(judge(0), id, 'reportMilestone', { number: 2, result: '—', met: true })).status).toBe(422);
  expect((await move(judge(0), id, 'reportMilestone', { number: 1, result: '完成', met: true })).body.row).toMatchObject({
    milestones: 1,
    milestonesMet: 1,
  });

  // the firm reads what the fund does, and nowhere which of its people reviews it
  await zone.addUser({ loginName: 'judged', grants: [{ role: 'enterpriseContact', scopeId: firmId }] });
  const judged = await zone.signIn('judged');
  const own = (await read(judged, id)).body;
  expect(own.timeline.map(({ move: made, actor }) => [made, actor])).toContainEqual(['decide', '—']);
  const past = (await judged.get(`${url(id)}/history`)).body;
  expect(JSON.stringify([own, past])).not.toMatch(/judge\d|"declare"|reviewerIds/);

  await zone.inZone((ask) => sql`UPDATE consents SET status = 'withdrawn' WHERE firm_id = ${firmId}`.execute(ask.tx));
  expect((await read(judge(0), id)).status).toBe(404);
  expect((await judge(0).get(`${url(id)}/scores`)).status).toBe(404);
  expect((await read(finance, id)).status).toBe(200);
});

test('EQ-BLIND: two last scores at the same moment open the sheet exactly once; an interest declared late recuses', async () => {
  const firmId = zone.firms[3] ?? '';
  await consent(firmId);
  const id = await underReview(firmId, [judge(0), judge(1), judge(3)]);
  expect((await judge(3).post('/api/reviewer-interests', { firmId, kind: 'family', fromOn: '2026-06-01' })).status).toBe(201);
  expect((await read(finance, id)).body.row['recused']).toBe(1);
  const answers = await Promise.all([score(judge(0), id, 80), score(judge(1), id, 71)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const { timeline, row } = (await read(finance, id)).body;
  expect([timeline.filter((one) => one.move === 'reveal').length, row['meanScore']]).toEqual([1, 75.5]);
});
