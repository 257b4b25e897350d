import { sql, type Kysely } from 'kysely';
import { dateOf, toIso, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import { systemActor } from '../cases/sweep.ts';
import { sm3 } from '../crypto/provider.ts';
import { withZone, type Tx } from '../database/door.ts';
import { writeTrails } from '../database/trail.ts';
import type { House } from '../house.ts';
import type { Database } from '../database/schema.generated.ts';
import { hashOfEntry, writeAuditFor } from './audit.ts';
import { headsOf, headText, signHead, type Head } from './heads.ts';

type Entry = Parameters<typeof hashOfEntry>[0] & { hash: string };
type Seal = { seq: number; at: Date; entry_ids: string[]; previous_hash: string; hash: string };

const batch = 500;
const genesis = '0'.repeat(64);

/**
 * Chains the entries that no link covers yet. Done apart from the writing transactions, which would
 * otherwise queue for the chain's last row; docs/decisions tells the price (a window of a second).
 * @returns the head of a day that ended, when this signed it: a line to note outside, since whoever holds database and secret can
 * still rewrite what nobody has noted
 */
export async function chainAudit(house: Pick<House, 'db' | 'crypto' | 'now'>, zoneId: string): Promise<Head | undefined> {
  let head: Head | undefined;
  for (;;) {
    const link = await sealWaiting(house, zoneId);
    head ??= link.head;
    if (link.entries === 0) return head;
  }
}

type Sealed = { readonly entries: number; readonly head?: Head | undefined };

/**
 * Appends one link over what waits. Before the first link of a day the last one of the day before is signed, and an entry says so: a
 * signed day is never the last of the chain, so that a head taken away is always missed, and no day is signed twice.
 */
async function sealWaiting({ db, crypto, now }: Pick<House, 'db' | 'crypto' | 'now'>, zoneId: string): Promise<Sealed> {
  return withZone(db, zoneId, async (tx) => {
    const last = await lastSeal(tx, zoneId);
    const at = now();
    const day = last && dateOf(last.at.getTime());
    const head =
      last && day && day < dateOf(at) ? await signHead(tx, crypto, zoneId, { day, seq: last.seq, hash: last.hash }, at) : undefined;
    if (head) {
      const after = { seq: head.seq, hash: head.hash };
      const entry = { action: 'signDay', subjectKind: 'auditTrail', subjectId: head.day, after };
      await writeAuditFor({ tx, zoneId, now: at, ip: 'system', actor: systemActor(zoneId) }, [entry]);
      await writeTrails(tx);
    }
    const { rows: waiting } = await sql<{ entry_id: string }>`
      SELECT entry_id FROM audit_unsealed WHERE zone_id = ${zoneId} ORDER BY entry_id LIMIT ${batch}
      FOR UPDATE SKIP LOCKED`.execute(tx);
    const ids = waiting.map((row) => row.entry_id);
    if (ids.length === 0 || !(await appendLink(tx, zoneId, last, ids, at))) return { entries: 0, head };
    await sql`DELETE FROM audit_unsealed WHERE zone_id = ${zoneId} AND entry_id = ANY(${ids})`.execute(tx);
    return { entries: ids.length, head };
  });
}

/** @returns false where another process was faster with this link */
async function appendLink(tx: Tx, zoneId: string, last: Seal | undefined, ids: readonly string[], now: Instant): Promise<boolean> {
  const entries = await entriesOf(tx, zoneId, ids);
  const seq = (last?.seq ?? 0) + 1;
  const previous = last?.hash ?? genesis;
  // a clock set back must not bring a day back that is signed already
  const at = toIso(Math.max(now, last?.at.getTime() ?? 0));
  const hash = linkHash(
    seq,
    previous,
    ids.map((id) => entries.get(id)?.hash ?? 'missing'),
    at,
  );
  const { rows } = await sql`INSERT INTO audit_seals (zone_id, seq, at, entry_ids, previous_hash, hash)
    VALUES (${zoneId}, ${seq}, ${at}, ${[...ids]}, ${previous}, ${hash}) ON CONFLICT DO NOTHING RETURNING seq`.execute(tx);
  return rows.length > 0;
}

type Fault = { readonly seq: number | null; readonly entryId: string | null; readonly what: string };

export type ChainReport = {
  readonly entries: number;
  readonly seals: number;
  readonly unsealed: number;
  /** the last day that is signed as a whole: the line to note outside */
  readonly head: { readonly day: string; readonly seq: number; readonly hash: string } | null;
  readonly faults: readonly Fault[];
};

/** Checks every entry's own hash, every link of the zone's chain (T-SEC-2), and the signed head of every past day, as they stand at one moment. */
export async function verifyAudit({ db, crypto }: Pick<House, 'db' | 'crypto'>, zoneId: string): Promise<ChainReport> {
  return withZone(db, zoneId, async (tx) => {
    // entries that are sealed while the chain is read would else be in neither count
    await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`.execute(tx);
    return verifyChain(tx, zoneId, crypto);
  });
}

/** The same in a transaction of the caller's; without the installation's ciphers the signatures of heads are not looked at. */
export async function verifyChain(tx: Kysely<Database>, zoneId: string, crypto?: House['crypto']): Promise<ChainReport> {
  const faults: Fault[] = [];
  let previous = genesis;
  let entries = 0;
  let seq = 0;
  const heads = await headsOf(tx, zoneId);
  const waiting = new Map(heads.map((signed) => [signed.seq, signed]));
  for (const signed of heads)
    if (crypto && !crypto.issued(headText(zoneId, signed), signed.signature))
      faults.push({ seq: signed.seq, entryId: null, what: `head of ${signed.day} not ours` });
  const headed = new Set(heads.map((head) => head.day));
  let head: Head | undefined;
  let before: { day: IsoDate; dated: boolean } | undefined;
  for (;;) {
    const { rows: seals } = await sql<Seal>`SELECT seq, at, entry_ids, previous_hash, hash FROM audit_seals
      WHERE zone_id = ${zoneId} AND seq > ${seq} ORDER BY seq LIMIT 50`.execute(tx);
    if (seals.length === 0) break;
    const found = await entriesOf(
      tx,
      zoneId,
      seals.flatMap((seal) => seal.entry_ids),
    );
    for (const seal of seals) {
      if (seal.seq !== seq + 1) faults.push({ seq: seq + 1, entryId: null, what: 'link missing' });
      if (seal.previous_hash !== previous) faults.push({ seq: seal.seq, entryId: null, what: 'link broken' });
      const hashes = seal.entry_ids.map((id) => {
        const entry = found.get(id);
        if (!entry) faults.push({ seq: seal.seq, entryId: id, what: 'entry missing' });
        else if (hashOfEntry(entry) !== entry.hash) faults.push({ seq: seal.seq, entryId: id, what: 'entry changed' });
        return entry?.hash ?? 'missing';
      });
      // links from before moments were part of them have none, and their days no heads; none such comes after a later one
      const dated = linkHash(seal.seq, seal.previous_hash, hashes, seal.at.toISOString()) === seal.hash;
      if (!dated && (before?.dated || linkHash(seal.seq, seal.previous_hash, hashes) !== seal.hash))
        faults.push({ seq: seal.seq, entryId: null, what: 'link changed' });
      const day = dateOf(seal.at.getTime());
      if (before?.dated && before.day !== day && !headed.has(before.day))
        faults.push({ seq: seal.seq - 1, entryId: null, what: `day ${before.day} without its head` });
      before = { day, dated };
      const own = waiting.get(seal.seq);
      if (own && own.hash !== seal.hash) faults.push({ seq: seal.seq, entryId: null, what: `not the head of ${own.day}` });
      head = own ?? head;
      waiting.delete(seal.seq);
      entries += seal.entry_ids.length;
      previous = seal.hash;
      seq = seal.seq;
    }
  }
  const { rows } = await sql<{ total: number; unsealed: number }>`
    SELECT (SELECT count(*)::int FROM audit_entries WHERE zone_id = ${zoneId}) AS total,
           (SELECT count(*)::int FROM audit_unsealed WHERE zone_id = ${zoneId}) AS unsealed`.execute(tx);
  const { total, unsealed } = rows[0] ?? { total: 0, unsealed: 0 };
  if (entries + unsealed !== total) faults.push(...(await entriesOutside(tx, zoneId)));
  for (const { day, seq: of } of waiting.values()) faults.push({ seq: of, entryId: null, what: `head of ${day} without its link` });
  return { entries: total, seals: seq, unsealed, head: head ? { day: head.day, seq: head.seq, hash: head.hash } : null, faults };
}

function linkHash(seq: number, previous: string, hashes: readonly string[], at?: string): string {
  return sm3([seq, previous, ...hashes, ...(at === undefined ? [] : [at])].join('\n'));
}

async function entriesOutside(tx: Kysely<Database>, zoneId: string): Promise<Fault[]> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM audit_entries WHERE zone_id = ${zoneId}
    EXCEPT SELECT unnest(entry_ids) FROM audit_seals WHERE zone_id = ${zoneId}
    EXCEPT SELECT entry_id FROM audit_unsealed WHERE zone_id = ${zoneId} LIMIT 20`.execute(tx);
  if (rows.length === 0) return [{ seq: null, entryId: null, what: 'entries counted twice' }];
  return rows.map(({ id }) => ({ seq: null, entryId: id, what: 'entry outside the chain' }));
}

async function lastSeal(tx: Tx, zoneId: string): Promise<Seal | undefined> {
  const { rows } = await sql<Seal>`SELECT seq, at, entry_ids, previous_hash, hash FROM audit_seals
    WHERE zone_id = ${zoneId} ORDER BY seq DESC LIMIT 1`.execute(tx);
  return rows[0];
}

async function entriesOf(tx: Kysely<Database>, zoneId: string, ids: readonly string[]): Promise<Map<string, Entry>> {
  const { rows } = await sql<Entry>`SELECT * FROM audit_entries WHERE zone_id = ${zoneId} AND id = ANY(${[...ids]})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}
