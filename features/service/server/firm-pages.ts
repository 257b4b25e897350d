import { sql } from 'kysely';
import type { Ask } from '#kernel/server/house.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { lampOf } from '#kernel/server/cases/inbox.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { firmBrief, owedToFirm } from '../contract.ts';
import { ledgerLines } from './contact-ledger.ts';
import { firmOf } from './seen-firm.ts';
import { roles, type Role } from '#kernel/contract/role.ts';

type RequestRow = {
  id: string;
  number: string;
  title: string;
  status: string;
  version: number;
  lead: string | null;
  due_at: Date | null;
  yellow_at: Date | null;
  status_since: Date;
  rating: string | null;
  result: string | null;
  holder_kind: string | null;
  holder_id: string | null;
  holder_title: string | null;
};

/** Serves the pages about one firm: the brief before a visit, and what the zone owes it. */
export function serveFirmPages(server: Server): void {
  serve(server, firmBrief, async ({ params }, ask) => {
    const firm = await firmOf(ask, params.id);
    const requests = await requestsOf(ask, params.id);
    return {
      firm: { id: params.id, name: firm.name, park: firm.park, employees: firm.employees, contact: firm.contact_name },
      promises: await promisesOf(ask, params.id),
      open: requests.filter((row) => row.status !== 'closed').map((row) => briefRequest(ask, row)),
      complaints: requests
        .filter((row) => row.rating === 'dissatisfied' || row.result === 'unresolved')
        .slice(0, 3)
        .map((row) => briefRequest(ask, row)),
      lastVisit: await lastVisitOf(ask, params.id),
      answered: requests
        .filter((row) => row.status === 'closed')
        .slice(0, 5)
        .map((row) => ({ what: row.title, on: dateOf(row.status_since.getTime()) })),
    };
  });
  serve(server, owedToFirm, async ({ params }, ask) => {
    const firm = await firmOf(ask, params.id);
    const requests = await requestsOf(ask, params.id);
    const year = dateOf(ask.now).slice(0, 4);
    return {
      firm: { id: params.id, name: firm.name },
      specialists: await specialistsOf(ask, params.id),
      requests: requests
        .filter((row) => row.status !== 'closed')
        .map((row) => ({
          ...briefRequest(ask, row),
          version: row.version,
          since: row.status_since.toISOString(),
          yours: row.holder_kind === 'firm',
        })),
      promises: await promisesOf(ask, params.id),
      visits: (await ledgerLines(ask, params.id, dateOf(ask.now), '2199-12-31')).filter((line) => line.kind !== 'request'),
      closedThisYear: requests.filter((row) => row.status === 'closed' && dateOf(row.status_since.getTime()).startsWith(year)).length,
    };
  });
}

async function requestsOf(ask: Ask, firmId: string): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    SELECT r.id, r.number, r.title, r.status, r.version, d.name AS lead, r.due_at, r.yellow_at, r.status_since, r.rating, r.result,
      k.holder_kind, k.holder_id, h.name AS holder_title
    FROM service_requests r
    LEFT JOIN departments d ON d.zone_id = r.zone_id AND d.id = r.lead_id
    LEFT JOIN LATERAL (SELECT holder_kind, holder_id FROM case_tasks k WHERE k.zone_id = r.zone_id AND k.case_id = r.id
      ORDER BY (k.task LIKE 'assist:%' OR k.task LIKE 'report%' OR k.task IN ('supervise', 'extension')), k.since LIMIT 1) k ON true
    LEFT JOIN departments h ON h.zone_id = r.zone_id AND k.holder_kind = 'department' AND h.id::text = k.holder_id
    WHERE r.zone_id = ${ask.actor.zoneId} AND r.firm_id = ${firmId} AND r.status NOT IN ('withdrawn', 'merged', 'refused', 'draft')
    ORDER BY r.due_at NULLS LAST, r.created_at DESC LIMIT 200`.execute(ask.tx);
  return rows;
}

function briefRequest(ask: Ask, row: RequestRow) {
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    status: row.status,
    lead: row.lead,
    lamp: lampOf(row, ask.now),
    dueAt: row.due_at?.toISOString() ?? null,
    holder: holderTitle(row),
  };
}

function holderTitle(row: RequestRow): string | null {
  if (row.holder_kind === 'department') return row.holder_title;
  if (row.holder_kind === 'firm') return '企业';
  return row.holder_kind === 'role' ? (roles[row.holder_id as Role]?.zh ?? null) : null;
}

async function promisesOf(ask: Ask, firmId: string) {
  const { rows } = await sql<{ id: string; version: number; title: string; due_on: string; owner: string | null; status: string }>`
    SELECT p.id, p.version, p.title, p.due_on, coalesce(d.name, u.name) AS owner, p.status FROM promises p
    LEFT JOIN departments d ON d.zone_id = p.zone_id AND d.id = p.owner_department_id
    LEFT JOIN users u ON u.zone_id = p.zone_id AND u.id = p.owner_user_id
    WHERE p.zone_id = ${ask.actor.zoneId} AND p.firm_id = ${firmId} AND p.status IN ('made', 'reportedKept')
    ORDER BY p.due_on LIMIT 100`.execute(ask.tx);
  const today = dateOf(ask.now);
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    title: row.title,
    dueOn: row.due_on,
    owner: row.owner ?? '—',
    status: row.status,
    late: row.due_on < today,
  }));
}

async function lastVisitOf(ask: Ask, firmId: string) {
  const { rows } = await sql<{ held_at: Date; who: string | null; notes: string | null }>`
    SELECT v.held_at, u.name AS who, v.notes FROM visits v LEFT JOIN users u ON u.zone_id = v.zone_id AND u.id = v.visitor_id
    WHERE v.zone_id = ${ask.actor.zoneId} AND v.firm_id = ${firmId} AND v.status = 'held' ORDER BY v.held_at DESC LIMIT 1`.execute(ask.tx);
  const last = rows[0];
  return last ? { at: last.held_at.toISOString(), who: last.who ?? '—', notes: last.notes } : null;
}

async function specialistsOf(ask: Ask, firmId: string): Promise<{ id: string; name: string }[]> {
  const today = dateOf(ask.now);
  const { rows } = await sql<{ id: string; name: string }>`SELECT u.id, u.name FROM specialist_links l
    JOIN users u ON u.zone_id = l.zone_id AND u.id = l.specialist_id
    WHERE l.zone_id = ${ask.actor.zoneId} AND l.firm_id = ${firmId} AND l.ended_on IS NULL
      AND l.from_on <= ${today}::date AND (l.to_on IS NULL OR l.to_on >= ${today}::date)`.execute(ask.tx);
  return rows;
}
