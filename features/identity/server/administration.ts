import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import { roles, roleScopes } from '#kernel/contract/role.ts';
import { t } from '#kernel/contract/text.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask, RecordServer } from '#kernel/server/house.ts';
import { invalid, notFound } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { packInForce } from '#kernel/rules/rule-pack.ts';
import { addDays, dateOf } from '#kernel/rules/instant.ts';
import { endUserSessions, grantRole, inviteUser, listGrants, readSecurity, revokeRole, unlockUser, writeSecurity } from '../contract.ts';
import { feedback, user } from '../records.ts';
import { refusalOfGrant, type Grant } from '../rules/grants.ts';
import { defaultSecurity, securityAt } from '../rules/password.ts';
import { createLink, loginNameTaken } from './accounts.ts';
import { userOf } from './login.ts';
import { endSessions } from './sessions.ts';

export const userServer: RecordServer = {
  declaration: user,
  async beforeWrite(ask, values, before) {
    const loginName = String(values['loginName']);
    if (before && String(before['loginName']).toLowerCase() === loginName.toLowerCase()) return { values: { ...values } };
    const { rows } = await sql`SELECT 1 FROM logins WHERE login_name = ${loginName.toLowerCase()}`.execute(ask.tx);
    if (rows.length > 0) throw loginNameTaken();
    return { values: { ...values } };
  },
  async afterWrite(ask, ids) {
    await sql`DELETE FROM logins WHERE user_id = ANY(${[...ids]}::uuid[])`.execute(ask.tx);
    await sql`INSERT INTO logins (login_name, zone, user_id) SELECT lower(login_name), zone_id, id FROM users
      WHERE zone_id = ${ask.actor.zoneId} AND id = ANY(${[...ids]}::uuid[])`.execute(ask.tx);
  },
};

export const feedbackServer: RecordServer = { declaration: feedback };

const scopeRecords = { department: 'department', firm: 'firm', provider: 'provider', organisation: 'partyOrganisation' } as const;

