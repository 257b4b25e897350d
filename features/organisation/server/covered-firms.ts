import { sql } from 'kysely';
import { addDays, type IsoDate } from '#kernel/rules/instant.ts';
import { groundsOf } from '#kernel/server/cases/move.ts';
import type { Tx } from '#kernel/server/database/door.ts';
import type { Ask } from '#kernel/server/house.ts';
import { holdsOn } from '#kernel/server/records/spans.ts';
import { firmsOnDay, type FirmOnDay } from '#features/registry/server/index.ts';
import type { CoveredFirm } from '../rules/coverage.ts';
import { organisationKindNames, traitsOf } from '../rules/kinds.ts';
import { organisationRulesOn, type OrganisationParams } from '../rules/organisation-pack.ts';
import { memberNumbersOf, type MemberNumbers } from './member-numbers.ts';

/** A firm as coverage sees it on a day, with what the pages show beside it. */
export type FirmOfDay = CoveredFirm & {
  readonly firm: FirmOnDay;
  readonly numbers: MemberNumbers | undefined;
  readonly chainIds: readonly string[];
  readonly organisations: readonly { readonly id: string; readonly name: string; readonly kind: string }[];
};

export type CoverageOfDay = {
  readonly asOf: IsoDate;
  readonly rules: OrganisationParams;
  readonly edition: string;
  readonly firms: readonly FirmOfDay[];
};

const coveringKinds = organisationKindNames.filter((kind) => traitsOf(kind).covers);

/** Every firm of the roster on a day with all that the two coverages look at (rulebook §1.3). */
export async function coverageOfDay(ask: Ask, asOf: IsoDate, firmId?: string): Promise<CoverageOfDay> {
  const { tx, actor } = ask;
  const { packs } = await groundsOf(ask);
  const pack = organisationRulesOn(packs, asOf);
  const rules = pack.params;
  const firms = (await firmsOnDay(tx, actor.zoneId, asOf)).filter((one) => firmId === undefined || one.id === firmId);
  const numbers = await memberNumbersOf(tx, actor.zoneId, asOf);
  const covering = await coveringOn(tx, actor.zoneId, asOf);
  const chains = await chainsOn(tx, actor.zoneId, asOf);
  const instructed = await instructedOn(tx, actor.zoneId, asOf, rules.coverage.instructorVisitWindowDays);
  const mass = await firmsIn(tx, actor.zoneId, asOf, sql`mass_organisations`);
  const worked = await workedFirms(tx, actor.zoneId, asOf, rules.coverage.workRecordWindowDays);
  return {
    asOf,
    rules,
    edition: pack.edition,
    firms: firms.map((firm) => {
      const organisations = covering.get(firm.id) ?? [];
      const guide = instructed.get(firm.id);
      return {
        id: firm.id,
        operating: firm.status === 'operating',
        employees: firm.employees,
        fullMembers: numbers.get(firm.id)?.full ?? 0,
        own: organisations.some((one) => one.kind !== 'branchJoint'),
        joint: organisations.some((one) => one.kind === 'branchJoint'),
        instructor: guide?.instructor ?? false,
        instructorVisited: guide?.visited ?? false,
        liaison: guide?.liaison ?? false,
        massOrganisation: mass.has(firm.id),
        workRecord: worked.has(firm.id),
        firm,
        numbers: numbers.get(firm.id),
        chainIds: chains.get(firm.id) ?? [],
        organisations,
      };
    }),
  };
}

async function coveringOn(tx: Tx, zoneId: string, on: IsoDate): Promise<Map<string, { id: string; name: string; kind: string }[]>> {
  const { rows } = await sql<{ firm_id: string; id: string; name: string; kind: string }>`SELECT DISTINCT u.firm_id, o.id, o.name, o.kind
    FROM organisation_units u JOIN party_organisations o ON o.zone_id = u.zone_id AND o.id = u.organisation_id
    WHERE u.zone_id = ${zoneId} AND ${holdsOn('u', on)} AND o.kind = ANY(${coveringKinds}::text[]) AND o.established_on <= ${on}::date
      AND (o.dissolved_on IS NULL OR o.dissolved_on > ${on}::date) AND (o.ended_on IS NULL OR o.ended_on > ${on}::date)`.execute(tx);
  const covering = new Map<string, { id: string; name: string; kind: string }[]>();
  for (const { firm_id: firmId, ...one } of rows) covering.set(firmId, [...(covering.get(firmId) ?? []), one]);
  return covering;
}

async function chainsOn(tx: Tx, zoneId: string, on: IsoDate): Promise<Map<string, string[]>> {
  const { rows } = await sql<{
    firm_id: string;
    chain_ids: string[];
  }>`SELECT firm_id, array_agg(DISTINCT chain_id ORDER BY chain_id) AS chain_ids
    FROM chain_memberships m WHERE zone_id = ${zoneId} AND chain_id IS NOT NULL AND ${holdsOn('m', on)} GROUP BY firm_id`.execute(tx);
  return new Map(rows.map((row) => [row.firm_id, row.chain_ids]));
}

/** Who guides which firm: an instructor covers it only with a visit of theirs in the window (§1.3). */
async function instructedOn(
  tx: Tx,
  zoneId: string,
  on: IsoDate,
  windowDays: number,
): Promise<Map<string, { instructor: boolean; visited: boolean; liaison: boolean }>> {
  const { rows } = await sql<{ firm_id: string; instructor: boolean; visited: boolean; liaison: boolean }>`
    SELECT a.firm_id, bool_or(a.kind = 'instructor') AS instructor, bool_or(a.kind = 'liaison') AS liaison,
      bool_or(a.kind = 'instructor' AND EXISTS (SELECT 1 FROM visits v WHERE v.zone_id = a.zone_id AND v.firm_id = a.firm_id AND v.status = 'held'
        AND (v.visitor_id = a.user_id OR a.user_id = ANY(v.companion_ids))
        AND (v.held_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN ${addDays(on, -windowDays)}::date AND ${on}::date)) AS visited
    FROM instructor_assignments a WHERE a.zone_id = ${zoneId} AND ${holdsOn('a', on)} GROUP BY a.firm_id`.execute(tx);
  return new Map(rows.map(({ firm_id: firmId, ...guide }) => [firmId, guide]));
}

async function firmsIn(tx: Tx, zoneId: string, on: IsoDate, table: ReturnType<typeof sql>): Promise<Set<string>> {
  const { rows } = await sql<{
    firm_id: string;
  }>`SELECT DISTINCT firm_id FROM ${table} m WHERE zone_id = ${zoneId} AND ${holdsOn('m', on)}`.execute(tx);
  return new Set(rows.map((row) => row.firm_id));
}

/** Firms that took part in confirmed Party work within the window. */
async function workedFirms(tx: Tx, zoneId: string, on: IsoDate, windowDays: number): Promise<Set<string>> {
  const { rows } = await sql<{ firm_id: string }>`SELECT DISTINCT unnest(firm_ids) AS firm_id FROM life_records
    WHERE zone_id = ${zoneId} AND state = 'confirmed' AND held_on BETWEEN ${addDays(on, -windowDays)}::date AND ${on}::date
      AND (ended_on IS NULL OR ended_on > ${on}::date)`.execute(tx);
  return new Set(rows.map((row) => row.firm_id));
}
