import { addMonths, type IsoDate } from '#kernel/rules/instant.ts';

type Text = { readonly zh: string; readonly en: string };

/** A unit of an alliance; the last day included, null while it lasts. */
export type AllianceUnit = {
  readonly id: string;
  readonly name: string;
  readonly order: number | null;
  readonly hasContact: boolean;
  readonly fromOn: IsoDate;
  readonly toOn: IsoDate | null;
};

export const allianceRules = { unitsLeast: 3, turnMonths: 3 } as const;

const standsOn = (unit: AllianceUnit, on: IsoDate) => unit.fromOn <= on && (unit.toOn === null || unit.toOn >= on);

/** Who chairs on a day: the units by their order take turns from the founding on; whoever has left is passed over. */
export function chairOn(units: readonly AllianceUnit[], foundedOn: IsoDate, turnMonths: number, on: IsoDate): AllianceUnit | undefined {
  const inTurn = units
    .filter((unit) => standsOn(unit, on) && unit.order !== null)
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0) || (a.fromOn < b.fromOn ? -1 : 1));
  if (inTurn.length === 0 || on < foundedOn) return undefined;
  let turns = 0;
  while (addMonths(foundedOn, (turns + 1) * turnMonths) <= on) turns += 1;
  return inTurn[turns % inTurn.length];
}

/** The first day of the quarter of a day. */
export function quarterStart(on: IsoDate): IsoDate {
  return `${on.slice(0, 4)}-${String(Math.floor((Number(on.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
}

/** What keeps an alliance from counting as active (§7.3): three units, a hub, a contact each, a joint meeting in the last full quarter or this one. */
export function allianceLacks(
  alliance: { readonly hubId: string | null; readonly foundedOn: IsoDate | null; readonly closedOn: IsoDate | null },
  units: readonly AllianceUnit[],
  meetings: readonly IsoDate[],
  on: IsoDate,
): Text[] {
  const lacks: Text[] = [];
  const now = units.filter((unit) => standsOn(unit, on));
  if (alliance.foundedOn === null || alliance.foundedOn > on) lacks.push({ zh: '尚未成立', en: 'not founded yet' });
  if (alliance.closedOn !== null && alliance.closedOn <= on) lacks.push({ zh: '已结束', en: 'closed' });
  if (now.length < allianceRules.unitsLeast)
    lacks.push({ zh: `成员单位 ${now.length} 个，须三个以上`, en: `${now.length} units; three are needed` });
  if (alliance.hubId === null) lacks.push({ zh: '没有中枢', en: 'no hub' });
  const silent = now.filter((unit) => !unit.hasContact);
  if (silent.length > 0) lacks.push({ zh: `${silent.length} 个单位没有联系人`, en: `${silent.length} units without a contact` });
  const since = addMonths(quarterStart(on), -3);
  const isYoung = alliance.foundedOn !== null && alliance.foundedOn > since;
  if (!isYoung && !meetings.some((day) => day >= since && day <= on))
    lacks.push({ zh: '上季度以来没有召开联席会', en: 'no joint meeting since last quarter' });
  return lacks;
}
