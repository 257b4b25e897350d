import { sql } from 'kysely';
import { t } from '#kernel/contract/text.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import type { Ask, CaseServer } from '#kernel/server/house.ts';
import { forbidden, invalid, notFound } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { purposesFor } from '../../choices.ts';
import { consent } from '../../consent-case.ts';
import { consentLooks, consentReceivers } from '../../credit-contract.ts';
import type { ConsentState } from '../../rules/consent-state.ts';
import { withMerged } from '../merged-firms.ts';
import { endInquiries } from '../radar/inquiries.ts';
import { endApplications } from './application-server.ts';

/** The wording that firms agree to; a change of it is a new version, and firms are asked anew (PIP-03). */
const wording = '2026.2';

const unfit = (zh: string, en: string): Refusal => ({ code: 'PURPOSE_UNFIT', field: 'purpose', rule: 'PIP-05', message: { zh, en } });
const purposeUnfit = {
  bank: unfit('给银行的授权，用途是授信或续贷展期', 'A bank is consented to for credit or an extension'),
  fund: unfit('给基金的授权，用途只能是投资', 'A fund is consented to for investment alone'),
};

/** Only the firm itself gives a consent, and only to a bank or a fund. */
export const consentServer: CaseServer = {
  declaration: consent,
  async prepare(ask, move, input) {
    if (move !== 'open') return { ...input };
    const firmId = typeof input['firmId'] === 'string' ? input['firmId'] : ask.actor.scope.firms[0];
    if (!firmId || !ask.actor.scope.firms.includes(firmId))
      throw forbidden({ zh: '只能由企业自己授权', en: 'Only the firm itself consents' });
    const receiverId = String(input['receiverId']);
    const { rows } = await sql<{ name: string; kind: string }>`SELECT name, kind FROM providers
      WHERE zone_id = ${ask.actor.zoneId} AND id = ${receiverId} AND ended_on IS NULL`.execute(ask.tx);
    const receiver = rows[0];
    if (receiver?.kind !== 'bank' && receiver?.kind !== 'fund')
      throw invalid([
        {
          code: 'RECEIVER_KIND',
          field: 'receiverId',
          rule: 'PIP-05',
          message: { zh: '只能授权给银行或基金', en: 'Only to a bank or a fund' },
        },
      ]);
    if (!purposesFor[receiver.kind].some((purpose) => purpose === input['purpose'])) throw invalid([purposeUnfit[receiver.kind]]);
    const firms = await titlesByIds(ask, 'firm', [firmId]);
    return { ...input, firmId, wording, title: `${firms.get(firmId) ?? ''} → ${receiver.name}` };
  },
  async afterMove(ask, move, _input, state) {
    const { firmId, receiverId } = state as ConsentState;
    if (move !== 'withdraw' && move !== 'expire') return;
    await endApplications(ask, firmId, receiverId);
    await endInquiries(ask, firmId, receiverId);
  },
};

/** Serves what a firm sees of its consents beside the list: who looked, and whom it may let look. */
export function serveConsents(server: Server): void {
  serve(server, consentLooks, async ({ params, query }, ask) => {
    await guardOwn(ask, params.id);
    const firms = await withMerged(ask, [params.id]);
    const before = query.before
      ? sql`AND (l.at, l.id) < (SELECT b.at, b.id FROM consent_looks b WHERE b.zone_id = l.zone_id AND b.id = ${query.before})`
      : sql``;
    const { rows } = await sql<{
      id: string;
      at: Date;
      receiver: string;
      who: string;
      record: string;
      record_id: string;
      scope: string;
      how: 'read' | 'found' | 'passport';
      consent_id: string;
      purpose: string;
      total: number;
    }>`
      SELECT l.id, l.at, p.name AS receiver, l.user_name AS who, l.record, l.record_id, l.scope, l.how, l.consent_id, c.purpose, (SELECT count(*)::int FROM consent_looks a WHERE a.zone_id = ${ask.actor.zoneId} AND a.firm_id = ANY(${firms}::uuid[])) AS total
      FROM consent_looks l JOIN providers p ON p.zone_id = l.zone_id AND p.id = l.receiver_id
        JOIN consents c ON c.zone_id = l.zone_id AND c.id = l.consent_id
      WHERE l.zone_id = ${ask.actor.zoneId} AND l.firm_id = ANY(${firms}::uuid[]) ${before} ORDER BY l.at DESC, l.id DESC LIMIT ${query.limit ?? 100}`.execute(
      ask.tx,
    );
    return {
      total: rows[0]?.total ?? 0,
      looks: rows.map(({ total: _total, record_id, consent_id, at, ...look }) => ({
        ...look,
        at: at.toISOString(),
        recordId: record_id,
        consentId: consent_id,
      })),
    };
  });
  serve(server, consentReceivers, async (_input, ask) => {
    const { rows } = await sql<{ id: string; name: string; kind: 'bank' | 'fund' }>`SELECT id, name, kind FROM providers
      WHERE zone_id = ${ask.actor.zoneId} AND kind IN ('bank', 'fund') AND ended_on IS NULL ORDER BY kind, name`.execute(ask.tx);
    return { receivers: rows };
  });
}

async function guardOwn(ask: Ask, firmId: string): Promise<void> {
  const { roles, scope } = ask.actor;
  const oversees = roles.some((role) => role === 'financeOfficer' || role === 'auditor');
  const firms = oversees || scope.firms.includes(firmId) ? await titlesByIds(ask, 'firm', [firmId]) : new Map<string, string>();
  if (!firms.has(firmId)) throw notFound(t('企业', 'Firm'));
}
