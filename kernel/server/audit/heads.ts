import { sql, type Kysely } from 'kysely';
import { addDays, dateOf, startOfDay, toIso, type IsoDate } from '#kernel/rules/instant.ts';
import { withZone, type Db } from '../database/door.ts';
import type { Database } from '../database/schema.generated.ts';
import type { House } from '../house.ts';

/** The last link of a day, signed under the installation secret: it stands for every entry until then. */
export type Head = { readonly day: IsoDate; readonly seq: number; readonly hash: string; readonly signature: string };

/** What a head's signature covers. */
export function headText(zoneId: string, { day, seq, hash }: Omit<Head, 'signature'>): string {
  return ['audit head', zoneId, day, seq, hash].join('\n');
}

/**
 * Signs the last link of every past day that has links and no head yet. @returns the new heads: lines to note outside, since
 * whoever holds database and secret can still rewrite what nobody has noted
 */
export async function signDays({ db, crypto, now }: Pick<House, 'db' | 'crypto' | 'now'>, zoneId: string): Promise<Head[]> {
  const today = dateOf(now());
  return withZone(db, zoneId, async (tx) => {
    const signed: Head[] = [];
    for (;;) {
      const { rows } = await sql<{ at: Date; from: number }>`SELECT s.at, s.seq AS from FROM audit_seals s
        WHERE s.zone_id = ${zoneId} AND s.seq > coalesce((SELECT max(h.seq) FROM audit_heads h WHERE h.zone_id = ${zoneId}), 0)
        ORDER BY s.seq LIMIT 1`.execute(tx);
      const [first] = rows;
      const day = first && dateOf(first.at.getTime());
      if (!first || !day || day >= today) return signed;
      const last = await sql<{ seq: number; hash: string }>`SELECT seq, hash FROM audit_seals WHERE zone_id = ${zoneId}
        AND seq >= ${first.from} AND at < ${toIso(startOfDay(addDays(day, 1)))}::timestamptz ORDER BY seq DESC LIMIT 1`.execute(tx);
      const link = last.rows[0];
      if (!link) return signed;
      const head = { day, ...link };
      const signature = crypto.issue(headText(zoneId, head));
      const done = await sql`INSERT INTO audit_heads (zone_id, day, seq, hash, signature, at)
        VALUES (${zoneId}, ${day}, ${link.seq}, ${link.hash}, ${signature}, ${toIso(now())}) ON CONFLICT DO NOTHING RETURNING day`.execute(
        tx,
      );
      if (done.rows.length === 0) return signed;
      signed.push({ ...head, signature });
    }
  });
}

/** The heads of a zone by day. */
export async function headsOf(tx: Kysely<Database>, zoneId: string): Promise<Head[]> {
  const { rows } = await sql<Head>`SELECT day, seq, hash, signature FROM audit_heads WHERE zone_id = ${zoneId} ORDER BY day`.execute(tx);
  return rows;
}

/** Days before the last signed one that have links but no head: a head was taken away. */
export async function daysWithoutHead(
  tx: Kysely<Database>,
  zoneId: string,
  heads: readonly Head[],
): Promise<{ seq: number; entryId: null; what: string }[]> {
  const last = heads.at(-1);
  const first = heads[0];
  if (!last || !first) return [];
  const { rows } = await sql<{
    day: string;
    seq: number;
  }>`SELECT to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, max(seq) AS seq
    FROM audit_seals WHERE zone_id = ${zoneId} AND seq <= ${last.seq} GROUP BY 1`.execute(tx);
  const known = new Set(heads.map((head) => head.day));
  return rows.filter(({ day }) => !known.has(day)).map(({ day, seq }) => ({ seq, entryId: null, what: `day ${day} without its head` }));
}

/** Of hashes that somebody noted outside, those that are no link of the chain: it was rewritten since. */
export async function headsMissing(db: Db, zoneId: string, noted: readonly string[]): Promise<string[]> {
  const { rows } = await withZone(db, zoneId, (tx) =>
    sql<{ hash: string }>`SELECT hash FROM audit_seals WHERE zone_id = ${zoneId} AND hash = ANY(${[...noted]})`.execute(tx),
  );
  return noted.filter((hash) => !rows.some((row) => row.hash === hash));
}
