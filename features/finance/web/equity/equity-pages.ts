import type { FeatureWeb } from '#kernel/web/feature.ts';

export const equityWeb: Omit<FeatureWeb, 'name'> = {};
