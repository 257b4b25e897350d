import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { buildHouse } from '#apps/server/app.ts';
import type { Actor } from '#kernel/contract/access.ts';
import { addMonths, dateOf } from '#kernel/rules/instant.ts';
import { openDatabase, withZone, type Db, type Tx } from '#kernel/server/database/door.ts';
import { appUrlOf, migrate } from '#kernel/server/database/migrate.ts';
import { answersTo, figureNamed } from '#kernel/server/figures/answer.ts';
import { questionOf } from '#kernel/server/figures/question.ts';
import type { Ask, House } from '#kernel/server/house.ts';
import { openPlace } from './stand/place.ts';
import { median } from './stand/rounds.ts';
import { tableOf } from './stand/table.ts';

/**
 * A page of 40 figures over a million case events: 11 figures of requests today, a month before and a year before, and
 * 7 of them cut down to a park; against the same numbers by SQL written by hand, in the same transaction and run.
 * `node bench/figures.ts [--requests 125000] [--rounds 7] [--json]`
 */
const { values: options } = parseArgs({
  options: {
    requests: { type: 'string', default: '125000' },
    rounds: { type: 'string', default: '7' },
    json: { type: 'boolean', default: false },
  },
});
const requests = Number(options.requests);
const eventsEach = 8;
const firms = Math.ceil(requests / 6.25);

const windowed = [
  'requestSubmittedCount',
  'requestFirmCount',
  'requestClosedCount',
  'requestSolvedRate',
  'requestSatisfactionRate',
  'requestMedianDays',
  'requestReopenedCount',
  'talentEnterpriseServiceTimes',
];
const states = ['requestOpenCount', 'requestOpenOverdueCount'];
const ids = [...windowed, ...states, 'requestsWithoutCategory'];
const inPark = ids.filter((id) => id !== 'requestsWithoutCategory').slice(0, 7);

const place = await openPlace();
try {
  await migrate(place.ownerUrl);
  const zoneId = uuidv7();
  const parkId = uuidv7();
  await load(place.ownerUrl, zoneId, parkId);
  const db = openDatabase(appUrlOf(place.ownerUrl), 2);
  const secrets = { keys: [new Uint8Array(32).fill(1)], retired: [] };
  const house = await buildHouse(db, () => secrets);
  await measure(db, house, zoneId, parkId);
  await house.hub.close();
  await db.close();
} finally {
  await place.close();
}

async function load(url: string, zoneId: string, parkId: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const run = (text: string, values: unknown[] = []) => client.query(text, values);
  await run(`INSERT INTO zones (id, code, name, settings, is_example, created_at) VALUES ($1, 'bench', 'bench', '{}', false, now())`, [
    zoneId,
  ]);
  await run(
    `INSERT INTO places (zone_id, id, version, created_at, updated_at, name, kind) VALUES ($1, $2, 1, now() - interval '4 years', now(), '园区', 'park')`,
    [zoneId, parkId],
  );
  await run(
    `INSERT INTO firms (zone_id, id, version, created_at, updated_at, name, uscc, status, park_id, is_talent_enterprise)
     SELECT $1, gen_random_uuid(), 1, now() - interval '4 years', now(), 'firm ' || n, 'F' || n, 'operating', CASE WHEN n % 8 = 0 THEN $2::uuid END, n % 10 = 0
     FROM generate_series(1, ${firms}) n`,
    [zoneId, parkId],
  );
  await run(
    `INSERT INTO firm_states (zone_id, firm_id, from_on, status, park_id, recorded_at)
     SELECT zone_id, id, current_date - 1460, status, park_id, created_at FROM firms WHERE zone_id = $1`,
    [zoneId],
  );
  await run(
    `INSERT INTO service_requests (zone_id, id, version, created_at, updated_at, status, status_since, paused, ever_overdue, number, title, text, firm_id,
       category, level, channel, assist_ids, submitted_on, result, rating, reopened, objections, supervised, closed_on)
     SELECT $1, gen_random_uuid(), 1, s.at, s.at, CASE WHEN s.closed IS NULL THEN 'working' ELSE 'closed' END, s.at, false, s.n % 9 = 0, 'R' || s.n, 't', 't', f.id,
       CASE WHEN s.n % 50 > 0 THEN 'utilities' END, 'simple', 'self', '{}', s.at, CASE WHEN s.closed IS NOT NULL THEN (ARRAY['resolved','partly','unresolved'])[1 + s.n % 3] END,
       CASE WHEN s.closed IS NOT NULL AND s.n % 4 > 0 THEN (ARRAY['verySatisfied','satisfied','neutral'])[1 + s.n % 3] END, 0, 0, false, s.closed
     FROM (SELECT n, now() - (n % 1000) * interval '1 day' AS at,
         CASE WHEN n % 1000 > n % 40 THEN now() - (n % 1000 - n % 40) * interval '1 day' END AS closed FROM generate_series(1, ${requests}) n) s
     JOIN (SELECT id, row_number() OVER () AS k FROM firms WHERE zone_id = $1) f ON f.k = 1 + s.n % ${firms}`,
    [zoneId],
  );
  await run(
    `INSERT INTO case_events (zone_id, case_id, seq, case_name, move, at, actor_id, actor_name, actor_roles, input, status)
     SELECT r.zone_id, r.id, e, 'serviceRequest', (ARRAY['open','submit','accept','assign','start','reportUnsolved','answer','close'])[e],
       LEAST(r.submitted_on + (e - 1) * coalesce((r.closed_on - r.submitted_on) / 7, interval '2 days'), now()),
       r.id, 'x', '{}', '{}', CASE WHEN e = 1 THEN 'draft' WHEN e = 8 AND r.closed_on IS NOT NULL THEN 'closed' ELSE 'working' END
     FROM service_requests r CROSS JOIN generate_series(1, ${eventsEach}) e WHERE r.zone_id = $1`,
    [zoneId],
  );
  await run('VACUUM ANALYZE');
  await client.end();
}

