import { sql } from 'kysely';
import { defaultSecurity } from '#features/identity/rules/password.ts';
import { department, firm, person, place, provider, socialOrganisation } from '#features/registry/records.ts';
import { commonProblem, serviceItem } from '#features/service/records.ts';
import { defaultSla } from '#features/service/rules/sla.ts';
import { loadWorkCalendar } from '#features/service/server/index.ts';
import { toIso, type Instant } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { addPack } from '#kernel/server/cases/rules-in-force.ts';
import { withZone, type Tx } from '#kernel/server/database/door.ts';
import type { House } from '#kernel/server/house.ts';
import { countSolved } from './plan/counts.ts';
import { calendarYears } from './plan/plan-world.ts';
import { planExample, type ExamplePlan } from './plan/plan-example.ts';
import type { World } from './plan/world.ts';
import { createRandom, makeId } from './random.ts';
import { storeChainsAndParty } from './store-party.ts';
import { storeCases, storePeople, storeRows, storeService, type Target } from './store.ts';

export { removeExample } from './remove.ts';

export const exampleZone = { code: 'yunjin', name: '云锦高新区' } as const;

type Options = {
  readonly say?: (line: string) => void;
  /** what is written from the zone's records once they stand, in the same transaction: briefings and forms */
  readonly papers?: (tx: Tx, zoneId: string) => Promise<void>;
};

/** The example's accounts are for looking around; a password that runs out would lock its readers out. */
const exampleSecurity: RulePack = {
  ...defaultSecurity,
  edition: 'example',
  source: '示例区：密码十年有效，其余同平台默认',
  params: { ...defaultSecurity.params, passwordDays: 3650 },
};

/**
 * Makes the example zone as it would stand today: firms, people, menu, two years of requests, visits and promises.
 * One transaction, so that a process killed on the way leaves nothing. Does nothing when the zone is there.
 */
export async function loadExample(house: Pick<House, 'db' | 'crypto' | 'now'>, options: Options = {}): Promise<void> {
  const say = options.say ?? (() => undefined);
  const now = house.now();
  if (await isLoaded(house)) {
    say(`${exampleZone.name}已经在了`);
    return;
  }
  const plan = await planExample(now, [exampleSecurity], say);
  const zoneId = makeId(createRandom('云锦高新区 zone'), now);
  await withZone(house.db, zoneId, async (tx) => {
    const target: Target = { tx, zoneId, crypto: house.crypto };
    await storeZone(target, plan.world, now);
    say('园区、部门、机构、企业');
    await storeRegistry(target, plan);
    say('用户与挂钩');
    await storePeople(target, plan.world);
    await storeService(target, plan.world);
    say('产业链与党组织');
    await storeChainsAndParty(target, plan);
    await storeCases(target, plan, say);
    if (options.papers) {
      say('简报与报表');
      await options.papers(tx, zoneId);
    }
  });
  say(
    `${exampleZone.name}：${plan.rows.firm.length} 家企业，${plan.cases.serviceRequest.length} 件诉求，${plan.cases.visit.length} 次走访`,
  );
}

async function isLoaded(house: Pick<House, 'db'>): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM zones WHERE code = ${exampleZone.code}`.execute(house.db.kysely);
  return rows.length > 0;
}

async function storeZone({ tx, zoneId }: Target, world: World, now: Instant): Promise<void> {
  await sql`INSERT INTO zones (id, code, name, settings, is_example, created_at) VALUES (${zoneId}, ${exampleZone.code},
    ${exampleZone.name}, ${JSON.stringify({ officeHours: world.calendar.hours })}::jsonb, true, ${toIso(now)})`.execute(tx);
  await loadWorkCalendar(tx, zoneId, calendarYears(now));
  for (const pack of [defaultSla, exampleSecurity]) await addPack(tx, zoneId, pack, now);
}

async function storeRegistry(target: Target, { world, rows, requests }: ExamplePlan): Promise<void> {
  const counted = countSolved(
    rows,
    requests.map((tale) => tale.story.state()),
  );
  await storeRows(target, place, rows.place, world);
  await storeRows(target, department, rows.department, world);
  await storeRows(target, provider, rows.provider, world);
  await storeRows(target, socialOrganisation, rows.socialOrganisation, world);
  await storeRows(target, firm, rows.firm, world);
  await storeRows(target, person, rows.person, world);
  await storeRows(target, serviceItem, counted.serviceItem, world);
  await storeRows(target, commonProblem, counted.commonProblem, world);
}
