import { sql } from 'kysely';
import { toIso, type Instant } from '#kernel/rules/instant.ts';
import { sm3 } from '../crypto/provider.ts';
import { withZone, type Db, type Tx } from '../database/door.ts';
import { hashOfEntry } from './audit.ts';

type Entry = Parameters<typeof hashOfEntry>[0] & { hash: string };
type Seal = { seq: number; at: Date; entry_ids: string[]; previous_hash: string; hash: string };

const batch = 500;
const genesis = '0'.repeat(64);

/**
 * Chains the entries that no link covers yet. Done apart from the writing transactions, which would
 * otherwise queue for the chain's last row; docs/decisions tells the price (a window of a second).
 * @returns how many entries were sealed
 */
export async function sealAudit(db: Db, zoneId: string, now: Instant): Promise<number> {
  return withZone(db, zoneId, async (tx) => {
    const { rows: waiting } = await sql<{ entry_id: string }>`
      SELECT entry_id FROM audit_unsealed WHERE zone_id = ${zoneId} ORDER BY entry_id LIMIT ${batch}
      FOR UPDATE SKIP LOCKED`.execute(tx);
    if (waiting.length === 0) return 0;
    const ids = waiting.map((row) => row.entry_id);
    const entries = await entriesOf(tx, zoneId, ids);
    const last = await lastSeal(tx, zoneId);
    const seq = (last?.seq ?? 0) + 1;
    const previous = last?.hash ?? genesis;
    const hash = linkHash(
      seq,
      previous,
      ids.map((id) => entries.get(id)?.hash ?? 'missing'),
    );
    await sql`INSERT INTO audit_seals (zone_id, seq, at, entry_ids, previous_hash, hash)
      VALUES (${zoneId}, ${seq}, ${toIso(now)}, ${ids}, ${previous}, ${hash})`.execute(tx);
    await sql`DELETE FROM audit_unsealed WHERE zone_id = ${zoneId} AND entry_id = ANY(${ids})`.execute(tx);
    return ids.length;
  });
}

export type ChainReport = {
  readonly entries: number;
  readonly seals: number;
  readonly unsealed: number;
  readonly faults: readonly { readonly seq: number | null; readonly entryId: string | null; readonly what: string }[];
};

/** Checks every entry's own hash and every link of the zone's chain (T-SEC-2), as they stand at one moment. */
export async function verifyAudit(db: Db, zoneId: string): Promise<ChainReport> {
  return withZone(db, zoneId, async (tx) => {
    // entries that are sealed while the chain is read would else be in neither count
    await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`.execute(tx);
    const faults: { seq: number | null; entryId: string | null; what: string }[] = [];
    let previous = genesis;
    let entries = 0;
    let seq = 0;
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
        if (linkHash(seal.seq, seal.previous_hash, hashes) !== seal.hash) {
          faults.push({ seq: seal.seq, entryId: null, what: 'link changed' });
        }
        entries += seal.entry_ids.length;
        previous = seal.hash;
        seq = seal.seq;
      }
    }
    const { rows } = await sql<{ total: number; unsealed: number }>`
      SELECT (SELECT count(*)::int FROM audit_entries WHERE zone_id = ${zoneId}) AS total,
             (SELECT count(*)::int FROM audit_unsealed WHERE zone_id = ${zoneId}) AS unsealed`.execute(tx);
    const { total, unsealed } = rows[0] ?? { total: 0, unsealed: 0 };
    if (entries + unsealed !== total) faults.push({ seq: null, entryId: null, what: 'entries outside the chain' });
    return { entries: total, seals: seq, unsealed, faults };
  });
}

function linkHash(seq: number, previous: string, hashes: readonly string[]): string {
  return sm3([seq, previous, ...hashes].join('\n'));
}

async function lastSeal(tx: Tx, zoneId: string): Promise<Seal | undefined> {
  const { rows } = await sql<Seal>`SELECT seq, at, entry_ids, previous_hash, hash FROM audit_seals
    WHERE zone_id = ${zoneId} ORDER BY seq DESC LIMIT 1`.execute(tx);
  return rows[0];
}

async function entriesOf(tx: Tx, zoneId: string, ids: readonly string[]): Promise<Map<string, Entry>> {
  const { rows } = await sql<Entry>`SELECT * FROM audit_entries WHERE zone_id = ${zoneId} AND id = ANY(${[...ids]})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}
