import { sql } from 'kysely';
import { addDays, dateOf, instantAt, toIso, yearOf, type IsoDate } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { scoreOf, type PointsValue, type ScoreTrace } from '../../rules/points-score.ts';
import { schemeOn, type PointsScheme } from '../../rules/points-scheme.ts';

/** A firm's points as of a day: of the year asked for or the latest entered by then, under the edition then in force. */
export async function pointsOn(
  ask: Ask,
  firm: { readonly id: string; readonly registeredOn: IsoDate | null },
  on: IsoDate,
  asked?: number,
): Promise<{ year: number; years: number[]; pack: RulePack<PointsScheme>; trace: ScoreTrace }> {
  const years = await yearsOf(ask, firm.id, on);
  const year = asked ?? years[0] ?? yearOf(on) - 1;
  const pack = schemeOn(await loadPacks(ask.tx, ask.actor.zoneId), on);
  const asOf = on < `${year}-12-31` ? on : `${year}-12-31`;
  return { year, years, pack, trace: scoreOf(pack.params, firm.registeredOn, asOf, await valuesOn(ask, firm.id, year, on)) };
}

const endOf = (day: IsoDate) => toIso(instantAt(addDays(day, 1), '00:00'));

async function yearsOf(ask: Ask, firmId: string, on: IsoDate): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`SELECT DISTINCT year FROM points_inputs WHERE zone_id = ${ask.actor.zoneId}
    AND firm_id = ${firmId} AND created_at < ${endOf(on)}::timestamptz ORDER BY year DESC`.execute(ask.tx);
  return rows.map(({ year }) => year);
}

/** What had been entered by the end of a day, of each indicator the latest. */
async function valuesOn(ask: Ask, firmId: string, year: number, on: IsoDate): Promise<PointsValue[]> {
  const { rows } = await sql<{
    id: string;
    indicator: string;
    state: PointsValue['state'];
    value: string | null;
    source: string;
    evidence: string | null;
    created_at: Date;
  }>`
    SELECT DISTINCT ON (indicator) id, indicator, state, value, source, evidence, created_at FROM points_inputs
    WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId} AND year = ${year} AND created_at < ${endOf(on)}::timestamptz
    ORDER BY indicator, created_at DESC, id DESC`.execute(ask.tx);
  return rows.map((row) => ({
    code: row.indicator,
    state: row.state,
    value: row.value === null ? null : Number(row.value),
    inputId: row.id,
    source: row.source,
    evidence: row.evidence,
    enteredOn: dateOf(row.created_at.getTime()),
  }));
}
