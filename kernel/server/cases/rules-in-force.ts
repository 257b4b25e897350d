import { sql } from 'kysely';
import type { WorkCalendar } from '#kernel/rules/calendar.ts';
import { fromIso, toIso, type Instant } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import type { Tx } from '../database/door.ts';

/** Office hours of the zone; a platform default until a zone sets its own. */
const defaultHours: WorkCalendar['hours'] = [
  ['09:00', '12:00'],
  ['13:30', '17:30'],
];

/** The zone's working calendar: its office hours, the loaded years and their exceptions. */
export async function loadCalendar(tx: Tx, zoneId: string): Promise<WorkCalendar> {
  const days = await sql<{ date: string; is_workday: boolean }>`
    SELECT date, is_workday FROM work_calendar_entries WHERE zone_id = ${zoneId}`.execute(tx);
  const years = await sql<{ year: number }>`SELECT year FROM work_calendar_years WHERE zone_id = ${zoneId}`.execute(tx);
  const zone = await sql<{ hours: WorkCalendar['hours'] | null }>`
    SELECT settings->'officeHours' AS hours FROM zones WHERE id = ${zoneId}`.execute(tx);
  return {
    hours: zone.rows[0]?.hours ?? defaultHours,
    exceptions: new Map(days.rows.map((row) => [row.date, row.is_workday])),
    loadedYears: new Set(years.rows.map((row) => row.year)),
  };
}

/** Every edition of every rule pack of the zone. */
export async function loadPacks(tx: Tx, zoneId: string): Promise<RulePack[]> {
  const { rows } = await sql<{
    code: string;
    edition: string;
    effective_from: string;
    source: string;
    confidence: RulePack['confidence'];
    params: unknown;
  }>`SELECT code, edition, effective_from, source, confidence, params FROM rule_packs WHERE zone_id = ${zoneId}`.execute(tx);
  return rows.map(({ effective_from, ...pack }) => ({ ...pack, effectiveFrom: effective_from }));
}

/** Adds an edition of a rule pack; editions are never edited, so a past day keeps its rule. */
export async function addPack(tx: Tx, zoneId: string, pack: RulePack, now: Instant): Promise<boolean> {
  const { rows } = await sql`INSERT INTO rule_packs (zone_id, code, edition, effective_from, source, confidence, params, created_at)
    VALUES (${zoneId}, ${pack.code}, ${pack.edition}, ${pack.effectiveFrom}, ${pack.source}, ${pack.confidence},
      ${JSON.stringify(pack.params)}::jsonb, ${toIso(now)}) ON CONFLICT DO NOTHING RETURNING code`.execute(tx);
  return rows.length > 0;
}

/** A moment that the database gives, in epoch milliseconds. */
export function instantOf(value: Date | string): Instant {
  return value instanceof Date ? value.getTime() : (fromIso(value) ?? 0);
}
