import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultSecurity, refusalOfPassword } from '#features/identity/rules/password.ts';
import { serviceRequest } from '#features/service/cases.ts';
import { promise } from '#features/service/promise-case.ts';
import { visit } from '#features/service/visit-case.ts';
import { knownWorkCalendar } from '#features/service/server/work-calendar-data.ts';
import { refusalOfMove, type CaseDeclaration } from '#kernel/contract/case.ts';
import type { Fields } from '#kernel/contract/field.ts';
import type { Role } from '#kernel/contract/role.ts';
import { exampleCalendar } from '#kernel/rules/calendar.fixture.ts';
import type { CaseEvent, CaseState } from '#kernel/rules/case.ts';
import { fromIso, yearOf } from '#kernel/rules/instant.ts';
import { checkUscc } from '#kernel/rules/uscc.ts';
import { historiesOf } from '#kernel/server/cases/history.ts';
import { projectionOf } from '#kernel/server/cases/project.ts';
import { loadCalendar, loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import { createCryptoProvider, sm3 } from '#kernel/server/crypto/provider.ts';
import { openDatabase, withZone, type Db } from '#kernel/server/database/door.ts';
import { appUrlOf } from '#kernel/server/database/migrate.ts';
import { verifyAudit } from '#kernel/server/audit/seal.ts';
import { freshDatabase, type FreshDatabase } from '../tests/harness/database.ts';
import { exampleAccounts, examplePassword } from './example-accounts.ts';
import { loadExample, removeExample } from './example.ts';
import { planWorld } from './plan/plan-world.ts';

const now = fromIso('2026-11-23T02:20:00Z') ?? 0;
const secrets = { keys: [new Uint8Array(32).fill(7)], retired: [] };
const crypto = createCryptoProvider(() => secrets);

let database: FreshDatabase;
let db: Db;
let owner: pg.Client;
let zoneId: string;

beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(appUrlOf(database.url), 2);
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await loadExample({ db, crypto, now: () => now });
  zoneId = String((await all('SELECT id FROM zones WHERE is_example'))[0]?.['id']);
}, 180_000);

afterAll(async () => {
  await owner.end();
  await db.close();
  await database.drop();
});

