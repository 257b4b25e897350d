import { sql } from 'kysely';
import { t } from '#kernel/contract/text.ts';
import { dateOf, type IsoDate } from '#kernel/rules/instant.ts';
import { rowsFor } from '#kernel/server/access/policy.ts';
import { noteLooks } from '#kernel/server/access/consent.ts';
import { historiesOf } from '#kernel/server/cases/history.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask, RecordServer } from '#kernel/server/house.ts';
import { notFound } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { storedRow } from '#kernel/server/records/write.ts';
import { firmStatuses } from '#features/registry/choices.ts';
import { creditApplication } from '../../application-case.ts';
import { applicationEligibility, firmEligibility, type ProductForFirm } from '../../credit-contract.ts';
import { creditFact, firmQualification } from '../../eligibility-records.ts';
import { eligibilitySaid } from '../../rules/application-state.ts';
import { creditFactKinds, qualificationKinds } from '../../rules/credit-kinds.ts';
import { capOf, creditOn, rateMostBp, type CreditParams } from '../../rules/credit-pack.ts';
import { eligibilityOf, type Eligibility, type EligibilityGround, type Spell } from '../../rules/eligibility.ts';
import { relendingOf, type RelendingGround } from '../../rules/relending.ts';
import { withMerged } from '../merged-firms.ts';
import { pointsOn } from '../points/points-of.ts';

/** A product as an application is judged by it; money in 分. */
export type Product = Omit<ProductForFirm, 'cap' | keyof ReturnType<typeof said>> & { readonly cap: bigint };

/** Titled by the firm and what is said of it. */
const titled =
  (kinds: Readonly<Record<string, { readonly zh: string }>>): NonNullable<RecordServer['beforeWrite']> =>
  async (ask, values) => {
    const firms = await titlesByIds(ask, 'firm', [String(values['firmId'])]);
    return { values: { ...values, title: `${firms.get(String(values['firmId'])) ?? ''} · ${kinds[String(values['kind'])]?.zh ?? ''}` } };
  };

export const eligibilityRecords: readonly RecordServer[] = [
  { declaration: firmQualification, beforeWrite: titled(qualificationKinds) },
  { declaration: creditFact, beforeWrite: titled(creditFactKinds) },
];

/** Products that are offered on a day, with the rate they promise: LPR and what they put on it, at most what 积分贷 may cost. */
export async function productsOn(ask: Ask, day: IsoDate, params: CreditParams, id?: string): Promise<Product[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    bank_id: string;
    bank: string;
    cap: string;
    term_months: number;
    spread_bp: number;
    answer_days: number | null;
    is_revolving: boolean | null;
    papers: string | null;
    qualifications: string[] | null;
  }>`SELECT p.id, p.name, p.bank_id, b.name AS bank, p.cap, p.term_months, p.spread_bp, p.answer_days, p.is_revolving, p.papers, p.qualifications
    FROM credit_products p JOIN providers b ON b.zone_id = p.zone_id AND b.id = p.bank_id
    WHERE p.zone_id = ${ask.actor.zoneId} AND (p.ended_on IS NULL OR p.ended_on > ${day}::date) AND (${id ?? null}::uuid IS NULL OR p.id = ${id ?? null}::uuid)
    ORDER BY p.name, p.id`.execute(ask.tx);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    bankId: row.bank_id,
    bank: row.bank,
    cap: capOf(row.cap, params),
    termMonths: row.term_months,
    rateBp: Math.min(params.lprBp + row.spread_bp, rateMostBp(params)),
    answerDays: row.answer_days ?? params.answerDays,
    isRevolving: row.is_revolving === true,
    papers: row.papers,
    qualifications: row.qualifications ?? [],
  }));
}

type Ground = Omit<EligibilityGround, 'product'> & RelendingGround;

