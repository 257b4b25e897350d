import { sql } from 'kysely';
import { dateOf } from '#kernel/rules/instant.ts';
import { opensOn } from '#kernel/server/access/consent.ts';
import type { Ask } from '#kernel/server/house.ts';
import type { consentPurposes, consentScopes } from '../choices.ts';

type Opened = { readonly scope: keyof typeof consentScopes; readonly purposes: readonly (keyof typeof consentPurposes)[] };

/** May this bank or fund see so much of the firm today, for such a purpose (PIP-05)? */
export async function mayBeSeen(ask: Ask, firmId: string, receiverId: string, { scope, purposes }: Opened): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM consents c WHERE c.zone_id = ${ask.actor.zoneId} AND c.firm_id = ${firmId}
    AND c.receiver_id = ${receiverId} AND ${opensOn({ consent: scope, purposes }, dateOf(ask.now))} LIMIT 1`.execute(ask.tx);
  return rows.length > 0;
}
