import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import pg from 'pg';
import { appUrlOf } from '#kernel/server/database/migrate.ts';
import { person } from '#features/registry/records.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { startTestApp, type Client, type TestApp } from '../harness/app.ts';

type Fault = { readonly seq: number | null; readonly entryId: string | null; readonly what: string };
type Report = { readonly entries: number; readonly seals: number; readonly unsealed: number; readonly faults: readonly Fault[] };

const idNumber = '11010519491231002X';

let app: TestApp;
let owner: pg.Client;
let officer: Client;
let auditor: Client;
let personId: string;
/** entries of the zone in the order of their ids */
let entryIds: string[];

beforeAll(async () => {
  app = await startTestApp();
  owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  await app.addUser({ loginName: 'officer', grants: [{ role: 'partyWorkOfficer' }] });
  await app.addUser({ loginName: 'auditor', grants: [{ role: 'auditAdmin' }] });
  await app.addUser({ loginName: 'dispatcher', grants: [{ role: 'dispatcher' }] });
  officer = await app.signIn('officer');
  auditor = await app.signIn('auditor');
  personId = (await app.inZone((ask) => createRow(ask, person, { name: '张三', idNumber, phone: '13800138000' }))).id;
  for (const name of ['李四', '王五', '赵六']) await officer.post('/api/people', { name });
  await app.sweep();
  await officer.post('/api/people', { name: '钱七' });
  await app.sweep();
});
afterAll(async () => {
  await owner.end();
  await app.close();
});
beforeEach(async () => {
  entryIds = (await owner.query<{ id: string }>('SELECT id FROM audit_entries WHERE zone_id = $1 ORDER BY id', [app.zoneId])).rows.map(
    (row) => row.id,
  );
});

const verify = async () => (await auditor.get<Report>('/api/audit/verify')).body;

/** What the check says while something is not as it was; afterwards it is again. */
async function tampered(statement: string, values: unknown[], mend: readonly [string, unknown[]]): Promise<readonly Fault[]> {
  await owner.query(statement, values);
  const { faults } = await verify();
  await owner.query(...mend);
  expect((await verify()).faults).toEqual([]);
  return faults;
}

describe('T-SEC-2: what is on record stays as it was', () => {
  test('an untouched trail is whole, chained and complete', async () => {
    const report = await verify();
    expect(report.faults).toEqual([]);
    expect(report.seals).toBeGreaterThanOrEqual(2);
    expect(report.entries).toBe(entryIds.length);
  });

  test.each([
    ['actor_name', `'某人'`],
    ['action', `'update'`],
    ['why', `'例行'`],
    ['result', `'refused'`],
    ['ip', `'10.0.0.1'`],
    ['at', `at + interval '1 millisecond'`],
    ['after', `'{"name": "李四四"}'::jsonb`],
    ['subject_id', `'elsewhere'`],
  ])('an entry whose %s was edited is named', async (column, value) => {
    const id = entryIds[2] ?? '';
    const { rows } = await owner.query(`SELECT ${column} AS kept FROM audit_entries WHERE id = $1`, [id]);
    const kept: unknown = rows[0].kept;
    const faults = await tampered(
      `UPDATE audit_entries SET ${column} = ${value} WHERE id = $1`,
      [id],
      [`UPDATE audit_entries SET ${column} = $2 WHERE id = $1`, [id, column === 'after' ? JSON.stringify(kept) : kept]],
    );
    expect(faults).toEqual([{ seq: 1, entryId: id, what: 'entry changed' }]);
  });

  test('an entry edited together with its own hash breaks the link that covers it', async () => {
    const id = entryIds[1] ?? '';
    const { rows } = await owner.query<{ hash: string }>('SELECT hash FROM audit_entries WHERE id = $1', [id]);
    const faults = await tampered(
      `UPDATE audit_entries SET hash = repeat('a', 64) WHERE id = $1`,
      [id],
      ['UPDATE audit_entries SET hash = $2 WHERE id = $1', [id, rows[0]?.hash]],
    );
    expect(faults.map((fault) => fault.what)).toEqual(['entry changed', 'link changed']);
  });

  test('a deleted entry is missed by name', async () => {
    const id = entryIds[0] ?? '';
    await owner.query('CREATE TABLE kept_entry AS SELECT * FROM audit_entries WHERE id = $1', [id]);
    const faults = await tampered(
      'DELETE FROM audit_entries WHERE id = $1',
      [id],
      ['INSERT INTO audit_entries SELECT * FROM kept_entry', []],
    );
    expect(faults).toContainEqual({ seq: 1, entryId: id, what: 'entry missing' });
    await owner.query('DROP TABLE kept_entry');
  });

  test.each([
    ['first', 1],
    ['last', 2],
  ])('a deleted link of the chain is found, the %s one too', async (_which, seq) => {
    const last =
      (await owner.query<{ seq: number }>('SELECT max(seq) AS seq FROM audit_seals WHERE zone_id = $1', [app.zoneId])).rows[0]?.seq ?? 0;
    const gone = seq === 1 ? 1 : last;
    await owner.query('CREATE TABLE kept_seal AS SELECT * FROM audit_seals WHERE zone_id = $1 AND seq = $2', [app.zoneId, gone]);
    const faults = await tampered(
      'DELETE FROM audit_seals WHERE zone_id = $1 AND seq = $2',
      [app.zoneId, gone],
      ['INSERT INTO audit_seals SELECT * FROM kept_seal', []],
    );
    expect(faults.length).toBeGreaterThan(0);
    await owner.query('DROP TABLE kept_seal');
  });

  test('an entry slipped in later is outside the chain', async () => {
    const faults = await tampered(
      `INSERT INTO audit_entries SELECT zone_id, gen_random_uuid(), at, actor_id, '假冒', ip, action, subject_kind, subject_id, result, why, before, after, hash FROM audit_entries WHERE id = $1`,
      [entryIds[0]],
      [`DELETE FROM audit_entries WHERE actor_name = '假冒'`, []],
    );
    expect(faults).toMatchObject([{ seq: null, what: 'entry outside the chain', entryId: expect.any(String) }]);
  });
});

