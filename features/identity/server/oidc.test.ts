import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import { sql } from 'kysely';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/harness/app.ts';
import { minute, trailOf } from './visitor.fixture.ts';

const origin = 'http://lianxin.test';
const clientSecret = 'a-secret-between-the-two-of-them';

let zone: TestApp;
let app: TestApp['app'];
let provider: { readonly issuer: string; close(): Promise<void> };
let userId: string;

beforeAll(async () => {
  zone = await startTestApp({ now: Date.now() });
  provider = await startProvider();
  app = await zone.beside({ origin, oidc: { issuer: provider.issuer, clientId: 'lianxin', clientSecret } });
  userId = await zone.addUser({ loginName: 'Wang.Fang', grants: [{ role: 'dispatcher' }] });
});
afterAll(async () => {
  await app.fastify.close();
  await provider.close();
  await zone.close();
});

/** A real provider; whoever types a name is that person, and the name is told by the userinfo endpoint alone. */
async function startProvider() {
  const http: Server = createServer();
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const oidc = new Provider(issuer, {
    clients: [{ client_id: 'lianxin', client_secret: clientSecret, redirect_uris: [`${origin}/api/oidc/callback`] }],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: `city-${id.toLowerCase()}`, preferred_username: id }),
    }),
    cookies: { keys: ['test'] },
    jwks: { keys: [{ ...key, use: 'sig', alg: 'RS256', kid: 'test' }] },
  });
  http.on('request', oidc.callback());
  return { issuer, close: () => new Promise<void>((closed) => http.close(() => closed()) && http.closeAllConnections()) };
}

type Jar = Record<string, string>;

/** One browser: keeps each side's cookies apart and follows to where the other side takes over. */
function openBrowser() {
  const ours: Jar = {};
  const theirs: Jar = {};
  const atOurs = async (url: string) => {
    const reply = await app.fastify.inject({ url, cookies: ours });
    for (const { name, value } of reply.cookies) ours[name] = value;
    return { status: reply.statusCode, location: reply.headers['location'] ?? '' };
  };
  const atTheirs = async (url: string, form?: Record<string, string>): Promise<Response> => {
    const cookie = Object.entries(theirs)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');
    const reply = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      theirs[name] = value;
    }
    return reply;
  };
  return {
    ours,
    start: () => atOurs('/api/oidc/start'),
    comeBack: atOurs,
    /** signs in at the provider and agrees; answers the address it sends the browser back to */
    async atProvider(start: string, login: string): Promise<string> {
      let address = start;
      let reply = await atTheirs(address);
      for (let step = 0; step < 12; step += 1) {
        const next = reply.headers.get('location');
        if (next) {
          address = new URL(next, address).href;
          if (address.startsWith(origin)) return address.slice(origin.length);
          reply = await atTheirs(address);
        } else {
          const page = await reply.text();
          const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
          const action = /action="([^"]+)"/.exec(page)?.[1];
          if (!prompt || !action) throw new Error(`The provider answers ${reply.status}: ${page.slice(0, 300)}`);
          address = new URL(action, address).href;
          reply = await atTheirs(address, { prompt, ...(prompt === 'login' && { login, password: 'any' }) });
        }
      }
      throw new Error('The provider never sends the browser back');
    },
  };
}

/** The whole way, by one browser. */
async function goAllTheWay(login: string) {
  const browser = openBrowser();
  const { location } = await browser.start();
  const back = await browser.comeBack(await browser.atProvider(location, login));
  return { browser, back };
}

const signedIn = async (browser: ReturnType<typeof openBrowser>) =>
  (await app.fastify.inject({ url: '/api/me', cookies: browser.ours })).statusCode === 200;

test('who is confirmed by the provider is signed in as the user of that login name, and known by its subject from then on', async () => {
  const { browser, back } = await goAllTheWay('wang.fang');
  expect(back).toEqual({ status: 302, location: '/' });
  expect(await signedIn(browser)).toBe(true);
  expect((await trailOf(zone, userId)).filter((line) => line.endsWith('oidc'))).toEqual(['bindIdentity done oidc', 'login done oidc']);

  await zone.inZone(({ tx }) => sql`UPDATE logins SET login_name = 'renamed' WHERE user_id = ${userId}`.execute(tx));
  const again = await goAllTheWay('wang.fang');
  expect(again.back.location).toBe('/');
  expect(await trailOf(zone, userId)).toHaveLength(4);
});

