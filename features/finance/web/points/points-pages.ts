import type { FeatureWeb } from '#kernel/web/feature.ts';

export const pointsWeb: Omit<FeatureWeb, 'name'> = {};
