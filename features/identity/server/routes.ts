import { serve, serveOpen, type Server } from '#kernel/server/http/serve.ts';
import { sql } from 'kysely';
import { feedbackEndpoint } from '#kernel/contract/feedback-endpoint.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import { loginHints, removeExample } from '../contract.ts';
import { feedback } from '../records.ts';
import { createFirstAdministrator, type FurnishZone } from './accounts.ts';
import { serveAdministration } from './administration.ts';
import { serveAudit } from './audit-routes.ts';
import { serveLinks } from './links.ts';
import { serveLogin } from './login.ts';
import { serveMe } from './me.ts';
import { servePrivacy } from './personal-copy.ts';
import { serveOidc, type OidcSettings } from './oidc.ts';
import type { SessionDeps } from './sessions.ts';

export type ExampleAccount = {
  readonly loginName: string;
  readonly name: string;
  readonly role: string;
  readonly who: { readonly zh: string; readonly en: string };
};

export type IdentityDeps = SessionDeps & {
  readonly origin: string;
  readonly oidc: OidcSettings | undefined;
  /** takes the example zone away, whoever is in it */
  readonly removeExample: () => Promise<void>;
  readonly furnishZone: FurnishZone;
  readonly example: { readonly password: string; readonly accounts: readonly ExampleAccount[] };
};

/** Serves all of identity. */
export function serveIdentity(server: Server, deps: IdentityDeps): void {
  serveLogin(server, deps);
  serveMe(server);
  serveAdministration(server, deps.origin);
  serveLinks(server, deps, deps.origin);
  serveAudit(server);
  servePrivacy(server);
  serve(server, removeExample, async (_input, ask) => {
    const { rows } = await sql<{ is_example: boolean }>`SELECT is_example FROM zones WHERE id = ${ask.actor.zoneId}`.execute(ask.tx);
    if (!rows[0]?.is_example)
      throw new Refused(409, {
        code: 'NOT_THE_EXAMPLE',
        message: { zh: '本区不是示例区，不能这样移除', en: 'This zone is no example and cannot be removed so' },
      });
    await deps.removeExample();
    const link = await createFirstAdministrator(deps.db, ask.now, deps.furnishZone);
    return { address: link ? `${deps.origin}/welcome/${link.token}` : deps.origin };
  });
  serve(server, feedbackEndpoint, async ({ body }, ask) => {
    const [id] = await insertRows(ask, feedback, [{ ...body, byId: ask.actor.userId }]);
    return { id: id ?? '' };
  });
  if (deps.oidc) serveOidc(server, deps, deps.oidc, deps.origin);
  serveOpen(server, loginHints, async () => {
    const { rows } = await sql<{
      name: string;
      is_example: boolean;
    }>`SELECT name, is_example FROM zones ORDER BY is_example DESC LIMIT 1`.execute(deps.db.kysely);
    const zone = rows[0];
    const hints = zone?.is_example ? deps.example : undefined;
    return {
      zone: zone?.name ?? null,
      password: hints?.password ?? null,
      oidc: deps.oidc !== undefined,
      accounts: [...(hints?.accounts ?? [])],
    };
  });
}
