import type { Role } from '#kernel/contract/role.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';

/** The same person with what a scene needs beside: a firm's own hand, a bank's, the zone's. */
export function as(ask: Ask, role: Role, scope: Partial<Ask['actor']['scope']>, now = ask.now): Ask {
  const roles = [...ask.actor.roles, role];
  return { ...ask, now, actor: { ...ask.actor, today: dateOf(now), roles, scope: { ...ask.actor.scope, ...scope } } };
}
