import { sql } from 'kysely';
import { chainAudit, verifyAudit } from '#kernel/server/audit/seal.ts';
import { serve, serveApart, type Server } from '#kernel/server/http/serve.ts';
import { addDays, instantAt, toIso } from '#kernel/rules/instant.ts';
import { checkAudit, listAudit } from '../contract.ts';

/** Serves the audit trail to the audit administrator alone; looking at it is itself on record nowhere else. */
export function serveAudit(server: Server): void {
  const { house } = server;
  serve(server, listAudit, async ({ query }, ask) => {
    const limit = query.limit ?? 50;
    const is = (column: string, value: string | undefined) => (value ? sql`AND ${sql.ref(column)} = ${value}` : sql``);
    const { rows } = await sql<{
      id: string;
      at: Date;
      actor_name: string;
      ip: string;
      action: string;
      subject_kind: string;
      subject_id: string;
      result: string;
      why: string | null;
    }>`
      SELECT id, at, actor_name, ip, action, subject_kind, subject_id, result, why FROM audit_entries WHERE zone_id = ${ask.actor.zoneId}
        ${is('actor_name', query.actor)} ${is('action', query.action)} ${is('subject_kind', query.subjectKind)} ${is('subject_id', query.subjectId)}
        ${query.from ? sql`AND at >= ${toIso(instantAt(query.from, '00:00'))}::timestamptz` : sql``}
        ${query.to ? sql`AND at < ${toIso(instantAt(addDays(query.to, 1), '00:00'))}::timestamptz` : sql``}
        ${query.after ? sql`AND id < ${query.after}` : sql``}
      ORDER BY id DESC LIMIT ${limit + 1}`.execute(ask.tx);
    const page = rows.slice(0, limit);
    return {
      entries: page.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        actor: row.actor_name,
        ip: row.ip,
        action: row.action,
        subjectKind: row.subject_kind,
        subjectId: row.subject_id,
        result: row.result,
        why: row.why,
      })),
      next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  });
  serveApart(server, checkAudit, async (_input, { zoneId }) => {
    await chainAudit(house, zoneId);
    const report = await verifyAudit(house, zoneId);
    return { ...report, faults: [...report.faults] };
  });
}
