type Line = {
  readonly record: string;
  readonly id: string;
  readonly version: number;
  readonly amount: number | null;
  readonly at: string | null;
};

/** How a frozen line differs from today's: it came, it went, it adds something else, or its record was merely edited since. */
export type Moved<L extends Line> = {
  readonly change: 'added' | 'removed' | 'amount' | 'edited';
  readonly before: number | null;
  readonly after: number | null;
  /** today's line, or the frozen one that is gone */
  readonly line: L;
};

/**
 * What moved between a frozen list and the same list asked again, what changes the number first. Several lines of one
 * record (its events) are told apart by their turn.
 */
export function movedBetween<L extends Line>(frozen: readonly L[], now: readonly L[]): Moved<L>[] {
  const then = keyed(frozen);
  const today = keyed(now);
  const moved: Moved<L>[] = [];
  for (const [key, line] of today) {
    const before = then.get(key);
    if (!before) moved.push({ change: 'added', before: null, after: line.amount ?? 1, line });
    else if (before.amount !== line.amount) moved.push({ change: 'amount', before: before.amount, after: line.amount, line });
    else if (before.version !== line.version) moved.push({ change: 'edited', before: before.amount, after: line.amount, line });
  }
  for (const [key, line] of then) if (!today.has(key)) moved.push({ change: 'removed', before: line.amount ?? 1, after: null, line });
  const order = { added: 0, removed: 1, amount: 2, edited: 3 };
  return moved.sort((a, b) => order[a.change] - order[b.change]);
}

function keyed<L extends Line>(lines: readonly L[]): Map<string, L> {
  const turns = new Map<string, number>();
  return new Map(
    lines.map((line) => {
      const key = `${line.record} ${line.id}`;
      const turn = (turns.get(key) ?? 0) + 1;
      turns.set(key, turn);
      return [`${key} ${turn}`, line] as const;
    }),
  );
}
