import { visit } from '#features/service/visit-case.ts';
import type { VisitState } from '#features/service/rules/visit-state.ts';
import { addDays, dateOf, daysBetween, instantAt, minuteMs, toIso, type Instant } from '#kernel/rules/instant.ts';
import { createRandom, makeId, type Random } from '../random.ts';
import { business, cancelReasons, concerns, followUps, opening, party, postponeReasons, purposes } from '../words/visits.ts';
import { createFiller } from './fill.ts';
import { createCast, type Cast } from './request-cast.ts';
import type { Tale } from './request-tale.ts';
import { beginStory, type Story } from './story.ts';
import type { Person, PlannedFirm, World } from './world.ts';

export type ToldVisit = { readonly story: Story<VisitState>; readonly firm: PlannedFirm; readonly visitor: Person };

type Plan = {
  readonly firm: PlannedFirm;
  readonly visitor: Person;
  readonly plannedAt: Instant;
  readonly kind?: 'routine' | 'call' | 'request' | 'leader';
  readonly companion?: Person;
  /** requests that its notes led to, with the moment at which each was raised */
  readonly raised?: readonly { readonly id: string; readonly at: Instant }[];
  /** leave it without notes, though its time is past */
  readonly noteless?: boolean;
};

/** Two years of visits and calls, those that led to requests among them, and what is planned. */
export function planVisits(world: World, requests: readonly Tale[], held: number): ToldVisit[] {
  const random = createRandom('云锦高新区 visits');
  const cast = createCast(world);
  const visits: ToldVisit[] = [];
  for (const tale of requests.filter((one) => one.opening.channel === 'visit' && one.opening.parentId === undefined)) {
    const at = tale.opening.openedAt;
    visits.push(
      tellVisit(world, cast, random, {
        firm: tale.firm,
        visitor: tale.asker,
        plannedAt: at - random.int(40, 90) * minuteMs,
        kind: 'routine',
        raised: [{ id: tale.story.id, at }],
      }),
    );
  }
  const served = world.links.filter((link) => link.toOn === null).map((link) => link.firm);
  const days = daysBetween(world.startedOn, dateOf(world.now));
  while (visits.length < held) {
    const day = addDays(world.startedOn, random.int(8, days - 2));
    const plan = planOn(world, cast, random, random.pick(served), world.time.after(instantAt(day, '00:00'), random.int(10, 380)));
    if (plan) visits.push(tellVisit(world, cast, random, plan));
  }
  return [...visits, ...planComing(world, cast, random, served)];
}

/** Some sixty planned visits; the documented specialists have theirs this week, and two without notes yet. */
function planComing(world: World, cast: Cast, random: Random, served: readonly PlannedFirm[]): ToldVisit[] {
  const coming: ToldVisit[] = [];
  const tell = (firm: PlannedFirm, plannedAt: Instant, noteless = false) => {
    const plan = planOn(world, cast, random, firm, plannedAt);
    if (plan) coming.push(tellVisit(world, cast, random, { ...plan, kind: plan.kind === 'call' ? 'call' : 'routine', noteless }));
  };
  for (const specialist of world.people.filter((one) => one.role === 'specialist' && one.documented)) {
    const own = random.shuffled(
      world.links.filter((link) => link.specialist.id === specialist.id && link.toOn === null).map((link) => link.firm),
    );
    own.slice(0, 5).forEach((firm, index) => tell(firm, world.time.after(world.now, 200 + index * 260)));
    own.slice(5, 7).forEach((firm, index) => tell(firm, world.time.after(world.now, -300 - index * 500), true));
  }
  while (coming.length < 62) tell(random.pick(served), world.time.after(world.now, random.int(60, 9 * 420)));
  return coming;
}

function planOn(world: World, cast: Cast, random: Random, firm: PlannedFirm, plannedAt: Instant): Plan | undefined {
  const day = dateOf(plannedAt);
  const quiet = world.quietWeeks.some((week) => week.firmId === firm.id && week.fromOn <= day && week.toOn >= day);
  const specialist = cast.specialist(firm, plannedAt);
  if (quiet || !specialist) return undefined;
  if (random.chance(0.02)) return { firm, visitor: cast.leader(random), companion: specialist, plannedAt, kind: 'leader' };
  return {
    firm,
    visitor: specialist,
    plannedAt,
    kind: random.weighted([
      ['routine', 70],
      ['call', 22],
      ['request', 8],
    ] as const),
  };
}

function tellVisit(world: World, cast: Cast, random: Random, plan: Plan): ToldVisit {
  const { firm, visitor, plannedAt } = plan;
  const kind = plan.kind ?? 'routine';
  const early = Math.min(
    world.time.after(plannedAt, -random.int(180, 2600)),
    plannedAt - minuteMs,
    world.now - random.int(30, 600) * minuteMs,
  );
  // Nobody plans a visit to a firm before it is theirs.
  const wasLinked = visitor.role !== 'specialist' || cast.specialist(firm, early)?.id === visitor.id;
  const openedAt = wasLinked ? early : plannedAt - 20 * minuteMs;
  const story = beginStory(world, visit, makeId(random, openedAt), {
    at: openedAt,
    by: visitor,
    input: {
      firmId: firm.id,
      plannedAt: toIso(plannedAt),
      kind,
      purpose: random.pick(purposes),
      title: `${dateOf(plannedAt)} ${firm.name}`,
      ...(plan.companion ? { companionIds: [plan.companion.id] } : {}),
    },
  });
  const told = { story, firm, visitor };
  if (plan.noteless || plannedAt > world.now) return told;
  const settled = plan.raised === undefined;
  if (settled && random.chance(0.035) && story.reach(plannedAt - minuteMs)) {
    story.make('cancel', visitor, firm.id, { reason: random.pick(cancelReasons) });
    return told;
  }
  if (settled && random.chance(0.05) && story.reach(plannedAt - minuteMs)) {
    story.make('postpone', visitor, firm.id, {
      plannedAt: toIso(world.time.after(plannedAt, random.int(420, 1800))),
      reason: random.pick(postponeReasons),
    });
  }
  const heldAt = story.state().plannedAt;
  const notedAt = plan.raised?.[0] ? plan.raised[0].at - minuteMs : world.time.after(heldAt, random.int(40, 420));
  if (!story.reach(notedAt)) return told;
  story.make('note', visitor, firm.id, { notes: writeNotes(random, firm, kind, heldAt), heldAt: toIso(heldAt) });
  for (const request of plan.raised ?? []) {
    story.reach(request.at);
    story.makeBySystem('raise', { requestId: request.id }, visitor.name);
  }
  if (random.chance(0.04) && story.pass(random.int(60, 600)))
    story.make('amend', visitor, firm.id, { notes: '补充：企业已发来相关材料，存入走访附件。' });
  return told;
}

function writeNotes(random: Random, firm: PlannedFirm, kind: string, heldAt: Instant): string {
  const beginning = kind === 'call' ? opening[2] : random.pick(opening.filter((one) => one !== opening[2]));
  const said = random.shuffled(business).slice(0, random.int(1, 2));
  const worries = random.shuffled(concerns).slice(
    0,
    random.weighted([
      [1, 60],
      [2, 35],
      [0, 5],
    ] as const),
  );
  const lead = random.pick(['人社局', '供电公司', '经发局', '园区公司', '税务局']);
  return [beginning, ...said, ...worries, kind === 'call' ? '' : random.pick(party), random.pick(followUps)]
    .map((sentence) => createFiller(random, firm, heldAt, { lead })(sentence))
    .join('');
}
