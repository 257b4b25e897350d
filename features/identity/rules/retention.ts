import { addDays, dateOf, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import { packInForce, type RulePack } from '#kernel/rules/rule-pack.ts';

/** How many days what is kept of people stays after the work no longer needs it (PIPL art. 19, PIP-04). */
export type RetentionParams = {
  /** personal fields of records that have ended: names, telephones, ID numbers */
  readonly endedRecordDays: number;
  /** answers kept for a resend of the same request */
  readonly resendDays: number;
  /** sessions that nobody ended */
  readonly sessionDays: number;
  /** one-time links, used or run out; failed sign-ins under names that nobody has */
  readonly linkDays: number;
};

/** The law says no longer than needed and names no number: these are platform defaults. */
export const defaultRetention: RulePack<RetentionParams> = {
  code: 'privacy.retention',
  edition: 'default-2026',
  effectiveFrom: '2024-01-01',
  source: '平台默认；《个人信息保护法》第十九条只要求“最短时间”，未定天数',
  confidence: 'D',
  params: { endedRecordDays: 1095, resendDays: 7, sessionDays: 1, linkDays: 30 },
};

/** The periods in force at a moment; what an edition leaves out is the platform's. */
export function retentionAt(
  packs: readonly RulePack[],
  at: Instant,
): RetentionParams & { readonly edition: string; readonly source: string } {
  const pack = packInForce([defaultRetention, ...packs], defaultRetention.code, dateOf(at)) ?? defaultRetention;
  return { ...defaultRetention.params, ...(pack.params as Partial<RetentionParams>), edition: pack.edition, source: pack.source };
}

/** The last day whose things may go. */
export function mayGoBefore(now: Instant, days: number): IsoDate {
  return addDays(dateOf(now), -days);
}

/** What stands in a required field when what stood there has gone. */
export const goneText = '（已按保存期限删除）';
