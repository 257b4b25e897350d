import { sql, type PostgresPoolClient } from 'kysely';
import pg from 'pg';

/**
 * Begins a statement that each connection plans once and not each time: for one whose best plan is the same whatever its
 * values are (a row by its key, an insertion), never for one that filters or searches.
 */
export const planned = sql.raw('/* planned once */');
const isPlanned = /^\s*\/\* planned once \*\//;

/** the names under which the database keeps them; statements beyond are planned each time */
const names = new Map<string, string>();
const most = 300;
let given = 0;

/** A connection that has what is marked so planned once. */
export function planningClient(client: pg.PoolClient): PostgresPoolClient {
  const query = async (text: string, values: unknown[]) => {
    const name = isPlanned.test(text) ? nameOf(text) : undefined;
    if (!name) return client.query(text, values);
    try {
      return await client.query({ name, text, values });
    } catch (error) {
      if (isOutdated(error)) names.delete(text);
      throw error;
    }
  };
  return { query: query as PostgresPoolClient['query'] & typeof query, release: (destroy) => client.release(destroy) };
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known || names.size >= most) return known;
  const name = `planned ${(given += 1)}`;
  names.set(text, name);
  return name;
}

/** Has a migration changed what the planned statement answers? Then its transaction is to be tried again: it is planned anew. */
export function isOutdated(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery';
}
