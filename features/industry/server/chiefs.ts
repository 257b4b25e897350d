import { sql } from 'kysely';
import type { IsoDate } from '#kernel/rules/instant.ts';
import type { Tx } from '#kernel/server/database/door.ts';

/** The chain's chief on a day (CHN-06); null while nobody is. */
export async function chiefOn(tx: Tx, zoneId: string, chainId: string, on: IsoDate): Promise<string | null> {
  return (await chiefsOn(tx, zoneId, on)).get(chainId) ?? null;
}

/** Who is chief of which chain on a day, by chain. */
export async function chiefsOn(tx: Tx, zoneId: string, on: IsoDate): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ chain_id: string; user_id: string }>`SELECT DISTINCT ON (chain_id) chain_id, user_id FROM chain_chiefs
    WHERE zone_id = ${zoneId} AND post = 'chief' AND from_on <= ${on}::date AND (to_on IS NULL OR to_on >= ${on}::date)
      AND (ended_on IS NULL OR ended_on > ${on}::date) ORDER BY chain_id, from_on DESC`.execute(tx);
  return new Map(rows.map((row) => [row.chain_id, row.user_id]));
}
