/**
 * Ids that tell whose copy they are: the fifth group is `c0de`, four digits of the copy, four of the number in the
 * pattern. A whole row, events with their inputs among it, is handed to another copy by replacing this one mark.
 */
export const copyMark = '-bead-c0de0000';

/** The same id in the first copy. */
export function firmIdOf(id: string, n: number): string {
  return `${id.slice(0, 18)}${copyMark}${hex(n, 4)}`;
}

/** @param openedAt epoch milliseconds, which an id begins with, as those of the product do */
export function requestIdOf(openedAt: number, layer: number, n: number): string {
  const time = hex(openedAt, 12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(layer, 3)}${copyMark}${hex(n, 4)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
