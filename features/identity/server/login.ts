import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import { writeAuditFor } from '#kernel/server/audit/audit.ts';
import { withPlatform, withZone, type Tx } from '#kernel/server/database/door.ts';
import type { House } from '#kernel/server/house.ts';
import { countedAddress } from '#kernel/server/http/limits.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import { serve, serveOpen, type Server } from '#kernel/server/http/serve.ts';
import type { SealedColumn } from '#kernel/server/crypto/sealed-column.ts';
import type { CryptoProvider } from '#kernel/server/crypto/provider.ts';
import { dateOf, toIso, type Instant } from '#kernel/rules/instant.ts';
import { login, logout } from '../contract.ts';
import { lockAfter, securityAt, type SecurityParams } from '../rules/password.ts';
import { hashPassword, isPassword } from './accounts.ts';
import { endSessions, sessionCookie, startSession, type SessionDeps } from './sessions.ts';

export type User = {
  id: string;
  name: string;
  ended_on: string | null;
  password_hash: string | null;
  failures: number;
  locked_until: Date | null;
  totp_sealed: string | null;
  totp_confirmed: boolean;
  totp_step: string | null;
};

/** Where the secrets of second factors lie. */
export const sealedFactors: SealedColumn = { table: 'users', key: ['id'], column: 'totp_sealed' };

/** Says that an account has signed in from this browser before; opens nothing. */
const knownBrowser = 'lianxin_known';

/** Compared against when there is no such user, so that the answer takes as long either way. */
const nobodysHash = hashPassword('nobody has this password');

const wrong = () =>
  new Refused(401, { code: 'LOGIN_WRONG', message: { zh: '登录名、密码或验证码不对', en: 'Login name, password or code is wrong' } });

/** Serves signing in and out. Every attempt is on record; five failures lock for half an hour (T-SEC). */
export function serveLogin(server: Server, deps: SessionDeps): void {
  const { house, limits } = server;
  serveOpen(server, login, async ({ body }, request, reply) => {
    const account = body.loginName.toLowerCase();
    // a zone stands behind one address: who has signed in from this browser before is not held up by others' failures
    const mark = house.crypto.sign('known browser', account);
    const address = request.cookies[knownBrowser] === mark ? undefined : countedAddress(request.ip);
    limits.guard('account', account);
    if (address) limits.guard('address', address);
    const failed = () => {
      limits.take('account', account);
      if (address) limits.take('address', address);
    };
    const known = await withPlatform(house.db, (tx) =>
      sql<{ zone: string; user_id: string }>`
      SELECT zone, user_id FROM logins WHERE login_name = ${account}`.execute(tx),
    );
    const place = known.rows[0];
    if (!place) {
      const refused = await countUnknown(house, account, body.password, deps.now());
      failed();
      throw refused;
    }
    // The outcome is decided inside, thrown outside: a failure's count and record must outlive its refusal.
    const outcome = await withZone(house.db, place.zone, async (tx) => {
      const now = deps.now();
      const user = await userOf(tx, place.zone, place.user_id);
      const params = securityAt(await loadPacks(tx, place.zone), now);
      const record = (action: string, result: 'done' | 'refused', why?: string) =>
        writeAuditFor({ tx, zoneId: place.zone, now, ip: request.ip, actor: { userId: place.user_id, name: user?.name ?? '' } }, [
          { action, subjectKind: 'user', subjectId: place.user_id, result, why: why ?? null },
        ]);
      const isRight = await isPassword(user?.password_hash ?? (await nobodysHash), body.password);
      if (!user) return { refused: wrong() };
      const passes = isRight && user.password_hash !== null && !hasEnded(user, now);
      const until = lockedAt(user, now);
      if (until) {
        await record('login', 'refused', 'locked');
        return { refused: locked(until) };
      }
      const code = user.totp_confirmed ? await spendCode(tx, house.crypto, place.zone, user, body.code, passes, now) : 'right';
      if (passes && code === 'missing') return { state: 'secondFactorNeeded' as const };
      if (passes && code === 'right') {
        await sql`UPDATE users SET failures = 0, locked_until = NULL WHERE zone_id = ${place.zone} AND id = ${place.user_id}`.execute(tx);
        await record('login', 'done');
        return { state: 'signedIn' as const };
      }
      const { failures, lock, refused } = oneMore(user, now, params);
      await sql`UPDATE users SET failures = ${failures}, locked_until = ${lock}::timestamptz
        WHERE zone_id = ${place.zone} AND id = ${place.user_id}`.execute(tx);
      await record(lock === null ? 'login' : 'lockout', 'refused', 'wrong');
      return { refused };
    });
    if (outcome.refused) {
      failed();
      throw outcome.refused;
    }
    if (outcome.state === 'signedIn') {
      await startSession(deps, place.zone, place.user_id, request, reply);
      reply.setCookie(knownBrowser, mark, {
        path: '/api/login',
        sameSite: 'lax',
        secure: deps.secure,
        httpOnly: true,
        maxAge: 180 * 86_400,
      });
    }
    return { state: outcome.state };
  });
  serve(server, logout, async (_input, ask, reply) => {
    await endSessions(ask.tx, ask.actor.zoneId, ask.actor.userId, { only: ask.sessionId });
    reply.clearCookie(sessionCookie(deps.secure), { path: '/', secure: deps.secure });
    return { signedOut: true };
  });
}

