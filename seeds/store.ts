import { sql } from 'kysely';
import { hashPassword, createUsers } from '#features/identity/server/index.ts';
import { serviceRequest } from '#features/service/cases.ts';
import { promise } from '#features/service/promise-case.ts';
import { specialistLink } from '#features/service/records.ts';
import { visit } from '#features/service/visit-case.ts';
import type { CaseDeclaration } from '#kernel/contract/case.ts';
import type { Fields } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { CaseState } from '#kernel/rules/case.ts';
import { startOfDay, toIso } from '#kernel/rules/instant.ts';
import { writeAuditFor } from '#kernel/server/audit/audit.ts';
import { projectionOf, storeProjections } from '#kernel/server/cases/project.ts';
import { sm3, type CryptoProvider } from '#kernel/server/crypto/provider.ts';
import type { Tx } from '#kernel/server/database/door.ts';
import { writeSearchEntries } from '#kernel/server/records/search.ts';
import { toColumns } from '#kernel/server/records/values.ts';
import { examplePassword } from './example-accounts.ts';
import type { ExamplePlan } from './plan/plan-example.ts';
import type { PlannedCase, PlannedRow, World } from './plan/world.ts';
import { makeId, createRandom } from './random.ts';

/** Where the example is written: one transaction of one zone. */
export type Target = { readonly tx: Tx; readonly zoneId: string; readonly crypto: CryptoProvider };

/** Who is on record for it. */
export const generator = { userId: '00000000-0000-0000-0000-000000000000', name: '示例生成器' };

const rowsAtOnce = 800;
const casesAtOnce = 400;

/** Stores the rows of one record with what every row has beside its fields: search entry and audit entry. */
export async function storeRows(target: Target, declaration: RecordDeclaration, rows: readonly PlannedRow[], world: World): Promise<void> {
  const { tx, zoneId, crypto } = target;
  const secrets = new Set(
    Object.entries(declaration.fields)
      .filter(([, field]) => field.kind === 'secret')
      .map(([name]) => name),
  );
  for (const some of chunksOf(rows, rowsAtOnce)) {
    const stored = some.map(({ id, createdAt, endedOn, values }) => ({
      zone_id: zoneId,
      id,
      version: 1,
      created_at: toIso(createdAt),
      updated_at: toIso(createdAt),
      ended_on: endedOn ?? null,
      ...toColumns(declaration.fields, { ...nothing(declaration), ...values }, crypto),
    }));
    await insert(tx, declaration.table, stored);
    await writeSearchEntries(tx, zoneId, declaration, some);
    await writeAuditFor(
      { tx, zoneId, now: world.now, ip: 'example', actor: generator },
      some.map(({ id, values }) => ({
        action: 'create',
        subjectKind: declaration.name,
        subjectId: id,
        why: '载入示例区',
        after: Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== null && !secrets.has(name))),
      })),
    );
  }
}

/** Stores everybody with their roles; only the documented accounts get a password. */
export async function storePeople({ tx, zoneId }: Target, world: World): Promise<void> {
  const passwordHash = await hashPassword(examplePassword);
  const users = world.people.map((person) => ({
    id: person.id,
    name: person.name,
    loginName: person.loginName,
    post: person.post,
    ...(person.documented ? { passwordHash } : {}),
    grants: [{ role: person.role, ...(person.scopeId ? { scopeId: person.scopeId } : {}) }],
  }));
  await createUsers(tx, zoneId, users, world.now);
  const granter = world.people.find((person) => person.role === 'securityAdmin')?.id ?? generator.userId;
  await sql`UPDATE role_grants SET from_on = ${world.startedOn}, granted_by = ${granter} WHERE zone_id = ${zoneId}`.execute(tx);
  await sql`UPDATE users SET created_at = ${toIso(startOfDay(world.startedOn))} WHERE zone_id = ${zoneId}`.execute(tx);
}

