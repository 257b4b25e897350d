import { sql } from 'kysely';
import { historiesOf } from '#kernel/server/cases/history.ts';
import { groundsOf } from '#kernel/server/cases/move.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { sm3 } from '#kernel/server/crypto/provider.ts';
import { accountOf } from '#kernel/rules/clock.ts';
import { addDays, addMonths, dateOf, instantAt, toIso } from '#kernel/rules/instant.ts';
import { callBackSample, serviceRates } from '../contract.ts';
import { requestClocks } from '../rules/request-clocks.ts';
import { foldRequest } from '../rules/request-fold.ts';
import { slaAt } from '../rules/sla.ts';
import { threeRates, type RatedRequest } from '../rules/three-rates.ts';
import { sampleDraw, seedOf } from './call-back-sample.ts';

/** Serves the three rates of a window and the month's call-back sample. */
export function serveRates(server: Server): void {
  serve(server, serviceRates, async ({ query }, ask) => {
    const { calendar, packs } = await groundsOf(ask);
    const from = instantAt(query.from, '00:00');
    const to = instantAt(addDays(query.to, 1), '00:00');
    const { rows } = await sql<{ case_id: string }>`SELECT DISTINCT case_id FROM case_clocks
      WHERE zone_id = ${ask.actor.zoneId} AND case_name = 'serviceRequest' AND clock LIKE 'close#%'
        AND due_at >= ${toIso(from)}::timestamptz AND due_at < ${toIso(to)}::timestamptz`.execute(ask.tx);
    const histories = await historiesOf(
      ask.tx,
      ask.actor.zoneId,
      rows.map((row) => row.case_id),
    );
    const rated = [...histories].map(([id, events]): RatedRequest => {
      const state = foldRequest(id, events);
      const accounts = new Map(
        requestClocks(state, packs).map((clock) => [clock.key, accountOf(clock.rule, clock.events, calendar, ask.now)]),
      );
      const handling = accounts.get('close#1');
      const contacts = [...accounts].filter(([key]) => key.startsWith('contact#'));
      // the firm has spoken; a call-back that is still to come changes nothing of that
      const closed = state.closedAt !== null || state.result !== null;
      return {
        dispatched: state.firstDispatchedAt !== null,
        contactedInTime: state.contactedAt !== null && contacts.every(([, account]) => !account.everOverdue),
        due: closed || handling?.everOverdue === true,
        onTime: closed && handling?.everOverdue === false,
        result: state.result,
        rating: state.rating,
      };
    });
    const sla = slaAt(packs, ask.now);
    const countExplained = query.countExplained === undefined ? sla.params.countExplained : query.countExplained === 'true';
    return { ...threeRates(rated, countExplained), edition: sla.edition };
  });
  serve(server, callBackSample, async ({ query }, ask) => {
    const { packs } = await groundsOf(ask);
    const seed = await seedOf(ask, query.month);
    const { callBackShare } = slaAt(packs, ask.now).params;
    const first = `${query.month}-01`;
    const over = addMonths(first, 1) <= dateOf(ask.now);
    const { rows } = await sql<{ id: string; number: string; title: string; status: string; called: boolean; fixed_at: Date }>`
      SELECT r.id, r.number, r.title, r.status,
        EXISTS (SELECT 1 FROM case_events e WHERE e.zone_id = r.zone_id AND e.case_id = r.id AND e.move = 'callBack') AS called
      FROM service_requests r WHERE r.zone_id = ${ask.actor.zoneId} AND r.status IN ('confirmed', 'closed', 'silent', 'calledBack')
        AND r.created_at >= ${toIso(instantAt(first, '00:00'))}::timestamptz AND r.created_at < ${toIso(instantAt(addMonths(first, 1), '00:00'))}::timestamptz
      ORDER BY r.created_at LIMIT 5000`.execute(ask.tx);
    const fixed = await sql<{
      fixed_at: Date;
    }>`SELECT fixed_at FROM call_back_seeds WHERE zone_id = ${ask.actor.zoneId} AND month = ${query.month}`.execute(ask.tx);
    return {
      month: query.month,
      digest: sm3(seed),
      fixedAt: fixed.rows[0]?.fixed_at.toISOString() ?? toIso(ask.now),
      seed: over ? seed : null,
      share: callBackShare,
      sampled: rows
        .filter((row) => row.status === 'silent' || sampleDraw(seed, row.id) < callBackShare)
        .map((row) => ({ id: row.id, number: row.number, title: row.title, status: row.status, calledBack: row.called })),
    };
  });
}
