import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import type { OfficialDocument } from '#kernel/contract/document.ts';
import { toIso } from '#kernel/rules/instant.ts';
import { instantOf } from '#kernel/server/cases/rules-in-force.ts';
import type { Tx } from '#kernel/server/database/door.ts';
import type { Ask } from '#kernel/server/house.ts';
import { notFound, Refused, stale } from '#kernel/server/http/refused.ts';
import { briefingReaders, briefingWriters, type BriefingDraft, type BriefingQuote } from '../briefing-contract.ts';

export type DraftSaid = z.infer<typeof BriefingDraft>;
export type QuoteSaid = z.infer<typeof BriefingQuote>;

export type StoredBriefing = {
  readonly id: string;
  readonly version: number;
  readonly status: 'draft' | 'issued' | 'withdrawn';
  readonly draft: DraftSaid;
  readonly number: number | null;
  readonly issued: OfficialDocument | null;
  readonly passportIds: readonly string[];
  readonly withdrawnWhy: string | null;
  readonly changedAt: string;
  readonly changedBy: string;
  readonly issuedAt: string | null;
  readonly issuedBy: string | null;
};

type Row = {
  id: string;
  version: number;
  status: StoredBriefing['status'];
  draft: DraftSaid;
  number: number | null;
  issued: OfficialDocument | null;
  passport_ids: string[];
  withdrawn_why: string | null;
  changed_at: Date;
  changed_by_name: string;
  issued_at: Date | null;
  issued_by_name: string | null;
};

const noBriefing = { zh: '简报', en: 'Briefing' };

/** `高新党建简报第12期 标题`; a draft says so instead of its number. */
export function nameOf({ draft, number }: Pick<StoredBriefing, 'draft' | 'number'>): string {
  return `${draft.mark}${number === null ? '（草稿）' : `第${number}期`} ${draft.title}`;
}

/** Are the zone's briefings for this reader at all? */
export function readsBriefings(ask: Ask): boolean {
  return briefingReaders.some((role) => ask.actor.roles.includes(role));
}

/** Those who write briefings see drafts; everybody else what was issued. */
export function writes(ask: Ask): boolean {
  return briefingWriters.some((role) => ask.actor.roles.includes(role));
}

/** A briefing that this reader may see; 404 for a draft that is not for them. */
export async function briefingSeen(ask: Ask, id: string): Promise<StoredBriefing> {
  const briefing = await briefingById(ask.tx, ask.actor.zoneId, id);
  if (!briefing || (briefing.status === 'draft' && !writes(ask))) throw notFound(noBriefing);
  return briefing;
}

export async function briefingById(tx: Tx, zoneId: string, id: string): Promise<StoredBriefing | undefined> {
  const { rows } = await sql<Row>`SELECT * FROM briefings WHERE zone_id = ${zoneId} AND id = ${id}`.execute(tx);
  return rows[0] && stored(rows[0]);
}

/** The zone's briefings, newest first. */
export async function briefingsOf(ask: Ask, limit = 200): Promise<StoredBriefing[]> {
  const { rows } = await sql<Row>`SELECT * FROM briefings WHERE zone_id = ${ask.actor.zoneId}
    AND (${writes(ask)} OR status <> 'draft') ORDER BY coalesce(issued_at, changed_at) DESC LIMIT ${limit}`.execute(ask.tx);
  return rows.map(stored);
}

export async function insertDraft(ask: Ask, draft: DraftSaid): Promise<{ id: string; version: number }> {
  const id = uuidv7();
  await sql`INSERT INTO briefings (zone_id, id, status, draft, changed_at, changed_by, changed_by_name)
    VALUES (${ask.actor.zoneId}, ${id}, 'draft', ${JSON.stringify(draft)}::jsonb, ${toIso(ask.now)}, ${ask.actor.userId}, ${ask.actor.name})`.execute(
    ask.tx,
  );
  return { id, version: 1 };
}

type Change = Partial<{
  draft: DraftSaid;
  status: StoredBriefing['status'];
  issued: OfficialDocument;
  number: number;
  passportIds: readonly string[];
  withdrawnWhy: string;
}>;

