import { sql } from 'kysely';
import type { Ask } from '#kernel/server/house.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { pointsInput } from '../../points-records.ts';

/** A value to be entered for a firm's year, with where it comes from. */
export type Entry = {
  readonly firmId: string;
  readonly code: string;
  readonly state: 'value' | 'notApplicable';
  readonly value: number | null;
  readonly source: string;
  readonly evidence: string | null;
};

const chunk = 1000;

/** Entries against what stands for their firms and year: not yet there, another value, or the same. */
export async function comparedToday<E extends Entry>(
  ask: Ask,
  entries: readonly E[],
  year: number,
): Promise<{ added: E[]; changed: E[]; unchanged: number }> {
  const stored = await sql<{ firm_id: string; indicator: string; state: string; value: string | null }>`
    SELECT DISTINCT ON (firm_id, indicator) firm_id, indicator, state, value FROM points_inputs
    WHERE zone_id = ${ask.actor.zoneId} AND year = ${year} AND firm_id = ANY(${[...new Set(entries.map(({ firmId }) => firmId))]}::uuid[])
    ORDER BY firm_id, indicator, created_at DESC, id DESC`.execute(ask.tx);
  const known = new Map(stored.rows.map((row) => [`${row.firm_id} ${row.indicator}`, row]));
  const added: E[] = [];
  const changed: E[] = [];
  for (const entry of entries) {
    const row = known.get(`${entry.firmId} ${entry.code}`);
    if (!row) added.push(entry);
    else if (row.state !== entry.state || (row.value === null ? null : Number(row.value)) !== entry.value) changed.push(entry);
  }
  return { added, changed, unchanged: entries.length - added.length - changed.length };
}

/** Enters them as any others; each says in the audit trail by which way it came. */
export async function enter(ask: Ask, entries: readonly Entry[], year: number, why: string): Promise<void> {
  // in one question: each value's title asks for its firm's name, which this transaction then knows
  await titlesByIds(ask, 'firm', [...new Set(entries.map(({ firmId }) => firmId))]);
  for (let start = 0; start < entries.length; start += chunk) {
    const inputs = entries
      .slice(start, start + chunk)
      .map(({ firmId, code, state, value, source, evidence }) => ({ firmId, year, indicator: code, state, value, source, evidence }));
    await insertRows(ask, pointsInput, inputs, why);
  }
}
