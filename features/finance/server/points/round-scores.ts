import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { toIso, type IsoDate } from '#kernel/rules/instant.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { announce } from '#kernel/server/http/event-hub.ts';
import { scoreOf } from '../../rules/points-score.ts';
import type { RoundState } from '../../rules/round-state.ts';
import { schemeNamed, stageDay, valuesAt } from './points-of.ts';

type Firm = { readonly id: string; readonly name: string; readonly registered_on: IsoDate | null };

/** So many firms are read, reckoned and stored at once. */
const batch = 5000;

/** Reckons every firm that has inputs of the round's year, as of this moment, and keeps the results. @returns how many firms */
export async function scoreRound(ask: Ask, round: RoundState): Promise<number> {
  let count = 0;
  for (let after = ''; ;) {
    const { rows: firms } = await sql<Firm>`SELECT id, name, registered_on FROM firms f WHERE zone_id = ${ask.actor.zoneId}
      AND (${after} = '' OR id > ${after === '' ? null : after}::uuid) AND EXISTS (SELECT 1 FROM points_inputs i
        WHERE i.zone_id = f.zone_id AND i.firm_id = f.id AND i.year = ${round.year}) ORDER BY id LIMIT ${batch}`.execute(ask.tx);
    const last = firms.at(-1);
    if (!last) break;
    await scoreFirms(ask, round, firms, round.attempts + 1);
    count += firms.length;
    after = last.id;
  }
  await announce(ask.tx, { zoneId: ask.actor.zoneId, kind: 'record', name: 'pointsScore', id: '*' });
  return count;
}

/** Reckons one firm of the round anew: after an objection, or for a correction. @returns the score's id and value */
export async function scoreAgain(ask: Ask, round: RoundState, firmId: string): Promise<{ id: string; score: number }> {
  const { rows } = await sql<
    Firm & { attempt: number }
  >`SELECT id, name, registered_on, (SELECT coalesce(max(attempt), 0) + 1 FROM points_scores s
      WHERE s.zone_id = f.zone_id AND s.round_id = ${round.id} AND s.firm_id = f.id)::int AS attempt
    FROM firms f WHERE zone_id = ${ask.actor.zoneId} AND id = ${firmId} FOR UPDATE`.execute(ask.tx);
  const firm = rows[0];
  const [scored] = firm ? await scoreFirms(ask, round, [firm], firm.attempt) : [];
  if (!scored) throw new Error(`No such firm: ${firmId}`);
  await announce(ask.tx, { zoneId: ask.actor.zoneId, kind: 'record', name: 'pointsScore', id: '*' });
  return scored;
}

async function scoreFirms(ask: Ask, round: RoundState, firms: readonly Firm[], attempt: number): Promise<{ id: string; score: number }[]> {
  const { params } = schemeNamed(await loadPacks(ask.tx, ask.actor.zoneId), round.edition);
  const ids = firms.map(({ id }) => id);
  const values = await valuesAt(ask, ids, round.year, ask.now);
  const at = toIso(ask.now);
  const rows = firms.map((firm) => {
    const trace = scoreOf(params, firm.registered_on, stageDay(round.year, ask.now), values.get(firm.id) ?? []);
    return {
      zone_id: ask.actor.zoneId,
      id: uuidv7(),
      version: 1,
      created_at: at,
      updated_at: at,
      title: `${firm.name} · ${round.year} · ${trace.score.toFixed(2)}`,
      round_id: round.id,
      firm_id: firm.id,
      year: round.year,
      attempt,
      edition: round.edition,
      registered_on: firm.registered_on,
      stage: trace.stage,
      score: trace.score,
      is_vetoed: trace.isVetoed,
      missing: trace.missing,
    };
  });
  await sql`INSERT INTO points_scores SELECT * FROM jsonb_populate_recordset(NULL::points_scores, ${JSON.stringify(rows)}::jsonb)`.execute(
    ask.tx,
  );
  return rows.map(({ id, score }) => ({ id, score }));
}
