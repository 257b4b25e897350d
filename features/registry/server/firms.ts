import { sql, type RawBuilder } from 'kysely';
import type { IsoDate } from '#kernel/rules/instant.ts';
import type { Tx } from '#kernel/server/database/door.ts';

/** What other features need of a firm. */
export type FirmBrief = {
  readonly id: string;
  readonly name: string;
  readonly parkId: string | null;
  readonly industrySegment: string | null;
  readonly scaleClass: string | null;
  readonly status: string;
  readonly isKey: boolean;
  readonly isHighTech: boolean;
  readonly isTalentEnterprise: boolean;
  readonly endedOn: IsoDate | null;
  readonly mergedIntoId: string | null;
};

/** Firms by their ids; ids that are not there are absent. */
export async function firmsByIds(tx: Tx, zoneId: string, ids: readonly string[]): Promise<ReadonlyMap<string, FirmBrief>> {
  if (ids.length === 0) return new Map();
  const firms = await readFirms(tx, sql`zone_id = ${zoneId} AND id = ANY(${[...new Set(ids)]}::uuid[])`);
  return new Map(firms.map((firm) => [firm.id, firm]));
}

/** Every firm that is in the zone's roster on a day, in the order of their ids. */
export async function listLiveFirms(tx: Tx, zoneId: string, on: IsoDate): Promise<readonly FirmBrief[]> {
  return readFirms(tx, sql`zone_id = ${zoneId} AND (ended_on IS NULL OR ended_on > ${on}::date)`);
}

async function readFirms(tx: Tx, where: RawBuilder<unknown>): Promise<FirmBrief[]> {
  const { rows } =
    await sql<FirmBrief>`SELECT id, name, park_id AS "parkId", industry_segment AS "industrySegment", scale_class AS "scaleClass",
      status, coalesce(is_key, false) AS "isKey", coalesce(is_high_tech, false) AS "isHighTech",
      coalesce(is_talent_enterprise, false) AS "isTalentEnterprise", ended_on AS "endedOn", merged_into_id AS "mergedIntoId"
    FROM firms WHERE ${where} ORDER BY id`.execute(tx);
  return rows;
}
