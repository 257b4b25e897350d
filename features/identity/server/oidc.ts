import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import * as client from 'openid-client';
import { writeAuditFor } from '#kernel/server/audit/audit.ts';
import { withPlatform, withZone } from '#kernel/server/database/door.ts';
import { serveOpen, type Server } from '#kernel/server/http/serve.ts';
import { toIso } from '#kernel/rules/instant.ts';
import { returnFromOidc, startOidc, type OidcRefusal } from '../contract.ts';
import { hasEnded, userOf } from './login.ts';
import { startSession, type SessionDeps } from './sessions.ts';

export type OidcSettings = { readonly issuer: string; readonly clientId: string; readonly clientSecret: string | undefined };

/** Who the provider says it is: its own name for the person, and the login name it carries. */
type Subject = { readonly issuer: string; readonly subject: string; readonly loginName: string | undefined };

type Place = { readonly zone: string; readonly user_id: string; readonly bound: boolean };

const tenMinutes = 600_000;

/** Why somebody was not let in; they read it on the sign-in page. */
class NotSignedIn extends Error {
  readonly refusal: OidcRefusal;

  constructor(refusal: OidcRefusal, cause?: unknown) {
    super(refusal, { cause });
    this.refusal = refusal;
  }
}

/**
 * Signing in by the city's identity provider: authorization code with PKCE, state and nonce, the state bound to the
 * browser that began. A subject is known from before, or bound at first sight to the user whose login name it
 * carries; nobody is created.
 */
export function serveOidc(server: Server, deps: SessionDeps, settings: OidcSettings, origin: string): void {
  const { db } = server.house;
  const redirect = `${origin}/api/oidc/callback`;
  const cookie = deps.secure ? '__Host-lianxin_oidc' : 'lianxin_oidc';
  const cookieManners = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: deps.secure };
  let discovered: Promise<client.Configuration> | undefined;
  const configuration = () => {
    const insecure = settings.issuer.startsWith('http://') ? { execute: [client.allowInsecureRequests] } : {};
    discovered ??= client
      .discovery(new URL(settings.issuer), settings.clientId, settings.clientSecret, undefined, insecure)
      .catch((error: unknown) => {
        discovered = undefined;
        throw new NotSignedIn('PROVIDER_AWAY', error);
      });
    return discovered;
  };

  serveOpen(server, startOidc, (_input, _request, reply) =>
    orRefusalPage(reply, async () => {
      const config = await configuration();
      const verifier = client.randomPKCECodeVerifier();
      const state = client.randomState();
      const nonce = client.randomNonce();
      const at = toIso(deps.now());
      await withPlatform(db, async (tx) => {
        await sql`DELETE FROM oidc_states WHERE created_at < ${toIso(deps.now() - tenMinutes)}::timestamptz`.execute(tx);
        await sql`INSERT INTO oidc_states (state, verifier, nonce, created_at) VALUES (${state}, ${verifier}, ${nonce}, ${at})`.execute(tx);
      });
      reply.setCookie(cookie, state, { ...cookieManners, maxAge: tenMinutes / 1000 });
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: redirect,
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return address.href;
    }),
  );

  serveOpen(server, returnFromOidc, ({ query }, request, reply) =>
    orRefusalPage(reply, async () => {
      // A state that another browser began would sign this one in as somebody else.
      const state = query.state ?? '';
      if (state === '' || request.cookies[cookie] !== state) throw new NotSignedIn('OIDC_STATE');
      reply.clearCookie(cookie, cookieManners);
      const started = await takeState(state);
      const subject = await subjectOf(await configuration(), new URL(request.url, origin), { ...started, state });
      await signIn(subject, request, reply);
      return '/';
    }),
  );

  async function takeState(state: string): Promise<{ verifier: string; nonce: string }> {
    const { rows } = await withPlatform(db, (tx) =>
      sql<{ verifier: string; nonce: string; created_at: Date }>`
        DELETE FROM oidc_states WHERE state = ${state} RETURNING verifier, nonce, created_at`.execute(tx),
    );
    const started = rows[0];
    if (!started || deps.now() - started.created_at.getTime() > tenMinutes) throw new NotSignedIn('OIDC_STATE');
    return started;
  }

  async function signIn(subject: Subject, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const place = await placeOf(server, subject);
    await withZone(db, place.zone, async (tx) => {
      const user = await userOf(tx, place.zone, place.user_id);
      if (!user || hasEnded(user, deps.now())) throw new NotSignedIn('OIDC_UNKNOWN');
      if (!place.bound) {
        await sql`INSERT INTO oidc_subjects (issuer, subject, zone, user_id)
          VALUES (${subject.issuer}, ${subject.subject}, ${place.zone}, ${place.user_id})`.execute(tx);
      }
      const context = { tx, zoneId: place.zone, now: deps.now(), ip: request.ip, actor: { userId: user.id, name: user.name } };
      const entry = { subjectKind: 'user', subjectId: user.id, why: 'oidc' };
      await writeAuditFor(context, [...(place.bound ? [] : [{ ...entry, action: 'bindIdentity' }]), { ...entry, action: 'login' }]);
    });
    await startSession(deps, place.zone, place.user_id, request, reply);
  }
}

/** The provider's word on who came back; providers may tell the login name in the token or only when asked. */
async function subjectOf(
  config: client.Configuration,
  address: URL,
  started: { readonly verifier: string; readonly nonce: string; readonly state: string },
): Promise<Subject> {
  try {
    const tokens = await client.authorizationCodeGrant(config, address, {
      pkceCodeVerifier: started.verifier,
      expectedState: started.state,
      expectedNonce: started.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error('no ID token');
    const told = claims['preferred_username'] ?? (await client.fetchUserInfo(config, tokens.access_token, claims.sub)).preferred_username;
    return { issuer: claims.iss, subject: claims.sub, loginName: typeof told === 'string' ? told : undefined };
  } catch (error) {
    throw new NotSignedIn('OIDC_REFUSED', error);
  }
}

async function placeOf(server: Server, { issuer, subject, loginName }: Subject): Promise<Place> {
  return withPlatform(server.house.db, async (tx) => {
    const known =
      await sql<Place>`SELECT zone, user_id, true AS bound FROM oidc_subjects WHERE issuer = ${issuer} AND subject = ${subject}`.execute(
        tx,
      );
    if (known.rows[0]) return known.rows[0];
    const named = await sql<Place>`SELECT zone, user_id, false AS bound FROM logins l WHERE login_name = ${(loginName ?? '').toLowerCase()}
      AND NOT EXISTS (SELECT 1 FROM oidc_subjects s WHERE s.issuer = ${issuer} AND s.user_id = l.user_id)`.execute(tx);
    if (!named.rows[0]) throw new NotSignedIn('OIDC_UNKNOWN');
    return named.rows[0];
  });
}

/** Whoever is not let in reads why on the sign-in page: they came by a redirect and see no problem document. */
async function orRefusalPage(reply: FastifyReply, work: () => Promise<string>): Promise<FastifyReply> {
  try {
    return reply.redirect(await work());
  } catch (error) {
    if (!(error instanceof NotSignedIn)) throw error;
    if (error.cause) process.stderr.write(`OIDC ${error.refusal}: ${String(error.cause).slice(0, 300)}\n`);
    return reply.redirect(`/login?refused=${error.refusal}`);
  }
}
