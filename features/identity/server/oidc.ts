import { sql } from 'kysely';
import * as client from 'openid-client';
import { withPlatform, withZone } from '#kernel/server/database/door.ts';
import { writeAuditFor } from '#kernel/server/audit/audit.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import { serveOpen, type Server } from '#kernel/server/http/serve.ts';
import { toIso } from '#kernel/rules/instant.ts';
import { returnFromOidc, startOidc } from '../contract.ts';
import { userOf } from './login.ts';
import { startSession, type SessionDeps } from './sessions.ts';

export type OidcSettings = { readonly issuer: string; readonly clientId: string; readonly clientSecret: string | undefined };

const tenMinutes = 600_000;

/**
 * Signing in by the city's identity provider: authorization code with PKCE, state and nonce. A subject is known
 * from before, or bound at first sight to the user whose login name it carries; nobody is created.
 */
export function serveOidc(server: Server, deps: SessionDeps, settings: OidcSettings, origin: string): void {
  const { db } = server.house;
  const redirect = `${origin}/api/oidc/callback`;
  let discovered: Promise<client.Configuration> | undefined;
  const configuration = () => {
    const insecure = settings.issuer.startsWith('http://') ? { execute: [client.allowInsecureRequests] } : {};
    discovered ??= client
      .discovery(new URL(settings.issuer), settings.clientId, settings.clientSecret, undefined, insecure)
      .catch((error: unknown) => {
        discovered = undefined;
        throw new Refused(503, {
          code: 'PROVIDER_AWAY',
          message: { zh: '统一身份认证暂时无法连接', en: 'The identity provider cannot be reached' },
          details: { cause: String(error).slice(0, 200) },
        });
      });
    return discovered;
  };

  serveOpen(server, startOidc, async (_input, _request, reply) => {
    const config = await configuration();
    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    const nonce = client.randomNonce();
    await withPlatform(db, async (tx) => {
      await sql`DELETE FROM oidc_states WHERE created_at < ${toIso(deps.now() - tenMinutes)}::timestamptz`.execute(tx);
      await sql`INSERT INTO oidc_states (state, verifier, nonce, created_at) VALUES (${state}, ${verifier}, ${nonce}, ${toIso(deps.now())})`.execute(
        tx,
      );
    });
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: redirect,
      scope: 'openid profile',
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return reply.redirect(address.href);
  });

  serveOpen(server, returnFromOidc, async ({ query }, request, reply) => {
    const { rows } = await withPlatform(db, (tx) =>
      sql<{ verifier: string; nonce: string; created_at: Date }>`
      DELETE FROM oidc_states WHERE state = ${query.state ?? ''} RETURNING verifier, nonce, created_at`.execute(tx),
    );
    const started = rows[0];
    if (!started || deps.now() - started.created_at.getTime() > tenMinutes) {
      throw new Refused(400, {
        code: 'OIDC_STATE',
        message: { zh: '登录已过期，请重新开始', en: 'This sign-in has expired; start again' },
      });
    }
    const config = await configuration();
    const tokens = await client
      .authorizationCodeGrant(config, new URL(request.url, origin), {
        pkceCodeVerifier: started.verifier,
        expectedState: query.state ?? '',
        expectedNonce: started.nonce,
      })
      .catch((error: unknown) => {
        throw new Refused(401, {
          code: 'OIDC_REFUSED',
          message: { zh: '统一身份认证未通过', en: 'The identity provider did not confirm you' },
          details: { cause: String(error).slice(0, 200) },
        });
      });
    const claims = tokens.claims();
    const place = await placeOf(
      server,
      settings.issuer,
      claims?.sub ?? '',
      typeof claims?.['preferred_username'] === 'string' ? claims['preferred_username'] : undefined,
    );
    await withZone(db, place.zone, async (tx) => {
      const user = await userOf(tx, place.zone, place.user_id);
      if (!user || user.ended_on !== null) throw unknown();
      await writeAuditFor({ tx, zoneId: place.zone, now: deps.now(), ip: request.ip, actor: { userId: user.id, name: user.name } }, [
        { action: 'login', subjectKind: 'user', subjectId: user.id, why: 'oidc' },
      ]);
    });
    await startSession(deps, place.zone, place.user_id, request, reply);
    return reply.redirect('/');
  });
}

async function placeOf(
  server: Server,
  issuer: string,
  subject: string,
  loginName: string | undefined,
): Promise<{ zone: string; user_id: string }> {
  return withPlatform(server.house.db, async (tx) => {
    const known = await sql<{
      zone: string;
      user_id: string;
    }>`SELECT zone, user_id FROM oidc_subjects WHERE issuer = ${issuer} AND subject = ${subject}`.execute(tx);
    if (known.rows[0]) return known.rows[0];
    const named = await sql<{
      zone: string;
      user_id: string;
    }>`SELECT zone, user_id FROM logins WHERE login_name = ${(loginName ?? '').toLowerCase()}`.execute(tx);
    const place = named.rows[0];
    if (!place || subject === '') throw unknown();
    const taken = await sql`SELECT 1 FROM oidc_subjects WHERE issuer = ${issuer} AND user_id = ${place.user_id}`.execute(tx);
    if (taken.rows.length > 0) throw unknown();
    await sql`INSERT INTO oidc_subjects (issuer, subject, zone, user_id) VALUES (${issuer}, ${subject}, ${place.zone}, ${place.user_id})`.execute(
      tx,
    );
    return place;
  });
}

function unknown(): Refused {
  return new Refused(403, {
    code: 'OIDC_UNKNOWN',
    message: {
      zh: '身份已确认，但本平台没有您的账号；请联系系统管理员',
      en: 'You are confirmed, but have no account here; ask the system administrator',
    },
  });
}
