import type { Server } from '#kernel/server/http/serve.ts';
import { serveFigures } from './figures.ts';
import { servePassports } from './passports.ts';
import { servePeriods } from './periods.ts';
import { serveQuotes } from './quotes.ts';
import { serveSheet } from './sheet.ts';

/** Serves figures and all that quotes them. */
export function serveFigureHouse(server: Server): void {
  serveFigures(server);
  servePassports(server);
  servePeriods(server);
  serveSheet(server);
  serveQuotes(server, []);
}