describe('a look at a masked value', () => {
  const reveal = (why = '核对身份') =>
    officer.post<{ value?: string; code?: string }>(`/api/people/${personId}/reveal`, { field: 'idNumber', why });

  test('is on record with who, when and why', async () => {
    expect((await officer.get(`/api/people/${personId}`)).body['idNumber']).not.toContain(idNumber);
    expect((await reveal()).body).toEqual({ value: idNumber });
    const { body } = await auditor.get<{ entries: { action: string; actor: string; why: string; subjectId: string }[] }>(
      '/api/audit-entries?action=reveal',
    );
    expect(body.entries[0]).toMatchObject({ action: 'reveal', actor: 'officer', why: '核对身份', subjectId: personId });
  });

  test('shows nothing when it cannot be put on record first', async () => {
    await owner.query(`CREATE FUNCTION no_record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$`);
    await owner.query(
      `CREATE TRIGGER no_record BEFORE INSERT ON audit_entries FOR EACH ROW WHEN (NEW.action = 'reveal') EXECUTE FUNCTION no_record()`,
    );
    const refused = await reveal();
    await owner.query('DROP FUNCTION no_record() CASCADE');
    expect(refused.status).toBeGreaterThanOrEqual(500);
    expect(JSON.stringify(refused.body)).not.toContain(idNumber);
  });

  test('lies nowhere in clear afterwards, not even with the key by which it could be asked again', async () => {
    const key = 'a-key-of-my-own-1';
    const look = () => officer.post(`/api/people/${personId}/reveal`, { field: 'idNumber', why: '核对身份' }, { 'idempotency-key': key });
    expect([(await look()).body, (await look()).body]).toEqual([{ value: idNumber }, { value: idNumber }]);
    const { rows: tables } = await owner.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );
    for (const { name } of tables) {
      const { rows } = await owner.query(`SELECT 1 FROM ${name} AS row WHERE row::text LIKE '%' || $1 || '%' LIMIT 1`, [idNumber]);
      expect(rows, name).toEqual([]);
    }
  });

  test('needs a reason and a masked field', async () => {
    expect((await reveal(' ')).status).toBe(422);
    expect((await officer.post(`/api/people/${personId}/reveal`, { field: 'name', why: '核对' })).status).toBe(422);
  });

  test('leaves no value in the trail: neither creating nor looking writes it down', async () => {
    const { rows } = await owner.query(
      `SELECT 1 FROM audit_entries WHERE before::text || after::text LIKE '%' || $1 || '%' OR after::text LIKE '%13800138000%'`,
      [idNumber],
    );
    expect(rows).toEqual([]);
  });
});

describe('the application itself', () => {
  test.each(['audit_entries', 'audit_seals', 'case_events'])('may add to %s, and neither change nor delete', async (table) => {
    const application = new pg.Client({ connectionString: appUrlOf(app.ownerUrl) });
    await application.connect();
    await application.query(`SET app.zone_id = '${app.zoneId}'`);
    const columns = { audit_entries: 'why', audit_seals: 'hash', case_events: 'move' } as Record<string, string>;
    for (const statement of [`UPDATE ${table} SET ${columns[table]} = 'x'`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
      await expect(application.query(statement), statement).rejects.toMatchObject({ code: '42501' });
    }
    await application.end();
  });

  test('sees nothing of a zone that it has not named', async () => {
    const application = new pg.Client({ connectionString: appUrlOf(app.ownerUrl) });
    await application.connect();
    expect((await application.query('SELECT 1 FROM audit_entries')).rows).toEqual([]);
    expect((await application.query('SELECT 1 FROM people')).rows).toEqual([]);
    await application.end();
  });
});

test('only the audit administrator reads the trail or has it checked', async () => {
  for (const address of ['/api/audit-entries', '/api/audit/verify']) {
    expect((await officer.get(address)).status).toBe(403);
    expect((await auditor.get(address)).status).toBe(200);
  }
});

test('looking at the trail is paged from the latest, and filters by who, what and when', async () => {
  const first = (await auditor.get<{ entries: { id: string }[]; next: string }>('/api/audit-entries?limit=2')).body;
  expect(first.entries.map((entry) => entry.id)).toEqual(entryIds.toReversed().slice(0, 2));
  const second = (await auditor.get<{ entries: { id: string }[] }>(`/api/audit-entries?limit=2&after=${first.next}`)).body;
  expect(second.entries.map((entry) => entry.id)).toEqual(entryIds.toReversed().slice(2, 4));
  const mine = (await auditor.get<{ entries: { actor: string; action: string }[] }>('/api/audit-entries?actor=officer&action=create')).body;
  expect(mine.entries.length).toBe(4);
  expect((await auditor.get<{ entries: unknown[] }>('/api/audit-entries?to=2026-06-02')).body.entries).toEqual([]);
});
