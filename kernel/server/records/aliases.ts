/** From the id of a row that was merged away to the id of the row that it is now part of. */
export type Aliases = ReadonlyMap<string, string>;

/** Aliases as they are stored, each chain followed to its end. */
export function aliasesFrom(stored: Readonly<Record<string, string>>): Aliases {
  const direct = new Map(Object.entries(stored));
  return new Map([...direct.keys()].map((id) => [id, endOf(direct, id)]));
}

/** The same value with every merged id in it, however deep, replaced by the surviving one. */
export function followAliases<T>(value: T, aliases: Aliases): T;
export function followAliases(value: unknown, aliases: Aliases): unknown {
  if (aliases.size === 0) return value;
  if (typeof value === 'string') return aliases.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item: unknown) => followAliases(item, aliases));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, followAliases<unknown>(item, aliases)]));
}

function endOf(direct: ReadonlyMap<string, string>, id: string): string {
  let end = id;
  for (let step = 0; step <= direct.size; step += 1) {
    const next = direct.get(end);
    if (next === undefined) return end;
    end = next;
  }
  throw new Error(`Aliases of ${id} go in a circle`);
}
