import pg from 'pg';

/**
 * Removes every row of the example zone, whatever tables there are: all with `zone_id`, all of the platform that
 * name the zone, and the zone itself, in one transaction. Other zones are not touched.
 * @param ownerUrl the owner's address: the application may not delete from append-only tables
 */
export async function removeExample(ownerUrl: string, say: (line: string) => void = () => undefined): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    const { rows: zones } = await client.query<{ id: string; name: string }>('SELECT id, name FROM zones WHERE is_example FOR UPDATE');
    for (const zone of zones) {
      for (const { table, column } of await zoneTables(client)) {
        await client.query(`DELETE FROM ${client.escapeIdentifier(table)} WHERE ${column} = $1`, [zone.id]);
      }
      await client.query('DELETE FROM zones WHERE id = $1', [zone.id]);
      say(`${zone.name}已删除`);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    await client.end();
  }
}

/** Every table that names a zone, those that refer to others first. */
async function zoneTables(client: pg.Client): Promise<{ table: string; column: 'zone_id' | 'zone' }[]> {
  const { rows: tables } = await client.query<{ table: string; column: 'zone_id' | 'zone' }>(`
    SELECT c.relname AS table, a.attname AS column FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('zone_id', 'zone') AND a.atttypid = 'uuid'::regtype AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname`);
  const { rows: references } = await client.query<{ from: string; to: string }>(`
    SELECT f.relname AS from, t.relname AS to FROM pg_constraint k
    JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
    WHERE k.contype = 'f' AND k.conrelid <> k.confrelid`);
  const ordered: typeof tables = [];
  const left = [...tables];
  while (left.length > 0) {
    const free = left.findIndex(
      ({ table }) => !references.some((one) => one.to === table && left.some((other) => other.table === one.from)),
    );
    // Tables that refer to each other in a circle: the database will say so better than we could.
    ordered.push(...left.splice(Math.max(0, free), 1));
  }
  return ordered;
}
