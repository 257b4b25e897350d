import { sql } from 'kysely';
import { toIso } from '#kernel/rules/instant.ts';
import type { SealedColumn } from '#kernel/server/crypto/sealed-column.ts';
import type { Ask } from '#kernel/server/house.ts';
import { notFound, Refused } from '#kernel/server/http/refused.ts';
import type { FirmMerge } from '../contract.ts';
import { firm } from '../records.ts';
import type { Moved } from './references.ts';

/** Where the secrets of merged firms lie, within what a merge changed. */
export const sealedMerges: SealedColumn = { table: 'firm_merges', key: ['id'], column: 'snapshot', json: true };

type Values = Readonly<Record<string, unknown>>;

/** What one merge changed: the surviving firm's fields before and after, and everything that went over. */
export type Snapshot = { readonly before: Values; readonly after: Values; readonly moved: Moved };

type Stored = {
  id: string;
  from_id: string;
  into_id: string;
  at: Date;
  by_name: string;
  why: string;
  snapshot: Snapshot;
  undone_at: Date | null;
  undone_by_name: string | null;
  undone_why: string | null;
  from_name: string;
  into_name: string;
};

export async function insertMerge(
  ask: Ask,
  merge: { id: string; fromId: string; intoId: string; why: string; snapshot: Snapshot },
): Promise<void> {
  await sql`INSERT INTO firm_merges (zone_id, id, from_id, into_id, at, by_id, by_name, why, snapshot)
    VALUES (${ask.actor.zoneId}, ${merge.id}, ${merge.fromId}, ${merge.intoId}, ${toIso(ask.now)}, ${ask.actor.userId}, ${ask.actor.name},
      ${merge.why}, ${JSON.stringify(merge.snapshot)}::jsonb)`.execute(ask.tx);
}

/** The merge about to be undone, locked, its secrets open; 404 when there is none, 409 when it was undone. */
export async function getMergeForUndo(ask: Ask, id: string): Promise<{ fromId: string; intoId: string; snapshot: Snapshot }> {
  const { rows } = await sql<Pick<Stored, 'from_id' | 'into_id' | 'snapshot' | 'undone_at' | 'undone_by_name'>>`
    SELECT from_id, into_id, snapshot, undone_at, undone_by_name FROM firm_merges
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${id} FOR UPDATE`.execute(ask.tx);
  const [row] = rows;
  if (!row) throw notFound({ zh: '合并', en: 'Merge' });
  if (row.undone_at) {
    throw new Refused(409, {
      code: 'ALREADY_UNDONE',
      message: { zh: `这次合并已由${row.undone_by_name ?? '他人'}撤销`, en: `${row.undone_by_name ?? 'Somebody'} has undone this merge` },
    });
  }
  const { before, after, moved } = row.snapshot;
  return {
    fromId: row.from_id,
    intoId: row.into_id,
    snapshot: { before: openSecrets(ask, before), after: openSecrets(ask, after), moved },
  };
}

export async function markUndone(ask: Ask, id: string, why: string): Promise<void> {
  await sql`UPDATE firm_merges SET undone_at = ${toIso(ask.now)}, undone_by_name = ${ask.actor.name}, undone_why = ${why}
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
}

/** Merges, newest first: all of them, those that touch one firm, or one. */
export async function listMerges(
  ask: Ask,
  only: { readonly firmId?: string | undefined; readonly id?: string } = {},
): Promise<FirmMerge[]> {
  const { firmId, id } = only;
  const { rows } = await sql<Stored>`SELECT m.*, a.name AS from_name, b.name AS into_name FROM firm_merges m
    JOIN firms a ON a.zone_id = m.zone_id AND a.id = m.from_id JOIN firms b ON b.zone_id = m.zone_id AND b.id = m.into_id
    WHERE m.zone_id = ${ask.actor.zoneId} ${id ? sql`AND m.id = ${id}` : sql``}
      ${firmId ? sql`AND (m.from_id = ${firmId} OR m.into_id = ${firmId})` : sql``}
    ORDER BY m.id DESC LIMIT 200`.execute(ask.tx);
  return rows.map(mergeOf);
}

/** One merge as the API shows it. */
export async function getMerge(ask: Ask, id: string): Promise<FirmMerge> {
  const [merge] = await listMerges(ask, { id });
  if (!merge) throw notFound({ zh: '合并', en: 'Merge' });
  return merge;
}

/** Secrets lie in the snapshot as they lie in the firm's row: sealed. */
export function sealSecrets(ask: Ask, values: Values): Values {
  return mapSecrets(values, (text) => ask.house.crypto.seal(text));
}

function openSecrets(ask: Ask, values: Values): Values {
  return mapSecrets(values, (text) => ask.house.crypto.open(text));
}

function mapSecrets(values: Values, change: (text: string) => string): Values {
  const fields: Readonly<Record<string, { readonly kind: string }>> = firm.fields;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      fields[name]?.kind === 'secret' && typeof value === 'string' ? change(value) : value,
    ]),
  );
}

function mergeOf(row: Stored): FirmMerge {
  const count = (lists: readonly { readonly ids: readonly string[] }[]) => lists.reduce((sum, { ids }) => sum + ids.length, 0);
  return {
    id: row.id,
    from: { id: row.from_id, name: row.from_name },
    into: { id: row.into_id, name: row.into_name },
    at: row.at.toISOString(),
    by: row.by_name,
    why: row.why,
    moved: { cases: count(row.snapshot.moved.cases), records: count(row.snapshot.moved.rows) },
    undone: row.undone_at ? { at: row.undone_at.toISOString(), by: row.undone_by_name ?? '', why: row.undone_why ?? '' } : null,
  };
}
