import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessRulesFor, isByConsent } from '#kernel/contract/access.ts';
import { columnOf } from '#kernel/contract/field.ts';
import { guestRoles, type Role } from '#kernel/contract/role.ts';
import { countableRows } from '#kernel/server/access/policy.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { consentScopes, purposesFor } from '#features/finance/choices.ts';
import { partyOrganisation } from '#features/organisation/records.ts';
import { firm, provider } from '#features/registry/records.ts';
import type { Client } from '../harness/app.ts';
import { declarationsOf, searchableRows, walk, walkerOf, type Row, type Told, type Walker } from '../harness/consent-walk.ts';
import { fillRandomly } from '../harness/random-zone.ts';
import { registerForm } from '#features/figures/server/index.ts';
import { factForm } from '#seeds/forms/example-forms.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

/*
 * Consent attacked from every route, export, figure and search. A bank and a fund walk everything that the house declares: with no
 * consent, with every consent of every firm, and after all of them were withdrawn. What is declared tomorrow is walked too.
 */

/** What banks and funds read by their own right. A record that is added here is a decision, not a slip. */
const byOwnRight = [
  'consent',
  'creditEntry',
  'creditLine',
  'creditProduct',
  'department',
  'place',
  'provider',
  'reviewerInterest',
  'serviceItem',
  'user',
];
/** What firms may open to them. */
const byConsent = [
  'bankInquiry',
  'creditApplication',
  'creditFact',
  'equityReferral',
  'firmQualification',
  'obligation',
  'pointsEntry',
  'pointsInput',
  'pointsPassportShowing',
  'pointsScore',
  'receivable',
];
const outsiders = ['bankOfficer', 'fundReviewer'] as const satisfies Role[];

let zone: ServiceZone;
let contact: Client;
let secretary: string;
let rows: ReadonlyMap<string, readonly Row[]>;
const receivers = {} as Record<(typeof outsiders)[number], string>;
const walkers = {} as Record<(typeof outsiders)[number], Walker>;

beforeAll(async () => {
  zone = await startServiceZone();
  await zone.inZone((ask) => fillRandomly(ask, 'consent walls', 3));
  for (const [role, name, kind] of [
    ['bankOfficer', '走墙银行', 'bank'],
    ['fundReviewer', '走墙基金', 'fund'],
  ] as const) {
    receivers[role] = (await zone.inZone((ask) => createRow(ask, provider, { name, kind }))).id;
    await zone.addUser({ loginName: role, grants: [{ role, scopeId: receivers[role] }] });
    walkers[role] = await walkerOf(zone, role);
  }
  secretary = await zone.addUser({ loginName: 'secretary', grants: [{ role: 'branchSecretary', scopeId: uuidv7() }] });
  await frozenAndQuoted();
  rows = await searchableRows(zone);
  const firms = (rows.get(firm.name) ?? []).map(({ id }) => id);
  await zone.addUser({ loginName: 'everyContact', grants: firms.map((scopeId) => ({ role: 'enterpriseContact' as const, scopeId })) });
  contact = await zone.signIn('everyContact');
}, 120_000);
afterAll(() => zone.close());

/** The zone's own people freeze every figure, and quote all of them in a briefing that is out. */
async function frozenAndQuoted(): Promise<void> {
  for (const figureId of zone.house.figures.keys()) await zone.people.leader.post('/api/passports', { figureId });
  const runs = [...zone.house.figures.keys()].map((figureId) => ({ quote: { figureId, wording: { kind: 'exact' }, seen: null } }));
  const draft = {
    mark: '密简报',
    title: '不给银行的标题',
    issuer: '',
    day: '2026-06-01',
    editorNote: '',
    blocks: [{ kind: 'paragraph', runs }],
    report: '',
    send: '',
    issueTo: '',
    copies: null,
  };
  const form = await zone.inZone(async (ask) => registerForm(ask, (await factForm()).content, '不给银行的表.xlsx'));
  const filled = Object.fromEntries([...zone.house.figures.keys()].map((figureId) => [figureId, { kind: 'figure', figureId }]));
  await zone.inZone(({ tx }) => sql`UPDATE upward_forms SET mapping = ${JSON.stringify(filled)}::jsonb WHERE id = ${form}`.execute(tx));
  await zone.inZone(({ tx }) =>
    sql`INSERT INTO briefings (zone_id, id, status, draft, number, year, issued, changed_at, changed_by, changed_by_name)
      VALUES (${zone.zoneId}, ${uuidv7()}, 'issued', ${JSON.stringify(draft)}::jsonb, 1, 2026, '{}', now(), ${uuidv7()}, 'x')`.execute(tx),
  );
}

