import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { sm3 } from '#kernel/server/crypto/provider.ts';
import { dateOf, toIso } from '#kernel/rules/instant.ts';
import type { RequestState } from '../rules/request-state.ts';
import { slaAt } from '../rules/sla.ts';

/**
 * Is this request in the call-back sample? HMAC of its id under the seed that was fixed for the month in which
 * it was opened: nobody can steer it, and once the seed is shown everybody can check it. Asked only at the
 * verdict, so that no handler knows beforehand.
 */
export async function isSampled(ask: Ask, request: RequestState): Promise<boolean> {
  const { callBackShare } = slaAt(await loadPacks(ask.tx, ask.actor.zoneId), ask.now).params;
  const seed = await seedOf(ask, dateOf(request.openedAt).slice(0, 7));
  return sampleDraw(seed, request.id) < callBackShare;
}

/** A number in [0, 1) that the seed and the id alone decide. */
export function sampleDraw(seed: string, id: string): number {
  return Number.parseInt(sm3(`${seed}\n${id}`).slice(0, 12), 16) / 16 ** 12;
}

/** The seed of a month, fixed at first need and never changed; its digest goes on the page at once. */
export async function seedOf(ask: Ask, month: string): Promise<string> {
  const fresh = randomBytes(32).toString('hex');
  await sql`INSERT INTO call_back_seeds (zone_id, month, seed, digest, fixed_at)
    VALUES (${ask.actor.zoneId}, ${month}, ${fresh}, ${sm3(fresh)}, ${toIso(ask.now)}) ON CONFLICT DO NOTHING`.execute(ask.tx);
  const { rows } = await sql<{
    seed: string;
  }>`SELECT seed FROM call_back_seeds WHERE zone_id = ${ask.actor.zoneId} AND month = ${month}`.execute(ask.tx);
  return rows[0]?.seed ?? fresh;
}
