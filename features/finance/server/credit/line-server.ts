import { sql } from 'kysely';
import { dateOf } from '#kernel/rules/instant.ts';
import { formatMoney } from '#kernel/rules/money.ts';
import { makeSystemMove } from '#kernel/server/cases/move.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import type { Ask, CaseServer } from '#kernel/server/house.ts';
import { forbidden, invalid } from '#kernel/server/http/refused.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { creditLine } from '../../line-case.ts';
import { creditOn } from '../../rules/credit-pack.ts';
import type { LineState } from '../../rules/line-state.ts';
import { writeEntries } from './entries.ts';

/** What a line needs of the database beside its own history. */
export const lineServer: CaseServer = {
  declaration: creditLine,
  prepare: async (ask, move, input) => (move === 'open' ? prepareLine(ask, input) : { ...input }),
  async afterMove(ask, move, input, state) {
    const line = state as LineState;
    await writeEntries(ask, line);
    if (move !== 'open' || typeof input['replacesId'] !== 'string') return;
    const system = { ...ask, actor: { ...systemActor(ask.actor.zoneId), name: ask.actor.name } };
    await makeSystemMove(system, creditLine, input['replacesId'], 'replaced', { byId: line.id, on: line.grantedOn });
  },
};

async function prepareLine(ask: Ask, input: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ name: string; bank_id: string; cap: string; is_revolving: boolean | null }>`
    SELECT name, bank_id, cap, is_revolving FROM credit_products WHERE zone_id = ${ask.actor.zoneId} AND id = ${String(input['productId'])}
      AND (ended_on IS NULL OR ended_on > ${dateOf(ask.now)}::date) FOR SHARE`.execute(ask.tx);
  const product = rows[0];
  if (!product)
    throw invalid([
      { code: 'PRODUCT_ENDED', field: 'productId', message: { zh: '该产品已停办', en: 'This product is no longer offered' } },
    ]);
  const { roles, scope } = ask.actor;
  if (!roles.includes('financeOfficer') && !scope.providers.includes(product.bank_id))
    throw forbidden({ zh: '只能登记本行的授信', en: 'Only lines of your own bank' });
  const params = creditOn(await loadPacks(ask.tx, ask.actor.zoneId), String(input['grantedOn']));
  const cap = BigInt(product.cap) < BigInt(params.productCap) ? BigInt(product.cap) : BigInt(params.productCap);
  if (/^\d{1,18}$/.test(String(input['line'])) && BigInt(String(input['line'])) > cap)
    throw invalid([
      {
        code: 'LINE_OVER_CAP',
        rule: 'CRD-CAP',
        field: 'line',
        message: { zh: `超过单户上限 ${formatMoney(cap)}`, en: `Over the cap of ${formatMoney(cap)} a firm` },
      },
    ]);
  const firmId = String(input['firmId']);
  const firms = await titlesByIds(ask, 'firm', [firmId]);
  const replacesId = params.renewalMode === 'REPLACE' ? await earlierLine(ask, firmId, String(input['productId'])) : null;
  return {
    ...input,
    bankId: product.bank_id,
    isRevolving: product.is_revolving === true,
    replacesId,
    title: `${firms.get(firmId) ?? ''} · ${product.name}`,
  };
}

/** K12: the line of the same product that a renewal takes the place of. Lines of one firm are granted one after another. */
async function earlierLine(ask: Ask, firmId: string, productId: string): Promise<string | null> {
  await sql`SELECT 1 FROM firms WHERE zone_id = ${ask.actor.zoneId} AND id = ${firmId} FOR UPDATE`.execute(ask.tx);
  const { rows } = await sql<{ id: string }>`SELECT id FROM credit_lines WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId}
    AND product_id = ${productId} AND replaced_by_id IS NULL ORDER BY granted_on DESC, id DESC LIMIT 1`.execute(ask.tx);
  return rows[0]?.id ?? null;
}
