import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import type { Ask } from '#kernel/server/house.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { forbidden, invalid } from '#kernel/server/http/refused.ts';
import { addDays, addMonths, dateOf, instantAt, toIso, type IsoDate } from '#kernel/rules/instant.ts';
import { contactLedger, endQuietWeek, setQuietWeek, visitClashes } from '../contract.ts';
import { firmOf } from './seen-firm.ts';

/** Visits of all bodies together that a firm should see in a month (rulebook §8.4, platform default). */
const visitsMost = 2;

export type LedgerLine = { kind: 'visit' | 'request' | 'quiet'; id: string; at: string; title: string; who: string | null; status: string };

/** Serves a firm's contact ledger, its quiet weeks, and the warning before a visit is planned (无事不扰). */
export function serveContactLedger(server: Server): void {
  serve(server, contactLedger, async ({ params, query }, ask) => {
    await firmOf(ask, params.id);
    const today = dateOf(ask.now);
    return {
      lines: await ledgerLines(ask, params.id, query.from ?? addDays(today, -180), query.to ?? addDays(today, 180)),
      visitsThisMonth: await visitsInMonth(ask, params.id, today),
      visitsMost,
    };
  });
  serve(server, setQuietWeek, async ({ params, body }, ask) => {
    await guardOwnFirm(ask, params.id);
    if (body.toOn < body.fromOn)
      throw invalid([
        { code: 'QUIET_DATES', field: 'toOn', message: { zh: '结束日期不能早于开始日期', en: 'The end cannot be before the start' } },
      ]);
    if (addDays(body.fromOn, 31) < body.toOn)
      throw invalid([{ code: 'QUIET_LONG', field: 'toOn', message: { zh: '一次最多 31 天', en: 'At most 31 days at a time' } }]);
    const id = uuidv7();
    await sql`INSERT INTO quiet_weeks (zone_id, id, firm_id, from_on, to_on, reason, created_at)
      VALUES (${ask.actor.zoneId}, ${id}, ${params.id}, ${body.fromOn}, ${body.toOn}, ${body.reason ?? null}, ${toIso(ask.now)})`.execute(
      ask.tx,
    );
    await writeAudit(ask, [{ action: 'setQuietWeek', subjectKind: 'firm', subjectId: params.id, after: body }]);
    return { id };
  });
  serve(server, endQuietWeek, async ({ params }, ask) => {
    await guardOwnFirm(ask, params.id);
    const { rows } =
      await sql`DELETE FROM quiet_weeks WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${params.id} AND id = ${params.quietId} RETURNING id`.execute(
        ask.tx,
      );
    if (rows.length > 0)
      await writeAudit(ask, [{ action: 'endQuietWeek', subjectKind: 'firm', subjectId: params.id, before: { quietId: params.quietId } }]);
    return { removed: rows.length > 0 };
  });
  serve(server, visitClashes, async ({ params, query }, ask) => {
    await firmOf(ask, params.id);
    const near = await ledgerLines(ask, params.id, addDays(query.on, -7), addDays(query.on, 7));
    const most = await visitsInMonth(ask, params.id, query.on);
    return {
      clashes: [
        ...near
          .filter((line) => line.kind === 'visit' && line.status === 'planned')
          .map((line) => ({
            kind: 'visit' as const,
            visitId: line.id,
            says: {
              zh: `${line.who ?? '有人'}已约 ${line.at.slice(0, 10)} 走访，可考虑同行`,
              en: `${line.who ?? 'Somebody'} already visits on ${line.at.slice(0, 10)}; consider going together`,
            },
          })),
        ...near
          .filter((line) => line.kind === 'quiet' && line.at <= query.on && line.title >= query.on)
          .map((line) => ({
            kind: 'quiet' as const,
            visitId: null,
            says: {
              zh: `企业请求 ${line.at} 至 ${line.title} 免打扰`,
              en: `The firm asked to be left alone from ${line.at} to ${line.title}`,
            },
          })),
        ...(most >= visitsMost
          ? [
              {
                kind: 'tooMany' as const,
                visitId: null,
                says: {
                  zh: `本月已有 ${most} 次走访（各部门合计上限 ${visitsMost} 次）`,
                  en: `${most} visits this month already (${visitsMost} for all bodies together)`,
                },
              },
            ]
          : []),
      ],
    };
  });
}

/** Contacts of a firm between two days, latest first. A quiet week's title is its last day. */
export async function ledgerLines(ask: Ask, firmId: string, from: IsoDate, to: IsoDate): Promise<LedgerLine[]> {
  const zone = ask.actor.zoneId;
  const start = toIso(instantAt(from, '00:00'));
  const end = to === '2199-12-31' ? '2199-12-31T00:00:00Z' : toIso(instantAt(addDays(to, 1), '00:00'));
  const { rows } = await sql<{ kind: LedgerLine['kind']; id: string; at: Date; title: string; who: string | null; status: string }>`
    SELECT 'visit' AS kind, v.id, coalesce(v.held_at, v.planned_at) AS at, coalesce(v.purpose, v.title) AS title, u.name AS who, v.status
      FROM visits v LEFT JOIN users u ON u.zone_id = v.zone_id AND u.id = v.visitor_id
      WHERE v.zone_id = ${zone} AND v.firm_id = ${firmId} AND v.planned_at >= ${start}::timestamptz AND v.planned_at < ${end}::timestamptz AND v.status <> 'cancelled'
    UNION ALL
    SELECT 'request', e.case_id, e.at, r.title, e.actor_name, 'asked'
      FROM service_requests r JOIN case_events e ON e.zone_id = r.zone_id AND e.case_id = r.id AND e.move = 'askFirm'
      WHERE r.zone_id = ${zone} AND r.firm_id = ${firmId} AND e.at >= ${start}::timestamptz AND e.at < ${end}::timestamptz
    UNION ALL
    SELECT 'quiet', q.id, q.from_on::timestamp AT TIME ZONE 'Asia/Shanghai', q.to_on::text, q.reason, 'quiet'
      FROM quiet_weeks q WHERE q.zone_id = ${zone} AND q.firm_id = ${firmId} AND q.to_on >= ${from}::date AND q.from_on <= ${to}::date
    ORDER BY at DESC LIMIT 200`.execute(ask.tx);
  return rows.map((row) => ({ ...row, at: row.kind === 'quiet' ? dateOf(row.at.getTime()) : row.at.toISOString() }));
}

async function visitsInMonth(ask: Ask, firmId: string, day: IsoDate): Promise<number> {
  const first = `${day.slice(0, 7)}-01`;
  const { rows } = await sql<{ visits: number }>`SELECT count(*)::int AS visits FROM visits
    WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId} AND status <> 'cancelled' AND kind <> 'call'
      AND planned_at >= ${toIso(instantAt(first, '00:00'))}::timestamptz AND planned_at < ${toIso(instantAt(addMonths(first, 1), '00:00'))}::timestamptz`.execute(
    ask.tx,
  );
  return rows[0]?.visits ?? 0;
}

async function guardOwnFirm(ask: Ask, firmId: string): Promise<void> {
  await firmOf(ask, firmId);
  const { scope, roles } = ask.actor;
  if (roles.includes('dispatcher') || scope.firms.includes(firmId) || scope.linkedFirms.includes(firmId)) return;
  throw forbidden({ zh: '免打扰时段由企业自己或其专员设定', en: 'A quiet week is set by the firm or its specialist' });
}
