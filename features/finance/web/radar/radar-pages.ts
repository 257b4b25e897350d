import type { FeatureWeb } from '#kernel/web/feature.ts';

export const radarWeb: Omit<FeatureWeb, 'name'> = {};
