import { randomUUID } from 'node:crypto';
import type { Actor } from '#kernel/contract/access.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { openCase, makeMove } from '#kernel/server/cases/move.ts';
import { withZone } from '#kernel/server/database/door.ts';
import type { Ask, House } from '#kernel/server/house.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { furnishZone } from '#apps/server/app.ts';
import { createUsers, createZone, hashPassword } from '#features/identity/server/index.ts';
import { creditProduct } from '#features/finance/credit-records.ts';
import { department, firm, provider } from '#features/registry/records.ts';
import { serviceRequest } from '#features/service/cases.ts';

export const password = 'Fault-drill-2026';
const day = 86_400_000;

/** A zone just large enough for every kind of work: one firm with a contact, a unit, a dispatcher, a bank with a product. */
export type SmallZone = { readonly zoneId: string; readonly firmId: string; readonly unitId: string; readonly productId: string };

/** Makes the zone and its people: `contact`, `dispatcher`, `handler`, `bank`. */
export async function makeZone(house: House): Promise<SmallZone> {
  const now = house.now();
  const zoneId = await createZone(house.db, { code: 'drill', name: '演练区' }, now);
  const passwordHash = await hashPassword(password);
  return withZone(house.db, zoneId, async (tx) => {
    await furnishZone(tx, zoneId);
    const ask: Ask = { house, tx, now, ip: 'drill', actor: actorOf(zoneId, { roles: ['dispatcher'] }, now) };
    const firmId = (await createRow(ask, firm, { name: '云锦演练有限公司', status: 'operating' })).id;
    const unitId = (await createRow(ask, department, { name: '供电公司', kind: 'functional' })).id;
    const bankId = (await createRow(ask, provider, { name: '演练银行', kind: 'bank' })).id;
    const { scope } = ask.actor;
    const banker: Ask = { ...ask, actor: actorOf(zoneId, { roles: ['bankOfficer'], scope: { ...scope, providers: [bankId] } }, now) };
    const product = { name: '演练积分贷', bankId, cap: '1000000000', termMonths: 12, spreadBp: 50, isRevolving: true };
    const productId = (await createRow(banker, creditProduct, product)).id;
    await createUsers(
      tx,
      zoneId,
      [
        { loginName: 'contact', name: '联系人', passwordHash, grants: [{ role: 'enterpriseContact', scopeId: firmId }] },
        { loginName: 'dispatcher', name: '调度员', passwordHash, grants: [{ role: 'dispatcher' }] },
        { loginName: 'handler', name: '经办人', passwordHash, grants: [{ role: 'departmentHandler', scopeId: unitId }] },
        { loginName: 'bank', name: '客户经理', passwordHash, grants: [{ role: 'bankOfficer', scopeId: bankId }] },
      ],
      now,
    );
    return { zoneId, firmId, unitId, productId };
  });
}

/** A request asked and taken up forty days ago, so that its clocks have all turned: the next sweep must supervise it and tell the chief. */
export async function plantOverdue(house: House, { zoneId, firmId, unitId }: SmallZone): Promise<string> {
  const now = house.now() - 40 * day;
  return withZone(house.db, zoneId, async (tx) => {
    const as = (who: Partial<Actor>): Ask => ({ house, tx, now, ip: 'drill', actor: actorOf(zoneId, who, now) });
    const nobody = actorOf(zoneId, {}, now).scope;
    const contact = as({ roles: ['enterpriseContact'], scope: { ...nobody, firms: [firmId] } });
    const handler = as({ roles: ['departmentHandler'], scope: { ...nobody, departments: [unitId] } });
    const id = await openCase(contact, serviceRequest, { text: `逾期诉求 ${randomUUID()}` });
    await makeMove(as({ roles: ['dispatcher'] }), serviceRequest, id, 1, 'accept', { level: 'simple', leadId: unitId });
    await makeMove(handler, serviceRequest, id, 2, 'sign', {});
    await makeMove(handler, serviceRequest, id, 3, 'contact', { how: 'phone' });
    return id;
  });
}

/** Somebody of the zone with the given rights, for what is written past the doors. */
export function actorOf(zoneId: string, who: Partial<Actor>, now: number): Actor {
  return {
    userId: randomUUID(),
    name: '演练',
    zoneId,
    today: dateOf(now),
    roles: [],
    scope: { users: [], firms: [], departments: [], providers: [], organisations: [], linkedFirms: [] },
    ...who,
  };
}
