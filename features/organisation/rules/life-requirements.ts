import { addDays, addMonths, daysBetween, type IsoDate } from '#kernel/rules/instant.ts';
import type { LifeParams } from './life-pack.ts';

export type LifeKind = 'membersMeeting' | 'committeeMeeting' | 'groupMeeting' | 'lecture' | 'themeDay' | 'orgLifeMeeting' | 'appraisal';

/** An organisation as organisation life asks about it. Spans: the last day included, null while they last. */
export type LifeSubject = {
  readonly establishedOn: IsoDate;
  readonly dissolvedOn: IsoDate | null;
  /** since when it has had a committee; null without (LIFE-02) */
  readonly committeeSince: IsoDate | null;
  /** the groups that it has had (LIFE-03) */
  readonly groups: readonly { readonly id: string; readonly fromOn: IsoDate; readonly toOn: IsoDate | null }[];
};

/** Something that must have been held once in a period, by whom: the branch, its committee, or one of its groups. */
export type LifeRequirement = {
  readonly kind: LifeKind;
  readonly periodStart: IsoDate;
  readonly periodEnd: IsoDate;
  readonly groupId: string | null;
  /** the rulebook's id */
  readonly rule: string;
  /** 应当 must, 一般 normally (rulebook §0) */
  readonly strength: 'must' | 'normally';
  readonly required: boolean;
};

/**
 * What a year asks of an organisation (LIFE-01..07). One founded after the middle of a period, dissolved before its
 * end, or without committee or groups then is not asked.
 */
export function requirementsOf(subject: LifeSubject, year: number, rules: LifeParams): LifeRequirement[] {
  const months = periods(year, 1);
  const quarters = periods(year, 3);
  const whole = periods(year, 12);
  const lectures = 12 % rules.lecturesPerYear === 0 ? periods(year, 12 / rules.lecturesPerYear) : quarters;
  const asked = (start: IsoDate, end: IsoDate) => isAsked(subject, start, end);
  const branch = (kind: LifeKind, rule: string, strength: LifeRequirement['strength'], spans: readonly Span[]): LifeRequirement[] =>
    spans.map(({ start, end }) => ({
      kind,
      periodStart: start,
      periodEnd: end,
      groupId: null,
      rule,
      strength,
      required: asked(start, end),
    }));
  return [
    ...branch('membersMeeting', 'LIFE-01', 'normally', quarters),
    ...branch('committeeMeeting', 'LIFE-02', 'normally', months).map((one) => ({
      ...one,
      required: one.required && subject.committeeSince !== null && !isLate(subject.committeeSince, one.periodStart, one.periodEnd),
    })),
    ...subject.groups.flatMap((group) =>
      branch('groupMeeting', 'LIFE-03', 'normally', months).map((one) => ({
        ...one,
        groupId: group.id,
        required:
          one.required && !isLate(group.fromOn, one.periodStart, one.periodEnd) && (group.toOn === null || group.toOn >= one.periodEnd),
      })),
    ),
    ...branch('lecture', 'LIFE-04', 'normally', lectures),
    ...branch('themeDay', 'LIFE-05', 'must', months),
    ...branch('orgLifeMeeting', 'LIFE-06', 'must', whole).map((one) => ({ ...one, periodEnd: `${year + 1}-${rules.orgLifeUntil}` })),
    ...branch('appraisal', 'LIFE-07', 'normally', whole).map((one) => ({ ...one, periodEnd: `${year + 1}-${rules.orgLifeUntil}` })),
  ];
}

type Span = { readonly start: IsoDate; readonly end: IsoDate };

function periods(year: number, months: number): Span[] {
  return Array.from({ length: Math.floor(12 / months) }, (_, index) => {
    const start = addMonths(`${year}-01-01`, index * months);
    return { start, end: addDays(addMonths(start, months), -1) };
  });
}

function isAsked({ establishedOn, dissolvedOn }: LifeSubject, start: IsoDate, end: IsoDate): boolean {
  return !isLate(establishedOn, start, end) && (dissolvedOn === null || dissolvedOn > end);
}

/** Did it begin after the middle of the period? */
function isLate(since: IsoDate, start: IsoDate, end: IsoDate): boolean {
  return since > addDays(start, Math.floor(daysBetween(start, end) / 2));
}
