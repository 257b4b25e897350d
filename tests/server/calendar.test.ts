import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type Client, type TestApp } from '../harness/app.ts';

/** The State Council's notice for 2026 (rulebook §0). */
const daysOff: readonly (readonly [first: string, last: string, name: string])[] = [
  ['2026-01-01', '2026-01-03', '元旦'],
  ['2026-02-15', '2026-02-23', '春节'],
  ['2026-04-04', '2026-04-06', '清明节'],
  ['2026-05-01', '2026-05-05', '劳动节'],
  ['2026-06-19', '2026-06-21', '端午节'],
  ['2026-09-25', '2026-09-27', '中秋节'],
  ['2026-10-01', '2026-10-07', '国庆节'],
];
const workingWeekends = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'];
const notice = {
  source: '国务院办公厅关于 2026 年部分节假日安排的通知',
  entries: [
    ...daysOff.flatMap(([first, last, name]) => datesOf(first, last).map((date) => ({ date, isWorkday: false, name }))),
    ...workingWeekends.map((date) => ({ date, isWorkday: true, name: '调休上班' })),
  ],
};

type Deadline = { readonly date: string; readonly provisional: boolean; readonly missingYears: readonly number[] };

let app: TestApp;
let dispatcher: Client;
let leader: Client;
beforeAll(async () => {
  app = await startTestApp();
  await app.addUser({ loginName: 'dispatcher', grants: [{ role: 'dispatcher' }] });
  await app.addUser({ loginName: 'leader', grants: [{ role: 'zoneLeader' }] });
  dispatcher = await app.signIn('dispatcher');
  leader = await app.signIn('leader');
});
afterAll(() => app.close());

const deadline = async (from: string, workingDays: number, mode = 'excludeStart') =>
  (await leader.get<Deadline>(`/api/work-calendar/deadline?from=${from}&workingDays=${workingDays}&mode=${mode}`)).body;

test('a year that is not loaded is reckoned Monday to Friday and says so', async () => {
  expect(await deadline('2026-09-30', 5)).toEqual({ date: '2026-10-07', provisional: true, missingYears: [2026] });
});

describe('with the notice of 2026 loaded', () => {
  beforeAll(async () => {
    await dispatcher.send('PUT', '/api/work-calendar/2026', notice);
  });

  test.each([
    ['T-CAL-1', '2026-09-28', 5, 'includeStart', '2026-10-09'],
    ['T-CAL-2', '2026-09-28', 6, 'includeStart', '2026-10-10'],
    ['T-CAL-3', '2026-09-30', 1, 'excludeStart', '2026-10-08'],
    ['T-CAL-3', '2026-09-30', 5, 'excludeStart', '2026-10-13'],
    ['T-CAL-3', '2026-09-30', 7, 'excludeStart', '2026-10-15'],
  ])('%s: from %s, %i working days, %s: %s', async (_id, from, days, mode, date) => {
    expect(await deadline(from, days, mode)).toEqual({ date, provisional: false, missingYears: [] });
  });

  test('a period that runs into a year without its notice is provisional, and names the year', async () => {
    expect(await deadline('2026-12-30', 5)).toMatchObject({ provisional: true, missingYears: [2027] });
    expect(await deadline('2025-12-31', 1)).toMatchObject({ provisional: true, missingYears: [2025] });
  });

  test('loading the year again replaces it whole', async () => {
    await dispatcher.send('PUT', '/api/work-calendar/2026', {
      source: '更正',
      entries: notice.entries.filter((entry) => entry.date !== '2026-10-10'),
    });
    expect((await deadline('2026-09-28', 6, 'includeStart')).date).toBe('2026-10-12');
    const shown = (await leader.get<{ years: unknown; entries: unknown[] }>('/api/work-calendar')).body;
    expect(shown.years).toEqual([{ year: 2026, source: '更正' }]);
    expect(shown.entries).toHaveLength(notice.entries.length - 1);
    await dispatcher.send('PUT', '/api/work-calendar/2026', notice);
  });
});

describe('what does not fit is refused and changes nothing', () => {
  test.each([
    ['a day of another year', { source: '…', entries: [{ date: '2027-01-01', isWorkday: false, name: '元旦' }] }],
    [
      'a day given twice',
      {
        source: '…',
        entries: [
          { date: '2026-01-01', isWorkday: false, name: '元旦' },
          { date: '2026-01-01', isWorkday: true, name: '' },
        ],
      },
    ],
    ['a day that does not exist', { source: '…', entries: [{ date: '2026-02-30', isWorkday: false, name: '' }] }],
    ['no source', { source: ' ', entries: [] }],
    ['an unknown field', { source: '…', entries: [], note: '' }],
  ])('%s', async (_what, body) => {
    const before = (await leader.get('/api/work-calendar')).body;
    expect((await dispatcher.send('PUT', '/api/work-calendar/2026', body)).status).toBe(422);
    expect((await leader.get('/api/work-calendar')).body).toEqual(before);
  });

  test.each([
    'from=2026-02-30&workingDays=1',
    'from=2026-01-01&workingDays=-1',
    'from=2026-01-01&workingDays=1.5',
    'from=2026-01-01&workingDays=1001',
    'from=2026-01-01',
    'from=2026-01-01&workingDays=1&mode=x',
  ])('a question of %s', async (query) => {
    expect((await leader.get(`/api/work-calendar/deadline?${query}`)).status).toBe(422);
  });

  test('the last day there is has no deadline after it', async () => {
    const answer = await leader.get<Deadline>('/api/work-calendar/deadline?from=2200-12-31&workingDays=1000');
    expect(answer.status).toBeLessThan(500);
  });

  test('only the dispatcher and the system administrator load a year', async () => {
    expect((await leader.send('PUT', '/api/work-calendar/2026', notice)).status).toBe(403);
  });
});

function datesOf(first: string, last: string): string[] {
  const dates: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) dates.push(new Date(at).toISOString().slice(0, 10));
  return dates;
}
