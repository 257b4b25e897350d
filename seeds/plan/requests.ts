import type { RequestLevel } from '#features/service/rules/sla.ts';
import { addDays, dateOf, daysBetween, instantAt, minuteMs, type Instant } from '#kernel/rules/instant.ts';
import { createRandom, itemAt, type Random } from '../random.ts';
import { needsA, type Need } from '../words/needs-a.ts';
import { needsB } from '../words/needs-b.ts';
import { chooseCourse } from './request-course.ts';
import { tellDuplicate, tellSplit } from './request-family.ts';
import type { Opening, Tale } from './request-tale.ts';
import { tellRequest } from './request-verdict.ts';
import type { PlannedFirm, World } from './world.ts';

const needs: readonly Need[] = [...needsA, ...needsB];
/** menu items that only one chain asks for */
const onlyFor: Readonly<Record<string, string>> = { 'YS-04': 'lifeHealth' };

/** Two years of requests, about so many; the youngest are still under way. */
export function planRequests(world: World, wanted: number): Tale[] {
  const random = createRandom('云锦高新区 requests');
  const keen = keenFirms(world, random);
  const others = world.firms.filter((firm) => firm.isOperating && !world.contacts.has(firm.id));
  const tales: Tale[] = [];
  for (let number = 0; tales.length < wanted; number += 1) {
    const firm = random.chance(0.93) ? random.pick(keen) : random.pick(others);
    const opening = chooseOpening(world, random, firm, `${number}`);
    const level = levelOf(world, random, opening);
    if (random.chance(0.008)) {
      tales.push(...(tellSplit(world, opening, false) ?? []));
      continue;
    }
    const tale = tellRequest(world, { ...opening, level }, chooseCourse(random, level, isStuck(world, opening.need)));
    if (!tale) continue;
    tales.push(tale);
    const again = random.chance(0.015) && opening.channel !== 'visit' ? tellDuplicate(world, tale) : undefined;
    if (again) tales.push(again);
  }
  return tales;
}

/** A need that a firm of this chain may have; of one menu item or lead unit when asked for. */
export function chooseNeed(random: Random, firm: PlannedFirm, fits: (item: string) => boolean = () => true): Need {
  const fitting = needs.filter(([item]) => fits(item) && (onlyFor[item] ?? firm.chain) === firm.chain);
  return random.pick(fitting.length > 0 ? fitting : needs);
}

/** Is it about a common problem? */
export function isStuck(world: World, [item]: Need): boolean {
  return world.problems.some((problem) => problem.itemCodes.includes(item));
}

/** Firms that ask, the larger ones more often. */
function keenFirms(world: World, random: Random): PlannedFirm[] {
  const weights = { large: 9, medium: 5, small: 2, micro: 1 } as const;
  const asking = world.firms.filter((firm) => world.contacts.has(firm.id));
  return random.shuffled(asking).flatMap((firm) => {
    const weight = weights[firm.scale as keyof typeof weights] ?? 1;
    return Array.from({ length: weight * random.int(1, 3) }, () => firm);
  });
}

function chooseOpening(world: World, random: Random, firm: PlannedFirm, key: string): Opening {
  const channel = world.contacts.has(firm.id)
    ? random.weighted([
        ['portal', 62],
        ['specialist', 20],
        ['hotline', 10],
        ['visit', 8],
      ] as const)
    : random.weighted([
        ['specialist', 55],
        ['hotline', 20],
        ['visit', 25],
      ] as const);
  return {
    key,
    firm,
    channel,
    need: chooseNeed(random, firm),
    openedAt: chooseMoment(world, random, channel),
    itemKnown: random.chance(channel === 'hotline' ? 0.3 : 0.8),
  };
}

function levelOf(world: World, random: Random, opening: Opening): RequestLevel {
  const own = world.items.find((item) => item.code === opening.need[0])?.level as RequestLevel | undefined;
  return own && random.chance(0.9) ? own : random.pick(['simple', 'complex'] as const);
}

/** More and more as people learn of it; mostly in office hours, from the portal in the evening too. */
function chooseMoment(world: World, random: Random, channel: Opening['channel']): Instant {
  const days = daysBetween(world.startedOn, dateOf(world.now));
  const day = addDays(world.startedOn, Math.floor(days * random.next() ** 0.8));
  if (channel === 'portal' && random.chance(0.13)) {
    const evening = instantAt(day, '18:00') + random.int(0, 270) * minuteMs;
    if (evening < world.now) return evening;
  }
  const opened = world.time.after(instantAt(day, '00:00'), random.int(5, 400));
  return Math.min(opened, world.now - random.int(10, 90) * minuteMs);
}

/** The firm at which the documented contact works. */
export function speakerFirm(world: World): PlannedFirm {
  const speaking = world.people.find((one) => one.role === 'enterpriseContact' && one.documented);
  return world.firms.find((firm) => firm.id === speaking?.scopeId) ?? itemAt(world.firms, 0);
}
