import { sql } from 'kysely';
import { addMonths, dateOf, type IsoDate } from '#kernel/rules/instant.ts';
import { formatMoney, formatMoneyEnglish } from '#kernel/rules/money.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { makeSystemMove } from '#kernel/server/cases/move.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import type { Ask, CaseServer, RecordServer } from '#kernel/server/house.ts';
import { forbidden, invalid } from '#kernel/server/http/refused.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { creditProduct } from '../../credit-records.ts';
import { creditLine } from '../../line-case.ts';
import { capOf, creditOn, type CreditParams } from '../../rules/credit-pack.ts';
import type { LineState } from '../../rules/line-state.ts';
import { noticeMaturities } from '../radar/notices.ts';
import { writeEntries } from './entries.ts';

type Input = Readonly<Record<string, unknown>>;

export const productServer: RecordServer = {
  declaration: creditProduct,
  async beforeWrite(ask, values) {
    const { spreadMostBp } = creditOn(await loadPacks(ask.tx, ask.actor.zoneId), dateOf(ask.now));
    const refusals: Refusal[] = [];
    if (typeof values['spreadBp'] === 'number' && values['spreadBp'] > spreadMostBp)
      refusals.push({
        code: 'RATE_OVER_MOST',
        field: 'spreadBp',
        rule: 'CRD-RATE',
        message: { zh: `积分贷加点不超过 ${spreadMostBp} 基点`, en: `At most ${spreadMostBp} bp over the LPR` },
      });
    return { values: { ...values }, refusals };
  },
};

/** What a line needs of the database beside its own history. */
export const lineServer: CaseServer = {
  declaration: creditLine,
  async prepare(ask, move, input, state) {
    if (move === 'open') return prepareLine(ask, input);
    if (move === 'draw' || move === 'repay') await guardReference(ask, move, input, state as LineState);
    return { ...input };
  },
  async afterMove(ask, move, _input, state) {
    const line = state as LineState;
    await writeEntries(ask, line);
    // a due day that is near is noted today, not on the next round
    await noticeMaturities(ask.tx, ask.actor.zoneId, dateOf(ask.now), [line.id]);
    if (move === 'open') await takePlace(ask, line);
    if (move === 'revoke') await givePlaceBack(ask, line);
  },
};

async function prepareLine(ask: Ask, input: Input): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ name: string; bank_id: string; cap: string; term_months: number; is_revolving: boolean | null }>`
    SELECT name, bank_id, cap, term_months, is_revolving FROM credit_products WHERE zone_id = ${ask.actor.zoneId} AND id = ${String(input['productId'])}
      AND (ended_on IS NULL OR ended_on > ${String(input['grantedOn'])}::date) FOR SHARE`.execute(ask.tx);
  const product = rows[0];
  if (!product)
    throw invalid([
      {
        code: 'PRODUCT_ENDED',
        field: 'productId',
        message: { zh: '授信当日该产品已停办', en: 'This product was no longer offered on that day' },
      },
    ]);
  const { roles, scope } = ask.actor;
  if (!roles.includes('financeOfficer') && !scope.providers.includes(product.bank_id))
    throw forbidden({ zh: '只能登记本行的授信', en: 'Only lines of your own bank' });
  const firmId = String(input['firmId']);
  const params = creditOn(await loadPacks(ask.tx, ask.actor.zoneId), String(input['grantedOn']));
  const replacesId = await standingBefore(ask, firmId, String(input['productId']), String(input['grantedOn']), params);
  const refusals = [
    ...overCap(input, capOf(product.cap, params)),
    ...overTerm(input, product.term_months),
    ...(await enteredBefore(ask, product.bank_id, 'line', input['reference'])),
  ];
  if (refusals.length > 0) throw invalid(refusals);
  const firms = await titlesByIds(ask, 'firm', [firmId]);
  return {
    ...input,
    bankId: product.bank_id,
    isRevolving: product.is_revolving === true,
    termMonths: product.term_months,
    replacesId,
    title: `${firms.get(firmId) ?? ''} · ${product.name}`,
  };
}

function overCap(input: Input, cap: bigint): Refusal[] {
  if (!/^\d{1,18}$/.test(String(input['line'])) || BigInt(String(input['line'])) <= cap) return [];
  return [
    {
      code: 'LINE_OVER_CAP',
      rule: 'CRD-CAP',
      field: 'line',
      message: { zh: `超过单户上限 ${formatMoney(cap)}`, en: `Over the cap of ${formatMoneyEnglish(cap)} a firm` },
    },
  ];
}

function overTerm(input: Input, months: number): Refusal[] {
  const latest = addMonths(String(input['grantedOn']), months);
  if (String(input['validUntil']) <= latest) return [];
  return [
    {
      code: 'TERM_OVER_PRODUCT',
      rule: 'CRD-TERM',
      field: 'validUntil',
      message: {
        zh: `超过产品最长期限 ${months} 个月（至 ${latest}）`,
        en: `Longer than the product's ${months} months (until ${latest})`,
      },
    },
  ];
}

