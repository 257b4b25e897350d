import { sql } from 'kysely';
import { addDays, dateOf, instantAt, toIso, yearOf, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { instantOf, loadAliases, loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { scoreOf, type PointsValue, type ScoreTrace } from '../../rules/points-score.ts';
import { defaultPointsScheme, schemeOn, type PointsScheme } from '../../rules/points-scheme.ts';
import { withMerged } from '../merged-firms.ts';

/**
 * Frozen points are what the ledger holds; public ones are what the round was reckoned at, whatever was entered since;
 * before that a score is what today's inputs amount to.
 */
export type Standing =
  | { readonly kind: 'provisional' }
  | { readonly kind: 'public'; readonly on: IsoDate; readonly roundId: string }
  | { readonly kind: 'frozen'; readonly on: IsoDate; readonly roundId: string; readonly entries: number };

type Firm = { readonly id: string; readonly registeredOn: IsoDate | null };

/**
 * A firm's points as of a day: of the year asked for, or the latest one over by then that something was entered of; the year that
 * runs has hardly any values yet. A year frozen by that day stands as its ledger says, and one that was public as it was reckoned for it,
 * each with the reckoning it rests on; any other is reckoned under its round's edition or, before it has a round, the one then in force.
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
    const { on: day, roundId, entries, balance } = frozen;
    const { pack, trace } = await reckonedAs(ask, packs, year, frozen);
    return { year, years, pack, trace: { ...trace, score: balance }, standing: { kind: 'frozen', on: day, roundId, entries } };
  }
  const endOfDay = instantAt(addDays(on, 1), '00:00') - 1;
  const published = await publicAt(ask, firm.id, year, on, endOfDay);
  if (published) {
    const { on: day, roundId } = published;
    return { year, years, ...(await reckonedAs(ask, packs, year, published)), standing: { kind: 'public', on: day, roundId } };
  }
  const round = await roundEditionAt(ask, year, endOfDay);
  const pack = round === undefined ? schemeOn(packs, on) : schemeNamed(packs, round);
  const values = (await valuesAt(ask, [firm.id], year, endOfDay)).get(firm.id) ?? [];
  const registeredOn = await registeredAt(ask, firm, endOfDay);
  return {
    year,
    years,
    pack,
    trace: scoreOf(pack.params, registeredOn, stageDay(year, endOfDay), values),
    standing: { kind: 'provisional' },
  };
}

/** A stored score line by line, from the very inputs, edition and day of registration that it was reckoned from. */
async function reckonedAs(
  ask: Ask,
  packs: readonly RulePack[],
  year: number,
  { edition, registeredOn, inputs, at }: Reckoned,
): Promise<{ pack: RulePack<PointsScheme>; trace: ScoreTrace }> {
  const pack = schemeNamed(packs, edition);
  return { pack, trace: scoreOf(pack.params, registeredOn, stageDay(year, at), await valuesOf(ask, inputs)) };
}

/** The firm's day of registration as it stood by then: where it was put right later, what it was put right from. */
async function registeredAt(ask: Ask, firm: Firm, at: Instant): Promise<IsoDate | null> {
  if (at >= ask.now) return firm.registeredOn;
  const { rows } = await sql<{ then: IsoDate | null }>`SELECT before->>'registeredOn' AS then FROM audit_entries
    WHERE zone_id = ${ask.actor.zoneId} AND subject_kind = 'firm' AND subject_id = ${firm.id} AND at > ${toIso(at)}::timestamptz
      AND before->'registeredOn' IS NOT NULL ORDER BY id LIMIT 1`.execute(ask.tx);
  return rows[0] ? rows[0].then : firm.registeredOn;
}

/** A round that was cancelled later still stood until then. */
const stoodAt = (at: Instant) => sql`(r.status <> 'cancelled' OR r.status_since > ${toIso(at)}::timestamptz)`;

/** The edition of the year's round, if one was begun by then and stood. */
async function roundEditionAt(ask: Ask, year: number, at: Instant): Promise<string | undefined> {
  const { rows } = await sql<{ edition: string }>`SELECT edition FROM points_rounds r
    WHERE zone_id = ${ask.actor.zoneId} AND year = ${year} AND ${stoodAt(at)} AND created_at <= ${toIso(at)}::timestamptz
    ORDER BY created_at DESC LIMIT 1`.execute(ask.tx);
  return rows[0]?.edition;
}

/** How far the year's round is; a move of it at the same moment waits until this transaction is over. */
export async function roundStatus(ask: Ask, year: number): Promise<'gathering' | 'publicity' | 'reviewed' | 'frozen'> {
  const { rows } = await sql<{ status: 'gathering' | 'publicity' | 'reviewed' | 'frozen' }>`SELECT status FROM points_rounds
    WHERE zone_id = ${ask.actor.zoneId} AND year = ${year} AND status <> 'cancelled' FOR SHARE`.execute(ask.tx);
  return rows[0]?.status ?? 'gathering';
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

type Reckoned = {
  readonly on: IsoDate;
  readonly roundId: string;
  readonly edition: string;
  readonly registeredOn: IsoDate | null;
  readonly inputs: readonly string[];
  readonly at: Instant;
};

type StoredScore = { on: IsoDate; round_id: string; edition: string; registered_on: IsoDate | null; inputs: string[]; created_at: Date };

function reckonedOf({ on, round_id, edition, registered_on, inputs, created_at }: StoredScore): Reckoned {
  return { on, roundId: round_id, edition, registeredOn: registered_on, inputs, at: instantOf(created_at) };
}

/** The account of a firm's year by the end of a day: its balance, and the reckoning that its last entry rests on. */
async function frozenOn(
  ask: Ask,
  firmId: string,
  year: number,
  on: IsoDate,
): Promise<(Reckoned & { readonly balance: number; readonly entries: number }) | undefined> {
  const { rows } = await sql<StoredScore & { balance: string; entries: number }>`SELECT sum(e.points) OVER () AS balance,
      count(*) OVER ()::int AS entries, e.entered_on AS on, e.round_id, s.edition, s.registered_on, s.inputs, s.created_at
    FROM points_entries e JOIN points_scores s ON s.zone_id = e.zone_id AND s.id = e.score_id
    WHERE e.zone_id = ${ask.actor.zoneId} AND e.firm_id = ${firmId} AND e.year = ${year} AND e.entered_on <= ${on}::date
    ORDER BY e.seq DESC LIMIT 1`.execute(ask.tx);
  const row = rows[0];
  return row && { ...reckonedOf(row), balance: Number(row.balance), entries: row.entries };
}

/** What a firm was last reckoned at by then in the year's round, if that was public. */
async function publicAt(ask: Ask, firmId: string, year: number, on: IsoDate, at: Instant): Promise<Reckoned | undefined> {
  const { rows } = await sql<StoredScore>`SELECT r.published_on AS on, s.round_id, s.edition, s.registered_on, s.inputs, s.created_at
    FROM points_rounds r JOIN points_scores s ON s.zone_id = r.zone_id AND s.round_id = r.id
    WHERE r.zone_id = ${ask.actor.zoneId} AND r.year = ${year} AND r.published_on <= ${on}::date AND ${stoodAt(at)}
      AND s.firm_id = ${firmId} AND s.created_at <= ${toIso(at)}::timestamptz ORDER BY r.created_at DESC, s.attempt DESC LIMIT 1`.execute(
    ask.tx,
  );
  return rows[0] && reckonedOf(rows[0]);
}

async function yearsOf(ask: Ask, firmId: string, on: IsoDate): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`SELECT DISTINCT year FROM points_inputs WHERE zone_id = ${ask.actor.zoneId}
    AND firm_id = ANY(${await withMerged(ask, [firmId])}::uuid[]) AND created_at < ${toIso(instantAt(addDays(on, 1), '00:00'))}::timestamptz ORDER BY year DESC`.execute(
    ask.tx,
  );
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

/**
 * What had been entered by a moment for these firms and a year, of each indicator the latest. What was entered under the name of a
 * firm that was merged into one of them is theirs: they were one firm all along.
 */
export async function valuesAt(ask: Ask, firmIds: readonly string[], year: number, at: Instant): Promise<Map<string, PointsValue[]>> {
  const aliases = await loadAliases(ask.tx, ask.actor.zoneId);
  const { rows } = await sql<StoredValue>`
    SELECT DISTINCT ON (firm_id, indicator) id, firm_id, indicator, state, value, source, evidence, created_at FROM points_inputs
    WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ANY(${await withMerged(ask, firmIds)}::uuid[]) AND year = ${year}
      AND created_at <= ${toIso(at)}::timestamptz
    ORDER BY firm_id, indicator, created_at DESC, id DESC`.execute(ask.tx);
  const byFirm = new Map<string, Map<string, StoredValue>>();
  for (const row of rows) {
    const firmId = aliases.get(row.firm_id) ?? row.firm_id;
    const own = byFirm.get(firmId) ?? new Map<string, StoredValue>();
    byFirm.set(firmId, own);
    const other = own.get(row.indicator);
    if (!other || isLater(row, other)) own.set(row.indicator, row);
  }
  return new Map([...byFirm].map(([firmId, own]) => [firmId, [...own.values()].map(valueOf)]));
}

function isLater(one: StoredValue, other: StoredValue): boolean {
  const apart = one.created_at.getTime() - other.created_at.getTime();
  return apart > 0 || (apart === 0 && one.id > other.id);
}

/** The inputs that a score was reckoned from. */
export async function valuesOf(ask: Ask, inputIds: readonly string[]): Promise<PointsValue[]> {
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