type Failures = Pick<User, 'failures' | 'locked_until'>;

function lockedAt({ locked_until: until }: Failures, now: Instant): Date | undefined {
  return until && until.getTime() > now ? until : undefined;
}

/** One failure more, a lock that has run out beginning the count anew. */
function oneMore(before: Failures, now: Instant, params: SecurityParams): { failures: number; lock: string | null; refused: Refused } {
  const failures = (before.locked_until ? 0 : before.failures) + 1;
  const until = lockAfter(failures, now, params);
  return { failures, lock: until === null ? null : toIso(until), refused: until === null ? wrong() : locked(new Date(until)) };
}

/** A name that nobody has answers and locks as anybody's, by the numbers of a zone that its mark draws: no answer tells that it is unknown. */
async function countUnknown(house: House, account: string, password: string, now: Instant): Promise<Refused> {
  const mark = house.crypto.sign('unknown login', account);
  const zones = await sql<{ id: string }>`SELECT id FROM zones ORDER BY id`.execute(house.db.kysely);
  const zoneId = zones.rows[Number.parseInt(mark.slice(0, 8), 16) % zones.rows.length]?.id;
  if (zoneId === undefined) return wrong();
  return withZone(house.db, zoneId, async (tx) => {
    const { rows } =
      await sql<Failures>`INSERT INTO unknown_logins (zone_id, mark, failures, seen_at) VALUES (${zoneId}, ${mark}, 0, ${toIso(now)})
      ON CONFLICT (zone_id, mark) DO UPDATE SET seen_at = excluded.seen_at RETURNING failures, locked_until`.execute(tx);
    const params = securityAt(await loadPacks(tx, zoneId), now);
    await isPassword(await nobodysHash, password);
    const before = rows[0] ?? { failures: 0, locked_until: null };
    const until = lockedAt(before, now);
    if (until) return locked(until);
    const { failures, lock, refused } = oneMore(before, now, params);
    await sql`UPDATE unknown_logins SET failures = ${failures}, locked_until = ${lock}::timestamptz
      WHERE zone_id = ${zoneId} AND mark = ${mark}`.execute(tx);
    return refused;
  });
}

/**
 * Is this the code of now, or of half a minute before or after? A right one is spent: it and those before it never
 * count again (RFC 6238 §5.2). Beside a wrong password it is looked at but not spent.
 */
export async function spendCode(
  tx: Tx,
  crypto: CryptoProvider,
  zoneId: string,
  user: User,
  code: string | undefined,
  passes: boolean,
  now: Instant,
): Promise<'right' | 'wrong' | 'missing'> {
  if (!code) return 'missing';
  if (!user.totp_sealed) return 'wrong';
  const delta = new TOTP({ secret: Secret.fromBase32(crypto.open(user.totp_sealed)) }).validate({ token: code, timestamp: now, window: 1 });
  const step = Math.floor(now / 30_000) + (delta ?? 0);
  if (delta === null || step <= Number(user.totp_step ?? 0)) return 'wrong';
  if (passes) await sql`UPDATE users SET totp_step = ${step} WHERE zone_id = ${zoneId} AND id = ${user.id}`.execute(tx);
  return 'right';
}

/** Has somebody left, as of the zone's day? */
export function hasEnded(user: Pick<User, 'ended_on'>, now: Instant): boolean {
  return user.ended_on !== null && user.ended_on <= dateOf(now);
}

/** The user's row, locked: what is decided on it is decided one after another. */
export async function userOf(tx: Tx, zoneId: string, userId: string): Promise<User | undefined> {
  const { rows } = await sql<User>`SELECT id, name, ended_on, password_hash, failures, locked_until, totp_sealed, totp_confirmed, totp_step
    FROM users WHERE zone_id = ${zoneId} AND id = ${userId} FOR UPDATE`.execute(tx);
  return rows[0];
}

function locked(until: Date): Refused {
  const at = until.toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Asia/Shanghai' });
  return new Refused(423, {
    code: 'LOCKED',
    rule: 'T-SEC-LOCK',
    message: {
      zh: `连续失败次数过多，账号锁定至 ${at}；可请安全管理员解锁`,
      en: `Too many failures; locked until ${at}. The security administrator can unlock it`,
    },
  });
}
