import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { examplePassword } from '#seeds/example-accounts.ts';
import { startEmbedded } from '#kernel/server/database/embedded.ts';
import { databaseProcesses, memoryOf, processorTime } from './costs/processes.ts';
import { modelOf, type Cost, type Costs, type Work } from './costs/model.ts';
import { openFilled } from './data/filled.ts';
import { freePort, startServer, type Running } from './faults/installation.ts';
import { signIn } from './faults/person.ts';
import { openLine, type Call } from './stand/line.ts';
import { ask } from './stand/place.ts';
import { tableOf } from './stand/table.ts';

/**
 * `node bench/costs.ts [--events 100000] [--seconds 5] [--clients 4]`: what a row takes on disk, a call of processors and of WAL, a process
 * of memory, on a copy of a filled zone; and from that what one zone, many zones and a nation need, by what bench/costs/model.ts takes as so.
 * Rough by nature: it is for the order of size.
 */
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '5' },
    clients: { type: 'string', default: '4' },
  },
});
const say = (line: string) => process.stderr.write(`${line}\n`);
const restingZones = 100;

const { place, size, zoneId } = await openFilled(Number(values.events), say);
await place.close();
const copy = mkdtempSync(join(tmpdir(), 'lianxin-costs-'));
try {
  // the zone is kept for other measurements, and these write
  if (existsSync(join(place.dataFolder, 'postgres/postmaster.pid'))) throw new Error(`${place.dataFolder} is in use`);
  execFileSync('cp', ['-a', `${place.dataFolder}/.`, copy]);
  const database = await startEmbedded({ dataFolder: copy });
  const server = startServer(await freePort(), copy, { LIANXIN_BACKUP_DAYS: '0' });
  try {
    await server.ready();
    await measure(database.url, server);
  } finally {
    await server.end('SIGTERM');
    await database.stop();
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}

async function measure(url: string, server: Running): Promise<void> {
  await untilSwept(url);
  await ask(url, 'VACUUM ANALYZE');
  const bytes = await bytesOf(url);
  const work = await costsOf(url, server);
  const app = await ask<{ pid: number }>(url, `SELECT pid FROM pg_stat_activity WHERE usename = 'lianxin_app'`);
  const connection = app.reduce((sum, { pid }) => sum + memoryOf(pid), 0) / app.length;
  const memory = memoryOf(server.child.pid ?? 0);
  const alone = await restOf(server);
  await ask(
    url,
    `INSERT INTO zones (id, code, name, created_at) SELECT gen_random_uuid(), 'rest' || n, 'rest', now() FROM generate_series(1, ${restingZones}) n`,
  );
  await pause(5000);
  const rest = Math.max(0, (await restOf(server)) - alone) / restingZones;
  const costs: Costs = { bytes, work, rest, server: memory, connection };
  const text = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(2));
  process.stdout.write(
    `${[
      `${cpus()[0]?.model}, ${availableParallelism()} cores, ${(totalmem() / 1e9).toFixed(0)} GB, shared with whatever else it does; ${place.engine}; ${size.firms} firms, ${size.requests} requests, ${size.events} events`,
      '',
      tableOf(
        ['a row with its indexes', 'bytes'],
        Object.entries(bytes).map(([row, value]) => [row, text(value)]),
      ),
      '',
      tableOf(
        ['a call', 'ms of a processor, server', 'database', 'bytes of WAL'],
        Object.entries(work).map(([name, cost]) => [name, text(cost.server), text(cost.database), text(cost.wal)]),
      ),
      '',
      `A zone at rest: ${rest.toFixed(2)} ms of processors a second. A server: ${(memory / 1e6).toFixed(0)} MB; each of its ${app.length} connections: ${(connection / 1e6).toFixed(1)} MB.`,
      '',
      modelOf(costs),
    ].join('\n')}\n`,
  );
}

/** What fell due while the zone lay there is looked at first; the measurement is not of that. */
async function untilSwept(url: string): Promise<void> {
  for (const until = Date.now() + 180_000; Date.now() < until; await pause(500)) {
    const [row] = await ask<{ due: number }>(url, 'SELECT count(*)::int AS due FROM case_clocks WHERE look_at <= now()');
    if (row?.due === 0) return;
  }
  throw new Error('The clocks that are due were not swept in three minutes');
}

/** Bytes on disk for each: its own row, and what is kept beside it to find it. */
async function bytesOf(url: string): Promise<Costs['bytes'] & Record<string, number>> {
  // a new database has no sessions to measure
  await ask(
    url,
    `INSERT INTO sessions SELECT md5(n::text) || md5(n::text), gen_random_uuid(), $1, gen_random_uuid(), md5(n::text), now(), now(), '127.0.0.1', repeat('x', 110)
     FROM generate_series(1, 10000) n`,
    [zoneId],
  );
  const [found] = await ask<Record<string, string>>(
    url,
    `WITH t AS (SELECT relname AS name, pg_total_relation_size(oid)::numeric AS bytes FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'),
      of AS (SELECT (SELECT bytes FROM t WHERE name = 'search_entries') / (SELECT count(*) FROM search_entries) AS entry)
     SELECT (SELECT sum(bytes) FROM t WHERE name IN ('firms', 'firm_states')) / (SELECT count(*) FROM firms) + entry AS firm,
       (SELECT sum(bytes) FROM t WHERE name IN ('service_requests', 'case_tasks', 'case_clocks', 'case_parties'))
         / (SELECT count(*) FROM service_requests) + entry AS request,
       (SELECT bytes FROM t WHERE name = 'case_events') / (SELECT count(*) FROM case_events) AS event,
       (SELECT sum(bytes) FROM t WHERE name LIKE 'audit%') / (SELECT count(*) FROM audit_entries) AS audit,
       entry AS "of these, to be found by search",
       (SELECT bytes FROM t WHERE name = 'sessions') / (SELECT count(*) FROM sessions) AS session FROM of`,
  );
  await ask(url, 'DELETE FROM sessions WHERE length(csrf) = 32 AND agent = repeat($1, 110)', ['x']);
  return Object.fromEntries(Object.entries(found ?? {}).map(([name, value]) => [name, Number(value)])) as Costs['bytes'];
}

