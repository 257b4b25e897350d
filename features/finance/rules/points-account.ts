import type { IsoDate } from '#kernel/rules/instant.ts';

/** An entry of a firm's year; `points` as decimal text of two places, signed. */
export type PointsEntry = {
  readonly seq: number;
  readonly kind: 'frozen' | 'reversal' | 'correction';
  readonly points: string;
  readonly on: IsoDate;
  readonly roundId: string;
  readonly scoreId: string;
  readonly note: string | null;
};

/** What a posting says beside its number, kind and points. */
export type Posted = Pick<PointsEntry, 'on' | 'roundId' | 'scoreId' | 'note'>;

/** The first entry of an account: the score as it was frozen. */
export function frozenEntry(score: number, posted: Posted): PointsEntry {
  return { seq: 1, kind: 'frozen', points: twoPlaces(score), ...posted };
}

/** What a new score posts: the negative of what stands, and the new score. @returns nothing when it is what stands already */
export function correctionEntries(account: readonly PointsEntry[], score: number, posted: Posted): PointsEntry[] {
  const last = account.at(-1);
  const correction = { seq: account.length + 1, kind: 'correction', points: twoPlaces(score), ...posted } as const;
  if (!last) return [correction];
  const standing = balanceOf(account);
  if (standing === correction.points) return [];
  const points = twoPlaces(-Number(standing));
  return [
    { ...posted, seq: correction.seq, kind: 'reversal', points, scoreId: last.scoreId },
    { ...correction, seq: correction.seq + 1 },
  ];
}

/** The sum of an account, in hundredths reckoned as whole numbers. */
export function balanceOf(entries: readonly PointsEntry[]): string {
  return twoPlaces(entries.reduce((sum, { points }) => sum + Math.round(Number(points) * 100), 0) / 100);
}

/** As every point is shown and sealed; nothing is never -0. */
export function twoPlaces(points: number): string {
  return (points === 0 ? 0 : points).toFixed(2);
}
