import type { FeatureWeb } from '#kernel/web/feature.ts';
import { creditWeb } from './credit/credit-pages.ts';
import { equityWeb } from './equity/equity-pages.ts';
import { pointsPassportWeb } from './passport/passport-pages.ts';
import { pointsWeb } from './points/points-pages.ts';
import { radarWeb } from './radar/radar-pages.ts';

const parts: readonly Omit<FeatureWeb, 'name'>[] = [creditWeb, pointsWeb, radarWeb, pointsPassportWeb, equityWeb];

/** Points and finance on the screen: each part brings its own pages. */
export const financeWeb: FeatureWeb = {
  name: 'finance',
  records: parts.flatMap((part) => part.records ?? []),
  cases: parts.flatMap((part) => part.cases ?? []),
  pages: parts.flatMap((part) => part.pages ?? []),
  homes: Object.assign({}, ...parts.map((part) => part.homes ?? {})) as NonNullable<FeatureWeb['homes']>,
  homeStrips: Object.assign({}, ...parts.map((part) => part.homeStrips ?? {})) as NonNullable<FeatureWeb['homeStrips']>,
  actions: parts.flatMap((part) => part.actions ?? []),
};
