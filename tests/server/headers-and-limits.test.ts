import { randomUUID } from 'node:crypto';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '#kernel/contract/problem.ts';
import { limits } from '#kernel/rules/limits.ts';
import type { App } from '#apps/server/app.ts';
import { testPassword } from '../harness/app.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';
import { zipOf } from '../harness/zip-of.ts';

let zone: ServiceZone;
/** the same house with the limits that a start has */
let strict: App;

beforeAll(async () => {
  zone = await startServiceZone();
  strict = await zone.beside({ origin: 'http://localhost', oidc: undefined, limits: 1 });
});
afterAll(async () => {
  await strict.fastify.close();
  await zone.close();
});

type Cookies = Record<string, string>;
const signIn = (app: App, loginName: string, password: string, from = '10.0.0.1', cookies: Cookies = {}) =>
  app.fastify.inject({ method: 'POST', url: '/api/login', payload: { loginName, password }, remoteAddress: from, cookies });
const cookiesOf = (answer: LightMyRequestResponse): Cookies => Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]));

function multipart(fileName: string, content: Uint8Array) {
  const edge = `edge-${randomUUID()}`;
  const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  return {
    payload: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${edge}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
  };
}

describe('the headers of every kind of answer', () => {
  const answers = async () => {
    const cookies = cookiesOf(await signIn(zone.app, 'dispatcher', testPassword));
    const get = (url: string, given: Cookies = cookies) => zone.app.fastify.inject({ url, cookies: given });
    return {
      data: await get('/api/firms'),
      'an open answer': await get('/api/health', {}),
      'a download': await get('/api/firms.xlsx'),
      'a refusal': await get('/api/firms?noSuch=1'),
      'a missing address': await get('/api/nowhere'),
      'a page': await get('/firms', {}),
      'nobody at the door': await get('/api/firms', {}),
    };
  };

  test('let no script in but our own, no frame around, no guessing of types, no word to other sites', async () => {
    for (const [what, { headers }] of Object.entries(await answers())) {
      const csp = String(headers['content-security-policy']);
      const directive = (name: string) => csp.split(';').find((one) => one.trim().startsWith(`${name} `)) ?? '';
      expect(csp, what).toContain("default-src 'self'");
      expect(directive('script-src'), what).not.toMatch(/unsafe|\*|http/);
      expect(directive('script-src-attr'), what).toContain("'none'");
      expect(directive('frame-ancestors'), what).toContain("'none'");
      expect(directive('object-src'), what).toContain("'none'");
      expect(directive('base-uri'), what).toContain("'self'");
      expect(directive('form-action'), what).toContain("'self'");
      expect(headers, what).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': expect.stringMatching(/DENY|SAMEORIGIN/),
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('geolocation=()'),
      });
      expect(headers['x-powered-by'], what).toBeUndefined();
      expect(headers['access-control-allow-origin'], what).toBeUndefined();
    }
  });

  test('an address that cannot be read is answered under the strictest of them', async () => {
    const { headers, statusCode } = await zone.app.fastify.inject({ url: '/%' });
    expect(statusCode).toBe(400);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
  });

  test('let nothing of the API be kept, and make every file a download', async () => {
    const all = await answers();
    for (const what of ['data', 'a download', 'a refusal', 'nobody at the door'] as const)
      expect(all[what].headers['cache-control'], what).toBe('no-store');
    expect(all['a download'].headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''/);
    expect(all['a page'].headers['content-type'] ?? '').not.toContain('application/json');
  });

  test('a file keeps no type that a browser would run, whatever it was called or said to be', async () => {
    const id = await zone.ask();
    const { payload, headers } = multipart('<script>alert(1)</script>.html.txt', Buffer.from('<script>alert(1)</script>'));
    const sent = await zone.people.contact.post<{ id: string }>(`/api/service-requests/${id}/attachments`, payload, headers);
    const cookies = cookiesOf(await signIn(zone.app, 'contact', testPassword));
    const file = await zone.app.fastify.inject({ url: `/api/service-requests/${id}/attachments/${sent.body.id}`, cookies });
    expect(file.statusCode).toBe(200);
    expect(file.headers['content-type']).toBe('application/octet-stream');
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''[\w%.!~*'()-]+$/);
  });
});

