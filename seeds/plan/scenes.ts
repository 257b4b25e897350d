import type { RequestLevel } from '#features/service/rules/sla.ts';
import { isWorkday } from '#kernel/rules/calendar.ts';
import { addDays, dateOf, instantAt, minuteMs, type Instant } from '#kernel/rules/instant.ts';
import { createRandom, type Random } from '../random.ts';
import { courseTo, type Course, type Stage } from './request-course.ts';
import { tellSplit } from './request-family.ts';
import type { Opening, Tale } from './request-tale.ts';
import { tellRequest } from './request-verdict.ts';
import { chooseNeed, speakerFirm } from './requests.ts';
import type { PlannedFirm, World } from './world.ts';

/**
 * What lies in the inboxes today: how many rest at which stage, asked how many working days ago. A simple
 * matter (five days) turns yellow on the fifth day and red after it.
 */
type Scene = {
  readonly count: number;
  readonly stage: Stage;
  readonly days: number;
  readonly level?: RequestLevel;
  /** the unit that leads it */
  readonly lead?: string;
  /** a unit asked for help, or called together */
  readonly with?: string;
  readonly course?: Partial<Course>;
};

const scenes: readonly Scene[] = [
  { count: 5, stage: 'submitted', days: 0 },
  { count: 3, stage: 'submitted', days: 1 },
  { count: 1, stage: 'submitted', days: 3 },
  { count: 3, stage: 'accepted', days: 0 },
  { count: 2, stage: 'accepted', days: 1 },
  { count: 2, stage: 'objected', days: 1 },
  { count: 1, stage: 'objected', days: 1, lead: 'JF' },
  { count: 1, stage: 'objected', days: 1, course: { objections: 2 } },
  { count: 3, stage: 'extension', days: 3, level: 'complex' },
  { count: 2, stage: 'extension', days: 6, level: 'difficult', lead: 'JF' },
  { count: 4, stage: 'confirmed', days: 3 },
  { count: 3, stage: 'silent', days: 11 },
  { count: 2, stage: 'calledBack', days: 11 },
  { count: 3, stage: 'unfiled', days: 7 },
  { count: 4, stage: 'dispatched', days: 0, lead: 'JF' },
  { count: 3, stage: 'signed', days: 0, lead: 'JF' },
  { count: 4, stage: 'inProgress', days: 2, level: 'simple', lead: 'JF' },
  { count: 3, stage: 'inProgress', days: 5, level: 'simple', lead: 'JF' },
  { count: 3, stage: 'inProgress', days: 9, level: 'simple', lead: 'JF' },
  { count: 2, stage: 'waiting', days: 2, level: 'complex', lead: 'JF' },
  { count: 1, stage: 'assisting', days: 2, level: 'complex', lead: 'JF', with: 'GD' },
  { count: 2, stage: 'replied', days: 2, lead: 'JF' },
  { count: 2, stage: 'reopened', days: 4, lead: 'JF' },
  { count: 2, stage: 'dispatched', days: 0, lead: 'GD' },
  { count: 1, stage: 'signed', days: 0, lead: 'GD' },
  { count: 3, stage: 'inProgress', days: 2, level: 'complex', lead: 'GD' },
  { count: 1, stage: 'inProgress', days: 8, level: 'simple', lead: 'GD' },
  { count: 1, stage: 'waiting', days: 1, level: 'complex', lead: 'GD' },
  { count: 2, stage: 'assisting', days: 1, level: 'complex', with: 'GD' },
  { count: 1, stage: 'whistled', days: 0, level: 'complex', with: 'GD' },
  { count: 1, stage: 'whistled', days: 0, level: 'complex', with: 'JF' },
  { count: 1, stage: 'whistled', days: 2, level: 'difficult' },
  { count: 3, stage: 'dispatched', days: 0 },
  { count: 2, stage: 'signed', days: 1, level: 'complex' },
  { count: 2, stage: 'inProgress', days: 3, level: 'complex' },
  { count: 1, stage: 'inProgress', days: 10, level: 'difficult' },
  { count: 1, stage: 'inProgress', days: 14, level: 'complex' },
  { count: 2, stage: 'waiting', days: 2, level: 'complex' },
  { count: 4, stage: 'replied', days: 3 },
  { count: 2, stage: 'reopened', days: 5 },
  { count: 3, stage: 'draft', days: 1 },
];

