import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { examplePassword } from '#seeds/example-accounts.ts';
import { firstLoads } from '#tools/bundle-size.ts';
import { freePort, isReady, startServer } from './faults/installation.ts';
import { signIn } from './faults/person.ts';
import { openLine } from './stand/line.ts';
import { databaseProcesses, memoryOf } from './stand/memory.ts';
import { openPlace, type Place } from './stand/place.ts';
import { median } from './stand/rounds.ts';
import { tableOf } from './stand/table.ts';

/**
 * `npx vite build`, then `node bench/start.ts [--firsts 1] [--rounds 5] [--seconds 10] [--json]`: from the start to the first page,
 * on an empty folder (where the example zone is made) and on one that exists; memory at rest and under load; first loads of the pages.
 */
const { values } = parseArgs({
  options: {
    firsts: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '..');
const patience = 180_000;
/** no limits on requests, and no backup that happens to be due beside the measurement */
const quiet = { LIANXIN_LIMITS: '0', LIANXIN_BACKUP_DAYS: '0', LIANXIN_EXAMPLE: 'load' };

type Empty = Pick<Place, 'dataFolder' | 'environment' | 'close'> & { readonly engine: string };

const empty: number[] = [];
let place = await emptyPlace();
try {
  for (let round = 1; ; round += 1) {
    empty.push(await firstPage(place));
    if (round >= Number(values.firsts)) break;
    await place.close();
    place = await emptyPlace();
  }
  const existing: number[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) existing.push(await firstPage(place));
  const memory = await memories(place);
  const bundle = firstLoads(join(root, 'dist/web'));
  report({ engine: place.engine, empty: median(empty), existing: median(existing), memory, bundle });
} finally {
  await place.close();
}

/** Nothing is there yet: an empty folder, where the server makes its own database, or an empty database on the server of DATABASE_URL. */
async function emptyPlace(): Promise<Empty> {
  if (process.env['DATABASE_URL']) return openPlace();
  const dataFolder = mkdtempSync(join(tmpdir(), 'lianxin-bench-'));
  const close = async () => rmSync(dataFolder, { recursive: true, force: true });
  return { dataFolder, environment: {}, engine: 'embedded PostgreSQL', close };
}

/** Milliseconds from what `npm start` runs to the page in hand; the server is then stopped. */
async function firstPage({ dataFolder, environment }: Empty): Promise<number> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn(process.execPath, [join(root, 'tools/bootstrap.mjs'), 'start'], {
    env: { ...process.env, ...quiet, PORT: String(port), LIANXIN_DATA: dataFolder, ...environment },
    stdio: 'ignore',
  });
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  try {
    while (!(await isReady(origin))) {
      if (child.exitCode !== null || performance.now() - began > patience) throw new Error('The server does not start');
      await pause(10);
    }
    const page = await fetch(origin);
    if (!(await page.text()).includes('<script'))
      throw new Error(`The first page is not there: ${page.status}. Build the pages (npx vite build)`);
    return performance.now() - began;
  } finally {
    child.kill('SIGTERM');
    await gone;
  }
}

type Memory = { readonly server: number | undefined; readonly database: number | undefined };

/** Memory at rest, and the most while sixteen readers ask without a pause. */
async function memories({ dataFolder, environment }: Empty): Promise<{ readonly rest: Memory; readonly load: Memory }> {
  const server = startServer(await freePort(), dataFolder, { ...quiet, ...environment });
  try {
    await server.ready();
    const look = (): Memory => ({ server: memoryOf([server.child.pid ?? 0]), database: memoryOf(databaseProcesses(dataFolder)) });
    const fault = (what: string) => {
      throw new Error(what);
    };
    await pause(3000);
    const rest = look();
    const { headers } = await signIn(() => server.origin, 'dispatcher', fault, examplePassword);
    const paths = ['/api/service-requests?limit=50', '/api/firms?limit=50', '/api/inbox', `/api/search?q=${encodeURIComponent('用电')}`];
    const until = performance.now() + Number(values.seconds) * 1000;
    const lines = await Promise.all(Array.from({ length: 16 }, () => openLine(server.origin)));
    const looks: Memory[] = [];
    const asking = lines.map(async (line) => {
      for (let turn = 0; performance.now() < until; turn += 1) {
        const { status, text } = await line.send({ method: 'GET', path: paths[turn % paths.length] ?? '', headers });
        if (status !== 200) throw new Error(`${status} ${text.slice(0, 300)}`);
      }
      line.close();
    });
    const looking = async () => {
      for (; performance.now() < until; await pause(250)) looks.push(look());
    };
    await Promise.all([...asking, looking()]);
    const most = (of: keyof Memory) => (rest[of] === undefined ? undefined : Math.max(...looks.map((one) => one[of] ?? 0)));
    return { rest, load: { server: most('server'), database: most('database') } };
  } finally {
    await server.end('SIGTERM');
  }
}

function report(result: {
  readonly engine: string;
  readonly empty: number;
  readonly existing: number;
  readonly memory: { readonly rest: Memory; readonly load: Memory };
  readonly bundle: { readonly door: number; readonly house: number };
}): void {
  if (values.json) return void process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  const megabytes = (value: number | undefined) => (value === undefined ? 'not told' : `${value.toFixed(0)} MB`);
  const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} KB`;
  const { rest, load } = result.memory;
  process.stdout.write(
    `${result.engine}, example zone\n\n${tableOf(
      ['', ''],
      [
        ['first page, empty folder', seconds(result.empty)],
        ['first page, folder that exists', seconds(result.existing)],
        ['memory at rest: server', megabytes(rest.server)],
        ['memory at rest: database', megabytes(rest.database)],
        ['memory under load: server', megabytes(load.server)],
        ['memory under load: database', megabytes(load.database)],
        ['first load, gzip: sign-in', kilobytes(result.bundle.door)],
        ['first load, gzip: home', kilobytes(result.bundle.house)],
      ],
    )}\n`,
  );
}
