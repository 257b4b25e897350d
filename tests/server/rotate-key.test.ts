import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCryptoProvider } from '#kernel/server/crypto/provider.ts';
import { openDatabase } from '#kernel/server/database/door.ts';
import { appUrlOf } from '#kernel/server/database/migrate.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { installationSecrets } from '#kernel/server/secret.ts';
import { readSettings } from '#kernel/server/settings.ts';
import { firm, person } from '#features/registry/records.ts';
import { proofToken, readProofToken } from '#features/figures/server/passport-store.ts';
import { buildHouse } from '#apps/server/app.ts';
import { rotateKey } from '#apps/server/rotate-key.ts';
import { startTestApp, type Client, type TestApp } from '../harness/app.ts';

/** The server and the command each look at the secret file for themselves, as two processes do. */
let folder: string;
let app: TestApp;
let owner: pg.Client;
let officer: Client;
let dispatcher: Client;
let ids: string[];
const people = 700;
const phoneOf = (index: number) => `138${String(10_000_000 + index)}`;
const idNumber = '11010519491231002X';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianxin-secret-'));
  app = await startTestApp({ secrets: installationSecrets(folder, undefined) });
  owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  await app.addUser({ loginName: 'officer', grants: [{ role: 'partyWorkOfficer' }] });
  await app.addUser({ loginName: 'dispatcher', grants: [{ role: 'dispatcher' }] });
  officer = await app.signIn('officer');
  dispatcher = await app.signIn('dispatcher');
  ids = await app.inZone((ask) =>
    insertRows(
      ask,
      person,
      Array.from({ length: people }, (_, index) => ({ name: `人员${index}`, phone: phoneOf(index), ...(index === 0 ? { idNumber } : {}) })),
    ),
  );
  const [into, from] = await app.inZone((ask) =>
    insertRows(ask, firm, [
      { name: '甲测试有限公司', status: 'operating' },
      { name: '乙测试有限公司', status: 'operating', contactPhone: '13900139000' },
    ]),
  );
  await dispatcher.post(`/api/firms/${from}/merge`, { intoId: into, intoVersion: 1, why: '重复' }, { 'if-match': '"1"' });
  await officer.post('/api/me/second-factor', { password: 'Test-pass-2026' });
  await look(0);
});
afterAll(async () => {
  await owner.end();
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const look = (index: number) => officer.post<{ value: string }>(`/api/people/${ids[index]}/reveal`, { field: 'phone', why: '核对' });
const lines = () => readFileSync(join(folder, 'secret.key'), 'utf8').trim().split('\n');

/** Every text of the whole database that was sealed under the key of this name, or under a key without one. */
async function sealedUnder(name: string): Promise<string[]> {
  const { rows: columns } = await owner.query<{ place: string; table: string; column: string }>(
    `SELECT table_name || '.' || column_name AS place, table_name AS "table", column_name AS "column" FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb', 'ARRAY')`,
  );
  const found: string[] = [];
  for (const { place, table, column } of columns) {
    const { rows } = await owner.query(`SELECT 1 FROM "${table}" WHERE "${column}"::text ~ $1 LIMIT 1`, [
      `(^|")${name}\\.[A-Za-z0-9+/]{40}`,
    ]);
    if (rows.length > 0) found.push(place);
  }
  return found;
}

test('a change of the secret while people read and write, killed in the middle and taken up again, leaves nothing behind', async () => {
  const earlier = createCryptoProvider(installationSecrets(folder, lines()[0]));
  const [name = ''] = earlier.seal('x').split('.');
  const sealed = [
    'people.phone',
    'people.id_number',
    'firms.contact_phone',
    'users.totp_sealed',
    'firm_merges.snapshot',
    'idempotency_keys.answer',
  ];
  expect((await sealedUnder(name)).toSorted()).toEqual(sealed.toSorted());
  // as an installation from before keys had names: half of the rows are sealed without one
  await owner.query(`UPDATE people SET phone = split_part(phone, '.', 2) WHERE name LIKE '%7'`);
  const issued = { text: 'passport', signature: earlier.issue('passport'), token: proofToken(app.house, app.zoneId, ids[0] ?? '') };

  const db = openDatabase(appUrlOf(app.ownerUrl), 2);
  const house = await buildHouse(db, installationSecrets(folder, undefined), () => app.clock.now);
  const settings = { ...readSettings({}), dataFolder: folder };
  let working = true;
  const wrong: string[] = [];
  const read = async () => {
    for (let index = 0; working; index = (index + 37) % people) {
      const { status, body } = await look(index);
      if (status !== 200 || body.value !== phoneOf(index)) wrong.push(`read ${index}: ${status} ${JSON.stringify(body)}`);
    }
  };
  let written = 0;
  const write = async () => {
    for (; working; written += 1) {
      const made = await officer.post<{ id: string }>('/api/people', { name: `新人${written}`, phone: phoneOf(5000 + written) });
      // the same number twice is refused, under whichever secret the first lies
      const twice = await officer.post<{ code: string }>('/api/people', { name: '重号', idNumber });
      if (made.status !== 201 || twice.status !== 409)
        wrong.push(`write ${written}: ${made.status} ${twice.status} ${JSON.stringify(twice.body)}`);
    }
  };
  const busy = [read(), write()];
  let batches = 0;
  const killed = rotateKey(house, settings, (line) => {
    if (line.includes('people.phone') && (batches += 1) === 2) throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  expect(lines().length).toBe(2);
  expect(await sealedUnder(name)).toContain('people.phone');
  await rotateKey(house, settings, () => undefined);
  working = false;
  await Promise.all(busy);
  expect(wrong).toEqual([]);
  expect(written).toBeGreaterThan(5);

  expect(await sealedUnder(name)).toEqual([]);
  const { rows } = await owner.query(`SELECT 1 FROM people WHERE phone IS NOT NULL AND phone !~ '^[0-9a-f]{8}\\.'`);
  expect(rows).toEqual([]);
  expect(lines().map((line) => line.startsWith('retired:'))).toEqual([false, true]);
  for (const index of [0, 7, 350, people - 1]) expect((await look(index)).body.value).toBe(phoneOf(index));
  expect((await officer.post('/api/people', { name: '重号', idNumber })).status).toBe(409);

  // what had left the house is still known as ours; the retired secret opens nothing
  expect(app.house.crypto.issued(issued.text, issued.signature)).toBe(true);
  expect(readProofToken(app.house, issued.token)?.id).toBe(ids[0]);
  expect(() => app.house.crypto.open(earlier.seal('x'))).toThrow('another installation secret');
  await db.close();
  await house.hub.close();
}, 120_000);

test('what was sealed before the change by somebody who has only read so far is waited for; two changes at once are refused', async () => {
  const db = openDatabase(appUrlOf(app.ownerUrl), 4);
  const house = await buildHouse(db, installationSecrets(folder, undefined), () => app.clock.now);
  const settings = { ...readSettings({}), dataFolder: folder };
  const begun = lines().length;
  let [waits, goOn] = [() => undefined as void, () => undefined as void];
  const waiting = new Promise<void>((done) => (waits = done));
  const holding = new Promise<void>((done) => (goOn = done));
  const sealed = house.crypto.seal('13700137000');
  const late = app.inZone(async ({ tx, actor }) => {
    await sql`SELECT 1 FROM people LIMIT 1`.execute(tx);
    await holding;
    await sql`UPDATE people SET phone = ${sealed} WHERE zone_id = ${actor.zoneId} AND id = ${ids[3] ?? ''}`.execute(tx);
  });
  await expect
    .poll(() => owner.query(`SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'`).then(({ rowCount }) => rowCount))
    .toBeGreaterThan(0);
  const rotation = rotateKey(house, settings, (line) => line.startsWith('Waiting') && waits());
  // without the waiting the change would be over by now
  await Promise.race([waiting, rotation]);
  await expect(rotateKey(house, settings, () => undefined)).rejects.toThrow('Another rotate-key is at work');
  expect(lines().length).toBe(begun + 1);
  goOn();
  await late;
  await rotation;
  expect((await look(3)).body.value).toBe('13700137000');
  await db.close();
  await house.hub.close();
});

test('a secret given in the environment is changed by giving both, the new one first', async () => {
  const [one, two] = ['a1', 'b2'].map((byte) => byte.repeat(40));
  const before = createCryptoProvider(installationSecrets(folder, one));
  const during = createCryptoProvider(installationSecrets(folder, `${two},${one}`));
  const text = before.seal('13800138000');
  expect(during.open(text)).toBe('13800138000');
  expect([during.isCurrent(text), during.isCurrent(during.seal('x'))]).toEqual([false, true]);
  expect(() => before.open(during.seal('x'))).toThrow('another installation secret');
  expect(readSettings({ LIANXIN_SECRET: `${two},${one}` }).secret).toBe(`${two},${one}`);
  expect(() => readSettings({ LIANXIN_SECRET: `${two},short` })).toThrow('LIANXIN_SECRET');
});
