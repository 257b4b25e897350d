import { dateOf, type Instant } from '#kernel/rules/instant.ts';
import { itemAt, type Random } from '../random.ts';
import type { Link, Person, PlannedFirm, World } from './world.ts';

/** Who may act for whom in the histories, looked up instead of searched. */
export type Cast = {
  dispatcher(random: Random): Person;
  leader(random: Random): Person;
  handler(random: Random, departmentId: string): Person;
  /** somebody who took no part: calls firms back */
  outsider(random: Random, handlerIds: readonly string[]): Person;
  contact(firmId: string): Person | undefined;
  /** the firm's specialist on that day */
  specialist(firm: PlannedFirm, moment: Instant): Person | undefined;
};

export function createCast(world: World): Cast {
  const byRole = Map.groupBy(world.people, (person) => person.role);
  const dispatchers = byRole.get('dispatcher') ?? [];
  const leaders = byRole.get('zoneLeader') ?? [];
  const callers = [...(byRole.get('assessmentOfficer') ?? []), ...(byRole.get('assessmentOfficer') ?? []), ...dispatchers];
  const handlers = Map.groupBy(byRole.get('departmentHandler') ?? [], (person) => person.scopeId ?? '');
  const links = Map.groupBy(world.links, (link: Link) => link.firm.id);
  return {
    dispatcher: (random) => random.pick(dispatchers),
    leader: (random) => random.pick(leaders),
    handler: (random, departmentId) => random.pick(handlers.get(departmentId) ?? []),
    outsider: (random, handlerIds) => random.pick(callers.filter((one) => !handlerIds.includes(one.id))),
    contact: (firmId) => world.contacts.get(firmId),
    specialist(firm, moment) {
      const day = dateOf(moment);
      return links.get(firm.id)?.find((link) => link.fromOn <= day && (link.toOn === null || link.toOn >= day))?.specialist;
    },
  };
}

/** Another department than these. */
export function otherDepartment(world: World, random: Random, except: readonly string[]): string {
  const others = world.departments.filter((one) => !except.includes(one.id));
  return itemAt(others, random.int(0, others.length - 1)).id;
}
