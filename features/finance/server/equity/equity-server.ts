import { sql } from 'kysely';
import type { Ask, CaseServer, RecordServer } from '#kernel/server/house.ts';
import { invalid, Refused } from '#kernel/server/http/refused.ts';
import type { Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { purposesFor } from '../../choices.ts';
import { reviewerInterest } from '../../equity-records.ts';
import { equityReferral } from '../../referral-case.ts';
import type { ReferralState } from '../../rules/referral-state.ts';
import { mayBeSeen } from '../consents.ts';
import { pointsOn } from '../points/points-of.ts';
import { recusalsOf } from './recusals.ts';
import { lateRecusals, meanWithout, revealWhenAllIn, serveScores } from './scores.ts';

type Input = Readonly<Record<string, unknown>>;

const interestServer: RecordServer = {
  declaration: reviewerInterest,
  async beforeWrite(ask, values) {
    const firmId = String(values['firmId']);
    const names = await titlesByIds(ask, 'firm', [firmId]);
    return { values: { ...values, reviewerId: ask.actor.userId, title: `${ask.actor.name} · ${names.get(firmId) ?? '—'}` } };
  },
  // An interest declared late still counts: whoever is reviewing then stands aside at once.
  async afterWrite(ask) {
    const { rows } = await sql<{ id: string }>`SELECT DISTINCT r.id FROM equity_referrals r
      JOIN case_parties p ON p.zone_id = r.zone_id AND p.case_id = r.id AND p.party_id = ${ask.actor.userId}
      WHERE r.zone_id = ${ask.actor.zoneId} AND r.status IN ('screening', 'dueDiligence', 'decision') ORDER BY r.id`.execute(ask.tx);
    for (const { id } of rows) await revealWhenAllIn(ask, id);
  },
};

const referralServer: CaseServer = {
  declaration: equityReferral,
  async prepare(ask, move, input, state) {
    if (move === 'open') return opened(ask, input);
    const referral = state as ReferralState;
    if (move === 'recuse') return recusedNow(ask, referral);
    const mine = (await recusalsOf(ask, referral.firmId, [ask.actor.userId])).get(ask.actor.userId);
    if (move === 'declare' || move === 'declareNone') {
      const why = mine?.why ?? (move === 'declare' ? 'declared' : undefined);
      return { ...input, ...(why ? { recusedFor: why } : {}) };
    }
    if (mine) throw new Refused(403, { code: 'EQ_RECUSED', rule: 'EQ-RECUSE', message: mine.says });
    if (move === 'decide' && (await lateRecusals(ask, referral)).size > 0) throw someoneLate;
    return move === 'screen' ? screened(ask, input, referral) : { ...input };
  },
  async afterMove(ask, move, _input, state) {
    if (move === 'declare' || move === 'declareNone' || move === 'recuse') await revealWhenAllIn(ask, state.id);
  },
};

const someoneLate = new Refused(409, {
  code: 'EQ_RECUSED_SINCE',
  rule: 'EQ-RECUSE',
  message: {
    zh: '有评审人按规则须回避，其评分不能计入：请先“核对回避”，再决策',
    en: 'A reviewer must stand aside and their score cannot count: check recusals first, then decide',
  },
});

/** Who must stand aside as things are today, and the mean without them. */
async function recusedNow(ask: Ask, state: ReferralState): Promise<Record<string, unknown>> {
  const late = await lateRecusals(ask, state);
  if (late.size === 0)
    throw new Refused(409, {
      code: 'EQ_NOBODY_NEW',
      rule: 'EQ-RECUSE',
      message: { zh: '没有新的回避', en: 'Nobody else must stand aside' },
    });
  const recusals = [...late].map(([reviewerId, { why }]) => ({ reviewerId, why }));
  return { recusals, ...(state.status === 'decision' ? { meanScore: await meanWithout(ask, state, late) } : {}) };
}

/** Only to a fund that the firm lets see its applications (PIP-05). */
async function opened(ask: Ask, input: Input): Promise<Record<string, unknown>> {
  const [firmId, fundId] = [String(input['firmId']), String(input['fundId'])];
  const day = dateOf(ask.now);
  const funds = await sql`SELECT 1 FROM providers WHERE zone_id = ${ask.actor.zoneId} AND id = ${fundId} AND kind = 'fund'`.execute(ask.tx);
  if (funds.rows.length === 0)
    throw invalid([
      { code: 'EQ_FUND', field: 'fundId', message: { zh: '请选择类型为“基金”的机构', en: 'Choose a provider that is a fund' } },
    ]);
  const lets = (scope: 'application' | 'points') => mayBeSeen(ask, firmId, fundId, { scope, purposes: purposesFor.fund });
  if (!(await lets('application')))
    throw invalid([
      {
        code: 'CONSENT_MISSING',
        rule: 'PIP-05',
        field: 'fundId',
        message: {
          zh: '企业尚未授权该基金查看申请材料，请企业先授权',
          en: 'The firm has not let this fund see applications; ask it for its consent first',
        },
      },
    ]);
  const showsPoints = await lets('points');
  const registered = await sql<{ registered_on: string | null }>`SELECT registered_on FROM firms
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${firmId}`.execute(ask.tx);
  const points = await pointsOn(ask, { id: firmId, registeredOn: registered.rows[0]?.registered_on ?? null }, day);
  const score = showsPoints && points.years.length > 0 ? points.trace.score : null;
  const firms = await titlesByIds(ask, 'firm', [firmId]);
  const names = await titlesByIds(ask, 'provider', [fundId]);
  return { ...input, title: `${firms.get(firmId) ?? '—'} → ${names.get(fundId) ?? '—'}`, score };
}

/** Named reviewers hold the role in this very fund today; those with an interest are marked at once (EQ-RECUSE). */
async function screened(ask: Ask, input: Input, state: ReferralState): Promise<Record<string, unknown>> {
  const ids = [...new Set([input['reviewerIds'] ?? []].flat().map(String))];
  const day = dateOf(ask.now);
  const { rows } = await sql<{ user_id: string }>`SELECT DISTINCT user_id FROM role_grants WHERE zone_id = ${ask.actor.zoneId}
    AND role = 'fundReviewer' AND scope_id = ${state.fundId} AND from_on <= ${day}::date AND (to_on IS NULL OR to_on >= ${day}::date)`.execute(
    ask.tx,
  );
  const fit = new Set(rows.map((row) => row.user_id));
  if (ids.some((id) => !fit.has(id)))
    throw invalid([
      {
        code: 'EQ_REVIEWERS',
        rule: 'EQ-REVIEWERS',
        field: 'reviewerIds',
        message: { zh: '只能指定本基金的评审人', en: "Name only this fund's reviewers" },
      },
    ]);
  const recusals = await recusalsOf(ask, state.firmId, ids);
  return { ...input, reviewerIds: ids, recusals: [...recusals].map(([reviewerId, { why }]) => ({ reviewerId, why })) };
}

export const equityRecords: readonly RecordServer[] = [interestServer];
export const equityCases: readonly CaseServer[] = [referralServer];

/** Serves what investment has beside its record's and case's own operations. */
export function serveEquity(server: Server): void {
  serveScores(server);
}
