import type { ClockRule, Limit } from '#kernel/rules/clock.ts';
import { dateOf, type Instant } from '#kernel/rules/instant.ts';
import { packInForce, type RulePack } from '#kernel/rules/rule-pack.ts';

export const requestLevels = ['urgent', 'simple', 'complex', 'difficult'] as const;
export type RequestLevel = (typeof requestLevels)[number];

/** Limits of one level (SRV-SLA, rulebook §8.2); `extension` says how often and by how much at most. */
export type LevelLimits = {
  readonly accept: Limit;
  readonly dispatch: Limit;
  readonly contact: Limit;
  readonly close: Limit;
  readonly extension: { readonly times: number; readonly most: Limit; readonly by: 'dispatcher' | 'zoneLeader' };
};

export type SlaParams = {
  readonly levels: Readonly<Record<RequestLevel, LevelLimits>>;
  readonly assist: Limit;
  readonly reportIn: Limit;
  readonly decideObjection: Limit;
  readonly verdict: Limit;
  /** weekly word on a difficult matter */
  readonly progress: Limit;
  readonly objectWithinDays: number;
  readonly objectionsMost: number;
  /** all waiting for the firm together */
  readonly waitingMostDays: number;
  /** an extension is asked at least so many working days before the due time */
  readonly extensionAskDays: number;
  readonly reopeningsMost: number;
  /** the redo gets this share of the level's limit */
  readonly reopenShare: number;
  readonly yellow: { readonly workingDays: number; readonly share: number };
  /** overdue by so many working days, the chain chief is told */
  readonly chiefAfterDays: number;
  /** share of confirmed requests that somebody outside the handling line calls back */
  readonly callBackShare: number;
  readonly callBackAttempts: number;
  /** does an explanation that the firm accepted count as resolved? (three rates, §8.3) */
  readonly countExplained: boolean;
};

const day = (workingDays: number): Limit => ({ workingDays });

/** Platform default (confidence D): a zone replaces it by adding an edition of its own. */
export const defaultSla: RulePack<SlaParams> = {
  code: 'service.sla',
  edition: 'default-2024',
  effectiveFrom: '2024-01-01',
  source: '平台默认（rulebook §8.2），参照泉州 2022、北京 2023 已公开时限；请各区替换为本区规定',
  confidence: 'D',
  params: {
    levels: {
      urgent: {
        accept: { hours: 1 },
        dispatch: { hours: 1 },
        contact: { hours: 2 },
        close: day(1),
        extension: { times: 1, most: day(1), by: 'dispatcher' },
      },
      simple: {
        accept: day(1),
        dispatch: day(1),
        contact: day(1),
        close: day(5),
        extension: { times: 1, most: day(5), by: 'dispatcher' },
      },
      complex: {
        accept: day(1),
        dispatch: day(1),
        contact: day(1),
        close: day(10),
        extension: { times: 1, most: day(10), by: 'dispatcher' },
      },
      difficult: {
        accept: day(1),
        dispatch: day(2),
        contact: day(1),
        close: day(20),
        extension: { times: 1, most: day(20), by: 'zoneLeader' },
      },
    },
    assist: day(3),
    reportIn: day(1),
    decideObjection: day(1),
    verdict: day(5),
    progress: day(5),
    objectWithinDays: 1,
    objectionsMost: 2,
    waitingMostDays: 5,
    extensionAskDays: 1,
    reopeningsMost: 1,
    reopenShare: 0.5,
    yellow: { workingDays: 1, share: 0.2 },
    chiefAfterDays: 3,
    callBackShare: 0.2,
    callBackAttempts: 3,
    countExplained: false,
  },
};

/** The edition in force on the day of a step; the platform default where the zone has loaded none. */
export function slaAt(packs: readonly RulePack[], at: Instant): RulePack<SlaParams> {
  return packInForce([defaultSla, ...packs], defaultSla.code, dateOf(at)) as RulePack<SlaParams>;
}

/** A clock's rule under an edition. Short limits round the clock turn yellow by share alone. */
export function clockRule(sla: RulePack<SlaParams>, limit: Limit, rule: string): ClockRule {
  const { yellow, waitingMostDays } = sla.params;
  return {
    limit,
    rule,
    edition: sla.edition,
    pauseBudget: { workingDays: waitingMostDays },
    yellow: 'hours' in limit ? { workingDays: 0, share: yellow.share } : yellow,
  };
}

/** The limit of a redo: the given share, at least one working day or hour, halves rounded up. */
export function shareOf(limit: Limit, share: number): Limit {
  return 'hours' in limit
    ? { hours: Math.max(1, Math.ceil(limit.hours * share)) }
    : { workingDays: Math.max(1, Math.ceil(limit.workingDays * share)) };
}
