import pg from 'pg';
import { createRandom, type Random } from '#seeds/random.ts';

type Column = { readonly name: string; readonly type: string; readonly needed: boolean; readonly words: readonly string[] | null };
type Reference = { readonly columns: readonly string[]; readonly to: string; readonly toColumns: readonly string[] };
type Table = { readonly name: string; readonly columns: readonly Column[]; readonly references: readonly Reference[] };

/** Sentences that a careless copy would spoil: quotes, backslashes, line ends, commas, wide and combining characters. */
const awkward = [
  '云锦"高新区"',
  'C:\\temp\\x',
  'a\nb\r\nc\td',
  '(a,"b",)',
  '{x,NULL}',
  '𠮷野家 é e\u0301 🏭',
  ' ',
  '\\N',
  '\\.',
  "o''k",
  '\u2028\u200f',
];

/**
 * Fills every table that a database has, in whatever version of the schema, with rows of random values that fit what the
 * catalogue says of it: types, references, checks, keys. No rule of the house holds in them.
 */
export async function fillTables(client: pg.Client, seed: string, zones = 2, perZone = 3): Promise<void> {
  const random = createRandom(seed);
  const tables = inOrder(await tablesOf(client));
  const zoneIds: string[] = [];
  for (const table of tables) {
    for (let made = 0; made < (table.name === 'zones' ? zones : zones * perZone); made += 1) {
      const zoneId = table.name === 'zones' ? uuidOf(random) : (zoneIds[made % zones] ?? '');
      await insertOne(client, random, table, zoneId);
      if (table.name === 'zones') zoneIds.push(zoneId);
    }
  }
}

/** Tries random rows until one fits checks and keys; each try leaves one more nullable column out. */
async function insertOne(client: pg.Client, random: Random, table: Table, zoneId: string): Promise<void> {
  let last: unknown;
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const row = await rowOf(client, random, table, zoneId);
    const names = Object.keys(row).map((name) => pg.escapeIdentifier(name));
    try {
      const values = names.map((_, index) => `$${index + 1}`).join(', ');
      await client.query(`INSERT INTO ${table.name} (${names.join(', ')}) VALUES (${values})`, Object.values(row));
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!code.startsWith('23')) throw error;
      last = error;
    }
  }
  throw new Error(`No random row fits ${table.name}`, { cause: last });
}

async function rowOf(client: pg.Client, random: Random, table: Table, zoneId: string): Promise<Record<string, unknown>> {
  const row: Record<string, unknown> = {};
  const names = new Set(table.columns.map(({ name }) => name));
  for (const column of table.columns) {
    // a sealed field has a blind index beside it: only the house can fill it
    if (names.has(`${column.name}_index`) || (column.name.endsWith('_index') && names.has(column.name.slice(0, -6)))) continue;
    if (column.needed || random.int(0, 3) > 0) row[column.name] = valueOf(random, column);
  }
  if (table.name === 'zones') return { ...row, id: zoneId };
  if (table.columns.some(({ name }) => name === 'zone_id')) row['zone_id'] = zoneId;
  for (const { columns, to, toColumns } of table.references) {
    if (to === 'zones' || columns.some((name) => !(name in row))) continue;
    const inZone = toColumns.includes('zone_id') ? `WHERE zone_id = '${zoneId}'` : '';
    const { rows } = await client.query<Record<string, unknown>>(`SELECT ${toColumns.join(', ')} FROM ${to} ${inZone}`);
    const chosen = rows[random.int(0, Math.max(0, rows.length - 1))];
    for (const [index, name] of columns.entries()) {
      if (chosen) row[name] = chosen[toColumns[index] ?? ''];
      else if (name !== 'zone_id') delete row[name];
    }
  }
  return row;
}

function valueOf(random: Random, column: Column): unknown {
  if (column.words) return random.pick(column.words);
  const text = () => `${random.pick(awkward)}${random.int(0, 999_999_999)}`;
  const day = () => new Date(Date.UTC(2024, 0, 1 + random.int(0, 900))).toISOString().slice(0, 10);
  switch (column.type) {
    case 'uuid':
      return uuidOf(random);
    case 'text':
      return text();
    case 'integer':
      return random.int(1, 2_000_000_000);
    case 'bigint':
      return `${random.int(1, 900_000)}${random.int(100_000_000, 999_999_999)}`;
    case 'numeric':
      return `${random.int(-9999, 9999)}.${random.int(100, 999)}0`;
    case 'boolean':
      return random.int(0, 1) === 0;
    case 'date':
      return day();
    case 'timestamp with time zone':
      return `${day()} 23:59:59.${random.int(100_000, 999_999)}+08`;
    case 'jsonb':
      return JSON.stringify({ [text()]: [text(), null, random.int(0, 9) / 7, { deep: true }], big: '1e400', empty: {} });
    case 'bytea':
      return Buffer.from(Array.from({ length: random.int(0, 3000) }, () => random.int(0, 255)));
    case 'text[]':
      return random.int(0, 3) === 0 ? [] : [text(), '', text()];
    case 'uuid[]':
      return [uuidOf(random), uuidOf(random)];
    default:
      throw new Error(`No random value of type ${column.type}`);
  }
}

async function tablesOf(client: pg.Client): Promise<Table[]> {
  const columns = await client.query<Column & { table: string }>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type, a.attnotnull AS needed,
       (SELECT array_agg(w[1]) FROM pg_constraint k, regexp_matches(pg_get_constraintdef(k.oid), '''([^'']+)''::text', 'g') w
         WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]) AS words
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'schema_migrations' ORDER BY c.relname, a.attnum`,
  );
  const names = (relation: string, key: string) =>
    `(SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(f.${key}) WITH ORDINALITY k(attnum, place)
      JOIN pg_attribute a ON a.attrelid = f.${relation} AND a.attnum = k.attnum)`;
  const references = await client.query<Reference & { table: string }>(
    `SELECT f.conrelid::regclass::text AS table, ${names('conrelid', 'conkey')} AS columns,
       f.confrelid::regclass::text AS to, ${names('confrelid', 'confkey')} AS "toColumns"
     FROM pg_constraint f WHERE f.contype = 'f'`,
  );
  return [...Map.groupBy(columns.rows, (column) => column.table)].map(([name, own]) => ({
    name,
    columns: own,
    references: references.rows.filter((reference) => reference.table === name),
  }));
}

/** Referenced tables first; a circle is cut where it begins. */
function inOrder(tables: readonly Table[]): Table[] {
  const done: Table[] = [];
  const visit = (table: Table, trail: readonly Table[]): void => {
    if (done.includes(table) || trail.includes(table)) return;
    for (const { to } of table.references) {
      const next = tables.find(({ name }) => name === to);
      if (next) visit(next, [...trail, table]);
    }
    done.push(table);
  };
  for (const table of tables) visit(table, []);
  return done;
}

function uuidOf(random: Random): string {
  const hex = (digits: number) => random.hex(digits);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}
