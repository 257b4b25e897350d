import { sql } from 'kysely';
import type { Actor } from '#kernel/contract/access.ts';
import { roleScopes, type Role } from '#kernel/contract/role.ts';
import { dateOf, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import type { Tx } from '#kernel/server/database/door.ts';

/** Firms whose specialist a user is today; feature service answers, apps/server joins the two. */
export type LinkedFirms = (tx: Tx, zoneId: string, userId: string, now: Instant) => Promise<readonly string[]>;

type Granted = { user_id: string; name: string; role: Role; scope_id: string | null };

/** The user as the policies see them at a moment; undefined when ended or unknown. */
export async function actorOf(tx: Tx, zoneId: string, userId: string, now: Instant, linkedFirms: LinkedFirms): Promise<Actor | undefined> {
  const today = dateOf(now);
  const { rows } = await sql<{ name: string; role: Role | null; scope_id: string | null }>`
    SELECT u.name, g.role, g.scope_id FROM users u
    LEFT JOIN role_grants g ON g.zone_id = u.zone_id AND g.user_id = u.id
      AND g.from_on <= ${today}::date AND (g.to_on IS NULL OR g.to_on >= ${today}::date)
    WHERE u.zone_id = ${zoneId} AND u.id = ${userId} AND (u.ended_on IS NULL OR u.ended_on > ${today}::date)`.execute(tx);
  const first = rows[0];
  if (!first) return undefined;
  const grants = rows.flatMap((row) => (row.role ? [{ user_id: userId, name: row.name, role: row.role, scope_id: row.scope_id }] : []));
  const actor = actorFrom(zoneId, today, userId, first.name, grants);
  if (!actor.roles.includes('specialist')) return actor;
  return { ...actor, scope: { ...actor.scope, linkedFirms: await linkedFirms(tx, zoneId, userId, now) } };
}

/** Everybody of a zone who may sign in today, for "who can see this?". `links` are the zone's specialists with their firms. */
export async function peopleOf(tx: Tx, zoneId: string, now: Instant, links: ReadonlyMap<string, readonly string[]>): Promise<Actor[]> {
  const today = dateOf(now);
  const { rows } = await sql<Granted>`
    SELECT g.user_id, u.name, g.role, g.scope_id FROM role_grants g JOIN users u ON u.zone_id = g.zone_id AND u.id = g.user_id
    WHERE g.zone_id = ${zoneId} AND g.from_on <= ${today}::date AND (g.to_on IS NULL OR g.to_on >= ${today}::date)
      AND (u.ended_on IS NULL OR u.ended_on > ${today}::date)`.execute(tx);
  return [...Map.groupBy(rows, (row) => row.user_id)].map(([userId, grants]) => {
    const actor = actorFrom(zoneId, today, userId, grants[0]?.name ?? '', grants);
    return { ...actor, scope: { ...actor.scope, linkedFirms: links.get(userId) ?? [] } };
  });
}

function actorFrom(zoneId: string, today: IsoDate, userId: string, name: string, grants: readonly Granted[]): Actor {
  const idsOf = (kind: string) => grants.flatMap((grant) => (roleScopes[grant.role] === kind && grant.scope_id ? [grant.scope_id] : []));
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
