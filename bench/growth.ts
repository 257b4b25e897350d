import { parseArgs } from 'node:util';
import pg from 'pg';
import { examplePassword } from '#seeds/example-accounts.ts';
import { openFilled } from './data/filled.ts';
import type { Size } from './data/fill.ts';
import { freePort, startServer } from './faults/installation.ts';
import { signIn } from './faults/person.ts';
import { openLine } from './stand/line.ts';
import { ask } from './stand/place.ts';
import { quantile } from './stand/rounds.ts';
import { rowsRead } from './stand/rows-read.ts';
import { tableOf } from './stand/table.ts';

/**
 * `node bench/growth.ts [--events 10000,100000,1000000] [--calls 30] [--json]`: what reading costs as a zone grows, through
 * the real server: pages, inbox, search, a case, counts of one chain; time against the smallest zone, and rows read.
 */
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000,100000,1000000' },
    calls: { type: 'string', default: '30' },
    json: { type: 'boolean', default: false },
  },
});
const calls = Number(values.calls);
const say = (line: string) => process.stderr.write(`${line}\n`);

type Cost = { readonly work: string; readonly p50: number; readonly p95: number; readonly rows: number };

/** No work is repeated for longer than this (ms): what is slow needs no thirty looks. */
const longest = 20_000;

/** The first page and its total as one writes them by hand. */
const bareList = `SELECT *, (SELECT count(*) FROM service_requests WHERE zone_id = $1 AND ended_on IS NULL) AS total
  FROM service_requests WHERE zone_id = $1 AND ended_on IS NULL ORDER BY created_at DESC, id DESC LIMIT 50`;

const measured: { size: Size; costs: Cost[] }[] = [];
for (const events of values.events.split(',').map(Number)) {
  const { place, size, zoneId } = await openFilled(events, say);
  say(`${size.firms} firms, ${size.requests} requests, ${size.events} events`);
  const environment = { LIANXIN_LIMITS: '0', LIANXIN_BACKUP_DAYS: '0', ...place.environment };
  const server = startServer(await freePort(), place.dataFolder, environment);
  try {
    await server.ready();
    await untilSwept(place.ownerUrl);
    measured.push({ size, costs: await costsOf(server.origin, place.ownerUrl, zoneId) });
  } finally {
    await server.end('SIGTERM');
    await place.close();
  }
}
report();

/** What fell due while the zone lay there is looked at first; the measurement is not of that. */
async function untilSwept(ownerUrl: string): Promise<void> {
  for (const until = Date.now() + 120_000; Date.now() < until; await new Promise((done) => setTimeout(done, 500))) {
    const [row] = await ask<{ due: number }>(ownerUrl, 'SELECT count(*)::int AS due FROM case_clocks WHERE look_at <= now()');
    if (row?.due === 0) return;
  }
}

