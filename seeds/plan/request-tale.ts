import { serviceRequest } from '#features/service/cases.ts';
import { sampleDraw } from '#features/service/server/call-back-sample.ts';
import { isLastChance } from '#features/service/rules/request-guards.ts';
import type { RequestState } from '#features/service/rules/request-state.ts';
import { defaultSla, type RequestLevel } from '#features/service/rules/sla.ts';
import { minutesPerWorkday } from '#kernel/rules/calendar.ts';
import { dateOf, type Instant } from '#kernel/rules/instant.ts';
import { createRandom, makeId, type Random } from '../random.ts';
import type { Need } from '../words/needs-a.ts';
import { createFiller, type Filler } from './fill.ts';
import { createCast, type Cast } from './request-cast.ts';
import type { Course } from './request-course.ts';
import { beginStory, type Story } from './story.ts';
import type { Item, Person, PlannedFirm, World } from './world.ts';

/** What a request is about and how it comes in. */
export type Opening = {
  /** of its own: two tales of one plan never share chance */
  readonly key: string;
  readonly firm: PlannedFirm;
  readonly need: Need;
  readonly openedAt: Instant;
  readonly channel: 'portal' | 'specialist' | 'hotline' | 'visit';
  /** did the asker choose the menu item, or is that left to the dispatcher? */
  readonly itemKnown: boolean;
  readonly level?: RequestLevel;
  /** the unit that gets it, where a scene wants it */
  readonly leadId?: string;
  /** a unit that a scene wants asked for help, or called together */
  readonly withId?: string;
  readonly parentId?: string;
  readonly text?: string;
  readonly by?: Person;
  /** must its verdict be drawn for a call-back? */
  readonly sampled?: boolean;
};

/** One request being told: its story and everything that the steps need. */
export type Tale = {
  readonly world: World;
  readonly cast: Cast;
  readonly random: Random;
  readonly story: Story<RequestState>;
  readonly opening: Opening;
  readonly course: Course;
  readonly firm: PlannedFirm;
  readonly item: Item;
  readonly level: RequestLevel;
  readonly asker: Person;
  readonly fill: Filler;
  /** one working day of the zone in minutes */
  readonly day: number;
};

const casts = new WeakMap<World, Cast>();

/** Begins a request. Undefined when nobody was there to ask that way on that day. */
export function beginTale(world: World, opening: Opening, course: Course): Tale | undefined {
  const random = createRandom(`云锦高新区 request ${opening.key}`);
  const cast = casts.get(world) ?? createCast(world);
  casts.set(world, cast);
  const item = world.items.find((one) => one.code === opening.need[0]);
  const asker = opening.by ?? askerOf(cast, random, opening);
  if (!item || !asker) return undefined;
  const fill = createFiller(random, opening.firm, opening.openedAt);
  const level = opening.level ?? (item.level as RequestLevel);
  const story = beginStory(world, serviceRequest, idOf(world, random, opening), {
    at: opening.openedAt,
    by: asker,
    input: {
      text: opening.text ?? fill(opening.need[2]),
      firmId: opening.firm.id,
      parkId: opening.firm.park.id,
      channel: opening.channel,
      title: opening.text ?? fill(opening.need[1]),
      ...(opening.itemKnown ? { itemId: item.id, category: item.category, level } : {}),
      ...(opening.parentId ? { parentId: opening.parentId } : {}),
      ...(course.stop === 'draft' ? { asDraft: true } : {}),
    },
  });
  return {
    world,
    cast,
    random,
    story,
    opening,
    course,
    firm: opening.firm,
    item,
    level,
    asker,
    fill,
    day: minutesPerWorkday(world.calendar),
  };
}

/** Working minutes that the level grants, half of them for a redo. */
export function limitOf(tale: Tale): number {
  const { close } = defaultSla.params.levels[tale.level];
  const whole = 'workingDays' in close ? close.workingDays * tale.day : close.hours * 60;
  return tale.story.state().spans.length > 1 ? whole * defaultSla.params.reopenShare : whole;
}

/** What the product adds to a verdict before it is weighed. */
export function verdictFacts(tale: Tale, move: string): Record<string, unknown> {
  const state = tale.story.state();
  if (move === 'reportUnsolved') {
    return { lastChance: isLastChance(state, tale.world.packs, tale.story.at()), sampled: false };
  }
  return { sampled: isDrawn(tale.world, state.id, state.openedAt) };
}

function idOf(world: World, random: Random, opening: Opening): string {
  for (;;) {
    const id = makeId(random, opening.openedAt);
    if (opening.sampled === undefined || isDrawn(world, id, opening.openedAt) === opening.sampled) return id;
  }
}

function isDrawn(world: World, id: string, openedAt: Instant): boolean {
  const seed = world.seeds.get(dateOf(openedAt).slice(0, 7)) ?? '';
  return sampleDraw(seed, id) < defaultSla.params.callBackShare;
}

function askerOf(cast: Cast, random: Random, { channel, firm, openedAt }: Opening): Person | undefined {
  if (channel === 'portal') return cast.contact(firm.id);
  if (channel === 'hotline') return cast.dispatcher(random);
  return cast.specialist(firm, openedAt);
}
