import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPack } from '#kernel/server/cases/rules-in-force.ts';
import { createRow, endRow } from '#kernel/server/records/write.ts';
import { firm, provider } from '#features/registry/records.ts';
import { startTestApp, type Client, type TestApp } from '../../../../tests/harness/app.ts';
import { defaultCreditPack } from '../../rules/credit-pack.ts';

type Row = { id: string; version: number } & Record<string, unknown>;
type Counted = { value: { value: number }; total: number; rows: { amount: number | null }[] };

let app: TestApp;
let bank: Client;
let finance: Client;
const ids = { first: '', second: '', flow: '', research: '' };

beforeAll(async () => {
  app = await startTestApp();
  const bankId = await app.inZone(async (ask) => {
    ids.first = (await createRow(ask, firm, { name: '云杉光电', status: 'operating' })).id;
    ids.second = (await createRow(ask, firm, { name: '白桦软件', status: 'operating' })).id;
    return (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
  });
  await app.addUser({ loginName: 'bank', grants: [{ role: 'bankOfficer', scopeId: bankId }] });
  await app.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  [bank, finance] = [await app.signIn('bank'), await app.signIn('finance')];
  const product = async (name: string) =>
    (await bank.post<Row>('/api/credit-products', { name, bankId, cap: '1000000000', termMonths: 36, spreadBp: 50 })).body.id;
  [ids.flow, ids.research] = [await product('流水贷'), await product('研发贷')];
}, 60_000);
afterAll(() => app.close());

const grant = async (firmId: string, productId: string, line: number, grantedOn: string) =>
  (await bank.post<{ row: Row }>('/api/credit-lines', { firmId, productId, line: String(line), grantedOn, validUntil: '2027-01-01' }))
    .status;
/** Firms and lines on a day; the records behind each number are as many, or add up to it. */
async function counted(day: string): Promise<[number, number]> {
  const ask = async (figure: string) => {
    const { value } = (await finance.get<Counted>(`/api/figures/${figure}?asOf=${day}`)).body;
    const { rows } = (await finance.get<Counted>(`/api/figures/${figure}/records?asOf=${day}&limit=200`)).body;
    return { value: value.value, rows };
  };
  const [firms, lines] = [await ask('pointsFinanceEnterpriseCount'), await ask('pointsFinanceCreditLineTotal')];
  expect(lines.rows.reduce((sum, row) => sum + (row.amount ?? 0), 0)).toBe(lines.value);
  return [firms.value, lines.value];
}

test('K11, K12: a renewal replaces within its product, a second product adds, each from its own day; a firm that left stays', async () => {
  expect(await grant(ids.first, ids.flow, 100, '2025-01-10')).toBe(201);
  expect(await grant(ids.first, ids.research, 40, '2025-03-01')).toBe(201);
  expect(await grant(ids.first, ids.flow, 70, '2025-06-01')).toBe(201);
  expect(await grant(ids.second, ids.flow, 500, '2025-09-01')).toBe(201);
  const days = ['2025-01-09', '2025-01-10', '2025-03-01', '2025-05-31', '2025-06-01', '2025-09-01', '2026-06-03'];
  const before = [];
  for (const day of days) before.push(await counted(day));
  expect(before).toEqual([
    [0, 0],
    [1, 100],
    [1, 140],
    [1, 140],
    [1, 110],
    [2, 610],
    [2, 610],
  ]);
  await app.inZone((ask) => endRow(ask, firm, ids.second, 1, '2026-06-01', '迁出'));
  const after = [];
  for (const day of days) after.push(await counted(day));
  expect(after).toEqual(before);
});

test('K12: a line taken back and entered anew for its own day counts once on every day; a product counts for the days it was offered', async () => {
  const wrong = { firmId: ids.second, productId: ids.research, line: '900', grantedOn: '2026-04-01', validUntil: '2027-01-01' };
  const opened = (await bank.post<{ row: Row }>('/api/credit-lines', wrong)).body.row;
  expect(await counted('2026-05-01')).toEqual([2, 1510]);
  const revoked = await bank.post(`/api/credit-lines/${opened.id}/moves/revoke`, { reason: '多写一个零' }, { 'if-match': '"1"' });
  expect(revoked.status).toBe(200);
  expect([await counted('2026-05-01'), await counted('2026-06-03')]).toEqual([
    [2, 1510],
    [2, 610],
  ]);
  expect(await grant(ids.second, ids.research, 90, '2026-04-01')).toBe(201);
  expect([await counted('2026-03-31'), await counted('2026-05-01'), await counted('2026-06-03')]).toEqual([
    [2, 610],
    [2, 700],
    [2, 700],
  ]);
  const product = { name: '旧贷', cap: '1000000000', termMonths: 36, spreadBp: 50, bankId: opened['bankId'] };
  const { id } = (await bank.post<Row>('/api/credit-products', product)).body;
  await bank.post(`/api/credit-products/${id}/end`, { endedOn: '2026-06-01', why: '停办' }, { 'if-match': '"1"' });
  expect([await grant(ids.second, id, 1, '2026-06-01'), await grant(ids.second, id, 1, '2026-05-31')]).toEqual([422, 201]);
});

test('K12: where the zone’s edition adds renewals, both count from its day on', async () => {
  const pack = {
    ...defaultCreditPack,
    edition: '续授相加',
    effectiveFrom: '2026-02-01',
    params: { ...defaultCreditPack.params, renewalMode: 'ADD' },
  };
  await app.inZone((ask) => addPack(ask.tx, app.zoneId, pack, ask.now));
  expect(await grant(ids.first, ids.flow, 30, '2026-03-01')).toBe(201);
  expect([await counted('2026-02-28'), await counted('2026-03-01')]).toEqual([
    [2, 610],
    [2, 640],
  ]);
});
