import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { events } from '#kernel/contract/platform-endpoints.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import { withZone, type Db, type Tx } from '#kernel/server/database/door.ts';
import type { SessionResolver } from '#kernel/server/http/serve.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import { toIso, type Instant } from '#kernel/rules/instant.ts';
import { isPasswordExpired, isSessionOver, securityAt, type SecurityParams } from '../rules/password.ts';
import { actorOf, type LinkedFirms } from './actors.ts';

export type SessionDeps = { readonly db: Db; readonly now: () => Instant; readonly secure: boolean; readonly linkedFirms: LinkedFirms } & {
  /** reads go to a replica, which must know what the primary knew when the question came */
  readonly marksPosition: boolean;
};

type Stored = { token_hash: string; id: string; zone: string; user_id: string; csrf: string; created_at: Date; seen_at: Date } & {
  position: string | null;
};

/** What is still open to somebody who must first change a password or set a second factor. */
const openBeforeDuty = ['/api/me', '/api/logout', '/api/me/password', '/api/me/second-factor', '/api/me/second-factor/confirm'];

export const sessionCookie = (secure: boolean) => (secure ? '__Host-lianxin_session' : 'lianxin_session');
const csrfCookie = 'lianxin_csrf';
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/**
 * Who stands behind a request's cookie. Everything is read anew each time, so that a revoked session, an ended
 * user or a withdrawn role counts from the very next request.
 */
export function sessionResolver(deps: SessionDeps): SessionResolver {
  return async (request) => {
    const token = request.cookies[sessionCookie(deps.secure)];
    if (!token) return undefined;
    const position = deps.marksPosition ? sql`pg_current_wal_lsn()::text` : sql`NULL`;
    const { rows } = await sql<Stored>`SELECT *, ${position} AS position FROM sessions WHERE token_hash = ${hashOf(token)}`.execute(
      deps.db.kysely,
    );
    const session = rows[0];
    if (!session) return undefined;
    const now = deps.now();
    const duty = await withZone(deps.db, session.zone, async (tx) => {
      const params = securityAt(await loadPacks(tx, session.zone), now);
      if (isSessionOver({ createdAt: session.created_at.getTime(), seenAt: session.seen_at.getTime() }, now, params)) return undefined;
      const actor = await actorOf(tx, session.zone, session.user_id, now, deps.linkedFirms);
      return actor ? { actor, duty: await dutyOf(tx, session.zone, session.user_id, now, params) } : undefined;
    });
    if (!duty) {
      await sql`DELETE FROM sessions WHERE token_hash = ${session.token_hash}`.execute(deps.db.kysely);
      return undefined;
    }
    if (duty.duty !== 'none' && !openBeforeDuty.includes(request.url.split('?')[0] ?? '')) throw firstDoYourDuty(duty.duty);
    if (isByHand(request) && now - session.seen_at.getTime() > 60_000) {
      await sql`UPDATE sessions SET seen_at = ${toIso(now)} WHERE token_hash = ${session.token_hash}`.execute(deps.db.kysely);
    }
    return { actor: duty.actor, sessionId: session.id, csrf: session.csrf, position: session.position };
  };
}

/** Idle is who does nothing, however much the page reads by itself: marked readings and the stream of changes do not count. */
function isByHand(request: FastifyRequest): boolean {
  return request.headers['x-unattended'] === undefined && request.routeOptions.url !== events.path;
}

export type Duty = 'none' | 'changePassword' | 'setSecondFactor';

/** What a signed-in person must do before anything else (password's age, a required second factor). */
export async function dutyOf(tx: Tx, zoneId: string, userId: string, now: Instant, params: SecurityParams): Promise<Duty> {
  const { rows } = await sql<{ changed: Date | null; factor: boolean; required: boolean; external: boolean }>`
    SELECT u.password_changed_at AS changed, u.totp_confirmed AS factor, u.password_hash IS NULL AS external,
      coalesce((z.settings->>'requireSecondFactor')::boolean, false) AS required
    FROM users u JOIN zones z ON z.id = u.zone_id WHERE u.zone_id = ${zoneId} AND u.id = ${userId}`.execute(tx);
  const user = rows[0];
  if (!user || user.external) return 'none';
  if (isPasswordExpired(user.changed?.getTime() ?? null, now, params)) return 'changePassword';
  return user.required && !user.factor ? 'setSecondFactor' : 'none';
}

function firstDoYourDuty(duty: Duty): Refused {
  return duty === 'changePassword'
    ? new Refused(403, {
        code: 'PASSWORD_EXPIRED',
        rule: 'T-SEC-PASSWORD',
        message: { zh: '密码已过期，请先修改密码', en: 'Your password has expired; change it first' },
      })
    : new Refused(403, {
        code: 'SECOND_FACTOR_REQUIRED',
        rule: 'T-SEC-FACTOR',
        message: { zh: '本区要求双因素登录，请先设置', en: 'The zone requires a second factor; set it first' },
      });
}

/** Starts a session and hands out its cookies. */
export async function startSession(
  deps: SessionDeps,
  zone: string,
  userId: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  const csrf = randomBytes(24).toString('base64url');
  const at = toIso(deps.now());
  await sql`INSERT INTO sessions (token_hash, id, zone, user_id, csrf, created_at, seen_at, ip, agent)
    VALUES (${hashOf(token)}, ${uuidv7()}, ${zone}, ${userId}, ${csrf}, ${at}, ${at}, ${request.ip}, ${(request.headers['user-agent'] ?? '').slice(0, 200)})`.execute(
    deps.db.kysely,
  );
  const common = { path: '/', sameSite: 'lax' as const, secure: deps.secure };
  reply.setCookie(sessionCookie(deps.secure), token, { ...common, httpOnly: true });
  reply.setCookie(csrfCookie, csrf, common);
}

/**
 * Ends sessions of a user: one by id, or all but the given one; in the transaction that asks for it, since one that
 * waited for a second connection could starve the pool. @returns how many
 */
export async function endSessions(
  tx: Tx,
  zone: string,
  userId: string,
  which: { readonly only: string } | { readonly except: string | null },
): Promise<number> {
  const condition = 'only' in which ? sql`id = ${which.only}` : which.except === null ? sql`true` : sql`id <> ${which.except}`;
  const { rows } = await sql`DELETE FROM sessions WHERE zone = ${zone} AND user_id = ${userId} AND ${condition} RETURNING id`.execute(tx);
  return rows.length;
}
