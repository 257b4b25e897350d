/**
 * A sample that nobody can steer and everybody can check: the ids whose digests are the lowest. With a digest
 * keyed by a seed fixed in advance (an HMAC), neither the order of the list nor a wish decides who is in it;
 * whoever has the seed and the list draws the same.
 * @param share 0 to 1; rounded up, so that a small list is sampled too
 * @param digest fixed-length lower-case text, the same for the same id
 * @returns the drawn ids, lowest digest first; an id given twice counts once
 * @throws RangeError when the share is not between 0 and 1
 */
export function drawSample(ids: readonly string[], share: number, digest: (id: string) => string): string[] {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`Not a share between 0 and 1: ${share}`);
  const tickets = [...new Set(ids)].map((id) => ({ id, digest: digest(id) }));
  tickets.sort((a, b) => compare(a.digest, b.digest) || compare(a.id, b.id));
  return tickets.slice(0, sampleSize(tickets.length, share)).map(({ id }) => id);
}

/** 55 % of 20 are 11, though 0.55 × 20 is a little more in binary. */
function sampleSize(count: number, share: number): number {
  return Math.ceil(Number((share * count).toFixed(6)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
