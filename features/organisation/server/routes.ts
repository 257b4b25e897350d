import type { CaseServer, RecordServer } from '#kernel/server/house.ts';
import type { Server } from '#kernel/server/http/serve.ts';
import { allianceMeeting, allianceMember, clusterAlliance, partyBrand } from '../alliance-records.ts';
import { lifeRecord, lifeWaiver, scheme, schemePart, schemeReview, schemeTask } from '../scheme-records.ts';
import { serveBranchPlan } from './branch-plan.ts';
import { serveCoverage } from './coverage.ts';
import { serveInstructorPlan } from './instructor-plan.ts';
import { serveTree } from './tree.ts';
import { organisationServers } from './organisation-servers.ts';
import { peopleServers } from './people-servers.ts';
import { dissolutionServer, formationServer, reelectionServer } from './procedures.ts';

export const organisationRecords: readonly RecordServer[] = [
  ...organisationServers,
  ...peopleServers,
  { declaration: clusterAlliance },
  { declaration: allianceMember },
  { declaration: allianceMeeting },
  { declaration: partyBrand },
  { declaration: scheme },
  { declaration: schemePart },
  { declaration: schemeTask },
  { declaration: schemeReview },
  { declaration: lifeRecord },
  { declaration: lifeWaiver },
];

export const organisationCases: readonly CaseServer[] = [formationServer, reelectionServer, dissolutionServer];

/** Serves what the organisation feature has beside its records' and cases' own operations. */
export function serveOrganisation(server: Server): void {
  serveCoverage(server);
  serveTree(server);
  serveBranchPlan(server);
  serveInstructorPlan(server);
}
