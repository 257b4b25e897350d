import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { dateOf, toIso, type IsoDate } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';
import { announce } from '#kernel/server/http/event-hub.ts';
import { correctionEntries, frozenEntry, twoPlaces, type PointsEntry } from '../../rules/points-account.ts';
import type { RoundState } from '../../rules/round-state.ts';
import { sealOf } from '../seal.ts';

type Posting = { readonly firmId: string; readonly name: string; readonly entry: PointsEntry; readonly previous: string };

/** Posts the latest score of every firm of the round, each to its own account. */
export async function freezeScores(ask: Ask, round: RoundState): Promise<number> {
  const { rows } = await sql<{ id: string; firm_id: string; name: string; score: string }>`
    SELECT DISTINCT ON (s.firm_id) s.id, s.firm_id, f.name, s.score FROM points_scores s
    JOIN firms f ON f.zone_id = s.zone_id AND f.id = s.firm_id
    WHERE s.zone_id = ${ask.actor.zoneId} AND s.round_id = ${round.id} ORDER BY s.firm_id, s.attempt DESC`.execute(ask.tx);
  const on = dateOf(ask.now);
  const postings = rows.map(({ id, firm_id, name, score }): Posting => ({
    firmId: firm_id,
    name,
    previous: '',
    entry: frozenEntry(Number(score), { on, roundId: round.id, scoreId: id, note: null }),
  }));
  for (let from = 0; from < postings.length; from += 5000) await post(ask, round.year, postings.slice(from, from + 5000));
  return rows.length;
}

/** Takes back what stands on a firm's account and posts the new score: both entries stay. @returns whether anything changed */
export async function correctPoints(
  ask: Ask,
  round: RoundState,
  firmId: string,
  score: { readonly id: string; readonly score: number },
  note: string,
): Promise<boolean> {
  const account = await accountOf(ask, firmId, round.year);
  const posted = { on: dateOf(ask.now), roundId: round.id, scoreId: score.id, note };
  const entries = correctionEntries(
    account.map(({ entry }) => entry),
    score.score,
    posted,
  );
  if (entries.length === 0) return false;
  const { rows } = await sql<{ name: string }>`SELECT name FROM firms WHERE zone_id = ${ask.actor.zoneId} AND id = ${firmId}`.execute(
    ask.tx,
  );
  const name = rows[0]?.name ?? '';
  let previous = account.at(-1)?.hash ?? '';
  const postings = entries.map((entry): Posting => {
    const posting = { firmId, name, entry, previous };
    previous = sealOf(accountName(firmId, round.year), entry, previous);
    return posting;
  });
  await post(ask, round.year, postings);
  return true;
}

/** The entries of a firm's year in order, with their seals as stored. */
export async function accountOf(
  ask: Ask,
  firmId: string,
  year: number,
): Promise<{ readonly entry: PointsEntry; readonly previous: string; readonly hash: string }[]> {
  const { rows } = await sql<{
    seq: number;
    kind: PointsEntry['kind'];
    points: string;
    entered_on: IsoDate;
    round_id: string;
    score_id: string;
    note: string | null;
    previous_hash: string;
    hash: string;
  }>`SELECT seq, kind, points, entered_on, round_id, score_id, note, previous_hash, hash FROM points_entries
    WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId} AND year = ${year} ORDER BY seq`.execute(ask.tx);
  return rows.map(({ entered_on, round_id, score_id, previous_hash, hash, points, seq, kind, note }) => ({
    entry: { seq, kind, points: twoPlaces(Number(points)), on: entered_on, roundId: round_id, scoreId: score_id, note },
    previous: previous_hash,
    hash,
  }));
}

/** Is the account whole: numbered without a gap, each seal the one that its content and the one before give? */
export function isSound(account: string, entries: Awaited<ReturnType<typeof accountOf>>): boolean {
  let before = '';
  return entries.every(({ entry, previous, hash }, index) => {
    const fits = entry.seq === index + 1 && previous === before && hash === sealOf(account, entry, before);
    before = hash;
    return fits;
  });
}

export function accountName(firmId: string, year: number): string {
  return `${firmId}/${year}`;
}

const kindWords = { frozen: '冻结', reversal: '冲正', correction: '更正' } as const;

async function post(ask: Ask, year: number, postings: readonly Posting[]): Promise<void> {
  const at = toIso(ask.now);
  const rows = postings.map(({ firmId, name, entry, previous }) => ({
    zone_id: ask.actor.zoneId,
    id: uuidv7(),
    version: 1,
    created_at: at,
    updated_at: at,
    title: `${name} · ${year} · ${kindWords[entry.kind]} ${entry.points}`,
    firm_id: firmId,
    year,
    seq: entry.seq,
    kind: entry.kind,
    points: entry.points,
    entered_on: entry.on,
    round_id: entry.roundId,
    score_id: entry.scoreId,
    note: entry.note,
    previous_hash: previous,
    hash: sealOf(accountName(firmId, year), entry, previous),
  }));
  await sql`INSERT INTO points_entries SELECT * FROM jsonb_populate_recordset(NULL::points_entries, ${JSON.stringify(rows)}::jsonb)
    RETURNING 1`.execute(ask.tx);
  await announce(ask.tx, { zoneId: ask.actor.zoneId, kind: 'record', name: 'pointsEntry', id: '*' });
}