/** Everything about a firm that its eligibility hangs on, as of a day, but for the product. */
export async function groundOf(ask: Ask, firmId: string, day: IsoDate, params: CreditParams): Promise<Ground> {
  const zone = ask.actor.zoneId;
  const { rows: firms } = await sql<{
    registered_on: IsoDate | null;
    status: keyof typeof firmStatuses;
    ownership: string | null;
    scale_class: string | null;
    left: boolean;
    overdue: boolean;
  }>`SELECT registered_on, status, ownership, scale_class, coalesce(ended_on <= ${day}::date, false) AS left,
      EXISTS (SELECT 1 FROM credit_lines l WHERE l.zone_id = f.zone_id AND l.firm_id = f.id AND l.balance > 0 AND l.next_due_on < ${day}::date) AS overdue
    FROM firms f WHERE zone_id = ${zone} AND id = ${firmId}`.execute(ask.tx);
  const firm = firms[0];
  const registeredOn = firm?.registered_on ?? null;
  const points = await pointsOn(ask, { id: firmId, registeredOn }, day);
  const { rows: revenue } = await sql<{ year: number; value: string }>`SELECT DISTINCT ON (year) year, value FROM points_inputs
    WHERE zone_id = ${zone} AND firm_id = ANY(${await withMerged(ask, [firmId])}::uuid[]) AND indicator = ${params.revenueIndicator}
      AND year IN (${points.year}, ${points.year - 1})
    ORDER BY year, created_at DESC, id DESC`.execute(ask.tx);
  return {
    day,
    standing: {
      isOperating: firm?.status === 'operating' && !firm.left,
      says: firm && !firm.left ? firmStatuses[firm.status] : t('已不在名录', 'No longer on the register'),
    },
    registeredOn,
    stage: points.trace.stage,
    isPrivateSme: firm?.ownership === 'private' && ['medium', 'small', 'micro'].includes(firm.scale_class ?? ''),
    rdPercent: points.trace.lines.find(({ code }) => code === params.relending.rdIndicator)?.value ?? null,
    score: points.years.length > 0 && points.trace.stage !== null ? points.trace.score : null,
    isVetoedByPoints: points.trace.isVetoed,
    qualifications: await spellsOf(ask, sql`SELECT kind, kind AS value, from_on, until_on FROM firm_qualifications`, firmId, day),
    facts: await spellsOf(ask, sql`SELECT kind, value, from_on, until_on FROM credit_facts`, firmId, day),
    hasOverdueLine: firm?.overdue === true,
    year: points.year,
    isFrozen: points.standing.kind === 'frozen',
    revenue: new Map(revenue.flatMap(({ year, value }) => (value === null ? [] : [[year, Number(value)] as const]))),
  };
}

async function spellsOf(ask: Ask, select: ReturnType<typeof sql>, firmId: string, day: IsoDate): Promise<Spell[]> {
  const { rows } = await sql<{ kind: string; value: string; from_on: IsoDate; until_on: IsoDate | null }>`${select}
    WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId} AND (ended_on IS NULL OR ended_on > ${day}::date)
    ORDER BY from_on, id`.execute(ask.tx);
  return rows.map((row) => ({ kind: row.kind, value: row.value, from: row.from_on, until: row.until_on }));
}

/** Serves yes or no and why: for every product to the firm and the zone, and as it was on the day of an application. */
export function serveEligibility(server: Server): void {
  serve(server, firmEligibility, async ({ params }, ask) => {
    await guardFirm(ask, params.id);
    const day = dateOf(ask.now);
    const rules = creditOn(await loadPacks(ask.tx, ask.actor.zoneId), day);
    const ground = await groundOf(ask, params.id, day, rules);
    const products = await productsOn(ask, day, rules);
    return {
      day,
      edition: rules.edition,
      relending: relendingOf(ground, rules),
      products: products.map((product) => ({ ...onWire(product), ...said(eligibilityOf({ ...ground, product }, rules)) })),
    };
  });
  serve(server, applicationEligibility, async ({ params }, ask) => {
    const row = await storedRow(ask, creditApplication, params.id, 'read');
    if (!row) throw notFound(creditApplication.label);
    await noteLooks(ask, creditApplication, [row], 'read');
    const first = (await historiesOf(ask.tx, ask.actor.zoneId, [params.id])).get(params.id)?.[0];
    return { reasons: [...(eligibilitySaid(first?.input ?? {})?.reasons ?? [])] };
  });
}

function onWire(product: Product) {
  const { cap, ...rest } = product;
  return { ...rest, cap: String(cap) };
}

function said({ isEligible, reasons, suggestedLine }: Eligibility) {
  return { isEligible, reasons, suggestedLine: suggestedLine === null ? null : String(suggestedLine) };
}

/** Whoever may read the checks of a firm may read what follows from them. */
async function guardFirm(ask: Ask, firmId: string): Promise<void> {
  const { rows } = await sql`SELECT 1 FROM (SELECT zone_id, id, id AS firm_id FROM firms
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${firmId}) t WHERE ${rowsFor(creditFact, ask.actor, 'read')}`.execute(ask.tx);
  if (rows.length === 0) throw notFound(t('企业', 'Firm'));
}
