import pg from 'pg';
import { vi } from 'vitest';

export type Statement = { readonly text: string; readonly values: readonly unknown[] };

/** What a transaction sent that was committed, in order, and how many rows each statement answered or changed. */
export type Committed = readonly (Statement & { readonly rows?: number | null })[];

/** Everything that this process sends to a database from now on, each text once, with the values it first came with. */
export function recordStatements(): {
  readonly statements: ReadonlyMap<string, Statement>;
  readonly committed: readonly Committed[];
  end(): void;
} {
  const statements = new Map<string, Statement>();
  const open = new WeakMap<pg.Client, (Statement & { rows?: number | null })[]>();
  const committed: Committed[] = [];
  const { query } = pg.Client.prototype as unknown as { query(this: void, ...args: unknown[]): undefined };
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [asked, values] = args;
    const text = typeof asked === 'string' ? asked : (asked as { text?: string }).text;
    const given = (Array.isArray(values) ? values : (asked as { values?: unknown[] }).values) ?? [];
    if (text && !statements.has(text)) statements.set(text, { text, values: given });
    if (text?.startsWith('BEGIN')) open.set(this, []);
    else if (text === 'commit') committed.push(open.get(this) ?? []);
    const sent: Statement & { rows?: number | null } = { text: text ?? '', values: given };
    if (text && !text.startsWith('BEGIN')) open.get(this)?.push(sent);
    const answer: unknown = Reflect.apply(query, this, args);
    if (answer instanceof Promise)
      void answer.then(
        (result: { rowCount?: number | null }) => (sent.rows = result.rowCount ?? null),
        () => undefined,
      );
    return answer as undefined;
  });
  return { statements, committed, end: () => spy.mockRestore() };
}
