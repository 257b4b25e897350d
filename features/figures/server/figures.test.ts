import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPartyZone, type PartyZone } from '../../../tests/harness/party-zone.ts';
import type { Client } from '../../../tests/harness/app.ts';
import { dashboards } from '../dashboards.ts';

let zone: PartyZone;
let leader: Client;
let officer: Client;
beforeAll(async () => {
  zone = await startPartyZone(12);
  ({ leader, officer } = zone.people);
  for (let one = 0; one < 7; one += 1)
    await zone.create('party-members', { name: `党员${one}`, firmId: zone.firms[one < 3 ? 0 : 1], joinedOn: '2020-01-01' });
});
afterAll(() => zone.close());

type Value = { value: number | null; hidden: boolean; limited: boolean; numerator: number | null; denominator: number | null };
type One = {
  value: Value;
  cells: { key: string | null; value: number | null; denominator: number | null; hidden: boolean; label: { zh: string } }[];
  code: string;
  fields?: { path: string; code: string; message: string }[];
};
const ask = (path: string, who = leader) => who.get<One>(`/api/figures/${path}`);

test.each([
  ['an unknown figure', 'noSuchFigure', 404, undefined],
  ['an unknown dimension to cut by', 'operatingFirmCount?by=colour', 422, 'query.by'],
  ['an unknown dimension to filter by', 'operatingFirmCount?filter=colour:red', 422, 'query.filter'],
  ['a cell that is no key', 'operatingFirmCount?filter=park:东园', 422, 'query.filter'],
  ['a day that is none', 'operatingFirmCount?asOf=2026-02-30', 422, 'query.asOf'],
  ['a window that ends before it starts', 'requestSubmittedCount?window=2026-06-01..2026-01-01', 422, 'query.window'],
  ['a window of no known name', 'requestSubmittedCount?window=decade', 422, 'query.window'],
  ['a name of the language itself', 'operatingFirmCount?filter=constructor:1', 422, 'query.filter'],
  ['an attempt at the database', "operatingFirmCount?filter=scale:x'%20OR%201=1--", 200, undefined],
])('%s is named and refused', async (_what, path, status, field) => {
  const answer = await ask(path);
  expect(answer.status).toBe(status);
  if (field) expect(answer.body.fields?.[0]?.path).toBe(field);
  if (status === 200) expect(answer.body.value.value).toBe(0);
});

test('many unknown figures are named together, and a filter that no figure knows is refused on a page too', async () => {
  const many = await leader.get<One>('/api/figure-values?ids=operatingFirmCount,noA,noB');
  expect(many.body.fields?.map((one) => one.message)).toMatchObject([
    { zh: expect.stringContaining('noA') },
    { zh: expect.stringContaining('noB') },
  ]);
  expect((await leader.get('/api/figure-values?ids=operatingFirmCount&filter=colour:red')).status).toBe(422);
  const fits = await leader.get<{ values: Value[] }>(
    `/api/figure-values?ids=operatingFirmCount,chainsWithoutChief&filter=park:${zone.parks[0]}`,
  );
  expect(fits.body.values.map((one) => one.value)).toEqual([6, 1]);
});

test('a number that was just read is not kept beyond a change', async () => {
  const read = async () => (await ask('operatingFirmCount')).body.value.value;
  const before = (await read()) ?? 0;
  expect(await read()).toBe(before);
  const made = await zone.create('firms', { name: '新来的企业', status: 'operating', parkId: zone.parks[0] });
  expect(await read()).toBe(before + 1);
  await officer.send('PATCH', `/api/firms/${made.body.id}`, { status: 'movedOut' }, { 'if-match': `"${made.body.version}"` });
  expect(await read()).toBe(before);
});

