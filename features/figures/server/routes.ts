import type { Server } from '#kernel/server/http/serve.ts';
import { serveFigures } from './figures.ts';
import { briefingQuotes, serveBriefings } from './briefings.ts';
import { servePapers } from './briefing-papers.ts';
import { serveFillings } from './forms/fillings.ts';
import { formQuotes, serveForms } from './forms/forms.ts';
import { servePassports } from './passports.ts';
import { servePeriods } from './periods.ts';
import { serveQuotes } from './quotes.ts';
import { serveSheet } from './sheet.ts';

/** Serves figures and all that quotes them. */
export function serveFigureHouse(server: Server, { origin }: { readonly origin: string }): void {
  serveFigures(server);
  servePassports(server);
  servePeriods(server);
  serveSheet(server);
  serveQuotes(server, [briefingQuotes, formQuotes]);
  serveBriefings(server);
  servePapers(server, origin);
  serveForms(server);
  serveFillings(server);
}
