import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Actor, ActorScope } from '#kernel/contract/access.ts';
import { defineCase } from '#kernel/contract/case.ts';
import { reference, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import type { CaseEvent, CaseState } from '#kernel/rules/case.ts';
import { usccCheckCharacter } from '#kernel/rules/uscc.ts';
import { serveCase } from '#kernel/server/cases/routes.ts';
import { createCryptoProvider } from '#kernel/server/crypto/provider.ts';
import { openDatabase, type Db } from '#kernel/server/database/door.ts';
import { appUrlOf, migrate } from '#kernel/server/database/migrate.ts';
import type { CaseServer, House } from '#kernel/server/house.ts';
import { createServer } from '#kernel/server/http/server.ts';
import { serveRecord } from '#kernel/server/records/routes.ts';
import { serveSavedViews } from '#kernel/server/records/saved-views.ts';
import { serveSearch } from '#kernel/server/records/search-route.ts';
import { freshDatabase } from '../../../tests/harness/database.ts';
import { registryRecords, serveRegistry } from './index.ts';

/** A case with nothing to it but a firm and a word: enough to see whether a merge loses it. */
type NoteState = CaseState & { readonly firmId: string; readonly title: string; readonly words: readonly string[] };

const label = t('记事', 'Note');
const fields = { title: text({ label }), firmId: reference({ label, record: 'firm' }) } as const;

const note = defineCase<typeof fields, NoteState>({
  name: 'fixtureNote',
  path: 'fixture-notes',
  table: 'fixture_notes',
  label,
  plural: label,
  fields,
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'firmId'], filters: ['firmId'], order: '-createdAt' },
  form: [],
  access: [
    { roles: ['dispatcher'], may: ['read'], rows: 'all', why: label },
    { roles: ['enterpriseContact'], may: ['read'], rows: { column: 'firmId', in: 'firms' }, why: label },
  ],
  initial: 'open',
  states: { open: { label, tone: 'active' } },
  relations: { firm: { label, holds: (actor, state) => actor.scope.firms.includes(state.firmId) } },
  open: {
    label,
    by: ['dispatcher', 'enterpriseContact'],
    input: { title: text({ label, required: true }), firmId: reference({ label, record: 'firm', required: true }) },
  },
  moves: { say: { label, from: 'open', to: [], by: ['firm'], input: { word: text({ label, required: true }) } } },
  fold: (id: string, events: readonly CaseEvent[]) => ({
    id,
    status: 'open',
    statusSince: events[0]?.at ?? 0,
    firmId: String(events[0]?.input['firmId']),
    title: String(events[0]?.input['title']),
    words: events.flatMap(({ input }) => (typeof input['word'] === 'string' ? [input['word']] : [])),
  }),
  clocks: () => [],
  tasks: (state) => [{ key: 'say', holder: { kind: 'firm', id: state.firmId }, moves: ['say'], since: state.statusSince }],
  parties: (state) => [state.firmId],
  project: (state) => ({ title: state.title, firmId: state.firmId }),
});

const noteTable = `CREATE TABLE fixture_notes (zone_id uuid NOT NULL REFERENCES zones (id), id uuid NOT NULL, version integer NOT NULL,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, ended_on date, status text NOT NULL, status_since timestamptz NOT NULL,
  due_at timestamptz, yellow_at timestamptz, paused boolean NOT NULL, ever_overdue boolean NOT NULL, title text, firm_id uuid, PRIMARY KEY (zone_id, id))`;

export type Answer = { readonly status: number; readonly body: Record<string, unknown> & { readonly id?: string } };

export type Registry = {
  readonly db: Db;
  readonly zoneId: string;
  /** asks as somebody: method, address, body, headers beyond those that every request needs */
  as(roles: Actor['roles'], scope?: Partial<ActorScope>, userId?: string): Caller;
  /** a statement as the owner of the database */
  sql(statement: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
};

export type Caller = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown, version?: number) => Promise<Answer>;

/** The registry on a database of its own, over HTTP, with whoever the test says at the door. */
export async function openRegistry(): Promise<Registry> {
  const database = await freshDatabase();
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(noteTable);
  await migrate(database.url);
  const zoneId = uuidv7();
  await owner.query('INSERT INTO zones (id, code, name, created_at) VALUES ($1, $2, $2, now())', [zoneId, 'test']);
  const db = openDatabase(appUrlOf(database.url), 4);
  const cases: readonly CaseServer[] = [{ declaration: note }];
  const secrets = { keys: [new Uint8Array(32).fill(7)], retired: [] };
  const house: House = {
    db,
    crypto: createCryptoProvider(() => secrets),
    hub: { subscribe: () => () => undefined, close: async () => undefined },
    now: () => Date.parse('2026-06-03T02:00:00Z'),
    records: new Map(registryRecords.map((one) => [one.declaration.name, one])),
    cases: new Map(cases.map((one) => [one.declaration.name, one])),
    figures: new Map(),
    figureParams: new Map(),
    permitExport: async () => undefined,
    rounds: [],
    people: async () => [],
    sealed: [],
    endpoints: [],
  };
  const server = await createServer(
    house,
    async (request) => {
      const actor = JSON.parse(decodeURIComponent(String(request.headers['x-actor']))) as Actor;
      return { actor, sessionId: actor.userId, csrf: 'csrf', position: null };
    },
    { trustProxy: false, secure: false, limits: 0 },
  );
  for (const record of registryRecords) serveRecord(server, record);
  for (const one of cases) serveCase(server, one);
  serveSearch(server);
  serveSavedViews(server);
  serveRegistry(server);
  const none: ActorScope = { users: [], firms: [], departments: [], providers: [], organisations: [], linkedFirms: [] };
  return {
    db,
    zoneId,
    as:
      (roles, scope = {}, userId = uuidv7()) =>
      async (method, url, body, version) => {
        const actor: Actor = { userId, name: '王调度', zoneId, today: '1970-01-01', roles, scope: { ...none, users: [userId], ...scope } };
        const reply = await server.fastify.inject({
          method,
          url,
          ...(body === undefined ? {} : { payload: body as object }),
          headers: {
            'x-actor': encodeURIComponent(JSON.stringify(actor)),
            'x-csrf-token': 'csrf',
            ...(version === undefined ? { 'idempotency-key': uuidv7() } : { 'if-match': `"${version}"` }),
          },
        });
        return { status: reply.statusCode, body: reply.json<Answer['body']>() };
      },
    sql: async (statement) => (await owner.query<Record<string, unknown>>(statement)).rows,
    async close() {
      await server.fastify.close();
      await db.close();
      await owner.end();
      await database.drop();
    },
  };
}

/** A valid credit code, a different one for each number below 100,000. */
export function usccOf(number: number): string {
  const first17 = `91320583MA1${String(number).padStart(6, '0')}`;
  return first17 + usccCheckCharacter(first17);
}
