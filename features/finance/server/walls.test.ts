import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { figures } from '#apps/server/app.ts';
import { instantAt } from '#kernel/rules/instant.ts';
import { withZone } from '#kernel/server/database/door.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { organisationCases, organisationRecords } from '#features/organisation/server/index.ts';
import { partyOrganisation } from '#features/organisation/records.ts';
import { firm, provider } from '#features/registry/records.ts';
import { startTestApp, type Client, type TestApp } from '../../../tests/harness/app.ts';

let app: TestApp;
const ids = { firm: '', bank: '', fund: '' };
const people = {} as Record<'contact' | 'bank' | 'fund' | 'finance', Client>;

beforeAll(async () => {
  app = await startTestApp();
  await app.inZone(async (ask) => {
    ids.firm = (await createRow(ask, firm, { name: '云杉光电', status: 'operating', registeredOn: '2018-01-01' })).id;
    ids.bank = (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
    ids.fund = (await createRow(ask, provider, { name: '丙基金', kind: 'fund' })).id;
    await createRow(ask, partyOrganisation, { name: '云杉光电党支部', kind: 'branchIndependent', hostFirmId: ids.firm });
  });
  for (const [name, role, scopeId] of [
    ['contact', 'enterpriseContact', ids.firm],
    ['bank', 'bankOfficer', ids.bank],
    ['fund', 'fundReviewer', ids.fund],
    ['finance', 'financeOfficer', undefined],
  ] as const)
    await app.addUser({ loginName: name, grants: [{ role, ...(scopeId ? { scopeId } : {}) }] });
  await signIn();
}, 60_000);
afterAll(() => app.close());

async function signIn(): Promise<void> {
  for (const name of ['contact', 'bank', 'fund', 'finance'] as const) people[name] = await app.signIn(name);
}

test('LEDGERS: the application’s own role can neither change, delete nor empty what was once posted', async () => {
  const tables = ['credit_entries', 'points_entries', 'points_inputs', 'points_scores', 'equity_scores', 'consent_looks', 'case_events'];
  for (const table of tables)
    for (const statement of [
      sql`UPDATE ${sql.table(table)} SET zone_id = zone_id`,
      sql`DELETE FROM ${sql.table(table)}`,
      sql`TRUNCATE ${sql.table(table)}`,
      sql`ALTER TABLE ${sql.table(table)} DISABLE ROW LEVEL SECURITY`,
    ])
      await expect(
        withZone(app.house.db, app.zoneId, (tx) => statement.execute(tx)),
        table,
      ).rejects.toThrow(/permission denied|must be owner/);
});

test('§12.1: with every consent that a firm can give, banks and funds reach no Party record, figure, search entry or viewer', async () => {
  const scopes = ['points', 'application', 'qualifications', 'creditFacts', 'obligations', 'receivables'];
  for (const [receiverId, purpose] of [
    [ids.bank, 'credit'],
    [ids.bank, 'extension'],
    [ids.fund, 'investment'],
  ])
    expect((await people.contact.post('/api/consents', { receiverId, purpose, scopes, untilOn: '2027-01-01' })).status).toBe(201);
  const declared = [...organisationRecords, ...organisationCases].map(({ declaration }) => declaration);
  const names = new Set(declared.map(({ name }) => name));
  const counted = Object.values(figures).flat();
  const isOfParty = (figure: unknown) =>
    [...JSON.stringify(figure).matchAll(/"(?:record|has|last|via)":"(\w+)"/g)].some(([, name = '']) => names.has(name));
  const party = counted.filter(isOfParty);
  expect([declared.length > 10, party.length > 15]).toEqual([true, true]);
  for (const who of [people.bank, people.fund]) {
    for (const { path } of declared)
      for (const suffix of ['', '?limit=1', `/${ids.firm}`, `/${ids.firm}/history`, `/${ids.firm}/viewers`, '.xlsx'])
        expect([403, 404], `${path}${suffix}`).toContain((await who.get(`/api/${path}${suffix}`)).status);
    for (const { id } of party) {
      expect((await who.get(`/api/figures/${id}`)).status, id).toBe(404);
      expect((await who.get(`/api/figures/${id}/records`)).status, id).toBe(404);
    }
    const dictionary = (await who.get<{ figures: { id: string }[] }>('/api/figures')).body.figures.map(({ id }) => id);
    expect(dictionary.filter((id) => party.some((figure) => figure.id === id))).toEqual([]);
    for (const word of ['党支部', 'dangzhibu', 'dzb', '云杉光电党'])
      expect(JSON.stringify((await who.get(`/api/search?q=${encodeURIComponent(word)}`)).body)).not.toContain('党支部');
  }
});

test('PIP-05: a consent holds to the last moment of its last day and not one further, before any sweep; what it is for fits whom it is given', async () => {
  const unfit = (receiverId: string, purpose: string) =>
    people.contact.post<{ fields?: { path: string; code?: string }[] }>('/api/consents', {
      receiverId,
      purpose,
      scopes: ['points'],
      untilOn: '2026-06-30',
    });
  expect((await unfit(ids.bank, 'investment')).body.fields?.[0]).toMatchObject({ path: 'purpose', code: 'PURPOSE_UNFIT' });
  for (const purpose of ['credit', 'extension'])
    expect((await unfit(ids.fund, purpose)).body.fields?.[0]).toMatchObject({ path: 'purpose', code: 'PURPOSE_UNFIT' });
  const { rows } = (await people.contact.get<{ rows: { id: string; version: number }[] }>('/api/consents?status=inForce')).body;
  for (const { id, version } of rows) await people.contact.post(`/api/consents/${id}/moves/withdraw`, {}, { 'if-match': `"${version}"` });
  await people.finance.post('/api/points-inputs', {
    firmId: ids.firm,
    year: 2025,
    indicator: 'T1',
    state: 'value',
    value: 500,
    source: '年报',
  });
  const read = async () => [
    (await people.bank.get(`/api/firms/${ids.firm}/points`)).status,
    (await people.bank.get<{ total: number }>('/api/points-inputs')).body.total,
  ];
  expect(await read()).toEqual([404, 0]);
  expect((await unfit(ids.bank, 'credit')).status).toBe(201);
  app.clock.now = instantAt('2026-07-01', '00:00') - 1;
  await signIn();
  expect(await read()).toEqual([200, 1]);
  app.clock.now += 1;
  expect(await read()).toEqual([404, 0]);
});