/** Serves the work of the system administrator (people) and of the security administrator (their rights). */
export function serveAdministration(server: Server, origin: string): void {
  serve(server, inviteUser, async ({ params }, ask) => {
    await userExists(ask, params.id);
    const { token, expiresAt } = await createLink(ask.tx, ask.actor.zoneId, params.id, 'invitation', ask.now);
    await writeAudit(ask, [{ action: 'inviteUser', subjectKind: 'user', subjectId: params.id }]);
    return { address: `${origin}/welcome/${token}`, expiresAt };
  });
  serve(server, listGrants, async ({ query }, ask) => {
    const today = dateOf(ask.now);
    const { rows } = await sql<
      Grant & {
        id: string;
        user_id: string;
        name: string;
        login_name: string;
        scope_id: string | null;
        from_on: string;
        to_on: string | null;
      }
    >`
      SELECT g.id, g.user_id, u.name, u.login_name, g.role, g.scope_id, g.from_on, g.to_on FROM role_grants g
      JOIN users u ON u.zone_id = g.zone_id AND u.id = g.user_id
      WHERE g.zone_id = ${ask.actor.zoneId} AND (g.to_on IS NULL OR g.to_on >= ${today}::date)
        AND (${query.userId ?? null}::uuid IS NULL OR g.user_id = ${query.userId ?? null}::uuid)
        AND (${query.q ?? null}::text IS NULL OR u.name LIKE '%' || ${query.q ?? ''} || '%' OR u.login_name LIKE '%' || ${query.q ?? ''} || '%')
      ORDER BY u.name, g.role LIMIT 500`.execute(ask.tx);
    const titles = new Map<string, string>();
    for (const record of Object.values(scopeRecords)) {
      const ids = rows.flatMap((row) => (row.scope_id ? [row.scope_id] : []));
      for (const [id, title] of await titlesByIds(ask, record, ids)) titles.set(id, title);
    }
    return {
      grants: rows.map((row) => ({
        id: row.id,
        userId: row.user_id,
        name: row.name,
        loginName: row.login_name,
        role: row.role,
        scopeId: row.scope_id,
        scope: row.scope_id ? (titles.get(row.scope_id) ?? null) : null,
        fromOn: row.from_on,
        toOn: row.to_on,
      })),
    };
  });
  serve(server, grantRole, async ({ body }, ask) => {
    // locked, so that two grants at once cannot each miss the other
    if (!(await userOf(ask.tx, ask.actor.zoneId, body.userId))) throw notFound(user.label);
    const kind = roleScopes[body.role];
    const scopeId = body.scopeId ?? null;
    if ((kind === 'zone') !== (scopeId === null)) {
      throw invalid([
        {
          code: 'ROLE_SCOPE',
          field: 'scopeId',
          message:
            kind === 'zone'
              ? t(`${roles[body.role].zh}是全区角色，不限定范围`, `${roles[body.role].en} is a role of the whole zone`)
              : t(`${roles[body.role].zh}须限定到一个单位`, `${roles[body.role].en} needs the unit it is for`),
        },
      ]);
    }
    if (kind !== 'zone' && scopeId && !(await titlesByIds(ask, scopeRecords[kind], [scopeId])).has(scopeId)) {
      throw invalid([{ code: 'REFERENCE_UNKNOWN', field: 'scopeId', message: t('所选单位不存在', 'No such unit') }]);
    }
    const asked = { role: body.role, scopeId, fromOn: body.fromOn ?? dateOf(ask.now), toOn: body.toOn ?? null };
    if (asked.toOn !== null && asked.toOn < asked.fromOn)
      throw invalid([{ code: 'GRANT_DATES', field: 'toOn', message: t('结束日期不能早于开始日期', 'The end cannot be before the start') }]);
    const refusal = refusalOfGrant(await grantsOf(ask, body.userId), asked);
    if (refusal) throw invalid([refusal]);
    const id = uuidv7();
    await sql`INSERT INTO role_grants (zone_id, id, user_id, role, scope_id, from_on, to_on, granted_by)
      VALUES (${ask.actor.zoneId}, ${id}, ${body.userId}, ${asked.role}, ${scopeId}, ${asked.fromOn}, ${asked.toOn}, ${ask.actor.userId})`.execute(
      ask.tx,
    );
    await writeAudit(ask, [{ action: 'grantRole', subjectKind: 'user', subjectId: body.userId, after: asked }]);
    return { id };
  });
  serve(server, revokeRole, async ({ params }, ask) => {
    const yesterday = addDays(dateOf(ask.now), -1);
    const { rows } = await sql<{ user_id: string; role: string }>`UPDATE role_grants SET to_on = ${yesterday}::date
      WHERE zone_id = ${ask.actor.zoneId} AND id = ${params.id} AND (to_on IS NULL OR to_on > ${yesterday}::date) RETURNING user_id, role`.execute(
      ask.tx,
    );
    const ended = rows[0];
    if (!ended) throw notFound(t('角色', 'Role grant'));
    await writeAudit(ask, [{ action: 'revokeRole', subjectKind: 'user', subjectId: ended.user_id, before: { role: ended.role } }]);
    return { ended: true };
  });
  serve(server, unlockUser, async ({ params }, ask) => {
    await userExists(ask, params.id);
    await sql`UPDATE users SET failures = 0, locked_until = NULL WHERE zone_id = ${ask.actor.zoneId} AND id = ${params.id}`.execute(ask.tx);
    await writeAudit(ask, [{ action: 'unlockUser', subjectKind: 'user', subjectId: params.id }]);
    return { unlocked: true };
  });
  serve(server, endUserSessions, async ({ params }, ask) => {
    await userExists(ask, params.id);
    await writeAudit(ask, [{ action: 'endSession', subjectKind: 'user', subjectId: params.id }]);
    return { ended: await endSessions(ask.tx, ask.actor.zoneId, params.id, { except: null }) };
  });
  serve(server, readSecurity, async (_input, ask) => {
    const packs = await loadPacks(ask.tx, ask.actor.zoneId);
    const pack = packInForce(packs, defaultSecurity.code, dateOf(ask.now)) ?? defaultSecurity;
    return {
      requireSecondFactor: await requiresFactor(ask),
      edition: pack.edition,
      source: pack.source,
      params: { ...securityAt(packs, ask.now) },
    };
  });
  serve(server, writeSecurity, async ({ body }, ask) => {
    const before = await requiresFactor(ask);
    await sql`UPDATE zones SET settings = settings || ${JSON.stringify({ requireSecondFactor: body.requireSecondFactor })}::jsonb WHERE id = ${ask.actor.zoneId}`.execute(
      ask.tx,
    );
    await writeAudit(ask, [
      {
        action: 'requireSecondFactor',
        subjectKind: 'zone',
        subjectId: ask.actor.zoneId,
        before: { required: before },
        after: { required: body.requireSecondFactor },
      },
    ]);
    return { requireSecondFactor: body.requireSecondFactor };
  });
}

async function requiresFactor(ask: Ask): Promise<boolean> {
  const { rows } = await sql<{
    required: boolean | null;
  }>`SELECT (settings->>'requireSecondFactor')::boolean AS required FROM zones WHERE id = ${ask.actor.zoneId}`.execute(ask.tx);
  return rows[0]?.required ?? false;
}

async function userExists(ask: Ask, id: string): Promise<void> {
  if (!(await titlesByIds(ask, 'user', [id])).has(id)) throw notFound(user.label);
}

async function grantsOf(ask: Ask, userId: string): Promise<Grant[]> {
  const { rows } = await sql<{ role: string; scope_id: string | null; from_on: string; to_on: string | null }>`
    SELECT role, scope_id, from_on, to_on FROM role_grants WHERE zone_id = ${ask.actor.zoneId} AND user_id = ${userId}`.execute(ask.tx);
  return rows.map((row) => ({ role: row.role, scopeId: row.scope_id, fromOn: row.from_on, toOn: row.to_on }));
}
