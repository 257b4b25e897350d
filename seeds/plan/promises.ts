import { promise } from '#features/service/promise-case.ts';
import type { PromiseState } from '#features/service/rules/promise-state.ts';
import { addWorkingDays } from '#kernel/rules/calendar.ts';
import { dateOf, instantAt, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import { createRandom, makeId, type Random } from '../random.ts';
import { promiseDenied, promiseExplained, promiseKept } from '../words/phrases.ts';
import { visitPromises } from '../words/visits.ts';
import type { Tale } from './request-tale.ts';
import { beginStory, type Story } from './story.ts';
import type { ToldVisit } from './visits.ts';
import type { Person, PlannedFirm, World } from './world.ts';

type Plan = {
  readonly firm: PlannedFirm;
  readonly owner: Person;
  readonly madeAt: Instant;
  readonly dueOn: IsoDate;
  readonly input: Readonly<Record<string, unknown>>;
  /** for the documented accounts: leave it to be kept, or to be confirmed */
  readonly rest?: 'made' | 'reported';
};

/** Every promise made in a reply, and some made on visits; listed until the firm says they were kept. */
export function planPromises(world: World, requests: readonly Tale[], visits: readonly ToldVisit[]): Story<PromiseState>[] {
  const random = createRandom('云锦高新区 promises');
  let ownRests = 0;
  const fromReplies = requests.flatMap((tale) =>
    tale.story.events.flatMap((event) => {
      const owner = world.people.find((one) => one.id === event.actor.id);
      const { promise: what, promiseDueOn } = event.input;
      if (event.move !== 'reply' || typeof what !== 'string' || !owner) return [];
      const spoken = world.contacts.get(tale.firm.id)?.documented && tale.opening.key.startsWith('promised');
      const rest = spoken ? (ownRests++ === 0 ? 'reported' : 'made') : undefined;
      return [
        tellPromise(world, random, {
          firm: tale.firm,
          owner,
          madeAt: event.at,
          dueOn: String(promiseDueOn),
          input: { firmId: tale.firm.id, what, dueOn: promiseDueOn, requestId: tale.story.id, ownerDepartmentId: owner.scopeId },
          ...(rest ? { rest } : {}),
        }),
      ];
    }),
  );
  const fromVisits = visits.flatMap((told) => {
    const { heldAt } = told.story.state();
    const fresh = heldAt !== null && world.now - heldAt < 60 * 86_400_000;
    if (heldAt === null || told.visitor.role !== 'specialist' || !random.chance(told.visitor.documented && fresh ? 0.9 : 0.08)) return [];
    const madeAt = told.story.events.find((event) => event.move === 'note')?.at ?? heldAt;
    return [tellPromise(world, random, ofVisit(world, random, told, madeAt))];
  });
  return [...fromReplies, ...fromVisits, ...dueSoon(world, random, visits)];
}

function ofVisit(world: World, random: Random, told: ToldVisit, madeAt: Instant): Plan {
  const dueOn = addWorkingDays(world.calendar, dateOf(madeAt), random.int(3, 15), 'excludeStart').date;
  return {
    firm: told.firm,
    owner: told.visitor,
    madeAt,
    dueOn,
    input: { firmId: told.firm.id, what: random.pick(visitPromises), dueOn, visitId: told.story.id, ownerUserId: told.visitor.id },
  };
}

/** What the documented specialists promised on their last visits and have still to keep, some of it late. */
function dueSoon(world: World, random: Random, visits: readonly ToldVisit[]): Story<PromiseState>[] {
  return world.people
    .filter((one) => one.role === 'specialist' && one.documented)
    .flatMap((specialist) => {
      const held = visits.filter((told) => told.visitor.id === specialist.id && told.story.state().heldAt !== null);
      const last = held.sort((a, b) => (b.story.state().heldAt ?? 0) - (a.story.state().heldAt ?? 0)).slice(0, 4);
      return last.map((told, index) => {
        const dueOn = index === 3 ? dateOf(world.time.after(world.now, -600)) : dateOf(world.time.after(world.now, 300 * (index + 1)));
        const madeAt = Math.min(told.story.at(), world.time.after(world.now, -1300));
        const plan = ofVisit(world, random, told, Math.max(madeAt, told.story.state().heldAt ?? 0));
        return tellPromise(world, random, { ...plan, dueOn, input: { ...plan.input, dueOn }, rest: 'made' });
      });
    });
}

function tellPromise(world: World, random: Random, plan: Plan): Story<PromiseState> {
  const { firm, owner, madeAt } = plan;
  const story = beginStory(world, promise, makeId(random, madeAt), { at: madeAt, by: owner, input: plan.input });
  const contact = world.contacts.get(firm.id);
  if (plan.rest === 'made') return ended(world, story);
  const due = Math.max(instantAt(plan.dueOn, '17:00'), madeAt);
  const settledAt = world.time.after(
    due,
    plan.rest
      ? -100_000
      : random.weighted([
          [-random.int(60, 2000), 82],
          [random.int(60, 3500), 18],
        ] as const),
  );
  const reach = plan.rest ? story.pass(random.int(20, 200)) : story.reach(Math.max(settledAt, world.time.after(madeAt, 60)));
  if (!reach) return story;
  if (!plan.rest && random.chance(0.05)) {
    story.make('explain', owner, firm.id, { reason: random.pick(promiseExplained) });
    return ended(world, story);
  }
  story.make('reportKept', owner, firm.id, { note: random.pick(promiseKept) });
  if (plan.rest || !contact || !story.pass(random.int(60, 2400))) return ended(world, story);
  if (random.chance(0.07)) {
    story.make('denyKept', contact, firm.id, { reason: random.pick(promiseDenied) });
    if (!story.pass(random.int(400, 2500))) return story;
    story.make('reportKept', owner, firm.id, { note: random.pick(promiseKept) });
    if (!story.pass(random.int(60, 1200))) return story;
  }
  story.make('confirmKept', contact, firm.id);
  return ended(world, story);
}

function ended(world: World, story: Story<PromiseState>): Story<PromiseState> {
  story.reach(world.now);
  return story;
}
