import type { FeatureWeb } from '#kernel/web/feature.ts';

/** Every feature's share of the screen; the order is that of the menu where pages give none. */
export const features: readonly FeatureWeb[] = [];

/** Ends the session and shows the door. */
export function signOut(): void {
  location.assign('/login');
}