/**
 * Changes a briefing that stands in one of these states at the version read; answers the new version. Whoever is late
 * is told by whom, and nothing is written.
 */
export async function changeBriefing(
  ask: Ask,
  id: string,
  version: number,
  from: StoredBriefing['status'],
  change: Change,
): Promise<number> {
  const { rows } = await sql<Row>`SELECT * FROM briefings WHERE zone_id = ${ask.actor.zoneId} AND id = ${id} FOR UPDATE`.execute(ask.tx);
  const row = rows[0];
  if (!row) throw notFound(noBriefing);
  if (row.status !== from) throw notNow(row.status);
  if (row.version !== version) throw stale({ name: row.changed_by_name, version: row.version });
  const issuing = change.status === 'issued';
  await sql`UPDATE briefings SET version = version + 1, changed_at = ${toIso(ask.now)}, changed_by = ${ask.actor.userId},
      changed_by_name = ${ask.actor.name}, status = ${change.status ?? row.status},
      draft = coalesce(${change.draft ? JSON.stringify(change.draft) : null}::jsonb, draft),
      issued = coalesce(${change.issued ? JSON.stringify(change.issued) : null}::jsonb, issued),
      number = coalesce(${change.number ?? null}, number), year = coalesce(${issuing ? Number(row.draft.day.slice(0, 4)) : null}::int, year),
      passport_ids = coalesce(${change.passportIds ? [...change.passportIds] : null}::uuid[], passport_ids),
      withdrawn_why = coalesce(${change.withdrawnWhy ?? null}, withdrawn_why),
      issued_at = coalesce(${issuing ? toIso(ask.now) : null}::timestamptz, issued_at),
      issued_by_name = coalesce(${issuing ? ask.actor.name : null}, issued_by_name)
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
  return row.version + 1;
}

/** Throws a draft away at the version read. */
export async function discardDraft(ask: Ask, id: string, version: number): Promise<void> {
  await changeBriefing(ask, id, version, 'draft', {});
  await sql`DELETE FROM briefings WHERE zone_id = ${ask.actor.zoneId} AND id = ${id} AND status = 'draft'`.execute(ask.tx);
}

/** 第N期: one more than the last of the year under this name. Of two at once the second waits: an advisory lock would hold on one node only. */
export async function nextNumber(ask: Ask, mark: string, year: number): Promise<number> {
  await sql`SELECT 1 FROM zones WHERE id = ${ask.actor.zoneId} FOR NO KEY UPDATE`.execute(ask.tx);
  const { rows } = await sql<{ next: number }>`SELECT coalesce(max(number), 0) + 1 AS next FROM briefings
    WHERE zone_id = ${ask.actor.zoneId} AND draft ->> 'mark' = ${mark} AND year = ${year}`.execute(ask.tx);
  return rows[0]?.next ?? 1;
}

/** Why a briefing in this state cannot be changed as it is. */
export function notNow(status: StoredBriefing['status']): Refused {
  const message = {
    draft: { zh: '这期简报还没有签发', en: 'This briefing is not issued yet' },
    issued: {
      zh: '这期简报已经签发，正文不能再改；需要更正请撤回后另发一期',
      en: 'This briefing is issued: its text no longer changes. To correct it, withdraw it and issue another',
    },
    withdrawn: { zh: '这期简报已经撤回', en: 'This briefing was withdrawn' },
  }[status];
  return new Refused(409, { code: 'BRIEFING_STATUS', message });
}

function stored(row: Row): StoredBriefing {
  return {
    id: row.id,
    version: row.version,
    status: row.status,
    draft: row.draft,
    number: row.number,
    issued: row.issued,
    passportIds: row.passport_ids,
    withdrawnWhy: row.withdrawn_why,
    changedAt: toIso(instantOf(row.changed_at)),
    changedBy: row.changed_by_name,
    issuedAt: row.issued_at && toIso(instantOf(row.issued_at)),
    issuedBy: row.issued_by_name,
  };
}