test('§12.1: a part with fewer than five people is hidden in cells, in values, in lists, in trends and in passports; the whole is told', async () => {
  expect((await ask('partyMemberCount', officer)).body.value.value).toBe(7);
  const cells = (await ask('partyMemberCount?by=park', officer)).body.cells;
  expect(cells?.every((cell) => cell.hidden && cell.value === null)).toBe(true);
  const filter = `filter=park:${zone.parks[0]}`;
  expect((await ask(`partyMemberCount?${filter}`, officer)).body.value).toMatchObject({ value: null, hidden: true });
  expect((await officer.get(`/api/figures/partyMemberCount/records?${filter}`)).status).toBe(403);
  const trend = await officer.get<{ points: { value: number | null; hidden: boolean }[] }>(`/api/figures/partyMemberCount/trend?${filter}`);
  expect(trend.body.points.at(-1)).toMatchObject({ value: null, hidden: true });
  expect((await officer.post('/api/passports', { figureId: 'partyMemberCount', filter: `park:${zone.parks[0]}` })).status).toBe(409);
});

test('who may not read the records of a figure does not learn of it; who may read some gets theirs, and is told so', async () => {
  expect((await ask('partyMemberCount', leader)).status).toBe(404);
  const list = (await leader.get<{ figures: { id: string }[] }>('/api/figures')).body.figures.map((one) => one.id);
  expect(list).not.toContain('partyMemberCount');
  const own = await ask('operatingFirmCount', zone.people.contact);
  expect(own.body.value).toMatchObject({ value: 1, limited: true });
});

test('a share gives both its parts, each with its list', async () => {
  const { value } = (await ask('orgCoverageRate')).body;
  const total = async (side: string) =>
    (await leader.get<{ total: number }>(`/api/figures/orgCoverageRate/records?side=${side}`)).body.total;
  expect(await total('above')).toBe(value.numerator);
  expect(await total('below')).toBe(value.denominator);
  expect(await total('missing')).toBe((value.denominator ?? 0) - (value.numerator ?? 0));
});

test('every dashboard shows figures that are declared, cut by dimensions that they have', () => {
  for (const { key, big, sections, charts } of dashboards) {
    for (const id of [...big, ...sections.flatMap(({ figures }) => figures)])
      expect(zone.house.figures.has(id), `${key}: ${id}`).toBe(true);
    for (const { figure, by } of charts)
      expect(
        by === 'trend' || zone.house.figures.get(figure)?.declaration.dimensions?.[by] !== undefined,
        `${key}: ${figure} by ${by}`,
      ).toBe(true);
  }
});

test('§12.1: what a table hides cannot be had by asking for the other cells one by one, nor by crossing two cuts', async () => {
  for (let one = 0; one < 6; one += 1)
    await zone.create('party-members', { name: `另一党员${one}`, firmId: zone.firms[one < 3 ? 0 : 1], joinedOn: '2020-01-01' });
  for (const id of ['partyMemberCount', 'memberToBackboneRate', 'specialistCount', 'instructorCount']) {
    const { figure, value } = (await ask(`${id}?by=park`, officer)).body as unknown as {
      figure: { dimensions: { key: string }[] };
      value: Value;
    };
    const dimensions = figure.dimensions.map(({ key }) => key);
    for (const by of dimensions) {
      const { cells } = (await ask(`${id}?by=${by}`, officer)).body;
      const hidden = cells.filter((cell) => cell.hidden);
      expect(hidden.length, `${id} by ${by}`).not.toBe(1);
      for (const cell of cells) {
        const alone = (await ask(`${id}?filter=${by}:${cell.key ?? 'none'}`, officer)).body.value;
        expect(alone, `${id} ${by}:${cell.key}`).toMatchObject({ hidden: cell.hidden, value: cell.value, denominator: cell.denominator });
        for (const other of dimensions.filter((name) => name !== by)) {
          const crossed = (await ask(`${id}?filter=${by}:${cell.key ?? 'none'}&by=${other}`, officer)).body.cells;
          expect(crossed, `${id} ${by} × ${other}`).toEqual([]);
        }
      }
    }
    expect(value.hidden).toBe(false);
  }
});