async function measure(db: Db, house: House, zoneId: string, parkId: string): Promise<void> {
  const actor: Actor = {
    userId: zoneId,
    name: 'bench',
    zoneId,
    today: dateOf(Date.now()),
    roles: ['zoneLeader'],
    scope: { users: [], firms: [], departments: [], providers: [], organisations: [], linkedFirms: [] },
  };
  const now = Date.now();
  const today = dateOf(now);
  const days = [today, addMonths(today, -1), addMonths(today, -12)];
  const askOf = (tx: Tx): Ask => ({ house, tx, actor, now, ip: 'bench' });
  const page = (tx: Tx) => {
    const ask = askOf(tx);
    const asked = [
      ...days.flatMap((asOf) => ids.map((id) => ({ id, asOf }))),
      ...inPark.map((id) => ({ id, asOf: today, filter: `park:${parkId}` })),
    ];
    return answersTo(
      ask,
      asked.map(({ id, ...question }) => questionOf(ask, figureNamed(ask, id), question)),
    );
  };
  const byHand = (tx: Tx) => handPage(tx, zoneId, days, parkId);

  const [ours, hand] = await withZone(db, zoneId, async (tx) => [await page(tx), await byHand(tx)] as const);
  const wrong = ours.filter(({ value }, index) => Math.abs((value ?? -1) - (hand[index] ?? -1)) > 1e-9);
  if (wrong.length > 0)
    throw new Error(
      `${wrong.length} differ from the hand-written ones: ${wrong.map(({ id, asOf, value }) => `${id} ${asOf} ${value}`).join(', ')}`,
    );

  const taken = { hand: [] as number[], cold: [] as number[], warm: [] as number[] };
  for (let round = 0; round < Number(options.rounds); round += 1) {
    taken.hand.push(await timed(() => withZone(db, zoneId, byHand)));
    await sweep(db, zoneId);
    taken.cold.push(await timed(() => withZone(db, zoneId, page)));
    taken.warm.push(await timed(() => withZone(db, zoneId, page)));
  }
  const [floor, cold, warm] = [median(taken.hand), median(taken.cold), median(taken.warm)];
  const result = { engine: place.engine, firms, requests, events: requests * eventsEach, figures: ours.length, floor, cold, warm };
  if (options.json) return void process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(
    `${place.engine}, ${firms} firms, ${requests} requests, ${requests * eventsEach} events; ${ours.length} figures, all as by hand\n\n${tableOf(
      ['', 'median', 'against by hand'],
      [
        ['by hand', `${floor.toFixed(0)} ms`, '1'],
        ['cold (nothing kept)', `${cold.toFixed(0)} ms`, `${(cold / floor).toFixed(2)} ×`],
        ['warm (nothing changed)', `${warm.toFixed(1)} ms`, `${(floor / warm).toFixed(0)} × faster`],
      ],
    )}\n`,
  );
}

