import { sql, type RawBuilder } from 'kysely';
import { accessRulesFor } from '#kernel/contract/access.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { addDays, dateOf, daysBetween, type IsoDate } from '#kernel/rules/instant.ts';
import { noteLooks } from '#kernel/server/access/consent.ts';
import { rowsFor } from '#kernel/server/access/policy.ts';
import type { Ask } from '#kernel/server/house.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { serviceRequest } from '#features/service/cases.ts';
import { bankInquiry } from '../../inquiry-case.ts';
import { creditLine } from '../../line-case.ts';
import { obligation, receivable } from '../../obligation-records.ts';
import { radar, type RadarEntry } from '../../radar-contract.ts';
import { bandOf, gapAt, type Incoming, type RadarParams } from '../../rules/radar.ts';

const endedRequests = Object.entries(serviceRequest.states).flatMap(([name, { terminal }]) => (terminal ? [name] : []));

export type DueRow = {
  readonly id: string;
  readonly source: 'obligation' | 'creditLine';
  readonly firm_id: string;
  readonly firm: string;
  readonly kind: RadarEntry['kind'];
  readonly title: string;
  readonly bank_id: string | null;
  readonly amount: string | null;
  readonly due_on: IsoDate;
};

/** What is due by a day of the rows that this actor may read: firms' own dates, and balances of lines, which nobody enters twice. */
export async function duesUntil(ask: Ask, until: IsoDate, only: { readonly firmId?: string; readonly id?: string }): Promise<DueRow[]> {
  const narrowed = sql`(${only.firmId ?? null}::uuid IS NULL OR t.firm_id = ${only.firmId ?? null}::uuid)
    AND (${only.id ?? null}::uuid IS NULL OR t.id = ${only.id ?? null}::uuid)`;
  const zone = ask.actor.zoneId;
  // two branches, since the index holds what is not ended alone
  const owed = (life: RawBuilder<unknown>) => sql`SELECT t.id, 'obligation' AS source, t.zone_id, t.firm_id, t.kind, t.title, t.bank_id,
      t.amount::text AS amount, t.due_on FROM obligations t
    WHERE t.zone_id = ${zone} AND ${life} AND t.due_on <= ${until}::date AND ${narrowed} AND ${readable(ask, obligation)}`;
  const { rows } = await sql<Omit<DueRow, 'firm'>>`SELECT * FROM (
      ${owed(sql`t.ended_on IS NULL`)} UNION ALL ${owed(sql`t.ended_on > ${dateOf(ask.now)}::date`)}
      UNION ALL
      SELECT t.id, 'creditLine', t.zone_id, t.firm_id, 'loan', t.title, t.bank_id, t.balance::text, t.next_due_on FROM credit_lines t
      WHERE t.zone_id = ${zone} AND t.balance > 0 AND t.next_due_on <= ${until}::date AND ${narrowed} AND ${readable(ask, creditLine)}
    ) d ORDER BY d.due_on, d.id`.execute(ask.tx);
  const byConsent = rows.filter((row) => row.source === 'obligation').map((row) => ({ ...row }));
  await noteLooks(ask, obligation, byConsent, 'read');
  // in a question of its own: joined, a plan that expects one row goes through every firm for each
  const names = await titlesByIds(ask, 'firm', [...new Set(rows.map((row) => row.firm_id))]);
  return rows.map((row) => ({ ...row, firm: names.get(row.firm_id) ?? '' }));
}

/** The radar of this reader: every due thing with its band, the cash gap as far as receivables were shared, and what was done. */
export async function radarEntries(ask: Ask, params: RadarParams, firmId?: string): Promise<RadarEntry[]> {
  const day = dateOf(ask.now);
  const dues = await duesUntil(ask, addDays(day, params.bands[0]), firmId === undefined ? {} : { firmId });
  const firms = [...new Set(dues.map((due) => due.firm_id))];
  const expected = await receivablesOf(ask, firms);
  const help = await helpFor(ask, dues);
  const byFirm = Map.groupBy(dues, (due) => due.firm_id);
  return dues.flatMap((due): RadarEntry[] => {
    const band = bandOf(day, due.due_on, params);
    if (band === null) return [];
    const incoming = expected.get(due.firm_id);
    const loans = (byFirm.get(due.firm_id) ?? []).map((one) => ({
      id: one.id,
      amount: one.amount === null ? null : BigInt(one.amount),
      dueOn: one.due_on,
    }));
    const gap = due.kind === 'loan' && incoming ? gapAt(day, due.due_on, loans, incoming) : null;
    return [
      {
        id: due.id,
        source: due.source,
        firmId: due.firm_id,
        firm: due.firm,
        kind: due.kind,
        title: due.title,
        bankId: due.bank_id,
        amount: due.amount,
        dueOn: due.due_on,
        daysLeft: daysBetween(day, due.due_on),
        band,
        gap: gap && { owed: String(gap.owed), incoming: String(gap.incoming), short: String(gap.short), coveredOn: gap.coveredOn },
        ...(help.get(due.id) ?? { help: { asked: 0, offered: 0, isPending: false, isAccepted: false, requestId: null }, noticedOn: null }),
      },
    ];
  });
}

