import { sql } from 'kysely';
import { workingDaysTaken } from '#kernel/rules/calendar.ts';
import { dateOf, type Instant } from '#kernel/rules/instant.ts';
import { moneyText } from '#kernel/rules/money.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { makeSystemMove, openCase } from '#kernel/server/cases/move.ts';
import { loadCalendar, loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import type { Ask, CaseServer } from '#kernel/server/house.ts';
import { forbidden, invalid, Refused } from '#kernel/server/http/refused.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { creditApplication } from '../../application-case.ts';
import { consent } from '../../consent-case.ts';
import { creditLine } from '../../line-case.ts';
import type { ApplicationState } from '../../rules/application-state.ts';
import { refusalOfConsent } from '../../rules/consent-state.ts';
import { creditOn } from '../../rules/credit-pack.ts';
import { eligibilityOf } from '../../rules/eligibility.ts';
import { mayBeSeen } from '../consents.ts';
import { groundOf, productsOn, type Product } from './eligibility-server.ts';

type Input = Readonly<Record<string, unknown>>;

const seesApplications = { scope: 'application', purposes: ['credit'] } as const;

export const applicationServer: CaseServer = {
  declaration: creditApplication,
  async prepare(ask, move, input, state) {
    if (move === 'open') return applied(ask, input);
    if (move === 'recommend') await guardSending(ask, state as ApplicationState);
    if (move === 'askReview') await guardOnce(ask, state as ApplicationState);
    if (move === 'decline' || move === 'sayYes') return { ...input, bankDays: await bankDays(ask, state as ApplicationState) };
    return move === 'approve' ? approved(ask, input, state as ApplicationState) : { ...input };
  },
};

const productEnded: Refusal = {
  code: 'PRODUCT_ENDED',
  field: 'productId',
  message: { zh: '该产品已停办', en: 'This product is no longer offered' },
};

/** What the application says of the firm on its day is kept with it, so that nobody is judged by later facts. */
async function applied(ask: Ask, input: Input): Promise<Record<string, unknown>> {
  const firmId = typeof input['firmId'] === 'string' ? input['firmId'] : (ask.actor.scope.firms[0] ?? '');
  if (!ask.actor.scope.firms.includes(firmId)) throw forbidden({ zh: '只能由企业自己申请', en: 'Only the firm itself applies' });
  const day = dateOf(ask.now);
  const params = creditOn(await loadPacks(ask.tx, ask.actor.zoneId), day);
  const [product] = await productsOn(ask, day, params, String(input['productId']));
  if (!product) throw invalid([productEnded]);
  // one application of a firm at a time, so that the same one is not made twice
  await sql`SELECT 1 FROM firms WHERE zone_id = ${ask.actor.zoneId} AND id = ${firmId} FOR UPDATE`.execute(ask.tx);
  const refusals = [...outOfProduct(product, input), ...(await alreadyApplied(ask, firmId, product.id))];
  if (refusals.length > 0) throw invalid(refusals);
  await consentGiven(ask, firmId, product, input);
  const ground = await groundOf(ask, firmId, day, params);
  const eligibility = eligibilityOf({ ...ground, product }, params);
  const firms = await titlesByIds(ask, 'firm', [firmId]);
  const { consentScopes: _scopes, consentUntil: _until, ...kept } = input;
  return {
    ...kept,
    firmId,
    bankId: product.bankId,
    title: `${firms.get(firmId) ?? ''} · ${product.name}`,
    eligibility: { isEligible: eligibility.isEligible, isVetoed: eligibility.isVetoed, reasons: eligibility.reasons },
    suggestedLine: eligibility.suggestedLine === null ? null : String(eligibility.suggestedLine),
    score: ground.score,
    promisedRateBp: product.rateBp,
    promisedDays: product.answerDays,
  };
}

function outOfProduct(product: Product, input: Input): Refusal[] {
  const refusals: Refusal[] = [];
  const amount = /^\d{1,18}$/.test(String(input['amount'])) ? BigInt(String(input['amount'])) : 0n;
  if (amount > product.cap)
    refusals.push({
      code: 'AMOUNT_OVER_CAP',
      field: 'amount',
      rule: 'CRD-CAP',
      message: { zh: `超过该产品单户上限 ${moneyText(product.cap).zh}`, en: `Over the product's cap of ${moneyText(product.cap).en}` },
    });
  if (Number(input['termMonths']) > product.termMonths)
    refusals.push({
      code: 'TERM_OVER_PRODUCT',
      field: 'termMonths',
      rule: 'CRD-TERM',
      message: { zh: `该产品最长 ${product.termMonths} 个月`, en: `At most ${product.termMonths} months` },
    });
  return refusals;
}

/**
 * Nothing is sent to a bank that the firm no longer lets see it (PIP-05). A veto that came to light since the application stands too
 * (T-CRD-2): nothing is recommended over it.
 */
async function guardSending(ask: Ask, { firmId, productId, bankId }: ApplicationState): Promise<void> {
  if (!(await mayBeSeen(ask, firmId, bankId, seesApplications))) throw new Refused(409, consentGone);
  const day = dateOf(ask.now);
  const params = creditOn(await loadPacks(ask.tx, ask.actor.zoneId), day);
  const [product] = await productsOn(ask, day, params, productId);
  if (!product) throw invalid([productEnded]);
  const { isVetoed, reasons } = eligibilityOf({ ...(await groundOf(ask, firmId, day, params)), product }, params);
  const veto = reasons.find((one) => one.isVeto && one.passes === false);
  if (isVetoed && veto)
    throw new Refused(409, {
      code: 'VETOED',
      rule: 'T-CRD-2',
      message: {
        zh: `${veto.says.zh}：不能推荐；可以“不推荐”并写明理由`,
        en: `${veto.says.en}: it cannot be recommended; say why not instead`,
      },
    });
}

/** One sent back to the zone is under way again: not beside another of the same product. */
async function guardOnce(ask: Ask, { firmId, productId }: ApplicationState): Promise<void> {
  await sql`SELECT 1 FROM firms WHERE zone_id = ${ask.actor.zoneId} AND id = ${firmId} FOR UPDATE`.execute(ask.tx);
  const [refusal] = await alreadyApplied(ask, firmId, productId);
  if (refusal) throw new Refused(409, refusal);
}

async function alreadyApplied(ask: Ask, firmId: string, productId: string): Promise<Refusal[]> {
  const { rows } = await sql`SELECT 1 FROM credit_applications WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId}
    AND product_id = ${productId} AND status IN ('submitted', 'recommended', 'bankReview') LIMIT 1`.execute(ask.tx);
  if (rows.length === 0) return [];
  return [
    {
      code: 'APPLIED_ALREADY',
      field: 'productId',
      rule: 'CRD-ONCE',
      message: { zh: '该产品已有一笔申请在办，不必重复提交', en: 'An application for this product is under way' },
    },
  ];
}

/** PIP-05: the bank sees nothing without the firm's own consent; given in the same step when the form says so. */
async function consentGiven(ask: Ask, firmId: string, product: Product, input: Input): Promise<void> {
  const scopes = [input['consentScopes'] ?? []].flat().map(String);
  const untilOn = input['consentUntil'];
  const asks = scopes.length > 0 || typeof untilOn === 'string';
  if (!asks && (await mayBeSeen(ask, firmId, product.bankId, seesApplications))) return;
  if (!scopes.includes('application')) throw invalid([consentMissing]);
  const refusal = refusalOfConsent({ scopes, untilOn }, dateOf(ask.now));
  if (refusal) throw invalid([{ ...refusal, field: refusal.field === 'untilOn' ? 'consentUntil' : 'consentScopes' }]);
  await openCase(ask, consent, { firmId, receiverId: product.bankId, purpose: 'credit', scopes, untilOn });
}

const consentMissing: Refusal = {
  code: 'CONSENT_MISSING',
  rule: 'PIP-05',
  field: 'consentScopes',
  message: {
    zh: '须先为授信授权该银行查看“申请材料”：勾选内容并填截止日',
    en: 'Let this bank see applications for credit first: tick it and give the last day',
  },
};

const consentGone: Refusal = {
  code: 'CONSENT_MISSING',
  rule: 'PIP-05',
  message: {
    zh: '企业对该银行的授权已撤回或到期，银行看不到这笔申请：请企业重新授权后再推荐',
    en: 'The firm’s consent to this bank has ended and the bank would not see it: ask the firm to consent anew first',
  },
};

/** The line is entered with the approval, by the same hand and in the same transaction. */
async function approved(ask: Ask, input: Input, state: ApplicationState): Promise<Record<string, unknown>> {
  const lineId = await openCase(ask, creditLine, {
    firmId: state.firmId,
    productId: state.productId,
    line: input['line'],
    rateBp: input['rateBp'],
    grantedOn: dateOf(ask.now),
    validUntil: input['validUntil'],
    reference: input['reference'],
    applicationId: state.id,
  });
  return { ...input, lineId, bankDays: await bankDays(ask, state) };
}

/** Working days that the bank has taken so far; while it waited for the firm its days did not run, as its clock did not. */
async function bankDays(ask: Ask, { recommendedAt, questions }: ApplicationState): Promise<number> {
  const calendar = await loadCalendar(ask.tx, ask.actor.zoneId);
  const taken = (from: Instant, to: Instant) => workingDaysTaken(calendar, dateOf(from), dateOf(to));
  const waited = questions.reduce((sum, { at, answeredAt }) => sum + taken(at, answeredAt ?? ask.now), 0);
  return taken(recommendedAt ?? ask.now, ask.now) - waited;
}

/** Applications before a bank that the firm lets see nothing any more end with the consent: no clock runs against who may not look. */
export async function endApplications(ask: Ask, firmId: string, bankId: string): Promise<void> {
  if (await mayBeSeen(ask, firmId, bankId, seesApplications)) return;
  const { rows } = await sql<{ id: string }>`SELECT id FROM credit_applications WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId}
    AND sent_to_id = ${bankId} AND status IN ('recommended', 'bankReview') ORDER BY id`.execute(ask.tx);
  const system = { ...ask, actor: { ...systemActor(ask.actor.zoneId), name: ask.actor.name } };
  for (const { id } of rows) await makeSystemMove(system, creditApplication, id, 'consentEnded', {});
}
