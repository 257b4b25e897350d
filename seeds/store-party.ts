import { sql } from 'kysely';
import { allianceMeeting, allianceMember, clusterAlliance, partyBrand } from '#features/organisation/alliance-records.ts';
import {
  instructorAssignment,
  massOrganisation,
  memberCount,
  partyMember,
  partyMembership,
  partyVenue,
  vanguardPost,
} from '#features/organisation/people-records.ts';
import { organisationPost, organisationTerm, organisationUnit, partyOrganisation } from '#features/organisation/records.ts';
import { lifeRecord, scheme, schemePart, schemeReview, schemeTask } from '#features/organisation/scheme-records.ts';
import { allianceDecision } from '#features/organisation/decision-case.ts';
import { reelection } from '#features/organisation/reelection-case.ts';
import { chainAction } from '#features/industry/action-case.ts';
import { chainLeader } from '#features/industry/leader-case.ts';
import {
  chain,
  chainChief,
  chainMembership,
  chainNode,
  cluster,
  clusterMember,
  nodeSupply,
  supplyEdge,
} from '#features/industry/records.ts';
import { keepFirmStates } from '#features/registry/server/index.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import type { ExamplePlan } from './plan/plan-example.ts';
import { storeCase, storeRows, type Target } from './store.ts';

/** Stores chains, organisations and Party work with the ties that the forms would have kept. */
export async function storeChainsAndParty(
  target: Target,
  { world, chains, organisations, partyWork, partyCases }: ExamplePlan,
): Promise<void> {
  const { tx, zoneId } = target;
  await keepFirmStates(tx, zoneId, 'all', dateOf(world.now));
  for (const declaration of [chain, chainNode, nodeSupply, chainMembership, supplyEdge, chainChief, cluster, clusterMember])
    await storeRows(target, declaration, chains.rows[declaration.name as keyof typeof chains.rows], world);
  for (const declaration of [partyOrganisation, organisationUnit, organisationTerm, organisationPost, memberCount])
    await storeRows(target, declaration, organisations.rows[declaration.name as keyof typeof organisations.rows], world);
  for (const declaration of [
    partyMember,
    partyMembership,
    instructorAssignment,
    massOrganisation,
    clusterAlliance,
    allianceMember,
    allianceMeeting,
    partyBrand,
    lifeRecord,
    partyVenue,
    vanguardPost,
  ])
    await storeRows(target, declaration, partyWork[declaration.name as keyof typeof partyWork], world);
  await sql`INSERT INTO organisation_parents (zone_id, organisation_id, parent_id, from_on)
    SELECT zone_id, id, parent_id, established_on FROM party_organisations WHERE zone_id = ${zoneId} AND parent_id IS NOT NULL RETURNING 1`.execute(
    tx,
  );
  await sql`INSERT INTO organisation_chains (zone_id, organisation_id, chain_id, from_on)
    SELECT zone_id, id, unnest(chain_ids), established_on FROM party_organisations WHERE zone_id = ${zoneId} AND chain_ids IS NOT NULL RETURNING 1`.execute(
    tx,
  );
  for (const declaration of [scheme, schemePart, schemeTask, schemeReview])
    await storeRows(target, declaration, partyCases.rows[declaration.name as keyof typeof partyCases.rows], world);
  await storeCase(target, world, chainLeader, partyCases.cases.chainLeader);
  await storeCase(target, world, chainAction, partyCases.cases.chainAction);
  await storeCase(target, world, reelection, partyCases.cases.reelection);
  await storeCase(target, world, allianceDecision, partyCases.cases.allianceDecision);
}
