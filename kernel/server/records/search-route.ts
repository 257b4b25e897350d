import { sql, type RawBuilder } from 'kysely';
import { accessRulesFor } from '#kernel/contract/access.ts';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { searchEndpoint, type SearchGroup, type SearchHit } from '#kernel/contract/search-endpoints.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { normaliseText } from '#kernel/rules/text.ts';
import { noteLooks, readsByConsent } from '../access/consent.ts';
import { rowsFor } from '../access/policy.ts';
import type { Ask } from '../house.ts';
import { serve, type Server } from '../http/serve.ts';
import { figureHits } from './search-figures.ts';
import { askedGrams, containsWords, squeeze, type Asked } from './search.ts';

type Found = { id: string; title: string; rank: number } & Readonly<Record<string, unknown>>;

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

/** What this actor may read of everything that fits the query; groups with the better hits come first. */
export async function searchAll(ask: Ask, query: string, limit: number, only?: readonly string[]): Promise<SearchGroup[]> {
  const asked = askedGrams(query);
  if (!asked) return [];
  const { records, cases } = ask.house;
  const groups: { rank: number; group: SearchGroup }[] = [];
  for (const { declaration } of [...records.values(), ...cases.values()]) {
    if (declaration.search.length === 0 || (only && !only.includes(declaration.name))) continue;
    const found = await hitsOf(ask, declaration, asked, limit);
    const [best] = found;
    if (!best) continue;
    const hits = found.slice(0, limit).map((row) => hitOf(declaration, row, query));
    groups.push({ rank: best.rank, group: { record: declaration.name, label: declaration.plural, hits, more: found.length > limit } });
  }
  const figures = only ? undefined : figureHits(ask, query, Math.min(limit, mostFigures));
  return [...groups.toSorted((a, b) => a.rank - b.rank).map(({ group }) => group), ...(figures ? [figures] : [])];
}

async function hitsOf(ask: Ask, declaration: RecordDeclaration, asked: Asked, limit: number): Promise<Found[]> {
  const rules = accessRulesFor(declaration.access, ask.actor, 'read');
  if (rules.length === 0) return [];
  const sees = rules.some((rule) => rule.rows === 'all')
    ? await fromIndex(ask, declaration, asked, limit + spare)
    : fromOwnRows(ask, declaration, asked);
  if (!sees) return [];
  const columns = declaration.search.map((name) => sql`t.${sql.ref(columnOf(name))}`);
  const bound = readsByConsent(declaration, ask.actor);
  const { rows } = await sql<Found>`
    SELECT h.id, h.title, h.rank, ${bound ? sql`t.*` : sql.join(columns)} FROM ${sees} AS h(id, title, rank)
    JOIN ${sql.table(declaration.table)} t ON t.zone_id = ${ask.actor.zoneId} AND t.id = h.id
    WHERE ${rowsFor(declaration, ask.actor, 'read')} AND (t.ended_on IS NULL OR t.ended_on > ${dateOf(ask.now)}::date)
    ORDER BY h.rank, length(h.title), h.title LIMIT ${limit + 1}`.execute(ask.tx);
  if (bound) await noteLooks(ask, declaration, rows, 'found');
  return rows;
}

/** For those who see every row: the index gives the best hits of the zone; undefined for none. */
async function fromIndex(
  ask: Ask,
  declaration: RecordDeclaration,
  { grams, patterns, whole }: Asked,
  most: number,
): Promise<RawBuilder<unknown> | undefined> {
  // asked by itself: the function reads the zone's entries, which the node that holds the rows could not do within its own query
  const { rows } = await sql<Found>`SELECT id, title, rank
    FROM search_hits(${declaration.name}, ${[...grams]}::text[], ${[...patterns]}::text[], ${whole}, ${most})`.execute(ask.tx);
  if (rows.length === 0) return undefined;
  const [ids, titles, ranks] = [rows.map(({ id }) => id), rows.map(({ title }) => title), rows.map(({ rank }) => rank)];
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

function hitOf(declaration: RecordDeclaration, row: Found, query: string): SearchHit {
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
  return { record: declaration.name, id: row.id, title: row.title, matched: matched[0] ?? null };
}

function around(text: string, at: number): string {
  const from = Math.max(0, at - 12);
  return `${from > 0 ? '…' : ''}${text.slice(from, from + 60)}${text.length > from + 60 ? '…' : ''}`;
}
