import { view, type PageWeb } from '#kernel/web/feature.ts';
import { briefingReaders } from '../../briefing-contract.ts';
import { briefingWords as b } from './briefing-messages.ts';

/** Briefings: the list, and each of them. */
export const briefingPages: readonly PageWeb[] = [
  {
    path: '/briefings',
    title: b.briefings,
    roles: briefingReaders,
    menu: { job: 'figures', order: 5 },
    view: view(() => import('./briefings-page.tsx').then((file) => file.BriefingsPage)),
  },
  {
    path: '/briefings/$id',
    title: b.briefing,
    roles: briefingReaders,
    view: view(() => import('./briefing-page.tsx').then((file) => file.BriefingPage)),
  },
];
