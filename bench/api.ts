import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openHouse } from '#apps/server/open-house.ts';
import { createZone } from '#features/identity/server/index.ts';
import { firm } from '#features/registry/records.ts';
import { withZone } from '#kernel/server/database/door.ts';
import { appUrlOf } from '#kernel/server/database/migrate.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { readSettings } from '#kernel/server/settings.ts';
import { freePort, startServer } from './faults/installation.ts';
import { signIn } from './faults/person.ts';
import { actorOf, makeZone, type SmallZone } from './faults/zone.ts';
import type { FloorSettings } from './floor/run.ts';
import { rowsAbout, sampleOf, type Samples } from './floor/whole.ts';
import { openLine, type Call } from './stand/line.ts';
import { ask, openPlace, type Place } from './stand/place.ts';
import { compare, type Measured, type Side } from './stand/rounds.ts';
import { tableOf } from './stand/table.ts';

/**
 * `node bench/api.ts [--firms 10000] [--rounds 7] [--seconds 1] [--clients 16] [--works create,read,…] [--json]`: the
 * everyday works through the real server with everything on, against a bare route that does the business SQL by hand,
 * and against the same writes by hand; in turns, in one run, on one PostgreSQL (DATABASE_URL takes one of your own).
 */
const { values } = parseArgs({
  options: {
    firms: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '1' },
    clients: { type: 'string', default: '16' },
    works: { type: 'string', default: 'create,read,list,update,open,move' },
    json: { type: 'boolean', default: false },
  },
});

const place = await openPlace();
try {
  const zone = await fill(place, Number(values.firms));
  const port = await freePort();
  const server = startServer(port, place.dataFolder, { LIANXIN_LIMITS: '0', LIANXIN_BACKUP_DAYS: '0', ...place.environment });
  await server.ready();
  try {
    await measure(place, zone, server.origin);
  } finally {
    await server.end('SIGTERM');
  }
} finally {
  await place.close();
}

type Filled = SmallZone & { readonly floorZoneId: string; readonly firmIds: readonly string[] };

/** Two zones of the same firms: the product's, filled through the product, and the floor's, copied row by row. */
async function fill({ ownerUrl, dataFolder }: Place, count: number): Promise<Filled> {
  const settings = readSettings({ ...process.env, LIANXIN_DATA: dataFolder, DATABASE_URL: ownerUrl });
  const open = await openHouse(settings, () => undefined);
  const { house } = open;
  const zone = await makeZone(house);
  const floorZoneId = await createZone(house.db, { code: 'floor', name: '底线区' }, house.now());
  const firmIds: string[] = [];
  for (let from = 0; from < count; from += 1000) {
    const some = Array.from({ length: Math.min(1000, count - from) }, (_, index) => firmValues(from + index));
    const ids = await withZone(house.db, zone.zoneId, (tx) => {
      const now = house.now();
      return insertRows({ house, tx, now, ip: 'bench', actor: actorOf(zone.zoneId, { roles: ['dispatcher'] }, now) }, firm, some);
    });
    firmIds.push(...ids);
  }
  await open.close();
  for (const table of ['firms', 'firm_states', 'departments', 'search_entries']) {
    const columns = await ask<{ name: string }>(
      ownerUrl,
      `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 AND column_name <> 'zone_id'`,
      [table],
    );
    const names = columns.map(({ name }) => name).join(', ');
    await ask(ownerUrl, `INSERT INTO ${table} (zone_id, ${names}) SELECT $2::uuid, ${names} FROM ${table} WHERE zone_id = $1`, [
      zone.zoneId,
      floorZoneId,
    ]);
  }
  await ask(ownerUrl, 'VACUUM ANALYZE');
  return { ...zone, floorZoneId, firmIds };
}

function firmValues(n: number) {
  return {
    name: `云锦${n}精密机械有限公司`,
    shortName: `云锦${n}`,
    status: 'operating',
    employees: 1 + (n % 500),
    address: `高新区创业路${n}号`,
    registeredOn: '2019-03-08',
  };
}

