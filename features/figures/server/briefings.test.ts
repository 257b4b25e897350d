import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPartyZone, type PartyZone } from '../../../tests/harness/party-zone.ts';
import { testPassword, type Client } from '../../../tests/harness/app.ts';

let zone: PartyZone;
let writer: Client;
let brands = 0;
beforeAll(async () => {
  zone = await startPartyZone(12);
  await zone.addUser({ loginName: 'statistics', grants: [{ role: 'assessmentOfficer' }] });
  writer = await zone.signIn('statistics');
});
afterAll(() => zone.close());

type Standing = { value: number | null; text: string; fresh: boolean; holds: boolean; fault: { zh: string } | null };
type Said = {
  status: string;
  version: number;
  standings: Standing[];
  issued: { blocks: { runs: { text: string; passport?: number }[] }[]; number: string } | null;
  restated: { before: string; after: string }[];
  passportIds: string[];
  proofPath: string;
};
type Problem = { code: string; fields?: { path: string; message: unknown; code: string }[] };

const quote = (figureId: string, over: Record<string, unknown> = {}) => ({
  quote: { figureId, wording: { kind: 'exact' }, seen: null, ...over },
});
const draftWith = (...runs: unknown[]) => ({
  mark: '示例简报',
  title: '一期',
  issuer: '党群工作部',
  day: '2026-06-03',
  editorNote: '',
  blocks: [{ kind: 'paragraph', runs }],
  report: '',
  send: '各部门',
  issueTo: '',
  copies: 10,
});
const save = (id: string, draft: unknown, version: number, who = writer) =>
  who.send<{ version: number; standings: Standing[] } & Problem>('PUT', `/api/briefings/${id}`, draft, { 'if-match': `"${version}"` });
const begin = async () => (await writer.post<{ id: string }>('/api/briefings', {})).body.id;
const issue = (id: string, version: number) =>
  writer.post<{ number: number; passports: number } & Problem>(`/api/briefings/${id}/issue`, {}, { 'if-match': `"${version}"` });
const read = async (id: string, who = writer) => (await who.get<Said>(`/api/briefings/${id}`)).body;
const brand = () => zone.create('party-brands', { name: `品牌${brands++}`, ownerKind: 'organisation', launchedOn: '2026-01-10' });

test('numbers in a draft live; issuing freezes them, and later changes are told beside the unchanged text', async () => {
  const id = await begin();
  const draft = draftWith(
    { text: '全区在营企业' },
    quote('operatingFirmCount', { seen: 12 }),
    { text: '，即' },
    quote('operatingFirmCount', { seen: 12, wording: { kind: 'more', n: 10 } }),
    { text: '。' },
  );
  const saved = await save(id, draft, 1);
  expect(saved.body.standings).toMatchObject([
    { text: '12家', fresh: true, holds: true },
    { text: '10余家', holds: true },
  ]);
  expect((await issue(id, 2)).body).toMatchObject({ number: 1, passports: 1 });
  const issued = await read(id);
  expect(issued.issued?.blocks[0]?.runs).toEqual([
    { text: '全区在营企业' },
    { text: '12家', passport: 1 },
    { text: '，即' },
    { text: '10余家', passport: 1 },
    { text: '。' },
  ]);
  const path = `/api/firms/${zone.firms[11]}`;
  const { version } = (await zone.people.officer.get<{ version: number }>(path)).body;
  expect((await zone.people.officer.send('PATCH', path, { status: 'deregistered' }, { 'if-match': `"${version}"` })).status).toBe(200);
  const after = await read(id);
  expect(after.restated).toMatchObject([{ before: '12家', after: '11家' }]);
  expect(after.issued).toEqual(issued.issued);
  expect((await save(id, draft, 3)).status).toBe(409);
});

test('a wording that is no longer true, an unknown figure and a bad filter stop the issue; nothing is frozen', async () => {
  const id = await begin();
  const draft = draftWith(
    quote('operatingFirmCount', { seen: 99, wording: { kind: 'near' } }),
    quote('noSuchFigure'),
    quote('operatingFirmCount', { filter: 'nothing:1' }),
  );
  const saved = await save(id, draft, 1);
  expect(saved.body.standings.map((one) => one.holds)).toEqual([false, false, false]);
  const passports = async () => (await writer.get<{ passports: unknown[] }>('/api/passports?limit=200')).body.passports.length;
  const before = await passports();
  const refused = await issue(id, 2);
  expect(refused.status).toBe(422);
  expect(refused.body.fields?.map(({ path, code }) => [path, code])).toEqual([
    ['blocks.0.runs.0', 'QUOTE_STALE'],
    ['blocks.0.runs.1', 'QUOTE'],
    ['blocks.0.runs.2', 'QUOTE'],
  ]);
  expect(await passports()).toBe(before);
  expect((await read(id)).status).toBe('draft');
});

