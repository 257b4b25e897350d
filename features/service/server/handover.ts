import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import type { Ask } from '#kernel/server/house.ts';
import { forbidden, notFound, Refused } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { t } from '#kernel/contract/text.ts';
import { addDays, dateOf, toIso } from '#kernel/rules/instant.ts';
import { decideHandover, listHandovers, offerHandover } from '../links-contract.ts';
import { guardSpecialists, setLink } from './specialist-links.ts';

type Handover = { id: string; from_id: string; to_id: string; firm_id: string; note: string | null; state: string };

/** Serves the handing over of a specialist's firms: offered one by one, accepted one by one, nothing falls between. */
export function serveHandover(server: Server): void {
  serve(server, offerHandover, async ({ body }, ask) => {
    if (!ask.actor.roles.includes('dispatcher') && body.fromId !== ask.actor.userId)
      throw forbidden(t('只能移交自己的企业', 'Only your own firms'));
    await guardSpecialists(
      ask,
      body.items.map((item, index) => ({ field: `items.${index}.toId`, userId: item.toId })),
    );
    for (const item of body.items) {
      const { rows } =
        await sql`SELECT 1 FROM specialist_links WHERE zone_id = ${ask.actor.zoneId} AND specialist_id = ${body.fromId} AND firm_id = ${item.firmId} AND ended_on IS NULL`.execute(
          ask.tx,
        );
      if (rows.length === 0) throw notFound(t('挂钩关系', 'Specialist link'));
      await sql`INSERT INTO handovers (zone_id, id, from_id, to_id, firm_id, note, state, created_at)
        VALUES (${ask.actor.zoneId}, ${uuidv7()}, ${body.fromId}, ${item.toId}, ${item.firmId}, ${item.note ?? null}, 'offered', ${toIso(ask.now)})`.execute(
        ask.tx,
      );
    }
    await writeAudit(ask, [{ action: 'offerHandover', subjectKind: 'user', subjectId: body.fromId, after: { items: body.items } }]);
    return { offered: body.items.length };
  });
  serve(server, listHandovers, async (_input, ask) => ({ items: await handoversFor(ask) }));
  serve(server, decideHandover, async ({ params, body }, ask) => {
    const { rows } =
      await sql<Handover>`SELECT * FROM handovers WHERE zone_id = ${ask.actor.zoneId} AND id = ${params.id} AND to_id = ${ask.actor.userId} FOR UPDATE`.execute(
        ask.tx,
      );
    const handover = rows[0];
    if (!handover) throw notFound(t('移交', 'Handover'));
    if (handover.state !== 'offered')
      throw new Refused(409, { code: 'HANDOVER_DECIDED', message: t('这项移交已经答复', 'This handover has been answered') });
    const state = body.accepted ? 'accepted' : 'declined';
    await sql`UPDATE handovers SET state = ${state}, decided_at = ${toIso(ask.now)} WHERE zone_id = ${ask.actor.zoneId} AND id = ${params.id}`.execute(
      ask.tx,
    );
    if (body.accepted) {
      const today = dateOf(ask.now);
      await setLink(ask, handover.firm_id, handover.from_id, handover.to_id, today, addDays(today, -1), '移交');
    }
    await writeAudit(ask, [
      { action: state, subjectKind: 'handover', subjectId: params.id, why: body.reason ?? null, after: { firmId: handover.firm_id } },
    ]);
    return { state };
  });
}

async function handoversFor(ask: Ask) {
  const all = ask.actor.roles.includes('dispatcher');
  const { rows } = await sql<{
    id: string;
    firmId: string;
    firm: string;
    from: string;
    to: string;
    note: string | null;
    state: string;
    open: number;
    promises: number;
  }>`
    SELECT h.id, h.firm_id AS "firmId", f.name AS firm, a.name AS "from", b.name AS "to", h.note, h.state,
      (SELECT count(*)::int FROM service_requests r WHERE r.zone_id = h.zone_id AND r.firm_id = h.firm_id AND r.closed_on IS NULL) AS open,
      (SELECT count(*)::int FROM promises p WHERE p.zone_id = h.zone_id AND p.firm_id = h.firm_id AND p.status IN ('made', 'reportedKept')) AS promises
    FROM handovers h JOIN firms f ON f.zone_id = h.zone_id AND f.id = h.firm_id
    JOIN users a ON a.zone_id = h.zone_id AND a.id = h.from_id JOIN users b ON b.zone_id = h.zone_id AND b.id = h.to_id
    WHERE h.zone_id = ${ask.actor.zoneId} AND (${all} OR h.to_id = ${ask.actor.userId} OR h.from_id = ${ask.actor.userId})
    ORDER BY h.state = 'offered' DESC, h.id DESC LIMIT 500`.execute(ask.tx);
  return rows;
}
