import type { Field, Fields } from '#kernel/contract/field.ts';
import { columnOf } from '#kernel/contract/field.ts';
import { maskIdNumber, maskPhone } from '#kernel/rules/mask.ts';
import type { CryptoProvider } from '../crypto/provider.ts';

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
    columns[`${column}_index`] = typeof value === 'string' ? blindIndex(crypto, field.mask, value) : null;
  }
  return columns;
}

/** The same value always has the same blind index, so equality can be asked without opening anything. */
export function blindIndex(crypto: CryptoProvider, kind: string, value: string): string {
  return crypto.sign(`blind index ${kind}`, value);
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
