import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '#kernel/contract/problem.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { roleNames, type Role } from '#kernel/contract/role.ts';
import { guardZip } from '#kernel/server/sheets/zip-guard.ts';
import type { Answer, Client } from '../harness/app.ts';
import { everyRole } from '../harness/routes.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';
import { zipOf } from '../harness/zip-of.ts';

/** Input that fits its schema's shape and means nothing: every list's filters, orders and cursors, files, and bodies. */
let zone: ServiceZone;
let clients: Record<Role, Client>;
type ListPage = { readonly rows: readonly { readonly id: string }[]; readonly next: string | null };
let declarations: readonly RecordDeclaration[];

beforeAll(async () => {
  zone = await startServiceZone();
  clients = await everyRole(zone);
  const { records, cases } = zone.house;
  declarations = [...records.values(), ...cases.values()].map((one) => one.declaration);
});
afterAll(() => zone.close());

/** Somebody who may read the list at all; whether there are rows for them does not matter here. */
function readerOf(declaration: RecordDeclaration): Client {
  const role = roleNames.find((name) => declaration.access.some((rule) => rule.may.includes('read') && rule.roles.includes(name)));
  if (!role) throw new Error(`Nobody reads ${declaration.name}`);
  return clients[role];
}

function oneOfEachKind(names: readonly string[], fields: RecordDeclaration['fields']): string[] {
  return [...new Map(names.map((name) => [fields[name]?.kind, name])).values()];
}

async function faultsOf(addresses: (declaration: RecordDeclaration) => readonly string[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const declaration of declarations) {
    const reader = readerOf(declaration);
    for (const query of addresses(declaration)) {
      const { status, body } = await reader.get<Problem>(`/api/${declaration.path}?${query}`);
      if (status >= 500) wrong.push(`${declaration.path}?${query.slice(0, 120)}: ${status} ${body.code}`);
    }
  }
  return wrong;
}

describe('a list', () => {
  test('takes any filter, or names it as faulty', async () => {
    const said = ['-'.repeat(36), '-..', '..-', '-..-', '.5..', `${'9'.repeat(18)}.9999..`, '%_\\', ',,', 'true,false', '{', '__proto__'];
    const days = ['0000-01-01', '9999-12-31', '+275760-09-13', '2026-02-30', '-000001-01-01'];
    const faults = await faultsOf(({ list, fields }) =>
      oneOfEachKind(list.filters, fields).flatMap((name) =>
        fields[name]?.kind === 'date' || fields[name]?.kind === 'moment'
          ? days.flatMap((day) => [`${name}.from=${encodeURIComponent(day)}`, `${name}.to=${encodeURIComponent(day)}`])
          : said.map((value) => `${name}=${encodeURIComponent(value)}`),
      ),
    );
    expect(faults).toEqual([]);
  }, 120_000);

  test('takes any cursor and order, or names it as faulty', async () => {
    const ends = [
      '',
      'x',
      'a\u0000b',
      '\ud800',
      '2026-02-30',
      '0000-01-01',
      '2026-02-30T00:00:00Z',
      '2026-01-01 Z Z',
      '2026-01-01 00:00 +99',
    ];
    const numbers = ['1e131073', '1e999999999', '-1e5000', '9'.repeat(300), 'NaN', 'Infinity'];
    const cursorOf = (value: string) => Buffer.from(JSON.stringify([value, randomUUID()])).toString('base64url');
    const faults = await faultsOf(({ list, fields }) =>
      ['createdAt', '-dueAt', ...oneOfEachKind(list.columns, fields), '__proto__', '-', 'constructor'].flatMap((order) =>
        [...ends, ...numbers].map((value) => `order=${order}&after=${cursorOf(value)}`),
      ),
    );
    expect(faults).toEqual([]);
  }, 180_000);

  test('by due date goes on past the rows that have none', async () => {
    for (let asked = 0; asked < 3; asked += 1)
      await zone.people.contact.post('/api/service-requests', { text: `草稿 ${asked}`, asDraft: true });
    for (const order of ['dueAt', '-dueAt']) {
      const seen = new Set<string>();
      let after: string | null = '';
      for (let page = 0; after !== null && page < 10; page += 1) {
        const { body }: Answer<ListPage> = await zone.people.dispatcher.get<ListPage>(
          `/api/service-requests?order=${order}&limit=1${after && `&after=${after}`}`,
        );
        for (const row of body.rows) seen.add(row.id);
        after = body.next;
      }
      expect(seen.size, order).toBe(3);
    }
  });

  test('takes a parameter once, and none that it does not know', async () => {
    for (const query of [
      'q=a&q=b',
      'limit=1&limit=2',
      `${'a=1&'.repeat(3000)}`,
      '__proto__=1',
      '__proto__[x]=1',
      'constructor=1',
      'limit=',
      'limit=1e3',
    ])
      expect((await clients.dispatcher.get(`/api/firms?${query}`)).status, query.slice(0, 30)).toBe(422);
  });
});

