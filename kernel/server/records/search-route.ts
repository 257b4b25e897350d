import { sql, type RawBuilder } from 'kysely';
import { accessRulesFor } from '#kernel/contract/access.ts';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { searchEndpoint, type SearchGroup, type SearchHit } from '#kernel/contract/search-endpoints.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { normaliseText } from '#kernel/rules/text.ts';
import { noteLooks, readsByConsent } from '../access/consent.ts';
import { mayAll, rowsFor } from '../access/policy.ts';
import type { Ask } from '../house.ts';
import { serve, type Server } from '../http/serve.ts';
import { figureHits } from './search-figures.ts';
import { askedGrams, containsWords, squeeze, type Asked } from './search.ts';

type Found = {
  readonly record: string;
  readonly id: string;
  readonly title: string;
  readonly rank: number;
  /** what the row says of itself, by column */
  readonly row: Readonly<Record<string, unknown>>;
};

const defaultHits = 6;
const mostFigures = 4;

/** Hits looked at beyond those shown, for the rows that rights and end dates then take away. */
const spare = 60;

/** Serves the one search box over every record and case. */
export function serveSearch(server: Server): void {
  serve(server, searchEndpoint, async ({ query }, ask) => ({
    groups: await searchAll(ask, query.q, query.limit ?? defaultHits, query.records?.split(',')),
  }));
}

/** What this actor may read of everything that fits the query, asked in two questions; groups with the better hits come first. */
export async function searchAll(ask: Ask, query: string, limit: number, only?: readonly string[]): Promise<SearchGroup[]> {
  const asked = askedGrams(query);
  if (!asked) return [];
  const declarations = [...ask.house.records.values(), ...ask.house.cases.values()]
    .map(({ declaration }) => declaration)
    .filter(
      ({ name, search, access }) =>
        search.length > 0 && (!only || only.includes(name)) && accessRulesFor(access, ask.actor, 'read').length > 0,
    );
  const hits = Map.groupBy(await hitsOf(ask, declarations, asked, limit), ({ record }) => record);
  const groups: { rank: number; group: SearchGroup }[] = [];
  for (const declaration of declarations) {
    const found = hits.get(declaration.name) ?? [];
    const [best] = found;
    if (!best) continue;
    if (readsByConsent(declaration, ask.actor))
      await noteLooks(
        ask,
        declaration,
        found.map(({ row }) => row),
        'found',
      );
    const shown = found.slice(0, limit).map((one) => hitOf(declaration, one, query));
    groups.push({
      rank: best.rank,
      group: { record: declaration.name, label: declaration.plural, hits: shown, more: found.length > limit },
    });
  }
  const figures = only ? undefined : figureHits(ask, query, Math.min(limit, mostFigures));
  return [...groups.toSorted((a, b) => a.rank - b.rank).map(({ group }) => group), ...(figures ? [figures] : [])];
}

async function hitsOf(ask: Ask, declarations: readonly RecordDeclaration[], asked: Asked, limit: number): Promise<Found[]> {
  const best = await bestHits(ask, declarations, asked, limit + spare);
  const parts = declarations.flatMap((declaration) => {
    const hits = best.get(declaration.name);
    const sees = hits ? rowsOfHits(hits) : mayAll(declaration, ask.actor, 'read') ? undefined : fromOwnRows(ask, declaration, asked);
    if (!sees) return [];
    const columns = declaration.search.map((name) => sql`${sql.lit(columnOf(name))}, t.${sql.ref(columnOf(name))}`);
    const row = readsByConsent(declaration, ask.actor) ? sql`to_jsonb(t)` : sql`jsonb_build_object(${sql.join(columns)})`;
    return sql`(SELECT ${sql.lit(declaration.name)} AS record, h.id, h.title, h.rank, ${row} AS row FROM ${sees} AS h(id, title, rank)
      JOIN ${sql.table(declaration.table)} t ON t.zone_id = ${ask.actor.zoneId} AND t.id = h.id
      WHERE ${rowsFor(declaration, ask.actor, 'read')} AND (t.ended_on IS NULL OR t.ended_on > ${dateOf(ask.now)}::date)
      ORDER BY h.rank, length(h.title), h.title LIMIT ${limit + 1})`;
  });
  if (parts.length === 0) return [];
  const { rows } = await sql<Found>`SELECT * FROM (${sql.join(parts, sql` UNION ALL `)}) f
    ORDER BY f.rank, length(f.title), f.title`.execute(ask.tx);
  return rows;
}

type Hit = { readonly record: string; readonly id: string; readonly title: string; readonly rank: number };

/**
 * The zone's best hits in the index, of the records whose every row this actor sees. Asked by themselves: the function reads the
 * zone's entries, which the node that holds the rows could not do within its own query.
 */
async function bestHits(
  ask: Ask,
  declarations: readonly RecordDeclaration[],
  { grams, patterns, whole }: Asked,
  most: number,
): Promise<ReadonlyMap<string, readonly Hit[]>> {
  const names = declarations.filter((declaration) => mayAll(declaration, ask.actor, 'read')).map(({ name }) => name);
  if (names.length === 0) return new Map();
  const { rows } = await sql<Hit>`SELECT n.name AS record, h.id, h.title, h.rank FROM unnest(${names}::text[]) n(name)
    CROSS JOIN LATERAL search_hits(n.name, ${[...grams]}::text[], ${[...patterns]}::text[], ${whole}, ${most}) h`.execute(ask.tx);
  return Map.groupBy(rows, ({ record }) => record);
}

function rowsOfHits(hits: readonly Hit[]): RawBuilder<unknown> {
  const [ids, titles, ranks] = [hits.map(({ id }) => id), hits.map(({ title }) => title), hits.map(({ rank }) => rank)];
  return sql`unnest(${ids}::uuid[], ${titles}::text[], ${ranks}::int[])`;
}

/** For those who see a few rows: look through these, since none of them may be among the zone's best. */
function fromOwnRows(ask: Ask, declaration: RecordDeclaration, asked: Asked): RawBuilder<unknown> {
  return sql`(SELECT e.id, e.title, search_rank(e.keys, ${asked.whole}) AS rank
    FROM ${sql.table(declaration.table)} t
    JOIN search_entries e ON e.zone_id = t.zone_id AND e.record = ${declaration.name} AND e.id = t.id
    WHERE t.zone_id = ${ask.actor.zoneId} AND ${rowsFor(declaration, ask.actor, 'read')}
      AND ${containsWords(asked)})`;
}

function hitOf(declaration: RecordDeclaration, { id, title, row }: Found, query: string): SearchHit {
  const words = normaliseText(query)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => squeeze(word).length > 0);
  const matched = declaration.search.flatMap((name) => {
    const label = declaration.fields[name]?.label;
    const text = normaliseText(String(row[columnOf(name)] ?? ''));
    const at = words.map((word) => text.toLowerCase().indexOf(word)).find((position) => position >= 0);
    return label && at !== undefined ? [{ field: name, label, text: around(text, at) }] : [];
  });
  return { record: declaration.name, id, title, matched: matched[0] ?? null };
}

function around(text: string, at: number): string {
  const from = Math.max(0, at - 12);
  return `${from > 0 ? '…' : ''}${text.slice(from, from + 60)}${text.length > from + 60 ? '…' : ''}`;
}
