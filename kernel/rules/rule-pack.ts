import type { IsoDate } from './instant.ts';

/**
 * Thresholds as data: one edition of one set of rules. A national rule may be tightened locally, not loosened.
 * `confidence` follows the rulebook: A article, S sourced, MH/MU from memory, D platform default.
 */
export type RulePack<P = unknown> = {
  readonly code: string;
  readonly edition: string;
  readonly effectiveFrom: IsoDate;
  readonly source: string;
  readonly confidence: 'A' | 'S' | 'MH' | 'MU' | 'D';
  readonly params: P;
};

/** The edition of `code` in force on `day`; the earliest one for a day before any took effect. */
export function packInForce(packs: readonly RulePack[], code: string, day: IsoDate): RulePack | undefined {
  const editions = packs
    .filter((pack) => pack.code === code)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : a.effectiveFrom > b.effectiveFrom ? 1 : 0));
  return editions.findLast((pack) => pack.effectiveFrom <= day) ?? editions[0];
}
