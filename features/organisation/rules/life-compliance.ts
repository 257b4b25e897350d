import { addDays, daysBetween, type IsoDate } from '#kernel/rules/instant.ts';
import type { LifeParams } from './life-pack.ts';
import type { LifeRequirement } from './life-requirements.ts';

export type LifeStatus = 'met' | 'dueSoon' | 'open' | 'overdue' | 'notRequired' | 'waived';

export type LifeEvent = {
  readonly id: string;
  readonly kinds: readonly string[];
  readonly heldOn: IsoDate;
  readonly groupId: string | null;
  readonly hasAttendance: boolean;
  readonly hasMinutes: boolean;
  readonly confirmed: boolean;
};

export type Waiver = { readonly kind: string; readonly periodStart: IsoDate; readonly groupId: string | null };

export type Checked = LifeRequirement & { readonly status: LifeStatus; readonly eventId: string | null };

/** One event may serve several kinds only in these pairs (§2, platform default). */
const pairs: readonly (readonly [string, string])[] = [
  ['themeDay', 'membersMeeting'],
  ['themeDay', 'lecture'],
  ['orgLifeMeeting', 'appraisal'],
];

/** May one event be of all these kinds at once? */
export function fitTogether(kinds: readonly string[]): boolean {
  const own = [...new Set(kinds)];
  if (own.length <= 1) return true;
  return own.length === 2 && pairs.some((pair) => pair.every((kind) => own.includes(kind)));
}

/** Does an event count at all: confirmed, with attendance and minutes, of kinds that fit together? */
export function counts(event: LifeEvent): boolean {
  return event.confirmed && event.hasAttendance && event.hasMinutes && fitTogether(event.kinds);
}

/** Every requirement with its status on a day and the event that serves it; an event serves one requirement of each of its kinds. */
export function checkLife(
  requirements: readonly LifeRequirement[],
  events: readonly LifeEvent[],
  waivers: readonly Waiver[],
  on: IsoDate,
  rules: LifeParams,
): Checked[] {
  const used = new Set<string>();
  const inOrder = events.filter(counts).toSorted((a, b) => (a.heldOn < b.heldOn ? -1 : a.heldOn > b.heldOn ? 1 : a.id < b.id ? -1 : 1));
  return requirements.map((one) => {
    const key = (event: LifeEvent) => `${event.id}|${one.kind}`;
    const event = one.required
      ? inOrder.find(
          (own) =>
            own.kinds.includes(one.kind) &&
            own.groupId === one.groupId &&
            own.heldOn >= one.periodStart &&
            own.heldOn <= one.periodEnd &&
            own.heldOn <= on &&
            !used.has(key(own)),
        )
      : undefined;
    if (event) used.add(key(event));
    return { ...one, status: statusOf(one, event !== undefined, waivers, on, rules), eventId: event?.id ?? null };
  });
}

function statusOf(one: LifeRequirement, met: boolean, waivers: readonly Waiver[], on: IsoDate, rules: LifeParams): LifeStatus {
  if (!one.required) return 'notRequired';
  if (met) return 'met';
  if (waivers.some((waiver) => waiver.kind === one.kind && waiver.periodStart === one.periodStart && waiver.groupId === one.groupId))
    return 'waived';
  if (on > one.periodEnd) return 'overdue';
  return on >= one.periodStart && daysBetween(on, one.periodEnd) <= rules.dueSoonDays ? 'dueSoon' : 'open';
}

/** met ÷ (met + overdue) over closed periods; null while nothing is closed: neither 0 % nor 100 %. */
export function complianceOf(
  checked: readonly Checked[],
  on: IsoDate,
): { readonly met: number; readonly required: number; readonly rate: number | null } {
  const closed = checked.filter((one) => one.periodEnd < on && (one.status === 'met' || one.status === 'overdue'));
  const met = closed.filter((one) => one.status === 'met').length;
  return { met, required: closed.length, rate: closed.length === 0 ? null : met / closed.length };
}

/** Was it entered more than the allowed days after it was held? It still counts, and says so (§2). */
export function isLateEntry(heldOn: IsoDate, enteredOn: IsoDate, rules: LifeParams): boolean {
  return enteredOn > addDays(heldOn, rules.lateEntryDays);
}

/** LIFE-11: at least half of the voters are present. LIFE-02 asks the same of a committee. */
export function hasHalf(entitled: number, present: number): boolean {
  return entitled > 0 && present * 2 >= entitled;
}

/** LIFE-11: passed by more than half of all voters entitled to attend. */
export function isPassed(yes: number, entitled: number): boolean {
  return yes * 2 > entitled;
}

/** LIFE-08: how many members may be graded excellent. Probationary members take part ungraded (LIFE-09). */
export function excellentMost(members: number, { excellentShare: { num, den } }: LifeParams): number {
  return Math.floor((members * num) / den);
}

/** LIFE-12: the secretary chairs; in absence the deputy or a committee member; a group's meeting its leader. */
export function mayChair(kind: string, post: string, isGroupLeader: boolean, secretaryPresent: boolean): boolean {
  if (kind === 'groupMeeting') return isGroupLeader;
  return post === 'secretary' || (!secretaryPresent && post !== 'none');
}

/** Monthly dues by the base of 中组发〔2008〕3号: a flat rate on the whole base, in 分. A suggestion; nothing is ever collected here. */
export function suggestedDues(baseFen: number): number {
  const rate = baseFen <= 300_000 ? 5 : baseFen <= 500_000 ? 10 : baseFen <= 1_000_000 ? 15 : 20;
  return Math.floor((baseFen * rate) / 1000);
}
