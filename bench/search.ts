import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { firm } from '#features/registry/records.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Actor } from '#kernel/contract/access.ts';
import { usccCheckCharacter } from '#kernel/rules/uscc.ts';
import { createCryptoProvider } from '#kernel/server/crypto/provider.ts';
import { openDatabase, withZone, type Db, type Tx } from '#kernel/server/database/door.ts';
import { appUrlOf, migrate } from '#kernel/server/database/migrate.ts';
import type { Ask, House } from '#kernel/server/house.ts';
import { listRows } from '#kernel/server/records/list.ts';
import { searchAll } from '#kernel/server/records/search-route.ts';
import { writeSearchEntries } from '#kernel/server/records/search.ts';
import { ask as askOnce, openPlace } from './stand/place.ts';
import { quantile } from './stand/rounds.ts';
import { tableOf } from './stand/table.ts';

/**
 * The search box and the list's search over many generated firms, through the same functions as the routes.
 * Words of two characters are held against reading the table, as one does without an index. `node bench/search.ts [--firms 100000]
 * [--rounds 30] [--json]`
 */
const { values } = parseArgs({
  options: {
    firms: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '30' },
    json: { type: 'boolean', default: false },
  },
});
const firms = Number(values.firms);

const queries = {
  '1 character': ['科', '昆', '司', '鑫'],
  '2 characters': ['可控', '昆山', '科技', '鑫源'],
  '4 characters': ['中科可控', '智能科技', '昆山市鑫'],
  'full pinyin': ['zhongkekekong', 'kunshan', 'xinyuan'],
  initials: ['zkkk', 'ksxy', 'kj'],
  'one letter': ['z', 'k'],
  'piece of a uscc': ['MA1TG7', '9132', '058'],
  'two words': ['昆山 可控', '中科 kk'],
  'nothing there': ['不存在的企业', 'qqqqxx'],
};

const heads = ['昆山', '昆山市', '苏州', '江苏', '', '', '上海', '贵阳'];
const brands = [
  ...'中科可控鑫源华天宇宏达博瑞泰康盛明远新光恒信安立德正邦联创智慧云海龙腾飞凯利丰顺嘉和美佳美景晨曦旭日东方金玉良禾青木森林江河湖川山石岩峰岭长城行知乐重庆单曾朗玛益同',
];
const trades = [
  '信息产业',
  '信息技术',
  '电子科技',
  '精密机械',
  '智能科技',
  '生物医药',
  '新能源',
  '新材料',
  '光电',
  '自动化设备',
  '软件',
  '半导体',
  '模具',
  '物流',
  '环保科技',
];
const tails = ['有限公司', '有限公司', '股份有限公司', '集团有限公司', '（昆山）有限公司'];

/** Times in ms: the search box, the list, and reading the table where that is asked. */
type Measured = {
  readonly role: string;
  readonly kind: string;
  readonly query: string;
  readonly box: Times;
  readonly list: Times;
  readonly scan: Times | null;
  readonly first: string;
};
type Times = { readonly p50: number; readonly p95: number };

const place = await openPlace();
const db = openDatabase(appUrlOf(place.ownerUrl), 2);
try {
  await migrate(place.ownerUrl);
  const zoneId = uuidv7();
  await askOnce(place.ownerUrl, `INSERT INTO zones (id, code, name, created_at) VALUES ('${zoneId}', 'bench', 'bench', now())`);
  await load(db, zoneId);
  await askOnce(place.ownerUrl, 'VACUUM ANALYZE');
  report([...(await measure(db, zoneId, 'dispatcher')), ...(await measure(db, zoneId, 'enterpriseContact'))]);
} finally {
  await db.close();
  await place.close();
}

function report(results: readonly Measured[]): void {
  if (values.json) return void process.stdout.write(`${JSON.stringify({ engine: place.engine, firms, results }, null, 2)}\n`);
  const cell = (taken: Times | null) => (taken ? `${taken.p50.toFixed(1)} / ${taken.p95.toFixed(1)}` : '');
  const rows = results.map(({ role, kind, query, box, list, scan, first }) => [
    role,
    kind,
    query,
    cell(box),
    cell(list),
    cell(scan),
    first,
  ]);
  const head = ['role', 'kind', 'query', 'box p50 / p95 ms', 'list', 'reading the table', 'first hit of the box'];
  process.stdout.write(`${place.engine}, ${firms} firms\n\n${tableOf(head, rows)}\n`);
}