async function measure(at: Place, zone: Filled, origin: string): Promise<void> {
  const fault = (what: string) => {
    throw new Error(what);
  };
  const dispatcher = await signIn(() => origin, 'dispatcher', fault);
  const contact = await signIn(() => origin, 'contact', fault);
  const samples = await takeSamples();
  const floorPort = await freePort();
  const floor = await startFloor({
    port: floorPort,
    ownerUrl: at.ownerUrl,
    appUrl: appUrlOf(at.ownerUrl),
    zoneId: zone.floorZoneId,
    firmId: zone.firmId,
    samples,
  });
  try {
    const clients = Number(values.clients);
    const linesTo = (to: string) => Promise.all(Array.from({ length: clients }, () => openLine(to)));
    const [productLines, floorLines] = [await linesTo(origin), await linesTo(`http://127.0.0.1:${floorPort}`)];
    const results: { work: string; measured: Measured[] }[] = [];
    for (const [work, sides] of Object.entries(works())) {
      if (!values.works.split(',').includes(work)) continue;
      results.push({ work, measured: await compare(sides, Number(values.rounds), Number(values.seconds)) });
    }
    for (const line of [...productLines, ...floorLines]) line.close();
    report(at, results);

    function works(): Record<string, Side[]> {
      const product = (calls: Side['calls']): Side => ({ name: 'product', lines: productLines, calls });
      const bare = (calls: Side['calls']): Side => ({ name: 'floor', lines: floorLines, calls });
      const whole = (calls: Side['calls']): Side => ({ name: 'same writes by hand', lines: floorLines, calls });
      const each = (call: (n: number) => Call) => async (count: number) => Array.from({ length: count }, (_, n) => call(n));
      const firmBody = () => firmValues(Math.floor(Math.random() * 1e9));
      const someFirm = () => zone.firmIds[Math.floor(Math.random() * zone.firmIds.length)] ?? '';
      const versions = new Map<string, number>();
      let turn = 0;
      const nextFirm = () => zone.firmIds[(turn = (turn + 1) % zone.firmIds.length)] ?? '';
      const write = (headers: Readonly<Record<string, string>>) => ({ ...headers, 'idempotency-key': randomUUID() });
      const ask200 = () => ({ text: `车间跳闸，请派人查看 ${randomUUID()}` });
      const open = () => ({ method: 'POST', path: '/api/service-requests', headers: write(contact.headers), body: ask200() });
      const accept = { level: 'simple', leadId: zone.unitId };
      return {
        create: [
          product(each(() => ({ method: 'POST', path: '/api/firms', headers: write(dispatcher.headers), body: firmBody() }))),
          bare(each(() => ({ method: 'POST', path: '/firms', body: firmBody() }))),
          whole(each(() => ({ method: 'POST', path: '/whole/firms', body: firmBody() }))),
        ],
        read: [
          product(each(() => ({ method: 'GET', path: `/api/firms/${someFirm()}`, headers: dispatcher.headers }))),
          bare(each(() => ({ method: 'GET', path: `/firms/${someFirm()}` }))),
        ],
        list: [
          product(each(() => ({ method: 'GET', path: '/api/firms?limit=50', headers: dispatcher.headers }))),
          bare(each(() => ({ method: 'GET', path: '/firms' }))),
        ],
        update: [
          product(
            each((n) => {
              const id = nextFirm();
              const version = (versions.get(id) ?? 1) + 1;
              versions.set(id, version);
              return {
                method: 'PATCH',
                path: `/api/firms/${id}`,
                headers: { ...write(dispatcher.headers), 'if-match': `"${version - 1}"` },
                body: { employees: 1000 + ((n + version) % 900) + version },
              };
            }),
          ),
          bare(each((n) => ({ method: 'PATCH', path: `/firms/${nextFirm()}`, body: { employees: n } }))),
          whole(each((n) => ({ method: 'PATCH', path: `/whole/firms/${nextFirm()}`, body: { employees: n } }))),
        ],
        open: [
          product(each(open)),
          bare(each(() => ({ method: 'POST', path: '/service-requests', body: ask200() }))),
          whole(each(() => ({ method: 'POST', path: '/whole/service-requests', body: ask200() }))),
        ],
        move: [
          product(async (count) => {
            const ids = await opened(productLines, count, open, (body) => (body as { row: { id: string } }).row.id);
            return ids.map((id) => ({
              method: 'POST',
              path: `/api/service-requests/${id}/moves/accept`,
              headers: { ...write(dispatcher.headers), 'if-match': '"1"' },
              body: accept,
            }));
          }),
          bare(async (count) => {
            const ids = await opened(floorLines, count, () => ({ method: 'POST', path: '/service-requests', body: ask200() }), idOf);
            return ids.map((id) => ({ method: 'POST', path: `/service-requests/${id}/moves/accept`, body: accept }));
          }),
          whole(async (count) => {
            const ids = await opened(floorLines, count, () => ({ method: 'POST', path: '/whole/service-requests', body: ask200() }), idOf);
            return ids.map((id) => ({ method: 'POST', path: `/whole/service-requests/${id}/moves/accept`, body: accept }));
          }),
        ],
      };
    }
  } finally {
    floor.kill('SIGTERM');
  }

  /** What the product writes for each kind of call, read off the database. */
  async function takeSamples(): Promise<Samples> {
    const about = (id: string) => rowsAbout(at.ownerUrl, zone.zoneId, id);
    const none = new Map<string, never>();
    const made = await dispatcher.settle('POST', '/api/firms', firmValues(1_000_000));
    const firmId = idOf(made.body);
    const created = await about(firmId);
    await dispatcher.settle('PATCH', `/api/firms/${firmId}`, { employees: 999 }, { version: 1 });
    const updated = await about(firmId);
    const asked = await contact.settle('POST', '/api/service-requests', { text: `车间跳闸，请派人查看 ${randomUUID()}` });
    const requestId = (asked.body as { row: { id: string } }).row.id;
    const opened1 = await about(requestId);
    await dispatcher.settle(
      'POST',
      `/api/service-requests/${requestId}/moves/accept`,
      { level: 'simple', leadId: zone.unitId },
      { version: 1 },
    );
    const accepted = await about(requestId);
    return {
      createFirm: sampleOf(firmId, 'firm', none, created),
      updateFirm: sampleOf(firmId, 'firm', created, updated),
      openRequest: sampleOf(requestId, 'serviceRequest', none, opened1),
      acceptRequest: sampleOf(requestId, 'serviceRequest', opened1, accepted),
    };
  }
}

