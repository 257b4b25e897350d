import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { addDays, dateOf } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';
import { hashOfEntry } from '#features/finance/server/credit/entries.ts';
import type { LedgerEntry } from '#features/finance/rules/line-state.ts';
import { counted, part, taken, text, type BookedLine, type Desk } from './journal.ts';

const granted = 1_000_000;

/** Each firm gets one line: a second would take the first one's place. */
export async function grantLine(desk: Desk): Promise<void> {
  const { journal, people, zone } = desk;
  const [firmId] = taken(desk, journal.firms) ?? [];
  if (!firmId || journal.borrowers.has(firmId)) return;
  journal.borrowers.add(firmId);
  const today = dateOf(Date.now());
  const asked = { firmId, productId: zone.productId, line: String(granted), grantedOn: today, validUntil: addDays(today, 300) };
  const opened = await counted(desk, people.bank.settle('POST', '/api/credit-lines', asked));
  if (opened) journal.lines.set(text(part(opened, 'row'), 'id'), { line: granted, owed: 0, version: 1, entries: [`line ${granted}`] });
}

/** Draws or repays, always by what the bank's own books allow. */
export async function useLine(desk: Desk): Promise<void> {
  const { journal, people, random } = desk;
  const [id, known] = taken(desk, journal.lines) ?? [];
  if (!id || !known) return;
  const draws = known.owed === 0 || (known.owed < known.line && random.chance(0.5));
  const amount = random.int(1, draws ? known.line - known.owed : known.owed);
  const today = dateOf(Date.now());
  const reference = randomUUID();
  const asked = { amount: String(amount), on: today, reference, ...(draws && { dueOn: addDays(today, 200) }) };
  journal.lines.delete(id);
  const path = `/api/credit-lines/${id}/moves/${draws ? 'draw' : 'repay'}`;
  if (await counted(desk, people.bank.settle('POST', path, asked, { version: known.version }))) {
    known.version += 1;
    known.owed += draws ? amount : -amount;
    known.entries.push(`${draws ? 'drawn' : 'repaid'} ${amount} ${reference}`);
  }
  journal.lines.set(id, known);
}

type Stored = Pick<LedgerEntry, 'seq' | 'book' | 'kind' | 'reference' | 'note'> & {
  line_id: string;
  amount: string;
  entered_on: string;
  due_on: string | null;
  rate_bp: number | null;
  reverses_seq: number | null;
  previous_hash: string;
  hash: string;
};

/** Every acknowledged entry is in the ledger once and in its order, each sealed to the one before; the line's three amounts are their sums. */
export async function ledgerFaults(ask: Ask, lines: ReadonlyMap<string, BookedLine>): Promise<string[]> {
  const faults: string[] = [];
  const rows = await sql<Stored>`SELECT * FROM credit_entries WHERE zone_id = ${ask.actor.zoneId} ORDER BY line_id, seq`.execute(ask.tx);
  const posted = Map.groupBy(rows.rows, (row) => row.line_id);
  const stands = await sql<{ id: string; line: string; drawn: string; balance: string }>`SELECT id, line, drawn, balance FROM credit_lines
    WHERE zone_id = ${ask.actor.zoneId}`.execute(ask.tx);
  if (stands.rows.length !== lines.size) faults.push(`${stands.rows.length} credit lines for ${lines.size} acknowledged`);
  for (const { id, line, drawn, balance } of stands.rows) {
    const entries = posted.get(id) ?? [];
    const said = entries.map(({ book, amount, reference }) => `${book} ${amount}${reference ? ` ${reference}` : ''}`);
    if (!isDeepStrictEqual(said, lines.get(id)?.entries)) faults.push(`line ${id} has ${said.join()} for ${lines.get(id)?.entries.join()}`);
    const sum = (of: string) => entries.reduce((total, { book, amount }) => (book === of ? total + BigInt(amount) : total), 0n);
    const sums = [sum('line'), sum('drawn'), sum('drawn') - sum('repaid')].map(String);
    if (!isDeepStrictEqual([line, drawn, balance].map(String), sums))
      faults.push(`line ${id} says ${line}, ${drawn}, ${balance} for ${sums.join()}`);
    let previous = '';
    for (const entry of entries) {
      if (entry.previous_hash !== previous || entry.hash !== hashOfEntry(id, entryOf(entry), previous))
        faults.push(`line ${id}: entry ${entry.seq} is not sealed to the one before`);
      previous = entry.hash;
    }
  }
  return faults;
}

function entryOf(row: Stored): LedgerEntry {
  const { seq, book, kind, reference, note } = row;
  const numbers = { amount: BigInt(row.amount), rateBp: row.rate_bp, reverses: row.reverses_seq };
  return { seq, book, kind, on: row.entered_on, dueOn: row.due_on, reference, note, ...numbers };
}
