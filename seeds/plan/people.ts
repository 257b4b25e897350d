import type { Role } from '#kernel/contract/role.ts';
import { addDays, dateOf, daysBetween, startOfDay, type IsoDate } from '#kernel/rules/instant.ts';
import { exampleAccounts } from '../example-accounts.ts';
import { itemAt, makeId, type Random } from '../random.ts';
import { quietReasons } from '../words/visits.ts';
import { inventName } from './registry.ts';
import type { Department, Frame, Link, Person, PlannedFirm, PlannedRow } from './world.ts';

const specialistsInAll = 120;
const servedFirms = 2900;
const firmsOfTheDocumented = 25;
/** firms whose contact may sign in: only their asker can call a request solved */
const contactsInAll = 1000;

type Cast = {
  readonly departments: readonly Department[];
  readonly providers: readonly PlannedRow[];
  readonly firms: readonly PlannedFirm[];
};

/** Everybody of the zone; the documented accounts first. */
export function planPeople(
  frame: Frame,
  random: Random,
  cast: Cast,
  speaker: PlannedFirm,
): { people: Person[]; contacts: Map<string, Person> } {
  const taken = new Set(exampleAccounts.map((account) => account.name));
  const createdAt = startOfDay(frame.startedOn);
  const people: Person[] = [];
  const count: Partial<Record<Role, number>> = {};
  const add = (role: Role, post: string, scopeId?: string, given: { name?: string; loginName?: string } = {}): Person => {
    const number = (count[role] = (count[role] ?? 0) + 1);
    const person: Person = {
      id: makeId(random, createdAt),
      name: given.name ?? inventName(random, taken),
      post,
      role,
      loginName: given.loginName ?? `${loginMarks[role] ?? role}${String(number).padStart(3, '0')}`,
      documented: given.loginName !== undefined,
      ...(scopeId ? { scopeId } : {}),
    };
    people.push(person);
    return person;
  };
  for (const account of exampleAccounts) add(account.role, posts[account.role] ?? '', scopeOf(cast, account.loginName, speaker), account);
  const fill = (role: Role, whole: number) => {
    while ((count[role] ?? 0) < whole) add(role, posts[role] ?? '');
  };
  fill('zoneLeader', 3);
  fill('partyWorkOfficer', 4);
  fill('dispatcher', 4);
  fill('specialist', specialistsInAll);
  fill('assessmentOfficer', 3);
  fill('auditor', 2);
  fill('branchSecretary', 6);
  for (const department of cast.departments) {
    const known = people.filter((one) => one.scopeId === department.id).length;
    for (let number = known; number < 2; number += 1) add('departmentHandler', `${department.name}经办人`, department.id);
  }
  for (const bank of cast.providers.filter((one) => one.values['kind'] === 'bank')) add('bankOfficer', '客户经理', bank.id);
  for (const fund of cast.providers.filter((one) => one.values['kind'] === 'fund'))
    for (let number = 0; number < 2; number += 1) add('fundReviewer', '投资评审', fund.id);
  const speaking = people.find((one) => one.role === 'enterpriseContact');
  const contacts = new Map(speaking ? [[speaker.id, speaking]] : []);
  for (const firm of chooseAsking(random, cast.firms)) {
    if (!contacts.has(firm.id)) contacts.set(firm.id, add('enterpriseContact', '企业联系人', firm.id, { name: firm.contactName }));
  }
  return { people, contacts };
}

/** The firm of the documented contact: a key firm of the first park, so that much happens there. */
export function chooseSpeaker(firms: readonly PlannedFirm[]): PlannedFirm {
  const fitting = firms.find((firm) => firm.isOperating && firm.isKey && firm.chain === 'electronicInformation');
  return fitting ?? itemAt(firms, 0);
}

