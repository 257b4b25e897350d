import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Role } from '#kernel/contract/role.ts';
import { writeAuditFor } from '#kernel/server/audit/audit.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import type { Db, Tx } from '#kernel/server/database/door.ts';
import { withZone } from '#kernel/server/database/door.ts';
import { invalid } from '#kernel/server/http/refused.ts';
import { markChanged } from '#kernel/server/figures/marks.ts';
import { writeSearchEntries } from '#kernel/server/records/search.ts';
import { dateOf, toIso, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { user } from '../records.ts';
import { refusalOfGrant } from '../rules/grants.ts';
import { refusalOfPassword, securityAt } from '../rules/password.ts';

/** Argon2id as OWASP recommends it for servers: 19 MiB, two passes. */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, argon);
}

export function isPassword(stored: string, password: string): Promise<boolean> {
  return verify(stored, password);
}

export type NewUser = {
  readonly id?: string;
  readonly name: string;
  readonly loginName: string;
  readonly post?: string;
  /** already hashed, for many with the same one; neither = must come by an invitation or the identity provider */
  readonly passwordHash?: string;
  /** in clear: held against the zone's rules, then hashed */
  readonly password?: string;
  readonly grants: readonly { readonly role: Role; readonly scopeId?: string }[];
};

/** Creates a zone. Its working calendar and rule packs are loaded by the features that own them. */
export async function createZone(
  db: Db,
  zone: { readonly id?: string; readonly code: string; readonly name: string; readonly isExample?: boolean },
  now: Instant,
): Promise<string> {
  const id = zone.id ?? uuidv7();
  await sql`INSERT INTO zones (id, code, name, is_example, created_at) VALUES (${id}, ${zone.code}, ${zone.name}, ${zone.isExample ?? false}, ${toIso(now)})`.execute(
    db.kysely,
  );
  return id;
}

/**
 * Creates users with their roles in a few statements, on record as the system's doing; for the example zone, the CLI
 * and a first start. Refuses unfit passwords, roles that exclude one another (T-SEC-1) and taken login names.
 * @returns their ids
 */
export async function createUsers(tx: Tx, zoneId: string, people: readonly NewUser[], now: Instant): Promise<string[]> {
  const at = toIso(now);
  const refusals = people.flatMap(({ grants: asked }) => refusalsAmong(asked, dateOf(now)));
  if (refusals.length > 0) throw invalid(refusals);
  const hashes: (string | undefined)[] = [];
  for (const person of people) {
    hashes.push(person.password === undefined ? person.passwordHash : await hashFit(tx, zoneId, person.loginName, person.password, now));
  }
  const rows = people.map((person, index) => ({
    zone_id: zoneId,
    id: person.id ?? uuidv7(),
    version: 1,
    created_at: at,
    updated_at: at,
    name: person.name,
    login_name: person.loginName,
    post: person.post ?? null,
    password_hash: hashes[index] ?? null,
    password_changed_at: hashes[index] ? at : null,
  }));
  await sql`INSERT INTO users (zone_id, id, version, created_at, updated_at, name, login_name, post, password_hash, password_changed_at)
    SELECT zone_id, id, version, created_at, updated_at, name, login_name, post, password_hash, password_changed_at
    FROM jsonb_populate_recordset(NULL::users, ${JSON.stringify(rows)}::jsonb) RETURNING 1`.execute(tx);
  const taken = await sql<{ login_name: string }>`INSERT INTO logins (login_name, zone, user_id)
    SELECT lower(e->>'login_name'), ${zoneId}, (e->>'id')::uuid FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) e
    ON CONFLICT DO NOTHING RETURNING login_name`.execute(tx);
  if (taken.rows.length < rows.length) throw loginNameTaken();
  const grants = people.flatMap((person, index) =>
    person.grants.map((grant) => ({
      zone_id: zoneId,
      id: uuidv7(),
      user_id: rows[index]?.id,
      role: grant.role,
      scope_id: grant.scopeId ?? null,
      from_on: dateOf(now),
      to_on: null,
      granted_by: rows[index]?.id,
    })),
  );
  await sql`INSERT INTO role_grants SELECT * FROM jsonb_populate_recordset(NULL::role_grants, ${JSON.stringify(grants)}::jsonb)
    RETURNING 1`.execute(tx);
  await markChanged(tx, zoneId, user.name);
  await writeSearchEntries(
    tx,
    zoneId,
    user,
    rows.map((row) => ({ id: row.id, values: { name: row.name, loginName: row.login_name } })),
  );
  await writeAuditFor(
    { tx, zoneId, now, ip: 'system', actor: systemActor(zoneId) },
    people.map((person, index) => ({
      action: 'create',
      subjectKind: 'user',
      subjectId: rows[index]?.id ?? '',
      after: { name: person.name, loginName: person.loginName, grants: person.grants },
    })),
  );
  return rows.map((row) => row.id);
}

