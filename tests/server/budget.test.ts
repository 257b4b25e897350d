import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, Client } from '../harness/app.ts';
import { copyMany } from '../harness/many-copies.ts';
import { rowsReadBy } from '../harness/rows-read.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

// What everyday requests may cost, in counts and never in times. Whoever makes one cheaper lowers its number.

let zone: ServiceZone;
beforeAll(async () => {
  zone = await startServiceZone();
});
afterAll(() => zone.close());

type People = Readonly<Record<keyof ServiceZone['people'], Client>>;
type Request = () => Promise<Answer>;

const searchBox = (word: string) => `/api/search?q=${encodeURIComponent(word)}`;
const requests = '/api/service-requests';
const leaderFigures = 'operatingFirmCount,chainEnterpriseCount,orgCoverageRate,requestOpenCount,requestSolvedRate,partyOrganisationCount';
let firms = 0;
const newFirm = () => ({ name: `云锦第${(firms += 1)}测试有限公司`, status: 'operating' });

const reading =
  (who: keyof People, path: string | (() => string)) =>
  async (people: People): Promise<Request> =>
  () =>
    people[who].get(typeof path === 'string' ? path : path());

/**
 * The most statements that a request may send, the beginnings and ends of its transactions among them. What it needs is made
 * before; the hint of that may come with it.
 */
const statements: Readonly<Record<string, readonly [most: number, prepare: (people: People) => Promise<Request>]>> = {
  'who am I': [5, reading('dispatcher', '/api/me')],
  'read a firm': [4, reading('dispatcher', () => `/api/firms/${zone.firmId}`)],
  'list firms': [5, reading('dispatcher', '/api/firms?limit=50')],
  'list requests': [5, reading('dispatcher', `${requests}?limit=50`)],
  "list a unit's requests": [5, reading('power', `${requests}?limit=50`)],
  'inbox of a dispatcher': [5, reading('dispatcher', '/api/inbox')],
  'inbox of a unit': [5, reading('power', '/api/inbox')],
  'search box': [5, reading('dispatcher', searchBox('云锦'))],
  'a figure, kept': [4, reading('leader', '/api/figures/requestOpenCount')],
  "the figures of a leader's home, kept": [4, reading('leader', `/api/figure-values?ids=${leaderFigures}`)],
  'a figure after a change': [
    7,
    async ({ leader }) => {
      await zone.ask();
      return () => leader.get('/api/figures/requestOpenCount');
    },
  ],
  'look at a case': [
    9,
    async ({ dispatcher }) => {
      const id = await zone.ask();
      return () => dispatcher.get(`${requests}/${id}`);
    },
  ],
  'create a firm': [
    10,
    async ({ dispatcher }) =>
      () =>
        dispatcher.post('/api/firms', newFirm()),
  ],
  'update a firm': [
    10,
    async ({ dispatcher }) => {
      const { body } = await dispatcher.post<{ id: string }>('/api/firms', newFirm());
      return () => dispatcher.send('PATCH', `/api/firms/${body.id}`, { address: '创业路9号' }, { 'if-match': '"1"' });
    },
  ],
  'open a request': [
    13,
    async ({ contact }) =>
      () =>
        contact.post(requests, { text: '车间经常跳闸' }),
  ],
  'accept a request': [
    15,
    async ({ dispatcher }) => {
      const id = await zone.ask();
      return () => dispatcher.post(`${requests}/${id}/moves/accept`, { level: 'simple', leadId: zone.units.power }, { 'if-match': '"1"' });
    },
  ],
};

test.for(Object.entries(statements))('%s: no more statements than its budget', async ([, [most, prepare]]) => {
  // what the process keeps from one request to the next is there the second time
  await (
    await prepare(zone.people)
  )();
  const request = await prepare(zone.people);
  const { timing } = zone.house.db;
  const before = timing.queries;
  const { status } = await request();
  const sent = timing.queries - before;
  expect(status).toBeLessThan(300);
  expect(sent).toBeLessThanOrEqual(most);
});

/**
 * The most rows of tables and indexes that a page may read among 500 firms and 1,000 requests, and among ten times as many. A unit
 * (the tax bureau) leads half of the requests, another (power) none; as many wait for the dispatcher as before. A page that grows has
 * room for the plans of PostgreSQL 15 and 18; the former reads the small zone's 500 firms whole where one is asked for.
 */
const rows: Readonly<Record<string, readonly [small: number, large: number, who: keyof People, path: string]>> = {
  'list of firms': [150, 150, 'dispatcher', '/api/firms?limit=50'],
  'list of requests': [100, 100, 'dispatcher', `${requests}?limit=50`],
  'list of ended requests': [100, 100, 'dispatcher', `${requests}?limit=50&status=withdrawn&ended=all`],
  "list of a unit's requests": [250, 250, 'tax', `${requests}?limit=50`],
  "list of another unit's requests": [560, 45, 'power', `${requests}?limit=50`],
  "list of a firm's requests": [600, 100, 'contact', `${requests}?limit=50`],
  'list, searched for what half of the requests say': [1700, 17_000, 'dispatcher', `${requests}?limit=50&q=${encodeURIComponent('跳闸')}`],
  'inbox of a dispatcher': [70, 70, 'dispatcher', '/api/inbox'],
  'inbox of a unit with much to do': [4000, 11_000, 'tax', '/api/inbox'],
  'inbox of another unit': [45, 45, 'power', '/api/inbox'],
  'one case': [560, 45, 'dispatcher', `${requests}/:id`],
  'search box, what half of the requests say': [2500, 8000, 'dispatcher', searchBox('跳闸')],
  // a small table is read whole
  'search box, what one request says': [1070, 50, 'dispatcher', searchBox('独此一件')],
  'a figure, kept': [45, 45, 'leader', '/api/figures/requestOpenCount'],
};

test('a page reads no more rows than its budget, in a zone and in one ten times as large', { timeout: 120_000 }, async () => {
  const { people } = zone;
  const ask = async (text: string) => {
    const id = await zone.ask(text);
    await zone.move(people.dispatcher, id, 'accept', { level: 'simple', leadId: zone.units.tax });
    return id;
  };
  const [open, ended] = [await ask('车间跳闸'), await ask('宿舍用水')];
  await zone.move(people.contact, ended, 'withdraw', { reason: '已自行解决' });
  await zone.ask('独此一件');
  const read = async () => {
    const counts: Record<string, number> = {};
    for (const [page, [, , who, path]] of Object.entries(rows)) {
      const look = async () => expect((await people[who].get(path.replace(':id', open))).status).toBe(200);
      await look();
      counts[page] = await rowsReadBy(zone.house.db, zone.ownerUrl, look);
    }
    return counts;
  };
  const originals = { firms: [zone.otherFirmId], requests: [open, ended] };
  await copyMany(zone.ownerUrl, originals, 0, 500);
  const small = await read();
  await copyMany(zone.ownerUrl, originals, 500, 5000);
  const large = await read();
  const over = Object.entries(rows).flatMap(([page, [most, mostOfLarge]]) => {
    const [read1, read10] = [small[page] ?? 0, large[page] ?? 0];
    return read1 > most || read10 > mostOfLarge ? [`${page}: ${read1} and ${read10}, may ${most} and ${mostOfLarge}`] : [];
  });
  expect(over).toEqual([]);
});