test('a title that the template left open is not issued', async () => {
  const { id, version } = (await writer.post<{ id: string; version: number }>('/api/briefings', { template: 'blank' })).body;
  const refused = await issue(id, version);
  expect(refused.body.fields?.map(({ path, code }) => [path, code])).toEqual([['title', 'TITLE_OPEN']]);
});

test('of two who edit at once the later is told who was faster, and nothing is lost', async () => {
  const id = await begin();
  expect((await save(id, draftWith({ text: '甲' }), 1, zone.people.officer)).status).toBe(200);
  const late = await save(id, draftWith({ text: '乙' }), 1);
  expect(late.status).toBe(409);
  expect(late.body.code).toBe('STALE_VERSION');
  type Text = { draft: { blocks: { runs: { text: string }[] }[] } };
  expect((await writer.get<Text>(`/api/briefings/${id}`)).body.draft.blocks[0]?.runs[0]?.text).toBe('甲');
});

test('readers see what is issued, never drafts; others do not write', async () => {
  const id = await begin();
  const { leader, auditor, contact } = zone.people;
  expect((await leader.get(`/api/briefings/${id}`)).status).toBe(404);
  expect((await contact.get('/api/briefings')).status).toBe(403);
  expect((await auditor.post('/api/briefings', {})).status).toBe(403);
  await save(id, draftWith({ text: '无数字' }), 1);
  await issue(id, 2);
  expect((await leader.get(`/api/briefings/${id}`)).status).toBe(200);
  const gone = await writer.post(`/api/briefings/${id}/withdraw`, { why: '数字有误' }, { 'if-match': '"3"' });
  expect(gone.status).toBe(200);
  expect((await read(id, leader)).status).toBe('withdrawn');
});

test('numbers run on by name and year', async () => {
  const numbers = [];
  for (let one = 0; one < 2; one += 1) {
    const id = await begin();
    await save(id, { ...draftWith({ text: '文' }), mark: '另一简报' }, 1);
    numbers.push((await issue(id, 2)).body.number);
  }
  expect(numbers).toEqual([1, 2]);
});

test('Word and PDF carry the numbers, their passports and the way to prove them; the proof needs no sign-in', async () => {
  await brand();
  const id = await begin();
  await save(id, draftWith({ text: '党建品牌' }, quote('operatingFirmCount', { seen: 11 })), 1);
  await issue(id, 2);
  const login = await zone.app.fastify.inject({
    method: 'POST',
    url: '/api/login',
    payload: { loginName: 'statistics', password: testPassword },
  });
  const cookies = Object.fromEntries(login.cookies.map((cookie) => [cookie.name, cookie.value]));
  const file = async (kind: string) =>
    (await zone.app.fastify.inject({ method: 'GET', url: `/api/briefings/${id}/${kind}`, cookies })).rawPayload;
  const text = strFromU8(unzipSync(new Uint8Array(await file('word')))['word/document.xml'] ?? new Uint8Array());
  expect(text).toContain('11家');
  expect(text).toMatch(/〔1〕在营企业：11家（截至2026年6月3日），编号 /);
  expect((await file('pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  const { proofPath } = await read(id);
  const proof = await zone.app.fastify.inject({ method: 'GET', url: proofPath.replace('/b/', '/api/briefing-proofs/') });
  expect(proof.json()).toMatchObject({ withdrawn: false, numbers: [{ value: '11家', genuine: true }] });
  const passportToken = String(proof.json().numbers[0].proofPath).replace('/p/', '/api/briefing-proofs/');
  expect((await zone.app.fastify.inject({ method: 'GET', url: passportToken })).statusCode).toBe(404);
});

test('a figure’s page names the briefings that quote it; a template begins with today’s numbers', async () => {
  type Quotes = { quotes: { kind: string; path: string }[] };
  const { quotes } = (await writer.get<Quotes>('/api/figures/operatingFirmCount/quotes')).body;
  expect(quotes.some((one) => one.kind === 'briefing')).toBe(true);
  expect(quotes.some((one) => one.kind === 'dashboard')).toBe(true);
  const { id } = (await writer.post<{ id: string }>('/api/briefings', { template: 'monthly' })).body;
  const said = await read(id);
  expect(said.standings.length).toBeGreaterThan(10);
  expect(said.standings.filter((one) => one.fault === null).every((one) => one.fresh)).toBe(true);
  expect((await writer.post('/api/briefings', { template: 'no' })).status).toBe(422);
});
