import { sql } from 'kysely';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { toIso } from '#kernel/rules/instant.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import { markChanged } from '#kernel/server/figures/marks.ts';
import { reproject } from '#kernel/server/cases/reproject.ts';
import { changedInForce } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { firm } from '../records.ts';

/** Rows of one column that went over from one firm to another. */
export type MovedRows = { readonly table: string; readonly column: string; readonly ids: readonly string[] };

/** What named the firm and went over: rows by column, cases by declaration. */
export type Moved = {
  readonly rows: readonly MovedRows[];
  readonly cases: readonly { readonly name: string; readonly ids: readonly string[] }[];
};

type Column = { readonly table: string; readonly column: string; readonly many: boolean; readonly declaration?: RecordDeclaration };

/** A grant narrowed to a firm names it by its scope; ids are unique, so another record's are never touched. */
const grants: Column = { table: 'role_grants', column: 'scope_id', many: false };

/** Makes everything that names `fromId` name `intoId`. Events stay as they are: an alias reads them so. */
export async function moveReferences(ask: Ask, fromId: string, intoId: string): Promise<Moved> {
  const zoneId = ask.actor.zoneId;
  const rows: MovedRows[] = [];
  for (const column of await columnsNamingFirms(ask)) {
    const ids = await repoint(ask, column, fromId, intoId);
    if (ids.length > 0) rows.push({ table: column.table, column: column.column, ids });
  }
  const cases = await casesNaming(ask, fromId);
  await sql`INSERT INTO record_aliases (zone_id, record, id, into_id) VALUES (${zoneId}, ${firm.name}, ${fromId}, ${intoId})`.execute(
    ask.tx,
  );
  changedInForce(ask.tx);
  await projectAnew(ask, cases);
  return { rows, cases };
}

/** The way back, for exactly the rows and cases that went over. */
export async function returnReferences(ask: Ask, fromId: string, intoId: string, moved: Moved): Promise<void> {
  const columns = await columnsNamingFirms(ask);
  for (const { table, column, ids } of moved.rows) {
    const known = columns.find((one) => one.table === table && one.column === column);
    if (known) await repoint(ask, known, intoId, fromId, ids);
  }
  await sql`DELETE FROM record_aliases WHERE zone_id = ${ask.actor.zoneId} AND id = ${fromId}`.execute(ask.tx);
  changedInForce(ask.tx);
  await projectAnew(ask, moved.cases);
}

async function repoint(
  ask: Ask,
  { table, column, many, declaration }: Column,
  fromId: string,
  intoId: string,
  only?: readonly string[],
): Promise<string[]> {
  const at = sql.ref(column);
  const value = many ? sql`array_replace(${at}, ${fromId}::uuid, ${intoId}::uuid)` : sql`${intoId}::uuid`;
  const names = many ? sql`${fromId}::uuid = ANY(${at}) AND NOT ${intoId}::uuid = ANY(${at})` : sql`${at} = ${fromId}::uuid`;
  const stamps = declaration ? sql`, version = version + 1, updated_at = ${toIso(ask.now)}` : sql``;
  const { rows } = await sql<{ id: string }>`UPDATE ${sql.table(table)} SET ${at} = ${value} ${stamps}
    WHERE zone_id = ${ask.actor.zoneId} AND ${names} ${only ? sql`AND id = ANY(${[...only]}::uuid[])` : sql``} RETURNING id`.execute(
    ask.tx,
  );
  const ids = rows.map(({ id }) => id);
  if (declaration) {
    if (ids.length > 0) await markChanged(ask.tx, ask.actor.zoneId, declaration.name);
    const field = Object.keys(declaration.fields).find((name) => columnOf(name) === column) ?? column;
    await writeAudit(
      ask,
      ids.map((id) => ({
        action: 'followMerge',
        subjectKind: declaration.name,
        subjectId: id,
        before: { [field]: fromId },
        after: { [field]: intoId },
      })),
    );
  }
  return ids;
}

/**
 * Every stored column that names a firm: reference fields of declared records, and any other uuid column
 * called firm_id, so that a table without a declaration cannot be forgotten. Cases follow by their events; what is
 * only ever added to (a ledger) keeps the firm that it was written for.
 */
async function columnsNamingFirms(ask: Ask): Promise<readonly Column[]> {
  const declared = [...ask.house.records.values()]
    .filter(({ declaration }) => declaration.name !== firm.name)
    .flatMap(({ declaration }) =>
      firmFields(declaration).map(({ column, many }) => ({ table: declaration.table, column, many, declaration })),
    );
  const { rows: kept } = await sql<{ table: string }>`SELECT t AS table FROM unnest(${declared.map(({ table }) => table)}::text[]) t
    WHERE NOT has_table_privilege(t, 'UPDATE')`.execute(ask.tx);
  const ledgers = new Set(kept.map(({ table }) => table));
  const known = new Set([
    firm.table,
    ...[...ask.house.records.values(), ...ask.house.cases.values()].map(({ declaration }) => declaration.table),
  ]);
  const { rows } = await sql<{ table: string }>`SELECT c.relname AS table FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE a.attname = 'firm_id' AND a.atttypid = 'uuid'::regtype AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
      AND c.relnamespace = 'public'::regnamespace AND has_table_privilege(c.oid, 'UPDATE')
      AND EXISTS (SELECT 1 FROM pg_attribute i WHERE i.attrelid = c.oid AND i.attname = 'id')`.execute(ask.tx);
  const others = rows.filter(({ table }) => !known.has(table)).map(({ table }) => ({ table, column: 'firm_id', many: false }));
  return [...declared.filter(({ table }) => !ledgers.has(table)), ...others, grants];
}

async function casesNaming(ask: Ask, firmId: string): Promise<Moved['cases']> {
  const cases: { name: string; ids: string[] }[] = [];
  for (const { declaration } of ask.house.cases.values()) {
    const fields = firmFields(declaration);
    if (fields.length === 0) continue;
    const names = fields.map(({ column, many }) =>
      many ? sql`${firmId}::uuid = ANY(${sql.ref(column)})` : sql`${sql.ref(column)} = ${firmId}::uuid`,
    );
    const { rows } = await sql<{ id: string }>`SELECT id FROM ${sql.table(declaration.table)}
      WHERE zone_id = ${ask.actor.zoneId} AND (${sql.join(names, sql` OR `)}) ORDER BY id`.execute(ask.tx);
    if (rows.length > 0) cases.push({ name: declaration.name, ids: rows.map(({ id }) => id) });
  }
  return cases;
}

async function projectAnew(ask: Ask, cases: Moved['cases']): Promise<void> {
  for (const { name, ids } of cases) {
    const declaration = ask.house.cases.get(name)?.declaration;
    if (declaration) await reproject(ask, declaration, ids);
  }
}

function firmFields(declaration: RecordDeclaration): { column: string; many: boolean }[] {
  return Object.entries(declaration.fields).flatMap(([name, field]) =>
    (field.kind === 'reference' || field.kind === 'references') && field.record === firm.name
      ? [{ column: columnOf(name), many: field.kind === 'references' }]
      : [],
  );
}
