import type { AnswerOf, InputOf } from '#kernel/contract/endpoint.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { acceptCoveragePlan, planCoverage } from '../plan-contract.ts';
import { commonOf, dealBranches, type PlannedBranch } from '../rules/branch-deal.ts';
import { modelOf, type PlanFirm, type PlanQuestion } from '../rules/branch-plan.ts';
import { branchWhy, independentWhy, uncoveredWhy } from '../rules/plan-words.ts';
import { acceptProposals } from './accept-plan.ts';
import { coverageOfDay, type CoverageOfDay, type FirmOfDay } from './covered-firms.ts';
import { firmsBeingOrganised, planFirm, roomyBranches } from './plan-grounds.ts';
import { lockedGroups } from './plan-locks.ts';
import { planBranches } from './plan-thread.ts';

type Body = InputOf<typeof planCoverage>['body'];
type Proposal = AnswerOf<typeof planCoverage>['proposals'][number];
type Names = { readonly parks: ReadonlyMap<string, string>; readonly chains: ReadonlyMap<string, string> };

/** Serves the coverage planner: a proposal with a reason for every branch, then formation cases for what was accepted. */
export function serveBranchPlan(server: Server): void {
  serve(server, planCoverage, async ({ body }, ask) => {
    const began = performance.now();
    const day = await coverageOfDay(ask, dateOf(ask.now));
    const forming = await firmsBeingOrganised(ask);
    const locked = lockedGroups(body, day, forming);
    const firms = day.firms.filter((one) => one.operating && inCut(one, body));
    const out = new Set([...(body.leaveOut ?? []), ...locked.flat().map((one) => one.id), ...forming.keys()]);
    const owing = firms.filter((one) => one.fullMembers >= day.rules.ownBranchMin && !one.own && !out.has(one.id));
    const small = firms.filter((one) => isSmall(one, day) && !out.has(one.id));
    const question: PlanQuestion = {
      firms: small.map(planFirm),
      branches: await roomyBranches(ask, day),
      apart: body.apart ?? [],
      rules: { leastMembers: day.rules.ownBranchMin, mostUnits: day.rules.jointBranchMaxUnits },
    };
    const solved = await planBranches(question, body.seconds ?? 15);
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
  serve(server, acceptCoveragePlan, async ({ body }, ask) => acceptProposals(ask, body.proposals));
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
