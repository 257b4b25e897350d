import type { FeatureWeb } from '#kernel/web/feature.ts';

export const creditWeb: Omit<FeatureWeb, 'name'> = {};