/** Ids and names of the rows of these records that the walker reads by no right of their own, nor by what is public. */
async function secretsFor({ actor }: Walker, names: readonly string[]): Promise<Set<string>> {
  const secrets = new Set(['不给银行的标题', '不给银行的表', secretary]);
  const open = new Set<string>();
  const titles = new Map<string, string>();
  await zone.inZone(async ({ tx }) => {
    // the zone's own staff are named wherever they act: guests are not
    const { rows: staff } = await sql<{ id: string }>`SELECT user_id AS id FROM role_grants
      WHERE zone_id = ${zone.zoneId} AND role <> ALL(${[...guestRoles]}::text[])`.execute(tx);
    for (const { id } of staff) open.add(id);
    for (const declaration of declarationsOf(zone)) {
      const { rows: found } = await sql<Row & { own: boolean }>`SELECT t.*, coalesce(${countableRows(declaration, actor)}, false) AS own
        FROM ${sql.table(declaration.table)} t WHERE t.zone_id = ${zone.zoneId}`.execute(tx);
      for (const row of found) {
        // names of people are words of this test's own ("contact"), which stand everywhere
        titles.set(row.id, declaration.name === 'user' ? row.id : String(row[columnOf(declaration.title)] ?? row.id));
        if (!row.own && names.includes(declaration.name)) secrets.add(row.id);
        const references = Object.entries(declaration.fields).filter(([, { kind }]) => kind === 'reference' || kind === 'references');
        if (row.own) for (const [name] of references) for (const id of [row[columnOf(name)] ?? []].flat()) open.add(String(id));
      }
    }
    const { rows: frozen } = await sql<{
      id: string;
      code: string;
    }>`SELECT id, code FROM figure_passports WHERE zone_id = ${zone.zoneId}`.execute(tx);
    for (const { id, code } of frozen) secrets.add(id).add(code);
  });
  for (const id of open) secrets.delete(id);
  for (const id of secrets) secrets.add(titles.get(id) ?? id);
  return secrets;
}

/** Where one of these was told to somebody who had not said it themselves; and where the house fell over. */
function leaks(told: readonly Told[], secrets: ReadonlySet<string>): string[] {
  return told.flatMap(({ name, address, status, text }) => {
    const said = decodeURIComponent(address);
    const found = [...secrets].filter((one) => text.includes(one) && !said.includes(one));
    if (status >= 500) return [`${name} ${said}: ${status} ${text}`];
    return found.length > 0 ? [`${name} ${said}: ${found.slice(0, 3).join(' ')}`] : [];
  });
}

const everyName = () => declarationsOf(zone).map(({ name }) => name);

test('what banks and funds may read at all is what is listed here', () => {
  const readable = (isConsent: boolean) =>
    declarationsOf(zone)
      .filter(({ access }) =>
        outsiders.some((role) =>
          accessRulesFor(access, { roles: [role] }, 'read').some(({ rows: scope }) => isByConsent(scope) === isConsent),
        ),
      )
      .map(({ name }) => name)
      .toSorted();
  expect(readable(false)).toEqual(byOwnRight);
  expect(readable(true)).toEqual(byConsent);
});

test.each(outsiders)(
  'a %s without consent walks everything and is told of nothing',
  async (role) => {
    const told = await walk(zone, walkers[role], rows);
    expect(told.filter(({ status }) => status === 200).length).toBeGreaterThan(200);
    expect(leaks(told, await secretsFor(walkers[role], everyName()))).toEqual([]);
  },
  120_000,
);

/** The first page of what each consent opens, and where the next begins. */
async function pagesOf({ ask }: Walker): Promise<{ path: string; total: number; next: string | null }[]> {
  const pages = [];
  for (const { path } of declarationsOf(zone).filter(({ name }) => byConsent.includes(name))) {
    const { status, text } = await ask('GET', `/api/${path}?limit=1&order=-createdAt&ended=all`);
    if (status === 200) pages.push({ path, ...(JSON.parse(text) as { total: number; next: string | null }) });
  }
  return pages;
}

describe.each(outsiders)('a %s with every consent of every firm', (role) => {
  const given: string[] = [];
  let next: { path: string; total: number; next: string | null }[] = [];

  test('walks everything and is told of nothing of the Party, nor of anything that no consent opens; every look is on record', async () => {
    const purposes = role === 'bankOfficer' ? purposesFor.bank : purposesFor.fund;
    for (const { id: firmId } of rows.get(firm.name) ?? [])
      for (const purpose of purposes) {
        const body = { firmId, receiverId: receivers[role], purpose, scopes: Object.keys(consentScopes), untilOn: '2027-01-01' };
        const answer = await contact.post<{ row: { id: string } }>('/api/consents', body);
        expect(answer.status).toBe(201);
        given.push(answer.body.row.id);
      }
    const told = await walk(zone, walkers[role], rows);
    // a firm's own contacts stand among those who may see what it opened
    const open = [...byOwnRight, ...byConsent, firm.name, 'pointsRound'];
    expect(open).not.toContain(partyOrganisation.name);
    expect(
      leaks(
        told,
        await secretsFor(
          walkers[role],
          everyName().filter((name) => !open.includes(name)),
        ),
      ),
    ).toEqual([]);
    const { actor } = walkers[role];
    const noted = await zone.inZone(async ({ tx }) => {
      const { rows: looks } = await sql<{ record_id: string }>`SELECT record_id FROM consent_looks WHERE user_id = ${actor.userId}`.execute(
        tx,
      );
      return new Set(looks.map(({ record_id }) => record_id));
    });
    const seen = byConsent
      .flatMap((name) => rows.get(name) ?? [])
      .filter(({ id }) => told.some(({ text }) => text.includes(`"id":"${id}"`)));
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.filter(({ id }) => !noted.has(id))).toEqual([]);
    next = await pagesOf(walkers[role]);
    expect(next.some((page) => page.next !== null)).toBe(true);
  }, 120_000);

  test('and after each was withdrawn again of nothing, by the same addresses and by pages promised before', async () => {
    for (const id of given) expect((await contact.post(`/api/consents/${id}/moves/withdraw`, {}, { 'if-match': '"1"' })).status).toBe(200);
    for (const page of next.filter((one) => one.next !== null)) {
      const { text } = await walkers[role].ask('GET', `/api/${page.path}?order=-createdAt&ended=all&after=${page.next}`);
      expect(JSON.parse(text)).toEqual({ rows: [], total: 0, next: null });
    }
    expect(leaks(await walk(zone, walkers[role], rows), await secretsFor(walkers[role], everyName()))).toEqual([]);
  }, 120_000);
});
