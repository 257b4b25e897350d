import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { historiesOf } from '#kernel/server/cases/history.ts';
import { makeSystemMove } from '#kernel/server/cases/move.ts';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import type { Ask } from '#kernel/server/house.ts';
import { forbidden, Refused } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { readRow } from '#kernel/server/records/write.ts';
import { toIso } from '#kernel/rules/instant.ts';
import { giveScores, readScores } from '../../equity-contract.ts';
import { equityReferral } from '../../referral-case.ts';
import { recusalSays, type Recusal } from '../../rules/recusal.ts';
import { allScored, judging, meanOf, type ReferralState } from '../../rules/referral-state.ts';
import { recusalsOf } from './recusals.ts';

type Sheet = z.infer<(typeof readScores)['answer']>;
type Stored = { reviewer_id: string; scores: Sheet['rows'][number]['scores']; opinion: string; at: Date };

/** Serves the scores: given once each, unseen by others until every reviewer who is not recused has given theirs. */
export function serveScores(server: Server): void {
  serve(server, readScores, async ({ params }, ask) => {
    await readRow(ask, equityReferral, params.id);
    return sheetOf(ask, await stateOf(ask, params.id));
  });
  serve(server, giveScores, async ({ params, body }, ask) => {
    await readRow(ask, equityReferral, params.id);
    await scoreReferral(ask, params.id, body);
    return sheetOf(ask, await stateOf(ask, params.id));
  });
}

/** Keeps the reader's scores. The history, the audit trail and the timeline learn that somebody has scored, and never what. */
export async function scoreReferral(ask: Ask, id: string, { scores, opinion }: z.infer<(typeof giveScores)['body']>): Promise<void> {
  await guardScoring(ask, await lockedState(ask, id));
  await sql`INSERT INTO equity_scores (zone_id, id, referral_id, reviewer_id, scores, opinion, at)
    VALUES (${ask.actor.zoneId}, ${uuidv7()}, ${id}, ${ask.actor.userId}, ${JSON.stringify(scores)}::jsonb, ${opinion}, ${toIso(ask.now)})`.execute(
    ask.tx,
  );
  await makeSystemMove(ask, equityReferral, id, 'scored', { reviewerId: ask.actor.userId });
  await revealWhenAllIn(ask, id);
}

/** Opens the scores once the last reviewer whose word counts has scored or has stood aside (EQ-BLIND). */
export async function revealWhenAllIn(ask: Ask, id: string): Promise<void> {
  await standAside(ask, id);
  const state = await lockedState(ask, id);
  if (state.status !== 'dueDiligence' || !allScored(state)) return;
  const counted = judging(state).map((one) => one.id);
  const system = { ...ask, actor: systemActor(ask.actor.zoneId) };
  await makeSystemMove(system, equityReferral, id, 'reveal', { meanScore: await meanWithout(ask, state), scored: counted.length });
}

/** Whoever has come to have an interest since, by their own word or by a supply edge, stands aside (EQ-RECUSE). */
async function standAside(ask: Ask, id: string): Promise<void> {
  if ((await lateRecusals(ask, await lockedState(ask, id))).size === 0) return;
  await makeSystemMove({ ...ask, actor: systemActor(ask.actor.zoneId) }, equityReferral, id, 'recuse', {});
}

/** Those whose word still counts and who must stand aside as things are today. */
export function lateRecusals(ask: Ask, state: ReferralState): Promise<Map<string, Recusal>> {
  return recusalsOf(
    ask,
    state.firmId,
    judging(state).map((one) => one.id),
  );
}

/** The mean of those whose word counts, these left out; null when nobody is left. */
export async function meanWithout(
  ask: Ask,
  state: ReferralState,
  recused: ReadonlyMap<string, Recusal> = new Map(),
): Promise<number | null> {
  const counted = new Set(judging(state).flatMap(({ id }) => (recused.has(id) ? [] : [id])));
  const rows = (await storedScores(ask, state.id)).filter((row) => counted.has(row.reviewer_id));
  return rows.length === 0 ? null : meanOf(rows.flatMap(({ scores }) => Object.values(scores)));
}

async function guardScoring(ask: Ask, state: ReferralState): Promise<void> {
  const mine = state.reviewers.find((one) => one.id === ask.actor.userId);
  if (!mine) throw forbidden({ zh: '您不是本项目的评审人', en: 'You are not a reviewer of this referral' });
  const recusal = mine.recused ? recusalSays[mine.recused] : (await recusalsOf(ask, state.firmId, [mine.id])).get(mine.id)?.says;
  if (recusal)
    throw new Refused(403, { code: 'EQ_RECUSED', rule: 'EQ-RECUSE', message: { zh: `您${recusal.zh}`, en: `You: ${recusal.en}` } });
  if (mine.scored)
    throw new Refused(409, {
      code: 'EQ_SCORED',
      rule: 'EQ-BLIND',
      message: { zh: '您已经评过分，不能更改', en: 'You have scored already; scores cannot be changed' },
    });
  if (!mine.declared)
    throw new Refused(409, {
      code: 'EQ_DECLARE_FIRST',
      rule: 'EQ-RECUSE',
      message: { zh: '请先声明有无利害关系', en: 'Declare first whether you have an interest' },
    });
  if (state.status !== 'dueDiligence')
    throw new Refused(409, {
      code: 'MOVE_OUT_OF_TURN',
      message: { zh: '只在尽职调查阶段评分', en: 'Scores are given during due diligence' },
    });
}

async function sheetOf(ask: Ask, state: ReferralState): Promise<Sheet> {
  const isRevealed = state.meanScore !== null;
  const counted = new Set(judging(state).map((one) => one.id));
  const mine = judging(state).find((one) => one.id === ask.actor.userId);
  // whoever stands aside reads nobody else's word on the firm, then or later
  const isAside = state.reviewers.some((one) => one.id === ask.actor.userId && one.recused !== null);
  const seen = (await storedScores(ask, state.id)).filter((row) => (isRevealed && !isAside) || row.reviewer_id === ask.actor.userId);
  const names = await titlesByIds(
    ask,
    'user',
    seen.map((row) => row.reviewer_id),
  );
  return {
    isRevealed,
    isDue: state.status === 'dueDiligence' && mine?.declared === true && !mine.scored,
    rows: seen.map((row) => ({
      reviewerId: row.reviewer_id,
      reviewer: names.get(row.reviewer_id) ?? '—',
      scores: row.scores,
      opinion: row.opinion,
      at: row.at.toISOString(),
      isCounted: counted.has(row.reviewer_id),
    })),
  };
}

async function storedScores(ask: Ask, id: string): Promise<readonly Stored[]> {
  const { rows } = await sql<Stored>`SELECT reviewer_id, scores, opinion, at FROM equity_scores
    WHERE zone_id = ${ask.actor.zoneId} AND referral_id = ${id} ORDER BY at, id`.execute(ask.tx);
  return rows;
}

/** The state after whoever was faster: two last scores at once come one after the other. */
async function lockedState(ask: Ask, id: string): Promise<ReferralState> {
  await sql`SELECT 1 FROM equity_referrals WHERE zone_id = ${ask.actor.zoneId} AND id = ${id} FOR UPDATE`.execute(ask.tx);
  return stateOf(ask, id);
}

async function stateOf(ask: Ask, id: string): Promise<ReferralState> {
  return equityReferral.fold(id, (await historiesOf(ask.tx, ask.actor.zoneId, [id])).get(id) ?? []);
}
