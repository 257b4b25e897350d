export { createFirstAdministrator, createUsers, createZone, hashPassword, type NewUser } from './accounts.ts';
export { actorOf, peopleOf, type LinkedFirms } from './actors.ts';
export { feedbackServer, userServer } from './administration.ts';
export { serveIdentity, type IdentityDeps } from './routes.ts';
export { sessionResolver } from './sessions.ts';