/** Makes every kept sum a stranger: the mark of requests, which their keys hold, moves on as after a change. */
async function sweep(db: Db, zoneId: string): Promise<void> {
  await withZone(db, zoneId, (tx) =>
    sql`INSERT INTO change_marks (zone_id, name, session, n) VALUES (${zoneId}, 'serviceRequest', 1, 1)
      ON CONFLICT (zone_id, name, session) DO UPDATE SET n = change_marks.n + 1`.execute(tx),
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The same 40 numbers as one would write them by hand: one pass a day over requests, one over the events of a move. */
async function handPage(tx: Tx, zoneId: string, days: readonly string[], parkId: string): Promise<(number | null)[]> {
  const numbers: (number | null)[] = [];
  for (const [index, day] of days.entries()) numbers.push(...(await handDay(tx, zoneId, day, index > 0, undefined)));
  const cut = await handDay(tx, zoneId, days[0] ?? '', false, parkId);
  return [...numbers, ...cut.slice(0, 7)];
}

async function handDay(tx: Tx, zoneId: string, day: string, past: boolean, parkId: string | undefined): Promise<(number | null)[]> {
  const year = `${day.slice(0, 4)}-01-01`;
  const month = `${day.slice(0, 7)}-01`;
  const park = parkId
    ? sql`AND (SELECT h.park_id FROM firm_states h WHERE h.zone_id = ${zoneId} AND h.firm_id = f.id AND h.from_on <= ${day}::date
        ORDER BY h.from_on DESC LIMIT 1) = ${parkId}`
    : sql``;
  const submitted = sql`(r.submitted_on AT TIME ZONE 'Asia/Shanghai')::date`;
  const closed = sql`(r.closed_on AT TIME ZONE 'Asia/Shanghai')::date`;
  const end = sql`((${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')`;
  const status = past
    ? sql`(SELECT h.status FROM case_events h WHERE h.zone_id = ${zoneId} AND h.case_id = r.id AND h.at < ${end} ORDER BY h.seq DESC LIMIT 1)`
    : sql`r.status`;
  const { rows } = await sql<Record<string, string | null>>`
    SELECT count(*) FILTER (WHERE s >= ${year}::date AND s <= ${day}::date) AS submitted,
      count(DISTINCT firm_id) FILTER (WHERE s >= ${year}::date AND s <= ${day}::date) AS firms,
      count(*) FILTER (WHERE inside) AS closed,
      count(*) FILTER (WHERE inside AND result IN ('resolved', 'partly'))::float8 / nullif(count(*) FILTER (WHERE inside), 0) AS solved,
      count(*) FILTER (WHERE inside AND rating IN ('verySatisfied', 'satisfied'))::float8 / nullif(count(*) FILTER (WHERE inside AND rating IS NOT NULL), 0) AS satisfied,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY c - s) FILTER (WHERE inside AND s IS NOT NULL AND c IS NOT NULL) AS days,
      count(*) FILTER (WHERE c <= ${day}::date AND status = 'closed' AND result IN ('resolved', 'partly') AND talent) AS talent,
      count(*) FILTER (WHERE begun AND status NOT IN ('draft', 'closed', 'refused', 'withdrawn', 'merged')) AS open,
      count(*) FILTER (WHERE begun AND status NOT IN ('draft', 'closed', 'refused', 'withdrawn', 'merged') AND ever_overdue) AS overdue,
      count(*) FILTER (WHERE s >= ${month}::date AND s <= ${day}::date AND status NOT IN ('draft', 'refused', 'withdrawn', 'merged') AND category IS NULL) AS uncategorised
    FROM (SELECT r.firm_id, r.result, r.rating, r.ever_overdue, r.category, ${submitted} AS s, ${closed} AS c, ${closed} >= ${year}::date AND ${closed} <= ${day}::date AS inside,
        r.created_at < ${end} AS begun, ${status} AS status, f.is_talent_enterprise AS talent
      FROM service_requests r JOIN firms f ON f.zone_id = r.zone_id AND f.id = r.firm_id
      WHERE r.zone_id = ${zoneId} AND (r.ended_on IS NULL OR r.ended_on > ${day}::date) ${park}) x`.execute(tx);
  const reopened = await sql<{
    n: string;
  }>`SELECT count(*) AS n FROM case_events e JOIN service_requests r ON r.zone_id = e.zone_id AND r.id = e.case_id
    JOIN firms f ON f.zone_id = r.zone_id AND f.id = r.firm_id
    WHERE e.zone_id = ${zoneId} AND e.case_name = 'serviceRequest' AND e.move = 'reportUnsolved' AND e.at < ${end}
      AND e.at >= (${year}::date::timestamp AT TIME ZONE 'Asia/Shanghai') ${park}`.execute(tx);
  const row = rows[0] ?? {};
  const number = (name: string) => (row[name] === null || row[name] === undefined ? null : Number(row[name]));
  return [
    ...['submitted', 'firms', 'closed', 'solved', 'satisfied', 'days'].map(number),
    Number(reopened.rows[0]?.n ?? 0),
    ...['talent', 'open', 'overdue', 'uncategorised'].map(number),
  ];
}
