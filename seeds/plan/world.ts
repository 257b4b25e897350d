import type { Role } from '#kernel/contract/role.ts';
import type { WorkCalendar } from '#kernel/rules/calendar.ts';
import type { CaseEvent } from '#kernel/rules/case.ts';
import type { Instant, IsoDate } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import type { Chain } from '../words/names.ts';
import type { WorkingTime } from './working-time.ts';

/** A record as it will be stored: wire values by field name. */
export type PlannedRow = {
  readonly id: string;
  readonly createdAt: Instant;
  readonly endedOn?: IsoDate;
  readonly values: Readonly<Record<string, unknown>>;
};

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly loginName: string;
  readonly post: string;
  readonly role: Role;
  /** the department, firm or provider of the role */
  readonly scopeId?: string;
  /** one of `exampleAccounts` */
  readonly documented: boolean;
};

export type Place = { readonly id: string; readonly name: string };
export type Park = Place & {
  readonly street: string;
  readonly weight: number;
  readonly chain: string;
  readonly buildings: readonly Place[];
};

export type PlannedFirm = PlannedRow & {
  readonly name: string;
  readonly shortName: string;
  readonly chain: Chain;
  readonly park: Park;
  readonly building: Place;
  readonly contactName: string;
  readonly scale: string;
  readonly isOperating: boolean;
  readonly isKey: boolean;
};

export type Item = {
  readonly id: string;
  readonly code: string;
  readonly category: string;
  readonly level: string;
  readonly departmentId: string;
};

export type Link = {
  readonly id: string;
  readonly firm: PlannedFirm;
  readonly specialist: Person;
  readonly fromOn: IsoDate;
  readonly toOn: IsoDate | null;
  readonly reason: string | null;
};

/** When and by what rules the example lives. */
export type Frame = {
  readonly now: Instant;
  /** the day on which the zone began to work with the product */
  readonly startedOn: IsoDate;
  readonly calendar: WorkCalendar;
  readonly packs: readonly RulePack[];
  readonly time: WorkingTime;
};

export type Department = { readonly id: string; readonly mark: string; readonly name: string };

/** Everyone and everything that the histories are about. */
export type World = Frame & {
  readonly parks: readonly Park[];
  readonly departments: readonly Department[];
  readonly items: readonly Item[];
  readonly firms: readonly PlannedFirm[];
  readonly people: readonly Person[];
  readonly links: readonly Link[];
  /** firm id → its contact who may sign in */
  readonly contacts: ReadonlyMap<string, Person>;
  /** month → seed of its call-back sample */
  readonly seeds: ReadonlyMap<string, string>;
  readonly problems: readonly { readonly id: string; readonly itemCodes: readonly string[] }[];
  readonly quietWeeks: readonly {
    readonly id: string;
    readonly firmId: string;
    readonly fromOn: IsoDate;
    readonly toOn: IsoDate;
    readonly reason: string;
  }[];
};

/** One case with its whole history. */
export type PlannedCase = { readonly id: string; readonly events: readonly CaseEvent[] };
