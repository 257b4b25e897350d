import { t } from '#kernel/contract/text.ts';
import { view, type BarePage } from '#kernel/web/feature.ts';

/** What opens without signing in: the proof of a number printed on paper. */
export const figuresBarePages: readonly BarePage[] = [
  {
    path: '/p/$token',
    title: t('数字凭证核验', 'Proof of a figure'),
    view: view(() => import('./proof-page.tsx').then((file) => file.ProofPage)),
  },
  {
    path: '/b/$token',
    title: t('简报数字核验', 'Proof of a briefing’s numbers'),
    view: view(() => import('./briefings/briefing-proof-page.tsx').then((file) => file.BriefingProofPage)),
  },
];
