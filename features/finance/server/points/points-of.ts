import { sql } from 'kysely';
import { addDays, dateOf, instantAt, toIso, yearOf, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { instantOf, loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { scoreOf, type PointsValue, type ScoreTrace } from '../../rules/points-score.ts';
import { defaultPointsScheme, schemeOn, type PointsScheme } from '../../rules/points-scheme.ts';

/** Frozen points are what the ledger holds; before that a score is what today's inputs amount to. */
export type Standing =
  | { readonly kind: 'provisional' }
  | { readonly kind: 'frozen'; readonly on: IsoDate; readonly roundId: string; readonly entries: number };

type Firm = { readonly id: string; readonly registeredOn: IsoDate | null };

/**
 * A firm's points as of a day: of the year asked for, or the latest one over by then that something was entered of; the year that
 * runs has hardly any values yet. A year frozen by that day stands as its ledger says, with the reckoning it rests on; any other is
 * reckoned under its round's edition or, before it has a round, the one then in force.
 */
export async function pointsOn(
  ask: Ask,
  firm: Firm,
  on: IsoDate,
  asked?: number,
): Promise<{ year: number; years: number[]; pack: RulePack<PointsScheme>; trace: ScoreTrace; standing: Standing }> {
  const years = await yearsOf(ask, firm.id, on);
  const year = asked ?? years.find((one) => one < yearOf(on)) ?? years[0] ?? yearOf(on) - 1;
  const packs = await loadPacks(ask.tx, ask.actor.zoneId);
  const frozen = await frozenOn(ask, firm.id, year, on);
  if (frozen) {
    const pack = schemeNamed(packs, frozen.edition);
    const values = await valuesOf(ask, frozen.inputs);
    const trace = scoreOf(pack.params, frozen.registeredOn, stageDay(year, frozen.at), values);
    const { frozenOn: day, roundId, entries } = frozen;
    return { year, years, pack, trace: { ...trace, score: frozen.balance }, standing: { kind: 'frozen', on: day, roundId, entries } };
  }
  const endOfDay = instantAt(addDays(on, 1), '00:00') - 1;
  const round = await roundEditionAt(ask, year, endOfDay);
  const pack = round === undefined ? schemeOn(packs, on) : schemeNamed(packs, round);
  const values = (await valuesAt(ask, [firm.id], year, endOfDay)).get(firm.id) ?? [];
  return {
    year,
    years,
    pack,
    trace: scoreOf(pack.params, firm.registeredOn, stageDay(year, endOfDay), values),
    standing: { kind: 'provisional' },
  };
}

/** The edition of the year's round, if one was begun by then and stands. */
async function roundEditionAt(ask: Ask, year: number, at: Instant): Promise<string | undefined> {
  const { rows } = await sql<{ edition: string }>`SELECT edition FROM points_rounds
    WHERE zone_id = ${ask.actor.zoneId} AND year = ${year} AND status <> 'cancelled' AND created_at <= ${toIso(at)}::timestamptz`.execute(
    ask.tx,
  );
  return rows[0]?.edition;
}

/** The edition of a scheme by its name; editions are never edited, so a name is enough to reckon again. */
export function schemeNamed(packs: readonly RulePack[], edition: string): RulePack<PointsScheme> {
  const own = packs.find((pack) => pack.code === defaultPointsScheme.code && pack.edition === edition);
  return (own as RulePack<PointsScheme> | undefined) ?? defaultPointsScheme;
}

/** The edition that a year's inputs are judged by: its round's, or the one in force while it has no round. */
export async function schemeOfYear(ask: Ask, year: number): Promise<PointsScheme> {
  const packs = await loadPacks(ask.tx, ask.actor.zoneId);
  const round = await roundEditionAt(ask, year, ask.now);
  return (round === undefined ? schemeOn(packs, dateOf(ask.now)) : schemeNamed(packs, round)).params;
}

/** The stage is that of the year's last day, or of the day itself while the year runs. */
export function stageDay(year: number, at: Instant): IsoDate {
  const day = dateOf(at);
  return day < `${year}-12-31` ? day : `${year}-12-31`;
}

type Frozen = {
  readonly balance: number;
  readonly frozenOn: IsoDate;
  readonly roundId: string;
  readonly entries: number;
  readonly edition: string;
  readonly registeredOn: IsoDate | null;
  readonly inputs: readonly string[];
  readonly at: Instant;
};

/** The account of a firm's year by the end of a day: its balance, and the reckoning that its last entry rests on. */
async function frozenOn(ask: Ask, firmId: string, year: number, on: IsoDate): Promise<Frozen | undefined> {
  const { rows } = await sql<{
    balance: string;
    entries: number;
    entered_on: IsoDate;
    round_id: string;
    edition: string;
    registered_on: IsoDate | null;
    inputs: string[];
    created_at: Date;
  }>`SELECT sum(e.points) OVER () AS balance, count(*) OVER ()::int AS entries, e.entered_on, e.round_id, s.edition, s.registered_on, s.inputs, s.created_at
    FROM points_entries e JOIN points_scores s ON s.zone_id = e.zone_id AND s.id = e.score_id
    WHERE e.zone_id = ${ask.actor.zoneId} AND e.firm_id = ${firmId} AND e.year = ${year} AND e.entered_on <= ${on}::date
    ORDER BY e.seq DESC LIMIT 1`.execute(ask.tx);
  const row = rows[0];
  return (
    row && {
      balance: Number(row.balance),
      frozenOn: row.entered_on,
      roundId: row.round_id,
      entries: row.entries,
      edition: row.edition,
      registeredOn: row.registered_on,
      inputs: row.inputs,
      at: instantOf(row.created_at),
    }
  );
}

async function yearsOf(ask: Ask, firmId: string, on: IsoDate): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`SELECT DISTINCT year FROM points_inputs WHERE zone_id = ${ask.actor.zoneId}
    AND firm_id = ${firmId} AND created_at < ${toIso(instantAt(addDays(on, 1), '00:00'))}::timestamptz ORDER BY year DESC`.execute(ask.tx);
  return rows.map(({ year }) => year);
}

type StoredValue = {
  id: string;
  firm_id: string;
  indicator: string;
  state: PointsValue['state'];
  value: string | null;
  source: string;
  evidence: string | null;
  created_at: Date;
};

/** What had been entered by a moment for these firms and a year, of each indicator the latest. */
export async function valuesAt(ask: Ask, firmIds: readonly string[], year: number, at: Instant): Promise<Map<string, PointsValue[]>> {
  const { rows } = await sql<StoredValue>`
    SELECT DISTINCT ON (firm_id, indicator) id, firm_id, indicator, state, value, source, evidence, created_at FROM points_inputs
    WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ANY(${[...firmIds]}::uuid[]) AND year = ${year} AND created_at <= ${toIso(at)}::timestamptz
    ORDER BY firm_id, indicator, created_at DESC, id DESC`.execute(ask.tx);
  const byFirm = Map.groupBy(rows, (row) => row.firm_id);
  return new Map([...byFirm].map(([firmId, own]) => [firmId, own.map(valueOf)]));
}

/** The inputs that a score was reckoned from. */
async function valuesOf(ask: Ask, inputIds: readonly string[]): Promise<PointsValue[]> {
  const { rows } = await sql<StoredValue>`SELECT id, firm_id, indicator, state, value, source, evidence, created_at FROM points_inputs
    WHERE zone_id = ${ask.actor.zoneId} AND id = ANY(${[...inputIds]}::uuid[])`.execute(ask.tx);
  return rows.map(valueOf);
}

function valueOf(row: StoredValue): PointsValue {
  return {
    code: row.indicator,
    state: row.state,
    value: row.value === null ? null : Number(row.value),
    inputId: row.id,
    source: row.source,
    evidence: row.evidence,
    enteredOn: dateOf(row.created_at.getTime()),
  };
}
