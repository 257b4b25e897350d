export { serveFigureHouse } from './routes.ts';
