import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { toIso, type Instant } from '#kernel/rules/instant.ts';
import { sm3 } from '../crypto/provider.ts';
import type { Tx } from '../database/door.ts';
import { leave, type Trail } from '../database/trail.ts';
import type { Ask } from '../house.ts';

export type AuditEntry = {
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly result?: 'done' | 'refused';
  readonly why?: string | null;
  readonly before?: Readonly<Record<string, unknown>> | null;
  readonly after?: Readonly<Record<string, unknown>> | null;
};

type Context = {
  readonly tx: Tx;
  readonly zoneId: string;
  readonly now: Instant;
  readonly ip: string;
  readonly actor: { readonly userId: string; readonly name: string };
};

/** Writes who did what to what, when, why, before and after, in the transaction that does it. */
export async function writeAudit(ask: Ask, entries: readonly AuditEntry[]): Promise<void> {
  await writeAuditFor({ ...ask, zoneId: ask.actor.zoneId }, entries);
}

/** The same where no signed-in actor exists yet (a refused login, the system's own sweep). */
export async function writeAuditFor(context: Context, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const at = toIso(context.now);
  const rows = entries.map((entry) => {
    const row = {
      zone_id: context.zoneId,
      id: uuidv7(),
      at,
      actor_id: context.actor.userId,
      actor_name: context.actor.name,
      ip: context.ip,
      action: entry.action,
      subject_kind: entry.subjectKind,
      subject_id: entry.subjectId,
      result: entry.result ?? 'done',
      why: entry.why ?? null,
      before: entry.before ?? null,
      after: entry.after ?? null,
    };
    return { ...row, hash: hashOfEntry(row) };
  });
  await leave(context.tx, context.zoneId, entriesLeft, rows);
}

const entriesLeft: Trail<StoredEntry & { readonly hash: string }> = {
  keyOf: ({ id }) => id,
  write: (_zoneId, rows) => ({
    entries: sql`INSERT INTO audit_entries SELECT * FROM jsonb_populate_recordset(NULL::audit_entries, ${JSON.stringify(rows)}::jsonb)
      RETURNING zone_id, id`,
    unsealed: sql`INSERT INTO audit_unsealed (zone_id, entry_id) SELECT zone_id, id FROM entries RETURNING 1`,
  }),
};

type StoredEntry = {
  zone_id: string;
  id: string;
  at: string | Date;
  actor_id: string;
  actor_name: string;
  ip: string;
  action: string;
  subject_kind: string;
  subject_id: string;
  result: string;
  why: string | null;
  before: unknown;
  after: unknown;
};

/** The seal of one entry's own content; key order is fixed, since the database keeps none. */
export function hashOfEntry(row: StoredEntry): string {
  return sm3(
    canonical([
      row.zone_id,
      row.id,
      new Date(row.at).toISOString(),
      row.actor_id,
      row.actor_name,
      row.ip,
      row.action,
      row.subject_kind,
      row.subject_id,
      row.result,
      row.why,
      row.before,
      row.after,
    ]),
  );
}

/** JSON with sorted keys: the same value gives the same text, wherever it has been stored. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const pairs = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`);
  return `{${pairs.join(',')}}`;
}