function idOf(body: unknown): string {
  return (body as { id: string }).id;
}

async function opened(lines: Side['lines'], count: number, call: () => Call, id: (body: unknown) => string): Promise<string[]> {
  const ids: string[] = [];
  let begun = 0;
  await Promise.all(
    lines.map(async (line) => {
      while (begun < count) {
        begun += 1;
        ids.push(id(JSON.parse((await line.send(call())).text)));
      }
    }),
  );
  return ids;
}

async function startFloor(settings: FloorSettings) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'floor/run.ts')], {
    env: { ...process.env, LIANXIN_FLOOR: JSON.stringify(settings) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((done, fail) => {
    child.stdout.once('data', () => done());
    child.once('exit', (code) => fail(new Error(`The floor ended with ${code}`)));
  });
  return child;
}

function report({ engine }: Place, results: readonly { work: string; measured: readonly Measured[] }[]): void {
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ engine, ...values, results }, null, 2)}\n`);
    return;
  }
  const rows = results.flatMap(({ work, measured }) =>
    measured.map(({ name, rate, p50, p95, ratio }, index) => [
      index === 0 ? work : '',
      name,
      rate.toFixed(0),
      `${p50.toFixed(1)} ms`,
      `${p95.toFixed(1)} ms`,
      index === 0 ? '' : `${(ratio * 100).toFixed(0)} %`,
    ]),
  );
  process.stdout.write(
    `${engine}, ${values.firms} firms, ${values.clients} clients, ${values.rounds} rounds\n\n${tableOf(
      ['work', 'by', 'a second', 'p50', 'p95', 'product reaches'],
      rows,
    )}\n`,
  );
}
