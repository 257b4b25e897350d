import type { Field, Fields } from '#kernel/contract/field.ts';
import { columnOf } from '#kernel/contract/field.ts';
import { maskIdNumber, maskPhone } from '#kernel/rules/mask.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { sql } from 'kysely';
import type { CryptoProvider } from '../crypto/provider.ts';
import type { Ask } from '../house.ts';

/** A row's values as the database holds them, by column. Secret fields take two columns: the seal and its blind index. */
export function toColumns(fields: Fields, values: Readonly<Record<string, unknown>>, crypto: CryptoProvider): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const field = fields[name];
    if (!field) continue;
    const column = columnOf(name);
    if (field.kind !== 'secret') {
      columns[column] = value ?? null;
      continue;
    }
    columns[column] = typeof value === 'string' ? crypto.seal(value) : null;
    columns[`${column}_index`] = typeof value === 'string' ? (blindIndexes(crypto, field.mask, value)[0] ?? null) : null;
  }
  return columns;
}

/**
 * The same value always has the same blind index, so equality can be asked without opening anything. The first is the one
 * to write; while a secret is being changed there are further ones, under which rows may still lie.
 */
export function blindIndexes(crypto: CryptoProvider, kind: string, value: string): readonly string[] {
  return crypto.signs(`blind index ${kind}`, value);
}

/**
 * Rows that hold one of these secret values under an earlier secret's index get the current one's, so that a unique index
 * still sees two of the same while a secret is being changed.
 */
export async function bringIndexesUp(
  { house, tx, actor }: Pick<Ask, 'house' | 'tx' | 'actor'>,
  { table, fields }: Pick<RecordDeclaration, 'table' | 'fields'>,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind !== 'secret') continue;
    for (const value of rows.map((row) => row[name])) {
      const [current, ...earlier] = typeof value === 'string' ? blindIndexes(house.crypto, field.mask, value) : [];
      const column = sql.ref(`${columnOf(name)}_index`);
      if (earlier.length > 0)
        await sql`UPDATE ${sql.table(table)} SET ${column} = ${current} WHERE zone_id = ${actor.zoneId} AND ${column} = ANY(${earlier})`.execute(
          tx,
        );
    }
  }
}

/** A stored row as the API gives it, secrets masked (rulebook §12.1). */
export function toWire(fields: Fields, row: Readonly<Record<string, unknown>>, crypto: CryptoProvider): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) values[name] = wireValue(field, row[columnOf(name)], crypto);
  return values;
}

function wireValue(field: Field, stored: unknown, crypto: CryptoProvider): unknown {
  if (stored === null || stored === undefined) return null;
  switch (field.kind) {
    case 'moment':
      return stored instanceof Date ? stored.toISOString() : stored;
    case 'decimal':
      return Number(stored);
    case 'money':
      return String(stored);
    case 'secret': {
      const clear = crypto.open(String(stored));
      return field.mask === 'phone' ? maskPhone(clear) : maskIdNumber(clear);
    }
    default:
      return stored;
  }
}

/** SQL type of a field's column, for the migration that a newcomer writes and the test that checks it. */
export function columnType(field: Field): string {
  switch (field.kind) {
    case 'integer':
      return 'integer';
    case 'decimal':
      return 'numeric';
    case 'money':
      return 'bigint';
    case 'date':
      return 'date';
    case 'moment':
      return 'timestamptz';
    case 'flag':
      return 'boolean';
    case 'reference':
      return 'uuid';
    case 'references':
      return 'uuid[]';
    case 'choices':
      return 'text[]';
    default:
      return 'text';
  }
}
