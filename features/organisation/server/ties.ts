import { sql } from 'kysely';
import { addDays, dateOf, type IsoDate } from '#kernel/rules/instant.ts';
import type { Tx } from '#kernel/server/database/door.ts';
import { markChanged } from '#kernel/server/figures/marks.ts';
import type { Ask } from '#kernel/server/house.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { organisationUnit, partyOrganisation } from '../records.ts';

type Organisation = {
  readonly id: string;
  readonly parent_id: string | null;
  readonly unit_firm_ids: readonly string[] | null;
  readonly chain_ids: readonly string[] | null;
  readonly established_on: IsoDate | null;
};

/**
 * Keeps the dated ties of organisations just written: what their forms say of parent, firms and chains holds from
 * today, or from their establishing when they are new; what it says no more ended yesterday.
 */
export async function keepTies(ask: Ask, ids: readonly string[], isNew: boolean): Promise<void> {
  const { tx, actor } = ask;
  const today = dateOf(ask.now);
  const { rows } = await sql<Organisation>`SELECT id, parent_id, unit_firm_ids, chain_ids, established_on FROM party_organisations
    WHERE zone_id = ${actor.zoneId} AND id = ANY(${[...ids]}::uuid[])`.execute(tx);
  const units: Record<string, unknown>[] = [];
  for (const row of rows) {
    const from = isNew && row.established_on !== null && row.established_on < today ? row.established_on : today;
    await keepParent(tx, actor.zoneId, row, from, today);
    await keepChains(tx, actor.zoneId, row, from, today);
    for (const firmId of await unitsToAdd(tx, actor.zoneId, row, today)) units.push({ organisationId: row.id, firmId, fromOn: from });
  }
  if (units.length > 0) await insertRows(ask, organisationUnit, units);
}

async function keepParent(tx: Tx, zoneId: string, row: Organisation, from: IsoDate, today: IsoDate): Promise<void> {
  const { rows } = await sql<{ parent_id: string; from_on: string }>`SELECT parent_id, from_on FROM organisation_parents
    WHERE zone_id = ${zoneId} AND organisation_id = ${row.id} AND to_on IS NULL`.execute(tx);
  const now = rows[0];
  if ((now?.parent_id ?? null) === row.parent_id) return;
  if (now && now.from_on >= today) {
    await sql`DELETE FROM organisation_parents WHERE zone_id = ${zoneId} AND organisation_id = ${row.id} AND from_on = ${now.from_on}::date`.execute(
      tx,
    );
  } else if (now) {
    await sql`UPDATE organisation_parents SET to_on = ${addDays(today, -1)} WHERE zone_id = ${zoneId} AND organisation_id = ${row.id} AND to_on IS NULL`.execute(
      tx,
    );
  }
  if (row.parent_id === null) return;
  await sql`INSERT INTO organisation_parents (zone_id, organisation_id, parent_id, from_on)
    VALUES (${zoneId}, ${row.id}, ${row.parent_id}, ${from})`.execute(tx);
}

async function keepChains(tx: Tx, zoneId: string, row: Organisation, from: IsoDate, today: IsoDate): Promise<void> {
  const chains = [...(row.chain_ids ?? [])];
  await sql`DELETE FROM organisation_chains WHERE zone_id = ${zoneId} AND organisation_id = ${row.id} AND to_on IS NULL
    AND from_on >= ${today}::date AND NOT chain_id = ANY(${chains}::uuid[])`.execute(tx);
  await sql`UPDATE organisation_chains SET to_on = ${addDays(today, -1)} WHERE zone_id = ${zoneId} AND organisation_id = ${row.id}
    AND to_on IS NULL AND NOT chain_id = ANY(${chains}::uuid[])`.execute(tx);
  await sql`INSERT INTO organisation_chains (zone_id, organisation_id, chain_id, from_on)
    SELECT ${zoneId}, ${row.id}, c, ${from}::date FROM unnest(${chains}::uuid[]) c
    WHERE NOT EXISTS (SELECT 1 FROM organisation_chains o WHERE o.zone_id = ${zoneId} AND o.organisation_id = ${row.id} AND o.chain_id = c AND o.to_on IS NULL)
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** Ends the units that the form names no more and says which it names anew. */
async function unitsToAdd(tx: Tx, zoneId: string, row: Organisation, today: IsoDate): Promise<string[]> {
  const wanted = new Set(row.unit_firm_ids ?? []);
  const { rows } = await sql<{ id: string; firm_id: string; from_on: string }>`SELECT id, firm_id, from_on FROM organisation_units
    WHERE zone_id = ${zoneId} AND organisation_id = ${row.id} AND ended_on IS NULL AND (to_on IS NULL OR to_on >= ${today}::date)`.execute(
    tx,
  );
  for (const unit of rows.filter((one) => !wanted.has(one.firm_id))) {
    const over = unit.from_on >= today ? sql`ended_on = ${today}` : sql`to_on = ${addDays(today, -1)}`;
    await sql`UPDATE organisation_units SET ${over}, version = version + 1 WHERE zone_id = ${zoneId} AND id = ${unit.id}`.execute(tx);
    await markChanged(tx, zoneId, organisationUnit.name);
  }
  const present = new Set(rows.map((unit) => unit.firm_id));
  return [...wanted].filter((firmId) => !present.has(firmId));
}

/** The form's list of firms is what covers today; written back when a unit was changed on its own page. */
export async function unitsToForm(ask: Ask, ids: readonly string[]): Promise<void> {
  const zoneId = ask.actor.zoneId;
  const today = dateOf(ask.now);
  await sql`UPDATE party_organisations o SET unit_firm_ids = now.firms, version = version + 1 FROM (
      SELECT u.organisation_id, coalesce(array_agg(v.firm_id ORDER BY v.from_on, v.id) FILTER (WHERE v.firm_id IS NOT NULL), '{}') AS firms
      FROM (SELECT DISTINCT organisation_id FROM organisation_units WHERE zone_id = ${zoneId} AND id = ANY(${[...ids]}::uuid[])) u
      LEFT JOIN organisation_units v ON v.zone_id = ${zoneId} AND v.organisation_id = u.organisation_id AND v.ended_on IS NULL
        AND (v.to_on IS NULL OR v.to_on >= ${today}::date)
      GROUP BY u.organisation_id) now
    WHERE o.zone_id = ${zoneId} AND o.id = now.organisation_id
      AND NOT (coalesce(o.unit_firm_ids, '{}') @> now.firms AND coalesce(o.unit_firm_ids, '{}') <@ now.firms)`.execute(ask.tx);
  await markChanged(ask.tx, ask.actor.zoneId, partyOrganisation.name);
}
