import { sql } from 'kysely';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';

/** What each consent of a firm to a bank or fund opens that is in force today (PIP-05): one list of scopes for each. */
export async function consentsInForce(ask: Ask, firmId: string, receiverId: string): Promise<readonly (readonly string[])[]> {
  const day = dateOf(ask.now);
  const { rows } = await sql<{ scopes: string[] }>`SELECT scopes FROM consents WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId}
    AND receiver_id = ${receiverId} AND status = 'inForce' AND from_on <= ${day}::date AND until_on >= ${day}::date`.execute(ask.tx);
  return rows.map(({ scopes }) => scopes);
}

/** May this bank or fund see so much of the firm today? */
export async function mayBeSeen(ask: Ask, firmId: string, receiverId: string, scope: string): Promise<boolean> {
  return (await consentsInForce(ask, firmId, receiverId)).some((scopes) => scopes.includes(scope));
}
