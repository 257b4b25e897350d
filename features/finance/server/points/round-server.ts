import { sql } from 'kysely';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { historiesOf } from '#kernel/server/cases/history.ts';
import { groundsOf, makeSystemMove } from '#kernel/server/cases/move.ts';
import { loadAliases, loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import type { Ask, CaseServer, RecordServer } from '#kernel/server/house.ts';
import { forbidden, invalid, notFound, Refused } from '#kernel/server/http/refused.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { pointsObjection } from '../../objection-case.ts';
import { pointsInput } from '../../points-records.ts';
import { pointsRound } from '../../round-case.ts';
import { pointsEntry, pointsScore } from '../../round-records.ts';
import type { ObjectionState } from '../../rules/objection-state.ts';
import { itemNamed, schemeOn } from '../../rules/points-scheme.ts';
import { publicityEnds, type RoundState } from '../../rules/round-state.ts';
import { correctPoints, freezeScores } from './points-ledger.ts';
import { schemeNamed } from './points-of.ts';
import { scoreCorrected, scoreRound, scoreUpheld } from './round-scores.ts';

type Input = Readonly<Record<string, unknown>>;

const roundServer: CaseServer = {
  declaration: pointsRound,
  async prepare(ask, move, input, state) {
    if (move === 'open') return begun(ask, input);
    const round = state as RoundState;
    switch (move) {
      case 'score':
        return { firms: await scoreRound(ask, round) };
      case 'publish':
        await guardFresh(ask, round);
        return { ...input };
      case 'freeze':
        await guardAnswered(ask, round);
        return { ...input, endedAt: await endedAt(ask, round) };
      case 'cancel':
        return { ...input, endedAt: await endedAt(ask, round) };
      case 'correct':
        return corrected(ask, input, round);
      default:
        return { ...input };
    }
  },
  async afterMove(ask, move, _input, state) {
    if (move === 'freeze') await freezeScores(ask, state as RoundState);
  },
};

async function begun(ask: Ask, input: Input): Promise<Record<string, unknown>> {
  const year = Number(input['year']);
  const { rows } =
    await sql`SELECT 1 FROM points_rounds WHERE zone_id = ${ask.actor.zoneId} AND year = ${year} AND status <> 'cancelled'`.execute(ask.tx);
  if (rows.length > 0)
    throw invalid([
      {
        code: 'ROUND_TWICE',
        field: 'year',
        rule: 'PTS-ROUND',
        message: { zh: `${year} 年度已经有了`, en: `There is a round of ${year} already` },
      },
    ]);
  const { edition } = schemeOn(await loadPacks(ask.tx, ask.actor.zoneId), dateOf(ask.now));
  return { year, edition, title: `${year} 年度创新积分` };
}

/** What is made public is what has been entered: what the last reckoning did not read is reckoned first. */
async function guardFresh(ask: Ask, round: RoundState): Promise<void> {
  const merged = [...(await loadAliases(ask.tx, ask.actor.zoneId))];
  const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM (
      (SELECT DISTINCT ON (coalesce(m.into_id, i.firm_id), i.indicator) i.id FROM points_inputs i
        LEFT JOIN unnest(${merged.map(([id]) => id)}::uuid[], ${merged.map(([, into]) => into)}::uuid[]) m (id, into_id) ON m.id = i.firm_id
        WHERE i.zone_id = ${ask.actor.zoneId} AND i.year = ${round.year}
        ORDER BY coalesce(m.into_id, i.firm_id), i.indicator, i.created_at DESC, i.id DESC)
      EXCEPT SELECT jsonb_array_elements_text(inputs)::uuid FROM points_scores
        WHERE zone_id = ${ask.actor.zoneId} AND round_id = ${round.id} AND attempt = ${round.attempts}) unread`.execute(ask.tx);
  const later = rows[0]?.count ?? 0;
  if (round.attempts === 0 || later === 0) return;
  throw refused(
    'SCORE_STALE',
    'PTS-PUBLICITY',
    `计分之后又录入了 ${later} 条数据，请重新计分再公示`,
    `${later} values were entered since: reckon again first`,
  );
}

async function guardAnswered(ask: Ask, round: RoundState): Promise<void> {
  const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM points_objections WHERE zone_id = ${ask.actor.zoneId}
    AND round_id = ${round.id} AND status = 'raised'`.execute(ask.tx);
  const open = rows[0]?.count ?? 0;
  if (open > 0)
    throw refused('OBJECTIONS_OPEN', 'PTS-OBJECTION', `还有 ${open} 件异议没有答复，不能冻结`, `${open} objections are not answered yet`);
}

/** When publicity ended: with its last day, or by a move before that. */
async function endedAt(ask: Ask, round: RoundState): Promise<number | null> {
  const { packs, calendar, now } = await groundsOf(ask);
  const ends = publicityEnds(round, packs, calendar);
  return ends === null ? null : Math.min(ends, now);
}

async function corrected(ask: Ask, input: Input, round: RoundState): Promise<Record<string, unknown>> {
  const firmId = String(input['firmId']);
  const score = await scoreCorrected(ask, round, firmId);
  if (!(await correctPoints(ask, round, firmId, score, String(input['reason']))))
    throw refused(
      'NOTHING_CHANGED',
      'PTS-LEDGER',
      '重新计分后没有变化：请先录入更正后的数据',
      'Nothing changes: enter the corrected value first',
    );
  return { ...input, score: score.score };
}

const objectionServer: CaseServer = {
  declaration: pointsObjection,
  async prepare(ask, move, input, state) {
    if (move === 'open') return raised(ask, input);
    if (move === 'uphold') await upheld(ask, input, state as ObjectionState);
    return { ...input };
  },
};

/** Only while its own points are public, and on an indicator of that round's scheme. */
async function raised(ask: Ask, input: Input): Promise<Record<string, unknown>> {
  const firmId = typeof input['firmId'] === 'string' ? input['firmId'] : ask.actor.scope.firms[0];
  if (!firmId || !ask.actor.scope.firms.includes(firmId)) throw forbidden({ zh: '只能由企业自己提出', en: 'Only the firm itself objects' });
  // a freeze that comes at the same moment waits, or this one finds the round frozen
  await sql`SELECT 1 FROM points_rounds WHERE zone_id = ${ask.actor.zoneId} AND id = ${String(input['roundId'])} FOR SHARE`.execute(ask.tx);
  const { round, params } = await roundOf(ask, String(input['roundId']));
  const { packs, calendar, now } = await groundsOf(ask);
  const ends = publicityEnds(round, packs, calendar);
  const refusals: Refusal[] = [];
  if (round.status !== 'publicity' || ends === null || now > ends)
    refusals.push({ code: 'NOT_PUBLIC', field: 'roundId', rule: 'PTS-PUBLICITY', message: notPublic(round.status, ends) });
  const item = itemNamed(params, String(input['indicator']).trim());
  if (!item)
    refusals.push({
      code: 'INDICATOR_UNKNOWN',
      field: 'indicator',
      rule: 'PTS-INPUT',
      message: { zh: '本年度方案没有这个指标', en: "This round's scheme has no such indicator" },
    });
  const scored =
    await sql`SELECT 1 FROM points_scores WHERE zone_id = ${ask.actor.zoneId} AND round_id = ${round.id} AND firm_id = ${firmId}`.execute(
      ask.tx,
    );
  if (scored.rows.length === 0)
    refusals.push({
      code: 'NOT_SCORED',
      field: 'roundId',
      rule: 'PTS-OBJECTION',
      message: { zh: '本企业没有参加这一年度的计分', en: 'Your firm was not reckoned in this round' },
    });
  if (refusals.length > 0) throw invalid(refusals);
  const firms = await titlesByIds(ask, 'firm', [firmId]);
  return { ...input, firmId, indicator: item?.code, title: `${firms.get(firmId) ?? ''} · ${round.year} · ${item?.name ?? ''}` };
}

function notPublic(status: string, ends: number | null): Refusal['message'] {
  if (status === 'cancelled') return { zh: '该年度已作废，不再受理异议', en: 'That round was cancelled' };
  if (ends === null)
    return { zh: '该年度积分还没有公示；现在可以直接填报数据', en: 'Not public yet: until then enter the values themselves' };
  const day = dateOf(ends);
  return {
    zh: `公示期已于 ${day} 届满；仍有误请联系园区金融服务专员，核实后在账上更正`,
    en: `Publicity ended on ${day}: ask the zone’s finance officer, who can correct it in the ledger`,
  };
}

/** The value that was found is entered as any other, and the firm alone is reckoned anew, by this value alone. */
async function upheld(ask: Ask, input: Input, objection: ObjectionState): Promise<void> {
  const { round } = await roundOf(ask, objection.roundId);
  const { id } = await createRow(ask, pointsInput, {
    firmId: objection.firmId,
    year: round.year,
    indicator: objection.indicator,
    state: input['state'],
    value: input['value'] ?? null,
    source: '异议核实',
    evidence: objection.evidence ?? objection.says,
  });
  const { score } = await scoreUpheld(ask, round, objection.firmId, objection.indicator, id);
  const system = { ...ask, actor: { ...systemActor(ask.actor.zoneId), name: ask.actor.name } };
  if (!(await makeSystemMove(system, pointsRound, round.id, 'rescored', { firmId: objection.firmId, score })))
    throw refused(
      'ROUND_CLOSED',
      'PTS-OBJECTION',
      '该年度已经作废，不再改分：请答复“异议不成立”并写明已作废',
      'The round was cancelled and moves no points: dismiss, and say so',
    );
}

async function roundOf(ask: Ask, id: string) {
  const events = (await historiesOf(ask.tx, ask.actor.zoneId, [id])).get(id);
  if (!events) throw notFound(pointsRound.label);
  const round = pointsRound.fold(id, events);
  return { round, params: schemeNamed(await loadPacks(ask.tx, ask.actor.zoneId), round.edition).params };
}

function refused(code: string, rule: string, zh: string, en: string): Refused {
  return new Refused(409, { code, rule, message: { zh, en } });
}

export const roundRecords: readonly RecordServer[] = [{ declaration: pointsScore }, { declaration: pointsEntry }];
export const roundCases: readonly CaseServer[] = [roundServer, objectionServer];
