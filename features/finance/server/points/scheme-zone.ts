import { sql } from 'kysely';
import { addDays, instantAt, toIso, type IsoDate } from '#kernel/rules/instant.ts';
import { loadAliases } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import type { ValuesByCode } from '../../rules/points-fast.ts';
import type { PointsValue } from '../../rules/points-score.ts';
import { valuesAt } from './points-of.ts';

export type FirmValues = {
  readonly id: string;
  readonly name: string;
  readonly registeredOn: IsoDate | null;
  readonly values: ValuesByCode;
  /** ids of the inputs that the values stand in */
  readonly inputs: readonly string[];
};

const firmsAtOnce = 5000;

/**
 * Every firm with inputs of a year by the end of a day, and of each indicator the latest; a few thousand firms at a time. One that was
 * merged into another is that other.
 */
export async function* zoneValues(ask: Ask, year: number, on: IsoDate): AsyncGenerator<FirmValues> {
  const { tx } = ask;
  const { zoneId } = ask.actor;
  const end = instantAt(addDays(on, 1), '00:00');
  const aliases = await loadAliases(tx, zoneId);
  const joined = await valuesAt(ask, [...new Set(aliases.values())], year, end - 1);
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const firms = await sql<{ id: string; name: string; registered_on: IsoDate | null }>`
      SELECT id, name, registered_on FROM firms WHERE zone_id = ${zoneId} AND id > ${after} ORDER BY id LIMIT ${firmsAtOnce}`.execute(tx);
    const last = firms.rows.at(-1)?.id;
    if (last === undefined) return;
    const { rows } = await sql<{ firm_id: string; given: Record<string, number | null>; inputs: string[] }>`
      SELECT firm_id, json_object_agg(indicator, CASE WHEN state = 'value' THEN value END) AS given, json_agg(id) AS inputs FROM (
        SELECT DISTINCT ON (firm_id, indicator) firm_id, indicator, state, value, id FROM points_inputs
        WHERE zone_id = ${zoneId} AND firm_id > ${after} AND firm_id <= ${last} AND year = ${year} AND created_at < ${toIso(end)}::timestamptz
        ORDER BY firm_id, indicator, created_at DESC, id DESC) latest
      GROUP BY firm_id`.execute(tx);
    const givenOf = new Map(rows.map((row) => [row.firm_id, row]));
    for (const { id, name, registered_on: registeredOn } of firms.rows) {
      const given = givenOf.get(id);
      const own = joined.get(id);
      if (own) yield { id, name, registeredOn, values: valuesByCode(own), inputs: own.map(({ inputId }) => inputId) };
      else if (given && !aliases.has(id))
        yield { id, name, registeredOn, values: new Map(Object.entries(given.given)), inputs: given.inputs };
    }
    after = last;
  }
}

/** As the fast reckoning takes them: what does not apply is there, without a value. */
export function valuesByCode(values: readonly PointsValue[]): ValuesByCode {
  return new Map(values.map(({ code, state, value }) => [code, state === 'value' ? value : null]));
}
