import type { Instant } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { planChains, type PlannedChains } from './chains.ts';
import { planOrganisations } from './organisations.ts';
import type { PlannedOrganisations } from './organisation-rows.ts';
import { planPartyCases, type PlannedPartyCases } from './party-cases.ts';
import { planPartyWork, type PlannedPartyWork } from './party-work.ts';
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
  readonly chains: PlannedChains;
  readonly organisations: PlannedOrganisations;
  readonly partyWork: PlannedPartyWork;
  readonly partyCases: PlannedPartyCases;
  readonly requests: readonly Tale[];
  readonly cases: Readonly<Record<'serviceRequest' | 'visit' | 'promise', readonly PlannedCase[]>>;
};

/**
 * Plans the example zone as it stands at a moment: a pure function, the same for the same moment. It lasts some
 * seconds, so progress is told by `say` and other work is let in between.
 */
export async function planExample(now: Instant, morePacks: readonly RulePack[], say: (line: string) => void): Promise<ExamplePlan> {
  const planned = planWorld(now, morePacks);
  const { rows } = planned;
  const chains = planChains(planned.world);
  const organisations = planOrganisations(planned.world, chains);
  const world = withSecretaries(planned.world, organisations);
  const partyWork = planPartyWork(world, chains, organisations);
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
    chains,
    organisations,
    partyWork,
    partyCases: planPartyCases(world, chains, organisations, partyWork),
    requests,
    cases: {
      serviceRequest: requests.map((tale) => ({ id: tale.story.id, events: tale.story.events })),
      visit: visits.map(({ story }) => ({ id: story.id, events: story.events })),
      promise: promises.map((story) => ({ id: story.id, events: story.events })),
    },
  };
}

/** Secretaries keep the branches that they are secretaries of: the first documented one a joint branch of four firms. */
function withSecretaries(world: World, { organisations }: PlannedOrganisations): World {
  const joint = organisations.find((one) => one.kind === 'branchJoint' && one.firms.length === 4);
  const others = organisations.filter((one) => one.kind === 'branchIndependent');
  let next = 0;
  return {
    ...world,
    people: world.people.map((person) => {
      if (person.role !== 'branchSecretary') return person;
      const own = person.loginName === 'secretary' ? joint : others[next++];
      return own ? { ...person, scopeId: own.id } : person;
    }),
  };
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
