import type { CaseServer, RecordServer } from '#kernel/server/house.ts';
import type { Server } from '#kernel/server/http/serve.ts';
import { commonProblem, serviceItem } from '../records.ts';
import { serveContactLedger } from './contact-ledger.ts';
import { serveAttachments } from './attachments.ts';
import { serveFirmPages } from './firm-pages.ts';
import { serveHandover } from './handover.ts';
import { serveHotline } from './hotline.ts';
import { serveLinkPlan } from './link-plan.ts';
import { servePolicy } from './policy.ts';
import { serveRates } from './rates.ts';
import { serveRequestHelp } from './request-routes.ts';
import { requestServer } from './request-server.ts';
import { specialistLinkServer } from './specialist-links.ts';
import { promiseServer, serveVisits, visitServer } from './visit-server.ts';
import { serveWorkCalendar } from './work-calendar.ts';

export const serviceRecords: readonly RecordServer[] = [{ declaration: serviceItem }, specialistLinkServer, { declaration: commonProblem }];

export const serviceCases: readonly CaseServer[] = [requestServer, visitServer, promiseServer];

/** Serves what the service feature has beside its records' and cases' own operations. */
export function serveService(server: Server): void {
  serveRequestHelp(server);
  serveFirmPages(server);
  serveContactLedger(server);
  serveVisits(server);
  serveHandover(server);
  serveRates(server);
  servePolicy(server);
  serveWorkCalendar(server);
  serveAttachments(server);
  serveHotline(server);
  serveLinkPlan(server);
}
