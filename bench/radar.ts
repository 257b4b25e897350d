import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { buildHouse } from '#apps/server/app.ts';
import { defaultRadarPack } from '#features/finance/rules/radar.ts';
import { noticeMaturities, radarEntries } from '#features/finance/server/index.ts';
import { addDays, instantAt, type IsoDate } from '#kernel/rules/instant.ts';
import { percentileOf } from '#kernel/rules/figure-sum.ts';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import { openDatabase, withZone } from '#kernel/server/database/door.ts';
import { appUrlOf, migrate } from '#kernel/server/database/migrate.ts';
import type { Ask } from '#kernel/server/house.ts';
import { createRandom } from '#seeds/random.ts';
import { openPlace } from './stand/place.ts';
import { tableOf } from './stand/table.ts';

/**
 * `node bench/radar.ts [--firms 5000] [--json]`: days of warning that the radar gave over a year on a seeded portfolio, day by day through the
 * very notices of the product; and the zone's radar on its last day. Loans run 6 to 12 months; most are entered when they are
 * taken, some late, some only weeks before they fall due.
 */
const { values } = parseArgs({ options: { firms: { type: 'string', default: '5000' }, json: { type: 'boolean', default: false } } });
const firms = Number(values.firms);
const first = '2026-01-01';
const days = 365;

const place = await openPlace();
try {
  await migrate(place.ownerUrl);
  const zoneId = uuidv7();
  await load(place.ownerUrl, zoneId);
  const db = openDatabase(appUrlOf(place.ownerUrl), 2);
  const secrets = { keys: [new Uint8Array(32).fill(1)], retired: [] };
  const house = await buildHouse(db, () => secrets);
  const began = performance.now();
  for (let day = 0; day < days; day += 1) {
    const today = addDays(first, day);
    await openToday(place.ownerUrl, today);
    await withZone(db, zoneId, (tx) => noticeMaturities(tx, zoneId, today));
  }
  const perDay = (performance.now() - began) / days;
  await withZone(db, zoneId, async (tx) => {
    // the first notice of a loan is its warning
    const { rows } = await sql<{ warning: number }>`SELECT max(due_on - noticed_on)::int AS warning FROM maturity_notices
      WHERE due_on < ${addDays(first, days)}::date GROUP BY subject_id, due_on`.execute(tx);
    const given = rows.map(({ warning }) => warning);
    const now = instantAt(addDays(first, days - 1), '10:00');
    const ask: Ask = {
      house,
      tx,
      now,
      ip: '',
      actor: { ...systemActor(zoneId), today: addDays(first, days - 1), roles: ['financeOfficer'] },
    };
    const times: number[] = [];
    let entries = 0;
    for (let round = 0; round < 9; round += 1) {
      const start = performance.now();
      entries = (await radarEntries(ask, defaultRadarPack.params)).length;
      times.push(performance.now() - start);
    }
    report(given, perDay, entries, percentileOf(times, 0.5) ?? 0);
  });
  await house.hub.close();
  await db.close();
} finally {
  await place.close();
}

function report(given: readonly number[], perDay: number, entries: number, radar: number): void {
  const share = (least: number) => given.filter((one) => one >= least).length / given.length;
  const result = {
    engine: place.engine,
    loans: given.length,
    medianDays: percentileOf(given, 0.5),
    tenthDays: percentileOf(given, 0.1),
    shares: { days90: share(90), days60: share(60), days30: share(30) },
    noticesMs: perDay,
    radar: { entries, ms: radar },
  };
  if (values.json) return void process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
  process.stdout.write(
    `${place.engine}\n\n${tableOf(
      ['loans that fell due', 'median warning', '10 %', '≥ 90 days', '≥ 60', '≥ 30', 'notices a day'],
      [
        [
          String(given.length),
          `${result.medianDays} days`,
          `${result.tenthDays} days`,
          ...Object.values(result.shares).map(percent),
          `${perDay.toFixed(1)} ms`,
        ],
      ],
    )}\n\n${entries} entries on the zone’s radar: ${radar.toFixed(0)} ms at the median\n`,
  );
}

/** Loans wait in a table of their own until the day on which the firm enters them. */
async function load(url: string, zoneId: string): Promise<void> {
  const random = createRandom('radar');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `INSERT INTO zones (id, code, name, settings, is_example, created_at) VALUES ($1, 'bench', 'bench', '{}', false, now())`,
    [zoneId],
  );
  await client.query(
    `INSERT INTO firms (zone_id, id, version, created_at, updated_at, name, uscc, status)
     SELECT $1, gen_random_uuid(), 1, now(), now(), 'firm ' || n, 'F' || n, 'operating' FROM generate_series(1, ${firms}) n`,
    [zoneId],
  );
  const { rows } = await client.query<{ id: string }>('SELECT id FROM firms ORDER BY name');
  const loans = rows.flatMap(({ id }) =>
    Array.from({ length: random.int(1, 3) }, () => {
      const taken = random.int(-300, 300);
      const term = random.int(180, 365);
      const entered = random.chance(0.7) ? taken : random.chance(0.6) ? taken + random.int(1, 120) : taken + term - random.int(5, 60);
      return {
        zone_id: zoneId,
        id: uuidv7(),
        firm_id: id,
        due_on: addDays(first, taken + term),
        entered_on: addDays(first, Math.max(0, entered)),
      };
    }),
  );
  await client.query('CREATE TABLE bench_loans (zone_id uuid, id uuid, firm_id uuid, due_on date, entered_on date)');
  await client.query('INSERT INTO bench_loans SELECT * FROM jsonb_populate_recordset(NULL::bench_loans, $1::jsonb)', [
    JSON.stringify(loans),
  ]);
  await client.query('CREATE INDEX ON bench_loans (entered_on)');
  await client.query(
    `INSERT INTO receivables (zone_id, id, version, created_at, updated_at, title, firm_id, payer, amount, due_on, is_shared)
     SELECT zone_id, gen_random_uuid(), 1, now(), now(), 'r', firm_id, 'payer', 30000000, due_on + 20, true FROM bench_loans`,
  );
  await client.end();
}

async function openToday(url: string, day: IsoDate): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `INSERT INTO obligations (zone_id, id, version, created_at, updated_at, title, firm_id, kind, amount, due_on)
     SELECT zone_id, id, 1, now(), now(), 'loan', firm_id, 'loan', 50000000, due_on FROM bench_loans WHERE entered_on = $1 AND due_on >= $1`,
    [day],
  );
  // what fell due was repaid or renewed
  await client.query('UPDATE obligations SET ended_on = $1 WHERE ended_on IS NULL AND due_on < $1', [day]);
  await client.end();
}
