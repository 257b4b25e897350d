import fc from 'fast-check';
import pg from 'pg';
import { TOTP, Secret } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chainAudit, verifyAudit } from '#kernel/server/audit/seal.ts';
import { headsMissing } from '#kernel/server/audit/heads.ts';
import { hashOfEntry } from '#kernel/server/audit/audit.ts';
import { sm3 } from '#kernel/server/crypto/provider.ts';
import { startTestApp, testPassword, type TestApp } from '../harness/app.ts';

let app: TestApp;
let owner: pg.Client;
const tables = ['audit_entries', 'audit_seals', 'audit_heads'];
/** everything that was secret to somebody in the course of the moves below */
const secrets: string[] = [];

beforeAll(async () => {
  app = await startTestApp();
  owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  for (const [loginName, role] of [
    ['officer', 'partyWorkOfficer'],
    ['system', 'systemAdmin'],
    ['security', 'securityAdmin'],
  ] as const)
    await app.addUser({ loginName, grants: [{ role }] });
  await goThroughIdentity();
  for (let day = 0; day < 4; day += 1) {
    const officer = await app.signIn('officer');
    for (let one = 0; one < 3; one += 1) {
      await officer.post('/api/people', { name: `人${day}-${one}` });
      await app.sweep();
    }
    app.clock.now += 86_400_000;
  }
  await app.sweep();
  await owner.query(tables.map((table) => `CREATE TABLE kept_${table} AS SELECT * FROM ${table}`).join(';'));
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

/** Invitation, first password, second factor, wrong and right sign-ins, reset, and data of class secret. */
async function goThroughIdentity(): Promise<void> {
  const inject = app.app.fastify.inject.bind(app.app.fastify);
  const signIn = async (body: Record<string, string>) => {
    secrets.push(body['password'] ?? '');
    const answer = await inject({ method: 'POST', url: '/api/login', payload: body });
    // the CSRF token is compared by its clear text: it is of use only to whoever has the session's cookie
    secrets.push(...answer.cookies.filter(({ name }) => name !== 'lianxin_csrf').map(({ value }) => value));
    return answer;
  };
  const system = await app.signIn('system');
  const { id } = (await system.post<{ id: string }>('/api/users', { name: '新人', loginName: 'newcomer' })).body;
  for (const password of ['First-password-77', 'Second-password-88']) {
    const { address } = (await system.post<{ address: string }>(`/api/users/${id}/invitation`)).body;
    const token = address.split('/').at(-1) ?? '';
    secrets.push(token, password);
    expect((await inject({ method: 'POST', url: `/api/one-time-links/${token}`, payload: { password } })).statusCode).toBe(200);
    await signIn({ loginName: 'newcomer', password: 'Wrong-password-99' });
    expect((await signIn({ loginName: 'newcomer', password })).statusCode).toBe(200);
  }
  const officer = await app.signIn('officer');
  const { secret } = (await officer.post<{ secret: string }>('/api/me/second-factor', { password: testPassword })).body;
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: app.clock.now });
  secrets.push(secret);
  expect((await officer.post('/api/me/second-factor/confirm', { code })).status).toBe(200);
  app.clock.now += 60_000;
  const next = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: app.clock.now });
  expect((await officer.send('DELETE', '/api/me/second-factor', { password: testPassword, code: next })).status).toBe(200);
  expect((await officer.post('/api/me/password', { current: testPassword, password: 'Another-pass-2026' })).status).toBe(200);
  await owner.query('UPDATE users SET password_hash = o.password_hash FROM users o WHERE users.login_name = $1 AND o.login_name = $2', [
    'officer',
    'system',
  ]);
  secrets.push('Another-pass-2026', testPassword, '13800138123', '11010519491231002X');
  const person = (await officer.post<{ id: string }>('/api/people', { name: '某人', phone: '13800138123', idNumber: '11010519491231002X' }))
    .body;
  await officer.post(`/api/people/${person.id}/reveal`, { field: 'phone', why: '核对' });
  await officer.send('PATCH', `/api/people/${person.id}`, { phone: '13800138124' }, { 'if-match': '"1"' });
}

const verify = () => verifyAudit(app.house, app.zoneId);
const restore = () =>
  owner.query(tables.map((table) => `DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM kept_${table}`).join(';'));
const state = async () =>
  JSON.stringify(await Promise.all(tables.map(async (table) => (await owner.query(`SELECT t::text FROM ${table} t ORDER BY 1`)).rows)));

const columns = {
  audit_entries: {
    at: `at + interval '1 second'`,
    actor_id: 'gen_random_uuid()',
    actor_name: `actor_name || '。'`,
    ip: `'10.9.8.7'`,
    action: `action || 'd'`,
    subject_kind: `'firm'`,
    subject_id: `'x'`,
    result: `CASE result WHEN 'done' THEN 'refused' ELSE 'done' END`,
    why: `coalesce(why, '') || '改'`,
    before: `'{"a": 1}'::jsonb`,
    after: `coalesce(after, '{}'::jsonb) || '{"b": 2}'::jsonb`,
    hash: `md5(hash) || md5(hash)`,
  },
  audit_seals: {
    at: `at + interval '1 day'`,
    entry_ids: 'entry_ids[2:]',
    previous_hash: `md5(hash) || md5(hash)`,
    hash: `md5(hash) || md5(hash)`,
    seq: 'seq + 1000',
  },
  audit_heads: { seq: 'seq - 1', hash: `md5(hash) || md5(hash)`, signature: `reverse(signature)`, day: `day - 100` },
} as const;

