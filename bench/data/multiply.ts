import type pg from 'pg';
import { copyMark } from './ids.ts';
import { gramsPlace, numberPlace, squeezedPlace, type Pattern } from './patterns.ts';

const batch = 5000;

/** Lays the patterns down where the database can reach them. */
export async function layPatterns(client: pg.Client, patterns: readonly Pattern[]): Promise<void> {
  await client.query('CREATE TEMP TABLE IF NOT EXISTS patterns ("table" text, "row" text, day text, n integer)');
  await client.query('TRUNCATE patterns');
  for (let start = 0; start < patterns.length; start += batch) {
    await client.query('INSERT INTO patterns SELECT * FROM jsonb_to_recordset($1) AS p("table" text, "row" text, day text, n integer)', [
      JSON.stringify(patterns.slice(start, start + batch)),
    ]);
  }
}

/** The number's second half, as `requestNumber` makes it of the last seven digits of an id. */
const tail = `CREATE OR REPLACE FUNCTION pg_temp.tail(bits integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((bits >> shift) & 31) + 1, 1), '' ORDER BY shift DESC)
  FROM generate_series(0, 20, 5) shift $$`;

const grams = `CREATE OR REPLACE FUNCTION pg_temp.grams(word text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(DISTINCT '"' || substr(word, s, l) || '"', ',') FROM generate_series(2, 3) l, generate_series(1, length(word)) s
  WHERE s + l <= length(word) + 1 $$`;

/** Hands every pattern to the copies `from` to `to` (not included), a table at a time. */
export async function multiply(client: pg.Client, from: number, to: number, say: (line: string) => void): Promise<void> {
  await client.query(tail);
  await client.query(grams);
  const tables = await client.query<{ table: string }>('SELECT DISTINCT "table" FROM patterns ORDER BY 1');
  for (const { table } of tables.rows) {
    const began = performance.now();
    const { rowCount } = await client.query(
      `INSERT INTO ${table} SELECT r.* FROM (SELECT "row", day, n FROM patterns WHERE "table" = $1 ORDER BY day, n) p
         CROSS JOIN generate_series($2::integer, $3::integer - 1) copy
         CROSS JOIN LATERAL (SELECT replace("row", '${copyMark}', '-bead-c0de' || lpad(to_hex(copy), 4, '0')) AS own,
           ${table === 'service_requests' || table === 'search_entries' ? "pg_temp.tail(((copy & 511) << 16) | n)" : "''"} AS tail) o
         CROSS JOIN LATERAL jsonb_populate_record(NULL::${table}, ${rowText(table)}::jsonb) r`,
      [table, from, to],
    );
    say(`  ${table}: ${rowCount} rows in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
}

function rowText(table: string): string {
  if (table === 'service_requests') return `replace(o.own, '${numberPlace}', p.day || '-' || o.tail)`;
  if (table !== 'search_entries') return 'o.own';
  return `replace(replace(o.own, '${squeezedPlace}', p.day || lower(o.tail)), '"${gramsPlace}"', pg_temp.grams(p.day || lower(o.tail)))`;
}