describe('what is sent in as a file', () => {
  const sent = async (fileName: string, content: Uint8Array) => {
    const { payload, headers } = multipart(fileName, content);
    return (await zone.people.contact.post(`/api/service-requests/${await zone.ask()}/attachments`, payload, headers)).status;
  };
  const bomb = zipOf({ 'word/document.xml': new Uint8Array(130 * 1024 * 1024) });

  test.each([
    ['a program called PDF', '合同.pdf', Buffer.from('MZ\u0090\u0000this program')],
    ['a page called picture', '照片.png', Buffer.from('<html><script>alert(1)</script>')],
    ['a program called text', '说明.txt', Buffer.from('\u007fELF\u0000\u0001')],
    ['a text called workbook', '名单.xlsx', Buffer.from('a,b,c')],
    ['a workbook with macros', '名单.xlsx', Buffer.from(zipOf({ 'xl/vbaProject.bin': new Uint8Array([1]) }))],
    ['a document that unpacks to 130 MB', '申请.docx', Buffer.from(bomb)],
  ])('%s is refused', async (_what, name, content) => {
    expect(content.length).toBeLessThan(1024 * 1024);
    expect(await sent(name, content)).toBe(422);
  });

  test('what unpacks to 130 MB is refused by every reader of sheets and forms before it is unpacked', async () => {
    const sheet = zipOf({ 'xl/workbook.xml': Buffer.from('<workbook/>'), 'xl/worksheets/sheet1.xml': new Uint8Array(130 * 1024 * 1024) });
    for (const [url, name, content] of [
      ['/api/imports/firm', '企业.xlsx', sheet],
      ['/api/hotline-files', '工单.xlsx', sheet],
      ['/api/forms', '报表.xlsx', sheet],
      ['/api/forms', '报表.docx', bomb],
    ] as const) {
      const { payload, headers } = multipart(name, content);
      expect((await zone.people.dispatcher.post(url, payload, headers)).status, `${url} ${name}`).toBe(422);
    }
  });

  test('a request takes thirty files and no more', async () => {
    const id = await zone.ask();
    const { payload, headers } = multipart('合同.pdf', Buffer.from('%PDF-1.7'));
    const attach = () => zone.people.contact.post(`/api/service-requests/${id}/attachments`, payload, headers);
    for (let files = 0; files < 30; files += 1) expect((await attach()).status).toBe(200);
    expect((await attach()).status).toBe(422);
  });
});

