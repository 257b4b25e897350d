import type { Instant } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { planWorld, type PlannedRows } from './plan-world.ts';
import { planPromises } from './promises.ts';
import type { Tale } from './request-tale.ts';
import { planRequests } from './requests.ts';
import { planScenes } from './scenes.ts';
import { planVisits } from './visits.ts';
import type { PlannedCase, World } from './world.ts';

const requestsBeforeToday = 3880;
const visitsHeld = 3700;

/** The whole example zone in memory. */
export type ExamplePlan = {
  readonly world: World;
  readonly rows: PlannedRows;
  readonly requests: readonly Tale[];
  readonly cases: Readonly<Record<'serviceRequest' | 'visit' | 'promise', readonly PlannedCase[]>>;
};

/**
 * Plans the example zone as it stands at a moment: a pure function, the same for the same moment. It lasts some
 * seconds, so progress is told by `say` and other work is let in between.
 */
export async function planExample(now: Instant, morePacks: readonly RulePack[], say: (line: string) => void): Promise<ExamplePlan> {
  const { world, rows } = planWorld(now, morePacks);
  await breathe();
  say('两年的企业诉求');
  const requests = [...planRequests(world, requestsBeforeToday), ...planScenes(world)];
  await breathe();
  say('走访与承诺');
  const visits = planVisits(world, requests, visitsHeld);
  await breathe();
  const promises = planPromises(world, requests, visits);
  return {
    world,
    rows,
    requests,
    cases: {
      serviceRequest: requests.map((tale) => ({ id: tale.story.id, events: tale.story.events })),
      visit: visits.map(({ story }) => ({ id: story.id, events: story.events })),
      promise: promises.map((story) => ({ id: story.id, events: story.events })),
    },
  };
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
