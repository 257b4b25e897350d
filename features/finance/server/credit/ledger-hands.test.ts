import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
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
const read = async () => (await bank.get<Partial<View>>(`/api/credit-lines/${lineId}`)).body.row;

test('T-CRD-LEDGER: six hands at once, each by what it read: every accepted move is in the ledger once, no refused one, and the three amounts are their sums', async () => {
  const { accepted } = await manyHands(1);
  expect(accepted.length).toBeGreaterThan(5);
  await holds(accepted, []);
});

test('T-CRD-LEDGER: the same while the database’s connections are cut again and again: what was accepted stays, what is unknown is whole or absent', async () => {
  const before = (await entries()).map(said);
  const owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  let cutting = true;
  let cuts = 0;
  const cut = (async () => {
    while (cutting) {
      const { rows } = await owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query NOT LIKE 'LISTEN%'`,
      );
      cuts += rows.length;
      await new Promise((done) => setTimeout(done, 15));
    }
  })();
  const { accepted, unknown } = await manyHands(2);
  cutting = false;
  await cut;
  await owner.end();
  expect(cuts).toBeGreaterThan(3);
  await holds([...before, ...accepted], unknown);
});

async function manyHands(round: number): Promise<{ accepted: string[]; unknown: string[] }> {
  const accepted: string[] = [];
  const unknown: string[] = [];
  const hand = async (name: number) => {
    const turns = fc.sample(tried, { numRuns: 10, seed: round * 100 + name });
    for (const [turn, { isDraw, amount, ago, term }] of turns.entries()) {
      const version = (await read())?.version;
      if (version === undefined) continue;
      const move = isDraw ? 'draw' : 'repay';
      const reference = `${round}-${name}-${turn}`;
      const input = { amount: String(amount), on: addDays(day(), -ago), reference };
      const due = isDraw ? { dueOn: addDays(day(), term) } : {};
      const answer = await bank.post(`/api/credit-lines/${lineId}/moves/${move}`, { ...input, ...due }, { 'if-match': `"${version}"` });
      const line = `${move === 'draw' ? 'drawn' : 'repaid'} ${reference} ${input.amount}`;
      if (answer.status === 200) accepted.push(line);
      else if (answer.status >= 500) unknown.push(line);
    }
  };
  await Promise.all([1, 2, 3, 4, 5, 6].map(hand));
  return { accepted, unknown };
}

type Entry = { seq: number; book: string; reference: string; amount: string; entered_on: string };
const said = ({ book, reference, amount }: Entry) => `${book} ${reference} ${amount}`;
const entries = async () => (await ledger()).filter(({ book }) => book !== 'line');

async function ledger(): Promise<Entry[]> {
  return app.inZone(
    async (ask) =>
      (
        await sql<Entry>`SELECT seq, book, reference, amount, entered_on FROM credit_entries WHERE line_id = ${lineId} ORDER BY seq`.execute(
          ask.tx,
        )
      ).rows,
  );
}

/** Everything accepted is there once, nothing else but what may have been; the three amounts are sums, and so on every day. */
async function holds(accepted: readonly string[], unknown: readonly string[]): Promise<void> {
  const rows = await ledger();
  const there = (await entries()).map(said);
  expect(new Set(there).size).toBe(there.length);
  expect(accepted.filter((line) => !there.includes(line))).toEqual([]);
  expect(there.filter((line) => !accepted.includes(line) && !unknown.includes(line))).toEqual([]);
  const sum = (book: string, until = '9999-12-31') =>
    rows.reduce((total, row) => (row.book === book && row.entered_on <= until ? total + BigInt(row.amount) : total), 0n);
  const [drawn, repaid] = [sum('drawn'), sum('repaid')];
  expect(await read()).toMatchObject({ line: '100000', drawn: String(drawn), balance: String(drawn - repaid) });
  // on no day was more repaid than drawn, nor more owed than granted
  for (const { entered_on: on } of rows) {
    const owed = sum('drawn', on) - sum('repaid', on);
    expect(owed >= 0n && owed <= 100_000n).toBe(true);
  }
}