describe('how often', () => {
  const isTooMany = (answer: LightMyRequestResponse) => {
    expect(answer.json<Problem>()).toMatchObject({ status: 429, code: 'TOO_MANY' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  };

  test('one login name is tried from anywhere is bounded, known or not, and the bound says nothing of which', async () => {
    const names = ['nobody-of-this-name', 'leader'];
    const all: number[][] = [];
    for (const loginName of names) {
      const statuses: number[] = [];
      all.push(statuses);
      for (let tried = 0; tried <= limits.account.burst; tried += 1)
        statuses.push((await signIn(strict, loginName, 'wrong', `10.1.${tried}.1`)).statusCode);
      expect(statuses.at(-1), loginName).toBe(429);
      isTooMany(await signIn(strict, loginName, 'wrong', '10.2.0.1'));
    }
    expect(all[0]).toEqual(all[1]);
    // the bound has passed, the lock of half an hour has not
    zone.clock.now += 60_000;
    for (const loginName of names) expect((await signIn(strict, loginName, 'wrong', '10.2.0.1')).statusCode).toBe(423);
  });

  test('one address that tries many names is stopped, while those behind it who were here before still come in', async () => {
    const known = cookiesOf(await signIn(strict, 'economy', testPassword, '10.9.9.9'));
    for (let tried = 0; tried < limits.address.burst; tried += 1) await signIn(strict, `name-${tried}`, 'wrong', '10.9.9.9');
    isTooMany(await signIn(strict, 'one-more', 'wrong', '10.9.9.9'));
    isTooMany(await signIn(strict, 'tax', testPassword, '10.9.9.9'));
    expect((await signIn(strict, 'economy', testPassword, '10.9.9.9', known)).statusCode).toBe(200);
    // a mark of one account lets in no other
    isTooMany(await signIn(strict, 'tax', testPassword, '10.9.9.9', known));
    expect((await signIn(strict, 'tax', testPassword, '10.9.9.8')).statusCode).toBe(200);
  }, 120_000);

  test('behind a proxy it is the address that the proxy adds which counts, not one that the caller claims', async () => {
    const secure = await zone.beside({ origin: 'https://zone.example', oidc: undefined, limits: 1 });
    const claim = (index: number) =>
      secure.fastify.inject({
        method: 'POST',
        url: '/api/login',
        payload: { loginName: `claimed-${index}`, password: 'wrong' },
        headers: { 'x-forwarded-for': `10.66.${index}.1, 10.8.0.1` },
      });
    for (let tried = 0; tried < limits.address.burst; tried += 1) await claim(tried);
    isTooMany(await claim(limits.address.burst));
    await secure.fastify.close();
  }, 120_000);

  test('signing in costs an address nothing: a zone behind one may come in at nine o’clock', async () => {
    for (let person = 0; person < limits.address.burst + 20; person += 1)
      expect((await signIn(strict, 'power', testPassword, '10.7.7.7')).statusCode).toBe(200);
  }, 120_000);

  test.each([
    ['one-time links', `/api/one-time-links/${'x'.repeat(43)}`, limits.link.burst],
    ['proofs of passports', `/api/proofs/${'x'.repeat(43)}`, limits.open.burst],
  ])('%s are bounded by address', async (_what, url, burst) => {
    const ask = (from: string) => strict.fastify.inject({ url, remoteAddress: from });
    for (let asked = 0; asked < burst; asked += 1) expect((await ask('10.5.0.1')).statusCode).not.toBe(429);
    isTooMany(await ask('10.5.0.1'));
    expect((await ask('10.5.0.2')).statusCode).not.toBe(429);
  });

  test.each([
    ['the search box', 'GET', '/api/search?q=%E4%BA%91', limits.search.burst],
    ['exports', 'GET', '/api/firms.xlsx', limits.export.burst],
    ['uploads', 'POST', '/api/imports/firm', limits.upload.burst],
    ["guesses at one's own password", 'POST', '/api/me/password', limits.account.burst],
  ] as const)(
    '%s are bounded by person, each apart',
    async (_what, method, url, burst) => {
      const cookies = cookiesOf(await signIn(strict, 'dispatcher', testPassword, '10.6.0.1'));
      const csrf = { 'x-csrf-token': cookies['lianxin_csrf'] ?? '', 'idempotency-key': randomUUID() };
      const file = url.includes('imports') ? multipart('企业.csv', Buffer.from('企业名称\n云锦')) : undefined;
      const ask = () =>
        strict.fastify.inject({
          method,
          url,
          cookies,
          headers: { ...csrf, ...file?.headers, 'idempotency-key': randomUUID() },
          ...(method === 'POST' ? { payload: file?.payload ?? { current: 'wrong', password: 'Another-pass-2026' } } : {}),
        });
      for (let asked = 0; asked < burst; asked += 1) expect((await ask()).statusCode).not.toBe(429);
      isTooMany(await ask());
      expect((await strict.fastify.inject({ url: '/api/me', cookies })).statusCode).toBe(200);
    },
    60_000,
  );
});
