export { openCasesOf, specialistsOf } from './around-firms.ts';
export { serveService, serviceCases, serviceRecords } from './routes.ts';
export { linkedFirms, specialistsWithFirms } from './specialist-firms.ts';
export { loadWorkCalendar } from './work-calendar-data.ts';
