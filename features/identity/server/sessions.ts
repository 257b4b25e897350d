import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { events } from '#kernel/contract/platform-endpoints.ts';
import { withZone, type Db, type Tx } from '#kernel/server/database/door.ts';
import { planned } from '#kernel/server/database/planned.ts';
import type { SessionResolver } from '#kernel/server/http/serve.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import type { Actor } from '#kernel/contract/access.ts';
import { dateOf, toIso, type Instant } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { isPasswordExpired, isSessionOver, securityAt, type SecurityParams } from '../rules/password.ts';
import { actorFrom, type Grant, type LinkedFirms } from './actors.ts';

export type SessionDeps = { readonly db: Db; readonly now: () => Instant; readonly secure: boolean; readonly linkedFirms: LinkedFirms } & {
  /** reads go to a replica, which must know what the primary knew when the question came */
  readonly marksPosition: boolean;
};

/** What the database knows of a token: `session_of` of migration 0025. */
type Known = {
  readonly id: string;
  readonly zone: string;
  readonly userId: string;
  readonly csrf: string;
  readonly createdAt: string;
  readonly seenAt: string;
  readonly user: (KnownUser & { readonly name: string }) | null;
  readonly grants: readonly Grant[];
  readonly packs: readonly RulePack[];
  readonly factorRequired: boolean;
};

type KnownUser = { readonly changedAt: string | null; readonly external: boolean; readonly factor: boolean };

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
    const now = deps.now();
    const hash = hashOf(token);
    const position = deps.marksPosition ? sql`pg_current_wal_lsn()::text` : sql`NULL`;
    const { rows } = await sql<{ known: Known | null; position: string | null }>`${planned}
      SELECT session_of(${hash}, ${dateOf(now)}::date) AS known, ${position} AS position`.execute(deps.db.kysely);
    const [found] = rows;
    const known = found?.known;
    if (!known) return undefined;
    const params = securityAt(known.packs, now);
    const seenAt = Date.parse(known.seenAt);
    if (!known.user || isSessionOver({ createdAt: Date.parse(known.createdAt), seenAt }, now, params)) {
      await sql`DELETE FROM sessions WHERE token_hash = ${hash}`.execute(deps.db.kysely);
      return undefined;
    }
    const duty = dutyOf(known.user, known.factorRequired, now, params);
    if (duty !== 'none' && !openBeforeDuty.includes(request.url.split('?')[0] ?? '')) throw firstDoYourDuty(duty);
    if (isByHand(request) && now - seenAt > 60_000) {
      await sql`UPDATE sessions SET seen_at = ${toIso(now)} WHERE token_hash = ${hash}`.execute(deps.db.kysely);
    }
    return { actor: await actorBehind(deps, known, now), sessionId: known.id, csrf: known.csrf, position: found.position };
  };
}

async function actorBehind({ db, linkedFirms }: SessionDeps, { zone, userId, user, grants }: Known, now: Instant): Promise<Actor> {
  const actor = actorFrom(zone, dateOf(now), userId, user?.name ?? '', grants);
  if (!actor.roles.includes('specialist')) return actor;
  return { ...actor, scope: { ...actor.scope, linkedFirms: await withZone(db, zone, (tx) => linkedFirms(tx, zone, userId, now)) } };
}

/** Idle is who does nothing, however much the page reads by itself: marked readings and the stream of changes do not count. */
function isByHand(request: FastifyRequest): boolean {
  return request.headers['x-unattended'] === undefined && request.routeOptions.url !== events.path;
}

export type Duty = 'none' | 'changePassword' | 'setSecondFactor';

/** What a signed-in person must do before anything else (password's age, a required second factor). */
export function dutyOf(user: KnownUser, factorRequired: boolean, now: Instant, params: SecurityParams): Duty {
  if (user.external) return 'none';
  if (isPasswordExpired(user.changedAt === null ? null : Date.parse(user.changedAt), now, params)) return 'changePassword';
  return factorRequired && !user.factor ? 'setSecondFactor' : 'none';
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
