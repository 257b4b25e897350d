import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import type { InjectOptions } from 'fastify';
import pg from 'pg';
import type { Secrets } from '#kernel/server/crypto/provider.ts';
import { withZone } from '#kernel/server/database/door.ts';
import { openDatabase } from '#kernel/server/database/door.ts';
import { appUrlOf, migrate } from '#kernel/server/database/migrate.ts';
import type { Ask, House, RecordServer } from '#kernel/server/house.ts';
import { goRound } from '#kernel/server/jobs/rounds.ts';
import { dateOf, type Instant } from '#kernel/rules/instant.ts';
import { createFirstAdministrator, createUsers, createZone, type NewUser } from '#features/identity/server/index.ts';
import type { Settings } from '#kernel/server/settings.ts';
import { buildApp, buildHouse, furnishZone, type App } from '#apps/server/app.ts';
import { freshDatabase } from './database.ts';

export const testPassword = 'Test-pass-2026';

export type Answer<T = Record<string, unknown>> = { readonly status: number; readonly body: T };

/** Somebody signed in: calls the API as their browser would; a header given as '' is left out. */
export type Client = {
  readonly userId: string;
  get<T = Record<string, unknown>>(url: string): Promise<Answer<T>>;
  post<T = Record<string, unknown>>(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  send<T = Record<string, unknown>>(
    method: 'GET' | 'PATCH' | 'PUT' | 'DELETE' | 'POST',
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
};

export type TestApp = {
  readonly app: App;
  readonly house: House;
  readonly zoneId: string;
  readonly ownerUrl: string;
  /** the moment the server believes it is; moves only when told */
  clock: { now: Instant };
  newZone(code: string): Promise<string>;
  addUser(person: Omit<NewUser, 'name' | 'passwordHash'> & { readonly name?: string }, zoneId?: string): Promise<string>;
  signIn(loginName: string): Promise<Client>;
  /** a second server over the same data: at another origin, with an identity provider, or with limits on requests */
  beside(settings: Pick<Settings, 'origin' | 'oidc'> & Partial<Pick<Settings, 'limits'>>): Promise<App>;
  /** what a start without the example zone does before anybody is there */
  startFirst(): ReturnType<typeof createFirstAdministrator>;
  inZone<T>(work: (ask: Ask) => Promise<T>, zoneId?: string): Promise<T>;
  sweep(): Promise<void>;
  close(): Promise<void>;
};

/** Records that the product does not have, with the migration that makes their tables. */
export type MoreRecords = { readonly records: readonly RecordServer[]; readonly migration: string };

/** Argon2 at its least: a test signs in dozens of people, and what a sign-in costs by day is `hashPassword`'s to say. */
const cheapest = { memoryCost: 8, timeCost: 1, parallelism: 1 };
let hashed: Promise<string> | undefined;

/** The whole server on a database of its own, with a clock that stands still; `more` adds a record and its table. */
export async function startTestApp(
  options: { readonly now?: Instant; readonly more?: MoreRecords; readonly secrets?: () => Secrets } = {},
): Promise<TestApp> {
  const database = await freshDatabase();
  if (options.more) await addTables(database.url, options.more.migration);
  const clock = { now: options.now ?? Date.UTC(2026, 5, 3, 2, 0) };
  const db = openDatabase(appUrlOf(database.url), 6);
  const secrets = { keys: [Buffer.alloc(48, 7)], retired: [] };
  const house = await buildHouse(db, options.secrets ?? (() => secrets), () => clock.now, options.more?.records);
  const app = await buildApp(house, { origin: 'http://localhost', oidc: undefined, limits: 0, ownerUrl: database.url });
  const zoneId = await createZone(db, { code: 'test', name: '测试区' }, clock.now);
  hashed ??= hash(testPassword, cheapest);
  const passwordHash = await hashed;

  return {
    app,
    house,
    zoneId,
    clock,
    ownerUrl: database.url,
    newZone: (code) => createZone(db, { code, name: code }, clock.now),
    async addUser(person, zone = zoneId) {
      const [id] = await withZone(db, zone, (tx) =>
        createUsers(tx, zone, [{ name: person.loginName, ...person, passwordHash }], clock.now),
      );
      return id ?? '';
    },
    signIn: (loginName) => signIn(app, loginName),
    beside: (settings) => buildApp(house, { limits: 0, ...settings, ownerUrl: database.url }),
    startFirst: () => createFirstAdministrator(db, clock.now, furnishZone),
    inZone: (work, zone = zoneId) =>
      withZone(db, zone, (tx) =>
        work({
          house,
          tx,
          now: clock.now,
          ip: 'test',
          actor: {
            userId: randomUUID(),
            name: '测试',
            zoneId: zone,
            today: dateOf(clock.now),
            roles: ['dispatcher', 'partyWorkOfficer'],
            scope: { users: [], firms: [], departments: [], providers: [], organisations: [], linkedFirms: [] },
          },
        }),
      ),
    sweep: () => goRound(house),
    async close() {
      await app.close();
      await db.close();
      await database.drop();
    },
  };
}

async function addTables(ownerUrl: string, migration: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(migration);
  await client.end();
  await migrate(ownerUrl);
}

async function signIn(app: App, loginName: string): Promise<Client> {
  const reply = await app.fastify.inject({ method: 'POST', url: '/api/login', payload: { loginName, password: testPassword } });
  if (reply.statusCode !== 200) throw new Error(`${loginName} cannot sign in: ${reply.body}`);
  const cookies = Object.fromEntries(reply.cookies.map((cookie) => [cookie.name, cookie.value]));
  const call = async <T>(
    method: InjectOptions['method'],
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> => {
    const answer = await app.fastify.inject({
      ...(method ? { method } : {}),
      url,
      cookies,
      headers: given({ 'x-csrf-token': cookies['lianxin_csrf'] ?? '', 'idempotency-key': randomUUID(), ...headers }),
      ...(body === undefined ? {} : { payload: body as Record<string, unknown> }),
    });
    const isJson = (answer.headers['content-type'] ?? '').includes('json');
    return { status: answer.statusCode, body: (isJson ? answer.json() : answer.body) as T };
  };
  const me = await call<{ actor: { userId: string } }>('GET', '/api/me');
  return {
    userId: me.body.actor.userId,
    get: (url) => call('GET', url),
    post: (url, body, headers) => call('POST', url, body ?? {}, headers),
    send: (method, url, body, headers) => call(method, url, body, headers),
  };
}

function given(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
}
