import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPack } from '#kernel/server/cases/rules-in-force.ts';
import { withZone } from '#kernel/server/database/door.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { firm, provider } from '#features/registry/records.ts';
import { pointsPassportCrypto } from '../../passport-crypto.ts';
import type { PointsPassportKeySet, PointsPassportOfFirm, PointsPassportStatement } from '../../passport-contract.ts';
import { pointsInput } from '../../points-records.ts';
import { trustedKeysOf, verifyPointsPassport } from '../../rules/passport-verify.ts';
import { dropPointsPassportKeys, rotatePointsPassportKeys } from './signing-keys.ts';
import { startTestApp, type Answer, type Client, type TestApp } from '../../../../tests/harness/app.ts';

type Problem = { code: string; fields?: { path: string; code?: string; rule?: string }[] };

let app: TestApp;
const ids = { firm: '', other: '', bank: '', rival: '' };
const people = {} as Record<'contact' | 'stranger' | 'bank' | 'rival' | 'finance' | 'auditor', Client>;
const grants = () =>
  ({
    contact: { role: 'enterpriseContact', scopeId: ids.firm },
    stranger: { role: 'enterpriseContact', scopeId: ids.other },
    bank: { role: 'bankOfficer', scopeId: ids.bank },
    rival: { role: 'bankOfficer', scopeId: ids.rival },
    finance: { role: 'financeOfficer' },
    auditor: { role: 'auditor' },
  }) as const;
async function signInAll(): Promise<void> {
  for (const name of Object.keys(grants()) as (keyof typeof people)[]) people[name] = await app.signIn(name);
}

beforeAll(async () => {
  app = await startTestApp();
  await app.inZone(async (ask) => {
    ids.firm = (await createRow(ask, firm, { name: '云杉光电', status: 'operating', registeredOn: '2020-01-01' })).id;
    ids.other = (await createRow(ask, firm, { name: '另一家', status: 'operating' })).id;
    ids.bank = (await createRow(ask, provider, { name: '甲银行', kind: 'bank' })).id;
    ids.rival = (await createRow(ask, provider, { name: '乙银行', kind: 'bank' })).id;
    const keeper = { ...ask, actor: { ...ask.actor, roles: ['financeOfficer' as const] } };
    for (const [indicator, value] of [
      ['T1', 333.33],
      ['G5', 5000],
      ['A1', 7],
    ] as const)
      await createRow(keeper, pointsInput, {
        firmId: ids.firm,
        year: 2025,
        indicator,
        state: 'value',
        value,
        source: '年报',
        evidence: '审计报告',
      });
  });
  for (const [loginName, grant] of Object.entries(grants())) await app.addUser({ loginName, grants: [grant] });
  await signInAll();
}, 60_000);
afterAll(() => app.close());

const issue = async (): Promise<string> => (await people.contact.post<{ id: string }>(`/api/firms/${ids.firm}/points-passports`)).body.id;
const fileOf = (id: string, codes = '', who = people.contact) =>
  who.get<object>(`/api/points-passports/${id}/file?indicators=${encodeURIComponent(codes)}`);
/** The text as downloaded: the harness reads JSON. */
const textOf = async (id: string, codes = '') =>
  (await raw(`/api/points-passports/${id}/file?indicators=${encodeURIComponent(codes)}`)).body;
async function raw(url: string) {
  const signed = await app.app.fastify.inject({
    method: 'POST',
    url: '/api/login',
    payload: { loginName: 'contact', password: 'Test-pass-2026' },
  });
  return app.app.fastify.inject({ url, cookies: Object.fromEntries(signed.cookies.map(({ name, value }) => [name, value])) });
}
const disclosuresIn = (text: string) =>
  (JSON.parse(text) as { signatures: { header?: { disclosures: string[] } }[] }).signatures.flatMap(
    ({ header }) => header?.disclosures ?? [],
  );
const keysOf = async () => (await people.rival.get<PointsPassportKeySet>('/api/points-passport-keys')).body;
const verdictOf = async (text: string) =>
  verifyPointsPassport(
    text,
    trustedKeysOf(JSON.stringify(await keysOf()), pointsPassportCrypto) ?? [],
    app.clock.now,
    pointsPassportCrypto,
  );
