import { createRow } from '#kernel/server/records/write.ts';
import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import { department, firm } from '#features/registry/records.ts';
import { serviceItem, specialistLink } from '#features/service/records.ts';
import { startTestApp, type Answer, type Client, type TestApp } from './app.ts';

/** A small zone with one of everybody who takes part in a request. */
export type ServiceZone = TestApp & {
  readonly firmId: string;
  readonly otherFirmId: string;
  readonly units: { readonly economy: string; readonly tax: string; readonly power: string };
  readonly itemId: string;
  readonly people: Readonly<
    Record<
      'contact' | 'stranger' | 'specialist' | 'dispatcher' | 'dispatcher2' | 'economy' | 'tax' | 'power' | 'leader' | 'assessor',
      Client
    >
  >;
  /** opens a request and answers its id */
  ask(text?: string): Promise<string>;
  /** makes a move at the version read just now */
  move(who: Client, id: string, name: string, input?: Record<string, unknown>): Promise<Answer<CaseView & { code: string; rule?: string }>>;
  status(id: string): Promise<string>;
  /** moves the server's clock on, lets it make its rounds, and signs everybody in again, their sessions being over */
  later(milliseconds: number): Promise<void>;
};

export async function startServiceZone(now?: number): Promise<ServiceZone> {
  const app = await startTestApp(now === undefined ? {} : { now });
  const ids = await app.inZone(async (ask) => {
    const firmId = (await createRow(ask, firm, { name: '云锦测试科技有限公司', status: 'operating' })).id;
    const otherFirmId = (await createRow(ask, firm, { name: '另一家测试有限公司', status: 'operating' })).id;
    const unit = async (name: string) => (await createRow(ask, department, { name, kind: 'department' })).id;
    const units = { economy: await unit('经济发展局'), tax: await unit('税务分局'), power: await unit('供电公司') };
    const itemId = (
      await createRow(ask, serviceItem, {
        code: 'S001',
        name: '用电增容',
        category: 'utilities',
        level: 'simple',
        departmentId: units.power,
        keywords: '电力 增容 跳闸',
      })
    ).id;
    return { firmId, otherFirmId, units, itemId };
  });
  await app.addUser({ loginName: 'contact', grants: [{ role: 'enterpriseContact', scopeId: ids.firmId }] });
  await app.addUser({ loginName: 'stranger', grants: [{ role: 'enterpriseContact', scopeId: ids.otherFirmId }] });
  const specialistId = await app.addUser({ loginName: 'specialist', grants: [{ role: 'specialist' }] });
  for (const name of ['dispatcher', 'dispatcher2']) await app.addUser({ loginName: name, grants: [{ role: 'dispatcher' }] });
  for (const [name, scopeId] of Object.entries(ids.units))
    await app.addUser({ loginName: name, grants: [{ role: 'departmentHandler', scopeId }] });
  await app.addUser({ loginName: 'leader', grants: [{ role: 'zoneLeader' }] });
  await app.addUser({ loginName: 'assessor', grants: [{ role: 'assessmentOfficer' }] });
  await app.inZone((ask) => createRow(ask, specialistLink, { specialistId, firmId: ids.firmId, fromOn: '2024-01-01' }));
  const names = [
    'contact',
    'stranger',
    'specialist',
    'dispatcher',
    'dispatcher2',
    'economy',
    'tax',
    'power',
    'leader',
    'assessor',
  ] as const;
  const people = {} as Record<(typeof names)[number], Client>;
  for (const name of names) people[name] = await app.signIn(name);

  const view = async (id: string) => (await people.dispatcher.get<CaseView>(`/api/service-requests/${id}`)).body;
  return {
    ...app,
    ...ids,
    people,
    async ask(text = '车间经常跳闸，需要用电增容') {
      const opened = await people.contact.post<CaseView>('/api/service-requests', { text });
      if (opened.status !== 201) throw new Error(JSON.stringify(opened.body));
      return opened.body.row.id;
    },
    async move(who, id, name, input = {}) {
      const { row } = await view(id);
      return who.post(`/api/service-requests/${id}/moves/${name}`, input, { 'if-match': `"${row.version}"` });
    },
    status: async (id) => (await view(id)).status,
    async later(milliseconds) {
      app.clock.now += milliseconds;
      await app.sweep();
      for (const name of names) people[name] = await app.signIn(name);
    },
  };
}