async function costsOf(url: string, server: Running): Promise<Record<Work, Cost>> {
  const fault = (what: string) => {
    throw new Error(what);
  };
  const person = await signIn(() => server.origin, 'dispatcher', fault, examplePassword);
  const contact = await signIn(() => server.origin, 'contact', fault, examplePassword);
  const ids = async (table: string) =>
    (await ask<{ id: string }>(url, `SELECT id FROM ${table} WHERE zone_id = $1 LIMIT 2000`, [zoneId])).map(({ id }) => id);
  const [firms, requests] = [await ids('firms'), await ids('service_requests')];
  const get =
    (path: (n: number) => string) =>
    (n: number): Call => ({ method: 'GET', path: path(n), headers: person.headers });
  const post = (who: typeof person, path: string, body: unknown, more = {}): Call => ({
    method: 'POST',
    path,
    headers: { ...who.headers, 'idempotency-key': randomUUID(), ...more },
    body,
  });
  const words = ['融资', '人才', '用电增容', 'yanfafeiyong'].map(encodeURIComponent);
  const open = () => post(contact, '/api/service-requests', { text: `车间跳闸，请派人查看 ${randomUUID()}` });
  const opened: string[] = [];
  const works: Record<Work, (n: number) => Call> = {
    'one firm': get((n) => `/api/firms/${firms[n % firms.length]}`),
    'list of firms': get(() => '/api/firms?limit=50'),
    'one request': get((n) => `/api/service-requests/${requests[n % requests.length]}`),
    'list of requests': get(() => '/api/service-requests?limit=50'),
    inbox: get(() => '/api/inbox'),
    'search box': get((n) => `/api/search?q=${words[n % words.length]}`),
    'create a firm': () =>
      post(person, '/api/firms', {
        name: `云锦${randomUUID().slice(0, 8)}精密机械有限公司`,
        status: 'operating',
        address: '高新区创业路1号',
      }),
    'open a request': open,
    'move a request': (n) => post(person, `/api/service-requests/${opened[n]}/moves/accept`, { level: 'simple' }, { 'if-match': '"1"' }),
  };
  const costs = {} as Record<Work, Cost>;
  for (const [name, call] of Object.entries(works) as [Work, (n: number) => Call][]) {
    costs[name] = await costOf(
      url,
      server,
      call,
      name === 'move a request' ? opened : undefined,
      name === 'open a request' ? opened : undefined,
    );
    say(`  ${name}: ${costs[name].server.toFixed(1)} ms server, ${costs[name].database.toFixed(1)} ms database`);
  }
  return costs;
}

/** Several callers for some seconds. `each`: no more calls than these; `made`: where the ids of what is made are noted. */
async function costOf(url: string, server: Running, call: (n: number) => Call, each?: readonly string[], made?: string[]): Promise<Cost> {
  const lines = await Promise.all(Array.from({ length: Number(values.clients) }, () => openLine(server.origin)));
  let [next, done] = [0, 0];
  const run = async (seconds: number) => {
    const until = performance.now() + seconds * 1000;
    await Promise.all(
      lines.map(async (line) => {
        while (performance.now() < until && next < (each?.length ?? Number.POSITIVE_INFINITY)) {
          const reply = await line.send(call(next++));
          if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text.slice(0, 300)}`);
          made?.push((JSON.parse(reply.text) as { row: { id: string } }).row.id);
          done += 1;
        }
      }),
    );
  };
  await run(1);
  done = 0;
  const before = await stateOf(url, server);
  await run(Number(values.seconds));
  const after = await stateOf(url, server);
  for (const line of lines) line.close();
  return {
    server: (after.server - before.server) / done,
    database: (after.database - before.database) / done,
    wal: (after.wal - before.wal) / done,
  };
}

async function stateOf(url: string, server: Running): Promise<Cost> {
  const [row] = await ask<{ bytes: string }>(url, `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') AS bytes`);
  return { server: processorTime([server.child.pid ?? 0]), database: processorTime(databaseProcesses(copy)), wal: Number(row?.bytes) };
}

/** Milliseconds of processors a second while nobody asks for anything. */
async function restOf(server: Running): Promise<number> {
  const used = () => processorTime([server.child.pid ?? 0, ...databaseProcesses(copy)]);
  const before = used();
  await pause(20_000);
  return (used() - before) / 20;
}
