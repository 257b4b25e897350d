import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import type { AnswerOf, InputOf } from '#kernel/contract/endpoint.ts';
import { t, type Text } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { openCase } from '#kernel/server/cases/move.ts';
import type { Ask } from '#kernel/server/house.ts';
import { invalid } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { holdsOn } from '#kernel/server/records/spans.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { formation } from '../formation-case.ts';
import { acceptCoveragePlan, planCoverage } from '../plan-contract.ts';
import { organisationUnit } from '../records.ts';
import { commonOf, dealBranches, type PlannedBranch } from '../rules/branch-deal.ts';
import { modelOf, type PlanFirm, type PlanQuestion, type RoomyBranch, type Shared } from '../rules/branch-plan.ts';
import { branchWhy, independentWhy, uncoveredWhy } from '../rules/plan-words.ts';
import { coverageOfDay, type CoverageOfDay, type FirmOfDay } from './covered-firms.ts';
import type { SolvedBranches } from './plan-solver.ts';

type Body = InputOf<typeof planCoverage>['body'];
type Proposal = AnswerOf<typeof planCoverage>['proposals'][number];
type Names = { readonly parks: ReadonlyMap<string, string>; readonly chains: ReadonlyMap<string, string> };

/** Serves the coverage planner: a proposal with a reason for every branch, then formation cases for what was accepted. */
export function serveBranchPlan(server: Server): void {
  serve(server, planCoverage, async ({ body }, ask) => {
    const began = performance.now();
    const day = await coverageOfDay(ask, dateOf(ask.now));
    const locked = lockedGroups(body, day);
    const firms = day.firms.filter((one) => one.operating && inCut(one, body));
    const out = new Set([...(body.leaveOut ?? []), ...locked.flat().map((one) => one.id)]);
    const owing = firms.filter((one) => one.fullMembers >= day.rules.ownBranchMin && !one.own && !out.has(one.id));
    const small = firms.filter((one) => isSmall(one, day) && !out.has(one.id));
    const question: PlanQuestion = {
      firms: small.map(planFirm),
      branches: await roomyBranches(ask, day),
      apart: body.apart ?? [],
      rules: { leastMembers: day.rules.ownBranchMin, mostUnits: day.rules.jointBranchMaxUnits },
    };
    const solved = await solveInThread(question, body.seconds ?? 15);
    const dealt = dealBranches(modelOf(question), solved.counts);
    const names = await namesOf(ask, day);
    const proposals = [
      ...owing.map((one) => independent(one, names, day)),
      ...locked.map((own) => joint({ firms: own.map(planFirm), joins: null, shared: commonOf(own.map(planFirm), null) }, names, day, true)),
      ...dealt.map((branch) => joint(branch, names, day, false)),
    ];
    const planned = new Set(proposals.flatMap((one) => one.firms.map((firm) => firm.id)));
    const covered = firms.filter((one) => one.own || one.joint).length;
    const anew = proposals.flatMap((one) => one.firms).filter((one) => !isCovered(day, one.id)).length;
    return {
      asOf: day.asOf,
      edition: day.edition,
      proposals,
      before: { firms: firms.length, covered },
      after: { covered: covered + anew, members: proposals.reduce((sum, one) => sum + one.fullMembers, 0) },
      uncovered: small
        .filter((one) => !planned.has(one.id))
        .map((one) => ({ id: one.id, name: one.firm.name, why: uncoveredWhy(planFirm(one)) })),
      coherence: solved.coherence,
      optimal: solved.optimal,
      gap: solved.gap,
      seconds: Math.round((performance.now() - began) / 10) / 100,
    };
  });
  serve(server, acceptCoveragePlan, async ({ body }, ask) => accept(ask, body.proposals));
}

function isSmall(one: FirmOfDay, { rules }: CoverageOfDay): boolean {
  return !one.own && !one.joint && one.fullMembers >= rules.jointUnitMinMembers && one.fullMembers < rules.ownBranchMin;
}

function isCovered(day: CoverageOfDay, id: string): boolean {
  const one = day.firms.find((firm) => firm.id === id);
  return one !== undefined && (one.own || one.joint);
}

function inCut(one: FirmOfDay, { parkId, chainId }: Body): boolean {
  return (parkId === undefined || one.firm.parkId === parkId) && (chainId === undefined || one.chainIds.includes(chainId));
}

