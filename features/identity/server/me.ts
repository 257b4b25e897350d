import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { toDataURL } from 'qrcode';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { invalid, Refused } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import {
  changePassword,
  confirmSecondFactor,
  endOtherSessions,
  endSession,
  listSessions,
  me,
  removeSecondFactor,
  startSecondFactor,
} from '../contract.ts';
import { securityAt } from '../rules/password.ts';
import { isPassword, setPassword } from './accounts.ts';
import { spendCode, userOf, type User } from './login.ts';
import { dutyOf, endSessions } from './sessions.ts';

type Me = {
  name: string;
  isExample: boolean;
  loginName: string;
  factor: boolean;
  changedAt: Date | null;
  external: boolean;
  factorRequired: boolean;
};

/** Serves a person's own account: who I am, where I am signed in, my password, my second factor. */
export function serveMe(server: Server): void {
  serve(server, me, async (_input, ask) => {
    const { rows } = await sql<Me>`
      SELECT z.name, z.is_example AS "isExample", u.login_name AS "loginName", u.totp_confirmed AS factor, u.password_changed_at AS "changedAt",
        u.password_hash IS NULL AS external, coalesce((z.settings->>'requireSecondFactor')::boolean, false) AS "factorRequired" FROM users u JOIN zones z ON z.id = u.zone_id
      WHERE u.zone_id = ${ask.actor.zoneId} AND u.id = ${ask.actor.userId}`.execute(ask.tx);
    const found = rows[0];
    const params = securityAt(await loadPacks(ask.tx, ask.actor.zoneId), ask.now);
    const { roles, scope, ...actor } = ask.actor;
    return {
      actor: { ...actor, roles: [...roles], scope: copyOf(scope) },
      zone: { id: actor.zoneId, name: found?.name ?? '', isExample: found?.isExample ?? false },
      duty: found ? dutyOf({ ...found, changedAt: found.changedAt?.toISOString() ?? null }, found.factorRequired, ask.now, params) : 'none',
      secondFactor: found?.factor ?? false,
      loginName: found?.loginName ?? '',
    };
  });
  serve(server, listSessions, async (_input, ask) => {
    const { rows } = await sql<{ id: string; created_at: Date; seen_at: Date; ip: string; agent: string }>`
      SELECT id, created_at, seen_at, ip, agent FROM sessions WHERE zone = ${ask.actor.zoneId} AND user_id = ${ask.actor.userId} ORDER BY seen_at DESC`.execute(
      ask.tx,
    );
    return {
      sessions: rows.map((row) => ({
        id: row.id,
        createdAt: row.created_at.toISOString(),
        seenAt: row.seen_at.toISOString(),
        ip: row.ip,
        agent: row.agent,
        current: row.id === ask.sessionId,
      })),
    };
  });
  serve(server, endSession, async ({ params }, ask) => {
    await writeAudit(ask, [{ action: 'endSession', subjectKind: 'user', subjectId: ask.actor.userId }]);
    return { ended: await endSessions(ask.tx, ask.actor.zoneId, ask.actor.userId, { only: params.id }) };
  });
  serve(server, endOtherSessions, async (_input, ask) => {
    await writeAudit(ask, [{ action: 'endSession', subjectKind: 'user', subjectId: ask.actor.userId, why: 'others' }]);
    return { ended: await endSessions(ask.tx, ask.actor.zoneId, ask.actor.userId, { except: ask.sessionId }) };
  });
  serve(server, changePassword, async ({ body }, ask) => {
    await guardPassword(ask, body.current, 'current');
    await setPassword(ask.tx, ask.actor.zoneId, ask.actor.userId, body.password, ask.now);
    await writeAudit(ask, [{ action: 'changePassword', subjectKind: 'user', subjectId: ask.actor.userId }]);
    await endSessions(ask.tx, ask.actor.zoneId, ask.actor.userId, { except: ask.sessionId });
    return { changed: true };
  });
  serve(server, startSecondFactor, async ({ body }, ask) => {
    const user = await guardPassword(ask, body.password, 'password');
    if (user.totp_confirmed)
      throw new Refused(409, {
        code: 'FACTOR_SET',
        message: { zh: '已设置双因素，请先移除', en: 'A second factor is set; remove it first' },
      });
    const secret = new Secret({ size: 20 });
    const uri = new TOTP({ issuer: '链心 Lianxin', label: user.name, secret }).toString();
    await sql`UPDATE users SET totp_sealed = ${ask.house.crypto.seal(secret.base32)}, totp_step = NULL WHERE zone_id = ${ask.actor.zoneId} AND id = ${ask.actor.userId}`.execute(
      ask.tx,
    );
    return { uri, secret: secret.base32, picture: await toDataURL(uri, { margin: 1, width: 220 }) };
  });
  serve(server, confirmSecondFactor, async ({ body }, ask) => {
    const user = await userOf(ask.tx, ask.actor.zoneId, ask.actor.userId);
    if (!user || (await spend(ask, user, body.code)) !== 'right') throw wrongCode();
    await setConfirmed(ask, true);
    return { confirmed: true };
  });
  serve(server, removeSecondFactor, async ({ body }, ask) => {
    const user = await guardPassword(ask, body.password, 'password');
    if ((await spend(ask, user, body.code)) !== 'right') throw wrongCode();
    await setConfirmed(ask, false);
    return { removed: true };
  });
}

function spend(ask: Ask, user: User, code: string) {
  return spendCode(ask.tx, ask.house.crypto, ask.actor.zoneId, user, code, true, ask.now);
}

async function setConfirmed(ask: Ask, confirmed: boolean): Promise<void> {
  await sql`UPDATE users SET totp_confirmed = ${confirmed}, totp_sealed = CASE WHEN ${confirmed} THEN totp_sealed END
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${ask.actor.userId}`.execute(ask.tx);
  await writeAudit(ask, [
    { action: confirmed ? 'setSecondFactor' : 'removeSecondFactor', subjectKind: 'user', subjectId: ask.actor.userId },
  ]);
}

async function guardPassword(ask: Ask, password: string, field: string) {
  const user = await userOf(ask.tx, ask.actor.zoneId, ask.actor.userId);
  if (user?.password_hash && (await isPassword(user.password_hash, password))) return user;
  throw invalid([{ code: 'PASSWORD_WRONG', field, message: { zh: '当前密码不对', en: 'The present password is wrong' } }]);
}

function wrongCode() {
  return invalid([
    { code: 'CODE_WRONG', field: 'code', message: { zh: '验证码不对，请核对手机时间', en: "The code is wrong; check the phone's clock" } },
  ]);
}

function copyOf(scope: Ask['actor']['scope']) {
  return {
    users: [...scope.users],
    firms: [...scope.firms],
    departments: [...scope.departments],
    providers: [...scope.providers],
    organisations: [...scope.organisations],
    linkedFirms: [...scope.linkedFirms],
  };
}