async function costsOf(origin: string, ownerUrl: string, zoneId: string): Promise<Cost[]> {
  const fault = (what: string) => {
    throw new Error(what);
  };
  const dispatcher = await signIn(() => origin, 'dispatcher', fault, examplePassword);
  const handler = await signIn(() => origin, 'handler', fault, examplePassword);
  const line = await openLine(origin);
  const bare = new pg.Client({ connectionString: ownerUrl });
  await bare.connect();
  const [chain] = await ask<{ id: string }>(ownerUrl, 'SELECT id FROM industry_chains WHERE zone_id = $1 ORDER BY id LIMIT 1', [zoneId]);
  const cases = await ask<{ id: string }>(
    ownerUrl,
    `SELECT id FROM service_requests WHERE zone_id = $1 AND created_at > now() - interval '400 days' LIMIT 200`,
    [zoneId],
  );
  const get =
    (path: (turn: number) => string, who = dispatcher) =>
    async (turn: number) => {
      const reply = await line.send({ method: 'GET', path: path(turn), headers: who.headers });
      if (reply.status >= 300) throw new Error(`${path(turn)}: ${reply.status} ${reply.text.slice(0, 300)}`);
    };
  const of = (list: readonly string[]) => (turn: number) => encodeURIComponent(list[turn % list.length] ?? '');
  const two = of(['融资', '人才', '用电', '审批', '落户']);
  const longer = of(['研发费用', '贷款贴息', '集体户落户', '专利申请']);
  const pinyin = of(['rongzi', 'rencai', 'yanfafeiyong', 'luohu']);
  const works: Record<string, (turn: number) => Promise<unknown>> = {
    'list of requests, exact total': get(() => '/api/service-requests?limit=50'),
    'the same by bare SQL': async () => {
      await bare.query(bareList, [zoneId]);
      await bare.query('SELECT pg_stat_force_next_flush()');
    },
    'list of closed requests': get(() => '/api/service-requests?limit=50&status=closed'),
    "list of a unit's requests (its handler)": get(() => '/api/service-requests?limit=50', handler),
    'list of firms, exact total': get(() => '/api/firms?limit=50'),
    'inbox (dispatcher)': get(() => '/api/inbox'),
    'inbox (handler)': get(() => '/api/inbox', handler),
    'search box, 2 characters': get((turn) => `/api/search?q=${two(turn)}`),
    'search box, longer': get((turn) => `/api/search?q=${longer(turn)}`),
    'search box, pinyin': get((turn) => `/api/search?q=${pinyin(turn)}`),
    'search in the list, 2 characters': get((turn) => `/api/service-requests?limit=50&q=${two(turn)}`),
    'one case': get((turn) => `/api/service-requests/${cases[turn % cases.length]?.id ?? ''}`),
    'one chain by status': get(() => `/api/figures/requestOpenCount?by=status&filter=chain:${chain?.id ?? ''}`),
    'one chain by month': get(() => `/api/figures/requestSubmittedCount?by=month&window=all&filter=chain:${chain?.id ?? ''}`),
  };
  const costs: Cost[] = [];
  for (const [work, once] of Object.entries(works)) {
    await once(0);
    const waits: number[] = [];
    for (const began = performance.now(); waits.length < calls && performance.now() - began < longest;) {
      const asked = performance.now();
      await once(waits.length);
      waits.push(performance.now() - asked);
    }
    waits.sort((a, b) => a - b);
    costs.push({ work, p50: quantile(waits, 0.5), p95: quantile(waits, 0.95), rows: Number.NaN });
  }
  // rows afterwards, since counting them disturbs the times
  for (const [index, cost] of costs.entries()) {
    const counts: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) counts.push(await rowsOf(async () => works[cost.work]?.(turn)));
    const rows = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    costs[index] = { ...cost, rows };
    say(`  ${cost.work}: ${cost.p50.toFixed(1)} ms, ${rows.toFixed(0)} rows`);
  }
  line.close();
  await bare.end();
  return costs;

  /** The smaller of two counts: what the server does of its own accord comes on top now and then. */
  async function rowsOf(work: () => Promise<unknown>): Promise<number> {
    const counts: number[] = [];
    for (let time = 0; time < 2; time += 1) {
      const before = await rowsRead(ownerUrl);
      await work();
      counts.push((await rowsRead(ownerUrl)) - before);
    }
    return Math.min(...counts);
  }
}

function report(): void {
  if (values.json) {
    process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
    return;
  }
  const [smallest] = measured;
  const head = ['p50 / p95 ms, rows read', ...measured.map(({ size }) => `${size.events} events`), 'p95, largest to smallest'];
  const rows = (smallest?.costs ?? []).map(({ work, p95 }, index) => {
    const cells = measured.map(({ costs }) => {
      const cost = costs[index];
      return cost ? `${cost.p50.toFixed(1)} / ${cost.p95.toFixed(1)}, ${cost.rows.toFixed(0)}` : '';
    });
    const last = measured.at(-1)?.costs[index]?.p95 ?? Number.NaN;
    return [work, ...cells, `${(last / p95).toFixed(1)} ×`];
  });
  process.stdout.write(`${tableOf(head, rows)}\n`);
}
