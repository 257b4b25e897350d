import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRow, insertRows, updateRow } from '#kernel/server/records/write.ts';
import { parseCell } from '#kernel/server/sheets/parse-cell.ts';
import { secret, choice } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { firm, person } from '#features/registry/records.ts';
import { specialistLink } from '#features/service/records.ts';
import { testPassword } from '../harness/app.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

/** Doors beside the declared ones, and what leaves by those that stay open. */
let zone: ServiceZone;
let address: string;
beforeAll(async () => {
  zone = await startServiceZone();
  address = await zone.app.fastify.listen({ host: '127.0.0.1', port: 0 });
  await zone.addUser({ loginName: 'audit', grants: [{ role: 'auditAdmin' }] });
});
afterAll(() => zone.close());

test('every route of the server is an endpoint of the description, which the matrix walks, or one of those named here', () => {
  const declared = new Set(zone.house.endpoints.map(({ method, path }) => `${method} ${path}`));
  // the tree is printed four signs a level, each line a piece of its address
  const pieces: string[] = [];
  const routes = zone.app.fastify
    .printRoutes()
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', piece = '', methods] = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
      pieces.splice(indent.length / 4, Infinity, piece);
      return (methods?.split(', ') ?? []).map((method) => `${method} ${pieces.join('')}`);
    })
    .filter((route) => !/^(HEAD|OPTIONS) /.test(route));
  expect(routes.length).toBeGreaterThan(250);
  const beside = routes.filter((route) => !declared.has(route));
  expect(beside.toSorted()).toEqual(['GET /*', 'GET /api/metrics', 'GET /passport-check']);
});

async function cookieOf(loginName: string): Promise<string> {
  const reply = await zone.app.fastify.inject({ method: 'POST', url: '/api/login', payload: { loginName, password: testPassword } });
  return reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

test('a hint that many rows have changed goes to those who may see some of them, and to nobody else', async () => {
  const cookie = await cookieOf('contact');
  const reply = await fetch(`${address}/api/events`, { headers: { cookie } });
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
  const many = (names: readonly string[]) => names.map((name) => ({ name }));
  await zone.inZone((ask) => insertRows(ask, person, many(['甲某', '乙某'])));
  await zone.inZone((ask) =>
    insertRows(ask, firm, [
      { name: '甲公司', status: 'operating' },
      { name: '乙公司', status: 'operating' },
    ]),
  );
  let told = '';
  // the server tells in the order of the changes: when that of the firms is here, that of the people would have come
  while (!told.includes('"name":"firm"')) told += (await reader?.read())?.value ?? '';
  await reader?.cancel();
  expect(told).not.toContain('person');
});

test('one person keeps twenty streams of changes open with a server, and no more', async () => {
  const headers = { cookie: await cookieOf('leader') };
  const streams = [];
  for (let opened = 0; opened < 20; opened += 1) streams.push(await fetch(`${address}/api/events`, { headers }));
  expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
  const more = await fetch(`${address}/api/events`, { headers });
  expect(more.status).toBe(429);
  expect(more.headers.get('retry-after')).toBe('30');
  const other = await fetch(`${address}/api/events`, { headers: { cookie: await cookieOf('assessor') } });
  expect(other.status).toBe(200);
  for (const stream of [...streams, other]) await stream.body?.cancel();
});

test('the trail is verified by as many at once as the pool has connections, and none waits for another', async () => {
  const audit = await zone.signIn('audit');
  const answers = await Promise.all(Array.from({ length: 12 }, () => audit.get<{ faults: unknown[] }>('/api/audit/verify')));
  expect(answers.map(({ status, body }) => [status, body.faults])).toEqual(answers.map(() => [200, []]));
});

test('who only reads a request puts no file to it', async () => {
  const id = await zone.ask();
  await zone.addUser({ loginName: 'auditor', grants: [{ role: 'auditor' }] });
  for (const reader of [zone.people.leader, zone.people.assessor, await zone.signIn('auditor')])
    expect((await reader.post(`/api/service-requests/${id}/attachments`)).status).toBe(403);
});

test('an export holds the rows that a sentence lets go, not all that its reader sees', async () => {
  await zone.addUser({ loginName: 'walker', grants: [{ role: 'specialist' }] });
  const walker = await zone.signIn('walker');
  const link = await zone.inZone((ask) =>
    createRow(ask, specialistLink, { specialistId: walker.userId, firmId: zone.otherFirmId, fromOn: '2024-01-01' }),
  );
  const visit = { firmId: zone.otherFirmId, plannedAt: '2026-06-10T01:00:00Z', kind: 'routine' };
  expect((await walker.post('/api/visits', visit)).status).toBe(201);
  // handed over: the visit stays the walker's to read, the firm is not theirs any more
  await zone.inZone((ask) => updateRow(ask, specialistLink, link.id, 1, { toOn: '2026-06-02' }));
  expect((await walker.get<{ total: number }>('/api/visits')).body.total).toBe(1);
  expect((await walker.get('/api/visits.xlsx')).status).toBe(200);
  const rows = await zone.inZone(({ tx }) =>
    tx.selectFrom('audit_entries').select('after').where('action', '=', 'export').where('subject_kind', '=', 'visit').execute(),
  );
  expect(rows).toMatchObject([{ after: { rows: 0 } }]);
});

test('a window of a figure begins and ends on days of the calendar', async () => {
  for (const window of ['2026-02-30..2026-03-01', '0000-01-01..2026-01-01', '2026-01-01..2026-13-01'])
    expect((await zone.people.leader.get(`/api/figures/operatingFirmCount?window=${window}`)).status, window).toBe(422);
});

test('a cell too long for its field is refused before anything searches it', () => {
  const phone = secret({ label: t('电话', 'Phone'), mask: 'phone' });
  const kind = choice({ label: t('类型', 'Kind'), options: { a: t('甲', 'A') } });
  for (const field of [phone, kind])
    for (const cell of ['0'.repeat(30_000), '（'.repeat(30_000)])
      expect(parseCell(cell, field, '列', () => [])).toMatchObject({ ok: false, message: { zh: expect.stringMatching(/最多 \d+ 字/) } });
});