/** About 2,900 links in force, mostly within one park each, and some that ended with a successor. */
export function planLinks(
  frame: Frame,
  random: Random,
  firms: readonly PlannedFirm[],
  people: readonly Person[],
  speaker: PlannedFirm,
): Link[] {
  const specialists = people.filter((one) => one.role === 'specialist');
  const [first, second, ...others] = specialists;
  if (!first || !second) throw new Error('The example zone has no specialists');
  const own = [speaker, ...firms.filter((firm) => firm.isOperating && firm !== speaker && firm.park === speaker.park)].slice(
    0,
    firmsOfTheDocumented,
  );
  const rest = firms.filter((firm) => firm.isOperating && !own.includes(firm)).slice(0, servedFirms - own.length);
  const byPark = [...rest].sort((a, b) => (a.park.name < b.park.name ? -1 : a.park.name > b.park.name ? 1 : a.createdAt - b.createdAt));
  const team = [second, ...others];
  const links: Link[] = [];
  const today = dateOf(frame.now);
  const days = daysBetween(frame.startedOn, today);
  const link = (firm: PlannedFirm, specialist: Person, fromOn: IsoDate, toOn: IsoDate | null, reason: string | null) =>
    links.push({ id: makeId(random, startOfDay(fromOn)), firm, specialist, fromOn, toOn, reason });
  const assign = (firm: PlannedFirm, specialist: Person, mayChange: boolean) => {
    if (!mayChange || !random.chance(0.09)) {
      link(firm, specialist, frame.startedOn, null, '首批挂钩');
      return;
    }
    const changedOn = addDays(frame.startedOn, random.int(60, days - 30));
    link(firm, random.pick(team.filter((one) => one !== specialist)), frame.startedOn, addDays(changedOn, -1), '首批挂钩');
    link(firm, specialist, changedOn, null, random.pick(['专员调整岗位', '按产业链重新划分', '企业迁入本园区', '负荷均衡调整']));
  };
  for (const firm of own) assign(firm, first, false);
  byPark.forEach((firm, index) => assign(firm, itemAt(team, Math.floor((index * team.length) / byPark.length)), true));
  return links;
}

/** Weeks in which firms asked to be left alone: past ones, some now, some to come. */
export function planQuietWeeks(frame: Frame, random: Random, firms: readonly PlannedFirm[], spared: PlannedFirm) {
  const today = dateOf(frame.now);
  return random
    .shuffled(firms.filter((firm) => firm.isOperating && firm !== spared))
    .slice(0, 48)
    .map((firm, index) => {
      const fromOn = addDays(today, index < 8 ? -random.int(0, 4) : index < 20 ? random.int(3, 40) : -random.int(20, 500));
      return {
        id: makeId(random, startOfDay(fromOn)),
        firmId: firm.id,
        fromOn,
        toOn: addDays(fromOn, random.int(4, 10)),
        reason: random.pick(quietReasons),
      };
    });
}

const posts: Partial<Record<Role, string>> = {
  zoneLeader: '管委会副主任',
  partyWorkOfficer: '党群工作部干事',
  dispatcher: '服务调度中心调度员',
  specialist: '红领专员',
  departmentHandler: '企业服务科',
  enterpriseContact: '综合管理部经理',
  branchSecretary: '企业支部书记',
  financeOfficer: '金融服务科',
  bankOfficer: '客户经理',
  fundReviewer: '投资评审',
  assessmentOfficer: '统计考核科',
  auditor: '纪检审计室',
  systemAdmin: '系统管理员',
  securityAdmin: '安全管理员',
  auditAdmin: '审计管理员',
};

const loginMarks: Partial<Record<Role, string>> = {
  zoneLeader: 'leader',
  partyWorkOfficer: 'officer',
  dispatcher: 'dispatcher',
  specialist: 'specialist',
  departmentHandler: 'handler',
  enterpriseContact: 'contact',
  branchSecretary: 'secretary',
  bankOfficer: 'bank',
  fundReviewer: 'fund',
  assessmentOfficer: 'assessor',
  auditor: 'auditor',
};

/** What the documented accounts' roles are narrowed to: a department by its mark. */
const unitsOf: Readonly<Record<string, string>> = { handler: 'JF', handler2: 'GD' };

/** The larger a firm, the likelier it speaks for itself. */
function chooseAsking(random: Random, firms: readonly PlannedFirm[]): PlannedFirm[] {
  const keen = { large: 0.05, medium: 0.2, small: 0.6, micro: 1 } as const;
  return firms
    .filter((firm) => firm.isOperating)
    .map((firm) => ({ firm, place: random.next() * (keen[firm.scale as keyof typeof keen] ?? 1) }))
    .sort((a, b) => a.place - b.place)
    .slice(0, contactsInAll - 1)
    .map(({ firm }) => firm);
}

function scopeOf(cast: Cast, loginName: string, speaker: PlannedFirm): string | undefined {
  if (loginName === 'contact') return speaker.id;
  if (loginName === 'bank' || loginName === 'fund') return cast.providers.find((one) => one.values['kind'] === loginName)?.id;
  return cast.departments.find((one) => one.mark === unitsOf[loginName])?.id;
}
