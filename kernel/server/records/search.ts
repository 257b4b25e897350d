import { sql, type RawBuilder } from 'kysely';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { normaliseText } from '#kernel/rules/text.ts';
import type { Tx } from '../database/door.ts';
import { leave, writeTrails, type Trail } from '../database/trail.ts';
import type { Ask } from '../house.ts';
import { hasChinese, spellingsOf } from './spelling.ts';

export type SearchEntry = { readonly title: string; readonly sortKey: string; readonly keys: string; readonly grams: readonly string[] };

const notSearchable = /[^\p{L}\p{N}]+/gu;
/** Names are typed in pinyin; notes are searched by their words. */
const longestSpelt = 60;
const wordParts = /\p{Script=Han}+|[^\p{Script=Han}]+/gu;

/** What the search box can find a row by: its text, full pinyin and initials, cut into grams for the index. */
export function searchEntryOf(declaration: RecordDeclaration, values: Readonly<Record<string, unknown>>): SearchEntry {
  const title = String(values[declaration.title] ?? '');
  const texts = declaration.search.map((name) => squeeze(String(values[name] ?? ''))).filter((text) => text.length > 0);
  const spelt = texts.filter((text) => text.length <= longestSpelt && hasChinese(text)).flatMap(spellingsOf);
  const spellings = new Set(spelt.flatMap(({ full, initials }) => [full, initials]));
  const grams = new Set<string>();
  for (const text of texts) addGrams(grams, text, [1, 2, 3]);
  for (const { full, initials } of spelt) {
    addGrams(grams, full, [3]);
    addGrams(grams, initials, [1, 2, 3]);
  }
  return { title, sortKey: sortKeyOf(title), keys: [...texts, ...spellings].join(' '), grams: [...grams] };
}

/** Up to here the found ids are few enough to be handed on; beyond, walking the rows finds a page sooner. */
const fewIds = 3000;

/** The condition "t is among what the search finds", for a page of them and for their number. */
export type Found = { readonly met: RawBuilder<boolean>; readonly counted: () => Promise<RawBuilder<boolean>> };

/**
 * What a search finds; undefined for a query with nothing to look for. What is found rarely is asked of the index; what is in a good
 * part of all names is met on the way through the rows, and counted by the index alone.
 */
export async function searchCondition(
  ask: Pick<Ask, 'tx' | 'actor'>,
  declaration: RecordDeclaration,
  query: string,
): Promise<Found | undefined> {
  const asked = askedGrams(query);
  if (!asked) return undefined;
  await writeTrails(ask.tx);
  const among = async (most: number | null) => {
    const { rows } = await sql<{ id: string }>`SELECT search_ids(${declaration.name}, ${[...asked.grams]}::text[],
      ${[...asked.patterns]}::text[], ${most}::integer) AS id`.execute(ask.tx);
    return rows.map(({ id }) => id);
  };
  const oneOf = (ids: readonly string[]) => sql<boolean>`t.id = ANY(${[...ids]}::uuid[])`;
  const few = await among(fewIds);
  if (few.length < fewIds) return { met: oneOf(few), counted: async () => oneOf(few) };
  // asked of each row that is met, not as EXISTS: that may be turned into a reading of every entry
  const met = sql<boolean>`(SELECT ${containsWords(asked)} FROM search_entries e WHERE e.zone_id = ${ask.actor.zoneId}
    AND e.record = ${declaration.name} AND e.id = t.id)`;
  return { met, counted: async () => oneOf(await among(null)) };
}

/** The same answer as the index gives, for an entry `e` at hand: letters in pairs are looked up, not sought in pinyin. */
export function containsWords({ words, pairs }: Asked): RawBuilder<boolean> {
  const text = sql<boolean>`e.keys LIKE ALL (${[...words]}::text[])`;
  return pairs.length === 0 ? text : sql<boolean>`${text} AND e.grams @> ${[...pairs]}::text[]`;
}

