import type { BarePage } from '#kernel/web/feature.ts';
import { figuresBarePages } from '#features/figures/web/bare-pages.ts';
import { identityBarePages } from '#features/identity/web/bare-pages.ts';

/** Pages for people who are not signed in; the first one is where they sign in. */
export const barePages: readonly BarePage[] = [...identityBarePages, ...figuresBarePages];