function planFirm(one: FirmOfDay): PlanFirm {
  return {
    id: one.id,
    name: one.firm.name,
    fullMembers: one.fullMembers,
    parkId: one.firm.parkId,
    buildingId: one.firm.buildingId,
    chainIds: one.chainIds,
  };
}

/** Groups that people keep: every firm small and uncovered, once, and together a lawful branch (ORG-03). */
function lockedGroups({ locked = [] }: Body, day: CoverageOfDay): FirmOfDay[][] {
  const byId = new Map(day.firms.map((one) => [one.id, one]));
  const seen = new Set<string>();
  const refusals: Refusal[] = [];
  const groups = locked.map((ids, index) => {
    const field = `locked.${index}`;
    const own = ids.flatMap((id) => byId.get(id) ?? []);
    const refuse = (code: string, zh: string, en: string) => refusals.push({ code, rule: 'ORG-03', field, message: { zh, en } });
    if (own.length < ids.length || own.some((one) => !one.operating || one.own || one.joint))
      refuse('LOCKED_COVERED', '锁定的企业里有未运营或已覆盖的', 'A locked firm does not operate or is covered already');
    if (ids.some((id) => seen.has(id)) || new Set(ids).size < ids.length)
      refuse('LOCKED_TWICE', '同一家企业锁定了两次', 'A firm is locked twice');
    if (ids.length > day.rules.jointBranchMaxUnits)
      refuse(
        'TOO_MANY_UNITS',
        `联合党支部不超过 ${day.rules.jointBranchMaxUnits} 家`,
        `A joint branch has at most ${day.rules.jointBranchMaxUnits} units`,
      );
    if (own.reduce((sum, one) => sum + one.fullMembers, 0) < day.rules.ownBranchMin)
      refuse(
        'TOO_FEW_MEMBERS',
        `合计须有 ${day.rules.ownBranchMin} 名正式党员`,
        `${day.rules.ownBranchMin} full members are needed together`,
      );
    for (const id of ids) seen.add(id);
    return own;
  });
  if (refusals.length > 0) throw invalid(refusals);
  return groups;
}

/** Joint branches that stand and have fewer units than they may, with what their units share. */
async function roomyBranches(ask: Ask, day: CoverageOfDay): Promise<RoomyBranch[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    firm_ids: string[];
  }>`SELECT o.id, o.name, array_agg(DISTINCT u.firm_id) AS firm_ids
    FROM party_organisations o JOIN organisation_units u ON u.zone_id = o.zone_id AND u.organisation_id = o.id AND ${holdsOn('u', day.asOf)}
    WHERE o.zone_id = ${ask.actor.zoneId} AND o.kind = 'branchJoint' AND o.status = 'established' AND o.ended_on IS NULL
      AND o.dissolved_on IS NULL GROUP BY o.id, o.name ORDER BY o.id`.execute(ask.tx);
  const byId = new Map(day.firms.map((one) => [one.id, one]));
  return rows.flatMap((row): RoomyBranch[] => {
    const units = row.firm_ids.flatMap((id) => byId.get(id) ?? []).map(planFirm);
    const room = day.rules.jointBranchMaxUnits - row.firm_ids.length;
    if (room <= 0 || units.length === 0) return [];
    const shared: Shared = commonOf(units, null);
    const [first, ...others] = units;
    const chainIds = (first?.chainIds ?? []).filter((id) => others.every((one) => one.chainIds.includes(id)));
    return [{ id: row.id, name: row.name, room, parkId: shared.parkId, buildingId: shared.buildingId, chainIds, unitIds: row.firm_ids }];
  });
}

function solveInThread(question: PlanQuestion, seconds: number): Promise<SolvedBranches> {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL('./plan-worker.ts', import.meta.url), {
      workerData: { question, seconds },
      resourceLimits: { maxOldGenerationSizeMb: 2048 },
    });
    worker.once('message', (solved: SolvedBranches) => {
      done(solved);
      void worker.terminate();
    });
    worker.once('error', fail);
  });
}

async function namesOf(ask: Ask, day: CoverageOfDay): Promise<Names> {
  const places = [...new Set(day.firms.flatMap((one) => [one.firm.parkId ?? [], one.firm.buildingId ?? []].flat()))];
  const chains = [...new Set(day.firms.flatMap((one) => one.chainIds))];
  return { parks: await titlesByIds(ask, 'place', places), chains: await titlesByIds(ask, 'chain', chains) };
}