const show = (id: string, indicators: string[], receiverId = ids.bank, who = people.contact): Promise<Answer<{ id: string } & Problem>> =>
  who.post(`/api/points-passports/${id}/showings`, { receiverId, indicators });
const statement = (id: string, who = people.bank) => who.get<PointsPassportStatement>(`/api/points-passport-showings/${id}/statement`);
const passports = async () =>
  (await people.contact.get<{ passports: PointsPassportOfFirm[] }>(`/api/firms/${ids.firm}/points-passports`)).body.passports;
const consentTo = async (receiverId: string) =>
  (
    await people.contact.post<{ row: { id: string } }>('/api/consents', {
      receiverId,
      purpose: 'credit',
      scopes: ['points'],
      untilOn: '2026-12-31',
    })
  ).body.row.id;
const withdraw = (id: string) => people.contact.post(`/api/consents/${id}/moves/withdraw`, {}, { 'if-match': '"1"' });
const statusAsked = async (id: string) =>
  (await app.app.fastify.inject({ url: `/api/zones/${app.zoneId}/points-passports/${id}/status` })).json<{ status: string }>();

test('PTS-PASSPORT: only the firm itself has one issued, from points that are there; resent, it is the same one', async () => {
  const path = `/api/firms/${ids.firm}/points-passports`;
  expect((await people.finance.post(path)).status).toBe(403);
  expect((await people.stranger.post(path)).status).toBe(404);
  const bare = await people.stranger.post<Problem>(`/api/firms/${ids.other}/points-passports`);
  expect([bare.status, bare.body.fields?.[0]]).toMatchObject([422, { code: 'PASSPORT_NO_SCORE', rule: 'PTS-PASSPORT' }]);
  // two that find no keys yet at the same time sign by the same ones
  await Promise.all([issue(), issue()]);
  expect((await keysOf()).keys).toHaveLength(2);
  const resent = () => people.contact.post<{ id: string }>(path, {}, { 'idempotency-key': 'the-same-key' });
  const [first, second] = [await resent(), await resent()];
  expect([first.status, second.body]).toEqual([201, first.body]);
  const valid = { year: 2025, asOf: '2026-06-03', validUntil: '2026-11-30', status: 'valid', showings: [] };
  expect(await passports()).toMatchObject([valid, valid, valid]);
});

test('a selective file is genuine by the served keys, carries the chosen lines alone, and any change of it is found', async () => {
  const id = await issue();
  const text = await textOf(id, 'T1 A1');
  const verdict = await verdictOf(text);
  expect(verdict).toMatchObject({
    isGenuine: true,
    claims: { firm: { name: '云杉光电' }, issuer: '测试区', jti: id, standing: 'provisional' },
  });
  expect(verdict.lines).toMatchObject([
    { code: 'T1', value: 333.33, source: '年报', evidence: '审计报告', enteredOn: '2026-06-03' },
    { code: 'A1', value: 7 },
  ]);
  expect(disclosuresIn(text)).toHaveLength(2);
  expect((await verdictOf(text.replace('"payload":"ey', '"payload":"eY'))).isGenuine).toBe(false);
  expect((await verdictOf(await textOf(id))).lines).toEqual([]);
  const unknown = await fileOf(id, 'T1 X9');
  expect([unknown.status, unknown.body]).toMatchObject([422, { fields: [{ path: 'indicators', code: 'INDICATOR_UNKNOWN' }] }]);
  for (const who of [people.stranger, people.bank, people.auditor]) expect([403, 404]).toContain((await fileOf(id, 'T1', who)).status);
  expect((await people.stranger.get(`/api/points-passports/${id}`)).status).toBe(404);
  expect((await people.auditor.get(`/api/points-passports/${id}`)).status).toBe(200);
});

