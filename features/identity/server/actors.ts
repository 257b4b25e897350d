import { sql } from 'kysely';
import type { Actor } from '#kernel/contract/access.ts';
import { roleScopes, type Role } from '#kernel/contract/role.ts';
import { dateOf, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import type { Tx } from '#kernel/server/database/door.ts';

/** Firms whose specialist a user is today; feature service answers, apps/server joins the two. */
export type LinkedFirms = (tx: Tx, zoneId: string, userId: string, now: Instant) => Promise<readonly string[]>;

export type Grant = { readonly role: Role; readonly scopeId: string | null };

/** Everybody of a zone who may sign in today, for "who can see this?". `links` are the zone's specialists with their firms. */
export async function peopleOf(tx: Tx, zoneId: string, now: Instant, links: ReadonlyMap<string, readonly string[]>): Promise<Actor[]> {
  const today = dateOf(now);
  const { rows } = await sql<Grant & { readonly userId: string; readonly name: string }>`
    SELECT g.user_id AS "userId", u.name, g.role, g.scope_id AS "scopeId" FROM role_grants g JOIN users u ON u.zone_id = g.zone_id AND u.id = g.user_id
    WHERE g.zone_id = ${zoneId} AND g.from_on <= ${today}::date AND (g.to_on IS NULL OR g.to_on >= ${today}::date)
      AND (u.ended_on IS NULL OR u.ended_on > ${today}::date)`.execute(tx);
  return [...Map.groupBy(rows, (row) => row.userId)].map(([userId, grants]) => {
    const actor = actorFrom(zoneId, today, userId, grants[0]?.name ?? '', grants);
    return { ...actor, scope: { ...actor.scope, linkedFirms: links.get(userId) ?? [] } };
  });
}

/** A user as the policies see them, by the grants in force. */
export function actorFrom(zoneId: string, today: IsoDate, userId: string, name: string, grants: readonly Grant[]): Actor {
  const idsOf = (kind: string) => grants.flatMap((grant) => (roleScopes[grant.role] === kind && grant.scopeId ? [grant.scopeId] : []));
  return {
    userId,
    name,
    zoneId,
    today,
    roles: [...new Set(grants.map((grant) => grant.role))],
    scope: {
      users: [userId],
      firms: idsOf('firm'),
      departments: idsOf('department'),
      providers: idsOf('provider'),
      organisations: idsOf('organisation'),
      linkedFirms: [],
    },
  };
}
