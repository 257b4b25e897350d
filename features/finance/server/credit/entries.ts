import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { toIso } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';
import { announce } from '#kernel/server/http/event-hub.ts';
import { sealOf } from '../seal.ts';
import type { LedgerEntry, LineState } from '../../rules/line-state.ts';

const bookWords = { line: '额度', drawn: '放款', repaid: '还款' } as const;

/** Adds to the ledger what a line's history says and the ledger does not hold yet, each entry chained to the one before. */
export async function writeEntries(ask: Ask, line: LineState): Promise<void> {
  const zoneId = ask.actor.zoneId;
  const { rows } = await sql<{ seq: number; hash: string }>`SELECT seq, hash FROM credit_entries
    WHERE zone_id = ${zoneId} AND line_id = ${line.id} ORDER BY seq DESC LIMIT 1`.execute(ask.tx);
  let { seq, hash } = rows[0] ?? { seq: 0, hash: '' };
  const at = toIso(ask.now);
  const added = line.entries.slice(seq).map((entry) => {
    const previous = hash;
    seq = entry.seq;
    hash = hashOfEntry(line.id, entry, previous);
    return {
      zone_id: zoneId,
      id: uuidv7(),
      version: 1,
      created_at: at,
      updated_at: at,
      title: `${line.title} · ${bookWords[entry.book]} ${entry.seq}`,
      line_id: line.id,
      bank_id: line.bankId,
      product_id: line.productId,
      seq: entry.seq,
      book: entry.book,
      kind: entry.kind,
      amount: String(entry.amount),
      entered_on: entry.on,
      due_on: entry.dueOn,
      rate_bp: entry.rateBp,
      reference: entry.reference,
      reverses_seq: entry.reverses,
      note: entry.note,
      previous_hash: previous,
      hash,
    };
  });
  if (added.length === 0) return;
  await sql`INSERT INTO credit_entries SELECT * FROM jsonb_populate_recordset(NULL::credit_entries, ${JSON.stringify(added)}::jsonb)
    RETURNING 1`.execute(ask.tx);
  await announce(ask.tx, { zoneId, kind: 'record', name: 'creditEntry', id: '*' });
}

/** The seal of one entry: its content and the seal before it. */
export function hashOfEntry(lineId: string, entry: LedgerEntry, previous: string): string {
  return sealOf(lineId, { ...entry, amount: String(entry.amount) }, previous);
}
