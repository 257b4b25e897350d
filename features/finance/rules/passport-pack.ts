import { packInForce, type RulePack } from '#kernel/rules/rule-pack.ts';
import { addDays, instantAt, type Instant, type IsoDate } from '#kernel/rules/instant.ts';

/** How long a points passport is valid at most, in days after the day of issue. */
export type PointsPassportParams = { readonly validDays: number };

const defaultPointsPassportPack: RulePack<PointsPassportParams> = {
  code: 'points.passport',
  edition: '平台默认',
  effectiveFrom: '2000-01-01',
  source: '平台默认，待本区核定',
  confidence: 'D',
  params: { validDays: 180 },
};

/** The last day on which a passport issued on a day is valid, by the zone's own edition or the platform's default. */
export function pointsPassportValidUntil(packs: readonly RulePack[], day: IsoDate): IsoDate {
  const own = packInForce(packs, defaultPointsPassportPack.code, day) as RulePack<PointsPassportParams> | undefined;
  return addDays(day, (own ?? defaultPointsPassportPack).params.validDays);
}

/** Valid through the whole of its last day: the moment from which it no longer is. */
export function pointsPassportEnd(validUntil: IsoDate): Instant {
  return instantAt(validUntil, '24:00');
}