test('the way out is code with PKCE, state and nonce', async () => {
  const { location } = await openBrowser().start();
  const asked = new URL(location).searchParams;
  expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', client_id: 'lianxin' });
  for (const name of ['code_challenge', 'state', 'nonce']) expect(asked.get(name)?.length).toBeGreaterThan(20);
});

test('nobody is created: somebody confirmed but unknown is told so on the sign-in page', async () => {
  const { browser, back } = await goAllTheWay('stranger');
  expect(back).toEqual({ status: 302, location: '/login?refused=OIDC_UNKNOWN' });
  expect(await signedIn(browser)).toBe(false);
});

test('a user bound to one subject is not taken over by another that carries the same login name', async () => {
  const taken = await zone.addUser({ loginName: 'li.na', grants: [{ role: 'dispatcher' }] });
  await sql`INSERT INTO oidc_subjects (issuer, subject, zone, user_id) VALUES (${provider.issuer}, 'city-other', ${zone.zoneId}, ${taken})`.execute(
    zone.house.db.kysely,
  );
  expect((await goAllTheWay('li.na')).back.location).toBe('/login?refused=OIDC_UNKNOWN');
});

test('who has ended is not let in, and not bound', async () => {
  const ended = await zone.addUser({ loginName: 'zhao.min', grants: [{ role: 'dispatcher' }] });
  await zone.inZone(({ tx }) => sql`UPDATE users SET ended_on = '2026-01-01' WHERE zone_id = ${zone.zoneId} AND id = ${ended}`.execute(tx));
  expect((await goAllTheWay('zhao.min')).back.location).toBe('/login?refused=OIDC_UNKNOWN');
  expect((await sql`SELECT 1 FROM oidc_subjects WHERE user_id = ${ended}`.execute(zone.house.db.kysely)).rows).toEqual([]);
});

test.each([
  ['a made-up state', (back: string) => back.replace(/state=[^&]+/, 'state=made-up')],
  ['no state', (back: string) => back.replace(/state=[^&]+&?/, '')],
])('%s is refused', async (_name, change) => {
  const browser = openBrowser();
  const back = await browser.atProvider((await browser.start()).location, 'wang.fang');
  expect((await browser.comeBack(change(back))).location).toBe('/login?refused=OIDC_STATE');
  expect(await signedIn(browser)).toBe(false);
});

test('an address of return that another browser began signs nobody in', async () => {
  const theirs = openBrowser();
  const back = await theirs.atProvider((await theirs.start()).location, 'wang.fang');
  const victim = openBrowser();
  expect((await victim.comeBack(back)).location).toBe('/login?refused=OIDC_STATE');
  await victim.start();
  expect((await victim.comeBack(back)).location).toBe('/login?refused=OIDC_STATE');
  expect(await signedIn(victim)).toBe(false);
});

test('an address of return works once, and within ten minutes', async () => {
  const browser = openBrowser();
  const back = await browser.atProvider((await browser.start()).location, 'wang.fang');
  const cookies = { ...browser.ours };
  expect((await browser.comeBack(back)).location).toBe('/');
  Object.assign(browser.ours, cookies);
  expect((await browser.comeBack(back)).location).toBe('/login?refused=OIDC_STATE');

  const slow = openBrowser();
  const late = await slow.atProvider((await slow.start()).location, 'wang.fang');
  zone.clock.now += 11 * minute;
  expect((await slow.comeBack(late)).location).toBe('/login?refused=OIDC_STATE');
});

test('a code that the provider does not know, or its own refusal, is told on the sign-in page', async () => {
  for (const change of [
    (back: string) => back.replace(/code=[^&]+/, 'code=made-up'),
    (back: string) => back.replace(/code=[^&]+/, 'error=access_denied'),
  ]) {
    const browser = openBrowser();
    const back = await browser.atProvider((await browser.start()).location, 'wang.fang');
    expect((await browser.comeBack(change(back))).location).toBe('/login?refused=OIDC_REFUSED');
  }
});

test('a provider that is away is told on the sign-in page; the product itself goes on', async () => {
  const away = await zone.beside({ origin, oidc: { issuer: 'http://127.0.0.1:9', clientId: 'lianxin', clientSecret } });
  const reply = await away.fastify.inject({ url: '/api/oidc/start' });
  expect([reply.statusCode, reply.headers['location']]).toEqual([302, '/login?refused=PROVIDER_AWAY']);
  expect((await away.fastify.inject({ url: '/api/health' })).statusCode).toBe(200);
  await away.fastify.close();
});
