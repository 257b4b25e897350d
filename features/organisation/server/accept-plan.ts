import { sql } from 'kysely';
import type { AnswerOf, InputOf } from '#kernel/contract/endpoint.ts';
import { t, type Text } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { openCase } from '#kernel/server/cases/move.ts';
import type { Ask } from '#kernel/server/house.ts';
import { invalid } from '#kernel/server/http/refused.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { formation } from '../formation-case.ts';
import type { acceptCoveragePlan } from '../plan-contract.ts';
import { organisationUnit } from '../records.ts';
import type { RoomyBranch } from '../rules/branch-plan.ts';
import { coverageOfDay } from './covered-firms.ts';
import { firmsBeingOrganised, roomyBranches } from './plan-grounds.ts';

type Chosen = InputOf<typeof acceptCoveragePlan>['body']['proposals'];

/** Opens a formation case for each chosen proposal, all or none; refused where a firm is covered or being organised meanwhile. */
export async function acceptProposals(ask: Ask, proposals: Chosen): Promise<AnswerOf<typeof acceptCoveragePlan>> {
  const day = await coverageOfDay(ask, dateOf(ask.now));
  const byId = new Map(day.firms.map((one) => [one.id, one]));
  const seen = new Set<string>();
  const refusals: Refusal[] = [];
  proposals.forEach((one, index) => {
    const field = `proposals.${index}.firmIds`;
    const firms = one.firmIds.flatMap((id) => byId.get(id) ?? []);
    const refuse = (code: string, rule: string, { zh, en }: Text) =>
      refusals.push({ code, rule, field, message: { zh: `“${one.name}”：${zh}`, en: `“${one.name}”: ${en}` } });
    const covered = firms.find((firm) => (one.kind === 'independent' ? firm.own : firm.own || firm.joint));
    if (firms.length < one.firmIds.length) refuse('FIRM_UNKNOWN', 'D-ZONE', t('本区没有其中的企业', 'this zone has no such firm'));
    if (covered)
      refuse(
        'COVERED_MEANWHILE',
        'ORG-03',
        t(`${covered.firm.name}已经被覆盖，请重新规划`, `${covered.firm.name} is covered by now; plan again`),
      );
    if (one.firmIds.some((id) => seen.has(id))) refuse('FIRM_TWICE', 'ORG-03', t('同一家企业出现在两个方案里', 'a firm appears twice'));
    if (one.kind === 'joint' && one.firmIds.length > day.rules.jointBranchMaxUnits)
      refuse('TOO_MANY_UNITS', 'ORG-03', t(`不超过 ${day.rules.jointBranchMaxUnits} 家`, `at most ${day.rules.jointBranchMaxUnits} firms`));
    const full = firms.reduce((sum, firm) => sum + firm.fullMembers, 0);
    if (one.kind !== 'join' && full < day.rules.ownBranchMin)
      refuse(
        'TOO_FEW_MEMBERS',
        one.kind === 'joint' ? 'ORG-03' : 'ORG-01',
        t(`合计 ${full} 名正式党员，不足 ${day.rules.ownBranchMin} 名`, `${full} full members, ${day.rules.ownBranchMin} are needed`),
      );
    if (one.kind === 'join' && one.branchId === undefined)
      refuse('BRANCH_MISSING', 'ORG-03', t('没有写明加入哪个支部', 'which branch do they join?'));
    for (const id of one.firmIds) seen.add(id);
  });
  const forming = await firmsBeingOrganised(ask);
  const twice = [...seen].find((id) => forming.has(id));
  if (twice !== undefined) {
    const title = forming.get(twice) ?? '';
    refusals.push({
      code: 'FORMATION_OPEN',
      rule: 'ORG-06',
      field: 'proposals',
      message: t(`“${title}”正在为其中的企业办理组建`, `“${title}” is forming a branch for one of them already`),
    });
  }
  refusals.push(...crowdedBranches(proposals, await roomyBranches(ask, day)));
  if (refusals.length > 0) throw invalid(refusals);
  const formations: string[] = [];
  for (const one of proposals.filter(({ kind }) => kind !== 'join')) {
    formations.push(
      await openCase(ask, formation, {
        name: one.name,
        kind: one.kind === 'joint' ? 'branchJoint' : 'branchIndependent',
        unitFirmIds: one.firmIds,
        ...(one.parkId ? { parkId: one.parkId, ...(await parkCommittee(ask, one.parkId)) } : {}),
        ...(one.chainId ? { chainIds: [one.chainId] } : {}),
        ...(one.ground ? { ground: one.ground } : {}),
      }),
    );
  }
  const joining = proposals
    .filter(({ kind }) => kind === 'join')
    .flatMap((one) => one.firmIds.map((firmId) => ({ organisationId: one.branchId, firmId, fromOn: day.asOf })));
  if (joining.length > 0) await insertRows(ask, organisationUnit, joining, '覆盖规划');
  return { formations, joined: joining.length };
}

/** Branches that cannot take all who would join them: several rows of one step count together (ORG-03). */
function crowdedBranches(proposals: Chosen, branches: readonly RoomyBranch[]): Refusal[] {
  const joining = proposals.filter(({ kind, branchId }) => kind === 'join' && branchId !== undefined);
  return [...Map.groupBy(joining, ({ branchId }) => branchId)].flatMap(([branchId, own]): Refusal[] => {
    const firms = own.flatMap((one) => one.firmIds).length;
    const room = branches.find(({ id }) => id === branchId)?.room ?? 0;
    if (firms <= room) return [];
    const name = own[0]?.name ?? '';
    return [
      {
        code: 'TOO_MANY_UNITS',
        rule: 'ORG-03',
        field: 'proposals',
        message: t(`“${name}”还能加入 ${room} 家，这里有 ${firms} 家`, `“${name}” has room for ${room} more firms; these are ${firms}`),
      },
    ];
  });
}

/** The committee or general branch of a park approves what is formed there. */
async function parkCommittee(ask: Ask, parkId: string): Promise<{ parentId?: string }> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM party_organisations WHERE zone_id = ${ask.actor.zoneId} AND park_id = ${parkId}
    AND kind IN ('committee', 'generalBranch') AND established_on IS NOT NULL AND dissolved_on IS NULL AND ended_on IS NULL
    AND coalesce(unit_firm_ids, '{}') = '{}' ORDER BY kind, established_on LIMIT 1`.execute(ask.tx);
  return rows[0] ? { parentId: rows[0].id } : {};
}