describe('The example zone', () => {
  test('has 3,200 firms over five chains and eight parks, no name and no code twice', async () => {
    expect(
      await all(`SELECT count(*)::int AS firms, count(DISTINCT name)::int AS names, count(DISTINCT uscc)::int AS codes,
      count(DISTINCT industry_segment)::int AS chains, count(DISTINCT park_id)::int AS parks FROM firms`),
    ).toEqual([{ firms: 3200, names: 3200, codes: 3200, chains: 5, parks: 8 }]);
  });

  test('gives every firm a code that passes the check', async () => {
    const codes = await all('SELECT uscc FROM firms');
    expect(codes.filter(({ uscc }) => !checkUscc(String(uscc)).ok)).toEqual([]);
  });

  test('has a menu of 97 items in force, each with its lead unit', async () => {
    expect(
      await all(`SELECT count(*) FILTER (WHERE ended_on IS NULL)::int AS active, count(*)::int AS ever,
      count(*) FILTER (WHERE department_id IS NULL)::int AS headless, count(DISTINCT name)::int AS names FROM service_items`),
    ).toEqual([{ active: 97, ever: 99, headless: 0, names: 99 }]);
  });

  test('links some 2,900 firms to 120 specialists, each firm to one at a time', async () => {
    const [links] =
      await all(`SELECT count(*) FILTER (WHERE to_on IS NULL)::int AS active, count(*) FILTER (WHERE to_on IS NOT NULL)::int AS ended,
      count(DISTINCT specialist_id)::int AS specialists, count(DISTINCT firm_id)::int AS firms FROM specialist_links`);
    expect(links).toMatchObject({ active: 2900, specialists: 120, firms: 2900 });
    expect(Number(links?.['ended'])).toBeGreaterThan(150);
  });

  test('has every specialist act only for firms linked on that day', async () => {
    expect(
      await all(`SELECT e.case_name, e.case_id, e.move, e.at FROM case_events e
      JOIN role_grants g ON g.user_id = e.actor_id AND g.role = 'specialist'
      LEFT JOIN service_requests r ON r.id = e.case_id LEFT JOIN visits v ON v.id = e.case_id
      WHERE e.move IN ('open', 'whistle', 'supply', 'withdraw') AND e.case_name <> 'promise' AND NOT EXISTS (
        SELECT 1 FROM specialist_links l WHERE l.specialist_id = e.actor_id AND l.firm_id = coalesce(r.firm_id, v.firm_id)
          AND l.from_on <= (e.at AT TIME ZONE 'Asia/Shanghai')::date AND (l.to_on IS NULL OR l.to_on >= (e.at AT TIME ZONE 'Asia/Shanghai')::date))`),
    ).toEqual([]);
  });

  test('counts of menu items and common problems say what the requests say', async () => {
    expect(
      await all(`SELECT i.code FROM service_items i WHERE i.asked_times <> (SELECT count(*) FROM service_requests r WHERE r.item_id = i.id)
      OR i.solved_times <> (SELECT count(*) FROM service_requests r WHERE r.item_id = i.id AND r.status = 'closed' AND r.result = 'resolved')`),
    ).toEqual([]);
    expect(
      await all(`SELECT p.title FROM common_problems p WHERE p.requests = 0
      OR p.requests <> (SELECT count(*) FROM service_requests r WHERE r.common_problem_id = p.id)
      OR p.firms <> (SELECT count(DISTINCT r.firm_id) FROM service_requests r WHERE r.common_problem_id = p.id)`),
    ).toEqual([]);
  });

  test('has requests in every state that a request can be in, some 150 or more of them open', async () => {
    const states = await all(`SELECT status, count(*)::int AS requests FROM service_requests GROUP BY status`);
    expect(new Set(states.map(({ status }) => status))).toEqual(
      new Set(Object.keys(serviceRequest.states).filter((state) => state !== 'reopened')),
    );
    const [open] = await all('SELECT count(*)::int AS open FROM service_requests WHERE closed_on IS NULL');
    expect(Number(open?.['open'])).toBeGreaterThanOrEqual(140);
    expect(Number(open?.['open'])).toBeLessThanOrEqual(240);
  });

  test('has an audit trail without a fault', async () => {
    expect(await verifyAudit({ db, crypto }, zoneId)).toMatchObject({ faults: [] });
  });

  test('documents accounts whose password satisfies the rules, and nobody else can sign in', async () => {
    for (const account of exampleAccounts) {
      expect(refusalOfPassword(examplePassword, account.loginName, defaultSecurity.params)).toBeUndefined();
    }
    const able = await all('SELECT login_name FROM users WHERE password_hash IS NOT NULL ORDER BY login_name');
    expect(able.map((row) => row['login_name'])).toEqual(exampleAccounts.map((account) => account.loginName).sort());
  });

  test('leaves something to do for those who work with requests', async () => {
    const waiting = async (kind: string, id: unknown) =>
      Number(
        (await all(`SELECT count(*)::int AS tasks FROM case_tasks WHERE holder_kind = $1 AND holder_id = $2`, [kind, String(id)]))[0]?.[
          'tasks'
        ],
      );
    const userId = async (login: string) => (await all('SELECT id FROM users WHERE login_name = $1', [login]))[0]?.['id'];
    const scopeOf = async (login: string) =>
      (await all('SELECT scope_id FROM role_grants WHERE user_id = $1', [await userId(login)]))[0]?.['scope_id'];
    expect(await waiting('role', 'dispatcher')).toBeGreaterThan(20);
    expect(await waiting('role', 'zoneLeader')).toBeGreaterThan(3);
    expect(await waiting('department', await scopeOf('handler'))).toBeGreaterThan(12);
    expect(await waiting('department', await scopeOf('handler2'))).toBeGreaterThan(6);
    expect(await waiting('firm', await scopeOf('contact'))).toBeGreaterThan(2);
    const owed = await all(`SELECT count(*)::int AS open FROM promises WHERE firm_id = $1 AND status IN ('made', 'reportedKept')`, [
      await scopeOf('contact'),
    ]);
    expect(Number(owed[0]?.['open'])).toBeGreaterThanOrEqual(2);
    expect(await waiting('user', await userId('specialist'))).toBeGreaterThan(7);
    const lamps = await all(
      `SELECT DISTINCT CASE WHEN due_at < $2 THEN 'red' WHEN yellow_at <= $2 THEN 'yellow' ELSE 'green' END AS lamp
      FROM case_tasks WHERE holder_id = $1 AND due_at IS NOT NULL ORDER BY 1`,
      [String(await scopeOf('handler')), new Date(now)],
    );
    expect(lamps.map((row) => row['lamp'])).toEqual(['green', 'red', 'yellow']);
  });
});

