import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { serveCase, serveInbox } from '#kernel/server/cases/routes.ts';
import { createCryptoProvider, type Secrets } from '#kernel/server/crypto/provider.ts';
import type { Db, Tx } from '#kernel/server/database/door.ts';
import type { Replica } from '#kernel/server/database/replica.ts';
import type { CaseServer, House, RecordServer } from '#kernel/server/house.ts';
import { openEventHub } from '#kernel/server/http/event-hub.ts';
import { servePages, servePlatform } from '#kernel/server/http/platform-routes.ts';
import { createServer } from '#kernel/server/http/server.ts';
import { serveImports } from '#kernel/server/imports/routes.ts';
import { serveRecord } from '#kernel/server/records/routes.ts';
import { serveSavedViews } from '#kernel/server/records/saved-views.ts';
import { serveMetrics } from '#kernel/server/operations/metrics.ts';
import { serveOperations } from '#kernel/server/operations/route.ts';
import { serveSearch } from '#kernel/server/records/search-route.ts';
import type { FigureDeclaration } from '#kernel/contract/figure.ts';
import type { Settings } from '#kernel/server/settings.ts';
import type { Instant } from '#kernel/rules/instant.ts';
import {
  exportServer,
  keepNoLongerToday,
  peopleOf,
  permitExport,
  sealedFactors,
  serveIdentity,
  sessionResolver,
  userServer,
  feedbackServer,
} from '#features/identity/server/index.ts';
import { financeFigures } from '#features/finance/figures.ts';
import { financeCases, financeRecords, financeRounds, sealedPassportKeys, serveFinance } from '#features/finance/server/index.ts';
import { registryFigures } from '#features/registry/figures.ts';
import { industryFigures } from '#features/industry/figures.ts';
import { organisationFigureParams, organisationFigures } from '#features/organisation/figures.ts';
import { serveFigureHouse } from '#features/figures/server/index.ts';
import { serviceFigures } from '#features/service/figures.ts';
import { registryRecords, sealedMerges, serveRegistry } from '#features/registry/server/index.ts';
import { industryCases, industryRecords, serveIndustry } from '#features/industry/server/index.ts';
import {
  instructedFirms,
  membersOf,
  organisationCases,
  organisationRecords,
  organisationsOf,
  serveOrganisation,
} from '#features/organisation/server/index.ts';
import {
  linkedFirms,
  loadWorkCalendar,
  openCasesOf,
  serveService,
  serviceCases,
  serviceRecords,
  specialistsOf,
  specialistsWithFirms,
} from '#features/service/server/index.ts';
import { removeExample } from '#seeds/example.ts';
import { exampleAccounts, examplePassword } from '#seeds/example-accounts.ts';

/** where the pages are built to */
const built = join(import.meta.dirname, '../../dist');

export type App = {
  readonly fastify: FastifyInstance;
  readonly house: House;
  /** is not ready from now on, and finishes what was begun */
  drain(): Promise<void>;
  close(): Promise<void>;
};

/** how long a stop waits for what was begun */
const patience = 20_000;

const records: readonly RecordServer[] = [
  userServer,
  feedbackServer,
  ...registryRecords,
  ...serviceRecords,
  ...industryRecords,
  ...organisationRecords,
  ...financeRecords,
];
const cases: readonly CaseServer[] = [...serviceCases, ...industryCases, ...organisationCases, ...financeCases, exportServer];

/** Figures by the feature that declares them. */
export const figures: Readonly<Record<string, readonly FigureDeclaration[]>> = {
  registry: registryFigures,
  industry: industryFigures,
  organisation: organisationFigures,
  service: serviceFigures,
  finance: financeFigures,
};

/** What every process of the product is made of, server and CLI alike. Tests may add records of their own. */
export async function buildHouse(
  db: Db,
  secrets: () => Secrets,
  now: () => Instant = Date.now,
  more: readonly RecordServer[] = [],
  replica?: Replica,
): Promise<House> {
  return {
    db,
    replica,
    crypto: createCryptoProvider(secrets),
    hub: await openEventHub(db.url),
    now,
    records: new Map([...records, ...more].map((server) => [server.declaration.name, server])),
    cases: new Map(cases.map((server) => [server.declaration.name, server])),
    figures: new Map(
      Object.entries(figures).flatMap(([feature, declared]) => declared.map((declaration) => [declaration.id, { declaration, feature }])),
    ),
    figureParams: new Map(Object.entries(organisationFigureParams)),
    permitExport,
    people: async (tx, zoneId) => peopleOf(tx, zoneId, now(), await specialistsWithFirms(tx, zoneId, now())),
    rounds: [keepNoLongerToday, ...financeRounds()],
    sealed: [sealedFactors, sealedMerges, sealedPassportKeys],
    endpoints: [],
  };
}

/** What a new zone begins with: the holiday notices that the product knows. */
export const furnishZone = async (tx: Tx, zoneId: string): Promise<void> => {
  await loadWorkCalendar(tx, zoneId, [2024, 2025, 2026, 2027]);
};

export type AppSettings = Pick<Settings, 'origin' | 'oidc' | 'limits'> &
  Partial<Pick<Settings, 'backup' | 'log' | 'metricsToken'>> & { readonly ownerUrl: string };

/** The server with every feature on it: the only place that knows them all. */
export async function buildApp(house: House, settings: AppSettings): Promise<App> {
  const secure = settings.origin.startsWith('https://');
  const deps = { db: house.db, now: house.now, secure, linkedFirms, marksPosition: house.replica !== undefined };
  const { limits, log = 'error' } = settings;
  const server = await createServer(house, sessionResolver(deps), { trustProxy: secure, secure, limits, log });
  servePlatform(server);
  serveIdentity(server, {
    ...deps,
    origin: settings.origin,
    oidc: settings.oidc,
    removeExample: () => removeExample(settings.ownerUrl),
    furnishZone,
    example: { password: examplePassword, accounts: exampleAccounts },
  });
  for (const record of house.records.values()) serveRecord(server, record);
  for (const oneCase of house.cases.values()) serveCase(server, oneCase);
  serveInbox(server);
  serveImports(server);
  serveSearch(server);
  serveSavedViews(server);
  serveMetrics(server, settings.metricsToken);
  serveOperations(server, settings.backup?.everyDays ?? 7);
  serveRegistry(server);
  serveService(server);
  serveIndustry(server, { organisationsOf, membersOf, specialistsOf, openCasesOf, instructedFirms });
  serveOrganisation(server);
  serveFinance(server, { origin: settings.origin, checkPage: join(built, 'passport-check.html') });
  serveFigureHouse(server, settings);
  await servePages(server, join(built, 'web'));
  return {
    fastify: server.fastify,
    house,
    drain: () => server.traffic.drain(patience),
    async close() {
      await server.fastify.close();
      await house.hub.close();
    },
  };
}
