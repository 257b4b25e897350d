import { sql } from 'kysely';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { toIso } from '#kernel/rules/instant.ts';
import { instantOf } from '#kernel/server/cases/rules-in-force.ts';
import { figureNamed } from '#kernel/server/figures/answer.ts';
import { definitionHash } from '#kernel/server/figures/definition.ts';
import type { Ask } from '#kernel/server/house.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { figureQuotes } from '../contract.ts';
import { dashboards } from '../dashboards.ts';
import { passportsOf } from './passport-store.ts';
import { mayOpen } from './passports.ts';

type Quote = AnswerOf<typeof figureQuotes>['quotes'][number];

/** Who else quotes a figure: each part of the feature that can adds its own. */
export type Quoting = (ask: Ask, figureId: string) => Promise<readonly Quote[]>;

/** Serves where a figure is quoted, and under which definitions it was counted. */
export function serveQuotes(server: Server, quoting: readonly Quoting[]): void {
  serve(server, figureQuotes, async ({ params }, ask) => {
    const figure = figureNamed(ask, params.id);
    const { rows } = await sql<{
      edition: string;
      hash: string;
      first_seen_at: Date;
    }>`SELECT edition, hash, first_seen_at FROM figure_editions
      WHERE zone_id = ${ask.actor.zoneId} AND figure_id = ${figure.id} ORDER BY first_seen_at DESC`.execute(ask.tx);
    const editions = rows.map((row) => ({ edition: row.edition, hash: row.hash, firstSeenAt: toIso(instantOf(row.first_seen_at)) }));
    const hash = definitionHash(figure);
    const passports = (await passportsOf(ask.tx, ask.actor.zoneId, figure.id, 20)).filter((passport) => mayOpen(ask, passport));
    const others = await Promise.all(quoting.map((quotes) => quotes(ask, figure.id)));
    return {
      quotes: [
        ...dashboardsWith(ask, figure.id),
        ...others.flat(),
        ...passports.map((passport): Quote => ({
          kind: 'passport',
          title: { zh: `凭证 ${passport.code}`, en: `Passport ${passport.code}` },
          path: `/passports/${passport.id}`,
          at: passport.frozenAt,
        })),
      ],
      editions: editions.some((one) => one.hash === hash)
        ? editions
        : [{ edition: figure.edition, hash, firstSeenAt: toIso(ask.now) }, ...editions],
    };
  });
}

/** Dashboards that show it and that this reader may open. */
function dashboardsWith(ask: Ask, figureId: string): Quote[] {
  return dashboards
    .filter(({ roles }) => roles.some((role) => ask.actor.roles.includes(role)))
    .filter(({ big, sections, charts }) =>
      [...big, ...sections.flatMap(({ figures }) => figures), ...charts.map(({ figure }) => figure)].includes(figureId),
    )
    .map(({ key, title }) => ({ kind: 'dashboard', title, path: `/dashboards/${key}`, at: null }));
}