const changes = Object.entries(columns).flatMap(([table, of]) =>
  Object.entries(of).map(([column, to]) => ({
    what: `${table}.${column} changed`,
    table,
    statement: `UPDATE ${table} SET ${column} = ${to} WHERE $0`,
  })),
);
const moves = [
  ...changes,
  ...tables.map((table) => ({ what: `a row of ${table} deleted`, table, statement: `DELETE FROM ${table} WHERE $0` })),
  {
    what: 'an entry slipped in',
    table: 'audit_entries',
    statement: `INSERT INTO audit_entries SELECT zone_id, gen_random_uuid(), at, actor_id, '假冒', ip, action, subject_kind, subject_id, result, why, before, after, hash
      FROM audit_entries WHERE $0`,
  },
  {
    what: 'the order of entries reversed in a link',
    table: 'audit_seals',
    statement: `UPDATE audit_seals SET entry_ids = (SELECT array_agg(e ORDER BY n DESC)
        FROM unnest(entry_ids) WITH ORDINALITY x(e, n)) WHERE $0`,
  },
];

test('T-SEC-2: whatever the owner of the database changes, takes away, adds or reorders is found, and its place is named', async () => {
  const whole = await verify();
  expect(whole).toMatchObject({ faults: [], unsealed: 0 });
  expect(whole.entries).toBeGreaterThan(20);
  const before = await state();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...moves), fc.nat(), async (move, place) => {
      const { rows } = await owner.query<{ ctid: string }>(`SELECT ctid::text FROM ${move.table} WHERE zone_id = $1 ORDER BY ctid`, [
        app.zoneId,
      ]);
      const chosen = rows[place % rows.length]?.ctid ?? '';
      await owner.query(move.statement.replace('$0', `ctid = '${chosen}'::tid`));
      const changed = (await state()) !== before;
      const { faults } = await verify();
      await restore();
      if (!changed) return;
      expect(faults.length, move.what).toBeGreaterThan(0);
      expect(
        faults.some((fault) => fault.seq !== null || fault.entryId !== null),
        `${move.what}: ${JSON.stringify(faults)}`,
      ).toBe(true);
    }),
    { numRuns: 120, seed: 22 },
  );
  expect(await state()).toBe(before);
}, 120_000);

test('a chain rewritten as a whole, link by link, breaks at the signed heads; with forged heads removed, at the days without', async () => {
  const { head } = await verify();
  expect(head).not.toBeNull();
  const rewrite = async () => {
    await owner.query(`UPDATE audit_entries SET actor_name = '别人' WHERE id = (SELECT min(id::text)::uuid FROM audit_entries)`);
    const entries = new Map(
      (await owner.query('SELECT * FROM audit_entries')).rows.map((row: Parameters<typeof hashOfEntry>[0]) => [row.id, hashOfEntry(row)]),
    );
    for (const [id, hash] of entries) await owner.query('UPDATE audit_entries SET hash = $2 WHERE id = $1', [id, hash]);
    let previous = '0'.repeat(64);
    for (const seal of (await owner.query<{ seq: number; at: Date; entry_ids: string[] }>('SELECT * FROM audit_seals ORDER BY seq')).rows) {
      const hash = sm3([seal.seq, previous, ...seal.entry_ids.map((id) => entries.get(id)), seal.at.toISOString()].join('\n'));
      await owner.query('UPDATE audit_seals SET previous_hash = $2, hash = $3 WHERE seq = $1', [seal.seq, previous, hash]);
      previous = hash;
    }
  };
  await rewrite();
  expect((await verify()).faults.map((fault) => fault.what)).toContainEqual(expect.stringContaining('not the head of 2026-06-03'));
  await owner.query('UPDATE audit_heads SET hash = s.hash FROM audit_seals s WHERE s.seq = audit_heads.seq');
  expect((await verify()).faults.map((fault) => fault.what)).toContainEqual('head of 2026-06-03 not ours');
  await owner.query(`DELETE FROM audit_heads WHERE day < '2026-06-05'`);
  expect((await verify()).faults.map((fault) => fault.what)).toContainEqual('day 2026-06-03 without its head');
  // who has noted a head outside sees it even against somebody who holds database and secret
  expect(await headsMissing(app.house.db, app.zoneId, [head?.hash ?? ''])).toEqual([head?.hash]);
  await restore();
  expect(await headsMissing(app.house.db, app.zoneId, [head?.hash ?? ''])).toEqual([]);
  expect((await verify()).faults).toEqual([]);
});

test('a head taken away is missed for good: neither the rounds nor a verification sign its day again', async () => {
  const { head } = await verify();
  await owner.query('DELETE FROM audit_heads WHERE day = $1', [head?.day]);
  await app.sweep();
  await chainAudit(app.house, app.zoneId);
  expect((await verify()).faults).toEqual([{ seq: head?.seq, entryId: null, what: `day ${head?.day} without its head` }]);
  await restore();
  // nor when the days go on
  await owner.query('DELETE FROM audit_heads');
  app.clock.now += 86_400_000;
  await app.sweep();
  app.clock.now -= 86_400_000;
  expect((await verify()).faults.length).toBeGreaterThanOrEqual(4);
  await restore();
});

test('no password, token, code secret or field of class secret is in the trail, nor in clear anywhere', async () => {
  expect(new Set(secrets).size).toBeGreaterThanOrEqual(12);
  const { rows } = await owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    for (const secret of new Set(secrets)) {
      if ((await owner.query(`SELECT 1 FROM ${name} AS row WHERE strpos(row::text, $1) > 0 LIMIT 1`, [secret])).rows.length > 0)
        found.push(`${name}: ${secret}`);
    }
  }
  expect(found).toEqual([]);
});