/** Money that firms expect, as far as this reader sees it, the earliest first. */
export async function receivablesOf(ask: Ask, firmIds: readonly string[]): Promise<Map<string, (Incoming & { payer: string })[]>> {
  const { rows } = await sql<{ id: string; firm_id: string; payer: string; amount: string; due_on: IsoDate }>`
    SELECT t.id, t.firm_id, t.payer, t.amount::text AS amount, t.due_on FROM receivables t WHERE t.zone_id = ${ask.actor.zoneId}
      AND t.firm_id = ANY(${[...firmIds]}::uuid[]) AND (t.ended_on IS NULL OR t.ended_on > ${dateOf(ask.now)}::date) AND t.settled_on IS NULL AND ${readable(ask, receivable)}
    ORDER BY t.due_on, t.id`.execute(ask.tx);
  await noteLooks(ask, receivable, rows, 'read');
  const incoming = rows.map((row) => ({ firmId: row.firm_id, payer: row.payer, amount: BigInt(row.amount), dueOn: row.due_on }));
  return Map.groupBy(incoming, ({ firmId }) => firmId);
}

/**
 * What was done about each for the day on which it now falls due: banks asked as far as this reader sees, and for the firm and the
 * zone the open request and the first notice. What was settled for an earlier day helps nobody now.
 */
async function helpFor(ask: Ask, dues: readonly DueRow[]): Promise<Map<string, Pick<RadarEntry, 'help' | 'noticedOn'>>> {
  const isBank = ask.actor.roles.filter((role) => radar.callers.includes(role)).every((role) => role === 'bankOfficer');
  const { rows } = await sql<{
    id: string;
    asked: number;
    offered: number;
    pending: boolean;
    accepted: boolean;
    request_id: string | null;
    noticed_on: IsoDate | null;
  }>`SELECT s.id,
      count(t.id)::int AS asked, (count(t.id) FILTER (WHERE t.status IN ('offered', 'accepted', 'completed')))::int AS offered,
      coalesce(bool_or(t.status IN ('asked', 'offered')), false) AS pending,
      coalesce(bool_or(t.status IN ('accepted', 'completed')), false) AS accepted,
      CASE WHEN ${isBank} THEN NULL ELSE (SELECT min(r.request_id::text) FROM extension_requests r
        JOIN service_requests q ON q.zone_id = r.zone_id AND q.id = r.request_id AND q.status <> ALL(${endedRequests}::text[])
        WHERE r.zone_id = ${ask.actor.zoneId} AND r.subject_id = s.id) END AS request_id,
      CASE WHEN ${isBank} THEN NULL ELSE (SELECT min(n.noticed_on) FROM maturity_notices n
        WHERE n.zone_id = ${ask.actor.zoneId} AND n.subject_id = s.id AND n.due_on = s.due_on) END AS noticed_on
    FROM unnest(${dues.map(({ id }) => id)}::uuid[], ${dues.map((due) => due.due_on)}::date[]) AS s(id, due_on)
    LEFT JOIN bank_inquiries t ON t.zone_id = ${ask.actor.zoneId} AND t.subject_id = s.id::text
      AND (t.due_on = s.due_on OR t.status IN ('asked', 'offered', 'accepted')) AND ${readable(ask, bankInquiry)} GROUP BY s.id, s.due_on`.execute(
    ask.tx,
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        help: { asked: row.asked, offered: row.offered, isPending: row.pending, isAccepted: row.accepted, requestId: row.request_id },
        noticedOn: row.noticed_on,
      },
    ]),
  );
}

function readable(ask: Ask, declaration: RecordDeclaration): RawBuilder<boolean> {
  return accessRulesFor(declaration.access, ask.actor, 'read').length === 0 ? sql<boolean>`false` : rowsFor(declaration, ask.actor, 'read');
}
