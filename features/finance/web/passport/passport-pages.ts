import type { FeatureWeb } from '#kernel/web/feature.ts';

export const passportWeb: Omit<FeatureWeb, 'name'> = {};