test('PIP-05: shown to a bank that the firm lets see, the chosen lines alone; each look is the firm’s to see; withdrawn, gone at every door', async () => {
  const id = await issue();
  expect((await show(id, ['T1'])).body.fields?.[0]).toMatchObject({ path: 'receiverId', code: 'CONSENT_FIRST', rule: 'PIP-05' });
  const consents = [await consentTo(ids.bank), await consentTo(ids.rival)];
  expect((await show(id, ['T1'], ids.bank, people.stranger)).status).toBe(404);
  expect((await show(id, ['T1'], ids.bank, people.bank)).status).toBe(403);
  expect((await show(id, ['X9'])).body.fields?.[0]?.code).toBe('INDICATOR_UNKNOWN');
  const shown = (await show(id, ['T1', 'G5'])).body.id;
  const doors = async (who: Client) => ({
    statement: (await statement(shown, who)).status,
    row: (await who.get(`/api/points-passport-showings/${shown}`)).status,
    history: (await who.get(`/api/points-passport-showings/${shown}/history`)).status,
    list: (await who.get<{ total: number }>('/api/points-passport-showings')).body.total,
    found: (await who.get<{ groups: { record: string }[] }>(`/api/search?q=${encodeURIComponent('积分通行证')}`)).body.groups.length,
  });
  const open = await doors(people.bank);
  expect(open).toMatchObject({ statement: 200, row: 200, list: 1, found: 1 });
  const seen = (await statement(shown)).body;
  expect(seen.verdict).toMatchObject({ isGenuine: true, lines: [{ code: 'T1', evidence: '审计报告' }, { code: 'G5' }] });
  expect(disclosuresIn(seen.file ?? '')).toHaveLength(2);
  // another bank has a consent of its own, and yet was not shown this one
  expect(await doors(people.rival)).toEqual({ statement: 404, row: 404, history: 404, list: 0, found: 0 });
  const [latest] = await passports();
  expect(latest?.showings).toMatchObject([
    { receiver: '甲银行', indicators: ['研发费用金额', '营业收入'], isOpen: true, looks: [{ who: 'bank' }, { who: 'bank' }] },
  ]);
  for (const consent of consents) await withdraw(consent);
  expect(await doors(people.bank)).toEqual({ statement: 404, row: 404, history: 404, list: 0, found: 0 });
  expect((await passports())[0]?.showings).toMatchObject([{ isOpen: false, looks: [{}, {}] }]);
});

test('revoked or expired, it is neither shown nor handed out, the bank reads no line of it, and whoever asks is told', async () => {
  app.clock.now += 1000;
  const days = {
    code: 'points.passport',
    edition: '本区',
    effectiveFrom: '2026-06-03',
    source: '本区核定',
    confidence: 'D' as const,
    params: { validDays: 5 },
  };
  await app.inZone((ask) => addPack(ask.tx, ask.actor.zoneId, days, ask.now));
  const [kept, revoked] = [await issue(), await issue()];
  // a consent and what is shown under it are one act: what is refused leaves neither
  const both = (over: object) =>
    people.contact.post<Problem>(`/api/points-passports/${kept}/showings`, { receiverId: ids.bank, indicators: ['T1'], ...over });
  const term = { purpose: 'credit', untilOn: '2026-06-30' };
  expect((await both({ consent: { ...term, untilOn: '2026-06-01' } })).body.code).toBe('CONSENT_END');
  expect((await both({ consent: term, indicators: ['X9'] })).status).toBe(422);
  const inForce = async () => (await people.contact.get<{ total: number; rows: { id: string }[] }>('/api/consents?status=inForce')).body;
  expect((await inForce()).total).toBe(0);
  expect((await both({ consent: term })).status).toBe(201);
  // the consent is to what is shown with it: what was kept back stays unseen at every other door, what was shown before it is not back
  const doors = ['/api/points-inputs', '/api/points-scores', '/api/points-entries', '/api/points-passport-showings'];
  const seen = await Promise.all(doors.map(async (path) => (await people.bank.get<{ total: number }>(path)).body.total));
  expect([...seen, (await people.bank.get(`/api/firms/${ids.firm}/points`)).status]).toEqual([0, 0, 0, 1, 404]);
  const consent = (await inForce()).rows[0]?.id ?? '';
  const text = await textOf(kept, 'T1');
  const showings = [(await show(kept, ['T1'])).body.id, (await show(revoked, ['T1'])).body.id];
  expect([(await people.stranger.post(`/api/points-passports/${revoked}/revoke`)).status, await statusAsked(revoked)]).toEqual([
    404,
    { status: 'valid' },
  ]);
  for (let time = 0; time < 2; time += 1)
    expect((await people.contact.post(`/api/points-passports/${revoked}/revoke`)).body).toEqual({ status: 'revoked' });
  expect(await statusAsked(revoked)).toEqual({ status: 'revoked' });
  expect((await statement(showings[1] ?? '')).body).toEqual({ status: 'revoked', verdict: null, file: null });
  expect([await show(revoked, ['T1']), await fileOf(revoked)]).toMatchObject(
    Array(2).fill({ status: 409, body: { code: 'PASSPORT_NOT_VALID' } }),
  );
  app.clock.now = Date.UTC(2026, 5, 8, 15, 59);
  await signInAll();
  expect((await statement(showings[0] ?? '')).body.status).toBe('valid');
  expect((await verdictOf(text)).faults).toEqual([]);
  app.clock.now += 60_000;
  await signInAll();
  expect((await statement(showings[0] ?? '')).body).toEqual({ status: 'expired', verdict: null, file: null });
  expect((await verdictOf(text)).faults).toEqual(['EXPIRED']);
  expect([await statusAsked(kept), (await fileOf(kept)).status]).toEqual([{ status: 'expired' }, 409]);
  app.clock.now = Date.UTC(2026, 5, 3, 2, 0);
  await signInAll();
  await withdraw(consent);
  expect((await app.app.fastify.inject({ url: `/api/zones/${app.zoneId}/points-passports/${ids.firm}/status` })).statusCode).toBe(404);
});

