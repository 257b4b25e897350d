import type { Server } from '#kernel/server/http/serve.ts';
import { serveFigures } from './figures.ts';

/** Serves figures and all that quotes them. */
export function serveFigureHouse(server: Server): void {
  serveFigures(server);
}
