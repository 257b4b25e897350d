import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, dateOf } from '#kernel/rules/instant.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { firm, provider } from '#features/registry/records.ts';
import { startTestApp, type Client, type TestApp } from '../../../../tests/harness/app.ts';

type View = { row: { id: string; version: number } & Record<string, unknown> };

let app: TestApp;
let bank: Client;
let lineId = '';
const day = () => dateOf(app.clock.now);

beforeAll(async () => {
  app = await startTestApp();
  const ids = await app.inZone(async (ask) => ({
    firmId: (await createRow(ask, firm, { name: '云杉光电', status: 'operating' })).id,
    bankId: (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id,
  }));
  await app.addUser({ loginName: 'bank', grants: [{ role: 'bankOfficer', scopeId: ids.bankId }] });
  bank = await app.signIn('bank');
  const product = { name: '周转贷', bankId: ids.bankId, cap: '1000000000', termMonths: 12, spreadBp: 50, isRevolving: true };
  const productId = (await bank.post<{ id: string }>('/api/credit-products', product)).body.id;
  const line = { firmId: ids.firmId, productId, line: '100000', grantedOn: addDays(day(), -30), validUntil: addDays(day(), 200) };
  lineId = (await bank.post<View>('/api/credit-lines', line)).body.row.id;
}, 60_000);
afterAll(() => app.close());

const tried = fc.record({
  isDraw: fc.boolean(),
  amount: fc.integer({ min: 1, max: 30_000 }),
  ago: fc.integer({ min: 0, max: 20 }),
  term: fc.integer({ min: 1, max: 90 }),
});
const read = async () => (await bank.get<View>(`/api/credit-lines/${lineId}`)).body.row;

test('T-CRD-LEDGER: six hands at once, each by what it read: every accepted move is in the ledger once, no refused one, and the three amounts are their sums', async () => {
  const accepted: string[] = [];
  const hand = async (name: number) => {
    const turns = fc.sample(tried, { numRuns: 10, seed: name });
    for (const [turn, { isDraw, amount, ago, term }] of turns.entries()) {
      const { version } = await read();
      const move = isDraw ? 'draw' : 'repay';
      const reference = `${name}-${turn}`;
      const input = { amount: String(amount), on: addDays(day(), -ago), reference };
      const due = isDraw ? { dueOn: addDays(day(), term) } : {};
      const answer = await bank.post(`/api/credit-lines/${lineId}/moves/${move}`, { ...input, ...due }, { 'if-match': `"${version}"` });
      expect([200, 409, 422]).toContain(answer.status);
      if (answer.status === 200) accepted.push(`${move === 'draw' ? 'drawn' : 'repaid'} ${reference} ${input.amount}`);
    }
  };
  await Promise.all([1, 2, 3, 4, 5, 6].map(hand));
  expect(accepted.length).toBeGreaterThan(5);
  const { rows } = await app.inZone((ask) =>
    sql<{
      seq: number;
      book: string;
      reference: string;
      amount: string;
      entered_on: string;
    }>`SELECT seq, book, reference, amount, entered_on
      FROM credit_entries WHERE line_id = ${lineId} ORDER BY seq`.execute(ask.tx),
  );
  const moved = rows.filter(({ book }) => book !== 'line');
  expect(moved.map(({ book, reference, amount }) => `${book} ${reference} ${amount}`).toSorted()).toEqual(accepted.toSorted());
  const sum = (book: string, until = '9999-12-31') =>
    rows.reduce((total, row) => (row.book === book && row.entered_on <= until ? total + BigInt(row.amount) : total), 0n);
  const [drawn, repaid] = [sum('drawn'), sum('repaid')];
  expect(await read()).toMatchObject({ line: '100000', drawn: String(drawn), balance: String(drawn - repaid) });
  // on no day was more repaid than drawn, nor more owed than granted
  for (const { entered_on: on } of rows) {
    const owed = sum('drawn', on) - sum('repaid', on);
    expect(owed >= 0n && owed <= 100_000n).toBe(true);
  }
});
