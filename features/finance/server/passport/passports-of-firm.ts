import { sql } from 'kysely';
import { t } from '#kernel/contract/text.ts';
import { dateOf, type IsoDate } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { lastsOn } from '#kernel/server/access/consent.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { notFound } from '#kernel/server/http/refused.ts';
import type { PointsPassportOfFirm, PointsPassportStatus } from '../../passport-contract.ts';
import { passportScopes } from '../../passport-records.ts';
import { readCodes } from '../../rules/passport-codes.ts';
import { itemsOf } from '../../rules/points-scheme.ts';
import { withMerged } from '../merged-firms.ts';
import { schemeNamed } from '../points/points-of.ts';
import { statusOn } from './passport-store.ts';

type Showing = PointsPassportOfFirm['showings'][number];

/** The passports of the actor's own firm, the latest first, each with its showings and every look at them. */
export async function readPointsPassportsOfFirm(ask: Ask, firmId: string): Promise<PointsPassportOfFirm[]> {
  if (!ask.actor.scope.firms.includes(firmId)) throw notFound(t('企业', 'Firm'));
  const firms = await withMerged(ask, [firmId]);
  const { rows } = await sql<{
    id: string;
    created_at: Date;
    year: number;
    as_of: IsoDate;
    edition: string;
    score: string;
    valid_until: IsoDate;
    status: PointsPassportStatus;
  }>`SELECT t.id, t.created_at, t.year, t.as_of, t.edition, t.score, t.valid_until, ${statusOn(dateOf(ask.now))} AS status
    FROM points_passports t WHERE t.zone_id = ${ask.actor.zoneId} AND t.firm_id = ANY(${firms}::uuid[]) ORDER BY t.created_at DESC, t.id DESC`.execute(
    ask.tx,
  );
  const showings = await showingsOf(ask, firms);
  const packs = await loadPacks(ask.tx, ask.actor.zoneId);
  return rows.map((row) => ({
    id: row.id,
    issuedAt: row.created_at.toISOString(),
    year: row.year,
    asOf: row.as_of,
    edition: row.edition,
    score: Number(row.score),
    validUntil: row.valid_until,
    status: row.status,
    showings: (showings.get(row.id) ?? []).map((one) => ({ ...one, indicators: namesOf(packs, row.edition, one.indicators) })),
  }));
}

/** As the passport's own edition of the scheme calls them. */
function namesOf(packs: readonly RulePack[], edition: string, codes: readonly string[]): string[] {
  const names = new Map(itemsOf(schemeNamed(packs, edition).params).map(({ code, name }) => [code, name]));
  return codes.map((code) => names.get(code) ?? code);
}

async function showingsOf(ask: Ask, firms: readonly string[]): Promise<Map<string, Showing[]>> {
  const { rows } = await sql<{
    id: string;
    passport_id: string;
    receiver: string;
    indicators: string;
    created_at: Date;
    is_open: boolean;
    looks: { at: string; who: string }[];
  }>`SELECT s.id, s.passport_id, p.name AS receiver, s.indicators, s.created_at,
      EXISTS (SELECT 1 FROM consents c WHERE c.zone_id = s.zone_id AND c.firm_id = s.firm_id AND c.receiver_id = s.receiver_id
        AND ${lastsOn(ask.actor.today)} AND c.created_at <= s.created_at AND c.scopes && ${[...passportScopes]}::text[]) AS is_open,
      coalesce((SELECT jsonb_agg(jsonb_build_object('at', l.at, 'who', l.user_name) ORDER BY l.at DESC) FROM consent_looks l
        WHERE l.zone_id = s.zone_id AND l.firm_id = s.firm_id AND l.record_id = s.id AND l.how = 'passport'), '[]') AS looks
    FROM points_passport_showings s JOIN providers p ON p.zone_id = s.zone_id AND p.id = s.receiver_id
    WHERE s.zone_id = ${ask.actor.zoneId} AND s.firm_id = ANY(${[...firms]}::uuid[]) ORDER BY s.created_at DESC, s.id DESC`.execute(ask.tx);
  return Map.groupBy(
    rows.map((row) => ({
      passportId: row.passport_id,
      id: row.id,
      receiver: row.receiver,
      indicators: [...readCodes(row.indicators)],
      shownAt: row.created_at.toISOString(),
      isOpen: row.is_open,
      looks: row.looks,
    })),
    ({ passportId }) => passportId,
  );
}
