import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columnOf } from '#kernel/contract/field.ts';
import { systemColumns, type RecordDeclaration } from '#kernel/contract/record.ts';
import { freshDatabase, type FreshDatabase } from '../../../tests/harness/database.ts';
import { columnType } from './values.ts';

type Column = { table_name: string; column_name: string; type: string; optional: boolean };

const caseColumns = {
  status: 'text',
  status_since: 'timestamptz',
  due_at: 'timestamptz',
  yellow_at: 'timestamptz',
  paused: 'boolean',
  ever_overdue: 'boolean',
};
const systemTypes: Record<string, string> = {
  id: 'uuid',
  version: 'integer',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  ended_on: 'date',
};
const names: Record<string, string> = { 'timestamp with time zone': 'timestamptz' };

const declarations = await everyDeclaration();
let database: FreshDatabase;
let columns: Map<string, Map<string, Column>>;

beforeAll(async () => {
  database = await freshDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<Column>(`SELECT c.relname AS table_name, a.attname AS column_name,
      format_type(a.atttypid, NULL) AS type, NOT a.attnotnull AS optional
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped`);
  await client.end();
  columns = new Map();
  for (const row of rows) columns.set(row.table_name, (columns.get(row.table_name) ?? new Map()).set(row.column_name, row));
});
afterAll(() => database.drop());

test('there are declarations to check', () => {
  expect(declarations.map(({ name }) => name)).toContain('firm');
});

test('no two declarations share a name, a path or a table', () => {
  for (const key of ['name', 'path', 'table'] as const) {
    const all = declarations.map((declaration) => declaration[key]);
    expect(all).toEqual([...new Set(all)]);
  }
});

describe.each(declarations.map((declaration) => [declaration.name, declaration] as const))('the table of %s', (_name, declaration) => {
  test('has a column of the right type for every field, and the system columns', () => {
    const found = columns.get(declaration.table);
    const types = Object.fromEntries([...(found ?? [])].map(([name, { type }]) => [name, names[type] ?? type]));
    expect(types).toMatchObject(expectedColumns(declaration));
  });

  test('lets every field be empty that the form lets be empty', () => {
    const found = columns.get(declaration.table);
    const strict = Object.entries(declaration.fields).filter(
      ([name, field]) => !field.required && !field.derived && found?.get(columnOf(name))?.optional === false,
    );
    expect(strict.map(([name]) => name)).toEqual([]);
  });

  test('declares only what exists: title, search, key, list, form and references', () => {
    const known = new Set(Object.keys(declaration.fields));
    const used = [
      declaration.title,
      ...declaration.search,
      ...declaration.list.columns,
      ...declaration.list.filters,
      ...declaration.form.flatMap((part) => part.fields),
      ...(declaration.key ? [declaration.key] : []),
    ];
    expect(used.filter((name) => !known.has(name))).toEqual([]);
    const referenced = Object.values(declaration.fields).flatMap((field) => ('record' in field ? [field.record] : []));
    const declared = new Set(['user', ...declarations.map(({ name }) => name)]);
    expect(referenced.filter((name) => !declared.has(name))).toEqual([]);
  });
});

function expectedColumns(declaration: RecordDeclaration): Record<string, string> {
  const expected: Record<string, string> = { zone_id: 'uuid' };
  for (const column of systemColumns) expected[column] = systemTypes[column] ?? '';
  if ('states' in declaration) Object.assign(expected, caseColumns);
  for (const [name, field] of Object.entries(declaration.fields)) {
    expected[columnOf(name)] = columnType(field);
    if (field.kind === 'secret') expected[`${columnOf(name)}_index`] = 'text';
  }
  return expected;
}

/** Whatever any feature declares: found by looking, so that none can be left out. */
async function everyDeclaration(): Promise<RecordDeclaration[]> {
  const root = join(import.meta.dirname, '../../../features');
  const found: RecordDeclaration[] = [];
  for (const feature of await readdir(root)) {
    const files = await readdir(join(root, feature));
    for (const file of files.filter((name) => /^(records|cases|[a-z-]+-(?:case|records?))\.ts$/.test(name))) {
      const exported: Record<string, unknown> = await import(join(root, feature, file));
      for (const value of Object.values(exported)) if (isDeclaration(value) && !found.includes(value)) found.push(value);
    }
  }
  return found;
}

function isDeclaration(value: unknown): value is RecordDeclaration {
  return typeof value === 'object' && value !== null && 'table' in value && 'fields' in value && 'access' in value;
}