export type Asked = {
  readonly grams: readonly string[];
  readonly patterns: readonly string[];
  /** every word as a pattern, for a look without the index */
  readonly words: readonly string[];
  /** words of two letters, which the index finds in text and initials but not inside full pinyin */
  readonly pairs: readonly string[];
  /** the query without spaces and marks: what a title that begins with it begins with */
  readonly whole: string;
};

/** Grams and LIKE patterns of a query: every word of it must occur, Chinese and Latin parts each as a word. */
export function askedGrams(query: string): Asked | undefined {
  const words = normaliseText(query)
    .toLowerCase()
    .split(notSearchable)
    .flatMap((word) => word.match(wordParts) ?? [])
    .slice(0, 8);
  if (words.length === 0) return undefined;
  const cut = words.map((word) => ({ word, grams: queryGrams(word) }));
  return {
    grams: [...new Set(cut.flatMap(({ grams }) => grams))],
    // a word that is one gram is in the row when its gram is; comparing the text again only takes time
    patterns: cut.filter(({ grams }) => grams.length !== 1).map(({ word }) => `%${word}%`),
    words: words.map((word) => `%${word}%`),
    pairs: words.filter((word) => [...word].length === 2 && !hasChinese(word)),
    whole: words.join(''),
  };
}

/** What rows are found by, left behind by those who write them. */
export async function writeSearchEntries(
  tx: Tx,
  zoneId: string,
  declaration: RecordDeclaration,
  rows: readonly { readonly id: string; readonly values: Readonly<Record<string, unknown>> }[],
): Promise<void> {
  if (declaration.search.length === 0) return;
  const entries = rows.map(({ id, values }) => {
    const { sortKey, ...entry } = searchEntryOf(declaration, values);
    return { record: declaration.name, id, sort_key: sortKey, ...entry };
  });
  await leave(tx, zoneId, entriesLeft, entries);
}

const entriesLeft: Trail<Omit<SearchEntry, 'sortKey'> & { readonly record: string; readonly id: string; readonly sort_key: string }> = {
  keyOf: ({ record, id }) => `${record} ${id}`,
  write: (zoneId, entries) => ({
    search: sql`INSERT INTO search_entries (zone_id, record, id, title, sort_key, keys, grams)
      SELECT ${zoneId}::uuid, e->>'record', (e->>'id')::uuid, e->>'title', e->>'sort_key', e->>'keys',
        ARRAY(SELECT jsonb_array_elements_text(e->'grams'))
      FROM jsonb_array_elements(${JSON.stringify(entries)}::jsonb) e
      ON CONFLICT (zone_id, record, id) DO UPDATE
        SET title = excluded.title, sort_key = excluded.sort_key, keys = excluded.keys, grams = excluded.grams
        WHERE search_entries.keys <> excluded.keys OR search_entries.title <> excluded.title`,
  }),
};

/** Text as it is searched: half-width, lower case, without spaces and marks. */
export function squeeze(text: string): string {
  return normaliseText(text).toLowerCase().replaceAll(notSearchable, '');
}

function sortKeyOf(title: string): string {
  const squeezed = squeeze(title);
  return hasChinese(squeezed) ? `${spellingsOf(squeezed)[0]?.full ?? ''} ${title}` : title.toLowerCase();
}

function addGrams(into: Set<string>, text: string, lengths: readonly number[]): void {
  const characters = [...text];
  for (const length of lengths) {
    for (let start = 0; start + length <= characters.length; start += 1) {
      const gram = characters.slice(start, start + length).join('');
      // a Chinese trigram adds nothing that two bigrams do not find; a single letter is in every row
      if (length === 3 && hasChinese(gram)) continue;
      if (length === 1 && !hasChinese(gram)) continue;
      into.add(gram);
    }
  }
}

function queryGrams(word: string): string[] {
  const characters = [...word];
  if (characters.length === 1 && !hasChinese(word)) return [];
  const grams: string[] = [];
  const length = hasChinese(word) ? Math.min(2, characters.length) : Math.min(3, characters.length);
  for (let start = 0; start + length <= characters.length; start += 1) {
    grams.push(characters.slice(start, start + length).join(''));
  }
  return grams;
}
