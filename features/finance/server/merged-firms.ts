import { loadAliases } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';

/** These firms and every one that was merged into them: ledgers keep the name they were written under, and are still theirs. */
export async function withMerged(ask: Ask, firmIds: readonly string[]): Promise<string[]> {
  const aliases = await loadAliases(ask.tx, ask.actor.zoneId);
  const asked = new Set(firmIds);
  return [...firmIds, ...[...aliases].flatMap(([id, end]) => (asked.has(end) ? [id] : []))];
}

/** The firm that this one is part of today. */
export async function firmOf(ask: Ask, firmId: string): Promise<string> {
  return (await loadAliases(ask.tx, ask.actor.zoneId)).get(firmId) ?? firmId;
}
