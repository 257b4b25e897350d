import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, dateOf, dayMs, type IsoDate } from '#kernel/rules/instant.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { firm, provider } from '#features/registry/records.ts';
import { startTestApp, type Client, type TestApp } from '../../../../tests/harness/app.ts';

type Row = { id: string; version: number } & Record<string, unknown>;
type View = { row: Row; status: string; code: string; fields?: { code?: string }[] };
type Entry = { line_id: string; book: string; amount: string; entered_on: IsoDate };
/** A line as the test remembers it: what was granted, since when, and from when it counts no more though nothing newer took its place. */
type Told = {
  readonly id: string;
  readonly group: string;
  readonly amount: bigint;
  readonly on: IsoDate;
  until: IsoDate;
  isRevoked: boolean;
};

let app: TestApp;
let bank: Client;
let finance: Client;
const firms: string[] = [];
const products: string[] = [];
const day = () => dateOf(app.clock.now);

beforeAll(async () => {
  app = await startTestApp();
  const bankId = await app.inZone(async (ask) => {
    for (const name of ['云杉光电', '白桦软件']) firms.push((await createRow(ask, firm, { name, status: 'operating' })).id);
    return (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
  });
  await app.addUser({ loginName: 'bank', grants: [{ role: 'bankOfficer', scopeId: bankId }] });
  await app.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  await later(0);
  for (const name of ['流水贷', '研发贷']) {
    const product = { name, bankId, cap: '1000000000', termMonths: 36, spreadBp: 50, isRevolving: name === '流水贷' };
    products.push((await bank.post<Row>('/api/credit-products', product)).body.id);
  }
}, 60_000);
afterAll(() => app.close());

async function later(days: number): Promise<void> {
  app.clock.now += days * dayMs;
  await app.sweep();
  [bank, finance] = [await app.signIn('bank'), await app.signIn('finance')];
}

const tried = fc.record({
  move: fc.constantFrom('open', 'open', 'draw', 'draw', 'repay', 'reverse', 'extend', 'revoke', 'revoke', 'close', 'wait'),
  pick: fc.nat(1000),
  amount: fc.integer({ min: 1, max: 900 }),
  ago: fc.integer({ min: 0, max: 60 }),
  ahead: fc.integer({ min: 1, max: 40 }),
});

test('K11, K12, T-CRD-LEDGER: after any moves pages, lists, ledger and figures agree, and every past day counts one line of a product', async () => {
  const lines: Told[] = [];
  const start = day();
  for (const { move, pick, amount, ago, ahead } of fc.sample(tried, { numRuns: 110, seed: 20260603 })) {
    if (move === 'wait') await later(ahead % 12);
    else if (move === 'open') await open(lines, pick, amount, ago);
    else {
      const line = lines.at(-1 - (pick % 5));
      if (line) await make(line, move, pick, amount, ago, ahead);
    }
  }
  await later(0);
  expect(lines.filter(({ isRevoked }) => isRevoked).length).toBeGreaterThan(3);
  await surfacesAgree();
  for (let ahead = -65; addDays(start, ahead) <= day(); ahead += 1) await counted(lines, addDays(start, ahead));
}, 120_000);

async function open(lines: Told[], pick: number, amount: number, ago: number): Promise<void> {
  const [firmId, productId] = [firms[pick % 2] ?? '', products[(pick >> 1) % 2] ?? ''];
  const on = addDays(day(), -ago);
  const input = { firmId, productId, line: String(amount), grantedOn: on, validUntil: addDays(on, 700) };
  const { status, body } = await bank.post<View>('/api/credit-lines', input);
  expect(status).toBe(201);
  const group = `${firmId} ${productId}`;
  const others = lines.filter((line) => line.group === group);
  const next = others
    .filter((line) => !line.isRevoked && line.on > on)
    .map((line) => line.on)
    .toSorted()[0];
  // what was taken back counts no more on the days of which the right line now speaks
  for (const line of others) {
    const from = line.on > on ? line.on : on;
    if (line.isRevoked && (next === undefined || line.on < next) && from < line.until) line.until = from;
  }
  lines.push({ id: body.row.id, group, amount: BigInt(amount), on, until: '9999-12-31', isRevoked: false });
}

async function make(line: Told, move: string, pick: number, amount: number, ago: number, ahead: number): Promise<void> {
  const { row } = (await bank.get<View>(`/api/credit-lines/${line.id}`)).body;
  const on = addDays(day(), -(ago % 9));
  const input = { amount: String(amount), on, dueOn: addDays(day(), ahead), reference: `${pick}`, reason: '更正', seq: (pick % 6) + 1 };
  const asked = {
    draw: ['amount', 'on', 'dueOn', 'reference'],
    repay: ['amount', 'on', 'reference'],
    reverse: ['seq', 'on', 'reason'],
    extend: ['dueOn', 'reason'],
    revoke: ['reason'],
    close: ['on'],
  }[move];
  const said = Object.fromEntries(Object.entries(input).filter(([name]) => asked?.includes(name)));
  const answer = await bank.post<View>(`/api/credit-lines/${line.id}/moves/${move}`, said, { 'if-match': `"${row.version}"` });
  expect([200, 409, 422]).toContain(answer.status);
  if (move === 'revoke' && answer.status === 200) {
    line.isRevoked = true;
    line.until = day();
  }
}

/** A line's three amounts are the sums of its entries on its page and in the list; overdue is what is owed past its day. */
async function surfacesAgree(): Promise<void> {
  const entries = await ledger();
  const sum = (id: string, book: string) =>
    entries.reduce((total, one) => (one.line_id === id && one.book === book ? total + BigInt(one.amount) : total), 0n);
  const list = (await bank.get<{ rows: Row[]; total: number }>('/api/credit-lines?limit=200&ended=all')).body;
  expect(list.total).toBe(list.rows.length);
  for (const row of list.rows) {
    const [line, drawn, repaid] = [sum(row.id, 'line'), sum(row.id, 'drawn'), sum(row.id, 'repaid')];
    const amounts = { line: String(line), drawn: String(drawn), balance: String(drawn - repaid) };
    expect(row).toMatchObject(amounts);
    expect((await bank.get<View>(`/api/credit-lines/${row.id}`)).body.row).toMatchObject(amounts);
    expect(row['status'] === 'overdue').toBe(row['nextDueOn'] !== null && String(row['nextDueOn']) < day());
  }
  expect(await figure('creditLineOverdueCount', day())).toBe(list.rows.filter((row) => row['status'] === 'overdue').length);
}

async function counted(lines: readonly Told[], on: IsoDate): Promise<void> {
  const standing = new Map<string, Told>();
  const counts = lines.filter((line) => line.on <= on && on < line.until);
  for (const line of counts.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) standing.set(line.group, line);
  const total = [...standing.values()].reduce((all, { amount }) => all + amount, 0n);
  const owners = new Set([...standing.keys()].map((group) => group.split(' ')[0]));
  const entries = await ledger();
  const sum = (book: string) =>
    entries.reduce((all, one) => (one.book === book && one.entered_on <= on ? all + Number(one.amount) : all), 0);
  expect([
    on,
    await figure('pointsFinanceEnterpriseCount', on),
    await figure('pointsFinanceCreditLineTotal', on),
    await figure('creditDrawnTotal', on),
    await figure('creditRepaidTotal', on),
  ]).toEqual([on, owners.size, Number(total), sum('drawn'), sum('repaid')]);
}

async function figure(name: string, on: IsoDate): Promise<number> {
  return (await finance.get<{ value: { value: number } }>(`/api/figures/${name}?asOf=${on}`)).body.value.value;
}

async function ledger(): Promise<readonly Entry[]> {
  return app.inZone(async (ask) => (await sql<Entry>`SELECT line_id, book, amount, entered_on FROM credit_entries`.execute(ask.tx)).rows);
}
