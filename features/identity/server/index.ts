export { createFirstAdministrator, createUsers, createZone, hashPassword, type NewUser } from './accounts.ts';
export { peopleOf } from './actors.ts';
export { feedbackServer, userServer } from './administration.ts';
export { exportServer, permitExport } from './export-server.ts';
export { sealedFactors } from './login.ts';
export { keepNoLongerToday } from './retention.ts';
export { serveIdentity } from './routes.ts';
export { sessionResolver } from './sessions.ts';
