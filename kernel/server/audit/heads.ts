import { sql, type Kysely } from 'kysely';
import { toIso, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import { withZone, type Db, type Tx } from '../database/door.ts';
import type { Database } from '../database/schema.generated.ts';
import type { House } from '../house.ts';

/** The last link of a day, signed under the installation secret: it stands for every entry until then. */
export type Head = { readonly day: IsoDate; readonly seq: number; readonly hash: string; readonly signature: string };

/** What a head's signature covers. */
export function headText(zoneId: string, { day, seq, hash }: Omit<Head, 'signature'>): string {
  return ['audit head', zoneId, day, seq, hash].join('\n');
}

/** Signs a link as the head of its day. @returns the head, or undefined where the day has one already */
export async function signHead(
  tx: Tx,
  crypto: House['crypto'],
  zoneId: string,
  link: Omit<Head, 'signature'>,
  now: Instant,
): Promise<Head | undefined> {
  const signature = crypto.issue(headText(zoneId, link));
  const { rows } = await sql`INSERT INTO audit_heads (zone_id, day, seq, hash, signature, at)
    VALUES (${zoneId}, ${link.day}, ${link.seq}, ${link.hash}, ${signature}, ${toIso(now)}) ON CONFLICT DO NOTHING RETURNING day`.execute(
    tx,
  );
  return rows.length > 0 ? { ...link, signature } : undefined;
}

/** The heads of a zone by day. */
export async function headsOf(tx: Kysely<Database>, zoneId: string): Promise<Head[]> {
  const { rows } = await sql<Head>`SELECT day, seq, hash, signature FROM audit_heads WHERE zone_id = ${zoneId} ORDER BY day`.execute(tx);
  return rows;
}

/** Of hashes that somebody noted outside, those that are no link of the chain: it was rewritten since. */
export async function headsMissing(db: Db, zoneId: string, noted: readonly string[]): Promise<string[]> {
  const { rows } = await withZone(db, zoneId, (tx) =>
    sql<{ hash: string }>`SELECT hash FROM audit_seals WHERE zone_id = ${zoneId} AND hash = ANY(${[...noted]})`.execute(tx),
  );
  return noted.filter((hash) => !rows.some((row) => row.hash === hash));
}
