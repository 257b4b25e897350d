import { knownWorkCalendar } from '#features/service/server/work-calendar-data.ts';
import { defaultSla } from '#features/service/rules/sla.ts';
import type { WorkCalendar } from '#kernel/rules/calendar.ts';
import { addDays, addMonths, dateOf, startOfDay, yearOf, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { exampleAccounts } from '../example-accounts.ts';
import { createRandom, itemAt, makeId, type Random } from '../random.ts';
import { commonProblems } from '../words/phrases.ts';
import { planDepartments, planMenu, planProblems, planProviders, planSocieties } from './offices.ts';
import { chooseSpeaker, planLinks, planPeople, planQuietWeeks } from './people.ts';
import { inventName, planFirms, planPlaces } from './registry.ts';
import { createWorkingTime } from './working-time.ts';
import type { Frame, PlannedFirm, PlannedRow, World } from './world.ts';

/** The rows of each record, in the order in which they can be stored. */
export type PlannedRows = Readonly<
  Record<
    'place' | 'department' | 'provider' | 'socialOrganisation' | 'firm' | 'person' | 'serviceItem' | 'commonProblem',
    readonly PlannedRow[]
  >
>;

const talentsInAll = 160;
const officeHours: WorkCalendar['hours'] = [
  ['09:00', '12:00'],
  ['13:30', '17:30'],
];

/** Years of which the calendar is loaded: from the example's first to the next. */
export function calendarYears(now: Instant): number[] {
  const [first, last] = [yearOf(addMonths(dateOf(now), -24)), yearOf(dateOf(now)) + 1];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** The example zone before anything happens in it: the same for the same moment. Nothing is stored. */
export function planWorld(now: Instant, morePacks: readonly RulePack[] = []): { readonly world: World; readonly rows: PlannedRows } {
  const frame = planFrame(now, [defaultSla, ...morePacks]);
  const random = createRandom('云锦高新区 world');
  const { parks, rows: places } = planPlaces(frame, random);
  const { departments, rows: departmentRows } = planDepartments(frame, random);
  const providers = planProviders(frame, random);
  const { items, rows: itemRows } = planMenu(frame, random, departments, providers);
  const { firms, speaker } = withSpeaker(planFirms(frame, parks, random));
  const { people, contacts } = planPeople(frame, random, { departments, providers, firms }, speaker);
  const problems = planProblems(frame, random);
  const world: World = {
    ...frame,
    parks,
    departments,
    items,
    firms,
    people,
    contacts,
    links: planLinks(frame, random, firms, people, speaker),
    seeds: planSeeds(frame, random),
    problems: problems.map((row, index) => ({ id: row.id, itemCodes: itemAt(commonProblems, index)[2] })),
    quietWeeks: planQuietWeeks(frame, random, firms, speaker),
  };
  return {
    world,
    rows: {
      place: places,
      department: departmentRows,
      provider: providers,
      socialOrganisation: planSocieties(frame, random, parks),
      firm: firms,
      person: planTalents(frame, random, firms),
      serviceItem: itemRows,
      commonProblem: problems,
    },
  };
}

function planFrame(now: Instant, packs: readonly RulePack[]): Frame {
  const today = dateOf(now);
  const startedOn = addMonths(today, -24);
  const days = calendarYears(now)
    .map((year) => [year, knownWorkCalendar(year)] as const)
    .filter(([, known]) => known.length > 0);
  const calendar: WorkCalendar = {
    hours: officeHours,
    exceptions: new Map(days.flatMap(([, known]) => known.map((day) => [day.date, day.is_workday] as const))),
    loadedYears: new Set(days.map(([year]) => year)),
  };
  return { now, startedOn, calendar, packs, time: createWorkingTime(calendar, addDays(startedOn, -5), addDays(today, 200)) };
}

/** The documented contact is who the firm's own register names. */
function withSpeaker(planned: readonly PlannedFirm[]): { firms: PlannedFirm[]; speaker: PlannedFirm } {
  const chosen = chooseSpeaker(planned);
  const contactName = exampleAccounts.find((account) => account.role === 'enterpriseContact')?.name ?? chosen.contactName;
  const speaker = { ...chosen, contactName, values: { ...chosen.values, contactName } };
  return { firms: planned.map((firm) => (firm === chosen ? speaker : firm)), speaker };
}

/** The seed of each month's call-back sample, as if fixed on its first day. */
function planSeeds(frame: Frame, random: Random): Map<string, string> {
  const seeds = new Map<string, string>();
  for (let month: IsoDate = `${frame.startedOn.slice(0, 7)}-01`; month <= dateOf(frame.now); month = addMonths(month, 1)) {
    seeds.set(month.slice(0, 7), random.hex(64));
  }
  return seeds;
}

function planTalents(frame: Frame, random: Random, firms: readonly PlannedFirm[]): PlannedRow[] {
  const createdAt = startOfDay(frame.startedOn);
  return random
    .shuffled(firms.filter((firm) => firm.isOperating))
    .slice(0, talentsInAll)
    .map((firm, index) => ({
      id: makeId(random, createdAt),
      createdAt,
      values: {
        name: inventName(random),
        firmId: firm.id,
        post: random.pick(['首席科学家', '研发总监', '技术带头人', '博士后研究员', '高级工程师']),
        isTalent: true,
        phone: `1990003${String(index).padStart(4, '0')}`,
      },
    }));
}
