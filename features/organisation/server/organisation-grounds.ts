import { sql } from 'kysely';
import type { Tx } from '#kernel/server/database/door.ts';
import type { Ask } from '#kernel/server/house.ts';
import type { OrganisationKind } from '../rules/kinds.ts';

export type OrganisationBrief = {
  readonly id: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly parentId: string | null;
  readonly dissolvedOn: string | null;
};

type Grounds = { readonly byId: ReadonlyMap<string, OrganisationBrief>; readonly parentOf: ReadonlyMap<string, string> };

/** Every organisation of the zone with today's legal tree, as the rules of the tree look at it. */
export async function organisationGroundsOf(ask: Ask): Promise<Grounds> {
  return readGrounds(ask.tx, ask.actor.zoneId);
}

async function readGrounds(tx: Tx, zoneId: string): Promise<Grounds> {
  const { rows } = await sql<OrganisationBrief>`SELECT id, name, kind, parent_id AS "parentId", dissolved_on AS "dissolvedOn"
    FROM party_organisations WHERE zone_id = ${zoneId} AND ended_on IS NULL`.execute(tx);
  return {
    byId: new Map(rows.map((row) => [row.id, row])),
    parentOf: new Map(rows.flatMap((row) => (row.parentId === null ? [] : [[row.id, row.parentId] as const]))),
  };
}
