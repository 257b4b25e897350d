/** One line of the last table: what was measured, what DESIGN §6 asks of it if it does, and whether that holds. */
export type Reading = { readonly what: string; readonly value: string; readonly bound: string; readonly held: boolean | undefined };

export type Part = {
  /** its file in bench/ */
  readonly name: string;
  /** arguments of a run that is over soon, and of one at full size */
  readonly short: readonly string[];
  readonly full: readonly string[];
  /** reads what the part prints with --json */
  read(result: never): readonly Reading[];
};

const asIs = (what: string, value: string): Reading => ({ what, value, bound: '', held: undefined });
const atMost = (what: string, value: number, most: number, unit: string): Reading => ({
  what,
  value: `${value.toFixed(2)} ${unit}`,
  bound: `≤ ${most} ${unit}`,
  held: value <= most,
});
const atLeast = (what: string, value: number, least: number, unit: string): Reading => ({
  what,
  value: `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`,
  bound: `≥ ${least} ${unit}`,
  held: value >= least,
});
const worst = (list: readonly number[]) => Math.max(...list);

type Api = { results: { work: string; measured: { name: string; rate: number; ratio: number }[] }[] };
type Start = {
  empty: number;
  existing: number;
  memory: { rest: { server?: number; database?: number }; load: { server?: number; database?: number } };
  bundle: { door: number; house: number };
};
type Figures = { figures: number; events: number; floor: number; cold: number; warm: number };
type Search = { firms: number; results: { kind: string; box: { p50: number }; scan: { p50: number } | null }[] };
type Import = { firms: number; result: { work: string; ratio: number }[] };
type Growth = { size: { requests: number }; costs: { work: string; p95: number; rows: number }[] }[];
type Points = { firms: number; floor: number; measured: number };
type Planner = { results: { firms: number; seconds: number; optimal: boolean }[] };
type Radar = { medianDays: number; radar: { entries: number; ms: number } };
type ChainMap = { measured: { what: string; median: number; p95: number }[] };

/** What DESIGN names is held against the floor; the moves of a case are measured beside it. */
const named = ['create', 'read', 'list', 'update'];

export const parts: readonly Part[] = [
  {
    name: 'start',
    short: ['--rounds', '3', '--seconds', '5'],
    full: ['--firsts', '3', '--rounds', '7'],
    read: ({ empty, existing, memory, bundle }: Start) => [
      atMost('first page, data folder that exists', existing / 1000, 3, 's'),
      asIs('first page, empty folder and the example zone', `${(empty / 1000).toFixed(1)} s`),
      asIs('memory at rest, server + database', megabytes(memory.rest)),
      asIs('memory under load, server + database', megabytes(memory.load)),
      atMost('first load before the first page shows (sign-in), gzip', bundle.door / 1024, 250, 'KB'),
      asIs('first load signed in (home), gzip', `${(bundle.house / 1024).toFixed(0)} KB`),
    ],
  },
  {
    name: 'api',
    short: ['--firms', '2000', '--rounds', '3', '--seconds', '0.5'],
    full: ['--firms', '100000'],
    read: ({ results }: Api) =>
      results.flatMap(({ work, measured }) => {
        const [product, floor, byHand] = measured;
        const against = ({ ratio }: { ratio: number }) => ratio * 100;
        return [
          ...(floor && named.includes(work) ? [atLeast(`${work}: of the floor's throughput`, against(floor), 50, '%')] : []),
          ...(floor && !named.includes(work) ? [asIs(`${work}: of the floor's throughput`, `${against(floor).toFixed(0)} %`)] : []),
          ...(byHand ? [asIs(`${work}: of the same writes by hand`, `${against(byHand).toFixed(0)} %`)] : []),
          ...(product ? [asIs(`${work}: a second`, product.rate.toFixed(0))] : []),
        ];
      }),
  },
  {
    name: 'figures',
    short: ['--requests', '12500', '--rounds', '3'],
    full: [],
    read: ({ figures, events, floor, cold, warm }: Figures) => [
      atMost(`${figures} figures over ${events} events, cold, against by hand`, cold / floor, 1.3, '×'),
      atLeast('warm, faster than by hand', floor / warm, 50, '×'),
    ],
  },
  {
    name: 'search',
    short: ['--firms', '20000', '--rounds', '10'],
    full: [],
    read: ({ firms, results }: Search) => [
      atLeast(
        `2 characters among ${firms} firms, faster than reading the table (the slowest)`,
        Math.min(...results.flatMap(({ box, scan }) => (scan ? [scan.p50 / box.p50] : []))),
        3,
        '×',
      ),
      asIs('the search box, slowest median of all queries', `${worst(results.map(({ box }) => box.p50)).toFixed(1)} ms`),
    ],
  },
  {
    name: 'growth',
    short: ['--events', '10000,100000', '--calls', '15'],
    full: ['--events', '10000,100000,1000000,10000000'],
    read: (sizes: Growth) => {
      // what is asked is of a million requests against ten thousand; smaller zones are measured only
      const large = sizes.at(-1);
      const isAsked = (large?.size.requests ?? 0) >= 1_000_000;
      const small = isAsked ? sizes.find(({ size }) => size.requests >= 10_000) : sizes[0];
      return (small?.costs ?? []).flatMap(({ work, p95, rows }) => {
        const after = large?.costs.find((cost) => cost.work === work);
        if (!small || !large || !after || !/^(list|inbox|search)/.test(work)) return [];
        const what = `${work}: p95 at ${large.size.requests} requests against ${small.size.requests} (rows ${rows.toFixed(0)} → ${after.rows.toFixed(0)})`;
        return [isAsked ? atMost(what, after.p95 / p95, 1.3, '×') : asIs(what, `${(after.p95 / p95).toFixed(2)} ×`)];
      });
    },
  },
  {
    name: 'import',
    short: ['--firms', '5000'],
    full: [],
    read: ({ firms, result }: Import) =>
      result
        .filter(({ work }) => work === 'dryRun')
        .map(({ ratio }) => atMost(`${firms} firms from Excel, dry run against parsing the file`, ratio, 2, '×')),
  },
  {
    name: 'points',
    short: ['--firms', '10000', '--rounds', '3'],
    full: [],
    read: ({ firms, floor, measured }: Points) => [asIs(`points of ${firms} firms, against by hand`, `${(measured / floor).toFixed(2)} ×`)],
  },
  {
    name: 'planner',
    short: ['--firms', '600'],
    full: [],
    read: ({ results }: Planner) => [
      asIs(
        `coverage plans, ${results.filter(({ optimal }) => optimal).length} of ${results.length} proven optimal, the longest`,
        `${worst(results.map(({ seconds }) => seconds)).toFixed(1)} s`,
      ),
    ],
  },
  {
    name: 'radar',
    short: ['--firms', '1000'],
    full: [],
    read: ({ medianDays, radar }: Radar) => [
      asIs('warning before a loan falls due, median', `${medianDays} days`),
      asIs(`the zone's radar, ${radar.entries} entries`, `${radar.ms.toFixed(0)} ms`),
    ],
  },
  {
    name: 'chain-map',
    short: [],
    full: [],
    read: ({ measured }: ChainMap) =>
      measured.map(({ what, median, p95 }) => asIs(`frames, ${what}: median, 95 %`, `${median.toFixed(1)}, ${p95.toFixed(1)} ms`)),
  },
];

function megabytes({ server, database }: { server?: number; database?: number }): string {
  const told = (value: number | undefined) => (value === undefined ? 'not told' : `${value.toFixed(0)} MB`);
  return `${told(server)} + ${told(database)}`;
}
