import { view, type FeatureWeb, type PanelWeb, type RecordPanelProps } from '#kernel/web/feature.ts';
import { words as w } from './credit/credit-messages.ts';
import { creditWeb } from './credit/credit-pages.ts';
import { equityWeb } from './equity/equity-pages.ts';
import { pointsPassportWeb } from './passport/passport-pages.ts';
import { financePicks } from './picks.ts';
import { pointsWeb } from './points/points-pages.ts';
import { radarWeb } from './radar/radar-pages.ts';
import { zone } from './readers.ts';

/** What finance puts beside a firm; apps/web hands it to the registry's firm page. */
export const firmFinancePanels: readonly PanelWeb<RecordPanelProps>[] = [
  {
    key: 'finance',
    title: w.firmFinance,
    place: 'main',
    roles: [...zone, 'specialist', 'enterpriseContact'],
    view: view(() => import('./firm-finance.tsx').then((file) => file.FirmFinance)),
  },
];

const parts: readonly Omit<FeatureWeb, 'name'>[] = [creditWeb, pointsWeb, radarWeb, pointsPassportWeb, equityWeb];

/** Points and finance on the screen: each part brings its own pages. */
export const financeWeb: FeatureWeb = {
  name: 'finance',
  records: parts.flatMap((part) => part.records ?? []),
  cases: parts.flatMap((part) => part.cases ?? []),
  pages: parts.flatMap((part) => part.pages ?? []),
  homes: Object.assign({}, ...parts.map((part) => part.homes ?? {})) as NonNullable<FeatureWeb['homes']>,
  homeStrips: Object.assign({}, ...parts.map((part) => part.homeStrips ?? {})) as NonNullable<FeatureWeb['homeStrips']>,
  picks: financePicks,
  actions: parts.flatMap((part) => part.actions ?? []),
};
