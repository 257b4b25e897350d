import pg from 'pg';
import { vi } from 'vitest';

export type Statement = { readonly text: string; readonly values: readonly unknown[] };

/** Everything that this process sends to a database from now on, each text once, with the values it first came with. */
export function recordStatements(): { readonly statements: ReadonlyMap<string, Statement>; end(): void } {
  const statements = new Map<string, Statement>();
  const { query } = pg.Client.prototype as unknown as { query(this: void, ...args: unknown[]): undefined };
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [asked, values] = args;
    const text = typeof asked === 'string' ? asked : (asked as { text?: string }).text;
    const given = (Array.isArray(values) ? values : (asked as { values?: unknown[] }).values) ?? [];
    if (text && !statements.has(text)) statements.set(text, { text, values: given });
    return Reflect.apply(query, this, args);
  });
  return { statements, end: () => spy.mockRestore() };
}