function shown(firms: readonly PlanFirm[], names: Names, day: CoverageOfDay): Proposal['firms'] {
  const numbers = new Map(day.firms.map((one) => [one.id, one]));
  return firms.map((firm) => ({
    id: firm.id,
    name: firm.name,
    fullMembers: firm.fullMembers,
    members: firm.fullMembers + (numbers.get(firm.id)?.numbers?.probationary ?? 0),
    park: firm.parkId === null ? null : (names.parks.get(firm.parkId) ?? null),
    chains: firm.chainIds.map((id) => names.chains.get(id) ?? '—'),
  }));
}

function independent(one: FirmOfDay, names: Names, day: CoverageOfDay): Proposal {
  const firm = planFirm(one);
  const park = firm.parkId === null ? null : (names.parks.get(firm.parkId) ?? null);
  return {
    key: `own-${one.id}`,
    kind: 'independent',
    name: `${one.firm.name}党支部`,
    branchId: null,
    firms: shown([firm], names, day),
    fullMembers: one.fullMembers,
    parkId: firm.parkId,
    park,
    chain: firm.chainIds[0] === undefined ? null : (names.chains.get(firm.chainIds[0]) ?? null),
    chainId: firm.chainIds[0] ?? null,
    locked: false,
    why: independentWhy(one.fullMembers, day.rules.ownBranchMin, one.joint),
  };
}

function joint(branch: PlannedBranch, names: Names, day: CoverageOfDay, locked: boolean): Proposal {
  const { firms, joins, shared } = branch;
  const park = shared.parkId === null ? null : (names.parks.get(shared.parkId) ?? null);
  const building = shared.buildingId === null ? null : (names.parks.get(shared.buildingId) ?? null);
  const chain = shared.chainId === null ? null : (names.chains.get(shared.chainId) ?? null);
  const fullMembers = firms.reduce((sum, firm) => sum + firm.fullMembers, 0);
  return {
    key: joins === null ? `joint-${firms.map((firm) => firm.id).toSorted()[0] ?? ''}` : `join-${joins.id}`,
    kind: joins === null ? 'joint' : 'join',
    name: joins?.name ?? suggestedName(firms, park, chain),
    branchId: joins?.id ?? null,
    firms: shown(firms, names, day),
    fullMembers,
    parkId: shared.parkId,
    park,
    chain,
    chainId: shared.chainId,
    locked,
    why: branchWhy({
      units: firms.length,
      fullMembers,
      park,
      building,
      chain,
      joins: joins?.name ?? null,
      least: day.rules.ownBranchMin,
      most: day.rules.jointBranchMaxUnits,
    }),
  };
}

function suggestedName(firms: readonly PlanFirm[], park: string | null, chain: string | null): string {
  return `${park ?? ''}${chain ?? ''}${firms[0]?.name.slice(0, 8) ?? ''}等${firms.length}家企业联合党支部`;
}

async function accept(
  ask: Ask,
  proposals: InputOf<typeof acceptCoveragePlan>['body']['proposals'],
): Promise<AnswerOf<typeof acceptCoveragePlan>> {
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
  const { rows: open } = await sql<{ title: string; firm_id: string }>`SELECT f.title, unnest(f.unit_firm_ids) AS firm_id FROM formations f
    WHERE f.zone_id = ${ask.actor.zoneId} AND f.status NOT IN ('established', 'rejected', 'withdrawn') AND f.unit_firm_ids && ${[...seen]}::uuid[]`.execute(
    ask.tx,
  );
  const twice = open.find((row) => seen.has(row.firm_id));
  if (twice)
    refusals.push({
      code: 'FORMATION_OPEN',
      rule: 'ORG-06',
      field: 'proposals',
      message: t(`“${twice.title}”正在为其中的企业办理组建`, `“${twice.title}” is forming a branch for one of them already`),
    });
  if (refusals.length > 0) throw invalid(refusals);
  const formations: string[] = [];
  for (const one of proposals.filter(({ kind }) => kind !== 'join')) {
    formations.push(
      await openCase(ask, formation as never, {
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

/** The committee or general branch of a park approves what is formed there. */
async function parkCommittee(ask: Ask, parkId: string): Promise<{ parentId?: string }> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM party_organisations WHERE zone_id = ${ask.actor.zoneId} AND park_id = ${parkId}
    AND kind IN ('committee', 'generalBranch') AND established_on IS NOT NULL AND dissolved_on IS NULL AND ended_on IS NULL
    AND coalesce(unit_firm_ids, '{}') = '{}' ORDER BY kind, established_on LIMIT 1`.execute(ask.tx);
  return rows[0] ? { parentId: rows[0].id } : {};
}
