/** Chance that comes out the same every time: sfc32 (Chris Doty-Humphrey), seeded by a text. */
export type Random = {
  /** in [0, 1) */
  next(): number;
  /** a whole number, both ends included */
  int(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** by weights of any sum */
  weighted<T>(items: readonly (readonly [T, number])[]): T;
  shuffled<T>(items: readonly T[]): T[];
  hex(digits: number): string;
};

export function createRandom(seed: string): Random {
  let [a, b, c, counter] = seedNumbers(seed);
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 15; round += 1) next();
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => itemAt(items, int(0, items.length - 1)),
    weighted(items) {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      const found = items.find(([, weight]) => (left -= weight) < 0);
      return (found ?? itemAt(items, items.length - 1))[0];
    },
    shuffled(items) {
      const copy = [...items];
      for (let last = copy.length - 1; last > 0; last -= 1) {
        const other = int(0, last);
        [copy[last], copy[other]] = [itemAt(copy, other), itemAt(copy, last)];
      }
      return copy;
    },
    hex: (digits) => Array.from({ length: digits }, () => int(0, 15).toString(16)).join(''),
  };
}

/** A UUIDv7 of a moment whose other bits come from `random`: in order of time, and the same every time. */
export function makeId(random: Random, at: number): string {
  const time = at.toString(16).padStart(12, '0');
  const variant = random.pick(['8', '9', 'a', 'b']);
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${random.hex(3)}-${variant}${random.hex(3)}-${random.hex(12)}`;
}

/** The element at an index that is known to be in range. */
export function itemAt<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`No element ${index} of ${items.length}`);
  return item;
}

/** Four numbers of a text (FNV-1a, four times over). */
function seedNumbers(seed: string): [number, number, number, number] {
  const hash = (salt: number) => {
    let value = 2_166_136_261 ^ salt;
    for (const character of seed) {
      value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16_777_619);
    }
    return value | 0;
  };
  return [hash(1), hash(2), hash(3), hash(4)];
}