function refusalsAmong(asked: NewUser['grants'], today: IsoDate): Refusal[] {
  const grants = asked.map(({ role, scopeId }) => ({ role, scopeId: scopeId ?? null, fromOn: today, toOn: null }));
  return grants.flatMap((grant, index) => refusalOfGrant(grants.slice(0, index), grant) ?? []);
}

async function hashFit(tx: Tx, zoneId: string, loginName: string, password: string, now: Instant): Promise<string> {
  const refusal = refusalOfPassword(password, loginName, securityAt(await loadPacks(tx, zoneId), now));
  if (refusal) throw invalid([refusal]);
  return hashPassword(password);
}

export function loginNameTaken() {
  return invalid([{ code: 'LOGIN_TAKEN', field: 'loginName', message: { zh: '登录名已被使用', en: 'This login name is taken' } }]);
}

/** Sets a password after the rules have been asked; the last ones may not come back. */
export async function setPassword(tx: Tx, zoneId: string, userId: string, password: string, now: Instant): Promise<void> {
  const params = securityAt(await loadPacks(tx, zoneId), now);
  const { rows } = await sql<{ login_name: string; password_hash: string | null; earlier_hashes: string[] }>`
    SELECT login_name, password_hash, earlier_hashes FROM users WHERE zone_id = ${zoneId} AND id = ${userId} FOR UPDATE`.execute(tx);
  const found = rows[0];
  const refusal = refusalOfPassword(password, found?.login_name ?? '', params);
  if (refusal) throw invalid([refusal]);
  const earlier = [found?.password_hash, ...(found?.earlier_hashes ?? [])]
    .filter((one) => typeof one === 'string')
    .slice(0, params.earlierPasswords);
  for (const old of earlier) {
    if (await isPassword(old, password)) {
      throw invalid([
        {
          code: 'PASSWORD_REUSED',
          rule: 'T-SEC-PASSWORD',
          field: 'password',
          message: {
            zh: `不能使用最近 ${params.earlierPasswords} 次用过的密码`,
            en: `Not one of your last ${params.earlierPasswords} passwords`,
          },
        },
      ]);
    }
  }
  await sql`UPDATE users SET password_hash = ${await hashPassword(password)}, password_changed_at = ${toIso(now)}, earlier_hashes = ${earlier}::text[],
    failures = 0, locked_until = NULL, version = version + 1, updated_at = ${toIso(now)} WHERE zone_id = ${zoneId} AND id = ${userId}`.execute(
    tx,
  );
}

/** A link that works once within a day. @returns the token for its address */
export async function createLink(
  tx: Tx,
  zone: string,
  userId: string,
  purpose: 'invitation' | 'setUp',
  now: Instant,
): Promise<{ token: string; expiresAt: string }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = toIso(now + 86_400_000);
  await sql`DELETE FROM one_time_links WHERE zone = ${zone} AND user_id = ${userId} AND used_at IS NULL`.execute(tx);
  await sql`INSERT INTO one_time_links (token_hash, purpose, zone, user_id, expires_at)
    VALUES (${hashOfLink(token)}, ${purpose}, ${zone}, ${userId}, ${expiresAt})`.execute(tx);
  return { token, expiresAt };
}

export function hashOfLink(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** What the features put into a new zone (its working calendar); apps/server knows them. */
export type FurnishZone = (tx: Tx, zoneId: string) => Promise<void>;

/**
 * A first start without the example zone: a zone and its system administrator without a password, and the
 * one-time link by which the installer sets one. Answers undefined when somebody is there already; a link that
 * was never used is made anew.
 */
export async function createFirstAdministrator(db: Db, now: Instant, furnish: FurnishZone): Promise<{ token: string } | undefined> {
  const { rows } = await sql<{ zone: string; user_id: string }>`SELECT zone, user_id FROM logins LIMIT 2`.execute(db.kysely);
  const only = rows.length === 1 ? rows[0] : undefined;
  if (rows.length > 1) return undefined;
  if (only) {
    const unused =
      await sql`SELECT 1 FROM one_time_links WHERE user_id = ${only.user_id} AND purpose = 'setUp' AND used_at IS NULL`.execute(db.kysely);
    if (unused.rows.length === 0) return undefined;
    return withZone(db, only.zone, (tx) => createLink(tx, only.zone, only.user_id, 'setUp', now));
  }
  const zone = await createZone(db, { code: 'zone', name: '高新区' }, now);
  return withZone(db, zone, async (tx) => {
    await furnish(tx, zone);
    const [id] = await createUsers(tx, zone, [{ name: '系统管理员', loginName: 'sysadmin', grants: [{ role: 'systemAdmin' }] }], now);
    return createLink(tx, zone, id ?? '', 'setUp', now);
  });
}
