import { sql } from 'kysely';
import { addWorkingDays } from '#kernel/rules/calendar.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { groundsOf } from '#kernel/server/cases/move.ts';
import type { Ask, CaseServer } from '#kernel/server/house.ts';
import { forbidden, invalid } from '#kernel/server/http/refused.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { chainAction } from '../action-case.ts';
import { chainActionKinds } from '../choices.ts';
import { chainLeader } from '../leader-case.ts';
import { chainRulesOn } from '../rules/chain-pack.ts';
import { chiefOn } from './chiefs.ts';

/** 链主: a firm on the chain, of at most three, and the list announced for working days (CHN-04, CHN-05). */
export const leaderServer: CaseServer = {
  declaration: chainLeader,
  async prepare(ask, move, input) {
    if (move === 'announce') {
      const { calendar, packs } = await groundsOf(ask);
      const today = dateOf(ask.now);
      const days = chainRulesOn(packs, today).params.leaderAnnounceDays;
      return { ...input, until: addWorkingDays(calendar, today, days, 'includeStart').date };
    }
    if (move !== 'open') return { ...input };
    const firmId = String(input['firmId']);
    const chainId = String(input['chainId']);
    const { roles, scope } = ask.actor;
    if (!roles.includes('partyWorkOfficer') && !scope.firms.includes(firmId))
      throw forbidden({ zh: '只能为本企业申报', en: 'Only for your own firm' });
    const refusals = await leaderRefusals(ask, firmId, chainId);
    if (refusals.length > 0) throw invalid(refusals);
    const firms = await titlesByIds(ask, 'firm', [firmId]);
    const chains = await titlesByIds(ask, 'chain', [chainId]);
    return {
      ...input,
      title: `${firms.get(firmId) ?? ''} · ${chains.get(chainId) ?? ''}`,
      chiefId: await chiefOn(ask.tx, ask.actor.zoneId, chainId, dateOf(ask.now)),
    };
  },
};

async function leaderRefusals(ask: Ask, firmId: string, chainId: string): Promise<Refusal[]> {
  const today = dateOf(ask.now);
  const { packs } = await groundsOf(ask);
  const most = chainRulesOn(packs, today).params.leaderChainsMost;
  const { rows: on } = await sql<{ live: boolean }>`SELECT (from_on <= ${today}::date AND (to_on IS NULL OR to_on >= ${today}::date)
      AND ended_on IS NULL) AS live FROM chain_memberships
    WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId} AND chain_id = ${chainId}`.execute(ask.tx);
  const { rows: own } = await sql<{ chain_id: string }>`SELECT chain_id FROM chain_leaders WHERE zone_id = ${ask.actor.zoneId}
    AND firm_id = ${firmId} AND status NOT IN ('declined', 'withdrawn', 'removed')`.execute(ask.tx);
  const refusals: Refusal[] = [];
  if (!on.some((row) => row.live)) {
    refusals.push({
      code: on.length > 0 ? 'LEFT_THE_CHAIN' : 'NOT_ON_CHAIN',
      rule: 'CHN-04',
      field: 'firmId',
      message:
        on.length > 0
          ? { zh: '这家企业已离开这条链上的环节，不能申报链主', en: 'The firm has left its node of this chain and cannot apply' }
          : { zh: '这家企业不在这条链上，请先把它挂到环节', en: 'The firm is not on this chain; put it on a node first' },
    });
  }
  if (own.some((row) => row.chain_id === chainId))
    refusals.push({
      code: 'LEADER_TWICE',
      rule: 'CHN-05',
      field: 'chainId',
      message: { zh: '这家企业已申报或已是这条链的链主', en: 'The firm has applied for or leads this chain already' },
    });
  else if (own.length >= most)
    refusals.push({
      code: 'TOO_MANY_CHAINS',
      rule: 'CHN-04',
      field: 'chainId',
      message: { zh: `一家企业最多申报 ${most} 条链的链主`, en: `A firm may apply for at most ${most} chains` },
    });
  return refusals;
}

/** An action belongs to its node's chain; only an extension may go without a node (§7.2). */
export const actionServer: CaseServer = {
  declaration: chainAction,
  async prepare(ask, move, input) {
    if (move !== 'open') return { ...input };
    const nodeId = typeof input['nodeId'] === 'string' ? input['nodeId'] : null;
    const { rows } = await sql<{ chain_id: string; name: string }>`SELECT chain_id, name FROM chain_nodes
      WHERE zone_id = ${ask.actor.zoneId} AND id::text = ${nodeId}`.execute(ask.tx);
    const chainId = rows[0]?.chain_id ?? (typeof input['chainId'] === 'string' ? input['chainId'] : null);
    const refusals: Refusal[] = [];
    if (nodeId === null && input['kind'] !== 'extend')
      refusals.push({
        code: 'NODE_MISSING',
        rule: '7.2',
        field: 'nodeId',
        message: { zh: '强链和补链要写明是哪个环节', en: 'Say which node is to be strengthened or filled' },
      });
    if (chainId === null)
      refusals.push({
        code: 'CHAIN_MISSING',
        rule: '7.2',
        field: 'chainId',
        message: { zh: '请选择环节或产业链', en: 'Choose a node or a chain' },
      });
    if (String(input['dueOn']) < dateOf(ask.now))
      refusals.push({
        code: 'DUE_IN_PAST',
        rule: '7.2',
        field: 'dueOn',
        message: { zh: '期限不能早于今天', en: 'The due date cannot be before today' },
      });
    if (refusals.length > 0 || chainId === null) throw invalid(refusals);
    const chains = await titlesByIds(ask, 'chain', [chainId]);
    const kind = chainActionKinds[input['kind'] as keyof typeof chainActionKinds].zh;
    return {
      ...input,
      chainId,
      title: `${kind}：${rows[0]?.name ?? chains.get(chainId) ?? ''}`,
      chiefId: await chiefOn(ask.tx, ask.actor.zoneId, chainId, dateOf(ask.now)),
    };
  },
};
