import pg from 'pg';

/** Tables that hold a request, each with the column that names it. */
const requestTables = {
  service_requests: 'id',
  case_events: 'case_id',
  case_tasks: 'case_id',
  case_clocks: 'case_id',
  case_parties: 'case_id',
  search_entries: 'id',
} as const;
const firmTables = { firms: 'id', search_entries: 'id' } as const;

type Originals = { readonly requests: readonly string[]; readonly firms: readonly string[] };

/** Copies whole firms and requests, `from` to `to` (not included), row by row under ids of their own, and lets the planner know. */
export async function copyMany(ownerUrl: string, { requests, firms }: Originals, from: number, to: number): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  for (const [tables, ids] of [
    [firmTables, firms],
    [requestTables, requests],
  ] as const)
    for (const [table, column] of Object.entries(tables))
      await owner.query(
        `INSERT INTO ${table} SELECT r.* FROM ${table} t CROSS JOIN generate_series($2::integer, $3::integer - 1) copy
           CROSS JOIN LATERAL jsonb_populate_record(t, jsonb_build_object('${column}', left(t.${column}::text, 24) || lpad(to_hex(copy), 12, '0'))) r
         WHERE t.${column} = ANY($1::uuid[])`,
        [ids, from, to],
      );
  // what was kept of fewer is kept no longer
  await owner.query(`UPDATE change_marks SET n = n + 1`);
  await owner.query('VACUUM ANALYZE');
  await owner.end();
}
