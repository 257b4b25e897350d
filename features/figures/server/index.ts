export { beginBriefing, issueBriefing } from './briefings.ts';
export { registerForm } from './forms/forms.ts';
export { serveFigureHouse } from './routes.ts';
