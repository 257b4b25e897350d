import { sql, type RawBuilder } from 'kysely';
import type { Path, Where } from '#kernel/contract/figure.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { addDays, addMonths } from '#kernel/rules/instant.ts';
import type { House } from '../house.ts';
import { declarationNamed, type FigureDay } from './day.ts';
import { dayOf, fieldOn, kindOf } from './rows.ts';
import { keysOf, relatedRows } from './where.ts';

type Rows = { readonly declaration: RecordDeclaration; readonly alias: string };

/** The key of a cell that gathers the rows without a value. */
export const noKey = 'none';

/** The joins and the key expression by which a dimension cuts rows; a row with several values comes once for each. */
export function keysAlong(
  on: FigureDay,
  { declaration, alias }: Rows,
  path: Path,
): { joins: RawBuilder<unknown>[]; key: RawBuilder<unknown> } {
  if ('field' in path) {
    const kind = kindOf(declaration, path.field);
    const value = fieldOn(on, declaration, alias, path.field);
    if (path.per) return { joins: [], key: sql`to_char(${dayOf(kind, value)}, ${path.per === 'month' ? 'YYYY-MM' : 'YYYY'})` };
    if (kind === 'references' || kind === 'choices') {
      const each = `${alias}d`;
      const join = sql`LEFT JOIN LATERAL (SELECT DISTINCT unnest(${value}) AS key) AS ${sql.ref(each)} ON true`;
      return { joins: [join], key: sql`${sql.ref(`${each}.key`)}::text` };
    }
    return { joins: [], key: kind === 'flag' ? sql`coalesce(${value}, false)::text` : sql`${value}::text` };
  }
  if ('of' in path) {
    const field = declaration.fields[path.of];
    if (field?.kind !== 'reference') throw new Error(`${declaration.name}.${path.of} names no record`);
    const related = relatedRows(on, field.record);
    const beyond = keysAlong(on, related, path.path);
    const join = sql`LEFT JOIN ${related.from} ON ${sql.ref(`${related.alias}.id`)} = ${fieldOn(on, declaration, alias, path.of)} AND ${related.readable}`;
    return { joins: [join, ...beyond.joins], key: beyond.key };
  }
  const related = relatedRows(on, path.via);
  const keys = keysOf(on, related, path.match);
  const beyond = keysAlong(on, related, path.path);
  const names = Object.values(path.match);
  const cut = `${related.alias}v`;
  const columns = keys.values.map((value, index) => sql`${value} AS ${sql.ref(`m${index}`)}`);
  const same = names.map((name, index) => sql`${sql.ref(`${cut}.m${index}`)} = ${fieldOn(on, declaration, alias, name)}`);
  const join = sql`LEFT JOIN (SELECT DISTINCT ${sql.join(columns)}, ${beyond.key} AS key FROM ${related.from} ${keys.joins}
    ${sql.join([sql``, ...beyond.joins], sql` `)} WHERE ${related.readable} AND ${keys.filled} AND ${beyond.key} IS NOT NULL) AS ${sql.ref(cut)}
    ON ${sql.join(same, sql` AND `)}`;
  return { joins: [join], key: sql`${sql.ref(`${cut}.key`)}` };
}

/** The condition "in this cell": what filters a figure by one value of a dimension. */
export function inCell(path: Path, key: string): Where {
  return key === noKey ? { not: along(path, undefined) } : along(path, key);
}

function along(path: Path, key: string | undefined): Where {
  if ('field' in path) {
    if (key === undefined) return { field: path.field, filled: true };
    if (!path.per) return { field: path.field, is: [key] };
    const first = path.per === 'month' ? `${key}-01` : `${key}-01-01`;
    return { field: path.field, from: first, to: addDays(addMonths(first, path.per === 'month' ? 1 : 12), -1) };
  }
  if ('of' in path) return { of: path.of, where: along(path.path, key) };
  return { has: path.via, match: path.match, where: along(path.path, key) };
}

/** What a dimension ends at: the field whose values are its keys. */
export function endOf(
  house: House,
  declaration: RecordDeclaration,
  path: Path,
): { declaration: RecordDeclaration; field: string; per?: 'month' | 'year' } {
  if ('field' in path) return { declaration, field: path.field, ...(path.per ? { per: path.per } : {}) };
  if ('via' in path) return endOf(house, declarationNamed(house, path.via), path.path);
  const field = declaration.fields[path.of];
  if (field?.kind !== 'reference') throw new Error(`${declaration.name}.${path.of} names no record`);
  return endOf(house, declarationNamed(house, field.record), path.path);
}