/** The documented contact's own matters: a verdict to give, one under way, one that waits for papers, a draft. */
const ownScenes: readonly Scene[] = [
  { count: 1, stage: 'replied', days: 2, level: 'simple', lead: 'JF' },
  { count: 1, stage: 'inProgress', days: 3, level: 'complex', lead: 'GD' },
  { count: 1, stage: 'waiting', days: 1, level: 'complex', lead: 'JF' },
  { count: 1, stage: 'draft', days: 1 },
];

/** Requests that are open today, so that every documented account finds work. */
export function planScenes(world: World): Tale[] {
  const random = createRandom('云锦高新区 scenes');
  const speaker = speakerFirm(world);
  const near = nearFirms(world, speaker);
  const asking = world.firms.filter((firm) => world.contacts.has(firm.id) && firm !== speaker);
  const tales: Tale[] = [];
  const tell = (scene: Scene, key: string, firm: PlannedFirm) => {
    const tale = tellScene(world, random, scene, key, firm);
    if (tale) tales.push(tale);
  };
  ownScenes.forEach((scene, index) => tell(scene, `own ${index}`, speaker));
  for (let index = 0; index < 3; index += 1) tales.push(...kept(world, random, speaker, index));
  scenes.forEach((scene, index) => {
    for (let count = 0; count < scene.count; count += 1) {
      tell(scene, `scene ${index} ${count}`, random.chance(0.2) ? random.pick(near) : random.pick(asking));
    }
  });
  for (let index = 0; index < 2; index += 1) {
    const firm = random.pick(asking);
    const opening: Opening = {
      key: `split ${index}`,
      firm,
      need: chooseNeed(random, firm),
      openedAt: momentOf(world, random, 2),
      channel: 'portal',
      itemKnown: true,
    };
    tales.push(...(tellSplit(world, opening, true) ?? []));
  }
  return tales;
}

/** What the documented contact's firm was promised lately: a part was done, the rest has a date. */
function kept(world: World, random: Random, firm: PlannedFirm, index: number): Tale[] {
  const scene: Scene = { count: 1, stage: 'replied', days: 7 + index * 3, level: 'complex', lead: index === 1 ? 'GD' : 'JF' };
  const change: Partial<Course> = { stop: null, reply: 'partlyDone', promise: true, verdicts: ['partly', 'partly'] };
  const tale = tellScene(world, random, { ...scene, course: change }, `promised ${index}`, firm);
  return tale ? [tale] : [];
}

function tellScene(world: World, random: Random, scene: Scene, key: string, firm: PlannedFirm): Tale | undefined {
  const mark = (name: string | undefined) => world.departments.find((one) => one.mark === name)?.id;
  const leadId = mark(scene.lead);
  const withId = mark(scene.with);
  const leads = new Set(world.items.filter((item) => leadId === undefined || item.departmentId === leadId).map((item) => item.code));
  const stuck = new Set(world.problems.flatMap((problem) => problem.itemCodes));
  const level = scene.level ?? (random.chance(0.7) ? 'simple' : 'complex');
  const opening: Opening = {
    key,
    firm,
    need: chooseNeed(random, firm, (item) => leads.has(item) && (scene.stage !== 'unfiled' || stuck.has(item))),
    openedAt: momentOf(world, random, scene.days),
    channel: scene.stage === 'draft' || random.chance(0.75) ? 'portal' : 'specialist',
    itemKnown: random.chance(0.75),
    level,
    ...(leadId ? { leadId } : {}),
    ...(withId ? { withId } : {}),
    ...(scene.stage === 'confirmed' ? { sampled: true } : {}),
  };
  return tellRequest(world, opening, courseTo(random, level, scene.stage, scene.course));
}

/** The documented specialist's firms that can ask. */
function nearFirms(world: World, speaker: PlannedFirm): PlannedFirm[] {
  const specialist = world.links.find((link) => link.firm.id === speaker.id && link.toOn === null)?.specialist;
  const near = world.links.filter((link) => link.specialist === specialist && world.contacts.has(link.firm.id)).map((link) => link.firm);
  return near.length > 1 ? near.filter((firm) => firm.id !== speaker.id) : [speaker];
}

/** So many working days before the present one, in the morning; 0 = within the last two office hours. */
function momentOf(world: World, random: Random, days: number): Instant {
  if (days === 0) return world.time.after(world.now, -random.int(55, 150));
  let day = dateOf(world.time.open(world.now));
  for (let left = days; left > 0;) {
    day = addDays(day, -1);
    if (isWorkday(world.calendar, day)) left -= 1;
  }
  return instantAt(day, '09:05') + random.int(0, 100) * minuteMs;
}
