export { serveFigureHouse } from './routes.ts';
export { registerForm } from './forms/forms.ts';
