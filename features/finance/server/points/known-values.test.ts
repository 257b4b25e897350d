import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRow, insertRows } from '#kernel/server/records/write.ts';
import { firm } from '#features/registry/records.ts';
import { creditFact } from '../../eligibility-records.ts';
import type { FirmPoints } from '../../points-contract.ts';
import type { KnownValue } from '../../points-known-contract.ts';
import { startTestApp, type Client, type TestApp } from '../../../../tests/harness/app.ts';

let app: TestApp;
let finance: Client;
let contact: Client;
const firms: Record<string, string> = {};

beforeAll(async () => {
  app = await startTestApp();
  await app.inZone(async (ask) => {
    for (const name of ['云杉光电', '白桦软件', '红松精工'])
      firms[name] = (await createRow(ask, firm, { name, status: 'operating', registeredOn: '2020-01-01' })).id;
    const invested = (name: string, on: string, fen: number) =>
      sql`INSERT INTO equity_referrals (zone_id, id, version, created_at, updated_at, status, status_since, paused, ever_overdue, title,
          firm_id, fund_id, reviewers, declared, recused, scored, milestones, milestones_met, invested_on, invested)
        VALUES (${app.zoneId}, gen_random_uuid(), 1, now(), now(), 'invested', now(), false, false, '', ${firms[name]}, gen_random_uuid(),
          0, 0, 0, 0, 0, 0, ${on}::date, ${fen})`.execute(ask.tx);
    await invested('云杉光电', '2025-03-01', 500_000_000);
    await invested('云杉光电', '2025-12-31', 123_456_789);
    await invested('云杉光电', '2026-01-01', 900_000_000);
    await invested('白桦软件', '2025-06-01', 100_000_000);
    const fact = (name: string, value: string, fromOn: string, untilOn: string | null = null) =>
      insertRows(ask, creditFact, [{ firmId: firms[name], kind: 'dishonest', value, fromOn, untilOn, source: '执行信息公开网' }]);
    await fact('白桦软件', 'found', '2025-02-01', '2025-12-30');
    await fact('红松精工', 'none', '2025-01-01');
    await fact('红松精工', 'found', '2025-10-01');
    await fact('云杉光电', 'found', '2026-02-01');
  });
  await app.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  await app.addUser({ loginName: 'contact', grants: [{ role: 'enterpriseContact', scopeId: firms['云杉光电'] ?? '' }] });
  finance = await app.signIn('finance');
  contact = await app.signIn('contact');
  const entered = { firmId: firms['白桦软件'], year: 2025, indicator: 'A5', state: 'value', value: 150, source: '年报' };
  await finance.post('/api/points-inputs', entered);
}, 60_000);
afterAll(() => app.close());

type Answered = { values: KnownValue[]; written: number; fields?: { code?: string }[] };
const ask = (write: 'no' | 'missing', year = 2025, who = finance) => who.post<Answered>('/api/points-inputs/from-records', { year, write });
const shown = ({ values }: Answered) =>
  values.map(({ firm: name, code, value, entered }) => `${name} ${code} ${value} ${entered}`).toSorted();

test('§5.2: what a record of the zone says is not typed again: it is entered with its source where nothing stands, and shown beside what does', async () => {
  const looked = await ask('no');
  expect(shown(looked.body)).toEqual(['云杉光电 A5 623.456789 missing', '白桦软件 A5 100 other', '红松精工 V1 1 missing']);
  expect(looked.body.written).toBe(0);
  expect((await finance.get<{ total: number }>('/api/points-inputs')).body.total).toBe(1);
  expect((await ask('missing')).body.written).toBe(2);
  expect(shown((await ask('missing')).body)).toEqual(['云杉光电 A5 623.456789 same', '白桦软件 A5 100 other', '红松精工 V1 1 same']);
  const points = async (name: string) => (await finance.get<FirmPoints>(`/api/firms/${firms[name] ?? ''}/points?year=2025`)).body.trace;
  const { lines, isVetoed } = await points('云杉光电');
  expect(isVetoed).toBe(false);
  expect(lines.find(({ code }) => code === 'A5')).toMatchObject({
    value: 623.456789,
    source: '本区记录：股权投资推荐',
    evidence: '2025-03-01、2025-12-31 到账投资',
  });
  expect((await points('红松精工')).lines.find(({ code }) => code === 'V1')).toMatchObject({ evidence: '执行信息公开网，自 2025-10-01' });
  expect((await points('红松精工')).isVetoed).toBe(true);
  expect((await points('白桦软件')).lines.find(({ code }) => code === 'A5')?.value).toBe(150);
  expect((await ask('no', 2027)).body.fields?.[0]?.code).toBe('YEAR_TO_COME');
  expect((await ask('no', 2025, contact)).status).toBe(403);
});
