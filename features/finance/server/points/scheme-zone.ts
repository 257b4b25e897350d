import { sql } from 'kysely';
import { addDays, instantAt, toIso, type IsoDate } from '#kernel/rules/instant.ts';
import type { Tx } from '#kernel/server/database/door.ts';
import type { ValuesByCode } from '../../rules/points-fast.ts';

export type FirmValues = {
  readonly id: string;
  readonly name: string;
  readonly registeredOn: IsoDate | null;
  readonly values: ValuesByCode;
  /** ids of the inputs that the values stand in */
  readonly inputs: readonly string[];
};

const firmsAtOnce = 5000;

/** Every firm with inputs of a year by the end of a day, and of each indicator the latest; a few thousand firms at a time. */
export async function* zoneValues(tx: Tx, zoneId: string, year: number, on: IsoDate): AsyncGenerator<FirmValues> {
  const end = toIso(instantAt(addDays(on, 1), '00:00'));
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const firms = await sql<{ id: string; name: string; registered_on: IsoDate | null }>`
      SELECT id, name, registered_on FROM firms WHERE zone_id = ${zoneId} AND id > ${after} ORDER BY id LIMIT ${firmsAtOnce}`.execute(tx);
    const last = firms.rows.at(-1)?.id;
    if (last === undefined) return;
    const { rows } = await sql<{ firm_id: string; given: Record<string, number | null>; inputs: string[] }>`
      SELECT firm_id, json_object_agg(indicator, CASE WHEN state = 'value' THEN value END) AS given, json_agg(id) AS inputs FROM (
        SELECT DISTINCT ON (firm_id, indicator) firm_id, indicator, state, value, id FROM points_inputs
        WHERE zone_id = ${zoneId} AND firm_id > ${after} AND firm_id <= ${last} AND year = ${year} AND created_at < ${end}::timestamptz
        ORDER BY firm_id, indicator, created_at DESC, id DESC) latest
      GROUP BY firm_id`.execute(tx);
    const givenOf = new Map(rows.map((row) => [row.firm_id, row]));
    for (const { id, name, registered_on: registeredOn } of firms.rows) {
      const given = givenOf.get(id);
      if (given) yield { id, name, registeredOn, values: new Map(Object.entries(given.given)), inputs: given.inputs };
    }
    after = last;
  }
}
