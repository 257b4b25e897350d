import { sql } from 'kysely';
import type { WorkCalendar } from '#kernel/rules/calendar.ts';
import { fromIso, toIso, type Instant } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import type { Tx } from '../database/door.ts';
import { planned } from '../database/planned.ts';
import { aliasesFrom, type Aliases } from '../records/aliases.ts';

/** Office hours of the zone; a platform default until a zone sets its own. */
const defaultHours: WorkCalendar['hours'] = [
  ['09:00', '12:00'],
  ['13:30', '17:30'],
];

/** What a zone's cases are judged by, and the ids that merges have led elsewhere. */
type InForce = { readonly calendar: WorkCalendar; readonly packs: readonly RulePack[]; readonly aliases: Aliases };

const read = new WeakMap<Tx, Promise<InForce>>();

/** Read at once and once a transaction, since every move asks for all of it; who changes any of it in one says so. */
function inForce(tx: Tx, zoneId: string): Promise<InForce> {
  const known = read.get(tx) ?? readInForce(tx, zoneId);
  read.set(tx, known);
  return known;
}

/** To be said by whoever changes calendar, rule packs or aliases in a transaction: what was read of them in it counts no longer. */
export function changedInForce(tx: Tx): void {
  read.delete(tx);
}

async function readInForce(tx: Tx, zoneId: string): Promise<InForce> {
  const { rows } = await sql<{
    hours: WorkCalendar['hours'] | null;
    exceptions: Record<string, boolean>;
    years: number[];
    packs: RulePack[];
    aliases: Record<string, string>;
  }>`${planned} SELECT (SELECT settings->'officeHours' FROM zones WHERE id = ${zoneId}) AS hours,
    (SELECT coalesce(jsonb_object_agg(date, is_workday), '{}') FROM work_calendar_entries WHERE zone_id = ${zoneId}) AS exceptions,
    (SELECT coalesce(jsonb_agg(year), '[]') FROM work_calendar_years WHERE zone_id = ${zoneId}) AS years,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('code', code, 'edition', edition, 'effectiveFrom', effective_from, 'source', source,
      'confidence', confidence, 'params', params) ORDER BY created_at, edition), '[]') FROM rule_packs WHERE zone_id = ${zoneId}) AS packs,
    (SELECT coalesce(jsonb_object_agg(id, into_id), '{}') FROM record_aliases WHERE zone_id = ${zoneId}) AS aliases`.execute(tx);
  const [found] = rows;
  return {
    calendar: {
      hours: found?.hours ?? defaultHours,
      exceptions: new Map(Object.entries(found?.exceptions ?? {})),
      loadedYears: new Set(found?.years),
    },
    packs: found?.packs ?? [],
    aliases: aliasesFrom(found?.aliases ?? {}),
  };
}

/** The zone's working calendar: its office hours, the loaded years and their exceptions. */
export async function loadCalendar(tx: Tx, zoneId: string): Promise<WorkCalendar> {
  return (await inForce(tx, zoneId)).calendar;
}

/** Every edition of every rule pack of the zone; of two for the same day the later adopted comes last, and is the one in force. */
export async function loadPacks(tx: Tx, zoneId: string): Promise<readonly RulePack[]> {
  return (await inForce(tx, zoneId)).packs;
}

/**
 * The zone's aliases, chains followed to their end. Events are never rewritten; read through these they name
 * the surviving row, and a merge undone takes its alias away, so that they name their own again.
 */
export async function loadAliases(tx: Tx, zoneId: string): Promise<Aliases> {
  return (await inForce(tx, zoneId)).aliases;
}

/** Adds an edition of a rule pack; editions are never edited, so a past day keeps its rule. */
export async function addPack(tx: Tx, zoneId: string, pack: RulePack, now: Instant): Promise<boolean> {
  const { rows } = await sql`INSERT INTO rule_packs (zone_id, code, edition, effective_from, source, confidence, params, created_at)
    VALUES (${zoneId}, ${pack.code}, ${pack.edition}, ${pack.effectiveFrom}, ${pack.source}, ${pack.confidence},
      ${JSON.stringify(pack.params)}::jsonb, ${toIso(now)}) ON CONFLICT DO NOTHING RETURNING code`.execute(tx);
  changedInForce(tx);
  return rows.length > 0;
}

/** A moment that the database gives, in epoch milliseconds. */
export function instantOf(value: Date | string): Instant {
  return value instanceof Date ? value.getTime() : (fromIso(value) ?? 0);
}
