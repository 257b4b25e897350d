import { keyOf, type QueryKey } from '#kernel/web/queries.ts';
import { bankInquiry } from '../../inquiry-case.ts';

/** Everything read about the radar. */
export const radarKey: QueryKey = keyOf(bankInquiry, 'radar');