const edge = 'an-edge';
const dress = { 'content-type': `multipart/form-data; boundary=${edge}` };
const partOf = (head: string, content: string | Uint8Array = '%PDF-1.7') =>
  Buffer.concat([Buffer.from(`--${edge}\r\n${head}\r\n\r\n`), Buffer.from(content), Buffer.from(`\r\n--${edge}--\r\n`)]);
const disposition = (name: string) => `content-disposition: form-data; name="file"; ${name}`;

describe('a file', () => {
  const uploads = async () =>
    [
      [`/api/service-requests/${await zone.ask()}/attachments`, zone.people.contact],
      ['/api/imports/firm', zone.people.dispatcher],
      ['/api/hotline-files', zone.people.dispatcher],
      ['/api/forms', clients.dispatcher],
      ['/api/points-sheets', clients.financeOfficer],
    ] as const;

  test.each([
    ['NUL', "filename*=UTF-8''a%00b.pdf"],
    ['NUL as it is', 'filename="a\u0000b.pdf"'],
    ['an odd alphabet', "filename*=UTF-16''%d8%00.pdf"],
    ['a line break', "filename*=UTF-8''a%0d%0aset-cookie%3a%20x.pdf"],
    ['a way out', "filename*=UTF-8''..%2F..%2Fetc%2Fpasswd.pdf"],
    ['no name', 'filename=""'],
    ['3000 letters', `filename="${'长'.repeat(3000)}.pdf"`],
    ['pairs that a cut would part', `filename="${'x'.repeat(195)}😀😀😀😀.pdf"`],
  ])('by the name of %s is taken or refused in words for people', async (_what, name) => {
    for (const [url, client] of await uploads()) {
      const { status, body } = await client.post<Problem>(url, partOf(disposition(name)), dress);
      expect(status, url).toBeLessThan(500);
      expect(JSON.stringify(body)).not.toMatch(/undefined|Cannot read|TypeError/);
    }
  });

  test('comes back by a name that can be said, without a way in it', async () => {
    const id = await zone.ask();
    const url = `/api/service-requests/${id}/attachments`;
    for (const name of [
      `filename="${'x'.repeat(195)}😀😀😀😀.pdf"`,
      "filename*=UTF-8''..%2F..%2Fetc%2Fpasswd.pdf",
      'filename="..\\..\\x.pdf"',
    ])
      expect((await zone.people.contact.post(url, partOf(disposition(name)), dress)).status).toBe(200);
    const { files } = (await zone.people.contact.get<{ files: { id: string; fileName: string }[] }>(url)).body;
    expect(files.map(({ fileName }) => fileName)).toEqual([expect.stringMatching(/^x{180,195}.*\.pdf$/u), 'passwd.pdf', 'x.pdf']);
    for (const file of files) expect((await zone.people.contact.get(`${url}/${file.id}`)).status).toBe(200);
  });

  test.each([
    ['that ends too early', partOf(disposition('filename="a.pdf"')).subarray(0, -12), dress],
    ['without a boundary', partOf(disposition('filename="a.pdf"')), { 'content-type': 'multipart/form-data' }],
    ['in a compressed body', gzipSync(partOf(disposition('filename="a.pdf"'))), { ...dress, 'content-encoding': 'gzip' }],
    ['in a field called __proto__', partOf('content-disposition: form-data; name="__proto__"; filename="a.pdf"'), dress],
  ])('%s is refused', async (_what, payload, headers) => {
    for (const [url, client] of await uploads()) {
      const { status } = await client.post(url, payload, headers);
      expect([400, 422], url).toContain(status);
    }
  });
});

