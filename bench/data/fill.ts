import pg from 'pg';
import { openHouse } from '#apps/server/open-house.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { groundsOf } from '#kernel/server/cases/move.ts';
import { withZone } from '#kernel/server/database/door.ts';
import type { Ask, House } from '#kernel/server/house.ts';
import { readSettings } from '#kernel/server/settings.ts';
import { loadExample } from '#seeds/example.ts';
import { actorOf } from '../faults/zone.ts';
import type { Place } from '../stand/place.ts';
import { copyFirms } from './firms.ts';
import { copyMark } from './ids.ts';
import { layPatterns, multiply } from './multiply.ts';
import { closed, isOver, patternsOf, readLives } from './patterns.ts';

export type Size = { readonly firms: number; readonly requests: number; readonly events: number };

type Say = (line: string) => void;

/** The example zone's firms are copied until there are this many for so many events; a firm asks about ten times in ten years. */
const eventsPerFirm = 100;

/**
 * The example zone with about so many events: its requests are taken as patterns, folded by the product for each year
 * that they are moved back, and handed to copies of its firms in the database. Only lives that have ended are moved back.
 */
export async function fill(place: Place, events: number, say: Say): Promise<Size> {
  const settings = readSettings({ ...process.env, LIANXIN_DATA: place.dataFolder, DATABASE_URL: place.ownerUrl });
  const open = await openHouse(settings, () => undefined);
  const client = new pg.Client({ connectionString: place.ownerUrl });
  await client.connect();
  try {
    await loadExample(open.house, { say });
    return await grow(open.house, client, events, say);
  } finally {
    await client.end();
    await open.close();
  }
}

async function grow(house: House, client: pg.Client, wanted: number, say: Say): Promise<Size> {
  const zone = await client.query<{ id: string }>('SELECT id FROM zones');
  const zoneId = zone.rows[0]?.id ?? '';
  const inZone = <T>(work: (ask: Ask) => Promise<T>) =>
    withZone(house.db, zoneId, (tx) => {
      const now = house.now();
      return work({ house, tx, now, ip: 'bench', actor: actorOf(zoneId, { roles: ['dispatcher'], today: dateOf(now) }, now) });
    });
  const { lives, grounds } = await inZone(async (ask) => ({ lives: await readLives(ask), grounds: await groundsOf(ask) }));
  const all = new Set(lives.map(({ id }) => id));
  const each = lives.reduce((sum, life) => sum + life.events.length, 0);
  const share = Math.min(1, wanted / each);
  const present = closed(lives.filter(({ n }) => n % Math.round(1 / share) === 0), all);
  const perCopy = present.reduce((sum, life) => sum + life.events.length, 0);
  const copies = Math.max(1, Math.min(Math.round(wanted / perCopy), Math.round((wanted / eventsPerFirm) / 3200)));
  say(`${present.length} lives as patterns, ${copies} copies of the firms`);

  const firmIds = await inZone((ask) => copyFirms(ask, copies));
  await clear(client, zoneId, firmIds, copies);
  const index = await client.query<{ indexdef: string }>(`SELECT indexdef FROM pg_indexes WHERE indexname = 'search_entries_grams'`);
  await client.query('DROP INDEX search_entries_grams');
  // the rows are whole by construction; checking each key again would take longer than writing it
  await client.query('SET session_replication_role = replica').catch(() => say('keys are checked row by row: the owner is no superuser'));
  let made = 0;
  for (let layer = 0; made < wanted * 0.97; layer += 1) {
    const patterns = await inZone(async (ask) => {
      const chosen = layer === 0 ? present : closed(present.filter((life) => isOver(ask, grounds, life)), all);
      return patternsOf(ask, grounds, chosen, layer, firmIds);
    });
    const perLayerCopy = patterns.filter(({ table }) => table === 'case_events').length;
    const some = Math.min(copies, Math.max(1, Math.round((wanted - made) / perLayerCopy)));
    say(`year ${layer}: ${some} × ${perLayerCopy} events`);
    await layPatterns(client, patterns);
    await multiply(client, 0, some, say);
    made += some * perLayerCopy;
  }
  const began = performance.now();
  await client.query(index.rows[0]?.indexdef ?? '');
  say(`search index in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  await client.query('VACUUM ANALYZE');
  return sizeOf(client, zoneId);
}

/** Takes the example's own requests away; who looked after its firms looks after their first copies. */
async function clear(client: pg.Client, zoneId: string, firmIds: ReadonlyMap<string, string>, copies: number): Promise<void> {
  for (const table of ['case_events', 'case_tasks', 'case_clocks'])
    await client.query(`DELETE FROM ${table} WHERE zone_id = $1 AND case_name = 'serviceRequest'`, [zoneId]);
  await client.query('DELETE FROM case_parties p USING service_requests r WHERE p.zone_id = $1 AND r.zone_id = $1 AND r.id = p.case_id', [zoneId]);
  await client.query(`DELETE FROM search_entries WHERE zone_id = $1 AND record = 'serviceRequest'`, [zoneId]);
  await client.query('DELETE FROM service_requests WHERE zone_id = $1', [zoneId]);
  await client.query('CREATE TEMP TABLE firsts AS SELECT * FROM jsonb_to_recordset($1) AS f(own uuid, first uuid)', [
    JSON.stringify([...firmIds].map(([own, first]) => ({ own, first }))),
  ]);
  for (const [table, column] of [
    ['specialist_links', 'firm_id'],
    ['role_grants', 'scope_id'],
  ] as const)
    await client.query(`UPDATE ${table} t SET ${column} = f.first FROM firsts f WHERE t.zone_id = $1 AND t.${column} = f.own`, [zoneId]);
  // what figures of past days and of chains count a firm by, every copy has
  for (const [table, id] of [
    ['firm_states', `'{}'::jsonb`],
    ['chain_memberships', `jsonb_build_object('id', gen_random_uuid())`],
  ] as const)
    await client.query(
      `INSERT INTO ${table} SELECT r.* FROM ${table} t JOIN firsts f ON f.own = t.firm_id CROSS JOIN generate_series(0, $2::integer - 1) copy
         CROSS JOIN LATERAL jsonb_populate_record(NULL::${table}, to_jsonb(t) || ${id} || jsonb_build_object('firm_id',
           replace(f.first::text, '${copyMark}', '-bead-c0de' || lpad(to_hex(copy), 4, '0')))) r
       WHERE t.zone_id = $1`,
      [zoneId, copies],
    );
}

export async function sizeOf(client: pg.Client, zoneId: string): Promise<Size> {
  const { rows } = await client.query<Size>(
    `SELECT (SELECT count(*)::int FROM firms WHERE zone_id = $1) AS firms, (SELECT count(*)::int FROM service_requests WHERE zone_id = $1) AS requests,
       (SELECT count(*)::int FROM case_events WHERE zone_id = $1) AS events`,
    [zoneId],
  );
  return rows[0] ?? { firms: 0, requests: 0, events: 0 };
}