async function load(target: Db, zoneId: string): Promise<void> {
  let seed = 20_261_123;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const pick = (list: readonly string[]) => list[random(list.length)] ?? '';
  const pad = (value: number, length: number) =>
    value
      .toString(36)
      .toUpperCase()
      .replaceAll(/[IOSVZ]/g, '7')
      .padStart(length, '0');
  for (let done = 0; done < firms; done += 5000) {
    const rows = Array.from({ length: Math.min(5000, firms - done) }, (_, index) => {
      const first17 = `91320583MA${pad(random(36 ** 4), 4)}${pad((done + index) % 36 ** 3, 3)}`;
      return {
        id: uuidv7(),
        values: {
          name: `${pick(heads)}${pick(brands)}${pick(brands)}${pick(brands)}${pick(trades)}${pick(tails)}`,
          uscc: first17 + usccCheckCharacter(first17),
        },
      };
    });
    if (done === 0 && rows[0]) rows[0].values.name = '中科可控信息产业有限公司';
    await withZone(target, zoneId, async (tx) => {
      await sql`INSERT INTO firms (zone_id, id, version, created_at, updated_at, name, uscc, status)
        SELECT ${zoneId}, (e->>'id')::uuid, 1, now(), now(), e->'values'->>'name', e->'values'->>'uscc', 'operating'
        FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) e ON CONFLICT DO NOTHING`.execute(tx);
      await writeSearchEntries(tx, zoneId, firm, rows);
    });
  }
}

async function measure(target: Db, zoneId: string, role: Actor['roles'][number]): Promise<Measured[]> {
  const house = houseOf(target);
  const own = await withZone(target, zoneId, (tx) => sql<{ id: string }>`SELECT id FROM firms ORDER BY id LIMIT 1`.execute(tx));
  const actor: Actor = {
    userId: zoneId,
    name: 'bench',
    zoneId,
    today: dateOf(Date.now()),
    roles: [role],
    scope: { users: [], firms: own.rows.map(({ id }) => id), departments: [], providers: [], organisations: [], linkedFirms: [] },
  };
  const ask = (tx: Tx): Ask => ({ house, tx, actor, now: Date.now(), ip: 'bench' });
  const results: Measured[] = [];
  for (const [kind, list] of Object.entries(queries)) {
    for (const query of list) {
      const box = await times(() => withZone(target, zoneId, (tx) => searchAll(ask(tx), query, 6)));
      const page = await times(() => withZone(target, zoneId, (tx) => listRows(ask(tx), firm, { q: query, order: 'name' })));
      const scan =
        role === 'dispatcher' && kind === '2 characters'
          ? await times(() => withZone(target, zoneId, (tx) => readTable(tx, zoneId, query)))
          : null;
      const groups = await withZone(target, zoneId, (tx) => searchAll(ask(tx), query, 6));
      results.push({ role, kind, query, box, list: page, scan, first: groups[0]?.hits[0]?.title ?? '—' });
    }
  }
  return results;
}

function readTable(tx: Tx, zoneId: string, query: string): Promise<unknown> {
  return sql`SELECT id, name FROM firms WHERE zone_id = ${zoneId} AND ended_on IS NULL AND (name ILIKE ${`%${query}%`} OR uscc ILIKE ${`%${query}%`})
    ORDER BY length(name), name LIMIT 7`.execute(tx);
}

async function times(work: () => Promise<unknown>): Promise<Times> {
  await work();
  const taken: number[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const started = performance.now();
    await work();
    taken.push(performance.now() - started);
  }
  taken.sort((a, b) => a - b);
  return { p50: quantile(taken, 0.5), p95: quantile(taken, 0.95) };
}

const secrets = { keys: [new Uint8Array(32)], retired: [] };

function houseOf(target: Db): House {
  return {
    db: target,
    crypto: createCryptoProvider(() => secrets),
    hub: { subscribe: () => () => undefined, close: async () => undefined },
    now: () => Date.now(),
    records: new Map([[firm.name, { declaration: firm }]]),
    cases: new Map(),
    figures: new Map(),
    figureParams: new Map(),
    permitExport: async () => undefined,
    rounds: [],
    people: async () => [],
    sealed: [],
    endpoints: [],
  };
}
