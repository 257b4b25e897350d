import { serveOpen, type Server } from '#kernel/server/http/serve.ts';
import { sql } from 'kysely';
import { loginHints } from '../contract.ts';
import { serveAdministration } from './administration.ts';
import { serveAudit } from './audit-routes.ts';
import { serveLinks } from './links.ts';
import { serveLogin } from './login.ts';
import { serveMe } from './me.ts';
import { serveOidc, type OidcSettings } from './oidc.ts';
import type { SessionDeps } from './sessions.ts';

export type ExampleAccount = { readonly loginName: string; readonly name: string; readonly role: string; readonly who: { readonly zh: string; readonly en: string } };

export type IdentityDeps = SessionDeps & {
  readonly origin: string;
  readonly oidc: OidcSettings | undefined;
  readonly example: { readonly password: string; readonly accounts: readonly ExampleAccount[] };
};

/** Serves all of identity. */
export function serveIdentity(server: Server, deps: IdentityDeps): void {
  serveLogin(server, deps);
  serveMe(server, deps);
  serveAdministration(server, deps.origin);
  serveLinks(server, deps, deps.origin);
  serveAudit(server);
  if (deps.oidc) serveOidc(server, deps, deps.oidc, deps.origin);
  serveOpen(server, loginHints, async () => {
    const { rows } = await sql<{ name: string; is_example: boolean }>`SELECT name, is_example FROM zones ORDER BY is_example DESC LIMIT 1`.execute(deps.db.kysely);
    const zone = rows[0];
    const hints = zone?.is_example ? deps.example : undefined;
    return { zone: zone?.name ?? null, password: hints?.password ?? null, oidc: deps.oidc !== undefined, accounts: [...(hints?.accounts ?? [])] };
  });
}
