import { createRow } from '#kernel/server/records/write.ts';
import { chain, chainNode } from '#features/industry/records.ts';
import { firm, place } from '#features/registry/records.ts';
import { startTestApp, type Answer, type Client, type TestApp } from './app.ts';

export type Created = { readonly id: string; readonly version: number } & Record<string, unknown>;

/** A zone with an officer, a leader, an auditor and a firm's contact, two parks, a chain of two nodes, and firms by name. */
export type PartyZone = TestApp & {
  readonly people: Record<'officer' | 'leader' | 'auditor' | 'contact' | 'specialist', Client>;
  readonly parks: readonly [string, string];
  readonly chainId: string;
  readonly nodes: readonly [string, string];
  readonly firms: readonly string[];
  /** creates a record as the officer and answers it, refused or not */
  create(path: string, values: Record<string, unknown>): Promise<Answer<Created & Problem>>;
  /** opens a case as the officer and answers its id */
  open(path: string, values: Record<string, unknown>): Promise<Answer<{ row: Created; id?: string } & Problem>>;
  move(
    path: string,
    id: string,
    name: string,
    input?: Record<string, unknown>,
    who?: Client,
  ): Promise<Answer<{ status: string; row: Created } & Problem>>;
};

export type Problem = {
  readonly code: string;
  readonly fields?: readonly { readonly path: string; readonly rule?: string; readonly code?: string }[];
  readonly rule?: string;
};

/** @param count firms, in turn in the two parks; the first is the contact's */
export async function startPartyZone(count = 8, now = Date.UTC(2026, 5, 3, 2, 0)): Promise<PartyZone> {
  const app = await startTestApp({ now });
  const made = await app.inZone(async (ask) => {
    const park = async (name: string) => (await createRow(ask, place, { name, kind: 'park' })).id;
    const parks = [await park('东园'), await park('西园')] as const;
    const firms: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const values = {
        name: `企业${String(index).padStart(2, '0')}`,
        status: 'operating',
        registeredOn: '2020-01-01',
        employees: 20,
        parkId: parks[index % 2],
      };
      firms.push((await createRow(ask, firm, values)).id);
    }
    const chainId = (await createRow(ask, chain, { name: '电子信息' })).id;
    const node = async (name: string, segment: string, isKeyNode: boolean) =>
      (await createRow(ask, chainNode, { name, chainId, segment, isKeyNode })).id;
    return { parks, firms, chainId, nodes: [await node('芯片', 'upstream', true), await node('整机', 'downstream', false)] as const };
  });
  await app.addUser({ loginName: 'officer', grants: [{ role: 'partyWorkOfficer' }] });
  await app.addUser({ loginName: 'leader', grants: [{ role: 'zoneLeader' }] });
  await app.addUser({ loginName: 'auditor', grants: [{ role: 'auditor' }] });
  await app.addUser({ loginName: 'specialist', grants: [{ role: 'specialist' }] });
  await app.addUser({ loginName: 'contact', grants: [{ role: 'enterpriseContact', scopeId: made.firms[0] ?? '' }] });
  const people = {
    officer: await app.signIn('officer'),
    leader: await app.signIn('leader'),
    auditor: await app.signIn('auditor'),
    specialist: await app.signIn('specialist'),
    contact: await app.signIn('contact'),
  };
  return {
    ...app,
    ...made,
    people,
    create: (path, values) => people.officer.post(`/api/${path}`, values),
    open: (path, values) => people.officer.post(`/api/${path}`, values),
    async move(path, id, name, input = {}, who?: Client) {
      const { row } = (await people.officer.get<{ row: Created }>(`/api/${path}/${id}`)).body;
      return (who ?? people.officer).post(`/api/${path}/${id}/moves/${name}`, input, { 'if-match': `"${row.version}"` });
    },
  };
}
