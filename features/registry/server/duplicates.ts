import { sql, type RawBuilder } from 'kysely';
import type { RecordRow } from '#kernel/contract/record.ts';
import { toIso } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';
import { present } from '#kernel/server/records/present.ts';
import { askedGrams } from '#kernel/server/records/search.ts';
import { storedRow } from '#kernel/server/records/write.ts';
import type { DuplicateCandidate, DuplicatePair } from '../contract.ts';
import { firm } from '../records.ts';
import { blockKeysOf, coreName, likelyFrom, likelyPairs, likenessOf, type Comparable } from '../rules/duplicates.ts';

const pageSize = 5000;
const mostCandidates = 500;

/** Live rows that may be the same firm as this one, most likely first. */
export async function duplicatesOf(ask: Ask, id: string): Promise<DuplicateCandidate[]> {
  const own = comparableOf(await storedRow(ask, firm, id, 'read'));
  const head = askedGrams([...coreName(own.name)].slice(0, 3).join(''));
  const unit = own.uscc?.slice(8, 17);
  const alike = head
    ? await sql<{
        id: string;
      }>`SELECT search_ids('firm', ${[...head.grams]}::text[], ${[...head.words]}::text[], ${mostCandidates}) AS id`.execute(ask.tx)
    : undefined;
  const signs: RawBuilder<unknown>[] = [
    ...(alike ? [sql`id = ANY(${alike.rows.map((row) => row.id)}::uuid[])`] : []),
    ...(own.phoneIndex ? [sql`contact_phone_index = ${own.phoneIndex}`] : []),
    ...(unit ? [sql`substr(uscc, 9, 6) = ${unit.slice(0, 6)}`, sql`substr(uscc, 12, 6) = ${unit.slice(3)}`] : []),
    ...(unit ? [sql`(substr(uscc, 9, 3) = ${unit.slice(0, 3)} AND substr(uscc, 15, 3) = ${unit.slice(6)})`] : []),
  ];
  if (signs.length === 0) return [];
  const { rows } = await sql<Record<string, unknown>>`SELECT id, name, uscc, contact_phone_index, address FROM firms
    WHERE zone_id = ${ask.actor.zoneId} AND ended_on IS NULL AND id <> ${id} AND (${sql.join(signs, sql` OR `)}) LIMIT ${mostCandidates}`.execute(
    ask.tx,
  );
  const apart = await toldApart(ask, id);
  const likely = rows
    .map(comparableOf)
    .filter((other) => !apart.has(pairKey(id, other.id)))
    .map((other) => ({ id: other.id, ...likenessOf(own, other) }))
    .filter(({ score }) => score >= likelyFrom)
    .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, 20);
  const shown = await rowsByIds(
    ask,
    likely.map((one) => one.id),
  );
  return likely.flatMap(({ id: otherId, score, reasons }) => {
    const row = shown.get(otherId);
    return row ? [{ firm: row, score, reasons }] : [];
  });
}

/** The zone's pairs worth a look. Rows come in pages, so that other requests are answered in between. */
export async function duplicatePairs(ask: Ask, limit: number): Promise<{ pairs: DuplicatePair[]; total: number }> {
  const blocks = new Map<string, Comparable[]>();
  for await (const row of liveComparables(ask)) {
    for (const key of blockKeysOf(row)) {
      const block = blocks.get(key);
      if (block) block.push(row);
      else blocks.set(key, [row]);
    }
  }
  const apart = await toldApart(ask);
  const all = likelyPairs(blocks.values()).filter(({ aId, bId }) => !apart.has(pairKey(aId, bId)));
  const page = all.slice(0, limit);
  const shown = await rowsByIds(
    ask,
    page.flatMap(({ aId, bId }) => [aId, bId]),
  );
  const pairs = page.flatMap(({ aId, bId, score, reasons }) => {
    const [a, b] = [shown.get(aId), shown.get(bId)];
    return a && b ? [{ a, b, score, reasons }] : [];
  });
  return { pairs, total: all.length };
}

/** Remembers that somebody looked and found two firms. */
export async function tellApart(ask: Ask, oneId: string, otherId: string): Promise<void> {
  for (const id of [oneId, otherId]) await storedRow(ask, firm, id, 'merge');
  const [aId = oneId, bId = otherId] = [oneId, otherId].toSorted();
  await sql`INSERT INTO firms_told_apart (zone_id, a_id, b_id, by_name, at)
    VALUES (${ask.actor.zoneId}, ${aId}, ${bId}, ${ask.actor.name}, ${toIso(ask.now)}) ON CONFLICT DO NOTHING`.execute(ask.tx);
}

async function* liveComparables(ask: Ask): AsyncGenerator<Comparable> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await sql<Record<string, unknown>>`SELECT id, name, uscc, contact_phone_index, address FROM firms
      WHERE zone_id = ${ask.actor.zoneId} AND ended_on IS NULL AND id > ${after}::uuid ORDER BY id LIMIT ${pageSize}`.execute(ask.tx);
    for (const row of rows) yield comparableOf(row);
    const last = rows.at(-1);
    if (rows.length < pageSize || !last) return;
    after = String(last['id']);
  }
}

async function toldApart(ask: Ask, id?: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ a_id: string; b_id: string }>`SELECT a_id, b_id FROM firms_told_apart
    WHERE zone_id = ${ask.actor.zoneId} ${id ? sql`AND (a_id = ${id} OR b_id = ${id})` : sql``}`.execute(ask.tx);
  return new Set(rows.map((row) => pairKey(row.a_id, row.b_id)));
}

async function rowsByIds(ask: Ask, ids: readonly string[]): Promise<Map<string, RecordRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Record<string, unknown>>`SELECT t.* FROM firms t
    WHERE t.zone_id = ${ask.actor.zoneId} AND t.id = ANY(${[...new Set(ids)]}::uuid[])`.execute(ask.tx);
  return new Map((await present(ask, firm, rows)).map((row) => [row.id, row]));
}

function comparableOf(row: Readonly<Record<string, unknown>>): Comparable {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    id: String(row['id']),
    name: String(row['name']),
    uscc: text(row['uscc']),
    phoneIndex: text(row['contact_phone_index']),
    address: text(row['address']),
  };
}

function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
