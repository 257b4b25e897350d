import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withZone } from '#kernel/server/database/door.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { dayMs } from '#kernel/rules/instant.ts';
import { firm, provider } from '#features/registry/records.ts';
import { foldLine } from '../../rules/line-state.ts';
import { hashOfEntry } from './entries.ts';
import { startTestApp, type Answer, type Client, type TestApp } from '../../../../tests/harness/app.ts';

type Row = { id: string; version: number } & Record<string, unknown>;
type Seen = Answer<{ row: Row; status: string; code: string; fields?: { path: string; code?: string }[] }>;

let app: TestApp;
const ids = { firm: '', other: '', bank: '', rival: '', fund: '', product: '' };
const people = {} as Record<'contact' | 'stranger' | 'bank' | 'rival' | 'fund' | 'finance' | 'auditor', Client>;

beforeAll(async () => {
  app = await startTestApp();
  await app.inZone(async (ask) => {
    ids.firm = (await createRow(ask, firm, { name: '云杉光电', status: 'operating' })).id;
    ids.other = (await createRow(ask, firm, { name: '另一家', status: 'operating' })).id;
    ids.bank = (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
    ids.rival = (await createRow(ask, provider, { name: '乙银行', kind: 'bank' })).id;
    ids.fund = (await createRow(ask, provider, { name: '丙基金', kind: 'fund' })).id;
  });
  const add = async (name: keyof typeof people, role: string, scopeId?: string) => {
    await app.addUser({ loginName: name, grants: [{ role: role as 'auditor', ...(scopeId ? { scopeId } : {}) }] });
    people[name] = await app.signIn(name);
  };
  await add('contact', 'enterpriseContact', ids.firm);
  await add('stranger', 'enterpriseContact', ids.other);
  await add('bank', 'bankOfficer', ids.bank);
  await add('rival', 'bankOfficer', ids.rival);
  await add('fund', 'fundReviewer', ids.fund);
  await add('finance', 'financeOfficer');
  await add('auditor', 'auditor');
  const product = await people.bank.post<Row>('/api/credit-products', {
    name: '甲积分贷',
    bankId: ids.bank,
    cap: '1000000000',
    termMonths: 12,
    spreadBp: 50,
  });
  ids.product = product.body.id;
}, 60_000);
afterAll(() => app.close());

const line = (over: object = {}) => ({
  firmId: ids.firm,
  productId: ids.product,
  line: '500000000',
  rateBp: 350,
  grantedOn: '2026-05-01',
  validUntil: '2027-05-01',
  ...over,
});
const consentTo = (receiverId: string, over: object = {}) =>
  people.contact.post<Seen['body']>('/api/consents', {
    receiverId,
    purpose: 'investment',
    scopes: ['application', 'points'],
    untilOn: '2026-12-31',
    ...over,
  });
async function signInAgain(): Promise<void> {
  for (const name of Object.keys(people) as (keyof typeof people)[]) people[name] = await app.signIn(name);
}
async function move(who: Client, path: string, id: string, name: string, input: object = {}): Promise<Seen> {
  const { row } = (await who.get<Seen['body']>(`/api/${path}/${id}`)).body;
  return who.post(`/api/${path}/${id}/moves/${name}`, input, { 'if-match': `"${row?.version ?? 1}"` });
}

test('a product is its own bank’s; a line over the cap, backwards in time, or of another bank is refused by name', async () => {
  expect((await people.rival.post('/api/credit-lines', line())).status).toBe(403);
  const over = await people.bank.post<Seen['body']>('/api/credit-lines', line({ line: '1000000001' }));
  expect([over.status, over.body.fields?.[0]]).toMatchObject([422, { path: 'line', code: 'LINE_OVER_CAP' }]);
  for (const [field, value] of Object.entries({ line: '-1', grantedOn: '2026-07-01', validUntil: '2026-04-01' })) {
    const answer = await people.bank.post<Seen['body']>('/api/credit-lines', line({ [field]: value }));
    expect([answer.status, answer.body.fields?.[0]?.path]).toEqual([422, field]);
  }
  expect(
    (await people.stranger.post('/api/credit-products', { name: 'x', bankId: ids.bank, cap: '1', termMonths: 1, spreadBp: 1 })).status,
  ).toBe(403);
});

test('T-CRD-LEDGER: drawn and repaid by reference, once, also by two at the same time; the ledger is chained and only ever added to', async () => {
  const opened = await people.bank.post<Seen['body']>('/api/credit-lines', line());
  const { id, version } = opened.body.row;
  const draw = (reference: string, amount = '300000000') => ({ amount, on: '2026-05-04', dueOn: '2026-06-10', reference });
  const both = await Promise.all(
    ['D1', 'D2'].map((reference) =>
      people.bank.post(`/api/credit-lines/${id}/moves/draw`, draw(reference), { 'if-match': `"${version}"` }),
    ),
  );
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  expect((await move(people.bank, 'credit-lines', id, 'draw', draw('D3'))).body.fields?.[0]?.path).toBe('amount');
  const repay = { amount: '100000000', on: '2026-05-20', reference: 'R1' };
  expect((await move(people.bank, 'credit-lines', id, 'repay', repay)).status).toBe(200);
  expect((await move(people.bank, 'credit-lines', id, 'repay', repay)).body.code).toBe('REPAYMENT_TWICE');
  expect((await move(people.contact, 'credit-lines', id, 'repay', { ...repay, reference: 'R2' })).status).toBe(403);
  const seen = (await people.contact.get<Seen['body']>(`/api/credit-lines/${id}`)).body.row;
  expect(seen).toMatchObject({ line: '500000000', drawn: '300000000', balance: '200000000', nextDueOn: '2026-06-10' });
  await withZone(app.house.db, app.zoneId, async (tx) => {
    const { rows } = await sql<{
      hash: string;
      previous_hash: string;
    }>`SELECT hash, previous_hash FROM credit_entries WHERE line_id = ${id} ORDER BY seq`.execute(tx);
    const events = await sql<{
      seq: number;
      move: string;
      at: Date;
      input: Record<string, unknown>;
    }>`SELECT seq, move, at, input FROM case_events WHERE case_id = ${id} ORDER BY seq`.execute(tx);
    const folded = foldLine(
      id,
      events.rows.map((event) => ({ ...event, at: event.at.getTime(), actor: { id: '', name: '', roles: [] } })),
    );
    let before = '';
    const chain = folded.entries.map((entry) => (before = hashOfEntry(id, entry, before)));
    expect(rows.map((row) => row.hash)).toEqual(chain);
  });
  for (const statement of [sql`UPDATE credit_entries SET amount = 1`, sql`DELETE FROM credit_entries`])
    await expect(withZone(app.house.db, app.zoneId, (tx) => statement.execute(tx))).rejects.toThrow('permission denied');
  app.clock.now += 8 * dayMs;
  await app.sweep();
  people.bank = await app.signIn('bank');
  expect((await people.bank.get<Seen['body']>(`/api/credit-lines/${id}`)).body.status).toBe('overdue');
  app.clock.now -= 8 * dayMs;
  await signInAgain();
});

test('a consent is the firm’s own, has an end, and goes to banks and funds alone (PIP-02, PIP-05)', async () => {
  expect(
    (
      await people.finance.post('/api/consents', {
        firmId: ids.firm,
        receiverId: ids.fund,
        purpose: 'credit',
        scopes: ['points'],
        untilOn: '2026-12-31',
      })
    ).status,
  ).toBe(403);
  expect(
    (
      await people.stranger.post('/api/consents', {
        firmId: ids.firm,
        receiverId: ids.fund,
        purpose: 'credit',
        scopes: ['points'],
        untilOn: '2026-12-31',
      })
    ).status,
  ).toBe(403);
  for (const [over, code] of [
    [{ untilOn: '2026-06-03' }, 'untilOn'],
    [{ untilOn: '2029-01-01' }, 'untilOn'],
    [{ scopes: [] }, 'scopes'],
    [{ scopes: ['party'] }, 'scopes.0'],
  ] as const)
    expect((await consentTo(ids.fund, over)).body.fields?.[0]?.path).toContain(code.split('.')[0]);
});

test('consent is asked on every read: by page, list, export, search, inbox, history, viewers, moves and figures; each look is the firm’s to see', async () => {
  const refer = () =>
    people.finance.post<Seen['body']>('/api/equity-referrals', { firmId: ids.firm, fundId: ids.fund, askedAmount: '100', caseFor: '领先' });
  expect((await refer()).status).toBeGreaterThanOrEqual(400);
  const given = (await consentTo(ids.fund)).body.row;
  const opened = await refer();
  expect(opened.status).toBe(201);
  const { id } = opened.body.row;
  const doors = async (who: Client) => ({
    page: (await who.get(`/api/equity-referrals/${id}`)).status,
    list: (await who.get<{ total: number }>('/api/equity-referrals')).body.total,
    search: JSON.stringify((await who.get(`/api/search?q=${encodeURIComponent('云杉')}`)).body).includes(id),
    inbox: JSON.stringify((await who.get('/api/inbox')).body).includes(id),
    history: (await who.get(`/api/equity-referrals/${id}/history`)).status,
    viewers: (await who.get(`/api/equity-referrals/${id}/viewers`)).status,
    scores: (await who.get(`/api/equity-referrals/${id}/scores`)).status,
    move: (await who.post(`/api/equity-referrals/${id}/moves/nothing`, {}, { 'if-match': '"1"' })).body['code'],
    counted: (await who.get<{ value: { value: number } }>('/api/figures/equityReferralCount')).body.value?.value ?? 0,
  });
  const open = await doors(people.fund);
  expect(open).toMatchObject({
    page: 200,
    list: 1,
    search: true,
    inbox: true,
    history: 200,
    viewers: 200,
    move: 'MOVE_UNKNOWN',
    counted: 0,
  });
  const shut = { page: 404, list: 0, search: false, inbox: false, history: 404, viewers: 404, scores: 404, move: 'NOT_FOUND', counted: 0 };
  const rival = await doors(people.rival);
  expect([rival.search, rival.inbox, rival.counted]).toEqual([false, false, 0]);
  const { looks, total } = (
    await people.contact.get<{ total: number; looks: { recordId: string; how: string; receiver: string }[] }>(
      `/api/firms/${ids.firm}/consent-looks`,
    )
  ).body;
  expect(total).toBeGreaterThanOrEqual(5);
  expect(new Set(looks.map((look) => look.how))).toEqual(new Set(['read', 'found']));
  expect(looks.every((look) => look.receiver === '丙基金')).toBe(true);
  expect((await people.stranger.get(`/api/firms/${ids.firm}/consent-looks`)).status).toBe(404);
  expect((await people.fund.get(`/api/firms/${ids.firm}/consent-looks`)).status).toBe(403);

  expect((await move(people.fund, 'consents', given.id, 'withdraw')).status).toBe(403);
  expect((await move(people.contact, 'consents', given.id, 'withdraw')).status).toBe(200);
  expect(await doors(people.fund)).toEqual(shut);

  await consentTo(ids.fund, { untilOn: '2026-06-04' });
  expect((await people.fund.get(`/api/equity-referrals/${id}`)).status).toBe(200);
  app.clock.now += 2 * dayMs;
  people.fund = await app.signIn('fund');
  // expired by its date, before any sweep has closed it
  expect(await doors(people.fund)).toEqual(shut);
});

test('a bank’s every door to points opens and shuts with the consent: page, list, export, one row, history, figures; the looks can be paged', async () => {
  await signInAgain();
  const input = await people.finance.post<Row>('/api/points-inputs', {
    firmId: ids.firm,
    year: 2025,
    indicator: 'T1',
    state: 'value',
    value: 5,
    source: '年报',
  });
  const doors = async () => ({
    page: (await people.bank.get(`/api/firms/${ids.firm}/points`)).status,
    row: (await people.bank.get(`/api/points-inputs/${input.body.id}`)).status,
    list: (await people.bank.get<{ total: number }>('/api/points-inputs')).body.total,
    history: (await people.bank.get(`/api/points-inputs/${input.body.id}/history`)).status,
    export: (await people.bank.get('/api/points-inputs.xlsx')).status,
    counted: (await people.bank.get<{ value: { value: number } }>('/api/figures/pointsReportedFirmCount')).body.value?.value ?? 0,
  });
  const shut = { page: 404, row: 404, list: 0, history: 404, export: 403, counted: 0 };
  expect(await doors()).toEqual(shut);
  const given = (await consentTo(ids.bank, { purpose: 'credit', scopes: ['points'] })).body.row;
  // a list may be exported by those with a right of their own alone; sums never come from consents
  expect(await doors()).toEqual({ page: 200, row: 200, list: 1, history: 200, export: 403, counted: 0 });
  type Looks = { total: number; looks: { id: string; at: string }[] };
  const looks = async (query: string) => (await people.contact.get<Looks>(`/api/firms/${ids.firm}/consent-looks${query}`)).body;
  const all = await looks('');
  const paged: string[] = [];
  for (let before = ''; paged.length < all.total;) {
    const page = await looks(`?limit=2${before && `&before=${before}`}`);
    paged.push(...page.looks.map(({ id }) => id));
    before = page.looks.at(-1)?.id ?? '';
  }
  expect(paged).toEqual(all.looks.map(({ id }) => id));
  expect((await move(people.contact, 'consents', given.id, 'withdraw')).status).toBe(200);
  expect(await doors()).toEqual(shut);
});

test('an older line entered late takes its place by its day; one number of the bank stands once, over all its lines', async () => {
  const product = await people.bank.post<Row>('/api/credit-products', {
    name: '甲周转贷',
    bankId: ids.bank,
    cap: '1000000000',
    termMonths: 24,
    spreadBp: 80,
  });
  const open = (over: object) =>
    people.bank.post<Seen['body']>('/api/credit-lines', line({ productId: product.body.id, firmId: ids.other, ...over }));
  const total = async (day: string) => {
    const query = `asOf=${day}&filter=product:${product.body.id}`;
    return (await people.finance.get<{ value: { value: number } }>(`/api/figures/pointsFinanceCreditLineTotal?${query}`)).body.value.value;
  };
  const first = (await open({ line: '100', grantedOn: '2025-01-10', validUntil: '2026-01-10', reference: 'HT-1' })).body.row;
  const last = (await open({ line: '900', grantedOn: '2026-05-01', reference: 'HT-3' })).body.row;
  const late = (await open({ line: '500', grantedOn: '2025-08-01', validUntil: '2026-08-01', reference: 'HT-2' })).body.row;
  expect([await total('2025-01-09'), await total('2025-07-31'), await total('2025-08-01'), await total('2026-05-01')]).toEqual([
    0, 100, 500, 900,
  ]);
  expect((await people.bank.get<Seen['body']>(`/api/credit-lines/${last.id}`)).body.row).toMatchObject({ line: '900', replacedById: null });
  expect((await open({ line: '1', reference: 'HT-2' })).body.fields?.[0]).toMatchObject({ path: 'reference', code: 'LINE_TWICE' });
  expect((await open({ line: '1', validUntil: '2028-05-02' })).body.fields?.[0]).toMatchObject({
    path: 'validUntil',
    code: 'TERM_OVER_PRODUCT',
  });
  expect((await open({ line: '1', rateBp: 2900 })).body.fields?.[0]).toMatchObject({ path: 'rateBp', code: 'RATE_OVER_MOST' });
  const draw = (id: string, reference: string) =>
    move(people.bank, 'credit-lines', id, 'draw', { amount: '10', on: '2026-05-02', dueOn: '2026-12-01', reference });
  expect((await draw(last.id, 'X1')).status).toBe(200);
  expect((await draw(first.id, 'X1')).body.code).toBe('LINE_REPLACED');
  expect((await draw(late.id, 'X2')).body.code).toBe('LINE_REPLACED');
  const elsewhere = (await people.bank.post<Seen['body']>('/api/credit-lines', line({ productId: product.body.id, line: '900' }))).body.row;
  expect((await draw(elsewhere.id, 'X1')).body.fields?.[0]).toMatchObject({ path: 'reference', code: 'DRAWDOWN_TWICE' });
  await move(people.bank, 'credit-lines', last.id, 'reverse', { seq: 2, on: '2026-06-03', reason: '记错户' });
  expect((await draw(elsewhere.id, 'X1')).status).toBe(200);
});

test('K11, K12: a line entered by mistake is taken back by its own bank while nothing is drawn; the one it stood in for stands again, past days stay', async () => {
  const product = await people.bank.post<Row>('/api/credit-products', {
    name: '甲流水贷',
    bankId: ids.bank,
    cap: '1000000000',
    termMonths: 24,
    spreadBp: 80,
  });
  const open = (over: object) =>
    people.bank.post<Seen['body']>('/api/credit-lines', line({ productId: product.body.id, firmId: ids.other, ...over }));
  const figure = async (name: string, day: string) => {
    const query = `asOf=${day}&filter=product:${product.body.id}`;
    return (await people.finance.get<{ value: { value: number } }>(`/api/figures/${name}?${query}`)).body.value.value;
  };
  const both = async (day: string) => [
    await figure('pointsFinanceEnterpriseCount', day),
    await figure('pointsFinanceCreditLineTotal', day),
  ];
  const status = async (id: string) => (await people.bank.get<Seen['body']>(`/api/credit-lines/${id}`)).body.status;
  await signInAgain();
  const today = '2026-06-05';
  const first = (await open({ line: '100', grantedOn: '2026-01-10', validUntil: '2027-01-10' })).body.row;
  const wrong = (await open({ line: '900', grantedOn: '2026-05-01', reference: 'HT-9' })).body.row;
  expect([await status(first.id), await both('2026-04-30'), await both(today)]).toEqual(['replaced', [1, 100], [1, 900]]);
  await move(people.bank, 'credit-lines', wrong.id, 'draw', { amount: '10', on: '2026-05-02', dueOn: '2026-12-01', reference: 'Y1' });
  const revoke = (who: Client, id: string) => move(who, 'credit-lines', id, 'revoke', { reason: '登记错了企业' });
  expect((await revoke(people.bank, wrong.id)).status).toBe(409);
  await move(people.bank, 'credit-lines', wrong.id, 'reverse', { seq: 2, on: '2026-05-02', reason: '同上' });
  expect((await revoke(people.rival, wrong.id)).status).toBe(404);
  expect((await revoke(people.contact, wrong.id)).status).toBeGreaterThanOrEqual(403);
  expect((await revoke(people.bank, first.id)).body.code).toBe('MOVE_OUT_OF_TURN');
  app.clock.now += dayMs;
  await signInAgain();
  expect((await revoke(people.bank, wrong.id)).body).toMatchObject({ status: 'revoked', row: { line: '0', drawn: '0' } });
  expect(await status(first.id)).toBe('granted');
  expect([await both('2026-05-31'), await both('2026-06-06')]).toEqual([
    [1, 900],
    [1, 100],
  ]);
  // its number is free again, and the next line takes the place of the one that stands
  const right = await open({ line: '700', grantedOn: '2026-06-06', reference: 'HT-9' });
  expect([right.status, right.body.row['replacesId'], await both('2026-06-06')]).toEqual([201, first.id, [1, 700]]);
  expect((await revoke(people.bank, right.body.row.id)).status).toBe(200);
  expect((await revoke(people.bank, first.id)).status).toBe(200);
  expect(await both('2026-06-06')).toEqual([0, 0]);
  const ledger = await people.bank.get<{ rows: Row[] }>(`/api/credit-entries?lineId=${wrong.id}&limit=50`);
  expect(ledger.body.rows.map((row) => [row['kind'], row['amount'], row['reference']]).toReversed()).toEqual([
    ['granted', '900', 'HT-9'],
    ['drawdown', '10', 'Y1'],
    ['reversal', '-10', ''],
    ['reversal', '-900', ''],
  ]);
});
