import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { defaultPointsScheme } from '#features/finance/rules/points-scheme.ts';
import { foldRound } from '#features/finance/rules/round-state.ts';
import { scoreRound } from '#features/finance/server/points/round-scores.ts';
import { buildHouse } from '#apps/server/app.ts';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import type { Ask } from '#kernel/server/house.ts';
import { openDatabase, withZone, type Db, type Tx } from '#kernel/server/database/door.ts';
import { appUrlOf, migrate } from '#kernel/server/database/migrate.ts';
import { openPlace } from './stand/place.ts';
import { median } from './stand/rounds.ts';
import { tableOf } from './stand/table.ts';

/**
 * The innovation points of every firm of a year, read, scored and kept by a round's own move, against one SQL statement
 * written by hand that scores and keeps the same rows in the same run. `node bench/points.ts [--firms 100000] [--rounds 5] [--json]`
 */
const { values: options } = parseArgs({
  options: {
    firms: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const firms = Number(options.firms);
const year = 2025;
const asOf = `${year}-12-31`;
const scheme = defaultPointsScheme.params;

const place = await openPlace();
try {
  await migrate(place.ownerUrl);
  const zoneId = uuidv7();
  const inputs = await load(place.ownerUrl, zoneId);
  const db = openDatabase(appUrlOf(place.ownerUrl), 2);
  const house = await buildHouse(db, () => ({ keys: [Buffer.alloc(48, 7)], retired: [] }));
  const ours = () => trial(db, zoneId, (tx) => bySystem({ house, tx, actor: systemActor(zoneId), now: Date.now(), ip: 'bench' }));
  const theirs = () => trial(db, zoneId, (tx) => byHand(tx, zoneId));
  const [system, hand] = [(await ours()).lines, (await theirs()).lines];
  const wrong = [...hand].filter(([id, line]) => system.get(id) !== line);
  if (wrong.length > 0 || hand.size !== system.size) {
    const some = wrong.slice(0, 5).map(([id, line]) => `${id}: by hand ${line}, by the system ${system.get(id)}`);
    throw new Error(`${hand.size} firms by hand, ${system.size} by the system; ${wrong.length} differ\n${some.join('\n')}`);
  }
  const taken = { system: [] as number[], hand: [] as number[] };
  for (let round = 0; round < Number(options.rounds); round += 1) {
    taken.hand.push((await theirs()).took);
    taken.system.push((await ours()).took);
  }
  report(inputs, median(taken.hand), median(taken.system));
  await db.close();
} finally {
  await place.close();
}

function report(inputs: number, floor: number, measured: number): void {
  const { engine } = place;
  if (options.json) return void process.stdout.write(`${JSON.stringify({ engine, firms, inputs, floor, measured }, null, 2)}\n`);
  process.stdout.write(
    `${engine}, ${firms} firms × ${scheme.indicators.length} indicators, ${inputs} inputs; all rows agree\n\n${tableOf(
      ['', 'median', 'against by hand'],
      [
        ['one statement by hand', `${floor.toFixed(0)} ms`, '1'],
        ['read, scored and kept by the system', `${measured.toFixed(0)} ms`, `${(measured / floor).toFixed(2)} ×`],
      ],
    )}\n`,
  );
}

/** The work alone is timed, then what it kept is read and all of it taken back, so that every run starts alike. */
async function trial(db: Db, zoneId: string, work: (tx: Tx) => Promise<unknown>): Promise<{ took: number; lines: Map<string, string> }> {
  const takenBack = new Error('taken back');
  let [took, lines] = [0, new Map<string, string>()];
  await withZone(db, zoneId, async (tx) => {
    const started = performance.now();
    await work(tx);
    took = performance.now() - started;
    const { rows } = await sql<{
      firm_id: string;
      line: string;
    }>`SELECT firm_id, concat_ws(' ', stage, trim_scale(score), is_vetoed, missing,
      (SELECT md5(string_agg(id, ' ' ORDER BY id)) FROM jsonb_array_elements_text(inputs) of_score(id))) AS line FROM points_scores`.execute(
      tx,
    );
    lines = new Map(rows.map((row) => [row.firm_id, row.line]));
    throw takenBack;
  }).catch((error: unknown) => {
    if (error !== takenBack) throw error;
  });
  return { took, lines };
}

/** Firms of every stage, a twentieth with a value missing here and there, a tenth with one corrected later, a few vetoed. @returns how many inputs */
async function load(url: string, zoneId: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const run = (text: string, values: unknown[] = []) => client.query(text, values);
  await run(`INSERT INTO zones (id, code, name, settings, is_example, created_at) VALUES ($1, 'bench', 'bench', '{}', false, now())`, [
    zoneId,
  ]);
  await run(
    `INSERT INTO firms (zone_id, id, version, created_at, updated_at, name, uscc, status, registered_on)
     SELECT $1, gen_random_uuid(), 1, now(), now(), 'firm ' || n, 'F' || n, 'operating', CASE WHEN n % 100 > 0 THEN date '2026-01-01' - (n % 5000) END
     FROM generate_series(1, ${firms}) n`,
    [zoneId],
  );
  await run(`SELECT setseed(0.42)`);
  const input = (from: string, ago: string, values: unknown[]) =>
    run(
      `INSERT INTO points_inputs (zone_id, id, version, created_at, updated_at, title, firm_id, year, indicator, state, value, source)
       SELECT $1, gen_random_uuid(), 1, now() - interval '${ago}', now() - interval '${ago}', '', f.id, ${year}, i.code,
         CASE WHEN i.negative AND random() < 0.03 THEN 'notApplicable' ELSE 'value' END,
         round(((random() * 1.4 - CASE WHEN i.negative THEN 0.3 ELSE 0 END) * i.ref)::numeric, CASE WHEN i.ref < 25 THEN 1 ELSE 2 END), '年报'
       FROM firms f CROSS JOIN (SELECT e->>'code' AS code, (e->>'fullScoreRef')::float8 AS ref, coalesce((e->>'mayBeNegative')::boolean, false) AS negative
         FROM jsonb_array_elements($2::jsonb) e) i WHERE f.zone_id = $1 AND ${from}`,
      [zoneId, ...values],
    );
  const indicators = JSON.stringify(scheme.indicators);
  await input('random() < 0.95', '30 days', [indicators]);
  await input('random() < 0.10', '10 days', [indicators]);
  await run(
    `INSERT INTO points_inputs (zone_id, id, version, created_at, updated_at, title, firm_id, year, indicator, state, value, source)
     SELECT $1, gen_random_uuid(), 1, now(), now(), '', id, ${year}, 'V1', 'value', 1, '名单' FROM firms WHERE zone_id = $1 AND random() < 0.01`,
    [zoneId],
  );
  await run('VACUUM ANALYZE');
  const { rows } = await client.query<{ inputs: number }>('SELECT count(*)::int AS inputs FROM points_inputs');
  await client.end();
  return rows[0]?.inputs ?? 0;
}

/** What the round's move does, less its event. */
async function bySystem(ask: Ask): Promise<void> {
  const input = { title: 'bench', year, edition: defaultPointsScheme.edition };
  const actor = { id: ask.actor.userId, name: ask.actor.name, roles: [] };
  await scoreRound(ask, foldRound(uuidv7(), [{ seq: 1, move: 'open', at: ask.now, actor, input }]));
}

/** References of the scheme divide 30,000, so each term is a whole decimal and the one division comes at the end. */
async function byHand(tx: Tx, zoneId: string): Promise<void> {
  await sql`
    INSERT INTO points_scores (zone_id, id, version, created_at, updated_at, title, round_id, firm_id, year, attempt, edition, registered_on, stage, is_vetoed, score, missing, inputs)
    SELECT ${zoneId}, gen_random_uuid(), 1, now(), now(), name || ' · ${sql.raw(String(year))} · ' || score, ${uuidv7()}, id, ${year}, 1, ${defaultPointsScheme.edition}, registered_on, stage, is_vetoed, score, missing, inputs
    FROM (SELECT f.id, f.name, f.registered_on, s.stage, coalesce(bool_or(p.indicator = 'V1' AND p.value > 0), false) AS is_vetoed,
      ${scheme.indicators.length} - count(i.code) AS missing, jsonb_agg(p.id) AS inputs,
      CASE WHEN s.stage IS NULL OR bool_or(p.indicator = 'V1' AND p.value > 0) THEN 0 ELSE least(${scheme.scoreCap}, round(
        coalesce(sum(CASE s.stage WHEN 'startup' THEN i.startup WHEN 'stable' THEN i.stable ELSE i.growth END
          * least(greatest(p.value, 0), i.ref) * (30000 / i.ref)) FILTER (WHERE p.state = 'value'), 0) / 30000, 2)) END AS score
    FROM (SELECT DISTINCT ON (firm_id, indicator) id, firm_id, indicator, state, value FROM points_inputs
      WHERE zone_id = ${zoneId} AND year = ${year} ORDER BY firm_id, indicator, created_at DESC, id DESC) p
    JOIN firms f ON f.zone_id = ${zoneId} AND f.id = p.firm_id
    CROSS JOIN LATERAL (SELECT CASE WHEN ${asOf}::date < f.registered_on + interval '3 years' THEN 'startup'
      WHEN ${asOf}::date > f.registered_on + interval '8 years' THEN 'stable' WHEN f.registered_on IS NOT NULL THEN 'growth' END AS stage) s
    LEFT JOIN (SELECT e->>'code' AS code, (e->>'fullScoreRef')::numeric AS ref, (e->'weight'->>'startup')::numeric AS startup,
        (e->'weight'->>'growth')::numeric AS growth, (e->'weight'->>'stable')::numeric AS stable
      FROM jsonb_array_elements(${JSON.stringify(scheme.indicators)}::jsonb) e) i ON i.code = p.indicator
    GROUP BY f.id, f.name, f.registered_on, s.stage) scored`.execute(tx);
}
