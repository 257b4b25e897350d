import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { scoreOnly } from '#features/finance/rules/points-fast.ts';
import { stageOf } from '#features/finance/rules/points-score.ts';
import { defaultPointsScheme } from '#features/finance/rules/points-scheme.ts';
import { zoneValues } from '#features/finance/server/points/scheme-zone.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { openDatabase, withZone, type Tx } from '#kernel/server/database/door.ts';
import { startEmbedded } from '#kernel/server/database/embedded.ts';
import { appUrlOf, migrate } from '#kernel/server/database/migrate.ts';

/**
 * The innovation points of every firm of a year, through the product's own reading and scoring, against one SQL statement
 * written by hand over the same rows in the same run. `node bench/points.ts [firms] [rounds]`
 */
const firms = Number(process.argv[2] ?? 100_000);
const rounds = Number(process.argv[3] ?? 5);
const year = 2025;
const asOf = `${year}-12-31`;
const scheme = defaultPointsScheme.params;
const today = dateOf(Date.now());

const folder = mkdtempSync(join(tmpdir(), 'lianxin-bench-'));
const embedded = await startEmbedded({ dataFolder: folder });
try {
  await migrate(embedded.url);
  const zoneId = uuidv7();
  await load(embedded.url, zoneId);
  const db = openDatabase(appUrlOf(embedded.url), 2);
  const ours = () => withZone(db, zoneId, (tx) => bySystem(tx, zoneId));
  const theirs = () => withZone(db, zoneId, (tx) => byHand(tx, zoneId));
  const [system, hand] = [await ours(), await theirs()];
  const wrong = [...hand].filter(([id, line]) => system.get(id) !== line);
  console.log(`${hand.size} firms by hand, ${system.size} by the system; ${wrong.length} differ`);
  for (const [id, line] of wrong.slice(0, 5)) console.log(`  ${id}: by hand ${line}, by the system ${system.get(id)}`);
  const taken = { system: [] as number[], hand: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    taken.hand.push(await timed(theirs));
    taken.system.push(await timed(ours));
  }
  const median = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
  const [floor, measured] = [median(taken.hand), median(taken.system)];
  console.log(`| | median ms | against by hand |\n|---|---|---|`);
  console.log(`| one statement by hand | ${floor.toFixed(0)} | 1 |`);
  console.log(`| read and scored by the system | ${measured.toFixed(0)} | ${(measured / floor).toFixed(2)} × |`);
  await db.close();
} finally {
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Firms of every stage, a twentieth with a value missing here and there, a tenth with one corrected later, a few vetoed. */
async function load(url: string, zoneId: string): Promise<void> {
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
  const counted = await run('SELECT count(*)::int AS inputs FROM points_inputs');
  await client.end();
  console.log(`${firms} firms × ${scheme.indicators.length} indicators: ${counted.rows[0].inputs} inputs`);
}

async function bySystem(tx: Tx, zoneId: string): Promise<Map<string, string>> {
  const lines = new Map<string, string>();
  for await (const firm of zoneValues(tx, zoneId, year, today)) {
    const { score, missing } = scoreOnly(scheme, stageOf(firm.registeredOn, asOf, scheme), firm.values);
    lines.set(firm.id, `${score} ${missing}`);
  }
  return lines;
}

/** References of the scheme divide 30,000, so each term is a whole decimal and the one division comes at the end. */
async function byHand(tx: Tx, zoneId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; score: string; missing: string }>`
    SELECT f.id, ${scheme.indicators.length} - count(i.code) AS missing,
      CASE WHEN f.registered_on IS NULL OR bool_or(p.indicator = 'V1' AND p.value > 0) THEN 0 ELSE least(${scheme.scoreCap}, round(
        coalesce(sum(CASE WHEN ${asOf}::date < f.registered_on + interval '3 years' THEN i.startup WHEN ${asOf}::date > f.registered_on + interval '8 years' THEN i.stable ELSE i.growth END
          * least(greatest(p.value, 0), i.ref) * (30000 / i.ref)) FILTER (WHERE p.state = 'value'), 0) / 30000, 2)) END AS score
    FROM (SELECT DISTINCT ON (firm_id, indicator) firm_id, indicator, state, value FROM points_inputs
      WHERE zone_id = ${zoneId} AND year = ${year} ORDER BY firm_id, indicator, created_at DESC, id DESC) p
    JOIN firms f ON f.zone_id = ${zoneId} AND f.id = p.firm_id
    LEFT JOIN (SELECT e->>'code' AS code, (e->>'fullScoreRef')::numeric AS ref, (e->'weight'->>'startup')::numeric AS startup,
        (e->'weight'->>'growth')::numeric AS growth, (e->'weight'->>'stable')::numeric AS stable
      FROM jsonb_array_elements(${JSON.stringify(scheme.indicators)}::jsonb) e) i ON i.code = p.indicator
    GROUP BY f.id, f.registered_on`.execute(tx);
  return new Map(rows.map(({ id, score, missing }) => [id, `${Number(score)} ${Number(missing)}`]));
}