/** The bank's own number is entered once over all its lines; one that was reversed may be entered again. */
async function guardReference(ask: Ask, move: 'draw' | 'repay', input: Input, line: LineState): Promise<void> {
  const book = move === 'draw' ? 'drawn' : 'repaid';
  const refusals = await enteredBefore(ask, line.bankId, book, input['reference'], line.id);
  if (refusals.length > 0) throw invalid(refusals);
}

async function enteredBefore(
  ask: Ask,
  bankId: string,
  book: 'line' | 'drawn' | 'repaid',
  reference: unknown,
  lineId: string | null = null,
): Promise<Refusal[]> {
  if (typeof reference !== 'string' || reference === '') return [];
  // entries of one bank are looked at one after another, so that two lines cannot take the same number at once
  await sql`SELECT 1 FROM providers WHERE zone_id = ${ask.actor.zoneId} AND id = ${bankId} FOR NO KEY UPDATE`.execute(ask.tx);
  const { rows } = await sql<{
    title: string;
  }>`SELECT title FROM credit_entries e WHERE zone_id = ${ask.actor.zoneId} AND bank_id = ${bankId}
    AND book = ${book} AND reference = ${reference} AND (${lineId}::uuid IS NULL OR line_id <> ${lineId}::uuid) AND NOT EXISTS (SELECT 1 FROM credit_entries r
      WHERE r.zone_id = e.zone_id AND r.line_id = e.line_id AND r.reverses_seq = e.seq) LIMIT 1`.execute(ask.tx);
  const code = { line: 'LINE_TWICE', drawn: 'DRAWDOWN_TWICE', repaid: 'REPAYMENT_TWICE' }[book];
  return rows.map(({ title }) => ({
    code,
    rule: 'T-CRD-LEDGER',
    field: 'reference',
    message: { zh: `该流水号（合同号）已经登记过：${title}`, en: `This reference is entered already: ${title}` },
  }));
}

/** K12: the line of the same product that one granted on this day takes the place of. Lines of one firm are entered one after another. */
async function standingBefore(
  ask: Ask,
  firmId: string,
  productId: string,
  day: IsoDate,
  { renewalMode }: CreditParams,
): Promise<string | null> {
  if (renewalMode === 'ADD') return null;
  await sql`SELECT 1 FROM firms WHERE zone_id = ${ask.actor.zoneId} AND id = ${firmId} FOR UPDATE`.execute(ask.tx);
  const { rows } = await sql<{ id: string }>`SELECT id FROM credit_lines WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId}
    AND product_id = ${productId} AND granted_on <= ${day}::date AND status <> 'revoked' ORDER BY granted_on DESC, id DESC LIMIT 1`.execute(
    ask.tx,
  );
  return rows[0]?.id ?? null;
}

/**
 * Takes its place among the firm's lines of the product by its day: of the one before it, and for the one after it. One taken back as a
 * mistake has counted until it was; where the right one now says what stood on those days, it counts beside it no more.
 */
async function takePlace(ask: Ask, line: LineState): Promise<void> {
  const system = { ...ask, actor: { ...systemActor(ask.actor.zoneId), name: ask.actor.name } };
  if (line.replacesId !== null)
    await makeSystemMove(system, creditLine, line.replacesId, 'replaced', { byId: line.id, on: line.grantedOn });
  const { renewalMode } = creditOn(await loadPacks(ask.tx, ask.actor.zoneId), line.grantedOn);
  if (renewalMode === 'ADD') return;
  const { rows } = await sql<{
    id: string;
    granted_on: IsoDate;
    status: string;
  }>`SELECT id, granted_on, status FROM credit_lines WHERE zone_id = ${ask.actor.zoneId}
    AND firm_id = ${line.firmId} AND product_id = ${line.productId} AND (granted_on > ${line.grantedOn}::date OR status = 'revoked')
    ORDER BY granted_on, id`.execute(ask.tx);
  const next = rows.find(({ status }) => status !== 'revoked');
  for (const { id, status, granted_on: on } of rows)
    if (status === 'revoked' && (!next || on < next.granted_on))
      await makeSystemMove(system, creditLine, id, 'replaced', { byId: line.id, on: later(on, line.grantedOn) });
  if (next) await makeSystemMove(system, creditLine, line.id, 'replaced', { byId: next.id, on: next.granted_on });
}

const later = (a: IsoDate, b: IsoDate) => (a > b ? a : b);

/** A line that was a mistake took nobody's place: the one it stood in for stands again from today. */
async function givePlaceBack(ask: Ask, line: LineState): Promise<void> {
  const { rows } = await sql<{
    id: string;
  }>`SELECT id FROM credit_lines WHERE zone_id = ${ask.actor.zoneId} AND replaced_by_id = ${line.id}`.execute(ask.tx);
  const system = { ...ask, actor: { ...systemActor(ask.actor.zoneId), name: ask.actor.name } };
  for (const { id } of rows) await makeSystemMove(system, creditLine, id, 'restored', { on: dateOf(ask.now) });
}
