export { instructedFirms, membersOf, organisationsOf } from './around.ts';
export { organisationCases, organisationRecords, serveOrganisation } from './routes.ts';