/** Links, quiet weeks, sample seeds and the handovers on offer. */
export async function storeService(target: Target, world: World): Promise<void> {
  const { tx, zoneId } = target;
  await storeRows(
    target,
    specialistLink,
    world.links.map((link) => ({
      id: link.id,
      createdAt: startOfDay(link.fromOn),
      values: {
        title: `${link.specialist.name} – ${link.firm.name}`,
        specialistId: link.specialist.id,
        firmId: link.firm.id,
        fromOn: link.fromOn,
        toOn: link.toOn,
        reason: link.reason,
      },
    })),
    world,
  );
  await insert(
    tx,
    'quiet_weeks',
    world.quietWeeks.map((week) => ({
      zone_id: zoneId,
      id: week.id,
      firm_id: week.firmId,
      from_on: week.fromOn,
      to_on: week.toOn,
      reason: week.reason,
      created_at: toIso(Math.min(world.now, startOfDay(week.fromOn) - 3 * 86_400_000)),
    })),
  );
  await insert(
    tx,
    'call_back_seeds',
    [...world.seeds].map(([month, seed]) => ({
      zone_id: zoneId,
      month,
      seed,
      digest: sm3(seed),
      fixed_at: toIso(startOfDay(`${month}-01`)),
    })),
  );
  await insert(tx, 'handovers', handoversOf(world, zoneId));
}

/** Stores every case's events and what they amount to today. */
export async function storeCases(target: Target, plan: ExamplePlan, say: (line: string) => void): Promise<void> {
  await storeCase(target, plan.world, serviceRequest, plan.cases.serviceRequest, (done) => say(`诉求 ${done}`));
  await storeCase(target, plan.world, visit, plan.cases.visit, (done) => say(`走访 ${done}`));
  await storeCase(target, plan.world, promise, plan.cases.promise, (done) => say(`承诺 ${done}`));
}

/** Stores the histories of one kind of case and what they amount to today. */
export async function storeCase<S extends CaseState>(
  target: Target,
  world: World,
  declaration: CaseDeclaration<Fields, S>,
  cases: readonly PlannedCase[],
  tell: (done: string) => void = () => undefined,
): Promise<void> {
  const { tx, zoneId, crypto } = target;
  const any = declaration as unknown as CaseDeclaration<Fields, CaseState>;
  let done = 0;
  for (const some of chunksOf(cases, casesAtOnce)) {
    await storeProjections(
      tx,
      zoneId,
      any,
      some.map(({ id, events }) => projectionOf(any, zoneId, id, events, world, crypto)),
      some.flatMap(({ id, events }) =>
        events.map((event, index) => ({ caseId: id, event, status: declaration.fold(id, events.slice(0, index + 1)).status })),
      ),
    );
    done += some.length;
    tell(`${done}/${cases.length}`);
  }
  await writeAuditFor({ tx, zoneId, now: world.now, ip: 'example', actor: generator }, [
    { action: 'loadExample', subjectKind: declaration.name, subjectId: zoneId, after: { cases: cases.length } },
  ]);
}

/** The second documented specialist offers three firms to the first. */
function handoversOf(world: World, zoneId: string): Record<string, unknown>[] {
  const random = createRandom('云锦高新区 handovers');
  const [to, from] = world.people.filter((person) => person.role === 'specialist' && person.documented);
  if (!to || !from) return [];
  const at = world.time.after(world.now, -300);
  return world.links
    .filter((link) => link.specialist.id === from.id && link.toOn === null)
    .slice(0, 3)
    .map((link) => ({
      zone_id: zoneId,
      id: makeId(random, at),
      from_id: from.id,
      to_id: to.id,
      firm_id: link.firm.id,
      note: '企业搬到您负责的楼宇附近，请接手；近期有一件诉求在办。',
      state: 'offered',
      created_at: toIso(at),
      decided_at: null,
    }));
}

async function insert(tx: Tx, table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((column) => sql.ref(column)));
  await sql`INSERT INTO ${sql.table(table)} (${columns}) SELECT ${columns}
    FROM jsonb_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb) RETURNING 1`.execute(tx);
}

/** Every field empty; derived counts are zero. */
function nothing(declaration: RecordDeclaration): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(declaration.fields).map(([name, field]) => [name, field.kind === 'integer' && field.derived ? 0 : null]),
  );
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