describe('The histories of the example zone', () => {
  test.each([
    ['requests', serviceRequest, 3900],
    ['visits', visit, 3500],
    ['promises', promise, 500],
  ])('%s amount to what is stored of them', async (_, given, least) => {
    const declaration = given as unknown as CaseDeclaration<Fields, CaseState>;
    const stored = await all(`SELECT id, status, due_at, version, ever_overdue FROM ${declaration.table}`);
    expect(stored.length).toBeGreaterThanOrEqual(least);
    await withZone(db, zoneId, async (tx) => {
      const grounds = { calendar: await loadCalendar(tx, zoneId), packs: await loadPacks(tx, zoneId), now };
      const histories = await historiesOf(
        tx,
        zoneId,
        stored.map((row) => String(row['id'])),
      );
      const refolded = stored.map(({ id }) => {
        const { row } = projectionOf(declaration, zoneId, String(id), histories.get(String(id)) ?? [], grounds, crypto);
        return [id, row['status'], row['due_at'], row['version'], row['ever_overdue']];
      });
      expect(refolded).toEqual(stored.map((row) => [row['id'], row['status'], iso(row['due_at']), row['version'], row['ever_overdue']]));
    });
  });

  test('contain no move that its declaration would refuse, and none in the future', async () => {
    const people = await actors();
    await withZone(db, zoneId, async (tx) => {
      const grounds = { calendar: await loadCalendar(tx, zoneId), packs: await loadPacks(tx, zoneId) };
      for (const given of [serviceRequest, visit, promise]) {
        const declaration = given as unknown as CaseDeclaration<Fields, CaseState>;
        const ids = (await all(`SELECT id FROM ${declaration.table} ORDER BY right(id::text, 6) LIMIT 800`)).map((row) =>
          String(row['id']),
        );
        const refused = [...(await historiesOf(tx, zoneId, ids))].flatMap(([id, events]) =>
          events.slice(1).flatMap((event, index) => {
            const state = declaration.fold(id, events.slice(0, index + 1));
            const earlier = event.at < (events[index]?.at ?? 0) || event.at > now;
            const refusal = refusalOfMove(
              declaration,
              event.move,
              { ...grounds, now: event.at, state, actor: actorOf(people, event, state), input: event.input },
              event.actor.roles.length > 0 ? 'person' : 'system',
            );
            return refusal || earlier ? [{ id, move: event.move, refusal }] : [];
          }),
        );
        expect(refused).toEqual([]);
      }
    });
  });
});

test('The working calendar agrees with the notices of 2025 and 2026', () => {
  const known = [2025, 2026].flatMap(knownWorkCalendar).map((day) => [day.date, day.is_workday] as const);
  expect(new Map(known)).toEqual(new Map([...exampleCalendar.exceptions].filter(([date]) => [2025, 2026].includes(yearOf(date)))));
  expect(knownWorkCalendar(2031)).toEqual([]);
});

test('The same moment makes the same zone', async () => {
  const digest = (rows: readonly unknown[]) => sm3(JSON.stringify(rows));
  const [first, second] = [planWorld(now), planWorld(now)];
  expect(digest(first.rows.firm)).toBe(digest(second.rows.firm));
  expect(digest(first.world.links.map((link) => [link.id, link.specialist.id]))).toBe(
    digest(second.world.links.map((link) => [link.id, link.specialist.id])),
  );
  const stored = await all('SELECT id, name, uscc FROM firms ORDER BY id');
  expect(digest(stored.map((row) => [row['id'], row['name'], row['uscc']]))).toBe(
    digest([...first.world.firms].sort((a, b) => (a.id < b.id ? -1 : 1)).map((firm) => [firm.id, firm.name, firm.values['uscc']])),
  );
});

test('Loading it twice changes nothing; removing it leaves nothing of it in any table', async () => {
  await loadExample({ db, crypto, now: () => now });
  expect(await all('SELECT count(*)::int AS firms FROM firms')).toEqual([{ firms: 3200 }]);
  await removeExample(database.url);
  const tables = await all(
    `SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name IN ('zone_id', 'zone')`,
  );
  expect(tables.length).toBeGreaterThan(20);
  for (const table of ['zones', ...tables.map((row) => String(row['table_name']))]) {
    expect([table, await all(`SELECT count(*)::int AS rows FROM ${table}`)]).toEqual([table, [{ rows: 0 }]]);
  }
}, 60_000);

async function all(query: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return (await owner.query<Record<string, unknown>>(query, values)).rows;
}

function iso(value: unknown): string | null {
  return value instanceof Date ? value.toISOString() : null;
}

async function actors(): Promise<Map<string, { role: Role; scopeId: string | null }>> {
  const grants = await all('SELECT user_id, role, scope_id FROM role_grants');
  return new Map(grants.map((row) => [String(row['user_id']), { role: row['role'] as Role, scopeId: row['scope_id'] as string | null }]));
}

/** The mover with the rights that the stored grants give; a specialist is taken to be the firm's. */
function actorOf(people: Awaited<ReturnType<typeof actors>>, event: CaseEvent, state: CaseState) {
  const grant = people.get(event.actor.id);
  const scoped = (role: Role) => (grant?.role === role && grant.scopeId ? [grant.scopeId] : []);
  return {
    userId: event.actor.id,
    name: event.actor.name,
    zoneId,
    today: '1970-01-01',
    roles: grant ? [grant.role] : [],
    scope: {
      users: [event.actor.id],
      firms: scoped('enterpriseContact'),
      departments: scoped('departmentHandler'),
      providers: [],
      organisations: [],
      linkedFirms: grant?.role === 'specialist' && 'firmId' in state ? [String(state.firmId)] : [],
    },
  };
}
