import type { Actor } from '#kernel/contract/access.ts';
import type { Role } from '#kernel/contract/role.ts';
import { dateOf, type Instant } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';

type Scope = Partial<Actor['scope']>;

/** Who acts in a scene: a person of the zone in that role (of this firm, of this bank), at a moment. */
export type Acting = (role: Role, scope: Scope, now: Instant) => Ask;

/** Casts the people of the zone; where a firm has no contact of its own, somebody without a name stands in. */
export function castOf(ask: Ask, people: readonly Actor[]): Acting {
  return (role, scope, now) => {
    const holds = ({ scope: own }: Actor) =>
      (scope.firms ?? []).every((id) => own.firms.includes(id)) && (scope.providers ?? []).every((id) => own.providers.includes(id));
    const person = people.find((one) => one.roles.includes(role) && holds(one));
    const actor = person ?? { ...ask.actor, name: '企业联系人', roles: [role], scope: { ...ask.actor.scope, ...scope } };
    return { ...ask, now, actor: { ...actor, today: dateOf(now) } };
  };
}