describe('a packed document', () => {
  const plain = Buffer.from(zipOf({ 'xl/workbook.xml': new Uint8Array(10), 'xl/worksheets/sheet1.xml': new Uint8Array(1000) }));
  const end = plain.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const directory = plain.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  const changed = (change: (zip: Buffer) => void) => {
    const zip = Buffer.from(plain);
    change(zip);
    return guardZip(zip);
  };

  test('that reads one way is looked through', () => expect(guardZip(plain)).toMatchObject({ ok: true }));

  // each of these shows the guard less than a reader that goes by the other number would unpack
  test.each<[string, (zip: Buffer) => void]>([
    ['counts fewer entries than it has', (zip) => zip.writeUInt16LE(1, end + 10)],
    ['counts none', (zip) => void zip.fill(0, end + 8, end + 12)],
    ['counts otherwise for this disk', (zip) => zip.writeUInt16LE(1, end + 8)],
    ['says another length of its directory', (zip) => zip.writeUInt32LE(1, end + 12)],
    ['claims that a part is 4 GB', (zip) => zip.writeUInt32LE(0xf0000000, directory + 24)],
    ['claims that a part is empty', (zip) => zip.writeUInt32LE(0, directory + 24)],
  ])('that %s is refused', (_what, change) => expect(changed(change)).toMatchObject({ ok: false, refusal: { code: 'WORKBOOK_BROKEN' } }));
});

describe('a body', () => {
  const json = { 'content-type': 'application/json' };
  const post = (payload: string | Buffer, headers: Record<string, string> = json) =>
    zone.people.contact.post<Problem>('/api/service-requests', payload, headers);

  test('that unpacks beyond the limit is refused while it is unpacked', async () => {
    const bomb = gzipSync(JSON.stringify({ text: 'x'.repeat(60_000_000) }));
    expect(await post(bomb, { ...json, 'content-encoding': 'gzip' })).toMatchObject({ status: 413, body: { code: 'TOO_LARGE' } });
  });

  test.each(['gzip', 'br', 'deflate', 'zstd', 'foo', 'gzip, gzip'])('in a broken dress (%s) is refused', async (encoding) => {
    expect([400, 415]).toContain((await post(Buffer.from('nonsense'), { ...json, 'content-encoding': encoding })).status);
  });

  test.each([
    ['says a thing twice', '{"text":"a","text":{"x":1}}'],
    ['holds a number beyond measure', '{"text":1e400}'],
    ['is deep', '['.repeat(100_000)],
    ['goes on after its end', '{"text":"a"}{'],
    ['would change what every object is', '{"text":"a","__proto__":{"a":1}}'],
    ['holds half a letter', String.raw`{"text":"\ud800"}`],
  ])('that %s is refused', async (_what, payload) => expect([400, 422]).toContain((await post(payload)).status));
});

test('an id in capitals is the same id, or nobody’s', async () => {
  const capitals = zone.zoneId.toUpperCase();
  const open = await zone.app.fastify.inject({ url: `/api/zones/${capitals}/points-passports/${randomUUID()}/status` });
  expect(open.statusCode).toBe(404);
  const upper = await clients.dispatcher.get(`/api/firms/${zone.firmId.toUpperCase()}`);
  expect(upper).toMatchObject({ status: 200, body: { id: zone.firmId } });
});