test('keys that came into other hands: nothing they signed is genuine any more, and the next passport is signed by new ones', async () => {
  const text = await textOf(await issue(), 'T1');
  const [first] = (await keysOf()).keys;
  expect(await app.inZone((ask) => dropPointsPassportKeys(ask, 'nobody’s'))).toBe(false);
  expect(await app.inZone((ask) => dropPointsPassportKeys(ask, first?.kid ?? ''))).toBe(true);
  expect(await app.inZone((ask) => dropPointsPassportKeys(ask, first?.kid ?? ''))).toBe(false);
  expect((await keysOf()).keys).toEqual([]);
  expect((await verdictOf(text)).faults).toEqual(['KEY_UNKNOWN']);
  const next = await textOf(await issue(), 'T1');
  const kids = (await keysOf()).keys.map(({ kid }) => kid);
  expect([(await verdictOf(next)).isGenuine, kids.length, kids.includes(first?.kid ?? '')]).toEqual([true, 2, false]);
});

test('after new keys the earlier passports still verify, the later ones by the new; private parts are sealed; nothing is changed or deleted', async () => {
  const before = await textOf(await issue(), 'T1');
  const first = await keysOf();
  await app.inZone((ask) => rotatePointsPassportKeys(ask));
  const after = await textOf(await issue(), 'T1');
  const both = await keysOf();
  expect([first.keys.length, both.keys.length]).toEqual([2, 4]);
  expect(both.keys.slice(0, 2)).toEqual(first.keys);
  expect([(await verdictOf(before)).isGenuine, (await verdictOf(after)).isGenuine]).toEqual([true, true]);
  const old = trustedKeysOf(JSON.stringify(first), pointsPassportCrypto) ?? [];
  expect(verifyPointsPassport(after, old, app.clock.now, pointsPassportCrypto).faults).toEqual(['KEY_UNKNOWN']);
  expect(JSON.stringify(both)).not.toContain('"d"');
  await withZone(app.house.db, app.zoneId, async (tx) => {
    const { rows } = await sql<{ private_keys: string }>`SELECT private_keys FROM points_passport_keys`.execute(tx);
    for (const { private_keys } of rows)
      expect(Object.keys(JSON.parse(app.house.crypto.open(private_keys)) as object)).toEqual(['ed25519', 'sm2']);
  });
  for (const table of ['files', 'revocations', 'showings'])
    await expect(
      withZone(app.house.db, app.zoneId, (tx) => sql`DELETE FROM ${sql.table(`points_passport_${table}`)}`.execute(tx)),
    ).rejects.toThrow('permission denied');
});
