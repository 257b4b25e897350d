import { tableOf } from '../stand/table.ts';

/** What is not measured but taken as so: change a number here and run again. */
const taken = {
  requestsOfLargeZone: [1_000_000, 'requests of ten years in a large zone; 400 a working day'],
  firmsOfLargeZone: [100_000, 'firms of a large zone'],
  eventsPerRequest: [10, 'moves of a request over its life'],
  auditPerEvent: [1.5, 'audit entries for each move: itself, and other records that people change or reveal'],
  attachmentsPerRequest: [0.3, 'files for each request'],
  bytesPerAttachment: [400_000, 'a scan or a photograph'],
  meanOfLarge: [0.3, 'a zone of the mean against a large one, where there are many'],
  staff: [300, 'people of a large zone at work on a day'],
  callsPerPerson: [400, 'API calls of one of them on a day'],
  contactsPerRequest: [2, 'firms’ contacts who look in, for each new request'],
  callsPerContact: [30, 'their API calls'],
  peakHour: [0.2, 'share of a day’s calls in its busiest hour'],
  peakInHour: [3, 'the busiest seconds of that hour against its mean'],
  growth: [2, 'processor time of a read in the zone of ten years against the measured one (bench/growth.ts)'],
  workingDays: [2_500, 'in ten years'],
  load: [0.5, 'how far a core is filled at the peak'],
  hot: [0.2, 'share of the rows (files apart) that should lie in memory'],
  walKept: [7, 'days of WAL kept for recovery to a moment'],
  copies: [2, 'of every row: a primary and a synchronous standby'],
} as const satisfies Record<string, readonly [number, string]>;

/** Calls of a day by kind, beside the moves and new requests, which follow from the requests. */
const reading = { 'list of requests': 0.3, 'one request': 0.25, inbox: 0.2, 'one firm': 0.1, 'list of firms': 0.05, 'search box': 0.1 };

export type Work = keyof typeof reading | 'create a firm' | 'open a request' | 'move a request';
export type Cost = { readonly server: number; readonly database: number; readonly wal: number };

/** What was measured: bytes a row with its indexes, milliseconds of a processor and bytes of WAL a call, bytes of memory. */
export type Costs = {
  readonly bytes: Readonly<Record<'firm' | 'request' | 'event' | 'audit', number>>;
  readonly work: Readonly<Record<Work, Cost>>;
  /** milliseconds of processors a second, for each zone that rests */
  readonly rest: number;
  readonly server: number;
  readonly connection: number;
};

const sizes = [
  ['a large zone', 1, 1],
  ['180 zones', 180, taken.meanOfLarge[0]],
  ['a nation: 2,500 zones', 2_500, taken.meanOfLarge[0]],
] as const;

/** Three sizes by these costs, as Markdown. */
export function modelOf(costs: Costs): string {
  const rows = sizes.map(([name, zones, share]) => ({ name, ...sizeOf(costs, zones, zones * share) }));
  const line = (what: string, of: (row: (typeof rows)[number]) => string) => [what, ...rows.map(of)];
  return [
    tableOf(
      ['taken as so', '', 'what it is'],
      Object.entries(taken).map(([name, [value, why]]) => [name, String(value), why]),
    ),
    '',
    tableOf(
      ['', ...rows.map(({ name }) => name)],
      [
        line('requests of ten years', ({ requests }) => millions(requests)),
        line('rows on disk, one copy', ({ rowBytes }) => gigabytes(rowBytes)),
        line('files on disk, one copy', ({ fileBytes }) => gigabytes(fileBytes)),
        line('WAL a working day', ({ walBytes }) => gigabytes(walBytes)),
        line('disk in all, copies and WAL', ({ disk }) => gigabytes(disk)),
        line('calls a second at the peak', ({ peak }) => peak.toFixed(0)),
        line('server processes', ({ servers }) => String(servers)),
        line('cores of the databases', ({ cores }) => cores.toFixed(1)),
        line('of these for zones at rest', ({ restCores }) => restCores.toFixed(2)),
        line('memory of the databases', ({ memory }) => gigabytes(memory)),
        line('memory of the servers', ({ serverMemory }) => gigabytes(serverMemory)),
      ],
    ),
  ].join('\n');
}

function sizeOf({ bytes, work, rest, server, connection }: Costs, zones: number, large: number) {
  const [requests, firms] = [taken.requestsOfLargeZone[0] * large, taken.firmsOfLargeZone[0] * large];
  const events = requests * taken.eventsPerRequest[0];
  const rowBytes = firms * bytes.firm + requests * bytes.request + events * bytes.event + events * taken.auditPerEvent[0] * bytes.audit;
  const fileBytes = requests * taken.attachmentsPerRequest[0] * taken.bytesPerAttachment[0];
  const newADay = requests / taken.workingDays[0];
  const reads = taken.staff[0] * large * taken.callsPerPerson[0] + newADay * taken.contactsPerRequest[0] * taken.callsPerContact[0];
  const calls: Record<Work, number> = {
    ...(Object.fromEntries(Object.entries(reading).map(([kind, part]) => [kind, part * reads])) as Record<keyof typeof reading, number>),
    'create a firm': firms / taken.workingDays[0],
    'open a request': newADay,
    'move a request': newADay * taken.eventsPerRequest[0],
  };
  const sum = (of: (cost: Cost) => number, growth = 1) =>
    Object.entries(calls).reduce((total, [kind, count]) => total + count * of(work[kind as Work]) * (kind in reading ? growth : 1), 0);
  const perSecond = (taken.peakHour[0] / 3600) * taken.peakInHour[0];
  const coresFor = (milliseconds: number) => (milliseconds * perSecond) / 1000 / taken.load[0];
  const walBytes = sum(({ wal }) => wal) + fileBytes / taken.workingDays[0];
  const restCores = (rest * zones) / 1000;
  const servers = Math.max(1, Math.ceil(coresFor(sum((cost) => cost.server, taken.growth[0]))));
  return {
    requests,
    rowBytes,
    fileBytes,
    walBytes,
    disk: (rowBytes + fileBytes) * taken.copies[0] + walBytes * taken.walKept[0],
    peak: Object.values(calls).reduce((total, count) => total + count, 0) * perSecond,
    servers,
    cores: coresFor(sum(({ database }) => database, taken.growth[0])) + restCores,
    restCores,
    memory: rowBytes * taken.hot[0] + servers * 10 * connection,
    serverMemory: servers * server,
  };
}

function millions(count: number): string {
  return `${(count / 1e6).toFixed(0)} million`;
}

function gigabytes(bytes: number): string {
  const [amount, unit] = bytes >= 1e12 ? [bytes / 1e12, 'TB'] : [bytes / 1e9, 'GB'];
  return `${amount.toFixed(amount >= 10 ? 0 : amount >= 1 ? 1 : 2)} ${unit}`;
}
