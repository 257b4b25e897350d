import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { dateOf, toIso } from '#kernel/rules/instant.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { announce } from '#kernel/server/http/event-hub.ts';
import { scoreOnly } from '../../rules/points-fast.ts';
import type { PointsScheme } from '../../rules/points-scheme.ts';
import { stageOf, type PointsValue } from '../../rules/points-score.ts';
import type { RoundState } from '../../rules/round-state.ts';
import { schemeNamed, stageDay, valuesAt, valuesOf } from './points-of.ts';
import { valuesByCode, zoneValues, type FirmValues } from './scheme-zone.ts';

/** So many results are stored at once. */
const batch = 5000;

/** Reckons every firm that has inputs of the round's year, as of this moment, and keeps the results. @returns how many firms */
export async function scoreRound(ask: Ask, round: RoundState): Promise<number> {
  const scheme = await schemeOf(ask, round);
  let rows: Stored[] = [];
  let count = 0;
  const store = async () => {
    await insertScores(ask, rows);
    count += rows.length;
    rows = [];
  };
  for await (const firm of zoneValues(ask, round.year, dateOf(ask.now))) {
    rows.push(scoreRow(ask, round, scheme, firm, round.attempts + 1));
    if (rows.length === batch) await store();
  }
  await store();
  return count;
}

/** Reckons one firm of the round anew for a correction: from everything entered by now. */
export function scoreCorrected(ask: Ask, round: RoundState, firmId: string): Promise<Again> {
  return scoreAgain(ask, round, firmId, async () => (await valuesAt(ask, [firmId], round.year, ask.now)).get(firmId) ?? []);
}

/** Reckons one firm of the round anew after an objection: with the value found, and all else as it was public. */
export function scoreUpheld(ask: Ask, round: RoundState, firmId: string, indicator: string, inputId: string): Promise<Again> {
  return scoreAgain(ask, round, firmId, async () => {
    const { rows } = await sql<{ inputs: string[] }>`SELECT inputs FROM points_scores WHERE zone_id = ${ask.actor.zoneId}
      AND round_id = ${round.id} AND firm_id = ${firmId} ORDER BY attempt DESC LIMIT 1`.execute(ask.tx);
    const values = await valuesOf(ask, [...(rows[0]?.inputs ?? []), inputId]);
    return values.filter((one) => one.code !== indicator || one.inputId === inputId);
  });
}

type Again = { readonly id: string; readonly score: number };

/**
 * The firm is locked before anything of it is read, so that two at once reckon one after the other; not its key, which both
 * hold already by what they entered.
 */
async function scoreAgain(ask: Ask, round: RoundState, firmId: string, valuesNow: () => Promise<readonly PointsValue[]>): Promise<Again> {
  const { rows } = await sql<
    Pick<FirmValues, 'id' | 'name' | 'registeredOn'>
  >`SELECT id, name, registered_on AS "registeredOn" FROM firms WHERE zone_id = ${ask.actor.zoneId} AND id = ${firmId} FOR NO KEY UPDATE`.execute(
    ask.tx,
  );
  const firm = rows[0];
  if (!firm) throw new Error(`No such firm: ${firmId}`);
  const last = await sql<{ attempt: number }>`SELECT coalesce(max(attempt), 0)::int AS attempt FROM points_scores
    WHERE zone_id = ${ask.actor.zoneId} AND round_id = ${round.id} AND firm_id = ${firmId}`.execute(ask.tx);
  const given = await valuesNow();
  const values = valuesByCode(given);
  const inputs = given.map(({ inputId }) => inputId);
  const attempt = (last.rows[0]?.attempt ?? 0) + 1;
  const row = scoreRow(ask, round, await schemeOf(ask, round), { ...firm, values, inputs }, attempt);
  await insertScores(ask, [row]);
  return { id: row.id, score: row.score };
}

type Stored = ReturnType<typeof scoreRow>;

function scoreRow(ask: Ask, round: RoundState, scheme: PointsScheme, firm: FirmValues, attempt: number) {
  const at = toIso(ask.now);
  const stage = stageOf(firm.registeredOn, stageDay(round.year, ask.now), scheme);
  const { score, isVetoed, missing } = scoreOnly(scheme, stage, firm.values);
  return {
    zone_id: ask.actor.zoneId,
    id: uuidv7(),
    version: 1,
    created_at: at,
    updated_at: at,
    title: `${firm.name} · ${round.year} · ${score.toFixed(2)}`,
    round_id: round.id,
    firm_id: firm.id,
    year: round.year,
    attempt,
    edition: round.edition,
    registered_on: firm.registeredOn,
    stage,
    score,
    is_vetoed: isVetoed,
    missing,
    inputs: firm.inputs,
  };
}

async function schemeOf(ask: Ask, round: RoundState): Promise<PointsScheme> {
  return schemeNamed(await loadPacks(ask.tx, ask.actor.zoneId), round.edition).params;
}

async function insertScores(ask: Ask, rows: readonly Stored[]): Promise<void> {
  await sql`INSERT INTO points_scores SELECT * FROM jsonb_populate_recordset(NULL::points_scores, ${JSON.stringify(rows)}::jsonb)
    RETURNING 1`.execute(ask.tx);
  await announce(ask.tx, { zoneId: ask.actor.zoneId, kind: 'record', name: 'pointsScore', id: '*' });
}
