/**
 * Which cells of a table about people are hidden (§12.1): those under the least size, and as many more, the smallest first,
 * as it takes that the total (and the total of each group the cells lie in) gives none of them away. Hidden ones of
 * a group must be two or more, together at least the least, and more than one each.
 * @param partitions other tables into whose cells these ones fall (the parks of firms), as index sets: their sums are told there,
 *   unless that table hides them
 * @returns undefined where no choice protects them: then no cell may be told, not even that it is empty
 */
export function hiddenCells(
  sizes: readonly number[],
  least: number,
  partitions: readonly (readonly (readonly number[])[])[] = [],
): readonly boolean[] | undefined {
  const hidden = sizes.map((size) => size > 0 && size < least);
  const told = partitions.flatMap((groups) => groupsTold(sizes, least, groups));
  const known = [...told, sizes.map((_, index) => index)];
  // a cell that is a group by itself is told by that group
  const alone = new Set(told.flatMap((group) => (group.length === 1 ? group : [])));
  for (let settled = false; !settled;) {
    settled = true;
    for (const group of known) {
      const unseen = group.flatMap((index) => (hidden[index] ? (sizes[index] ?? 0) : []));
      if (isSafe(unseen, least)) continue;
      const shown = group.filter((index) => !hidden[index] && (sizes[index] ?? 0) > 0 && !alone.has(index));
      const next = shown.sort((a, b) => (sizes[a] ?? 0) - (sizes[b] ?? 0))[0];
      if (next === undefined) return undefined;
      hidden[next] = true;
      settled = false;
    }
  }
  return hidden;
}

/** The groups whose sum a reader may know: those that their own table shows, and what is left of the total without them. */
function groupsTold(sizes: readonly number[], least: number, groups: readonly (readonly number[])[]): (readonly number[])[] {
  const outer = groups.map((group) => group.reduce((total, index) => total + (sizes[index] ?? 0), 0));
  const hidden = hiddenCells(outer, least) ?? groups.map(() => true);
  return [...groups.filter((_, place) => !hidden[place]), groups.flatMap((group, place) => (hidden[place] ? group : []))];
}

/** Does the sum of these hidden sizes leave each of them open? */
function isSafe(sizes: readonly number[], least: number): boolean {
  const sum = sizes.reduce((total, size) => total + size, 0);
  return sizes.length === 0 || (sizes.length > 1 && sum >= least && sum > sizes.length);
}
