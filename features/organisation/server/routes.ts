import type { CaseServer, RecordServer } from '#kernel/server/house.ts';
import type { Server } from '#kernel/server/http/serve.ts';
import { allianceServers, decisionServer, serveAlliances } from './alliances.ts';
import { serveBranchPlan } from './branch-plan.ts';
import { serveCoverage } from './coverage.ts';
import { serveInstructorPlan } from './instructor-plan.ts';
import { schemeServers, serveSchemes } from './schemes.ts';
import { serveTree } from './tree.ts';
import { lifeServers, serveLife } from './life.ts';
import { organisationServers } from './organisation-servers.ts';
import { servePapers } from './papers.ts';
import { peopleServers } from './people-servers.ts';
import { dissolutionServer, formationServer, reelectionServer } from './procedures.ts';

export const organisationRecords: readonly RecordServer[] = [
  ...organisationServers,
  ...peopleServers,
  ...allianceServers,
  ...schemeServers,
  ...lifeServers,
];

export const organisationCases: readonly CaseServer[] = [formationServer, reelectionServer, dissolutionServer, decisionServer];

/** Serves what the organisation feature has beside its records' and cases' own operations. */
export function serveOrganisation(server: Server): void {
  serveCoverage(server);
  serveTree(server);
  serveBranchPlan(server);
  serveInstructorPlan(server);
  serveLife(server);
  serveAlliances(server);
  serveSchemes(server);
  servePapers(server);
}
